"""One accepted chat turn: what it is called, what it reserved, and what was told so far.

Its events wait in a queue for whoever listens; nobody has to. Knows nothing of how it is performed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nemo_client.sandbox.events import Invocation, Item
from nemo_client.sandbox.faults import Taken, Values
from nemo_client.sandbox.replies import dumps


@dataclass(slots=True)
class Turn:
    """An accepted turn; its events wait in `events` for whoever listens, None is the end."""

    id: int
    session_id: str
    user_id: str
    text: str
    reserved: int
    wire: Invocation
    faults: Taken
    events: asyncio.Queue[Item | None] = field(default_factory=asyncio.Queue)
    task: asyncio.Task[None] | None = None
    _calls: dict[str, str] = field(default_factory=dict)

    def call(self, name: str, args: Mapping[str, Any]) -> str:
        """Tell a tool call, once; its id."""
        key = dumps([name, args])
        if key not in self._calls:
            self._calls[key], told = self.wire.called(name, args)
            self.send(told)
        return self._calls[key]

    def send(self, *items: Item) -> None:
        """Tell the listener, if there still is one."""
        for each in items:
            self.events.put_nowait(each)

    def delay_s(self, fault: str) -> float:
        """How long this fault, if the turn has it, makes everybody wait."""
        values: Values = self.faults.get(fault, {})
        return float(values.get("seconds", 0.0))

    async def told(self, beat: bytes, every_s: float) -> AsyncIterator[Item]:
        """The turn's events as they come, with heartbeats in between."""
        while True:
            each: Item | None
            try:
                each = await asyncio.wait_for(self.events.get(), every_s)
            except TimeoutError:
                each = beat
            if each is None:
                return
            yield each


def is_silent(edit: int, rate: float) -> bool:
    """Whether the n-th edit of a session goes without words: evenly spread, never by chance."""
    phase = 0.1  # at the usual rate of 0.3 the third edit is the first silent one
    return int(edit * rate + phase + 1e-9) > int((edit - 1) * rate + phase + 1e-9)
