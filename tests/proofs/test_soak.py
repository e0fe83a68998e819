"""A long time of turns with random faults: nothing leaks, and the two ledgers agree.

The backend is a process of its own, so that what it holds and what the clients hold are told
apart. A few turns here; all with `NEMO_SOAK=2000 python -m pytest -s tests/proofs/test_soak.py`.
The seed is printed, and `NEMO_SOAK_SEED` sets it.
"""

from __future__ import annotations

import importlib.util
import os
import random
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from nemo_client import Clocks, Done, NemoClient, NemoError, Outcome
from nemo_client.errors import StillRunning
from nemo_client.ledger import Ledger
from nemo_client.protocol.job import Job
from nemo_client.protocol.records import outcome_of

HERE = Path(__file__).parent


def load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


soaking = load(HERE / "soaking.py")
matrix = load(HERE / "matrix.py")

TURNS = int(os.environ.get("NEMO_SOAK", "16"))
SEED = int(os.environ.get("NEMO_SOAK_SEED", "20260101"))
WINDOWS = 4
SESSION_TURNS = 50
BALANCE = 1_000_000
CLIP = HERE.parents[1] / "fixtures" / "clip.mp4"
MAKE = "Generate a 1-second clip of rain"
PATIENCE = {"checks_s": (2.0, 4.0, 8.0, 16.0, 32.0), "settle_s": (2.0, 4.0, 8.0)}

NOT_HERE = {
    "rate_limit:chat:done": "refused in words, charged in fact: no client can know",
    "token_expired*1": "a new token fills the balance up",
    "status:401:chat": "so does the one a refused message is said again under",
    "status:401:chat*1": "likewise",
    "envelope:1001:chat": "likewise",
    "envelope:1001:chat*1": "likewise",
    "token_expired*1,rate_limit:token": "so does the one that is asked for later",
    "session_lost": "it takes the sessions of all other turns along",
    "render_stuck:42": "that render never ends, whoever takes its job up",
    "nobody listens": "no switch of the backend",
    "another process holds the session": "no switch of the backend",
    "huge:32": "a matter of size, not of time",
    "huge:70": "a matter of size, not of time",
}
ROWS = [row for row in matrix.rows() if row.fault not in NOT_HERE]


@dataclass
class Soak:
    """The clients, and what came of everything they did."""

    server: Any
    folder: Path
    clients: list[Any]
    ends: Counter[str] = field(default_factory=Counter)
    doubts: set[str] = field(default_factory=set)
    count: int = 0
    session: str = ""
    filmed: str = ""

    def open(self, wish: str = "") -> str:
        """Return a new session with a clip on its timeline."""
        with NemoClient(self.server.settings) as nemo:
            session = nemo.open_session().id
            if not wish:
                nemo.upload(session, [CLIP])
            nemo.send(session, wish or "add the clip to the timeline")
        return session

    def take(self, step: Any) -> None:
        """Do one step, and take up what it leaves."""
        if self.count % SESSION_TURNS == 0:
            self.session = self.open()
        self.filmed = self.filmed or self.open(MAKE)
        self.count += 1
        client, other = (self.clients[(self.count + n) % 2] for n in (0, 1))
        with self.server.faulty(step.fault):
            end = self.called(client, step)
        self.ends[named(end)] += 1
        job = client.job
        if job and not self.is_over(job):
            self.recover(other, job)

    def called(self, client: Any, step: Any) -> Any:
        clocks = Clocks(**{**PATIENCE, **dict(step.clocks)})
        more: dict[str, Any] = {"cut_at": step.cut_at}
        match step.action:
            case "send":
                wish = f"set the volume of the clip to {self.count % SESSION_TURNS + 10}%"
                return client("send", self.session, wish, clocks=clocks, **more)
            case "generate":
                opened = client("open_session")
                if isinstance(opened, NemoError):
                    return opened
                return client("send", opened.id, MAKE, clocks=clocks, **more)
            case "create" | "export":
                place = self.folder / f"{self.count}.mp4"
                more |= {"output": place, "quality": "low", "wait_s": 300.0}
                if step.action == "create":
                    return client("create", MAKE, clocks=clocks, **more)
                return client("export", self.filmed, **more)
            case "upload":
                return client("upload", self.session, [CLIP], **more)
            case _:
                return client("credits", **more)

    def is_over(self, job: str) -> bool:
        return bool(self.clients[0]("job", job).is_ended)

    def recover(self, client: Any, job: str) -> None:
        """Take a job up until it ends or stays a doubt; nothing goes wrong meanwhile."""
        for _ in range(100):
            end = client("resume", job, clocks=Clocks(**PATIENCE), wait_s=300.0)
            if not isinstance(end, StillRunning):
                break
        self.ends[f"taken up: {named(end)}"] += 1
        assert isinstance(end, Done | NemoError), end
        if not self.is_over(job):
            assert isinstance(end, Done) and end.outcome is not None, end
            assert end.outcome.kind == "unsure"
            # Unknown where something else was running at the next look; never a wrong number.
            assert end.outcome.cost.spent in (None, 0.0)
            self.doubts.add(job)


