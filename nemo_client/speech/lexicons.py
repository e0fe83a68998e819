"""The vocabularies of the client's actions, read once and asked often.

Knows which tables make up which lexicon; refuses to know what a found role means.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from nemo_client.speech import vocabulary as v
from nemo_client.speech.words import Lexicon, Token, Unit

_LONGEST_ORDER = 4  # words that tell an order to edit: "fade the", "speed it"


@cache
def lexicon(name: str) -> Lexicon:
    """The lexicon of an action ("export"), of politeness, or of edits."""
    if name == "polite":
        return Lexicon(v.POLITE)
    if name == "edits":
        return Lexicon({"edit": v.EDITS})
    if name == "editing":
        return Lexicon({"edit": v.EDITING})
    table, typos = {
        "export": (v.EXPORT, "export download render deliver"),
        "credits": (v.CREDITS, "credits balance recharge"),
        "status": (v.STATUS, "timeline progress tracks rendering finished"),
        "upload": (v.UPLOAD, "upload import"),
    }[name]
    return Lexicon(v.POLITE, table, _qualities() if name == "export" else {}, typos_of=typos)


def _qualities() -> dict[str, str]:
    """ "high quality", "最高画质": every word of degree with every noun."""
    nouns, words = v.QUALITY_NOUNS.split(","), v.QUALITY_WORDS.split(",")
    pairs = ",".join(f"{word} {noun}" for word in words for noun in nouns)
    return {"quality": f"{pairs},{v.QUALITY_NAMES}"}


def is_covered(tokens: Sequence[Token], name: str) -> bool:
    """Whether a lexicon explains every word."""
    return all(unit.is_known for unit in lexicon(name).read(tokens))


def asks_for_edit(tokens: Sequence[Token]) -> bool:
    """Whether a word of editing is among them."""
    return any(unit.is_known for unit in lexicon("edits").read(tokens))


def orders_edit(tokens: Sequence[Token]) -> bool:
    """Whether a verb of editing comes first, after nothing but polite words."""
    units = lexicon("polite").read(tokens)
    first = next((unit.first for unit in units if not unit.is_known), None)
    if first is None:
        return False
    at = tokens.index(first)
    return lexicon("editing").read(tokens[at : at + _LONGEST_ORDER])[0].is_known


def roles_of(units: Sequence[Unit]) -> frozenset[str]:
    """All roles that occur."""
    return frozenset().union(*(unit.roles for unit in units))


def texts_of(units: Sequence[Unit]) -> frozenset[str]:
    """All phrases that occur."""
    return frozenset(unit.text for unit in units)
