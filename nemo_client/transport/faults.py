"""What httpx raises, folded into the one question that matters: can the request have arrived?

Lost where it can, Undelivered where it provably has not. A clock that rang is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from nemo_client.protocol.effects import Lost, Undelivered

_NEVER_LEFT = (httpx.ConnectError, httpx.ProxyError)
_BUDGETS = {
    httpx.ConnectTimeout: "connect",
    httpx.PoolTimeout: "pool",
    httpx.WriteTimeout: "write",
    httpx.ReadTimeout: "read",
}


@contextmanager
def folded(clock: str = "reply") -> Iterator[None]:
    """Fold what httpx raises into Undelivered or Lost; `clock` is what a read timeout is called."""
    try:
        yield
    except (httpx.ConnectTimeout, httpx.PoolTimeout) as fault:
        raise Undelivered(_rang("connect", fault)) from fault
    except _NEVER_LEFT as fault:
        raise Undelivered(str(fault) or type(fault).__name__) from fault
    except httpx.UnsupportedProtocol as fault:
        raise Lost(f"an address that cannot be fetched: {fault}") from fault
    except httpx.TimeoutException as fault:
        raise Lost(_rang(clock, fault)) from fault
    except (httpx.TransportError, httpx.DecodingError) as fault:
        raise Lost(str(fault) or type(fault).__name__) from fault


def _rang(clock: str, fault: httpx.TimeoutException) -> str:
    """Name the clock that rang, with its budget: it is what a user can change."""
    try:
        budget_s = fault.request.extensions["timeout"][_BUDGETS[type(fault)]]
    except (RuntimeError, KeyError):  # raised by nothing that was sent
        return f"the {clock} clock ran out"
    return f"the {clock} clock of {budget_s:g} s ran out"
