"""What a clause names, taken out of it, so that what is left over can be seen.

Walks the pattern table: each match becomes a typed slot and its words disappear. Whoever
reads the clause gets the slots and the rest; what neither a slot nor a rule's word list
accounts for is a reason to refuse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from nemo_client.sandbox.agent.patterns import TABLE

GONE = "\x00"


@dataclass(frozen=True, slots=True)
class Found:
    """One slot: its kind, its value, and its words and place in the folded clause."""

    kind: str
    value: Any
    words: str
    start: int
    end: int


@dataclass(slots=True)
class Slots:
    """All slots of a clause, and the clause without them."""

    found: list[Found] = field(default_factory=list)
    rest: str = ""

    def kinds(self) -> list[str]:
        """The kinds found, with repetitions, in the order they were said."""
        return [each.kind for each in sorted(self.found, key=lambda each: each.start)]

    def all(self, kind: str) -> list[Any]:
        """The values of a kind, in the order they were said."""
        found = [each for each in self.found if each.kind == kind]
        return [each.value for each in sorted(found, key=lambda each: each.start)]

    def one(self, kind: str, usual: Any = None) -> Any:
        """The first value of a kind."""
        return next(iter(self.all(kind)), usual)


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str], Any], ...]:
    return tuple((kind, re.compile(pattern), value) for kind, pattern, value in TABLE)


def slots(text: str) -> Slots:
    """Take every slot out of a folded clause."""
    found: list[Found] = []
    for kind, pattern, value in _compiled():
        place = 0
        while match := pattern.search(text, place):
            groups = [group for group in match.groups() if group is not None]
            try:
                meaning = value(*groups) if groups else value(match[0])
            except ValueError:  # it only looked like one
                place = match.end()
                continue
            found.append(Found(kind, meaning, match[0], *match.span()))
            blank = GONE * (match.end() - match.start())
            text = text[: match.start()] + blank + text[match.end() :]
            place = match.end()
    return Slots(found, text.replace(GONE, " "))
