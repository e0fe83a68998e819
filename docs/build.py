"""Writes the parts of the docs that repeat the code, between their markers: `python docs/build.py`.

A test fails when they are stale.
"""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from nemo_client.phrases.drafts import ISSUES
from nemo_client.phrases.usage import ENVIRONMENT, EXIT_CODES
from nemo_client.protocol.turn import MOVES

ROOT = Path(__file__).resolve().parent.parent


def exit_codes() -> Iterator[str]:
    """Yield the table of exit codes."""
    yield "| exit code | meaning |"
    yield "|---|---|"
    for code, row in EXIT_CODES.items():
        yield f"| {int(code)} | {row.en} |"


def environment() -> Iterator[str]:
    """Yield the table of environment variables."""
    yield "| variable | what it does |"
    yield "|---|---|"
    for name, row in ENVIRONMENT.items():
        yield f"| `{name}` | {row.en} |"


def findings() -> Iterator[str]:
    """Yield the table of what can be found in a draft."""
    yield "| code | meaning |"
    yield "|---|---|"
    for code, row in ISSUES.items():
        yield f"| `{code}` | {row.en} |"


def turn_table() -> Iterator[str]:
    """Yield the transition table of a turn as a diagram."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    [*] --> READY"
    for phase, moves in MOVES.items():
        for move, target in moves.items():
            yield f"    {phase.name} --> {target.name}: {move.name}"
        if not moves:
            yield f"    {phase.name} --> [*]"
    yield "```"


def proofs(name: str) -> Iterator[str]:
    """Yield what a table of the proofs says for people."""
    path = str(ROOT / "tests" / "proofs" / f"{name}.py")
    written: Callable[[], Iterator[str]] = runpy.run_path(path, run_name=name)["written"]
    yield from written()


def language(layer: str) -> Iterator[str]:
    """Yield the confusion matrix of a language layer."""
    path = str(ROOT / "benchmarks" / "language.py")
    parts: dict[str, Callable[[], Iterator[str]]] = runpy.run_path(path)["WRITTEN"]
    yield from parts[layer]()


PARTS: dict[tuple[str, str], Callable[[], Iterator[str]]] = {
    ("README.md", "exit codes"): exit_codes,
    ("README.md", "environment"): environment,
    ("docs/architecture.md", "turn table"): turn_table,
    ("docs/drafts.md", "findings"): findings,
    ("docs/faults.md", "faults"): partial(proofs, "matrix"),
    ("docs/faults.md", "demands"): partial(proofs, "demands"),
    ("docs/language.md", "router"): partial(language, "router"),
    ("docs/language.md", "translation"): partial(language, "translation"),
}
"""Which file holds which generated part under which name."""


def written(file: str) -> str:
    """Return a document with its generated parts as they should be."""
    text = (ROOT / file).read_text(encoding="utf-8")
    for (place, name), make in PARTS.items():
        if place == file:
            begin, end = f"<!-- {name}: generated -->\n", "<!-- end -->"
            pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
            fresh = begin + "\n".join(make()) + "\n" + end
            text, found = pattern.subn(lambda _, fresh=fresh: fresh, text)
            if found != 1:
                raise SystemExit(f"{file}: {found} places for the part {name!r}, wanted one")
    return text


if __name__ == "__main__":
    for file in {place for place, _ in PARTS}:
        (ROOT / file).write_text(written(file), encoding="utf-8")
