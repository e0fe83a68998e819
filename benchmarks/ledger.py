"""The ledger of ten thousand jobs: listing it and folding it whole, with `json.loads` of its lines.

Prints ratios, because they travel between machines, and seconds beside them.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from nemo_client import sealing
from nemo_client.ledger import Ledger

JOBS = 10_000
TURN = ("snapshot", "sending", "accepted", "heard", "outcome", "ended")
SAID = "Sound of the video: 100% to 50%. Press the Play button to preview the result. " * 2


def fill(path: Path) -> None:
    """Write the records of that many turns."""
    wish = {"steps": [{"intent": "chat", "text": "set the volume to 50%"}], "language": "en"}
    with open(path, "wb") as file:
        for n in range(JOBS):
            record = {"v": 1, "job": f"job_{n:012d}", "at": 1e9 + 600 * n}
            facts = {"kind": "send", "realm": "r", "directory": "/d", "wish": wish, "pid": 1}
            file.write(sealing.sealed({**record, "what": "planned", "facts": facts}))
            for what in TURN:
                told = {"text": SAID} if what in ("snapshot", "heard", "outcome") else {}
                file.write(sealing.sealed({**record, "what": what, "facts": told}))


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of the best of three runs."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def bare(path: Path) -> None:
    """Read the file with `json.loads` alone."""
    with open(path, "rb") as file:
        for line in file:
            json.loads(line.partition(b" ")[2])


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder))
        fill(ledger.path)
        last = f"job_{JOBS - 1:012d}"
        base = seconds(lambda: bare(ledger.path))
        print(f"json.loads of {ledger.path.stat().st_size / 1e6:.0f} MB: {base:.2f} s")
        for name, work in {
            "every job, whole": ledger.jobs,
            "every job, in outline": ledger.outlines,
            "the last job": lambda: ledger.journal(last),
            "the last twenty turns": lambda: ledger.lately("r", 1e9 + 600 * JOBS, 20),
        }.items():
            took = seconds(work)
            print(f"{name}: {took / base:.3f} ({took:.3f} s)")


if __name__ == "__main__":
    main()
