"""What a piece of a message most likely is, where no rule is sure.

Strategy: a sum of weights, one for each feature and class, turned into odds. The weights were
learned from the labelled sentences in `fixtures/speech` by `python benchmarks/language_weights.py`
and are read once, when the first message needs them. Every guess can name the features that
decided it. Knows neither where pieces come from nor what is done with a guess.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from math import exp
from pkgutil import get_data
from struct import Struct
from typing import Literal, NamedTuple, TypeAlias, cast, get_args

from nemo_client.speech.features import features_of
from nemo_client.speech.words import Token, Words

Kind: TypeAlias = Literal["edit", "export", "credits", "status", "upload", "aside", "several"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SCALE, ZERO, BOUND = 10, 79, 47
"""A weight is written as the letter that stands so many tenths above or below "O"."""
_LOUDEST = 3
_ROW = Struct(f"<{len(KINDS)}I")


class Guess(NamedTuple):
    """The likeliest kind of a piece, and how likely it is."""

    kind: Kind
    likelihood: float


def guess(tokens: Sequence[Token]) -> Guess:
    """The likeliest kind of a piece; a piece of a message is looked at once."""
    if not isinstance(tokens, Words):
        return _guess(tokens)
    if tokens.likeliest is None:
        tokens.likeliest = _guess(tokens)
    return cast(Guess, tokens.likeliest)


def because(tokens: Sequence[Token], kind: Kind) -> tuple[str, ...]:
    """The features that speak loudest for a kind."""
    at = KINDS.index(kind)
    neutral = score(())[at]
    said = sorted((neutral - score((name,))[at], name) for name in features_of(tokens))
    return tuple(name for against, name in said[:_LOUDEST] if against < 0)


def _guess(tokens: Sequence[Token]) -> Guess:
    sums = score(features_of(tokens))
    top = max(sums)
    return Guess(KINDS[sums.index(top)], 1 / sum([exp((s - top) / SCALE) for s in sums]))


def score(features: Collection[str]) -> list[int]:
    """The weights of all features summed up for each kind."""
    table = weights()
    rows = [_number(row) for row in map(table.get, features) if row]
    total = sum(rows, _number(table["*"]))
    letters = _ROW.unpack(total.to_bytes(_ROW.size, "little"))
    return [letter - ZERO * (len(rows) + 1) for letter in letters]


@cache
def weights() -> Mapping[str, str]:
    """The learned weights: a feature, and its letters for each kind in the order of KINDS."""
    text = cast(bytes, get_data(__package__, "weights.tsv")).decode()
    fields = text.replace("\n", "\t").split("\t")
    return dict(zip(fields[::2], fields[1::2], strict=False))  # the last line is empty


@cache
def _number(row: str) -> int:
    """The letters of a row as the fields of one whole number: one addition adds them all."""
    return int.from_bytes(row.encode("utf-32-le"), "little")
