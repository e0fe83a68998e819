"""What a backend suggests: what is done at once, what is offered, what no setting can change."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.narration import STEPS
from nemo_client.protocol.offers import (
    DEFAULT,
    FULFILLED,
    LOOKING,
    NEVER_TAKEN,
    POLICIES,
    SAME,
    Offers,
    sort_out,
)

ACTIONS = (*LOOKING, *NEVER_TAKEN, "export")

SORTED: dict[str, tuple[tuple[str, ...], tuple[str, ...], str, Offers]] = {
    "looking happens at once": (("show_state",), (), "read", Offers(("show_state",))),
    "an export is offered": (("export",), (), "read", Offers((), ("export",))),
    "unless the user wants it": (("export",), (), "auto", Offers(("export",))),
    "or asked for it": (("export",), ("export",), "auto", Offers()),
    "what is to come is not offered": (("show_credits",), ("credits",), "read", Offers()),
    "nothing at once": (("show_credits", "export"), (), "offer",
                        Offers((), ("show_credits", "export"))),
    "the same look once": (("show_timeline", "show_state"), (), "read", Offers(("show_state",))),
    "edits are offered": (("send_edit", "confirm"), (), "auto",
                          Offers((), ("send_edit", "confirm"))),
    "an unknown action is nothing": (("dance",), (), "read", Offers()),
}  # fmt: skip


@pytest.mark.parametrize("name", SORTED)
def test_actions_are_sorted(name: str) -> None:
    actions, to_come, policy, offers = SORTED[name]
    assert sort_out(actions, to_come, policy) == offers


@given(
    st.lists(st.sampled_from(ACTIONS)),
    st.sets(st.sampled_from([*FULFILLED.values(), "chat"])),
    st.sampled_from(list(POLICIES)),
)
def test_what_may_be_billed_is_never_taken(
    actions: list[str], to_come: set[str], policy: str
) -> None:
    found = sort_out(actions, to_come, policy)
    assert not set(found.at_once) & set(NEVER_TAKEN)
    assert not set(found.at_once) & set(found.offered)
    assert {SAME.get(a, a) for a in actions if FULFILLED.get(a) not in to_come} == {
        *found.at_once,
        *found.offered,
    }


def test_no_policy_names_what_may_be_billed() -> None:
    taken = set(chain.from_iterable(POLICIES.values()))
    assert not taken & set(NEVER_TAKEN)
    assert taken | set(NEVER_TAKEN) == set(ACTIONS) == STEPS.keys()
    assert DEFAULT in POLICIES
    assert all(a <= b or b <= a for a, b in combinations(POLICIES.values(), 2))
