"""The driver for event loops: the twin of `drive`, effect by effect.

A stream is opened and read in a task, so that a flow can be told of silence; what blocks (the
token file, a lock) waits in a thread.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from nemo_client.credentials import Credentials, Token
from nemo_client.download import storing
from nemo_client.drive import FAULTS, Clock, Heard, broke, kept_answer, replied, simple_answer
from nemo_client.partial import kept_of
from nemo_client.protocol import effects as fx
from nemo_client.protocol.notices import Notice, Uploading
from nemo_client.transport.looped import AsyncTransport

if TYPE_CHECKING:
    from nemo_client.keeping import Keeper

R = TypeVar("R")


class AsyncWorld:
    """Performs effects on an event loop; the twin of World."""

    def __init__(
        self,
        transport: AsyncTransport,
        credentials: Credentials,
        tell: Callable[[Notice], None],
        clock: Clock,
        keeper: Keeper | None = None,
    ) -> None:
        self._transport = transport
        self._credentials = credentials
        self._tell = tell
        self._clock = clock
        self._keeper = keeper
        self._open = contextlib.AsyncExitStack()
        self._pieces: AsyncGenerator[bytes] | None = None
        self._reading: asyncio.Task[Heard] | None = None
        self._shown: Token | None = None
        """The token that was shown last: if one is refused, it is this."""

    async def run(self, flow: fx.Flow[R]) -> R:
        """Drive a flow to its end and return what it returns."""
        answer: Any = None
        fault: Exception | None = None
        try:
            while True:
                try:
                    effect = flow.throw(fault) if fault else flow.send(answer)
                except StopIteration as end:
                    return end.value  # type: ignore[no-any-return]
                answer, fault = None, None
                try:
                    answer = await self._perform(effect)
                except FAULTS as raised:
                    fault = raised
        finally:
            flow.close()
            try:
                await _to_its_end(self._hang_up())
            finally:
                if self._keeper is not None:
                    self._keeper.close()

    async def _hang_up(self) -> None:
        await self._stop_reading()
        await self._open.aclose()

    async def _perform(self, effect: fx.Effect) -> Any:
        match effect:
            case fx.Ask():
                incoming, body = await self._transport.ask(
                    effect.call, await self._token(effect.call), effect.timeout_s, self._sent
                )
                return replied(incoming, body, self._clock)
            case fx.Listen():
                return await self._listen(effect)
            case fx.Next():
                return await self._next(effect.within_s)
            case fx.Fetch():
                return await self._fetch(effect)
            case fx.Pause():
                await self._clock.asleep(effect.seconds)
                return self._clock.now()
            case fx.Renew():
                renewed = await asyncio.to_thread(self._credentials.renew, self._shown)
                self._tell_of_account()
                return renewed
            case fx.Save() | fx.Hold() | fx.Deliver():
                return await asyncio.to_thread(kept_answer, effect, self._keeper)
            case _:
                return simple_answer(effect, self._clock, self._tell)

    async def _listen(self, effect: fx.Listen) -> Heard:
        token = await self._token(effect.call)
        self._reading = asyncio.create_task(self._opened(effect, token))
        return await self._next(effect.within_s)

    async def _opened(self, effect: fx.Listen, token: str | None) -> Heard:
        listening = self._transport.listen(effect, token)
        incoming = await self._open.enter_async_context(listening)
        if not incoming.is_stream:
            body = b"".join([piece async for piece in incoming.apieces()])
            return replied(incoming, body, self._clock)
        self._pieces = incoming.apieces()
        return fx.Opened(self._clock.now())

    async def _next(self, within_s: float) -> Heard:
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        done, _ = await asyncio.wait({self._reading}, timeout=within_s)
        if not done:
            return fx.Quiet(self._clock.now())
        reading, self._reading = self._reading, None
        return reading.result()

    async def _read(self) -> Heard:
        assert self._pieces is not None
        try:
            piece = await anext(self._pieces)
        except StopAsyncIteration:
            return fx.Closed(self._clock.now())
        except Exception as fault:  # as in the other driver: it must reach the one who waits
            return broke(fault, self._clock)
        return fx.Chunk(piece, self._clock.now())

    async def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        if self._pieces is not None:
            await self._pieces.aclose()
        self._reading = self._pieces = None

    async def _fetch(self, effect: fx.Fetch) -> fx.Fetched:
        token = None if isinstance(effect.source, str) else await self._token(effect.source)
        kept = kept_of(effect)
        async with self._transport.fetch(effect.source, token, kept.headers()) as incoming:
            with storing(incoming, kept, self._tell) as download:
                async for piece in incoming.apieces():
                    download.take(piece)
            return download.fetched()

    async def _token(self, call: Any) -> str | None:
        if not call.endpoint.bearer:
            return None
        token = self._shown = await asyncio.to_thread(self._credentials.token)
        self._tell_of_account()
        return token.value

    def _tell_of_account(self) -> None:
        if made := self._credentials.take_made():
            self._tell(made)

    def _sent(self, sent: int, total: int) -> None:
        self._tell(Uploading(sent, total))


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Await what must not be left half done; a cancellation meanwhile waits until it is."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task  # a connection that is cut off while it closes stays in its pool for good
        raise
