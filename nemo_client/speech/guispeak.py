"""GUI-speak: the backend believes that a person sits before an editor; here its words come true.

Strategy: lines, sentences, clauses. A clause that tells the reader to use a hand or a place on a
screen is taken out and read as an action; every statement about the content stays, and a message
without such a clause comes back byte for byte. Works on a whole reply only: a clause is known by
its end, so text must not be fed in pieces while it streams.
Pure: what the actions do, and whether to do them, is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nemo_client.speech import gui_tables as t
from nemo_client.speech.gui_clauses import clauses_of
from nemo_client.speech.gui_rest import ended, rest_of
from nemo_client.speech.gui_sentences import masked, sentences_of

_FENCE = re.compile(r"\s*(?:```|~~~)")
_PREFIX = re.compile(
    r"[ \t]*(?:>[ \t]?)*(?:[-*+•·▪◦➤►👉✅☑️]{1,2}[ \t]+|\d{1,2}(?:[.)][ \t]+|、[ \t]*|）)|"
    r"[①-⑳❶-❿][ \t]*|#{1,6}[ \t]+)?(?:\[[ xX]\][ \t]+)?"
)
_HEADING = re.compile(r"[ \t]*(?:#{1,6}[ \t]+\S|\*\*[^*]+\*\*[:：]?[ \t]*$|__[^_]+__[:：]?[ \t]*$)")
_ANNOUNCING = re.compile(
    rf"[\s#*_>👉💡ℹ️📌-]*(?:(?:{t.TIPS})|(?:here(?:'s|’s| is| are)|what|how|when|once|if|"
    rf"if you|after)\b"
    r"[^:：.\d]{0,60}|\S+(?: \S+){0,2})[\s*_]*[:：][\s*_]*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The text for the person, the actions the editor would have done, and what was taken out."""

    text: str
    actions: tuple[str, ...] = ()
    stripped: tuple[str, ...] = ()


@dataclass(slots=True)
class _Line:
    """A line as it came and as it stays; `is_step` when it is nothing but a hand's work."""

    text: str
    kept: str
    is_gone: bool = False
    is_step: bool = False
    actions: list[str] = field(default_factory=list)
    stripped: list[str] = field(default_factory=list)

    def drop(self) -> None:
        """The line goes, and is told among what was taken out."""
        self.stripped.append(self.kept.strip())
        self.kept, self.is_gone = "", True


def translate(text: str) -> Shown:
    """The whole reply without instructions for a screen, and the actions they stand for."""
    lines = list(_read_lines(text))
    if not any(line.stripped for line in lines):
        return Shown(text)
    _drop_steps(lines)
    _drop_steps(lines[::-1])
    _drop_announcements(lines)
    actions = dict.fromkeys(action for line in lines for action in line.actions)
    stripped = tuple(piece for line in lines for piece in line.stripped)
    return Shown(_together(lines), tuple(actions), stripped)


def _read_lines(text: str) -> Iterable[_Line]:
    in_code = False
    for raw in text.split("\n"):
        is_fence = bool(_FENCE.match(raw))
        in_code = in_code != is_fence
        is_plain = in_code or is_fence or not raw.strip() or raw.lstrip().startswith("|")
        yield _Line(raw, raw) if is_plain else _read_line(raw)


def _read_line(raw: str) -> _Line:
    prefix = _PREFIX.match(raw)
    begin = prefix.end() if prefix else 0
    line = _Line(raw, raw, is_step=bool(raw[:begin].strip()))
    kept: list[str] = []
    for sentence in sentences_of(raw[begin:]):
        clauses = clauses_of(sentence, masked(sentence))
        gone = [clause for clause in clauses if clause.is_gone]
        line.is_step = line.is_step and all(clause.kind in ("gui", "hand") for clause in clauses)
        line.actions += [action for clause in gone for action in clause.actions]
        line.stripped += [clause.text.strip() for clause in gone]
        kept.append(rest_of(sentence, clauses) if gone else sentence)
    if line.stripped:
        rest = ended("".join(kept).strip(), raw)
        line.is_gone = not rest.strip("*_~ 　")
        line.kept = "" if line.is_gone else raw[:begin] + rest
    return line


# --- lines whose only purpose was what is gone --------------------------------------------------


def _drop_steps(lines: Sequence[_Line]) -> None:
    """ "2. Choose MP4" is a step of the screen when the step beside it is."""
    for beside, line in pairwise(lines):
        if line.is_step and beside.is_gone and not line.is_gone:
            line.drop()


def _drop_announcements(lines: Sequence[_Line]) -> None:
    """Headings and "Next steps:" go when everything below them has gone, down to the next gap."""
    has_block = all_gone = was_gap = was_heading = False
    for line in reversed(lines):
        if not line.text.strip():
            was_gap = True
            continue
        is_heading = not line.is_gone and _is_heading(line.kept)
        if is_heading and has_block and all_gone:
            _drop_heading(line)
            is_heading = not line.is_gone
        joins = has_block and not was_gap and not was_heading
        all_gone = line.is_gone and (all_gone or not joins)
        has_block, was_gap, was_heading = True, False, is_heading


def _is_heading(text: str) -> bool:
    return text.rstrip(" *_").endswith((":", "：")) or bool(_HEADING.match(text))


def _drop_heading(line: _Line) -> None:
    """An announcement goes; a statement that ended in a colon stays and ends."""
    if _HEADING.match(line.kept) or _ANNOUNCING.match(line.kept):
        line.drop()
    else:
        line.kept = ended(line.kept, line.text)


def _together(lines: Sequence[_Line]) -> str:
    """The lines again; blank lines around a gone one do not pile up."""
    kept: list[str] = []
    after_gone = False
    for line in lines:
        is_blank = not line.kept.strip()
        after_gone = line.is_gone or (after_gone and is_blank)
        if not line.is_gone and not (
            is_blank and after_gone and (not kept or not kept[-1].strip())
        ):
            kept.append(line.kept)
    text = "\n".join(kept)
    return text.strip("\n") if text.strip() else ""
