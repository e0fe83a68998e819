"""A process killed at any moment of `nemo create` loses nothing and pays for nothing twice.

Real processes, a real backend with its own books, and `nemo recover` afterwards, which is killed
too every second time. Two kills here; 200 with `NEMO_KILLS=200 python -m pytest -s
tests/proofs/test_kills.py`.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nemo_client.sandbox.render import probe
from nemo_client.testing import Backend, sandbox

KILLS = int(os.environ.get("NEMO_KILLS", "2"))
WHOLE_S = 5.0  # about as long as an undisturbed run, so that the last moments are hit too
RECOVERY_S = 2.0
REPO = Path(__file__).parents[2]
NEMO = (sys.executable, "-m", "nemo_client")
HURRIED = (sys.executable, str(Path(__file__).with_name("hurried.py")))
WISH = "Generate a 1-second clip of rain"
RECOVERIES = 5  # as often as somebody may ask who is told that it still runs
SEED = 20_260_101
NAMED = {"unsure", "still_running"}
"""How a turn may end whose process was killed before it was known; anything else is a bug."""


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    folder = tmp_path_factory.mktemp("kills")
    with sandbox(folder, credits=100_000, second_stage_delay_s=0.2) as running:
        yield running


def moments() -> list[tuple[float, float | None]]:
    """Moments all over a run, spread evenly, then shaken, from a fixed seed; and of recoveries."""
    chance = random.Random(SEED)
    return [
        (WHOLE_S * (n + chance.random()) / KILLS, RECOVERY_S * chance.random() if n % 2 else None)
        for n in range(KILLS)
    ]


def started(backend: Backend, here: Path, *argv: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **backend.environment, "PYTHONPATH": str(REPO)}
    pipes = {"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen([*argv, "--json"], env=environment, cwd=here, **pipes)


def killed(process: subprocess.Popen[bytes], after_s: float) -> None:
    """Kill a process after a while, unless it has ended."""
    with process:
        try:
            process.communicate(timeout=after_s)
        except subprocess.TimeoutExpired:
            process.kill()


def recovered(backend: Backend, here: Path) -> dict[str, Any]:
    """Run `nemo recover` where processes were killed, and return its document."""
    for _ in range(RECOVERIES):
        process = started(backend, here, *HURRIED, "recover")
        out, err = process.communicate(timeout=120)
        assert out and not err, err
        document: dict[str, Any] = json.loads(out)
        assert document["exit_code"] == process.returncode
        if process.returncode != 4:
            break
    return document


@pytest.mark.rule("paid-once", "nothing-lost")
def test_a_killed_create_is_finished_or_named_and_billed_once(
    backend: Backend, tmp_path: Path
) -> None:
    ends: Counter[str] = Counter()
    for number, (moment, again) in enumerate(moments()):
        here = tmp_path / str(number)
        here.mkdir()
        before = len(backend.books.billed())
        killed(started(backend, here, *NEMO, "create", WISH, "-o", "out.mp4"), moment)
        if again is not None:
            killed(started(backend, here, *HURRIED, "recover"), again)
        document = recovered(backend, here)
        backend.settle()
        billed = len(backend.books.billed()) - before
        assert billed <= 1, f"killed after {moment:.3f} s, {again} s: billed {billed} times"
        ends[named(document, here / "out.mp4", billed)] += 1
    print(dict(ends))
    assert sum(ends.values()) == KILLS


def named(document: dict[str, Any], out: Path, billed: int) -> str:
    """Return what became of a run; anything that has no name fails the test."""
    jobs = document["data"]["jobs"]
    if out.exists():
        assert billed == 1
        assert document["ok"], document
        assert all(job["finished"] for job in jobs)
        assert probe(out).duration_s == pytest.approx(1.0, abs=0.05)
        assert list(out.parent.iterdir()) == [out]
        return "finished" if jobs else "was finished"
    if not jobs:
        assert billed == 0
        return "nothing asked"
    [job] = jobs
    assert job["error"]["code"] in NAMED, job
    assert not job["finished"]
    return str(job["error"]["code"])