def named(end: Any) -> str:
    """Return the word for an end; whatever has none fails the test."""
    match end:
        case Outcome():
            return end.kind
        case Done():
            return end.outcome.kind if end.outcome else "done"
        case NemoError():
            return end.code
        case soaking.CutOff():
            return "cut off"
    return "done"


def check_held(held: list[Any], turns: int) -> None:
    """Assert that what is held after the soak is what was held when it was warm."""
    first, last = held[0], held[-1]
    grown = (last.traced - first.traced) / turns
    print(f"grown by {grown:.0f} bytes a turn")
    assert last.traced - first.traced < 256 * 1024 + 2048 * turns
    assert last.threads <= first.threads + 2
    if last.files is not None:
        assert last.files <= first.files + 8
        assert last.server_files <= first.server_files + 8
        assert last.server_bytes - first.server_bytes < 32 * 1024 * 1024 + 4096 * turns


def check_files(soak: Soak) -> None:
    """Assert that no file is left over that only one call needed."""
    assert [path.name for path in soak.folder.iterdir() if path.suffix != ".mp4"] == []
    kept = [path.relative_to(soak.server.settings.data_dir) for path in files(soak)]
    kinds = Counter((path.parts[0], path.suffix) for path in kept)
    print(dict(kinds))
    sessions = {job.session_id for job in jobs(soak)}
    assert kinds["locks", ".lock"] <= len(sessions) + len(soak.doubts)
    assert kinds["locks", ".json"] == 0


def files(soak: Soak) -> list[Path]:
    return [path for path in soak.server.settings.data_dir.rglob("*") if path.is_file()]


def jobs(soak: Soak) -> list[Job]:
    return list(Ledger(soak.server.settings.data_dir / "ledger").jobs().values())


def check_books(soak: Soak) -> None:
    """Assert that ledger and backend agree on every credit, turn by turn and in total."""
    books = soak.server.read("books")
    costs = {(turn["session_id"], turn["text"]): turn["cost"] for turn in books["turns"]}
    turns = {(job.session_id, job.text): job for job in jobs(soak) if job.text}
    assert len(costs) == books["accepted"]  # no message was taken twice
    assert costs.keys() <= turns.keys()
    told = {key: outcome_of(job.outcome).cost.spent for key, job in turns.items() if job.outcome}
    wrong = [k for k in turns if told.get(k, 0.0) not in (None, costs.get(k, 0))]
    assert not wrong, [(turns[key].id, told.get(key), costs.get(key)) for key in wrong]
    unknown = sum(costs.get(key, 0) for key in turns if told.get(key, 0.0) is None)
    check_chain(list(turns.values()), costs)
    left = soak.clients[0]("credits").total
    assert left == BALANCE - books["spent"] == BALANCE - sum(costs.values())
    print(f"{len(turns)} turns, {books['spent']} credits, {unknown} of them not measured")


def check_chain(turns: list[Job], costs: dict[tuple[Any, Any], int]) -> None:
    """Assert that between any two balances on record lies what the turns between them cost."""
    spent = 0
    known = [(None, 0)]
    for job in turns:
        balance = ((job.before or {}).get("credits") or {}).get("total")
        if balance is not None:
            known.append((balance, spent))
        spent += costs.get((job.session_id, job.text), 0)
    for (earlier, then), (later, now) in pairwise(known[1:]):
        assert earlier - later == now - then


@pytest.fixture
def soak(tmp_path: Path) -> Iterator[Soak]:
    options = {"silent_rate": 0.0, "second_stage_delay_s": 0.05, "credits": BALANCE}
    folder = tmp_path / "files"
    folder.mkdir()
    tracemalloc.start()
    try:
        with soaking.serving(tmp_path, **options) as server:
            clients = [soaking.Caller(kind, server.settings) for kind in ("sync", "async")]
            yield Soak(server, folder, clients)
            for client in clients:
                client.close()
    finally:
        tracemalloc.stop()


def test_what_is_left_out_of_the_soak_is_in_the_table_of_faults() -> None:
    assert set(NOT_HERE) <= {row.fault for row in matrix.rows()}


@pytest.mark.rule("paid-once", "doubt-has-a-name", "nothing-lost")
def test_a_soak_leaks_nothing_and_the_books_agree_on_every_credit(soak: Soak) -> None:
    print(f"\nNEMO_SOAK={TURNS} NEMO_SOAK_SEED={SEED}")
    steps = list(soaking.steps(ROWS, random.Random(SEED), TURNS))
    warm = max(len(soaking.WEIGHTS), TURNS // 10)
    marks = {warm + (TURNS - warm) * n // WINDOWS for n in range(WINDOWS + 1)}
    held = []
    traces = []
    for number, step in enumerate(steps, 1):
        soak.take(step)
        if number in marks:
            soak.server.settle()
            held.append(soaking.Held.now(soak.server))
            traces.append(tracemalloc.take_snapshot())
            print(number, held[-1])
            print(*traces[-1].compare_to(traces[0], "lineno")[:3], sep="\n")
            del traces[1:]
    print(dict(soak.ends.most_common()))
    check_held(held, TURNS - warm)
    check_files(soak)
    for job in tuple(soak.doubts):
        soak.recover(soak.clients[0], job)
    soak.server.settle()
    check_books(soak)
