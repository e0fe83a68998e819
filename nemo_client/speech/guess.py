"""What a piece of a message most likely is, where no rule is sure.

Strategy: a sum of weights, one for each feature and class, turned into odds. The weights were
learned from the labelled sentences in `fixtures/speech` by `python benchmarks/language.py --train`
and are read once, when the first message needs them. Every guess can name the features that
decided it. Knows neither where pieces come from nor what is done with a guess.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pkgutil import get_data
from typing import Literal, TypeAlias, cast, get_args

from nemo_client.speech.features import features_of
from nemo_client.speech.words import Token, Words

Kind: TypeAlias = Literal["edit", "export", "credits", "status", "upload", "aside", "several"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SCALE, ZERO, BOUND = 10, 79, 47
"""A weight is written as the letter that stands so many tenths above or below "O"."""
_LOUDEST = 3


@dataclass(frozen=True, slots=True)
class Guess:
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
    at, table = KINDS.index(kind), weights()
    said = sorted((-ord(table[name][at]), name) for name in features_of(tokens) if name in table)
    return tuple(name for letter, name in said[:_LOUDEST] if -letter > ZERO)


def _guess(tokens: Sequence[Token]) -> Guess:
    sums = score(features_of(tokens), weights())
    best = max(range(len(KINDS)), key=sums.__getitem__)
    return Guess(KINDS[best], 1 / sum(exp((s - sums[best]) / SCALE) for s in sums))


def score(features: Collection[str], table: Mapping[str, str]) -> list[int]:
    """The weights of all features summed up for each kind."""
    rows = [table["*"], *(row for name in features if (row := table.get(name)))]
    return [sum(map(ord, column)) - ZERO * len(rows) for column in zip(*rows, strict=True)]


@cache
def weights() -> Mapping[str, str]:
    """The learned weights: a feature, and a letter for each kind in the order of KINDS."""
    lines = cast(bytes, get_data(__package__, "weights.tsv")).decode().rstrip("\n").split("\n")
    return dict(line.split("\t") for line in lines)
