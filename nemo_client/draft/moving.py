"""What moved and what only followed: the order of a row, and the starts that come of other edits.

On a row that is laid end to end the order says where everything is, so one segment put elsewhere
is one change however many make room for it. On any other row a segment follows when the time
between it and the one before it has not changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from nemo_client.draft.change import Change, ChangeKind
from nemo_client.draft.keys import Number
from nemo_client.draft.matching import rising
from nemo_client.draft.pairing import Row
from nemo_client.draft.segment import Segment

MOST_NUMBERS = 12
"""A longer order is not spelled out."""


def gaps(segments: Sequence[Segment]) -> list[Number]:
    """Return the time before each segment, since the end of the one before it."""
    found: list[Number] = []
    end: Number = 0
    for segment in segments:
        found.append(segment.exact_start_ms - end)
        end = segment.exact_start_ms + segment.exact_duration_ms
    return found


@dataclass(frozen=True, slots=True)
class Order:
    """What became of the order of a row."""

    movers: frozenset[int] = frozenset()
    """The new segments that are not where they were among the others."""
    change: Change | None = None
    """The one change that all starts of the row follow from."""


def order_of(row: Row) -> Order:
    """Return which segments of a row changed places; one change where the order is the place."""
    numbers = sorted(row.ranks)
    ranks = [row.ranks[j] for j in numbers]
    if all(a < b for a, b in pairwise(ranks)):
        return Order()
    staying = {numbers[n] for n in rising(ranks)}
    movers = [j for j in numbers if j not in staying]
    is_seen = any(row.partner[j].start_ms != row.new[j].start_ms for j in movers)
    change = _told(row, numbers, ranks, movers) if is_seen and row.is_laid_out else None
    return Order(frozenset(numbers[n] for n in _crossing(ranks)), change)


def _crossing(ranks: Sequence[int]) -> Iterator[int]:
    """Yield the places of the numbers that a greater one precedes or a smaller one follows."""
    highest = [*accumulate(ranks, max)]
    lowest = [*accumulate(reversed(ranks), min)][::-1]
    return (n for n, rank in enumerate(ranks) if highest[n] > rank or lowest[n] < rank)


def _told(row: Row, numbers: Sequence[int], ranks: Sequence[int], movers: Sequence[int]) -> Change:
    if len(movers) == 1:
        return _moved(row, movers[0])
    settled = sorted(ranks)
    swapped = [n for n in range(len(ranks)) if ranks[n] != settled[n]]
    if len(swapped) == 2:
        first, second = (row.partner[numbers[n]] for n in reversed(swapped))
        about = row.new[numbers[swapped[1]]]
        return Change(
            *(ChangeKind.SWAPPED, about.pointer, about.what, first.text or first.name),
            beside=second.text or second.name,
        )
    about = row.new[0]
    shown = [", ".join(str(rank + 1) for rank in side) for side in (settled, ranks)]
    before, after = shown if len(ranks) <= MOST_NUMBERS else (None, None)
    return Change(
        *(ChangeKind.REORDERED, about.pointer, about.what),
        before=before,
        after=after,
        count=len(ranks),
    )


def _moved(row: Row, j: int) -> Change:
    was, now = row.partner[j], row.new[j]
    follower = row.new[j + 1] if j + 1 < len(row.new) else None
    return Change(
        *(ChangeKind.MOVED, now.pointer, now.what, was.text or was.name, "order"),
        before=(was.start_ms, was.end_ms),
        after=(now.start_ms, now.end_ms),
        beside=(follower.text or follower.name) if follower else None,
    )
