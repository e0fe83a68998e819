"""A message cut into sentences, clauses and halves of clauses.

Strategy: four levels of separators, from a full stop to the space in a Chinese sentence. A cut
never falls into a quote, a link or a path. Knows where a message may be cut; whether it should be
is decided by whoever understands the pieces.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from nemo_client.speech.marks import Mark, find_marks
from nemo_client.speech.patterns import Pattern
from nemo_client.speech.words import Lexicon, Token, Unit, Words, simple, tokens_of

_CJK = r"[^\x00-\u201c\u201e-\u2fff\U00010000-\U0010ffff]"
_SENTENCE = Pattern(
    r"[\n。！？!?;；…]+|(?<!\.)\.++(?=\s|$)"
    r"|(?:(?<=\s)|(?<=[:：,，。])|(?<=^))"
    r"(?<!scene\s)(?<!clip\s)(?<!track\s)(?<!shot\s)(?<!part\s)(?<!take\s)(?<!version\s)(?<!step\s)"
    r"(?:[-*•]\s+|[(（]?\d{1,2}[)）.、](?!\d)\s*|[①-⑳]\s*)"
)
_CLAUSE = Pattern(
    r"(?<!\d),|,(?!\d)|[，、|]|(?<!\d)[:：]|[:：](?!\d)|\s[-–—]+\s|[—–]+|->|→|=>"
    r"|\b(?=(?:and then|then|after that|afterwards|finally|also|plus|but first|next,|and also|"
    r"and when|and once|when (?:that|it|you|every)|once (?:that|it|you|every)|"
    r"und dann|dann|danach|anschließend|et ensuite|ensuite|puis|y luego|luego|después|e depois|"
    r"depois|"
    r"então|e poi|poi|потом|затем)\b)"
    r"|(?<![把将的给在从到和是第])(?=最后)|(?=然后|接着|接下来|随后|之后|以后|完了(?![吗没嘛？?])|顺便|顺带|另外|同时|并且|"
    r"それから|そして|その後)|(?<=てから)",
    re.I,
)
_JOINT = Pattern(
    r"\b(?=(?:and|&|und|et|y|e|but|pero|mas|и|so(?! that)|because|after (?=you|\w+ing))\b)|"
    r"[&+]|(?=再|(?<!合)并|直接(?:导|发|下|给|渲|存|保))|"
    r"\b(?=(?:please |kindly )(?:give|send|export|render|deliver|download|save)\b|"
    r"give me (?:the|an?) (?:mp4|mov|gif|webm|video|file|result)\b|"
    r"i (?:need|have|got) to (?:post|show|send|share|go|leave|be)\b|i['’]ve been\b)|"
    r"(?<=[呀啊呢])(?=我[等怕好要得急]|都[快等过]|急死|老板|客户|大家)|(?<=して)(?=そのまま)",
    re.I,
)
_BREATH = Pattern(
    rf"(?<={_CJK})\s+|(?<!\s)\s++(?={_CJK})|(?=就|完就)|(?<![最然之以背今先前稍])(?=后)|"
    rf"(?<=吧)|(?<=[^最然之以背今先前稍]后)|(?=完[事了]?(?:导|发|给|存|保|下|渲))|"
    rf"(?<=完)(?![成了吗没整美全毕])"
)
_BREATHS = 3
_LEVELS = (_SENTENCE, _CLAUSE, _JOINT, _BREATH)


class Span(NamedTuple):
    """A piece of the message by its places."""

    start: int
    end: int


class Note(NamedTuple):
    """What the router accepted at a place: for which intent, and by which rule."""

    span: Span
    intent: str
    rule: str


class Message:
    """A message with its marks and tokens, each found once."""

    def __init__(self, text: str) -> None:
        """Take the text; `plain` is what is read: each character in its place and simple form."""
        self.text = text
        self.plain = simple(text)
        self.notes: list[Note] = []  # what was accepted so far, for whoever asks why
        self._pieces: dict[tuple[int, int], Words] = {}
        self._found: dict[Lexicon, dict[int, tuple[Unit, int]]] = {}
        self._parts: dict[tuple[int, int, int], tuple[Span, ...]] = {}

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Quotes, links and paths."""
        return find_marks(self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All words."""
        return tokens_of(self.plain, self.marks)

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def _mark_starts(self) -> list[int]:
        return [mark.start for mark in self.marks]

    def words(self, span: Span) -> Words:
        """The tokens that begin inside the span."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        piece = self._pieces.get((first, last))
        if piece is None:
            piece = self._pieces[first, last] = Words(self.tokens, first, last, self._found)
        return piece

    def split(self, span: Span, level: int) -> tuple[Span, ...]:
        """The span cut at one level: 0 sentences, 1 clauses, 2 joints, 3 breaths."""
        key = (span.start, span.end, level)
        parts = self._parts.get(key)
        if parts is None:
            parts = self._parts[key] = self._split(span, level)
        return parts

    def _split(self, span: Span, level: int) -> tuple[Span, ...]:
        spans: list[Span] = []
        at = span.start
        for start, end in self._cuts(span, level):
            keeps_mark = level == 0 and self.text[start] in "?？"
            spans.append(Span(at, end if keeps_mark else start))
            at = end
        spans.append(Span(at, span.end))
        return tuple(s for s in spans if self.words(s))

    def _cuts(self, span: Span, level: int) -> Iterator[tuple[int, int]]:
        if level == _BREATHS and self.plain.isascii():
            return  # only what is written without spaces has breaths
        for match in _LEVELS[level].finditer(self.plain, span.start, span.end):
            is_inside = self._in_mark(match.start()) and self._in_mark(match.end() - 1)
            if match.end() > span.start and not is_inside:
                yield match.start(), match.end()

    def _in_mark(self, at: int) -> bool:
        i = bisect_left(self._mark_starts, at + 1) - 1
        return i >= 0 and self.marks[i].start <= at < self.marks[i].end
