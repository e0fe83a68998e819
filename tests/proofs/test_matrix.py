"""Every fault of the table, met by both clients over real sockets: the end is the one expected,
one message at most has left, and the backend's own books agree on what was charged.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from nemo_client import (
    AsyncNemoClient,
    Clocks,
    Credits,
    Exported,
    NemoClient,
    NemoError,
    Outcome,
    Settings,
)
from nemo_client.reports import of_assets, of_credits, of_exported, of_outcome
from nemo_client.sandbox.books import Books, Recorded
from nemo_client.sandbox.faults import KNOWN
from nemo_client.sandbox.render import probe
from nemo_client.sandbox.switches import parse
from nemo_client.testing import Backend, sandbox

HERE = Path(__file__).parent


def load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


matrix = load(HERE / "matrix.py")
ROWS = matrix.rows()
CLIP = HERE.parents[1] / "fixtures" / "clip.mp4"
MAKE = "Generate a 1-second clip of rain"
BALANCE = 100_000
PATIENCE = {"checks_s": (2.0, 4.0, 8.0, 16.0, 32.0), "settle_s": (2.0, 4.0, 8.0)}
numbers = count()


class ShortPauses:
    """The machine's clock, on which a pause takes a hundredth of its time."""

    PACE = 100.0

    def __init__(self) -> None:
        self._skipped = 0.0

    def now(self) -> float:
        return time.monotonic() + self._skipped

    def sleep(self, seconds: float) -> None:
        time.sleep(self._passing(seconds))

    async def asleep(self, seconds: float) -> None:
        await asyncio.sleep(self._passing(seconds))

    def _passing(self, seconds: float) -> float:
        real = seconds / self.PACE
        self._skipped += seconds - real
        return real


Answer = Outcome | Exported | Credits | tuple[Any, ...] | NemoError


class Both:
    """One of the two clients, called as if it were the blocking one."""

    def __init__(self, kind: str, settings: Settings) -> None:
        self._client: Any
        self._loop = asyncio.Runner() if kind == "async" else None
        make = NemoClient if self._loop is None else AsyncNemoClient
        self._client = make(settings, clock=ShortPauses())

    def __call__(self, name: str, *args: Any, **more: Any) -> Any:
        call: Callable[..., Any] = getattr(self._client, name)
        if self._loop is None:
            return call(*args, **more)

        async def awaited() -> Any:
            answer: Awaitable[Any] = call(*args, **more)
            return await answer

        return self._loop.run(awaited())

    def close(self) -> None:
        self("close")
        if self._loop is not None:
            self._loop.close()


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    root = tmp_path_factory.mktemp("matrix")
    options = {"second_stage_delay_s": 0.05, "silent_rate": 0.0, "tokens_per_week": 1000}
    with sandbox(root, credits=BALANCE, **options) as running:
        yield running


@pytest.fixture(scope="module")
def filmed(backend: Backend) -> str:
    """A session whose draft has a clip, for the rows that export it."""
    with NemoClient(backend.settings) as nemo:
        session = nemo.open_session().id
        assert nemo.send(session, MAKE).kind == "generated"
        return session


@pytest.fixture(scope="module")
def clients(backend: Backend) -> Iterator[dict[str, Both]]:
    """Both clients of the account that most rows share."""
    made = {kind: Both(kind, backend.settings) for kind in ("sync", "async")}
    yield made
    for client in made.values():
        client.close()


def account(backend: Backend) -> Settings:
    """Settings of an account that nobody has used."""
    home = backend.root / f"home-{next(numbers)}"
    return replace(backend.settings, data_dir=home, client_id_file=home / "client_id")


def edited(settings: Settings) -> str:
    """Return a new session with a clip on its timeline."""
    with NemoClient(settings) as nemo:
        session = nemo.open_session().id
        nemo.upload(session, [CLIP])
        assert nemo.send(session, "add the clip to the timeline").kind == "changed"
        return session


@pytest.fixture(scope="module")
def shared(backend: Backend) -> str:
    """A session with a clip on its timeline, for the rows whose fault leaves it whole."""
    return edited(backend.settings)


def carried_out(row: Any, client: Both, session: str, output: Path) -> Answer:
    """Make the call of a row and return what came of it, an error included."""
    clocks = Clocks(**{**PATIENCE, **row.clocks})
    try:
        match row.action:
            case "send":
                return client(
                    "send",
                    session,
                    f"set the volume of the clip to {next(numbers) % 90 + 5}%",
                    clocks=clocks,
                )
            case "generate":
                opened = client("open_session").id
                return client("send", opened, MAKE, clocks=clocks)
            case "upload":
                return client("upload", session, [CLIP])
            case "credits":
                return client("credits")
            case _:
                more = {"output": output, "quality": "low", "wait_s": row.wait_s}
                return client("export", session, **more)
    except NemoError as error:
        return error


