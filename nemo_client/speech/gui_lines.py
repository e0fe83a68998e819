"""Lines of a reply: what each is made of, and what of it is left.

Strategy: a line is read sentence by sentence as they end; a sentence that stays is shown at once,
unless the whole line may still go (a heading, an announcement, a step of a list). Code and quoted
lists pass untouched; a table of instructions is read row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nemo_client.speech import gui_tables as t
from nemo_client.speech.gui_clauses import Clause
from nemo_client.speech.gui_grid import Grid, is_row
from nemo_client.speech.gui_hints import may_instruct
from nemo_client.speech.gui_page import Held, Page, Waiting
from nemo_client.speech.gui_rest import ended, reduced
from nemo_client.speech.gui_sentences import LIMIT, sentence_end

_FENCE = re.compile(r"\s*(?:```|~~~)")
_PREFIX = re.compile(
    r"[ \t]*(?:>[ \t]?)*(?:[-*+•·▪◦➤►👉✅☑️]{1,2}[ \t]+|\d{1,2}(?:[.)][ \t]+|、[ \t]*|）)|"
    r"[①-⑳❶-❿][ \t]*|#{1,6}[ \t]+)?(?:\[[ xX]\][ \t]+)?"
)
_LISTED = re.compile(r"\s*(?:>\s?)*[^\s>#]")
_UNSPLIT = re.compile(r"\s*(?:```|~~~|\||#{1,6}[ \t])")
_MARKS = "*_~ 　\t\r"
_HEADING = re.compile(r"[ \t]*(?:#{1,6}[ \t]+\S|\*\*[^*]+\*\*[:：]?\s*$|__[^_]+__[:：]?\s*$)")
_ANNOUNCING = re.compile(
    rf"[\s#*_>👉💡ℹ️📌-]*+(?:(?:{t.TIPS})|(?:here(?:'s|’s| is| are)|what|how|when|once|if|"
    rf"if you|after)\b"
    r"[^:：.\d]{0,60}|\S+(?: \S+){0,2})[\s*_]*[:：][\s*_]*$",
    re.I,
)
_TELLING = re.compile(rf"[\s#*_>👉💡ℹ️📌-]*(?:{t.TIPS})[\s*_]*[:：]?[\s*_]*$", re.I)
# What stands below is in the film, whatever it tells somebody to do.
_QUOTING = re.compile(rf"(?:{t.QUOTED_LISTS})[^()（）\n]{{0,40}}[:：][\s*_]*$", re.I)
# "> Zhou: press it." is a line of a play; "3. *Press any key*" is a proposed wording.
_SPOKEN = re.compile(rf"\s*>\s*(?!(?:{t.TIPS})\s*[:：])[^\s:：>*-][^:：,，。.]{{0,20}}[:：]", re.I)
_ITALIC = re.compile(r"(?:\*[^*]+\*|_[^_]+_|“[^”]+”|\"[^\"]+\"|「[^」]+」)[\s.。]*")
_LOOSE = ";；,，:：—– \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u202f\u3000"


class Lines:
    """Reads lines into a page, piece by piece; `actions` is what the editor would have done."""

    def __init__(self) -> None:
        """Begin before the first line."""
        self.page = Page()
        self.actions: dict[str, None] = {}
        self.is_verbatim = False
        self._in_code = False
        self._is_quoting = False
        self._grid: Grid | None = None
        self._new_line()

    def _new_line(self) -> None:
        self.is_verbatim = False
        self._has_begun = False
        self._is_step = False
        self._has_gone = False
        self._lead = ""  # the bullet or number, until a text is kept behind it
        self._kept = ""  # what is not shown yet: the parts of a step wait together
        self._last = ""
        self._joint: str | None = None  # what stands behind the part that is shown

    def next_end(self, text: str, at: int, stop: int, is_whole: bool) -> int:
        """Where the next piece of a line ends; -1 when that is not known yet."""
        if self.is_verbatim:
            return stop
        if self._has_begun:
            return sentence_end(text, at, stop, is_whole)
        if not self._in_code and text[at].isalpha():
            return sentence_end(text, at, stop, is_whole)
        if self._in_code or _UNSPLIT.match(text, at, stop):
            return stop if is_whole or stop - at > LIMIT else -1
        prefix = _PREFIX.match(text, at, stop)
        return sentence_end(text, prefix.end() if prefix else at, stop, is_whole)

    def read(self, piece: str, is_end: bool) -> None:
        """Take the next piece of a line; `is_end` when the line ends with it."""
        if self.is_verbatim:
            self.page.show(piece, "")
        elif self._has_begun:
            self._read_sentence(piece, is_end)
        else:
            self._begin(piece, is_end)
        self._has_begun = True

    def end_line(self) -> None:
        """Close the line; what was read of it now shows or waits."""
        if not self._has_begun and self._in_code:
            self.page.show("")
        elif not self._has_begun:
            self._grid = None
            self.page.wait(Held("", "blank"))
        self._new_line()

    # --- the beginning of a line ----------------------------------------------------------------

    def _begin(self, piece: str, is_end: bool) -> None:
        if not self._in_code and piece[0].isalpha():
            self._grid, self._is_quoting = None, False
            return self._read_sentence(piece, is_end)
        prefix = _PREFIX.match(piece)
        lead = prefix.group() if prefix else ""
        if not is_row(piece):
            self._grid = None
        is_fence = bool(_FENCE.match(piece))
        if self._in_code or is_fence:
            self._in_code = self._in_code != is_fence
            self._show_verbatim(piece)
        elif not piece.strip():
            self.page.wait(Held(piece, "blank"))
        elif is_row(piece):
            self._read_row(piece, is_end)
        elif self._is_quoted(piece, lead):
            self._show_verbatim(piece)
        else:
            self._is_quoting = False
            self._is_step, self._lead = bool(_LISTED.match(lead)), lead
            self._read_sentence(piece[len(lead) :], is_end)

    def _is_quoted(self, piece: str, lead: str) -> bool:
        if _SPOKEN.match(piece):
            return True
        return bool(_LISTED.match(lead)) and (
            self._is_quoting or bool(_ITALIC.fullmatch(piece, len(lead)))
        )

    def _show_verbatim(self, piece: str) -> None:
        self.is_verbatim = True
        self.page.show(piece)

    def _read_row(self, row: str, is_end: bool) -> None:
        if self._grid is None:
            self._grid = Grid(row)
        if not is_end or not self._grid.instructs:
            self._show_verbatim(row)
        elif self._grid.is_head(row):
            self.page.wait(Held(row, "grid"))
        else:
            left, clauses = self._grid.left_of(row)
            self._note(clauses)
            if left:
                self.page.show(left)
            else:
                self.page.wait(Held("", "gone"))

    # --- sentences ------------------------------------------------------------------------------

    def _read_sentence(self, sentence: str, is_end: bool) -> None:
        if self._is_step or may_instruct(sentence):
            rest, clauses = reduced(sentence)
            if self._is_step:
                self._is_step = all(clause.kind in ("gui", "hand") for clause in clauses)
        else:
            rest, clauses = sentence, []
        gone = bool(clauses) and self._note(clauses)
        is_left = not gone or bool(rest.strip(_MARKS))
        if is_left:
            self._kept += self._lead + rest
            self._lead = ""
        if is_end:
            self._close(ends_gone=not is_left)
        elif self._kept and not self._is_step:
            self._show_kept()

    def _note(self, clauses: Iterable[Clause]) -> bool:
        gone = [clause for clause in clauses if clause.is_gone]
        if not gone:
            return False
        self.actions.update(dict.fromkeys(name for clause in gone for name in clause.actions))
        self.page.stripped += [clause.text.strip() for clause in gone]
        self._has_gone = True
        return True

    def _show_kept(self) -> None:
        """Show what is kept but for its loose end, which goes when what follows goes."""
        end = len(self._kept.rstrip(_LOOSE))
        self.page.show(self._kept[:end], "\n" if self._joint is None else self._joint)
        self._joint, self._last, self._kept = self._kept[end:], self._kept[:end], ""

    def _close(self, ends_gone: bool) -> None:
        text = self._kept.rstrip() if self._has_gone else self._kept
        joint = "\n" if self._joint is None else self._joint
        if kind := _kind_of_heading(text):
            self._hold_heading(text, kind, joint)
        elif self._is_step and text:
            self.page.wait(Held(ended(text, text) if ends_gone else text, "step"))
        elif text:
            self._show_kept()
            self.page.show(self._joint or "", "")
        elif self._joint is None:
            self.page.wait(Held("", "gone"))
        elif self._joint.strip():
            self.page.show(ended(self._last + ":", self._last)[-1:], "")

    def _hold_heading(self, text: str, kind: Waiting, joint: str) -> None:
        if _QUOTING.search(text):
            self._is_quoting = True
            self.page.show(text, joint)
        else:
            self.page.wait(Held(text, kind, joint, bool(_TELLING.match(text))))


def _kind_of_heading(text: str) -> Waiting | None:
    if _HEADING.match(text):
        return "heading"
    if not text.rstrip(" *_\r").endswith((":", "：")):
        return None
    return "heading" if _ANNOUNCING.match(text) else "statement"
