"""Every fault of the table, met by both clients and by the command line over real sockets: the end
is the one expected, in its JSON too, one message at most has left, and the backend's own books
agree on what was charged.
"""

from __future__ import annotations

import importlib.util
import os
import re
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from nemo_client import Clocks, NemoClient, Settings
from nemo_client.locks import Locks
from nemo_client.sandbox.books import Books, Recorded
from nemo_client.sandbox.faults import KNOWN
from nemo_client.sandbox.faulty.speech import BUTTONS
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
ways = load(HERE / "ways.py")
demands = load(HERE / "demands.py")
ROWS = matrix.rows()
CLIP = HERE.parents[1] / "fixtures" / "clip.mp4"
MAKE = "Generate a 1-second clip of rain"
BALANCE = 100_000
PATIENCE = {"checks_s": (2.0, 4.0, 8.0, 16.0, 32.0), "settle_s": (2.0, 4.0, 8.0)}
LONGER = {"checks_s": (*PATIENCE["checks_s"], 64.0, 128.0, 256.0)}  # a film takes its time
MADE = ("generated", "done")
numbers = count()

Way = Any  # of ways.py, which is loaded from its file


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


def way_of(name: str, settings: Settings, backend: Backend) -> Way:
    if name == "command":
        return ways.CommandLine(settings, backend.settle)
    return ways.Library(name, settings, backend.settle)


@pytest.fixture(scope="module")
def shared_ways(backend: Backend) -> Iterator[dict[str, Way]]:
    """Every way, in the account that most rows share."""
    made = {name: way_of(name, backend.settings, backend) for name in ways.WAYS}
    yield made
    for way in made.values():
        way.close()


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


def wish_of(row: Any, session: str, output: Path) -> Any:
    text = f"set the volume of the clip to {next(numbers) % 90 + 5}%"
    if row.action in ("generate", "create"):
        text = MAKE
    clocks = Clocks(**{**PATIENCE, **(LONGER if row.end in MADE else {}), **row.clocks})
    return ways.Wish(row.action, session, text, CLIP, output, row.wait_s, clocks)


# --- what is wrong without the backend's doing


@contextmanager
def nobody_listens(settings: Settings, session: str) -> Iterator[Settings]:
    with socket.socket() as bound:  # bound but not listening: every connection is refused
        bound.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        yield replace(settings, api_url=url, realm=url, token="nmv_usr_EXAMPLE")


@contextmanager
def held_by_another(settings: Settings, session: str) -> Iterator[Settings]:
    with Locks(settings.data_dir / "locks").held(settings.realm, session):
        yield settings


@contextmanager
def by_the_backend(settings: Settings, session: str) -> Iterator[Settings]:
    yield settings


Trouble = Callable[[Settings, str], AbstractContextManager[Settings]]
OUTSIDE: Mapping[str, Trouble] = {
    "nobody listens": nobody_listens,
    "another process holds the session": held_by_another,
}


# --- what a program may rely on whatever has gone wrong


def check_turn(told: dict[str, Any], output: Path) -> None:
    assert told["replied"] is bool(told["text"] or told["actions"])
    assert told["draft_changed"] in (True, False, None)
    assert told["change_count"] == len(told["changes"])
    assert {"spent", "before", "after"} == set(told["cost"])
    assert (told["stages"] > 0) is (told["kind"] == "generated")
    assert not any(button.strip() in told["text"] for button in BUTTONS.values())


def check_film(told: dict[str, Any], output: Path) -> None:
    assert told["bytes"] == output.stat().st_size
    assert told["path"] == str(output) or told["path"] == output.name
    assert probe(output).duration_s == pytest.approx(1.0, abs=0.05)


def check_assets(told: list[dict[str, Any]], output: Path) -> None:
    assert [asset["name"] for asset in told] == [CLIP.name]


def check_balance(told: dict[str, Any], output: Path) -> None:
    assert set(told) == {"available", "frozen", "total"}


