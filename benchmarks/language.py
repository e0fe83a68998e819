"""Both language layers on their labelled cases: confusion matrices, figures and costs.

Run `python benchmarks/language.py`: it prints everything and writes the matrices into
`docs/language.md`. The matrices are counted on cases that the weights never learned from. Costs are
given per message and as the ratio of twice the text to once: ratios travel between machines.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from nemo_client.speech import route

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures" / "speech"
KINDS = ("chat", "export", "credits", "status", "upload", "several")
ROUNDS = 5
MEGABYTE = 1_000_000

Case = dict[str, Any]


def cases(pattern: str, kept: bool = False) -> list[Case]:
    """Return the cases of some files, all or only those that nothing was learned from."""
    lines = (
        json.loads(line)
        for path in sorted(FIXTURES.glob(pattern))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return [case for case in lines if "id" in case and (not kept or case.get("part") == "kept")]


# --- the router


def kind(plan: list[Case]) -> str:
    """Return what a plan is, in one word."""
    return str(plan[0]["intent"]) if len(plan) == 1 else "several"


def folded(text: object) -> str:
    """Return the text as it is compared: without case, outer punctuation and double spaces."""
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(text)).casefold())
    return plain.strip(" .,;:!?。，、；：！？…\"'“”‘’")


def is_right(case: Case, plan: list[Case]) -> bool:
    """Return whether a plan has the wanted steps with their slots; chat must hold its words."""
    if [step["intent"] for step in plan] != [step["intent"] for step in case["plan"]]:
        return False
    for want, got in zip(case["plan"], plan, strict=True):
        for slot, value in want.items():
            if slot == "text" and folded(value) not in folded(got["text"]):
                return False
            if slot not in ("text", "intent") and folded(value) != folded(got.get(slot)):
                return False
    return True


def planned(case: Case) -> list[Case]:
    """Return the plan that the router makes of a case."""
    return [step.as_json() for step in route(case["text"])]


def router_matrix() -> Iterator[str]:
    """Yield the confusion matrix of the router on the cases it never learned from."""
    counted: Counter[tuple[str, str]] = Counter()
    right: Counter[str] = Counter()
    for case in cases("intents*.jsonl", kept=True):
        plan = planned(case)
        counted[kind(case["plan"]), kind(plan)] += 1
        right[kind(case["plan"])] += is_right(case, plan)
    yield "| wanted | " + " | ".join(KINDS) + " | all right, slots too |"
    yield "|---|" + "---|" * (len(KINDS) + 1)
    for want in KINDS:
        total = sum(counted[want, got] for got in KINDS)
        cells = " | ".join(str(counted[want, got] or "") for got in KINDS)
        yield f"| {want} | {cells} | {right[want]} of {total} |"


def router_figures() -> Iterator[str]:
    """Yield how often plans are right, file by file, and how many chats became an action."""
    for path in sorted(FIXTURES.glob("intents*.jsonl")):
        for part in ("tuned", "kept"):
            found = [c for c in cases(path.name) if c.get("part", "tuned") == part]
            if found:
                plans = [(case, planned(case)) for case in found]
                right = sum(is_right(case, plan) for case, plan in plans)
                share = right / len(found)
                chats = [(c, p) for c, p in plans if {s["intent"] for s in c["plan"]} == {"chat"}]
                turned = sum({s["intent"] for s in p} != {"chat"} for _, p in chats)
                yield (
                    f"{path.name:26} {part:5} {right:4} of {len(found):4} right,"
                    f" {share:.1%}; {turned} of {len(chats)} chats turned into an action"
                )


def router_costs() -> Iterator[str]:
    """Yield what a message costs, and what a megabyte does."""
    route("hello")
    spent = [best(partial(route, case["text"])) for case in cases("intents.jsonl")]
    middle, slowest = statistics.median(spent), max(spent)
    yield f"median {middle * 1e3:.3f} ms a message, slowest {slowest * 1e3:.2f} ms"
    for seed in ("export it, ", "把第二段剪掉，", "here is a.mp4. "):
        half, whole = (seed * (size // len(seed)) for size in (MEGABYTE // 2, MEGABYTE))
        once, twice = (best(partial(route, text), rounds=1) for text in (half, whole))
        yield f"1 MB of {seed!r}: {twice:.2f} s, {twice / once:.2f} times half of it"


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the shortest time of some rounds, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


# --- what is printed, and what is written into the docs

WRITTEN: dict[str, Callable[[], Iterator[str]]] = {"router": router_matrix}
"""The generated parts of docs/language.md, by the layer they tell of."""
PRINTED: dict[str, tuple[Callable[[], Iterator[str]], ...]] = {
    "router": (router_matrix, router_figures, router_costs),
}

if __name__ == "__main__":
    for layer in sys.argv[1:] or PRINTED:
        for tell in PRINTED[layer]:
            print(*tell(), sep="\n", end="\n\n")
    sys.path.insert(0, str(ROOT / "docs"))
    import build

    (ROOT / "docs" / "language.md").write_text(build.written("docs/language.md"), encoding="utf-8")
