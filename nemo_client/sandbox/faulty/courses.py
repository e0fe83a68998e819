"""Streams that take another course: what comes at their end, and where they break off.

A row is a generator around the items of a stream. Only events count; heartbeats do not.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from nemo_client.sandbox.events import Item, frame
from nemo_client.sandbox.faults import Values
from nemo_client.sandbox.faulty.line import HungUp

GARBAGE = b'data: {"content": {"parts": [{"te\n\n'
DONE_MARKERS = {"data": b"data: [DONE]\n\n", "event": b"event: done\ndata: {}\n\n"}

Items = AsyncIterator[Item]


@dataclass(frozen=True, slots=True)
class Pulse:
    """How this stream shows that it lives."""

    beat: bytes
    every_s: float

    async def forever(self) -> AsyncIterator[bytes]:
        """Heartbeats until nobody listens."""
        while True:
            await asyncio.sleep(self.every_s)
            yield self.beat


Course = Callable[[Items, Values, Pulse], Items]


async def _garbage(items: Items, values: Values, pulse: Pulse) -> Items:
    waiting = values["kind"] == "middle"
    async for item in items:
        yield item
        if waiting and isinstance(item, dict):
            waiting = False
            yield GARBAGE
    if values["kind"] == "last":
        yield GARBAGE


async def _done_marker(items: Items, values: Values, pulse: Pulse) -> Items:
    async for item in items:
        yield item
    yield DONE_MARKERS[values["kind"]]


async def _first_byte(items: Items, values: Values, pulse: Pulse) -> Items:
    await asyncio.sleep(values["seconds"])
    async for item in items:
        yield item


async def _up_to(items: Items, events: int) -> Items:
    """The stream until so many events have come."""
    while events > 0 and (item := await anext(items, None)) is not None:
        yield item
        events -= isinstance(item, dict)


async def _cut(items: Items, values: Values, pulse: Pulse) -> Items:
    async for item in _up_to(items, values["events"]):
        yield item
    raise HungUp(values["reset"])


async def _cut_inside(items: Items, values: Values, pulse: Pulse) -> Items:
    async for item in _up_to(items, values["events"]):
        yield item
    async for item in items:
        if isinstance(item, dict):
            whole = frame(item)
            yield whole[: len(whole) // 2]
            break
        yield item
    raise HungUp(values["reset"])


async def _endless(items: Items, values: Values, pulse: Pulse) -> Items:
    async for item in _up_to(items, values["events"]):
        yield item
    async for beat in pulse.forever():
        yield beat


async def _silence(items: Items, values: Values, pulse: Pulse) -> Items:
    async for item in _up_to(items, values["events"]):
        yield item
    await asyncio.Event().wait()


async def _open_end(items: Items, values: Values, pulse: Pulse) -> Items:
    async for item in items:
        yield item
    if values["kind"] == "silent":
        await asyncio.Event().wait()
    async for beat in pulse.forever():
        yield beat


COURSES: Mapping[str, Course] = {
    "garbage": _garbage,
    "done_marker": _done_marker,
    "first_byte": _first_byte,
    "cut": _cut,
    "cut_inside": _cut_inside,
    "cut_abort": _cut,
    "endless_heartbeats": _endless,
    "silence": _silence,
    "open_end": _open_end,
}
"""In the order in which they are applied; they see what the rows of speech have left."""
