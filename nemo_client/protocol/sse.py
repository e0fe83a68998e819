"""Bytes to frames: a thin, bounded layer under the decoder of httpx-sse.

httpx-sse owns the field rules. Around it stand the edges it leaves open: a leading BOM, lines
that end in CR, LF or CRLF and in nothing else, comments (invisible there, a sign of life here),
a size bound, empty dispatches after an `id`, and a last frame without its blank line. It refuses
to know what a frame says.
"""

from __future__ import annotations

import re

from httpx_sse._decoders import SSEDecoder

from nemo_client.errors import BackendFailed

MAX_EVENT_BYTES = 64 * 1024 * 1024
"""Larger than any draft or inline clip on record; beyond it a server is broken or hostile."""

BEAT = ""
"""The frame of a heartbeat: there is nothing in it."""

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n|\r|\n")
_ALIVE = frozenset({"heartbeat", "ping", "keepalive", "keep-alive"})


class FrameReader:
    """Feed it bytes in any cut; it returns the frames they complete.

    A frame is its data as text; heartbeats of every spelling come as BEAT. Cost is linear in
    the bytes fed, whatever the cut.
    """

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._decoder = SSEDecoder()
        self._max = max_event_bytes
        self._open: list[bytes] = []  # an unfinished line, in the pieces it came in
        self._size = 0  # bytes of the unfinished event
        self._begun = False
        self._after_cr = False
        self._pending = False  # a data line waits for its blank line

    def feed(self, chunk: bytes) -> list[str]:
        """Return the data of each frame that `chunk` completes, BEAT for signs of life."""
        if not self._begun and not (chunk := self._strip_bom(chunk)):
            return []
        if self._after_cr:
            self._after_cr = False
            if chunk[:1] == b"\n":
                chunk = chunk[1:]  # the second half of a CRLF
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
        half_told = bool(self._open)
        self._open.clear()
        frames = [] if half_told or not self._pending else self._dispatch()
        return frames, half_told

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
        for line in lines:
            if not line:
                if self._pending:
                    frames += self._dispatch()
                else:
                    self._decoder.decode("")
            elif line[0] == 58:  # a colon: a comment
                frames.append(BEAT)
            else:
                self._field(line)
        if rest:
            self._open.append(rest)
            self._grow(len(rest))
        return frames

    def _field(self, line: bytes) -> None:
        self._grow(len(line))
        self._decoder.decode(line.decode("utf-8", "replace"))
        self._pending = True

    def _dispatch(self) -> list[str]:
        self._size = 0
        self._pending = False
        event = self._decoder.decode("")
        if event is None:
            return []
        return [BEAT if event.event in _ALIVE else event.data]

    def _grow(self, by: int) -> None:
        self._size += by
        if self._size > self._max:
            limit = f"an event of more than {self._max // 1024 // 1024} MiB"
            raise BackendFailed("reply_unreadable", limit, call="chat")
