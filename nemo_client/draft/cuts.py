"""Cuts and splits: a track whose segments are all parts of what they were, laid end to end again.

What was taken out is worked out from the stretches of the sources that are still shown, so that
a cut through three clips is one cut. Whatever does not fit this exactly is no cut, and is told
segment by segment by `diff`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from nemo_client.draft.keys import Number
from nemo_client.draft.pairing import Row, is_laid_out
from nemo_client.draft.segment import Segment

MOST_PIECES = 2000
"""More than this in one change is told segment by segment."""
ROUNDING_MS = 2

Stretch = tuple[int, int]


class _Piece(NamedTuple):
    """What a segment shows: a stretch of a source at a speed."""

    source: str
    speed: Number
    start: Number
    end: Number


@dataclass(frozen=True, slots=True)
class Cut:
    """What a cut did: stretches of the old timeline taken out, places where clips were split."""

    removed: tuple[tuple[Stretch, Segment | None], ...] = ()
    """Each with the one segment it was taken out of, None where there were several."""
    splits: tuple[tuple[int, Segment], ...] = ()
    owner: dict[int, Segment] = field(default_factory=dict)
    """The old segment of each new one that was cut, by its number in the row."""
    gone: frozenset[int] = frozenset()
    """Old segments, by `id()`, that a removed stretch covers among others."""


NO_CUT = Cut()


def cut_of(row: Row) -> Cut:
    """Return what was cut on a track; NO_CUT where something else happened."""
    is_whole = len(row.old) == len(row.new) == len(row.ranks)
    if is_whole and not any(_is_shortened(row, j) for j in row.ranks):
        return NO_CUT
    head, old_end, new_end = _window(row)
    old, new = row.old[head:old_end], row.new[head:new_end]
    if not 0 < len(old) <= MOST_PIECES or not 0 < len(new) <= MOST_PIECES:
        return NO_CUT
    if not (is_laid_out(old) and is_laid_out(new)) or _gap(row.old, head) != _gap(row.new, head):
        return NO_CUT
    owners = _owners(row, head, old, new)
    return _told(row, head, old, new, owners) if owners is not None else NO_CUT


def _is_shortened(row: Row, j: int) -> bool:
    was, now = row.partner[j], row.new[j]
    return now.exact_duration_ms < was.exact_duration_ms


def _window(row: Row) -> tuple[int, int, int]:
    """Return where the tracks begin to differ in what they show, and where that ends in each."""
    head = 0
    old_end, new_end = len(row.old), len(row.new)
    while head < min(old_end, new_end) and _is_kept(row, head, head):
        head += 1
    while min(old_end, new_end) > head and _is_kept(row, old_end - 1, new_end - 1):
        old_end, new_end = old_end - 1, new_end - 1
    return head, old_end, new_end


def _is_kept(row: Row, i: int, j: int) -> bool:
    was, now = row.old[i], row.new[j]
    return row.ranks.get(j) == i and was.exact_duration_ms == now.exact_duration_ms


def _gap(segments: Sequence[Segment], number: int) -> Number:
    """Return the time between a segment and the one before it."""
    before = segments[number - 1] if number else None
    end = before.exact_start_ms + before.exact_duration_ms if before else 0
    return segments[number].exact_start_ms - end


def _owners(
    row: Row, head: int, old: Sequence[Segment], new: Sequence[Segment]
) -> list[tuple[int, _Piece]] | None:
    """Return for each new segment the old one it is a part of, and which part."""
    wholes = [_piece(item) for item in old]
    found: list[tuple[int, _Piece]] = []
    at, shown = 0, None
    for n, item in enumerate(new):
        piece = _piece(item)
        rank = row.ranks.get(head + n)
        if piece is None or (rank is None and head + n in row.partner):
            return None
        at_most = len(old) if rank is None else rank - head + 1
        first = at if rank is None else max(at, rank - head)
        for i in range(first, at_most):
            after = shown if i == at else None
            if (whole := wholes[i]) is not None and _is_part(piece, whole, after):
                at, shown = i, piece.end
                break
        else:
            return None
        found.append((at, piece))
    return found


def _piece(segment: Segment) -> _Piece | None:
    start, end = segment.read("source_in_ms"), segment.read("source_out_ms")
    source = segment.source.partition("?")[0]
    if start is None or end is None or not source:
        return None
    speed = segment.read("speed")
    return _Piece(source, (speed.value if speed else 1) or 1, start.value, end.value)


def _is_part(piece: _Piece, whole: _Piece, after: Number | None) -> bool:
    start = whole.start if after is None else after
    same = (piece.source, piece.speed) == (whole.source, whole.speed)
    return same and start - ROUNDING_MS <= piece.start < piece.end <= whole.end + ROUNDING_MS


def _told(
    row: Row,
    head: int,
    old: Sequence[Segment],
    new: Sequence[Segment],
    owners: Sequence[tuple[int, _Piece]],
) -> Cut:
    shown: list[list[Stretch]] = [[] for _ in old]
    for i, piece in owners:
        shown[i].append(_on_timeline(old[i], piece))
    splits = tuple(
        (there, item)
        for item, parts in zip(old, shown, strict=True)
        for (_, here), (there, _) in pairwise(parts)
        if there - here <= ROUNDING_MS
    )
    removed: list[tuple[Stretch, Segment | None]] = []
    gone: set[int] = set()
    for stretch, numbers in _joined(_missing(old, shown)):
        wholes = [i for i in numbers if not shown[i]]
        if len(wholes) == len(numbers):
            continue  # segments that are gone altogether are told as that
        gone |= {id(old[i]) for i in wholes}
        removed.append((stretch, old[numbers[0]] if len(numbers) == 1 else None))
    if not removed and not splits:
        return NO_CUT
    owner = {head + n: old[i] for n, (i, _) in enumerate(owners)}
    return Cut(tuple(removed), splits, owner, frozenset(gone))


def _on_timeline(segment: Segment, piece: _Piece) -> Stretch:
    whole = _piece(segment)
    assert whole is not None
    start = segment.exact_start_ms
    ends = (start + (at - whole.start) / whole.speed for at in (piece.start, piece.end))
    first, last = map(round, ends)
    return first, last


def _missing(
    old: Sequence[Segment], shown: Sequence[Sequence[Stretch]]
) -> Iterator[tuple[Stretch, int]]:
    """Yield the stretches of the old timeline that are not shown any more, and whose they were."""
    for i, (segment, parts) in enumerate(zip(old, shown, strict=True)):
        ends = [segment.start_ms, *(at for part in parts for at in part), segment.end_ms]
        for low, high in zip(ends[::2], ends[1::2], strict=True):
            if high - low > (ROUNDING_MS if parts else 0):
                yield (low, high), i


def _joined(missing: Iterator[tuple[Stretch, int]]) -> Iterator[tuple[Stretch, list[int]]]:
    """Join stretches that touch."""
    joined: list[tuple[Stretch, list[int]]] = []
    for (low, high), number in missing:
        if joined and low - joined[-1][0][1] <= ROUNDING_MS:
            (first, _), numbers = joined.pop()
            joined.append(((first, high), [*numbers, number]))
        else:
            joined.append(((low, high), [number]))
    return iter(joined)
