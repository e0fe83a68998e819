"""GUI-speak: the backend believes that a person sits before an editor; here its words come true.

Strategy: lines, sentences, clauses. A clause that tells the reader to use a hand or a place on a
screen is taken out and read as an action; every statement about the content stays, and a message
without such a clause comes back byte for byte. One reader serves streams and whole replies alike.
Pure: what the actions do, and whether to do them, is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nemo_client.speech.gui_lines import Lines
from nemo_client.speech.gui_sentences import LIMIT

_STOPS = re.compile("[.!?。！？…；;~～✅✨⚠️❤️\U0001f300-\U0001faff\n]")


@dataclass(frozen=True, slots=True)
class Shown:
    """The text for the person, the actions the editor would have done, and what was taken out."""

    text: str
    actions: tuple[str, ...] = ()
    stripped: tuple[str, ...] = ()


class Translator:
    """Translates a reply while it streams; pieces joined are the translation of the whole.

    Make one for each reply. Print what `feed` returns for each piece that arrives, then what
    `finish` returns with the actions; nothing that was shown is ever taken back. A sentence is
    shown once the next has begun; headings, announcements and list steps wait for the line below
    them, which may take them along.
    """

    def __init__(self, first: str = "") -> None:
        """Begin before the first piece, or with one that nobody waits for."""
        self._lines = Lines()
        self._held = [first]
        self._size = len(first)
        self._may_end = False

    @property
    def stripped(self) -> tuple[str, ...]:
        """What was taken out so far."""
        return tuple(self._lines.page.stripped)

    def feed(self, chunk: str) -> str:
        """Take the next piece of the reply; return the text that is now safe to show."""
        self._held.append(chunk)
        self._size += len(chunk)
        self._may_end = self._may_end or bool(_STOPS.search(chunk))
        if self._may_end or self._lines.is_verbatim or self._size > LIMIT:
            self._read(is_whole=False)
        return self._taken()

    def finish(self) -> tuple[str, tuple[str, ...]]:
        """Return the rest of the text and the actions, once each, in the order of the reply."""
        self._read(is_whole=True)
        self._lines.page.close()
        return self._taken(), tuple(self._lines.actions)

    def _read(self, is_whole: bool) -> None:
        text, lines, at = "".join(self._held), self._lines, 0
        while True:
            newline = text.find("\n", at)
            stop = newline if newline >= 0 else len(text)
            ends = is_whole or newline >= 0
            while at < stop and (end := lines.next_end(text, at, stop, ends)) >= 0:
                lines.read(text[at:end], is_end=ends and end == stop)
                at = end
            if newline < 0:
                break
            lines.end_line()
            at = newline + 1
        if is_whole:
            lines.end_line()
            return
        rest = text[at:]
        self._held, self._size, self._may_end = [rest], len(rest), bool(_STOPS.search(rest))

    def _taken(self) -> str:
        shown = self._lines.page.shown
        text = "".join(shown)
        shown.clear()
        return text


def translate(text: str) -> Shown:
    """The whole reply without instructions for a screen, and the actions they stand for."""
    translator = Translator(text)
    shown, actions = translator.finish()
    return Shown(shown, actions, translator.stripped)
