"""The blocking driver: performs what a flow yields and sends it the answer.

Nothing is decided here. Bytes from a stream are stamped with their arrival; it is opened and read
in a thread, so that a flow can be told of silence. What its twin for event loops does the same way
(time, the effects that wait for nothing) is here too.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from nemo_client.credentials import Credentials, Token
from nemo_client.errors import NemoError
from nemo_client.protocol import effects as fx
from nemo_client.transport import Incoming, Transport
from nemo_client.transport.line import Line

if TYPE_CHECKING:
    from nemo_client.keeping import Keeper
    from nemo_client.protocol.notices import Notice

R = TypeVar("R")
Heard = fx.Opened | fx.Reply | fx.Chunk | fx.Quiet | fx.Closed | fx.Broke
Listening = Callable[[Line], contextlib.AbstractContextManager[Incoming]]
INTERRUPTIBLE_S = 1.0  # some systems deliver Ctrl-C only between waits
FAULTS = (fx.Undelivered, fx.Lost, NemoError)


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
        import asyncio  # large, and no blocking program needs it

        await asyncio.sleep(seconds)


class _Pump:
    """Opens and reads a stream in a daemon thread and stamps what arrives."""

    def __init__(self, listening: Listening, clock: Clock) -> None:
        self._listening = listening
        self._line = Line()
        self._clock = clock
        self._heard: queue.SimpleQueue[Heard | Exception] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="nemo-stream", daemon=True)
        self._thread.start()

    def next(self, within_s: float) -> Heard:
        """Return what comes next, or Quiet. Raises why there is no answer at all."""
        try:
            heard = self._heard.get(timeout=min(within_s, INTERRUPTIBLE_S))
        except queue.Empty:
            return fx.Quiet(self._clock.now())
        if isinstance(heard, Exception):
            raise heard
        return heard

    def stop(self) -> None:
        """End the thread, whatever it waits for."""
        self._line.cut()
        self._thread.join(timeout=1.0)

    def _run(self) -> None:
        try:  # whatever ends a thread must reach the one who waits for it
            with self._listening(self._line) as incoming:
                if incoming.is_stream:
                    self._read(incoming)
                else:
                    self._heard.put(replied(incoming, b"".join(incoming.pieces()), self._clock))
        except Exception as fault:
            self._heard.put(fault)

    def _read(self, incoming: Incoming) -> None:
        self._heard.put(fx.Opened(self._clock.now()))
        try:
            for piece in incoming.pieces():
                self._heard.put(fx.Chunk(piece, self._clock.now()))
            self._heard.put(fx.Closed(self._clock.now()))
        except Exception as fault:
            self._heard.put(broke(fault, self._clock))


class World:
    """Performs effects, blocking."""

    def __init__(
        self,
        transport: Transport,
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
        self._open = contextlib.ExitStack()
        self._pump: _Pump | None = None
        self._shown: Token | None = None
        """The token that was shown last: if one is refused, it is this."""

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
                except FAULTS as raised:
                    fault = raised
        finally:
            flow.close()
            self._open.close()
            self._pump = None
            if self._keeper is not None:
                self._keeper.close()

    def _perform(self, effect: fx.Effect) -> Any:
        match effect:
            case fx.Ask():
                incoming, body = self._transport.ask(
                    effect.call, self._token(effect.call), effect.timeout_s, self._sent
                )
                return replied(incoming, body, self._clock)
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
                renewed = self._credentials.renew(self._shown)
                self._tell_of_account()
                return renewed
            case fx.Save() | fx.Hold() | fx.Deliver():
                return kept_answer(effect, self._keeper)
            case _:
                return simple_answer(effect, self._clock, self._tell)

    def _listen(self, effect: fx.Listen) -> Heard:
        token = self._token(effect.call)
        pump = _Pump(lambda line: self._transport.listen(effect, token, line), self._clock)
        self._open.callback(pump.stop)
        self._pump = pump
        return pump.next(effect.within_s)

    def _fetch(self, effect: fx.Fetch) -> fx.Fetched:
        from nemo_client.download import storing  # loaded by whoever downloads
        from nemo_client.partial import kept_of

        token = None if isinstance(effect.source, str) else self._token(effect.source)
        kept = kept_of(effect)
        with (
            self._transport.fetch(effect.source, token, kept.headers()) as incoming,
            storing(incoming, kept, self._tell) as download,
        ):
            for piece in incoming.pieces():
                download.take(piece)
        return download.fetched()

    def _token(self, call: Any) -> str | None:
        if not call.endpoint.bearer:
            return None
        token = self._shown = self._credentials.token()
        self._tell_of_account()
        return token.value

    def _tell_of_account(self) -> None:
        if made := self._credentials.take_made():
            self._tell(made)

    def _sent(self, sent: int, total: int) -> None:
        from nemo_client.protocol.notices import Uploading

        self._tell(Uploading(sent, total))


def replied(incoming: Incoming, body: bytes, clock: Clock) -> fx.Reply:
    """Return a whole reply, stamped."""
    return fx.Reply(incoming.status, incoming.headers, body, clock.now())


def broke(fault: Exception, clock: Clock) -> fx.Broke:
    """Return the end of a stream that was cut, stamped."""
    return fx.Broke(clock.now(), str(fault) or type(fault).__name__)


def kept_answer(effect: fx.Save | fx.Hold | fx.Deliver, keeper: Keeper | None) -> Any:
    """Perform an effect that concerns the job's own files; without a keeper there is no job."""
    match effect:
        case fx.Deliver():
            from pathlib import Path

            from nemo_client.files import delivered

            return delivered(Path(effect.part), Path(effect.path), effect.force, effect.sha256)
        case fx.Save() if keeper is not None:
            return keeper.save(effect.what, effect.facts, effect.draft)
        case fx.Hold() if keeper is not None:
            return keeper.hold(effect.session)
    return None


def simple_answer(effect: fx.Effect, clock: Clock, tell: Callable[[Notice], None]) -> Any:
    """Perform an effect that waits for nothing."""
    match effect:
        case fx.Tell():
            tell(effect.notice)
            return None
        case fx.Now():
            return clock.now()
        case fx.NewId():
            from uuid import uuid4

            return f"{effect.prefix}{uuid4().hex}"
        case _:
            raise TypeError(f"no driver performs {type(effect).__name__}")
