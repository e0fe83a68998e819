"""A draft of 100 000 segments: reading and comparing it against `json.loads` alone.

Run `python benchmarks/draft.py [segments]`. Times are processor time, the best of three; each time
and each peak of memory is also given as a ratio to `json.loads` of the same text in the same run,
because ratios travel between machines.
"""

from __future__ import annotations

import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

from nemo_client.draft import (
    Draft,
    changes,
    describe,
    details,
    facts,
    fingerprint,
    lines,
    parse,
    patch,
    span,
)
from nemo_client.pictures.chart import draw

ROUNDS = 3


def segment(number: int) -> dict[str, Any]:
    """Return one clip with every key that the embedded backend writes."""
    return {
        "id": f"seg_{number}",
        "start": number * 1000,
        "d": 1000,
        "source_in": 0,
        "source_out": 1000,
        "speed": 1.0,
        "volume": 1.0,
        "fade_in": 0,
        "fade_out": 0,
        "m": {
            "name": f"clip {number}",
            "kind": "video",
            "src": f"https://cdn.example.com/{number}.mp4?X-Amz-Signature={number:064x}",
            "prompt": 'rain [ over { a "neon" city',
        },
    }


def best(work: Callable[[], object]) -> float:
    """Return the shortest processor time of ROUNDS, in seconds: others may be at work."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def walk(raw: Any) -> int:
    """Return the sum of all durations, read through the views."""
    return sum(s.duration_ms for track in Draft(raw).tracks for s in track.segments)


def told(raw: Any, other: Any) -> tuple[str, ...]:
    """Return what changed, in words."""
    return describe(changes(Draft(raw), Draft(other)), "en")


def peak(work: Callable[[], object]) -> int:
    """Return the most memory that was in use at once, in bytes, with the result still held."""
    tracemalloc.start()
    held = work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    del held
    return most


def _all_moved(segments: list[dict[str, Any]]) -> None:
    for each in segments:
        each["start"] += 500


EDITS: dict[str, Callable[[list[dict[str, Any]]], object]] = {
    "none": lambda segments: None,
    "one edit": lambda segments: segments[len(segments) // 2].update(volume=0.5),
    "one removed": lambda segments: segments.pop(len(segments) // 2),
    "all moved": _all_moved,
}
"""What is done to a track before it is compared with what it was."""

MEMORY: dict[str, Callable[[str], object]] = {
    "parse": parse,
    "parse + summary": lambda text: (draft := Draft(parse(text)), lines(draft, "en")),
}
"""What is measured against the memory of `json.loads`."""


def main(count: int) -> None:
    """Print the table."""
    raw: dict[str, Any] = {
        "d": count * 1000,
        "m": {"title": "bench", "width": 1280, "height": 720},
        "t": [{"tt": 0, "sg": [segment(number) for number in range(count)]}],
    }
    text = json.dumps(raw)
    reply = f'{{"code":0,"data":{{"state":{{"draft":{text}}}}}}}'
    alone = best(lambda: json.loads(text))
    print(f"{count} segments, {len(text) / 1e6:.1f} MB")
    print(f"{'json.loads alone':22} {alone:7.3f} s   1.00")

    def row(name: str, work: Callable[[], object]) -> None:
        taken = best(work)
        print(f"{name:22} {taken:7.3f} s  {taken / alone:5.2f}")

    row("parse", lambda: parse(text))
    row("parse + walk", lambda: walk(parse(text)))
    row("parse + summary", lambda: lines(Draft(parse(text)), "en"))
    row("walk", lambda: walk(raw))
    row("span", lambda: span(reply, ("data", "state", "draft")))
    row("fingerprint", lambda: fingerprint(raw))
    row("summary lines", lambda: lines(Draft(raw), "en"))
    row("terminal drawing", lambda: draw(Draft(raw), "en", 120))
    row("facts", lambda: facts(Draft(raw)))
    row("long summary", lambda: list(details(Draft(raw), "en")))
    for name, edit in EDITS.items():
        other = parse(text)
        edit(other["t"][0]["sg"])
        row(f"changes: {name}", partial(told, raw, other))
        row(f"patch: {name}", partial(patch, raw, other))
    least = peak(lambda: json.loads(text))
    print(f"{'json.loads alone':22} {least / 1e6:7.0f} MB  1.00")
    for name, work in MEMORY.items():
        most = peak(partial(work, text))
        print(f"{name:22} {most / 1e6:7.0f} MB {most / least:5.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
