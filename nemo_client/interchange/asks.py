"""One thing to ask of the agent, and all of them with what cannot be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from nemo_client.draft.keys import Number
from nemo_client.draft.summary import decimal
from nemo_client.interchange.bringing import Refused
from nemo_client.interchange.rates import Rate


@dataclass(frozen=True, slots=True)
class Ask:
    """A sentence to be: its row, what it is about, and its facts."""

    key: str
    about: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is said, in the order in which it holds, and what is not."""

    said: tuple[Ask, ...]
    not_said: tuple[Refused, ...]


def seconds(rate: Rate, frames: Number | Fraction) -> str:
    """Return so many frames as seconds, to the millisecond."""
    return decimal(float(frames * 1000 / rate.exact) / 1000)
