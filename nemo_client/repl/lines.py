"""Where the lines of a conversation come from: whoever reads them need not know.

A source returns a line, raises EOFError at the end and KeyboardInterrupt where a person dropped the
line. Lines that come faster than they are worked off wait; a pipe lets nothing wait but itself.
"""

from __future__ import annotations

from types import TracebackType
from typing import TextIO

from nemo_client.lettering import decoded


class Lines:
    """A source of lines. Entered while the conversation lasts."""

    waiting: tuple[str, ...] = ()
    """Lines that were given while another was worked on, in their order."""
    was_queued = False
    """Whether the line read last had waited: it was written before its predecessor's end."""

    is_held = False
    """Whether what waits is held back until it is released."""

    is_over = False
    """Whether nothing more will be written; what waits may still come."""

    def read(self) -> str:
        """Return the next line. Raises EOFError or KeyboardInterrupt."""
        raise EOFError

    def is_interrupted(self) -> bool:
        """Whether a person broke off what was under way since this was asked last."""
        return False

    def hold(self) -> None:
        """Let what waits wait on, until it is released."""

    def release(self) -> None:
        """Let what waits come."""

    def drop(self, number: int) -> str:
        """Take a waiting line out, by its place from 1. Raises IndexError."""
        raise IndexError(number)

    def give_back(self, text: str) -> None:
        """Put a text where it can be edited."""

    def offer(self, line: str) -> None:
        """Let one key stand for a line, where the line that is typed is empty; "" for none."""

    def __enter__(self) -> Lines:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None


class PipedLines(Lines):
    """Lines of standard input, as they come."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def read(self) -> str:
        """Return the next line. Raises EOFError at the end."""
        if self._stream is None:
            raise EOFError
        source = getattr(self._stream, "buffer", self._stream)
        line: bytes | str = source.readline()
        if not line:
            raise EOFError
        return decoded(line) if isinstance(line, bytes) else line.rstrip("\r\n")
