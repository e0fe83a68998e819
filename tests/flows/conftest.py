"""A world that is made of answers: flows are fed from lists, and time passes only as they ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from nemo_client.errors import NemoError
from nemo_client.protocol import effects as fx
from nemo_client.protocol.notices import Notice

R = TypeVar("R")


class World:
    """Answers each effect from what it was given, and keeps what it was asked.

    `replies` holds a list for each call; the last one is given again and again. An exception in
    a list is thrown. `stream` is a list of (seconds until it comes, what comes); it may begin with
    its "head" or with why there is none.
    """

    def __init__(self) -> None:
        self.replies: dict[str, list[Any]] = {}
        self.listen: Any = None
        """The answer to each billed request, or a list of one for each; None is a stream."""
        self.unwritable: tuple[str, ...] = ()
        """The records that the ledger cannot take."""
        self.stream: list[tuple[float, Any]] = []
        self.fetches: list[Any] = []
        self.may_renew = False
        self.now = 0.0
        self.ids = 0
        self.effects: list[fx.Effect] = []

    def run(self, flow: fx.Flow[R]) -> R:
        """Feed the flow until it ends."""
        step: Callable[[], fx.Effect] = lambda: next(flow)  # noqa: E731
        while True:
            try:
                effect = step()
            except StopIteration as end:
                value: R = end.value
                return value
            self.effects.append(effect)
            answer = self._answer(effect)
            if isinstance(answer, Exception):
                step = lambda fault=answer: flow.throw(fault)  # noqa: E731
            else:
                step = lambda told=answer: flow.send(told)  # noqa: E731

    def asked(self, *names: str) -> list[fx.Ask]:
        """Return what was asked of these endpoints, or of all."""
        asks = [e for e in self.effects if isinstance(e, fx.Ask)]
        return [ask for ask in asks if not names or ask.call.name in names]

    def names(self) -> list[str]:
        """Return which calls were made, in their order."""
        return [e.call.name for e in self.effects if isinstance(e, fx.Ask | fx.Listen)]

    def listened(self) -> list[fx.Listen]:
        """Return the billed requests that were made."""
        return [e for e in self.effects if isinstance(e, fx.Listen)]

    def saved(self) -> list[str]:
        """Return which records were written, in their order."""
        saves = [e.what for e in self.effects if isinstance(e, fx.Save)]
        return [what for what in saves if what not in self.unwritable]

    def pauses(self) -> list[float]:
        """Return the waits, in seconds."""
        return [e.seconds for e in self.effects if isinstance(e, fx.Pause)]

    def told(self, kind: type[R]) -> list[R]:
        """Return the notices of one kind."""
        notices: list[Notice] = [e.notice for e in self.effects if isinstance(e, fx.Tell)]
        return [notice for notice in notices if isinstance(notice, kind)]

    def _answer(self, effect: fx.Effect) -> Any:
        match effect:
            case fx.Ask():
                waiting = self.replies[effect.call.name]
                return self._reply(waiting.pop(0) if len(waiting) > 1 else waiting[0])
            case fx.Listen():
                if self.stream and (self.stream[0][1] == "head" or _is_fault(self.stream[0][1])):
                    return self._next(effect.within_s)
                told = self.listen.pop(0) if isinstance(self.listen, list) else self.listen
                return self._reply(told) if told else fx.Opened(self.now)
            case fx.Next():
                return self._next(effect.within_s)
            case fx.Fetch():
                return self.fetches.pop(0)
            case fx.Pause():
                self.now += effect.seconds
                return self.now
            case fx.Now():
                return self.now
            case fx.NewId():
                self.ids += 1
                return f"{effect.prefix}{self.ids}"
            case fx.Renew():
                return self.may_renew
            case fx.Save() if effect.what in self.unwritable:
                return NemoError("ledger_unwritable", "No space left on device", path="ledger")
            case fx.Tell():
                return None

    def _reply(self, given: Any) -> Any:
        if isinstance(given, Exception):
            return given
        status, value, *headers = given if isinstance(given, tuple) else (200, given)
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return fx.Reply(status, headers[0] if headers else {}, body, self.now)

    def _next(self, within_s: float) -> Any:
        if not self.stream or self.stream[0][0] > within_s:
            if self.stream:
                wait, what = self.stream[0]
                self.stream[0] = (wait - within_s, what)
            self.now += within_s
            return fx.Quiet(self.now)
        wait, what = self.stream.pop(0)
        self.now += wait
        if isinstance(what, bytes):
            return fx.Chunk(what, self.now)
        if what == "head":
            return fx.Opened(self.now)
        if _is_fault(what):
            return what
        return fx.Closed(self.now) if what == "closed" else fx.Broke(self.now, str(what))


def _is_fault(what: Any) -> bool:
    return isinstance(what, Exception)


@pytest.fixture
def world() -> World:
    """A world without answers yet."""
    return World()


@pytest.fixture(scope="session")
def new_world() -> type[World]:
    """Makes worlds, for tests that need many."""
    return World
