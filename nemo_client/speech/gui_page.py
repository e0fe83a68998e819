"""The shown page, line by line: what may still be dropped waits here, everything else goes out.

Strategy: headings, announcements and list steps wait for what follows them, for they go with an
instruction below or beside them; blank lines wait for the next text, so that they do not pile up.
Knows no words, only what kind of line came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from nemo_client.speech.gui_rest import ended

Waiting: TypeAlias = Literal["blank", "gone", "heading", "statement", "grid", "step"]
"""A `statement` ends in a colon: it loses the colon when nothing is left of what it announced."""

_HEADINGS = ("heading", "statement", "grid")


@dataclass(slots=True)
class Held:
    """A line that waits; `joint` is what binds it to the text before it."""

    text: str
    kind: Waiting
    joint: str = "\n"
    announces: bool = False


class Page:
    """Takes lines in order; `shown` collects what is safe, `stripped` what was taken out."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        self.shown: list[str] = []
        self.stripped: list[str] = []
        self._waiting: list[Held] = []
        self._has_begun = False

    @property
    def is_beside_gone(self) -> bool:
        """Whether the last line that is not blank has gone."""
        return _last_kind(self._waiting) == "gone"

    def wait(self, line: Held) -> None:
        """Keep a line back until what follows decides about it."""
        if line.kind == "step" and self.is_beside_gone:
            self._drop(line)
        elif line.kind == "step" and not self._may_hold_step():
            self._settle(is_kept_next=True)
        elif line.kind == "gone":
            self._drop_steps()
        self._waiting.append(line)

    def show(self, text: str, joint: str = "\n") -> None:
        """Show a text behind all that waits."""
        if self._waiting:
            self._settle(is_kept_next=True)
        self.shown.append((joint if self._has_begun else "") + text)
        self._has_begun = True

    def close(self) -> None:
        """Show what still waits, now that nothing follows."""
        if self._waiting:
            self._settle(is_kept_next=False)

    def _put(self, line: Held) -> None:
        self.shown.append((line.joint if self._has_begun else "") + line.text)
        self._has_begun = True

    def _drop(self, line: Held) -> None:
        self.stripped.append(line.text.strip())
        line.text, line.kind = "", "gone"

    def _may_hold_step(self) -> bool:
        """One step waits for the step beside it; more only below an announcement."""
        return _last_kind(self._waiting) != "step" or any(held.announces for held in self._waiting)

    def _drop_steps(self) -> None:
        """ "2. Choose MP4" is a step of the screen when the step beside it is."""
        for held in reversed(self._waiting):
            if held.kind == "step":
                self._drop(held)
            elif held.kind != "blank":
                break

    def _settle(self, is_kept_next: bool) -> None:
        self._drop_announcements(is_kept_next)
        lines = _without_piles(self._waiting, self._has_begun)
        if not is_kept_next and self.stripped:
            while lines and lines[-1].kind == "blank":
                lines.pop()
        for line in lines:
            self._put(line)
        self._waiting.clear()

    def _drop_announcements(self, is_kept_next: bool) -> None:
        """Headings and "Next steps:" go when everything below them has gone, down to a gap."""
        has_block, all_gone = is_kept_next, False
        was_gap = was_heading = False
        for line in reversed(self._waiting):
            if line.kind == "blank":
                was_gap = True
                continue
            if line.kind in _HEADINGS and has_block and all_gone:
                self._drop_heading(line)
            joins = has_block and not was_gap and not was_heading
            all_gone = line.kind == "gone" and (all_gone or not joins)
            has_block, was_gap, was_heading = True, False, line.kind in _HEADINGS

    def _drop_heading(self, line: Held) -> None:
        """An announcement goes; a statement stays and ends."""
        if line.kind == "statement":
            line.text, line.kind = ended(line.text, line.text), "step"
        else:
            self._drop(line)


def _last_kind(lines: Sequence[Held]) -> Waiting | None:
    return next((line.kind for line in reversed(lines) if line.kind != "blank"), None)


def _without_piles(lines: Sequence[Held], has_begun: bool) -> list[Held]:
    """The lines that stay; blank ones around a gone one do not pile up."""
    kept: list[Held] = []
    after_gone = False
    for line in lines:
        is_blank = line.kind == "blank"
        after_gone = line.kind == "gone" or (after_gone and is_blank)
        has_gap = kept[-1].kind == "blank" if kept else not has_begun
        if line.kind != "gone" and not (is_blank and after_gone and has_gap):
            kept.append(line)
    return kept
