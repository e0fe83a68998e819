"""How long a command takes from nothing to its end, against the bare interpreter in the same run.

Run `python benchmarks/startup.py [rounds]`. Whole processes, in turns, median of 20 by default.
`nemo credits` asks the embedded backend, which runs in this process. Aims: `nemo --version` at
most 80 ms over `python -c pass`, `nemo credits` at most 300 ms.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from nemo_client.testing import sandbox

AIMS_MS = {"python -c pass": 0, "nemo --version": 80, "nemo credits": 300}


def nemo() -> list[str]:
    """Return the installed command, or what it would run."""
    suffix = ".exe" if os.name == "nt" else ""
    script = Path(sys.executable).with_name(f"nemo{suffix}")
    run = "import sys; from nemo_client.cli import main; sys.exit(main())"
    return [str(script)] if script.exists() else [sys.executable, "-c", run]


def took_ms(command: list[str], environment: dict[str, str]) -> float:
    """Return the wall time of one process in milliseconds."""
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return (time.perf_counter() - began) * 1000


def main(rounds: int) -> None:
    """Measure the three commands in turns and print the table."""
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "nemo --version": [*nemo(), "--version"],
        "nemo credits": [*nemo(), "credits"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    with sandbox() as backend:
        environment = {**os.environ, **backend.environment}
        for command in commands.values():
            took_ms(command, environment)  # bytecode, token and page cache are warm from here on
        for _ in range(rounds):
            for name, command in commands.items():
                times[name].append(took_ms(command, environment))
    medians = {name: statistics.median(of) for name, of in times.items()}
    bare = medians["python -c pass"]
    print(f"median of {rounds}     ms   over bare   ratio   aim")
    for name, median in medians.items():
        over = median - bare
        aim = f"+{AIMS_MS[name]} ms" if AIMS_MS[name] else ""
        print(f"{name:>14} {median:6.0f} {over:+8.0f} ms {median / bare:7.1f}   {aim}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
