"""An answer that is shown while it comes: each piece once it is known to be safe to show.

What stands on the screen at the end is the translation of the whole: what was held back is added,
and where the whole came out differently (the agent corrected itself) it is told again. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from nemo_client.protocol.notices import Corrected, Downloading, JobBegun, Notice, Said, Uploading

BETWEEN_STEPS = "\n\n"
APART = (JobBegun, Uploading, Downloading)
"""What cannot happen within one answer."""


class Translator(Protocol):
    """What turns the backend's words into ours, piece by piece."""

    def feed(self, chunk: str) -> str:
        """Return what can be shown now."""


class Streamed:
    """One answer at a time; `write` takes pieces, which end anywhere."""

    def __init__(self, write: Callable[[str], None], translator: Callable[[], Translator]) -> None:
        self._write = write
        self._make = translator
        self._before: list[str] = []
        self._start()

    def begin(self) -> None:
        """Begin another answer, where there is something to be apart from."""
        self._before += [self._shown] if self._shown else []
        self._start()

    def _start(self) -> None:
        self._translator = self._make()
        self._step: int | None = None
        self._shown = ""
        self._is_over = False

    def notice(self, notice: Notice) -> None:
        """Take part in what is told on the way: words are shown, other work ends an answer."""
        if isinstance(notice, Said | Corrected):
            self.hear(notice)
        elif isinstance(notice, APART):
            self.begin()

    def hear(self, said: Said | Corrected) -> None:
        """Show what can be shown; after a correction, nothing more until the whole is there."""
        is_back = self._step is not None and said.step < self._step
        self._is_over = self._is_over or is_back or isinstance(said, Corrected)
        if self._is_over:
            return
        gap = BETWEEN_STEPS if self._step not in (None, said.step) else ""
        self._step = said.step
        piece = self._translator.feed(gap + said.text)
        piece = piece if self._shown else piece.lstrip("\n")
        if piece:
            self._shown += piece
            self._write(piece)

    def rest_of(self, whole: str) -> str:
        """Return what is still to be written of an answer; all of it where it came differently."""
        for shown in filter(None, (*self._before, self._shown)):
            if whole.startswith(shown):
                return whole[len(shown) :]
            if shown.rstrip("\n") == whole:
                return ""
        return whole
