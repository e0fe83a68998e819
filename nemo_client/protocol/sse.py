"""Bytes to frames: a thin, bounded layer under the decoder of httpx-sse.

httpx-sse owns the field rules. Around it stand the edges it leaves open: a leading BOM, lines
that end in CR, LF or CRLF and in nothing else, comments (invisible there, a sign of life here),
a size bound, events without data, and a last frame without its blank line. An event of one plain
`data:` line, which is nearly every event, needs no decoder. It refuses to know what a frame says.
"""

from __future__ import annotations

import re

from httpx_sse._decoders import SSEDecoder

MAX_EVENT_BYTES = 64 * 1024 * 1024
"""Larger than any draft or inline clip on record; beyond it a server is broken or hostile."""

BEAT = ""
"""The frame of a heartbeat: there is nothing in it."""

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n|\r|\n")
_COLON = ord(":")  # begins a comment
_PLAIN = b"data: "
_ALIVE = frozenset({"heartbeat", "ping", "keepalive", "keep-alive"})


class FrameReader:
    """Feed it bytes in any cut; it returns the frames they complete.

    A frame is its data as text; heartbeats of every spelling come as BEAT. Cost is linear in
    the bytes fed, whatever the cut. `overflow` tells that an event was too large: what came
    before it is returned all the same, what comes after it is not read.
    """

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._decoder = SSEDecoder()
        self._max = max_event_bytes
        self._open: list[bytes] = []  # an unfinished line, in the pieces it came in
        self._size = 0  # bytes of the unfinished event's whole lines
        self._open_size = 0
        self._begun = False
        self._after_cr = False
        self._sole = b""  # the only line of the event so far, a plain `data:` line
        self._fields = False  # the decoder holds lines of an unfinished event
        self._data = False  # and data is among them
        self.overflow = ""

    def feed(self, chunk: bytes) -> list[str]:
        """Return the data of each frame that `chunk` completes, BEAT for signs of life."""
        if not chunk or self.overflow:
            return []
        if not self._begun:
            chunk = self._strip_bom(chunk)
        if self._after_cr:
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")  # the second half of a CRLF
        if b"\r" in chunk:
            self._after_cr = chunk[-1:] == b"\r"
            lines = _LINE_END.split(chunk)
        else:
            lines = chunk.split(b"\n")
        return self._take(lines)

    def close(self) -> tuple[list[str], bool]:
        """Return the frames that the end of the stream sets free, and whether one was half told.

        A last event without its blank line is delivered when its line is whole; a line that
        stops in the middle is not an event but evidence of a cut.
        """
        half_told = bool(self._open or self.overflow)
        self._open.clear()
        return [] if half_told else self._dispatch(), half_told

    def _strip_bom(self, chunk: bytes) -> bytes:
        """Return the bytes after a leading BOM; keep back what may still become one."""
        head = b"".join(self._open) + chunk
        self._open.clear()
        if len(head) < len(_BOM) and _BOM.startswith(head):
            self._open.append(head)
            return b""
        self._begun = True
        return head.removeprefix(_BOM)

    def _take(self, lines: list[bytes]) -> list[str]:
        frames: list[str] = []
        rest = lines.pop()
        if lines and self._open:
            self._open.append(lines[0])
            lines[0] = b"".join(self._open)
            self._open.clear()
            self._open_size = 0
        for line in lines:
            if not line:
                frames += self._dispatch()
            elif line[0] == _COLON:
                frames.append(BEAT)
            else:
                self._size += len(line)
                if self._is_too_large():
                    return frames
                if line[:6] == _PLAIN and not self._sole and not self._fields:
                    self._sole = line
                else:
                    self._field(line)
        if rest:
            self._open.append(rest)
            self._open_size += len(rest)
            self._is_too_large()
        return frames

    def _field(self, line: bytes) -> None:
        if self._sole:
            before, self._sole = self._sole, b""
            self._field(before)
        text = line.decode("utf-8", "replace")
        self._decoder.decode(text)
        self._fields = True
        self._data |= text.partition(":")[0] == "data"

    def _dispatch(self) -> list[str]:
        """Return the event that a blank line ends, if there is one: without data there is none."""
        self._size = 0
        if self._sole:
            line, self._sole = self._sole, b""
            return [line[6:].decode("utf-8", "replace")]
        if not self._fields:
            return []
        event = self._decoder.decode("")
        has_data, self._fields, self._data = self._data, False, False
        if event is not None and event.event in _ALIVE:
            return [BEAT]
        return [event.data] if event is not None and has_data else []

    def _is_too_large(self) -> bool:
        if self._size + self._open_size <= self._max:
            return False
        self.overflow = f"an event of more than {self._max // 1024 // 1024} MiB"
        self._open.clear()
        return True
