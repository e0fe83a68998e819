"""The media of a draft: listed, fetched into a folder, and found there again.

A note beside the files says which is which, so that the same name never means another medium when
the timeline has changed. Nothing of the user's in the folder is replaced.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nemo_client import files
from nemo_client.answers import Answer
from nemo_client.draft import Draft
from nemo_client.drafting.reading import draft_of
from nemo_client.errors import BackendFailed, NemoError, Precondition
from nemo_client.interchange.media import Medium, fold, identity, media_of, safe_name
from nemo_client.phrases.interchange import MEDIA

if TYPE_CHECKING:
    from nemo_client.app import App

NOTE = "nemo-media.json"
SCHEMA = "nemo.media/1"
Facts = dict[str, Any]


def media(app: App, source: Path | None, folder: Path | None = None) -> Answer:
    """List the media of the draft, or fetch those with an address into a folder."""
    draft = draft_of(app, source)
    if folder is None:
        return _listed(app, media_of(draft), source)
    _ready(folder)
    known = _known(folder)
    found = media_of(draft, known, (NOTE, *(path.name for path in folder.iterdir())))
    rows: list[Facts] = []
    there = dict(known)
    for medium in found:
        rows.append(_facts(medium) | _fetched(app, medium, folder, known))
        if rows[-1]["state"] in ("saved", "there"):
            there[identity(medium.source)] = medium.name
            _note(folder, there)  # now, so that being cut off costs no second download
    return Answer(
        {"folder": str(folder), "media": rows},
        tuple(_line(app, row, MEDIA[row["state"]].say(app.lang, row)) for row in rows),
        () if rows else (MEDIA["none"].say(app.lang),),
        next((_failure(row) for row in rows if row["state"] == "failed"), None),
        (app.step("draft convert --media DIR -o FILE"),) if there else (),
    )


def _listed(app: App, found: Sequence[Medium], source: Path | None) -> Answer:
    rows = [_facts(medium) for medium in found]
    return Answer(
        {"media": rows},
        tuple(_line(app, row, row["source"]) for row in rows),
        () if rows else (MEDIA["none"].say(app.lang),),
        next=(app.step("draft media --download DIR"),) if rows and source is None else (),
    )


def _facts(medium: Medium) -> Facts:
    return {
        "source": medium.source,
        "name": medium.name,
        "kind": medium.kind,
        "used_by": list(medium.used_by),
    }


def _line(app: App, row: Facts, state: str) -> str:
    return MEDIA["line"].say(app.lang, {**row, "state": state})


def _failure(row: Facts) -> NemoError:
    return BackendFailed("download_failed", row["reason"], url=row["source"])


def _fetched(app: App, medium: Medium, folder: Path, known: Mapping[str, str]) -> Facts:
    """Return what became of one medium; one that fails does not keep the others."""
    path = folder / medium.name
    if identity(medium.source) in known and path.is_file():
        return {"state": "there", "path": str(path)}
    if not medium.is_address:
        return {"state": "no_address"}
    try:
        fetched = app.client.download(medium.source, path)
    except (BackendFailed, Precondition) as error:
        return {"state": "failed", "reason": error.detail or error.message(app.lang)}
    facts = {"bytes": fetched.received, "sha256": fetched.sha256}
    return {"state": "saved", "path": str(path), **facts}


def _ready(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Precondition("output_unwritable", reason, path=str(folder)) from None


def _known(folder: Path) -> dict[str, str]:
    """Return which file is which medium, as the note has it; names that are none do not count."""
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        pairs = note["files"].items()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    names = {key: name for key, name in pairs if isinstance(name, str)}
    return {k: n for k, n in names.items() if safe_name(n) == n and fold(n) != fold(NOTE)}


def _note(folder: Path, names: Mapping[str, str]) -> None:
    """Write down which file is which medium."""
    note = json.dumps({"schema": SCHEMA, "files": names}, ensure_ascii=False, indent=1)
    write_text(folder / NOTE, note, force=True)


def media_in(folder: Path, draft: Draft) -> Iterator[tuple[Medium, Path | None]]:
    """Yield each medium with its file in the folder, None where it has none."""
    known = _known(folder)
    for medium in media_of(draft, known):
        path = folder.absolute() / medium.name
        yield medium, path if identity(medium.source) in known and path.is_file() else None


def links(draft: Draft, folder: Path | None) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the local file of each source as an address, and the sources that have none."""
    if folder is None:
        return {}, ()
    every = [(medium.source, path) for medium, path in media_in(folder, draft)]
    found = {source: path.as_uri() for source, path in every if path}
    return found, tuple(source for source, path in every if path is None)


def about_links(app: App, folder: Path | None, missing: Sequence[str]) -> tuple[str, ...]:
    """Return what to say of media that are not in the folder."""
    if not missing:
        return ()
    step = app.step("draft media --download DIR")
    return (MEDIA["unlinked"].say(app.lang, {"folder": folder, "n": len(missing), "step": step}),)


def write_text(path: Path, text: str, force: bool) -> None:
    """Put a text at a path, whole or not at all. Raises Precondition."""
    write_bytes(path, text.encode("utf-8"), force)


def write_bytes(path: Path, data: bytes, force: bool) -> None:
    """Put bytes at a path, whole or not at all. Raises Precondition."""
    part = files.check_output(path, force)
    try:
        part.write_bytes(data)
    except OSError as problem:
        part.unlink(missing_ok=True)
        reason = problem.strerror or str(problem)
        raise Precondition("output_unwritable", reason, path=str(path)) from None
    files.deliver(part, path, force)
