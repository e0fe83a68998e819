"""Whether a message that may cost credits may be sent: the owner's policy against what is known.

Pure. A policy can only be made stricter by whoever calls; nobody but its owner loosens it. What a
turn will cost is not known beforehand: the estimate is the dearest of the last turns measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

Spend = Literal["ask", "allow", "deny"]
SPENDS: tuple[str, ...] = get_args(Spend)
DOCUMENTED_COST = 100.0
"""What the backend says a generation costs, for want of a measurement."""
LAST_TURNS = 20


@dataclass(frozen=True, slots=True)
class Policy:
    """What the owner allows; credits, None where there is no cap."""

    spend: Spend = "allow"
    max_per_turn: float | None = None
    max_per_day: float | None = None

    @property
    def is_free(self) -> bool:
        """Whether there is nothing to check at all."""
        return self == Policy()

    def lowered(self, cap: float | None) -> Policy:
        """Return the policy with a cap a turn that is no higher than its own."""
        caps = [c for c in (self.max_per_turn, cap) if c is not None]
        return replace(self, max_per_turn=min(caps, default=None))


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` names a refusal, empty where there is none; `asks`: a person has to agree."""

    estimate: float
    reason: str = ""
    asks: bool = False


def estimate(costs: Sequence[float]) -> float:
    """Return what a turn may cost: the dearest of the last ones, newest last."""
    paid = [cost for cost in costs[-LAST_TURNS:] if cost > 0]
    return max(paid, default=DOCUMENTED_COST)


def verdict(
    policy: Policy, *, balance: float | None, spent_today: float, estimate: float
) -> Verdict:
    """Return whether the next turn may be sent. It cannot cost more than there is."""
    likely = estimate if balance is None else min(estimate, max(balance, 0.0))
    if policy.spend == "deny":
        return Verdict(likely, "denied")
    if policy.max_per_turn is not None and likely > policy.max_per_turn:
        return Verdict(likely, "over_turn")
    if policy.max_per_day is not None and spent_today + likely > policy.max_per_day:
        return Verdict(likely, "over_day")
    return Verdict(likely, asks=policy.spend == "ask")
