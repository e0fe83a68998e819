"""What a piece of a message looks like, as named features for the weights of `guess`.

Strategy: words and their neighbours as they stand, beginnings and ends of words no table knows
(typing errors), the roles that each vocabulary finds and how much it leaves over. Names are made to
be read: "credits?2" is two words that the vocabulary of credits does not know. Knows no weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from nemo_client.speech.lexicons import lexicon
from nemo_client.speech.words import FIRST_CJK, Token

_MANY = 4


def features_of(tokens: Sequence[Token]) -> set[str]:
    """The names of everything that is to be seen in a piece."""
    known: set[int] = set()
    found: set[str] = set()
    for name in ("credits", "status", "export"):
        units = lexicon(name).read(tokens)
        left = 0
        for unit in units:
            if unit.roles:
                known.add(unit.first.start)
                found.update(_named(name, unit.roles, unit.text))
            else:
                left += 1
        found.add(_left(name, min(left, _MANY)))
        if units:
            found.update(_first(name, units[0].roles))
    edits = sum([bool(unit.roles) for unit in lexicon("edits").read(tokens)])
    found.add(f"edits:{min(edits, _MANY)}")
    found.add(f"words:{min(len(tokens) // 3, 8)}")
    _add_words(found, tokens, known)
    return found


@cache
def _named(name: str, roles: frozenset[str], text: str) -> tuple[str, ...]:
    telling = (f"{name}:{role}={text}" for role in roles - {"fill", "extra"})
    return (*(f"{name}:{role}" for role in roles), *telling)


@cache
def _left(name: str, number: int) -> str:
    return f"{name}?{number}"


@cache
def _first(name: str, roles: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"{name}:^{role}" for role in roles)


def _add_words(found: set[str], tokens: Sequence[Token], known: set[int]) -> None:
    texts = [_plain(token) for token in tokens]
    found.update(texts)
    found.update([f"{before} {after}" for before, after in pairwise(["^", *texts, "$"])])
    found.update([f"{a} {b} {c}" for a, b, c in zip(texts, texts[1:], texts[2:], strict=False)])
    for token, text in zip(tokens, texts, strict=True):
        if len(text) > 4 and text[0] < FIRST_CJK and token.start not in known:
            found.update([f"#{text[i : i + 3]}" for i in range(len(text) - 2)])


def _plain(token: Token) -> str:
    """A word without its digits: "720p" and "480p" are one."""
    text = token.text
    return "".join("0" if c.isdigit() else c for c in text) if text[0].isdigit() else text
