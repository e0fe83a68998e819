"""What an edit did: two drafts compared, each difference a value.

Strategy: segments are paired by id, else by what they show, else by their place; each pair is
compared by facts first, and whatever else differs is reported by pointer. So two drafts have no
changes exactly when their fingerprints agree. Linear in the size of the drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from nemo_client.draft import keys
from nemo_client.draft.change import Change, ChangeKind, describe
from nemo_client.draft.codec import VOLATILE, fingerprint, settled
from nemo_client.draft.keys import Reading, pointed
from nemo_client.draft.model import Draft, Segment, Track

__all__ = ["Change", "ChangeKind", "changes", "describe"]

Lane = tuple[str, int]
"""A track as both drafts know it: its kind, and its number among those of the same kind."""
Keys = tuple[str | int, ...]
Sides = tuple[Any, Any]
Leaves = dict[Keys, Sides]
"""The values that differ, old and new, by where they stand."""

_ABSENT = object()


class _Placed(NamedTuple):
    """A segment, the track it is on and its number there."""

    lane: Lane
    number: int
    segment: Segment


def changes(before: Draft | None, after: Draft | None) -> tuple[Change, ...]:
    """Return every difference; an absent draft counts as an empty one."""
    old, new = (draft if draft and draft.raw else Draft({}) for draft in (before, after))
    if old.raw == new.raw:
        return ()
    found: list[Change] = []
    if old.is_decoded and new.is_decoded:
        found = [*_of_tracks(_lanes(old), _lanes(new))]
        if old.raw or not found:  # of a first timeline only what is on it is news
            found += _of_whole(old, new)
    if not found and fingerprint(old.raw) != fingerprint(new.raw):
        found = [Change(ChangeKind.OTHER)]
    return tuple(found)


def _of_whole(old: Draft, new: Draft) -> Iterator[Change]:
    left = _differing_beside(keys.TRACKS, old.raw, new.raw)
    if old.duration_ms != new.duration_ms:
        yield Change(ChangeKind.DURATION, before=old.duration_ms, after=new.duration_ms)
        _explain(left, old, new, "duration_ms")
    if old.canvas != new.canvas:
        yield Change(ChangeKind.CANVAS, before=old.canvas, after=new.canvas)
        _explain(left, old, new, "width", "height")
    yield from _remaining(Change, left, old, new, keys.DRAFT)


def _of_tracks(old: Mapping[Lane, Track], new: Mapping[Lane, Track]) -> Iterator[Change]:
    for lane, track in old.items():
        if lane not in new:
            count = len(track.segments)
            yield Change(ChangeKind.TRACK_REMOVED, track.pointer, lane[0], track.name, before=count)
    for lane, track in new.items():
        if lane not in old:
            count = len(track.segments)
            yield Change(ChangeKind.TRACK_ADDED, track.pointer, lane[0], track.name, after=count)
        else:
            yield from _of_track(old[lane], track)
    same = {lane for lane in old.keys() & new.keys() if old[lane].raw == new[lane].raw}
    yield from _of_segments(_placed(old, same), _placed(new, same))


def _of_track(old: Track, new: Track) -> Iterator[Change]:
    left = _differing_beside(keys.SEGMENTS, old.raw, new.raw)
    if settled(list(old.opaque)) != settled(list(new.opaque)):
        left[(keys.SEGMENTS,)] = old.opaque, new.opaque
    yield from _others(partial(Change, pointer=new.pointer, what=new.kind.label), left)


def _of_segments(old: Sequence[_Placed], new: Sequence[_Placed]) -> Iterator[Change]:
    partner = _partners(old, new)
    kept = set(partner.values())
    for i, item in enumerate(old):
        if i not in kept:
            yield _about(ChangeKind.REMOVED, item.segment, before=_range(item.segment))
    for j, item in enumerate(new):
        if j not in partner:
            yield _about(ChangeKind.ADDED, item.segment, after=_range(item.segment))
        elif not _is_same(old[partner[j]], item):
            yield from _of_pair(old[partner[j]], item)


def _partners(old: Sequence[_Placed], new: Sequence[_Placed]) -> dict[int, int]:
    """Return which old segment each new one was, by index."""
    partner: dict[int, int] = {}
    free_old, free_new = list(range(len(old))), list(range(len(new)))
    for key in (_by_id, _by_content, _by_place):
        waiting: dict[Hashable, list[int]] = {}
        for i in reversed(free_old):  # so that the first of equals is the first to be popped
            waiting.setdefault(key(old[i]), []).append(i)
        waiting.pop(None, None)
        for j in free_new:
            if candidates := waiting.get(key(new[j])):
                partner[j] = candidates.pop()
        taken = set(partner.values())
        free_old = [i for i in free_old if i not in taken]
        free_new = [j for j in free_new if j not in partner]
    return partner


def _by_id(item: _Placed) -> Hashable:
    return item.segment.id


def _by_content(item: _Placed) -> Hashable:
    segment = item.segment
    shown = (segment.text, segment.name, segment.source.partition("?")[0])
    return (item.lane[0], *shown) if any(shown) else None


def _by_place(item: _Placed) -> Hashable:
    # Two ids say that these are two things, even where one took the other's place.
    return None if item.segment.id else (item.lane, item.number)


def _is_same(was: _Placed, now: _Placed) -> bool:
    old, new = was.segment, now.segment
    return (
        old.exact_start_ms == new.exact_start_ms
        and old.exact_duration_ms == new.exact_duration_ms
        and was.lane == now.lane
        and old.raw == new.raw
    )


def _of_pair(was: _Placed, now: _Placed) -> Iterator[Change]:
    old, new = was.segment, now.segment
    about = partial(_about, segment=new, known_as=old)
    left = dict(_differing(old.raw, new.raw))
    if was.lane != now.lane:
        yield about(ChangeKind.MOVED, field="track", before=was.lane[0], after=now.lane[0])
    if old.duration_ms != new.duration_ms:
        yield about(ChangeKind.RETIMED, before=_range(old), after=_range(new))
        # A trim is one act, whatever it does to the ends within the source.
        _explain(left, old, new, "source_in_ms", "source_out_ms")
        _explain_times(left, old, new)
    elif old.start_ms != new.start_ms:
        yield about(ChangeKind.MOVED, before=_range(old), after=_range(new))
        _explain_times(left, old, new)
    yield from _remaining(about, left, old, new, keys.SEGMENT)


def _remaining(
    about: Callable[..., Change],
    left: Leaves,
    old: Draft | Segment,
    new: Draft | Segment,
    facts: Mapping[str, object],
) -> Iterator[Change]:
    """Yield what is left of a comparison: facts by name, then anything else by pointer."""
    for fact in facts:
        if not left:
            return
        was, now = old.read(fact), new.read(fact)
        before, after = was and was.value, now and now.value
        if before != after and any(side and side.path in left for side in (was, now)):
            _drop(left, was, now)
            yield about(kind=ChangeKind.CHANGED, field=fact, before=before, after=after)
    yield from _others(about, left)


def _others(about: Callable[..., Change], left: Leaves) -> Iterator[Change]:
    for path, sides in left.items():
        before, after = (None if side is _ABSENT else side for side in sides)
        yield about(kind=ChangeKind.OTHER, field=pointed("", *path), before=before, after=after)


def _explain(left: Leaves, old: Draft | Segment, new: Draft | Segment, *facts: str) -> None:
    """Take out what a change already told about these facts."""
    for fact in facts:
        _drop(left, old.read(fact), new.read(fact))


def _explain_times(left: Leaves, old: Segment, new: Segment) -> None:
    _drop(left, old.start, new.start)
    if left:
        _drop(left, old.duration, new.duration)


def _drop(left: Leaves, *readings: Reading[Any] | None) -> None:
    for reading in readings:
        if reading:
            left.pop(reading.path, None)


def _differing(old: Any, new: Any, path: Keys = ()) -> Iterator[tuple[Keys, Sides]]:
    """Yield where two values differ, as deep as their shapes agree; volatile keys never do."""
    if isinstance(old, dict) and new is _ABSENT and old:
        new = {}
    elif isinstance(new, dict) and old is _ABSENT and new:
        old = {}
    if isinstance(old, dict) and isinstance(new, dict):
        for key in old | new:
            was, now = old.get(key, _ABSENT), new.get(key, _ABSENT)
            if was != now and key not in VOLATILE:
                yield from _differing(was, now, (*path, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (was, now) in enumerate(zip(old, new, strict=True)):
            yield from _differing(was, now, (*path, index))
    elif settled(old) != settled(new):
        yield path, (old, new)


def _lanes(draft: Draft) -> dict[Lane, Track]:
    lanes: dict[Lane, Track] = {}
    counts: dict[str, int] = {}
    for track in draft.tracks:
        label = track.kind.label
        counts[label] = counts.get(label, 0) + 1
        lanes[label, counts[label]] = track
    return lanes


def _placed(lanes: Mapping[Lane, Track], same: set[Lane]) -> list[_Placed]:
    """Return the segments of all tracks that are not the same in both drafts."""
    return [
        _Placed(lane, index, segment)
        for lane, track in lanes.items()
        if lane not in same
        for index, segment in enumerate(track.segments)
    ]


def _about(
    kind: ChangeKind, segment: Segment, known_as: Segment | None = None, **facts: Any
) -> Change:
    named = known_as or segment
    return Change(kind, segment.pointer, segment.what, named.text or named.name, **facts)


def _range(segment: Segment) -> tuple[int, int]:
    return segment.start_ms, segment.end_ms


def _differing_beside(key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Leaves:
    """Return where two objects differ, but for what they hold under `key`."""
    was, now = ({name: raw[name] for name in raw if name != key} for raw in (old, new))
    return dict(_differing(was, now))
