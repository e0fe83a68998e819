"""The stream of a turn: its events, through every fault the turn has, to the wire.

The order is: what is said, which course it takes, how it is framed, how the bytes leave. Also a
response that can break off, and that notices when its listener has gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from nemo_client.sandbox.events import HEARTBEATS, Item, frame
from nemo_client.sandbox.faults import Taken, Values
from nemo_client.sandbox.faulty.courses import COURSES, Items, Pulse
from nemo_client.sandbox.faulty.framing import FRAMING, PIECES, Bytes
from nemo_client.sandbox.faulty.line import HungUp, drop, left
from nemo_client.sandbox.faulty.speech import CHANGES, Change, Talk
from nemo_client.sandbox.options import Options
from nemo_client.sandbox.turn import Turn


def stream(turn: Turn, options: Options, on_gone: Callable[[], None]) -> StreamingResponse:
    """The answer to a chat request; `on_gone` is called when the listener leaves before its end."""
    beat = turn.faults.get("heartbeat")
    style = beat["kind"] if beat else options.heartbeat
    pulse = Pulse(HEARTBEATS[style], beat["seconds"] if beat else options.heartbeat_s)
    return Told(wired(turn, pulse), turn.faults, on_gone)


async def wired(turn: Turn, pulse: Pulse) -> AsyncGenerator[bytes, None]:
    """The bytes of a turn's stream, piece by piece as they are to leave."""
    faults = turn.faults
    items: Items = turn.told(pulse.beat, pulse.every_s)
    for name, change in CHANGES.items():
        if name in faults:
            items = _changed(items, change, faults[name], Talk(turn.wire))
    for name, course in COURSES.items():
        if name in faults:
            items = course(items, faults[name], pulse)
    pieces: Bytes = _framed(items)
    for name, put in (*FRAMING.items(), *PIECES.items()):
        if name in faults:
            pieces = put(pieces, faults[name])
    async for piece in pieces:
        yield piece


async def _changed(items: Items, change: Change, values: Values, talk: Talk) -> Items:
    async for item in items:
        if isinstance(item, dict):
            for each in change(item, values, talk):
                yield each
        else:
            yield item


async def _framed(items: AsyncIterator[Item]) -> Bytes:
    async for item in items:
        yield item if isinstance(item, bytes) else frame(item)


class Told(StreamingResponse):
    """An event stream that can end its connection, and tells when the other side did."""

    def __init__(
        self, pieces: AsyncGenerator[bytes, None], faults: Taken, on_gone: Callable[[], None]
    ) -> None:
        headers = {"cache-control": "no-cache"}
        if "gzip" in faults:
            headers["content-encoding"] = "gzip"
        super().__init__(pieces, media_type="text/event-stream", headers=headers)
        late = faults.get("first_byte")
        self._starts_late = "buffered" in faults or bool(late and not late["body"])
        self._pieces, self._on_gone = pieces, on_gone

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell everything, or as much as there is a listener and a connection for."""
        telling = asyncio.create_task(self._tell(send))
        leaving = asyncio.create_task(left(receive))
        try:
            await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if telling.done() and isinstance(cut := telling.exception(), HungUp):
                drop(scope, cut.is_reset)
                await leaving
            if leaving.done():
                self._on_gone()
            else:
                telling.result()
        finally:
            telling.cancel()
            leaving.cancel()
            await asyncio.gather(telling, leaving, return_exceptions=True)

    async def _tell(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        async with aclosing(self._pieces) as pieces:
            if not self._starts_late:
                await send(start)
            async for piece in pieces:
                if self._starts_late:
                    await send(start)
                    self._starts_late = False
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        if self._starts_late:
            await send(start)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
