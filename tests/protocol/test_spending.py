"""What may be spent: every row of the rules, and that a caller can only be stricter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.protocol.spending import (
    DOCUMENTED_COST,
    LAST_TURNS,
    Policy,
    Verdict,
    estimate,
    verdict,
)

credits = st.one_of(st.none(), st.floats(0, 1e6))

RULES: dict[str, tuple[Policy, dict[str, Any], Verdict]] = {
    "allowed": (Policy(), {}, Verdict(50)),
    "denied": (Policy("deny"), {}, Verdict(50, "denied")),
    "asked": (Policy("ask"), {}, Verdict(50, asks=True)),
    "within both caps": (Policy("allow", 50, 60), {}, Verdict(50)),
    "over the cap of a turn": (Policy("allow", 49), {}, Verdict(50, "over_turn")),
    "over the cap of a day": (Policy("allow", None, 59), {}, Verdict(50, "over_day")),
    "over a cap and asking": (Policy("ask", 49), {}, Verdict(50, "over_turn")),
    "less there than it may cost": (Policy("allow", 49), {"balance": 40}, Verdict(40)),
    "in debt": (Policy("allow", 0), {"balance": -5}, Verdict(0)),
    "balance unknown": (Policy("allow", 50), {"balance": None}, Verdict(50)),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_its_verdict(name: str) -> None:
    policy, facts, expected = RULES[name]
    known: dict[str, Any] = {"balance": 1000, "spent_today": 10, "estimate": 50, **facts}
    assert verdict(policy, **known) == expected


def test_the_estimate_is_the_dearest_of_the_last_turns() -> None:
    assert estimate([3, 7, 5]) == 7
    assert estimate([900, *[1.0] * LAST_TURNS]) == 1
    assert estimate([]) == estimate([0.0]) == DOCUMENTED_COST


@given(credits, credits, credits, st.floats(0, 1e6), st.floats(0, 1e6))
def test_no_cap_of_a_caller_allows_what_the_owner_refuses(
    turn: float | None, day: float | None, cap: float | None, spent: float, likely: float
) -> None:
    own = Policy("allow", turn, day)
    facts = {"balance": None, "spent_today": spent, "estimate": likely}
    if verdict(own, **facts).reason:  # type: ignore[arg-type]
        assert verdict(own.lowered(cap), **facts).reason  # type: ignore[arg-type]
    assert own.lowered(None) == own


def test_only_the_policy_that_says_nothing_needs_no_check() -> None:
    assert Policy().is_free
    assert not Policy().lowered(5).is_free
    assert not Policy("ask").is_free
