"""Fits one clause to the rules table: its verb, its noun, its slots, and nothing left over.

Returns the rule with the slots it got, or nothing. Knows no operation and no draft.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from nemo_client.sandbox.agent.patterns import B, E
from nemo_client.sandbox.agent.rules import FUNCTION, RULES, Rule
from nemo_client.sandbox.agent.slots import Slots

LEFT_OVER = re.compile(r"[^\s,、.;:!?()~\-–—…·]")


@dataclass(frozen=True, slots=True)
class Fit:
    """A rule that accounts for every word of a clause, and the verb it was called by."""

    rule: Rule
    slots: Slots
    verb: str


def fits(slots: Slots, lang: str) -> Fit | None:
    """The first rule that fits a clause whose slots were taken out."""
    kinds = Counter(slots.kinds())
    for rule in RULES:
        if rule.lang == lang and _takes(rule, kinds):
            verb = _leaves_nothing(rule, slots.rest)
            if verb is not None:
                return Fit(rule, slots, verb)
    return None


def _takes(rule: Rule, kinds: Counter[str]) -> bool:
    """Whether the slots are those the rule needs and may have."""
    left = Counter(kinds)
    for need in rule.needs.split():
        kind = next((each for each in need.split("|") if left[each]), None)
        if kind is None:
            return False
        left[kind] -= 1
    left.subtract(Counter(rule.may.split()))
    return all(count <= 0 for count in left.values())


def _leaves_nothing(rule: Rule, rest: str) -> str | None:
    """The verb used, when verb, noun and words account for the rest; else None."""
    verb = words(rule.verb, rule.lang).search(rest)
    if verb is None and not rule.bare:
        return None
    if verb is not None:
        rest = f"{rest[: verb.start()]} {rest[verb.end() :]}"
    if rule.noun:
        noun = words(rule.noun, rule.lang).search(rest)
        if noun is None:
            return None
        rest = f"{rest[: noun.start()]} {rest[noun.end() :]}"
    allowed = "|".join(filter(None, (rule.words, FUNCTION[rule.lang])))
    rest = words(allowed, rule.lang).sub(" ", rest)
    return None if LEFT_OVER.search(rest) else (verb[0] if verb else "")


@cache
def words(row: str, lang: str) -> re.Pattern[str]:
    """Words of a row as a pattern: whole words in English, longest first in both."""
    ordered = "|".join(sorted(_alternatives(row), key=len, reverse=True))
    return re.compile(rf"{B}(?:{ordered}){E}" if lang == "en" else ordered)


def _alternatives(row: str) -> list[str]:
    """A row's words, split at the bars that stand outside groups."""
    parts, depth = [""], 0
    for char in row:
        depth += (char in "([") - (char in ")]")
        if char == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


@cache
def any_verb(lang: str) -> re.Pattern[str]:
    """Every verb of a language's rules."""
    return words("|".join(dict.fromkeys(rule.verb for rule in RULES if rule.lang == lang)), lang)
