"""Events put on the wire otherwise: line ends, fields, comments, and pieces of any size.

The first table sees whole frames, the second the bytes of a stream as they leave.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from itertools import count, cycle

from nemo_client.sandbox.faults import Values

BOM = b"\xef\xbb\xbf"
COMMENT = b": still here\n"
# Each frame with the end of its lines and that of its blank line. A CR directly before an LF
# would be one line end instead of two.
LINE_ENDS: Mapping[str, tuple[tuple[bytes, bytes], ...]] = {
    "crlf": ((b"\r\n", b"\r\n"),),
    "cr": ((b"\r", b"\r"),),
    "mixed": ((b"\n", b"\r\n"), (b"\r\n", b"\r"), (b"\r", b"\r\n")),
}
_CUTS = {
    "utf8": re.compile(rb"(?<=[\xc0-\xff])"),  # behind the first byte of a character of several
    "data": re.compile(rb"(?<=^da)(?=ta:)", re.MULTILINE),
}

Bytes = AsyncIterator[bytes]


def _each(change: Callable[[bytes], bytes]) -> Callable[[Bytes, Values], Bytes]:
    """A row that looks at one frame at a time."""

    async def changed(frames: Bytes, values: Values) -> Bytes:
        async for frame in frames:
            yield change(frame)

    return changed


def _multi_data(frame: bytes) -> bytes:
    try:
        payload = json.loads(frame.removeprefix(b"data:"))
    except ValueError:
        return frame
    lines = json.dumps(payload, ensure_ascii=False, indent=0).split("\n")
    return "".join(f"data: {line}\n" for line in lines).encode() + b"\n"


async def _fields(frames: Bytes, values: Values) -> Bytes:
    numbers = count(1)
    async for frame in frames:
        if frame.startswith(b"data:"):
            extra = f"id: {next(numbers)}\nevent: message\nretry: 3000\nflavour: none\n"
            frame = extra.encode() + frame
        yield frame


async def _empty_events(frames: Bytes, values: Values) -> Bytes:
    yield b"id: 1\n\n"
    async for frame in frames:
        yield frame + b"\n\nevent: ping\n\n"


async def _comments(frames: Bytes, values: Values) -> Bytes:
    async for frame in frames:
        yield COMMENT * values["n"] + frame


async def _no_last_blank(frames: Bytes, values: Values) -> Bytes:
    """Every frame's end is only sent when another follows."""
    end = b""
    async for frame in frames:
        bare = frame.rstrip(b"\n")
        yield end + bare
        end = frame[len(bare) :]


async def _line_ends(frames: Bytes, values: Values) -> Bytes:
    ends = cycle(LINE_ENDS[values["kind"]])
    async for frame in frames:
        line, blank = next(ends)
        *lines, last = frame.removesuffix(b"\n").split(b"\n")
        yield line.join([*lines, last]) + blank


async def _bom(frames: Bytes, values: Values) -> Bytes:
    start = BOM
    async for frame in frames:
        yield start + frame
        start = b""


FRAMING: Mapping[str, Callable[[Bytes, Values], Bytes]] = {
    "no_space": _each(lambda frame: re.sub(rb"^data: ", b"data:", frame, flags=re.MULTILINE)),
    "multi_data": _each(_multi_data),
    "fields": _fields,
    "empty_events": _empty_events,
    "comments": _comments,
    "no_last_blank": _no_last_blank,
    "line_ends": _line_ends,
    "bom": _bom,
}


async def _buffered(pieces: Bytes, values: Values) -> Bytes:
    held = [piece async for piece in pieces]
    yield b"".join(held)


async def _gzip(pieces: Bytes, values: Values) -> Bytes:
    """Every piece can be unpacked when it comes."""
    packer = zlib.compressobj(wbits=31)
    async for piece in pieces:
        yield packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()


async def _chunks(pieces: Bytes, values: Values) -> Bytes:
    async for piece in pieces:
        for cut in _cut(piece, values["size"]):
            yield cut


def _cut(piece: bytes, size: int | str) -> Iterator[bytes]:
    if isinstance(size, str):
        yield from (cut for cut in _CUTS[size].split(piece) if cut)
    else:
        yield from (piece[at : at + size] for at in range(0, len(piece), size))


PIECES: Mapping[str, Callable[[Bytes, Values], Bytes]] = {
    "buffered": _buffered,
    "gzip": _gzip,
    "chunks": _chunks,
}
"""Both tables in the order in which they are applied."""
