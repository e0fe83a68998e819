"""A process killed at any moment of `nemo create` loses nothing and pays for nothing twice.

Real processes, a real backend with its own books. A few kills here; all 200 with
`NEMO_KILLS=200 python -m pytest tests/proofs/test_kills.py`.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nemo_client import Clocks, Done, NemoClient, NemoError
from nemo_client.sandbox.render import probe
from nemo_client.testing import Backend, sandbox

KILLS = int(os.environ.get("NEMO_KILLS", "3"))
WHOLE_S = 6.0  # longer than an undisturbed run, so that the last moments are hit too
REPO = Path(__file__).parents[2]
WISH = "Generate a 1-second clip of rain"
QUICK = Clocks(checks_s=(0.2, 0.3, 0.5, 1.0, 2.0), settle_s=(0.2, 0.3, 0.5))
SEED = 20_260_101


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    folder = tmp_path_factory.mktemp("kills")
    with sandbox(folder, credits=100_000, second_stage_delay_s=0.2) as running:
        yield running


def moments() -> list[float]:
    """Moments all over a run: spread evenly, then shaken, from a fixed seed."""
    chance = random.Random(SEED)
    return [WHOLE_S * (n + chance.random()) / KILLS for n in range(KILLS)]


def create(backend: Backend, out: Path, kill_after_s: float) -> None:
    """Run `nemo create` in a process of its own and kill it after a while."""
    environment = {**os.environ, **backend.environment, "PYTHONPATH": str(REPO)}
    command = [sys.executable, "-m", "nemo_client", "create", WISH, "-o", str(out), "--json"]
    with subprocess.Popen(
        command,
        env=environment,
        cwd=out.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            process.wait(kill_after_s)
        except subprocess.TimeoutExpired:
            process.kill()


def recovered(backend: Backend, directory: Path) -> Done | NemoError | None:
    """Take up what a killed process left, as any later process would."""
    home = Path(backend.environment["XDG_DATA_HOME"]) / "nemo-client"
    settings = replace(backend.settings, data_dir=home, realm=backend.url)
    with NemoClient(settings) as nemo:
        left = [job for job in nemo.jobs() if Path(job.directory) == directory]
        if not left:
            return None  # it was killed before it had asked for anything
        (job,) = left
        try:
            return nemo.resume(job.id, clocks=QUICK)
        except NemoError as error:
            return error


@pytest.mark.rule("paid-once", "nothing-lost")
def test_a_killed_create_is_finished_or_named_and_billed_once(
    backend: Backend, tmp_path: Path
) -> None:
    ends: Counter[str] = Counter()
    for number, moment in enumerate(moments()):
        here = tmp_path / str(number)
        here.mkdir()
        before = len(backend.books.billed())
        create(backend, here / "out.mp4", moment)
        end = recovered(backend, here)
        backend.settle()
        billed = len(backend.books.billed()) - before
        assert billed <= 1, f"killed after {moment:.3f} s: billed {billed} times"
        ends[named(end, here / "out.mp4", billed)] += 1
    print(dict(ends))
    assert ends["finished"] > 0
    assert sum(ends.values()) == KILLS


def named(end: Done | NemoError | None, out: Path, billed: int) -> str:
    """Return what became of a run; anything that has no name fails the test."""
    if end is None:
        assert billed == 0
        return "nothing asked"
    if isinstance(end, NemoError):
        return end.code
    assert end.outcome is not None
    if end.outcome.kind == "unsure":
        return "unsure"
    assert end.exported is not None, end
    assert billed == 1
    assert probe(out).duration_s == pytest.approx(1.0, abs=0.05)
    assert not out.with_name("out.mp4.part").exists()
    return "finished"