@dataclass
class Gate:
    """Sees every request once, answered or not."""

    books: Books
    last: int = 0

    def passed(self) -> tuple[Recorded, ...]:
        """Return the requests that have come since it was last asked."""
        fresh = self.books.requests(since=self.last)
        self.last = fresh[-1].n if fresh else self.last
        return fresh


@pytest.fixture(scope="module")
def gate(backend: Backend) -> Gate:
    return Gate(backend.books)


def end_of(answer: Answer) -> tuple[str, int]:
    """Return the word for an end, and the exit code of a process that meets it."""
    if isinstance(answer, NemoError):
        return answer.code, int(answer.exit_code)
    if isinstance(answer, Outcome):
        return answer.kind, int(answer.error.exit_code) if answer.error else 0
    return "done", 0


def document(answer: Answer) -> Any:
    """Return an answer as the JSON that programs are given, out of that JSON."""
    match answer:
        case NemoError():
            words = {"message": answer.message(), "hint": answer.hint()}
            value: Any = {"code": answer.code, **words, **answer.facts}
        case Outcome():
            value = of_outcome(answer)
        case Exported():
            value = of_exported(answer)
        case Credits():
            value = of_credits(answer)
        case _:
            value = of_assets(answer)
    return json.loads(json.dumps(value, allow_nan=False))


def check_shape(answer: Answer, told: Any) -> None:
    """Assert what a program may rely on whatever has gone wrong."""
    match answer:
        case NemoError():
            assert told["code"] and told["message"] and told["hint"]
        case Outcome():
            assert told["kind"] == answer.kind
            assert told["replied"] is bool(told["text"] or told["actions"])
            assert told["draft_changed"] in (True, False, None)
            assert told["change_count"] == len(told["changes"])
            assert {"spent", "before", "after"} == set(told["cost"])
            assert (told["stages"] > 0) is (answer.kind == "generated")
        case Exported():
            assert told["bytes"] == Path(told["path"]).stat().st_size
            assert probe(Path(told["path"])).duration_s == pytest.approx(1.0, abs=0.05)
        case Credits():
            assert set(told) == {"available", "frozen", "total"}
        case _:
            assert [asset["name"] for asset in told] == [CLIP.name]


KINDS = ("sync", "async")
WHOLE = os.environ.get("NEMO_MATRIX") == "whole"
CASES = [
    (row, kind)
    for number, row in enumerate(ROWS)
    for kind in (KINDS if WHOLE else (KINDS[number // 4 % 2],))
    if WHOLE or number % 4 == 0
]
"""Every fourth row, with the clients in turn; with `NEMO_MATRIX=whole`, every row with both."""


@pytest.mark.rule("paid-once", "doubt-has-a-name", "nothing-lost")
@pytest.mark.parametrize(("row", "kind"), CASES, ids=lambda x: getattr(x, "name", x))
def test_a_fault_has_its_end_and_is_paid_once(
    row: Any,
    kind: str,
    backend: Backend,
    clients: dict[str, Both],
    gate: Gate,
    filmed: str,
    shared: str,
    tmp_path: Path,
) -> None:
    is_alone = row.is_alone or row.action in ("generate", "credits")
    settings = account(backend) if is_alone else backend.settings
    session = filmed if row.action == "export" else shared
    if row.is_alone:
        session = edited(settings)
    client = Both(kind, settings) if is_alone else clients[kind]
    books = backend.books
    try:
        gate.passed()
        turns = len(books.turns())
        with backend.server.fault(row.fault):
            answer = carried_out(row, client, session, tmp_path / "out.mp4")
            backend.settle()
        accepted = books.turns()[turns:]
        billed = sum(turn.cost > 0 for turn in accepted)
        came = gate.passed()
        left = sum(request.path.startswith("/run_sse") for request in came)
        assert (*end_of(answer), billed, left) == (row.end, row.exit, row.billed, row.chats)
        assert len(accepted) <= left <= 1
        check_shape(answer, document(answer))
        if isinstance(answer, Outcome) and answer.cost.spent is not None:
            assert answer.cost.spent == sum(turn.cost for turn in accepted)
    finally:
        if is_alone:
            client.close()
    assert [request for request in came if request.is_leak] == []


def test_every_fault_of_the_sandbox_is_in_the_table_or_has_a_reason_not_to_be() -> None:
    named = {switch.fault.name for row in ROWS for switch in parse(row.fault)}
    assert set(KNOWN) - named == set(matrix.ABSENT)


def test_no_row_is_there_twice() -> None:
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names)) >= 60
