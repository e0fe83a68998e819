"""What faults leave behind beyond the request they came with. In memory: a restart heals it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

State = dict[str, Any]


@dataclass(slots=True)
class Aftermath:
    """States that are shown late, and addresses that are dead."""

    _old: dict[str, tuple[State, int]] = field(default_factory=dict)  # by session
    _dead: dict[str, int] = field(default_factory=dict)  # HTTP status by signature
    _mortal: dict[str, int] = field(default_factory=dict)  # the same, after the first use
    shapes: Iterator[str] = field(default_factory=lambda: cycle(("flat", "wrapped")))

    def hide(self, session: str, state: State, reads: int) -> None:
        """Go on showing this state for so many reads after it has changed."""
        self._old[session] = (state, reads)

    def shown(self, session: str, state: State) -> State:
        """The state that a read sees."""
        old, left = self._old.get(session, (state, 0))
        if left == 0 or old == state:
            return state
        self._old[session] = (old, left - 1)
        return old

    def kill(self, proof: str, status: int, *, after_use: bool = False) -> None:
        """The address with this signature answers with this status (once it has been used)."""
        (self._mortal if after_use else self._dead)[proof] = status

    def opened(self, proof: str) -> int | None:
        """The status of a dead address, None for one that works now."""
        if proof in self._mortal:
            self._dead[proof] = self._mortal.pop(proof)
            return None
        return self._dead.get(proof)
