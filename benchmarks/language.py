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

from nemo_client.speech import Shown, route, translate
from nemo_client.speech.gui_tables import LABELS

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


# --- the translation

NONE = "none"
ACTIONS = (*LABELS, NONE)


def is_shown_right(case: Case, shown: Shown) -> bool:
    """Return whether the actions are those wanted and the text keeps and loses what it should."""
    if set(shown.actions) != set(case["actions"]):
        return False
    if case.get("unchanged"):
        return shown == Shown(case["text"])
    text = shown.text
    return all(k in text for k in case["keep"]) and not any(x in text for x in case["strip"])


def pairs(wanted: set[str], got: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each wanted action with the one that came for it, and each that came for nothing."""
    yield from ((action, action) for action in wanted & got)
    missed, extra = sorted(wanted - got), sorted(got - wanted)
    size = max(len(missed), len(extra), not wanted | got)
    missed += [NONE] * (size - len(missed))
    extra += [NONE] * (size - len(extra))
    yield from zip(missed, extra, strict=True)


def translation_matrix() -> Iterator[str]:
    """Yield the confusion matrix of the actions, and how many messages are right as a whole."""
    counted: Counter[tuple[str, str]] = Counter()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in cases("gui_speak*.jsonl"):
        shown = translate(case["text"])
        counted.update(pairs(set(case["actions"]), set(shown.actions)))
        for action in case["actions"] or [NONE]:
            total[action] += 1
            right[action] += is_shown_right(case, shown)
    yield (
        "| wanted | " + " | ".join(f"`{name}`" for name in ACTIONS) + " | message right, text too |"
    )
    yield "|---|" + "---|" * (len(ACTIONS) + 1)
    for want in ACTIONS:
        cells = " | ".join(str(counted[want, got] or "") for got in ACTIONS)
        yield f"| `{want}` | {cells} | {right[want]} of {total[want]} |"


def translation_figures() -> Iterator[str]:
    """Yield how often messages are right, file by file, and how many stayed as they came."""
    for path in sorted(FIXTURES.glob("gui_speak*.jsonl")):
        for part in ("tuned", "kept"):
            found = [c for c in cases(path.name) if c.get("part", "tuned") == part]
            if found:
                right = sum(is_shown_right(case, translate(case["text"])) for case in found)
                plain = [c for c in found if c.get("unchanged")]
                same = sum(translate(case["text"]) == Shown(case["text"]) for case in plain)
                yield (
                    f"{path.name:28} {part:5} {right:4} of {len(found):4} right,"
                    f" {right / len(found):.1%}; {same} of {len(plain)} unchanged"
                )


def translation_costs() -> Iterator[str]:
    """Yield what a thousand characters cost, and what a megabyte does."""
    translate("hello")
    for name, found in (
        ("full of instructions", [c for c in cases("gui_speak.jsonl") if c["actions"]]),
        ("without one", [c for c in cases("gui_speak.jsonl") if c.get("unchanged")]),
    ):
        text = "\n\n".join(case["text"] for case in found)
        spent = best(partial(translate, text)) * 1000 / len(text)
        yield f"{spent * 1e3:.2f} ms a thousand characters {name}"
    for seed in ("The clip is 4 s long. ", "配乐换好了，", "Click Export. "):
        half, whole = (seed * (size // len(seed)) for size in (MEGABYTE // 2, MEGABYTE))
        once, twice = (best(partial(translate, text), rounds=1) for text in (half, whole))
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

WRITTEN: dict[str, Callable[[], Iterator[str]]] = {
    "router": router_matrix,
    "translation": translation_matrix,
}
"""The generated parts of docs/language.md, by the layer they tell of."""
PRINTED: dict[str, tuple[Callable[[], Iterator[str]], ...]] = {
    "router": (router_matrix, router_figures, router_costs),
    "translation": (translation_matrix, translation_figures, translation_costs),
}

if __name__ == "__main__":
    for layer in sys.argv[1:] or PRINTED:
        for tell in PRINTED[layer]:
            print(*tell(), sep="\n", end="\n\n")
    sys.path.insert(0, str(ROOT / "docs"))
    import build

    (ROOT / "docs" / "language.md").write_text(build.written("docs/language.md"), encoding="utf-8")
