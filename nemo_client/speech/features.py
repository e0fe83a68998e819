"""What a piece of a message looks like, as named features for the weights of `guess`.

Strategy: words and their neighbours as they stand, beginnings and ends of words no table knows
(typing errors), the roles that each vocabulary finds and how much it leaves over. Names are made to
be read: "credits?2" is two words that the vocabulary of credits does not know. Knows no weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nemo_client.speech.lexicons import lexicon
from nemo_client.speech.words import FIRST_CJK, Token, Unit

_MANY = 4


def features_of(tokens: Sequence[Token]) -> set[str]:
    """The names of everything that is to be seen in a piece."""
    known: set[int] = set()
    found: set[str] = set()
    for name in ("credits", "status", "export"):
        units = lexicon(name).read(tokens)
        found.update(_roles(name, units))
        known.update(unit.first.start for unit in units if unit.is_known)
    edits = sum(unit.is_known for unit in lexicon("edits").read(tokens))
    found.add(f"edits:{min(edits, _MANY)}")
    found.add(f"words:{min(len(tokens) // 3, 8)}")
    found.update(_words(tokens, known))
    return found


def _roles(name: str, units: Sequence[Unit]) -> Iterator[str]:
    left = [unit for unit in units if not unit.is_known]
    yield f"{name}?{min(len(left), _MANY)}"
    roles = {role for unit in units for role in unit.roles}
    for role in roles:
        yield f"{name}:{role}"
    for unit in units:
        for role in unit.roles - {"fill", "extra"}:
            yield f"{name}:{role}={unit.text}"
    if units and units[0].is_known:
        for role in units[0].roles:
            yield f"{name}:^{role}"


def _words(tokens: Sequence[Token], known: set[int]) -> Iterator[str]:
    texts = [_plain(token) for token in tokens]
    yield from texts
    for before, after in pairwise(["^", *texts, "$"]):
        yield f"{before} {after}"
    for first, second, third in zip(texts, texts[1:], texts[2:], strict=False):
        yield f"{first} {second} {third}"
    for token, text in zip(tokens, texts, strict=True):
        if len(text) > 4 and text[0] < FIRST_CJK and token.start not in known:
            yield from (f"#{text[i : i + 3]}" for i in range(len(text) - 2))


def _plain(token: Token) -> str:
    """A word without its digits: "720p" and "480p" are one."""
    text = token.text
    return "".join("0" if c.isdigit() else c for c in text) if text[0].isdigit() else text
