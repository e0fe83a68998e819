"""When something is on a timeline: what is shown at a moment, gaps, overlaps, time filled.

Counted in whole milliseconds between rounded boundaries, so that clips which met still meet
whatever fractions a backend writes. What lasts no time is nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nemo_client.draft.segment import Segment


class Stretch(NamedTuple):
    """A piece of time on the timeline, the end not included."""

    start_ms: int
    end_ms: int

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms


def shown_at(segments: Iterable[Segment], at_ms: float) -> Iterator[Segment]:
    """Yield what is seen or heard at a moment."""
    return (s for s in segments if s.start_ms <= at_ms < s.end_ms)


def filled(segments: Iterable[Segment]) -> tuple[Stretch, ...]:
    """Return the stretches in which there is anything, joined where they touch."""
    found: list[Stretch] = []
    for segment in _in_time(segments):
        start, end = segment.start_ms, segment.end_ms
        if found and start <= found[-1].end_ms:
            found[-1] = Stretch(found[-1].start_ms, max(found[-1].end_ms, end))
        else:
            found.append(Stretch(start, end))
    return tuple(found)


def gaps(segments: Iterable[Segment]) -> tuple[Stretch, ...]:
    """Return the stretches without anything, from 0 to where the last segment begins."""
    ends = [0]
    for stretch in filled(segments):
        ends += stretch
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return tuple(Stretch(start, end) for start, end in pairs if start < end)


def overlaps(segments: Iterable[Segment]) -> tuple[tuple[Segment, Segment], ...]:
    """Return each segment that begins before another has ended, after the one that ends last."""
    found: list[tuple[Segment, Segment]] = []
    longest: Segment | None = None
    for segment in _in_time(segments):
        if longest is not None and segment.start_ms < longest.end_ms:
            found.append((longest, segment))
        if longest is None or segment.end_ms > longest.end_ms:
            longest = segment
    return tuple(found)


def _in_time(segments: Iterable[Segment]) -> list[Segment]:
    lasting = (s for s in segments if s.start_ms < s.end_ms)
    return sorted(lasting, key=lambda s: s.start_ms)
