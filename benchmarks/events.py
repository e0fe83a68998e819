"""Typed chat events from a stream, against httpx-sse and `json.loads` alone in the same run.

Run `python benchmarks/events.py [events]`. Small events of the kinds a turn is made of, cut in
several ways, then one large event. Each figure is the best of five rounds; both sides read the
same bytes from the same kind of response. Aims: at most 12 us for a small event, at most 1.6
times the plain decoder, and ten times the bytes of one event in ten times the time.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator

import httpx
from httpx_sse import EventSource

from nemo_client.protocol.events import read
from nemo_client.protocol.sse import FrameReader

ROUNDS = 5
LARGE = 5_000_000
CUTS = {"an event each": 0, "512 B": 512, "4 KiB": 4096, "64 KiB": 65536}


def adk(number: int, part: dict[str, object], **more: object) -> bytes:
    """Return an event as the agent server serialises one."""
    event = {
        "content": {"role": "model", "parts": [part]},
        "invocationId": "e-3f0c1d62-8f5e-4d70-bb61-4a3a5a1f52d9",
        "author": "nemo_agent",
        "actions": {"stateDelta": {}, "artifactDelta": {}, "requestedAuthConfigs": {}},
        "longRunningToolIds": [],
        "id": f"b2b1a3a4-0000-4000-8000-{number:012d}",
        "timestamp": 1700000000.5 + number,
        **more,
    }
    return b"data: " + json.dumps(event, separators=(",", ":")).encode() + b"\n\n"


def small_events(count: int) -> list[bytes]:
    """Return a turn's mixture: mostly fragments, some wholes, tools, hints and heartbeats."""
    kinds: list[Callable[[int], bytes]] = [
        lambda n: adk(n, {"text": f"word {n} "}, partial=True),
        lambda n: adk(n, {"text": "更多的文字\u2028"}, partial=True),
        lambda n: adk(n, {"text": "thinking", "thought": True}, partial=True),
        lambda n: adk(n, {"text": f"a whole sentence, number {n}"}, finishReason="STOP"),
        lambda n: adk(n, {"functionCall": {"id": str(n), "name": "edit", "args": {"n": n}}}),
        lambda n: adk(n, {"functionResponse": {"id": str(n), "name": "edit", "response": {}}}),
        lambda n: b'data: {"type":"text","content":"simplified"}\n\n',
        lambda n: b'data: {"type":"heartbeat"}\n\n',
    ]
    return [kinds[n % len(kinds)](n) for n in range(count)]


def response(pieces: list[bytes]) -> httpx.Response:
    """Return a streaming response that gives these pieces."""
    headers = {"content-type": "text/event-stream"}
    return httpx.Response(200, headers=headers, content=(piece for piece in pieces))


def ours(pieces: list[bytes]) -> int:
    """Read typed events; return how many frames were told."""
    reader = FrameReader()
    frames = 0
    for piece in response(pieces).iter_bytes():
        for frame in reader.feed(piece):
            read(frame)
            frames += 1
    return frames


def plain(pieces: list[bytes]) -> int:
    """Read dictionaries with httpx-sse and the standard library."""
    frames = 0
    for event in EventSource(response(pieces)).iter_sse():
        json.loads(event.data)
        frames += 1
    return frames


def pair(pieces: list[bytes]) -> tuple[float, float]:
    """Return the best seconds of both sides, measured in turns."""
    best = [float("inf")] * 2
    for _ in range(ROUNDS):
        for side, work in enumerate((ours, plain)):
            began = time.perf_counter()
            work(pieces)
            best[side] = min(best[side], time.perf_counter() - began)
    return best[0], best[1]


def cut(data: bytes, size: int) -> Iterator[bytes]:
    """Cut bytes into pieces of one size."""
    return (data[at : at + size] for at in range(0, len(data), size))


def main(count: int) -> None:
    """Print both tables."""
    events = small_events(count)
    stream = b"".join(events)
    print(f"{count} small events, {len(stream) / count:.0f} bytes each on average")
    print(f"{'cut into':>14}  {'ours':>9}  {'plain':>9}  ratio")
    for name, size in CUTS.items():
        pieces = list(cut(stream, size)) if size else events
        assert ours(pieces) == plain(pieces) == count
        mine, theirs = pair(pieces)
        print(f"{name:>14}  {mine / count * 1e6:6.2f} us  {theirs / count * 1e6:6.2f} us", end="")
        print(f"  {mine / theirs:5.2f}")
    print(f"\none event of {LARGE / 1e6:.0f} MB and one of ten times that, in pieces of 64 KiB")
    times = []
    for factor in (1, 10):
        data = adk(0, {"inlineData": {"mimeType": "video/mp4", "data": "A" * LARGE * factor}})
        mine, theirs = pair(list(cut(data, 65536)))
        times.append(mine)
        print(f"{factor:>13}x  {mine * 1e3:6.1f} ms  {theirs * 1e3:6.1f} ms  {mine / theirs:5.2f}")
    print(f"ten times the bytes in {times[1] / times[0]:.1f} times the time")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
