"""Which segment of one draft is which of another: by id, else by what it shows, else by its place.

A row is one track as both drafts know it, its segments in the order of time. Nothing is told of
here, and every step is linear in the number of segments.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from nemo_client.draft.matching import by, matched
from nemo_client.draft.model import Draft, Track
from nemo_client.draft.segment import Segment

Lane = tuple[str, int]
"""A track as both drafts know it: its kind, and its number among those of the same kind."""


@dataclass(frozen=True, slots=True)
class Row:
    """One track before and after; `partner` leads from a new segment to the old one it was."""

    lane: Lane
    old: Sequence[Segment]
    new: Sequence[Segment]
    partner: Mapping[int, Segment]
    """By the number in `new`; the old one may have been on another track."""
    ranks: Mapping[int, int]
    """The number in `old` of each partner that was on this track."""

    @property
    def came(self) -> list[int]:
        return [j for j in range(len(self.new)) if j not in self.partner]

    @property
    def is_laid_out(self) -> bool:
        """Whether each segment begins where the one before it ends, then and now."""
        return is_laid_out(self.old) and is_laid_out(self.new)


def is_laid_out(segments: Sequence[Segment]) -> bool:
    """Whether segments lie end to end."""
    at = segments[0].exact_start_ms if segments else 0
    for segment in segments:
        if segment.exact_start_ms != at:
            return False
        at += segment.exact_duration_ms
    return True


def lanes_of(old: Draft, new: Draft) -> tuple[dict[Lane, Track], dict[Lane, Track]]:
    """Return the tracks of both drafts by their lane: the same one for the same track."""
    counts: dict[str, int] = {}
    was = {_numbered(track, counts): track for track in old.tracks}
    lanes, known, tracks = list(was), list(was.values()), new.tracks
    lane_of: dict[int, Lane] = {}
    for key in (_by_name, _by_first, _by_kind):
        taken = set(lane_of.values())
        free_old = [i for i, lane in enumerate(lanes) if lane not in taken]
        free_new = [n for n in range(len(tracks)) if n not in lane_of]
        found = matched(by(key, known), free_old, by(key, tracks), free_new)
        lane_of |= {n: lanes[i] for n, i in found}
    now = {lane_of.get(n) or _numbered(track, counts): track for n, track in enumerate(tracks)}
    return was, now


def _numbered(track: Track, counts: dict[str, int]) -> Lane:
    label = track.kind.label
    counts[label] = counts.get(label, 0) + 1
    return label, counts[label]


def _by_name(track: Track) -> Hashable:
    return (track.kind.label, track.name) if track.name else None


def _by_first(track: Track) -> Hashable:
    first = next((s.id for s in track.laid() if s.id), None)
    return (track.kind.label, first) if first else None


def _by_kind(track: Track) -> Hashable:
    return track.kind.label


def rows(
    old: Mapping[Lane, Track], new: Mapping[Lane, Track]
) -> tuple[list[Row], dict[Lane, list[Segment]]]:
    """Return the tracks that are not the same in both drafts, video first, and what is gone."""
    same = {lane for lane in old.keys() & new.keys() if old[lane].raw == new[lane].raw}
    was, now = _placed(old, same), _placed(new, same)
    partner = _partners(was, now)
    was_in, now_in = _in_time(was), _in_time(now)
    rank = {i: n for numbers in was_in.values() for n, i in enumerate(numbers)}
    found = []
    for lane in sorted((lane for lane in new if lane not in same), key=_video_first):
        numbers = now_in.get(lane, [])
        pairs = {n: partner[j] for n, j in enumerate(numbers) if j in partner}
        found.append(
            Row(
                lane,
                [was.segments[i] for i in was_in.get(lane, ())],
                [now.segments[j] for j in numbers],
                {n: was.segments[i] for n, i in pairs.items()},
                {n: rank[i] for n, i in pairs.items() if was.lanes[i] == lane},
            )
        )
    kept = set(partner.values())
    gone: dict[Lane, list[Segment]] = {}
    for i, segment in enumerate(was.segments):
        if i not in kept:
            gone.setdefault(was.lanes[i], []).append(segment)
    return found, gone


def _video_first(lane: Lane) -> bool:
    return lane[0] != "video"


@dataclass(frozen=True, slots=True)
class _Placed:
    """The segments of all tracks, and where each is: timelines hold 100,000 of them."""

    segments: list[Segment] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def by_id(self, n: int) -> Hashable:
        return self.segments[n].id

    def by_content(self, n: int) -> Hashable:
        segment = self.segments[n]
        shown = (segment.text, segment.name, segment.source.partition("?")[0])
        return (self.lanes[n][0], *shown) if any(shown) else None

    def by_place(self, n: int) -> Hashable:
        # Two ids say that these are two things, even where one took the other's place.
        return None if self.segments[n].id else (self.lanes[n], self.numbers[n])


def _placed(lanes: Mapping[Lane, Track], same: set[Lane]) -> _Placed:
    placed = _Placed()
    for lane, track in lanes.items():
        if lane not in same:
            segments = track.segments
            placed.segments.extend(segments)
            placed.lanes.extend([lane] * len(segments))
            placed.numbers.extend(range(len(segments)))
    return placed


def _in_time(placed: _Placed) -> dict[Lane, list[int]]:
    """Return the numbers of the segments of each track, in the order of time."""
    lanes: dict[Lane, list[int]] = {}
    for n, lane in enumerate(placed.lanes):
        lanes.setdefault(lane, []).append(n)
    for numbers in lanes.values():
        numbers.sort(key=lambda n: placed.segments[n].exact_start_ms)
    return lanes


def _partners(old: _Placed, new: _Placed) -> dict[int, int]:
    """Return which old segment each new one was, by index."""
    partner: dict[int, int] = {}
    free_old, free_new = list(range(len(old.segments))), list(range(len(new.segments)))
    for key in (_Placed.by_id, _Placed.by_content, _Placed.by_place):
        partner.update(matched(partial(key, old), free_old, partial(key, new), free_new))
        taken = set(partner.values())
        free_old = [i for i in free_old if i not in taken]
        free_new = [j for j in free_new if j not in partner]
    return partner


def overlaps(one: Segment, two: Segment) -> bool:
    """Whether two segments are to be seen or heard at the same time."""
    return one.start_ms < two.end_ms and two.start_ms < one.end_ms
