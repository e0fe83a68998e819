"""Text exactly once: what an author says, in steps, out of fragments and the wholes repeating them.

Fragments are shown as they come; the whole text of a step, when it comes, has the last word: only
what was not shown yet is added, and where it differs it replaces. A whole that repeats what its
author said since the last tool is no second text. It refuses to know what an event is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nemo_client.protocol.events import Uttered
from nemo_client.protocol.notices import Corrected, Said


@dataclass(slots=True)
class _Piece:
    """Text as it came, a whole or the fragments of one, and the step it is shown in."""

    step: int
    text: str


@dataclass(slots=True)
class _Run:
    """What one author said since its last tool; `is_open` while the last piece may grow."""

    pieces: list[_Piece] = field(default_factory=list)
    is_open: bool = False


class Steps:
    """Texts by step: fragments are gathered, and wholes that repeat them are recognised."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._runs: dict[str, _Run] = {}

    def add(self, said: Uttered) -> Iterator[Said | Corrected]:
        """Take a fragment or a whole; yield what of it is new."""
        run = self._runs.setdefault(said.author, _Run())
        if not said.text:  # an empty whole ends a step, it does not take back what was said
            run.is_open = run.is_open and said.partial is not False
        elif self._is_fragment(run, said):
            piece = self._open(run)
            piece.text += said.text
            self.texts[piece.step] = piece.text
            yield Said(said.text, piece.step)
        else:
            yield from self._whole(run, said.text)
            run.is_open = said.partial is None

    def end_step(self, author: str) -> None:
        """Let the author's next fragment begin another step."""
        if run := self._runs.get(author):
            run.is_open = False

    def end_run(self, author: str) -> None:
        """A tool came between: what its author says next repeats nothing."""
        for who in (author, ""):  # texts of the plain dialect have no author
            self._runs.pop(who, None)

    def _is_fragment(self, run: _Run, said: Uttered) -> bool:
        if said.partial is None:  # the dialect does not tell: what extends the text replaces it
            return not (run.is_open and said.text.startswith(run.pieces[-1].text))
        return said.partial

    def _open(self, run: _Run) -> _Piece:
        """Return the piece that may grow, on a new step where there is none."""
        if not run.is_open:
            run.is_open = True
            run.pieces.append(_Piece(len(self.texts), ""))
            self.texts.append("")
        return run.pieces[-1]

    def _whole(self, run: _Run, text: str) -> Iterator[Said | Corrected]:
        first = _repeated(run.pieces, text)
        told = [self._open(run)] if first is None else run.pieces[first:]
        step = told[0].step
        if run.is_open and len(told) == 1 and text.startswith(told[0].text):
            told[0].text = text
        else:
            run.pieces.append(_Piece(step, text))
        merged = sorted({piece.step for piece in told} - {step})
        shown, self.texts[step] = self.texts[step], text
        if merged or not text.startswith(shown):
            yield Corrected(text, step)
        elif rest := text[len(shown) :]:
            yield Said(rest, step)
        for other in merged:
            self.texts[other] = ""
            yield Corrected("", other)


def _repeated(pieces: list[_Piece], text: str) -> int | None:
    """Return from which piece on `text` tells again all that was told, None where it does not.

    A server that loses the marks of its fragments sends pieces, or growing texts, as wholes, and
    the true whole after them.
    """
    starts = (n for n, piece in enumerate(pieces) if text.startswith(piece.text))
    return next((n for n in starts if _tells(text, pieces[n:])), None)


def _tells(text: str, pieces: list[_Piece]) -> bool:
    """Whether `text` begins with all of these pieces, one after the other."""
    at = 0
    for piece in pieces:
        if not text.startswith(piece.text, at):
            return False
        at += len(piece.text)
    return True
