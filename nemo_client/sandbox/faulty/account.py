"""Account and state told otherwise: numbers, ids and keys that are odd, sparse or missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nemo_client.sandbox.switches import Present

Reply = dict[str, Any]
OPTIONAL = ("user_id", "bind_id", "expires_at")
IDS = ("session_id", "task_id")


def account_reply(reply: Reply, faults: Present) -> Reply:
    """A token or a session as it is told."""
    if faults.take("sparse_replies") is not None:
        reply = {key: value for key, value in reply.items() if key not in OPTIONAL}
    if IDS[0] in reply and faults.take("numeric_ids") is not None:
        reply = {key: int(value) if key in IDS else value for key, value in reply.items()}
    return reply


def credits_reply(reply: Reply, faults: Present) -> Reply:
    """The balance as it is told."""
    odd = faults.take("odd_credits")
    return BALANCES[odd["kind"]](reply) if odd else reply


def state_reply(reply: Reply, faults: Present) -> Reply:
    """The state as it is told."""
    sparse = faults.take("sparse_state")
    return reply | {"state": STATES[sparse["kind"]](reply["state"])} if sparse else reply


BALANCES: Mapping[str, Callable[[Reply], Reply]] = {
    "missing": lambda reply: {},
    "negative": lambda reply: reply | {"available": -1, "total": reply["frozen"] - 1},
    "text": lambda reply: {key: str(value) for key, value in reply.items()},
}
STATES: Mapping[str, Callable[[Reply], Reply]] = {
    "missing": lambda state: {},
    "null": lambda state: dict.fromkeys(state),
    "empty": lambda state: {key: {} for key in state},
}
