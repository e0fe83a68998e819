"""Whether to ask again, and after how long: a value, apart from the loop that waits.

Only calls that are safe to repeat, or that provably never left, are asked again. A billed call
is repeated in the second case alone, and no fault of any kind leads to it being sent twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from nemo_client.protocol.calls import Endpoint

RATE_LIMIT_WAIT_S = 30.0  # what the service asks for on HTTP 429, once
MAX_RETRY_AFTER_S = 120.0  # a longer Retry-After is an answer, not a pause


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses that grow: first, then times `factor`, up to `most`; in seconds."""

    first: float
    factor: float
    most: float
    attempts: int

    def pause(self, attempt: int) -> float | None:
        """Return the pause after failed attempt number `attempt` (from 1), None to stop."""
        if attempt >= self.attempts:
            return None
        return min(self.most, self.first * self.factor ** (attempt - 1))


UNDELIVERED = Backoff(first=0.5, factor=2.0, most=4.0, attempts=3)
TRANSIENT = Backoff(first=1.0, factor=2.0, most=8.0, attempts=4)
POLL = Backoff(first=2.0, factor=1.5, most=15.0, attempts=1_000_000)
"""Rhythm of render polls: a render takes about thirty seconds, a fixed wait would double it."""


def after_undelivered(attempt: int) -> float | None:
    """Return the pause before sending again what never left."""
    return UNDELIVERED.pause(attempt)


def after_fault(endpoint: Endpoint, attempt: int) -> float | None:
    """Return the pause before asking again after a fault on the way or a passing status."""
    return TRANSIENT.pause(attempt) if endpoint.repeatable else None


def after_rate_limit(endpoint: Endpoint, attempt: int, retry_after: str | None) -> float | None:
    """Return the pause after HTTP 429: once, and not where a week's quota is the reason."""
    if attempt > 1 or endpoint.name == "token":
        return None
    try:
        wait = float(retry_after or RATE_LIMIT_WAIT_S)
    except ValueError:
        wait = RATE_LIMIT_WAIT_S
    return max(0.0, wait) if wait <= MAX_RETRY_AFTER_S else None


def jittered(pause: float, seed: str, attempt: int) -> float:
    """Spread a pause by up to a fifth, differently for each seed, without a random source."""
    spread = (hash_of(f"{seed}:{attempt}") % 1000) / 1000
    return pause * (0.9 + 0.2 * spread)


def hash_of(text: str) -> int:
    """Return a stable hash of a text (the built-in one changes from process to process)."""
    value = 2166136261
    for byte in text.encode():
        value = (value ^ byte) * 16777619 % 2**32
    return value