CHECKS: Mapping[str, Callable[[Any, Path], None]] = {
    "send": check_turn,
    "generate": check_turn,
    "create": check_film,
    "export": check_film,
    "upload": check_assets,
    "credits": check_balance,
}


def check(row: Any, told: Any, spent: float, output: Path) -> None:
    """Assert that the JSON of an end is what the row says, and whole."""
    assert told.error.get("code", "") == row.code
    if told.error:
        assert told.error["message"] and told.error["hint"]
        assert not re.search(r"(?<!\w)\?", told.error["hint"])  # stands for a fact nobody told
    if told.facts is not None:
        CHECKS[row.action](told.facts, output)
    if told.facts is not None and "cost" in told.facts:
        assert told.facts["cost"]["spent"] in (spent, None)
    if told.next is not None:
        assert told.next == row.next


WHOLE = os.environ.get("NEMO_MATRIX") == "whole"
CASES = [
    (row, way)
    for number, row in enumerate(ROWS)
    for way in (ways.WAYS if WHOLE else (ways.WAYS[number // 4 % 3],))
    if WHOLE or number % 4 == 0
]
"""Every fourth row, each way in turn; with `NEMO_MATRIX=whole`, every row each way."""


@pytest.mark.rule("paid-once", "doubt-has-a-name", "nothing-lost")
@pytest.mark.parametrize(("row", "way"), CASES, ids=lambda x: getattr(x, "name", x))
def test_a_fault_has_its_end_and_is_paid_once(
    row: Any,
    way: str,
    backend: Backend,
    shared_ways: dict[str, Way],
    gate: Gate,
    filmed: str,
    shared: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    is_alone = row.is_alone or row.fault in OUTSIDE or row.action in ("generate", "credits")
    settings = replace(account(backend) if is_alone else backend.settings, **row.settings)
    has_way = is_alone or bool(row.settings)
    session = filmed if row.action == "export" else shared
    if row.is_alone:
        session = edited(settings)
    output = tmp_path / "out.mp4"
    gate.passed()
    turns = len(backend.books.turns())
    with OUTSIDE.get(row.fault, by_the_backend)(settings, session) as settings:
        carry = way_of(way, settings, backend) if has_way else shared_ways[way]
        try:
            with backend.server.fault("" if row.fault in OUTSIDE else row.fault):
                told = carry(wish_of(row, session, output))
                backend.settle()
        finally:
            if has_way:
                carry.close()
    accepted = backend.books.turns()[turns:]
    billed = sum(turn.cost > 0 for turn in accepted)
    came = gate.passed()
    left = sum(request.path.startswith("/run_sse") for request in came)
    found = (told.end, told.exit, billed, left)
    assert found == (row.end, row.exit, row.billed, row.chats), told.error
    assert len(accepted) <= min(left, 1)
    check(row, told, sum(turn.cost for turn in accepted), output)
    assert [request for request in came if request.is_leak] == []


def test_every_fault_of_the_sandbox_is_in_the_table() -> None:
    inside = [row for row in ROWS if row.fault not in OUTSIDE]
    named = {switch.fault.name for row in inside for switch in parse(row.fault)}
    assert named == set(KNOWN)


def test_no_row_is_there_twice() -> None:
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names)) >= 60


ANSWERS = [pytest.param(a, id=d) for part in demands.DEMANDS.values() for d, a in part.items()]


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_answers_a_demand_is_there(answer: Any) -> None:
    known = {row.fault for row in ROWS}
    named = {switch.fault.name for fault in known - set(OUTSIDE) for switch in parse(fault)}
    assert set(answer.faults) <= known | named
    for test in answer.tests:
        file, _, name = test.partition("::")
        text = (HERE.parent / file).read_text(encoding="utf-8")
        assert f"def {name}(" in text
    assert answer.faults or answer.tests
