"""The envelope around replies, and the one value that is read without further ado: the balance.

Apart from `wire` because its library takes a quarter of the time of a short command, and a
balance is three numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING

from nemo_client.errors import BackendFailed
from nemo_client.protocol import codes

if TYPE_CHECKING:
    from nemo_client.protocol.effects import Reply


@dataclass(frozen=True, slots=True)
class Credits:
    """The balance in credits: `total` is what is available plus what is reserved (`frozen`)."""

    available: float = 0.0
    frozen: float = 0.0
    total: float = 0.0
    raw: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)
    """The balance as it came, with what this client does not know."""


def read_credits(reply: Reply) -> Credits:
    """Read a balance: what is missing, negative or no number is 0, a missing total the sum."""
    data = data_of("credits", reply)
    available, frozen, total = (amount(data.get(k)) for k in ("available", "frozen", "total"))
    return Credits(available, frozen, total or available + frozen, data)


def data_of(call: str, reply: Reply) -> dict[str, object]:
    """Unwrap the envelope of a successful reply; raise what the reply means otherwise."""
    value = codes.parse(reply.body)
    if failed := codes.failure(call, reply.status, value):
        raise failed
    if not isinstance(value, dict):
        raise unreadable(call, f"expected a JSON object, got {glimpse(reply.body)}")
    inner = value.get("data")
    return inner if isinstance(inner, dict) else value


def unreadable(call: str, detail: str) -> BackendFailed:
    """Return the error of a reply that has the wrong shape."""
    return BackendFailed("reply_unreadable", detail, call=call)


def glimpse(body: bytes) -> str:
    """Return the beginning of a body, for a message."""
    return repr(body[:60].decode("utf-8", "replace")) if body else "nothing"


def measure(value: object) -> float | None:
    """Read a finite number, from text too; anything else is none."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return number if isfinite(number) else None


def amount(value: object) -> float:
    """Read a missing, negative or textual balance as the number it stands for, at least 0."""
    return max(0.0, measure(value) or 0.0)
