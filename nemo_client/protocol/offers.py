"""What becomes of the actions a backend suggests: done at once, offered, or already on their way.

Looking is free and may be done at once. An export is done where it was asked for, which the plan of
the message says, else offered. What may be billed, or needs a person's file, is only ever offered:
no policy names it. Knows neither how an action is performed nor how an offer is told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

LOOKING = ("show_state", "show_timeline", "show_credits")
NEVER_TAKEN = ("send_edit", "confirm", "request_upload")

POLICIES: dict[str, frozenset[str]] = {
    "offer": frozenset(),
    "read": frozenset(LOOKING),
    "auto": frozenset((*LOOKING, "export")),
}
"""Which actions are done at once, by the user's setting."""

DEFAULT = "read"

FULFILLED: dict[str, str] = {
    "export": "export",
    "show_state": "status",
    "show_timeline": "status",
    "show_credits": "credits",
    "request_upload": "upload",
}
"""The step of a plan that does what an action stands for."""

SAME: dict[str, str] = {"show_timeline": "show_state"}
"""Actions that one and the same command stands for, and which of them is kept."""


@dataclass(frozen=True, slots=True)
class Offers:
    """The actions of one reply, sorted; each in the order of the reply."""

    at_once: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


def sort_out(actions: Sequence[str], to_come: Collection[str], policy: str) -> Offers:
    """Return what is done at once and what is offered.

    `to_come` are the intents of the steps that the message asked for and that follow this reply:
    what they do anyway is neither done twice nor offered.
    """
    left = [a for a in actions if a in (*LOOKING, *NEVER_TAKEN, "export")]
    left = [a for a in left if FULFILLED.get(a) not in to_come]
    kept = tuple(dict.fromkeys(SAME.get(action, action) for action in left))
    taken = POLICIES[policy]
    return Offers(
        at_once=tuple(action for action in kept if action in taken),
        offered=tuple(action for action in kept if action not in taken),
    )
