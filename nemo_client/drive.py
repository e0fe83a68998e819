"""The two drivers: they perform what a flow yields and send it the answer, sync and async.

Nothing is decided here. Bytes from a stream are stamped with their arrival; the blocking world
reads them in a thread so that a flow can be told of silence, the other one in a task.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import queue
import threading
import time
import uuid
from collections.abc import AsyncIterator, Callable
from typing import IO, Any, Protocol, TypeVar

from nemo_client.credentials import Credentials
from nemo_client.errors import NemoError
from nemo_client.protocol import effects as fx
from nemo_client.protocol.notices import Downloading, Notice, Uploading
from nemo_client.transport import AsyncTransport, Incoming, Transport

R = TypeVar("R")
Heard = fx.Chunk | fx.Quiet | fx.Closed | fx.Broke
HEAD_BYTES = 512
ERROR_BODY_BYTES = 64 * 1024
INTERRUPTIBLE_S = 1.0  # some systems deliver Ctrl-C only between waits
_FAULTS = (fx.Undelivered, fx.Lost, NemoError)


class Clock(Protocol):
    """Time as a flow is told it; tests bring their own."""

    def now(self) -> float:
        """Return the monotonic time in seconds."""

    def sleep(self, seconds: float) -> None:
        """Let time pass."""

    async def asleep(self, seconds: float) -> None:
        """Let time pass without stopping the loop."""


class RealClock:
    """The machine's monotonic clock."""

    def now(self) -> float:
        """Return the monotonic time in seconds."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)

    async def asleep(self, seconds: float) -> None:
        """Let time pass without stopping the loop."""
        await asyncio.sleep(seconds)


class _Sink:
    """What both drivers do with the bytes of a download."""

    def __init__(self, incoming: Incoming, file: IO[bytes], tell: Callable[[Notice], None]) -> None:
        self._incoming = incoming
        self._file = file
        self._tell = tell
        self._sha = hashlib.sha256()
        self._head = b""
        self._body = b""
        self._received = 0
        self._ok = incoming.status in (200, 206)

    def take(self, piece: bytes) -> None:
        """Store a piece; a reply that is an error is kept aside instead."""
        if not self._ok:
            self._body = (self._body + piece)[:ERROR_BODY_BYTES]
            return
        if len(self._head) < HEAD_BYTES:
            self._head = (self._head + piece)[:HEAD_BYTES]
        self._file.write(piece)
        self._sha.update(piece)
        self._received += len(piece)
        self._tell(Downloading(self._received, self._incoming.length))

    def fetched(self) -> fx.Fetched:
        """Return what arrived."""
        return fx.Fetched(
            status=self._incoming.status,
            content_type=self._incoming.headers.get("content-type", ""),
            received=self._received,
            expected=self._incoming.length if self._ok else None,
            sha256=self._sha.hexdigest(),
            head=self._head,
            body=self._body,
        )


class _Pump:
    """Reads a stream in a daemon thread and stamps what arrives."""

    def __init__(self, incoming: Incoming, clock: Clock) -> None:
        self._incoming = incoming
        self._clock = clock
        self._heard: queue.SimpleQueue[Heard] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="nemo-stream", daemon=True)
        self._thread.start()

    def next(self, within_s: float) -> Heard:
        """Return what comes next, or Quiet."""
        try:
            return self._heard.get(timeout=min(within_s, INTERRUPTIBLE_S))
        except queue.Empty:
            return fx.Quiet(self._clock.now())

    def stop(self) -> None:
        """End the thread, whatever it waits for."""
        self._incoming.hang_up()
        self._thread.join(timeout=1.0)

    def _run(self) -> None:
        try:
            for piece in self._incoming.pieces():
                self._heard.put(fx.Chunk(piece, self._clock.now()))
            self._heard.put(fx.Closed(self._clock.now()))
        except Exception as fault:  # whatever ends a thread must reach the one who waits for it
            self._heard.put(fx.Broke(self._clock.now(), str(fault) or type(fault).__name__))


class World:
    """Performs effects, blocking."""

    def __init__(
        self,
        transport: Transport,
        credentials: Credentials,
        tell: Callable[[Notice], None],
        clock: Clock,
    ) -> None:
        self._transport = transport
        self._credentials = credentials
        self._tell = tell
        self._clock = clock
        self._open = contextlib.ExitStack()
        self._pump: _Pump | None = None

    def run(self, flow: fx.Flow[R]) -> R:
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
                    answer = self._perform(effect)
                except _FAULTS as raised:
                    fault = raised
        finally:
            flow.close()
            self._open.close()
            self._pump = None

    def _perform(self, effect: fx.Effect) -> Any:
        match effect:
            case fx.Ask():
                incoming, body = self._transport.ask(
                    effect.call, self._token(effect.call), effect.timeout_s, self._sent
                )
                return fx.Reply(incoming.status, incoming.headers, body, self._clock.now())
            case fx.Listen():
                return self._listen(effect)
            case fx.Next():
                assert self._pump is not None
                return self._pump.next(effect.within_s)
            case fx.Fetch():
                return self._fetch(effect)
            case fx.Pause():
                self._clock.sleep(effect.seconds)
                return self._clock.now()
            case fx.Renew():
                renewed = self._credentials.renew()
                self._tell_of_account()
                return renewed
            case _:
                return simple_answer(effect, self._clock, self._tell)

    def _listen(self, effect: fx.Listen) -> fx.Opened | fx.Reply:
        token = self._token(effect.call)
        incoming = self._open.enter_context(
            self._transport.listen(
                effect.call, token, effect.connect_s, effect.first_byte_s, effect.bound_s
            )
        )
        now = self._clock.now()
        if not incoming.is_stream:
            return fx.Reply(incoming.status, incoming.headers, b"".join(incoming.pieces()), now)
        self._pump = _Pump(incoming, self._clock)
        self._open.callback(self._pump.stop)
        return fx.Opened(now)

    def _fetch(self, effect: fx.Fetch) -> fx.Fetched:
        token = None if isinstance(effect.source, str) else self._token(effect.source)
        with (
            self._transport.fetch(effect.source, token) as incoming,
            open(effect.part, "wb") as file,
        ):
            sink = _Sink(incoming, file, self._tell)
            for piece in incoming.pieces():
                sink.take(piece)
            return sink.fetched()

    def _token(self, call: Any) -> str | None:
        if not call.endpoint.bearer:
            return None
        token = self._credentials.token()
        self._tell_of_account()
        return token.value

    def _tell_of_account(self) -> None:
        if made := self._credentials.made:
            self._credentials.made = None
            self._tell(made)

    def _sent(self, sent: int, total: int) -> None:
        self._tell(Uploading(sent, total))


class AsyncWorld:
    """Performs effects on an event loop; the twin of World."""

    def __init__(
        self,
        transport: AsyncTransport,
        credentials: Credentials,
        tell: Callable[[Notice], None],
        clock: Clock,
    ) -> None:
        self._transport = transport
        self._credentials = credentials
        self._tell = tell
        self._clock = clock
        self._open = contextlib.AsyncExitStack()
        self._pieces: AsyncIterator[bytes] | None = None
        self._reading: asyncio.Task[Heard] | None = None

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
                except _FAULTS as raised:
                    fault = raised
        finally:
            flow.close()
            await self._stop_reading()
            await self._open.aclose()

    async def _perform(self, effect: fx.Effect) -> Any:
        match effect:
            case fx.Ask():
                incoming, body = await self._transport.ask(
                    effect.call, await self._token(effect.call), effect.timeout_s, self._sent
                )
                return fx.Reply(incoming.status, incoming.headers, body, self._clock.now())
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
                renewed = await asyncio.to_thread(self._credentials.renew)
                self._tell_of_account()
                return renewed
            case _:
                return simple_answer(effect, self._clock, self._tell)

    async def _listen(self, effect: fx.Listen) -> fx.Opened | fx.Reply:
        token = await self._token(effect.call)
        incoming = await self._open.enter_async_context(
            self._transport.listen(
                effect.call, token, effect.connect_s, effect.first_byte_s, effect.bound_s
            )
        )
        now = self._clock.now()
        if not incoming.is_stream:
            body = b"".join([piece async for piece in incoming.apieces()])
            return fx.Reply(incoming.status, incoming.headers, body, now)
        self._pieces = incoming.apieces()
        return fx.Opened(now)

    async def _next(self, within_s: float) -> Heard:
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        done, _ = await asyncio.wait({self._reading}, timeout=within_s)
        if not done:
            return fx.Quiet(self._clock.now())
        heard = self._reading.result()
        self._reading = None
        return heard

    async def _read(self) -> Heard:
        assert self._pieces is not None
        try:
            piece = await anext(self._pieces)
        except StopAsyncIteration:
            return fx.Closed(self._clock.now())
        except fx.Lost as fault:
            return fx.Broke(self._clock.now(), str(fault))
        return fx.Chunk(piece, self._clock.now())

    async def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reading
        self._reading = self._pieces = None

    async def _fetch(self, effect: fx.Fetch) -> fx.Fetched:
        token = None if isinstance(effect.source, str) else await self._token(effect.source)
        async with self._transport.fetch(effect.source, token) as incoming:
            with open(effect.part, "wb") as file:
                sink = _Sink(incoming, file, self._tell)
                async for piece in incoming.apieces():
                    sink.take(piece)  # a copy into the page cache, shorter than a switch of threads
                return sink.fetched()

    async def _token(self, call: Any) -> str | None:
        if not call.endpoint.bearer:
            return None
        token = await asyncio.to_thread(self._credentials.token)
        self._tell_of_account()
        return token.value

    def _tell_of_account(self) -> None:
        if made := self._credentials.made:
            self._credentials.made = None
            self._tell(made)

    def _sent(self, sent: int, total: int) -> None:
        self._tell(Uploading(sent, total))


def simple_answer(effect: fx.Effect, clock: Clock, tell: Callable[[Notice], None]) -> Any:
    """Perform an effect that waits for nothing."""
    match effect:
        case fx.Tell():
            tell(effect.notice)
            return None
        case fx.Now():
            return clock.now()
        case fx.NewId():
            return f"{effect.prefix}{uuid.uuid4().hex}"
        case _:
            raise TypeError(f"no driver performs {type(effect).__name__}")
