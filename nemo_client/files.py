"""Files that others rely on: written whole or not at all, private where they hold secrets.

The one place that creates, replaces or checks files for the rest of the package.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from nemo_client.errors import Precondition
from nemo_client.protocol.media import Source, is_url, mime_of


def write_private(path: Path, text: str) -> None:
    """Put `text` at `path` atomically, in a file and folder for their owner only."""
    _private_folder(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:  # mkstemp makes the file 0600
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def create_private(path: Path, text: str) -> bool:
    """Put `text` at `path` unless something is there already; return whether it was put.

    Of many processes at once exactly one succeeds, and no reader ever sees half of it.
    """
    _private_folder(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        return _place(Path(temporary), path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _private_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(OSError):  # it may be another's, or know no modes
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)


def _place(temporary: Path, path: Path) -> bool:
    """Give `temporary` the name `path` if that is free."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if path.exists():
            return False
        os.replace(temporary, path)
    return True


def check_output(path: Path, force: bool) -> Path:
    """Return the name under which the file may be built; raise before anything costs time.

    Raises Precondition where `path` exists (and `force` is not given) or cannot be written.
    """
    if path.is_dir():
        raise Precondition("output_unwritable", reason="is_folder", path=str(path))
    if path.exists() and not force:
        raise Precondition("output_exists", path=str(path))
    part = path.with_name(path.name + ".part")
    try:
        with open(part, "ab"):
            pass
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Precondition("output_unwritable", reason, path=str(path)) from None
    return part


def delivered(part: Path, path: Path, force: bool, sha256: str) -> bool:
    """Put a fetched file in its place; whether it is there, be it since an earlier try."""
    if path.is_file() and _sha256(path) == sha256:
        part.unlink(missing_ok=True)
        return True
    if not part.is_file() or _sha256(part) != sha256:
        return False
    deliver(part, path, force)
    return True


def _sha256(path: Path) -> str:
    from hashlib import file_digest

    with open(path, "rb") as file:
        return file_digest(file, "sha256").hexdigest()


def deliver(part: Path, path: Path, force: bool) -> None:
    """Give the finished `part` its name, atomically; without `force` nothing is ever replaced."""
    with open(part, "rb+") as file:
        os.fsync(file.fileno())
    if force:
        os.replace(part, path)
    elif _place(part, path):
        part.unlink(missing_ok=True)
    else:
        raise Precondition("output_exists", reason="appeared", path=str(path), part=str(part))


def discard_empty(part: Path) -> None:
    """Remove a part file that nothing was written to."""
    if part.exists() and part.stat().st_size == 0:
        part.unlink()


def check_sources(sources: Sequence[str | os.PathLike[str]]) -> tuple[Source, ...]:
    """Return checked upload sources. Raises Precondition before a byte leaves."""
    if not sources:
        raise Precondition("usage", reason="no_sources")
    return tuple(_source(os.fspath(place)) for place in sources)


def _source(place: str) -> Source:
    if is_url(place):
        return Source(place, is_url=True)
    path = Path(place).expanduser()
    if mime_of(path.name) is None:
        raise Precondition("file_refused", path.name or place, path=place)
    try:
        with open(path, "rb") as file:
            empty = not file.read(1)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Precondition("file_missing", reason, path=place) from None
    if empty:
        raise Precondition("file_missing", reason="is_empty", path=place)
    return Source(str(path), is_url=False)
