"""Sealed lines: a file of JSON objects, one a line behind its checksum, that many may add to.

The worst case of such a file is plain: a power cut leaves at most a torn last line, which readers
pass over and the next writer closes off. It is read from either end, for what happened last costs
little among thousands. Knows nothing of what the objects say; what looks like a token is blotted
out.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from nemo_client.errors import redact

BLOCK = 1 << 17


def sealed(told: Mapping[str, Any]) -> bytes:
    """Return an object as a line: its checksum, a space, its JSON without secrets."""
    text = redact(json.dumps(told, ensure_ascii=True, separators=(",", ":"), default=str))
    return f"{zlib.crc32(text.encode()):08x} {text}\n".encode()


def whole(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Return the objects of the lines that are whole; torn and foreign ones are passed over."""
    return (told for line in lines if (told := _opened(line)) is not None)


def _opened(line: bytes) -> dict[str, Any] | None:
    seal, _, text = line.rstrip(b"\n").partition(b" ")
    try:
        if not line.endswith(b"\n") or int(seal, 16) != zlib.crc32(text):
            return None
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def forward(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file; none where there is no file."""
    with suppress(FileNotFoundError), open(path, "rb") as file:
        yield from file


def backward(path: Path, block: int = BLOCK) -> Iterator[bytes]:
    """Yield the lines of a file, the last one first."""
    with suppress(FileNotFoundError), open(path, "rb") as file:
        at = file.seek(0, os.SEEK_END)
        begun, end = b"", b""  # of the line whose beginning is not read yet
        while at:
            size = min(block, at)
            at = file.seek(at - size)
            begun, *lines = (file.read(size) + begun).split(b"\n")
            for line in reversed(lines):
                yield line + end
                end = b"\n"
        yield begun + end


def append(path: Path, line: bytes, durable: bool) -> None:
    """Add a line; a torn line before it is closed off first."""
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        size = os.fstat(handle).st_size
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
            if os.read(handle, 1) != b"\n":
                line = b"\n" + line
        while line:  # a disk that is nearly full takes a part before it refuses
            line = line[os.write(handle, line) :]
        if durable:
            os.fsync(handle)
    finally:
        os.close(handle)
