"""Learns the weights of `nemo_client.speech.guess` from the labelled sentences in the repository.

Run `python benchmarks/language_weights.py`: it writes `nemo_client/speech/weights.tsv`, always the
same bytes from the same sentences. A sum of weights per kind, softmax, stochastic gradient steps
that shrink with use (AdaGrad), the mean of the last rounds; what stays near nothing is left out of
the file. Rows marked "kept" are never read here, so that `python benchmarks/language.py` can
measure on them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from math import exp, sqrt
from pathlib import Path
from typing import Any

from nemo_client.speech.clauses import Message
from nemo_client.speech.features import features_of
from nemo_client.speech.guess import BOUND, KINDS, SCALE, ZERO, Kind

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures" / "speech"
WEIGHTS = ROOT / "nemo_client" / "speech" / "weights.tsv"
ROUNDS, RATE, DECAY = 16, 0.12, 2e-5
AVERAGED = 8  # the last rounds, whose mean is kept: a single one follows chance
MOST = 12500  # features that are kept for a second reading
COMPOSED = 3000
SEED = 2026
RAREST = 2  # a feature seen in fewer sentences says more about the sentence than about language
JOINTS = {
    "en": (" and ", ", then ", " and then ", ", ", ". ", " then ", ", also "),
    "zh": ("，然后", "，", "再", "，再", "然后", "。", "，顺便", "，最后"),
    "zh-en": ("，然后 ", "，", " 再 ", "，最后 "),
    "de": (" und ", ", dann ", " und dann "),
    "es": (" y ", ", luego ", " y luego "),
    "fr": (" et ", ", puis ", " puis "),
    "pt": (" e ", ", depois ", " e depois "),
    "ja": ("、それから", "。", "、"),
    "it": (" e ", ", poi "),
    "ru": (" и ", ", потом "),
    "ko": (" 그리고 ", ", "),
}

Example = tuple[set[str], int]


def rows() -> Iterator[dict[str, Any]]:
    """Yield every labelled message that may be learned from."""
    for path in sorted(FIXTURES.glob("intents*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "id" in row and row.get("part") != "kept" and row.get("kind") != "framed":
                yield row


def sentences() -> Iterator[tuple[str, Kind, str]]:
    """Yield text, kind and language of every message and of every chat part of one."""
    for row in rows():
        intents = [step["intent"] for step in row["plan"]]
        if row.get("kind") == "aside":
            yield row["text"], "aside", row["lang"]
        elif len(set(intents)) == 1:
            yield row["text"], "edit" if intents[0] == "chat" else intents[0], row["lang"]
        else:
            yield row["text"], "several", row["lang"]
        if len(intents) > 1:
            for step in row["plan"]:
                if step["intent"] == "chat":
                    yield step["text"], "edit", row["lang"]


def composed(known: Sequence[tuple[str, Kind, str]]) -> Iterator[tuple[str, Kind]]:
    """Yield messages put together from two: several wishes, or one wish and its reason."""
    chance = random.Random(SEED)
    by_language: dict[str, list[tuple[str, Kind]]] = {}
    for text, kind, language in known:
        if kind != "several" and len(text) < 80:
            by_language.setdefault(language, []).append((text.rstrip(".。 "), kind))
    weights = [len(found) for found in by_language.values()]
    for _ in range(COMPOSED):
        language = chance.choices(list(by_language), weights)[0]
        (first, one), (second, two) = chance.sample(by_language[language], 2)
        joint = chance.choice(JOINTS[language])
        if one == two:
            continue
        kinds = {one, two} - {"aside"}
        yield f"{first}{joint}{second}", kinds.pop() if len(kinds) == 1 else "several"


def examples() -> list[Example]:
    """Return the features and the kind of every sentence."""
    known = list(sentences())
    told = [(text, kind) for text, kind, _ in known] + list(composed(known))
    return [
        (features_of(tokens), KINDS.index(kind))
        for text, kind in told
        if (tokens := Message(text).tokens)
    ]


def frequent(data: Sequence[Example]) -> list[str]:
    """Return the features that occur often enough to be learned."""
    seen: dict[str, int] = {}
    for features, _ in data:
        for name in features:
            seen[name] = seen.get(name, 0) + 1
    return sorted(name for name, count in seen.items() if count >= RAREST)


def learned(data: Sequence[Example], names: Sequence[str]) -> dict[str, list[float]]:
    """Return the weights of these features, as the mean of the last rounds."""
    table = {name: [0.0] * len(KINDS) for name in names}
    table["*"] = [0.0] * len(KINDS)
    steps = {name: [1e-6] * len(KINDS) for name in table}
    order = [([name for name in sorted(f) if name in table] + ["*"], kind) for f, kind in data]
    chance = random.Random(SEED)
    mean = {name: [0.0] * len(KINDS) for name in table}
    for number in range(ROUNDS):
        chance.shuffle(order)
        for names, kind in order:
            _step(table, steps, names, kind)
        if number >= ROUNDS - AVERAGED:
            for name, row in table.items():
                mean[name] = [a + b / AVERAGED for a, b in zip(mean[name], row, strict=True)]
    return mean


def _step(
    table: dict[str, list[float]], steps: dict[str, list[float]], names: list[str], kind: int
) -> None:
    sums = [sum(column) for column in zip(*(table[name] for name in names), strict=True)]
    top = max(sums)
    odds = [exp(s - top) for s in sums]
    total = sum(odds)
    for k, odd in enumerate(odds):
        error = odd / total - (k == kind)
        if abs(error) < 1e-3:
            continue
        for name in names:
            gradient = error + DECAY * table[name][k]
            steps[name][k] += gradient * gradient
            table[name][k] -= RATE * gradient / sqrt(steps[name][k])


def loudest(table: dict[str, list[float]]) -> list[str]:
    """Return the features that say most, as many as may stay."""
    said = sorted((-max(map(abs, row)), name) for name, row in table.items())
    return sorted(name for _, name in said[:MOST])


def lines(table: dict[str, list[float]]) -> Iterator[str]:
    """Yield the rows of the file: a feature, and a letter for each weight."""
    for name, row in sorted(table.items()):
        yield name + "\t" + "".join(chr(ZERO + in_bounds(weight)) for weight in row)


def in_bounds(weight: float) -> int:
    """Return the weight as the whole number that a printable letter can carry."""
    return max(-BOUND, min(BOUND, round(weight * SCALE)))


if __name__ == "__main__":
    data = examples()
    table = learned(data, loudest(learned(data, frequent(data))))
    text = "\n".join(lines(table)) + "\n"
    WEIGHTS.write_text(text, encoding="utf-8", newline="\n")
    print(f"{WEIGHTS.name}: {text.count(chr(10))} features, {len(text.encode()) // 1024} KB")
