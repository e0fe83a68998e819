"""The segments of a row that stayed: each compared with what it was.

Starts, lengths and fades that only follow another edit are no changes of their own: the rest of a
row after a cut, music that lasts as long as the video, a clip that plays twice as fast.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple

from nemo_client.draft import keys
from nemo_client.draft.change import Change, ChangeKind
from nemo_client.draft.cuts import Cut
from nemo_client.draft.leaves import (
    Leaves,
    differing,
    explain,
    explain_stretch,
    explain_times,
    remaining,
)
from nemo_client.draft.moving import Order, gaps
from nemo_client.draft.pairing import Row
from nemo_client.draft.segment import Segment

_FADES = ("fade_in_ms", "fade_out_ms")


class Lengths(NamedTuple):
    """How long the video was and is, and whether an edit of its clips made that so."""

    old: int
    new: int
    is_edited: bool = False


def about(
    kind: ChangeKind, segment: Segment, known_as: Segment | None = None, **facts: Any
) -> Change:
    """Return a change of a segment, under the name it is known by."""
    return Change(kind, segment.pointer, segment.what, name_of(known_as or segment), **facts)


def name_of(segment: Segment) -> str:
    """Return its words, else its name."""
    return segment.text or segment.name


def range_of(segment: Segment) -> tuple[int, int]:
    """Return where it starts and ends."""
    return segment.start_ms, segment.end_ms


def changes_of(row: Row, cut: Cut, order: Order, lengths: Lengths) -> list[Change]:
    """Return what is new about the segments that stayed, beside what was cut and put elsewhere."""
    return _Stayed(row, cut, order, lengths).changes()


@dataclass(slots=True)
class _Stayed:
    """A row while its segments are compared one by one."""

    row: Row
    cut: Cut
    order: Order
    lengths: Lengths
    found: list[Change] = field(default_factory=list)
    leader: int = -1
    """The number of the last change that others may follow: a segment that moved by itself."""
    followers: dict[int, int] = field(default_factory=dict)
    """How many went along with each leader."""

    def changes(self) -> list[Change]:
        row, owner = self.row, self.cut.owner
        was_gaps, now_gaps = gaps(row.old), gaps(row.new)
        is_faded_alike, has_other_ends = self._is_faded_alike(), self._has_other_ends()
        for j, now in enumerate(row.new):
            was = owner.get(j) or row.partner.get(j)
            rank = row.ranks.get(j)
            if was is None or (rank is not None and _is_same(was, now)):
                self.leader = -1
                continue
            stayed = rank is not None and j not in self.order.movers
            follows = stayed and was_gaps[rank or 0] == now_gaps[j]
            left = differing(was.raw, now.raw)
            self._place(j, was, left, follows)
            if left and is_faded_alike and (has_other_ends or j in owner):
                explain(left, was, now, *_FADES)
            if left and j in owner and j not in row.partner:
                left.pop(keys.ID.paths[0], None)  # a new piece needs a new id
            if left:
                self._tell(left, was, now)
        for number, count in self.followers.items():
            self.found[number] = replace(self.found[number], count=1 + count)
        return self.found

    def _tell(self, left: Leaves, old: Segment, new: Segment) -> None:
        told = partial(about, segment=new, known_as=old)
        self.found += remaining(told, left, old, new, keys.SEGMENT)

    def _place(self, j: int, old: Segment, left: Leaves, follows: bool) -> None:
        """Tell of another place in time, and take it out of `left`."""
        new, is_cut = self.row.new[j], j in self.cut.owner
        if not (is_cut or j in self.row.ranks):
            tracks = {"before": old.kind.label, "after": new.kind.label}
            self._add(about(ChangeKind.MOVED, new, old, field="track", **tracks))
        if is_cut:
            explain_stretch(left, old, new)
        elif old.duration_ms != new.duration_ms:
            if not (self._stretches(old, new) or _is_paced(old, new)):
                sides = {"before": range_of(old), "after": range_of(new)}
                self._add(about(ChangeKind.RETIMED, new, old, **sides))
            explain_stretch(left, old, new)
        elif old.start_ms != new.start_ms:
            if self.order.change is None:
                self._shift(old, new, follows)
            explain_times(left, old, new)

    def _add(self, change: Change) -> None:
        self.found.append(change)
        self.leader = -1

    def _shift(self, old: Segment, new: Segment, follows: bool) -> None:
        """Tell of a segment that moved, or count it among those that went with another."""
        if not follows:
            self._add(about(ChangeKind.MOVED, new, old, before=range_of(old), after=range_of(new)))
            self.leader = len(self.found) - 1
        elif self.leader >= 0:
            leader = self.found[self.leader]
            if leader.after[0] - leader.before[0] == new.start_ms - old.start_ms:
                self.followers[self.leader] = self.followers.get(self.leader, 0) + 1

    def _stretches(self, old: Segment, new: Segment) -> bool:
        """Whether it ends with the video, and so goes with its length."""
        length = self.lengths
        ended = old.end_ms == length.old or old.end_ms > length.new
        starts = old.start_ms == new.start_ms
        return length.is_edited and starts and ended and new.end_ms == length.new

    def _is_faded_alike(self) -> bool:
        """Whether the video fades in and out as it did, whatever its first and last clips are."""
        old, new = self.row.old, self.row.new
        if self.row.lane[0] != "video" or not old or not new:
            return False
        ends = ((0, "fade_in_ms"), (-1, "fade_out_ms"))
        return all(_fact(old[n], name) == _fact(new[n], name) for n, name in ends)

    def _has_other_ends(self) -> bool:
        ranks, last = self.row.ranks, len(self.row.new) - 1
        return (ranks.get(0), ranks.get(last)) != (0, len(self.row.old) - 1)


def _fact(item: Segment, name: str) -> Any:
    got = item.read(name)
    return got.value if got else 0


def _is_paced(old: Segment, new: Segment) -> bool:
    """Whether it is longer or shorter because it plays slower or faster."""
    was, now = old.read("speed"), new.read("speed")
    before, after = (was.value if was else 1), (now.value if now else 1)
    worth = old.exact_duration_ms * before - new.exact_duration_ms * after
    return bool(before != after and abs(worth) <= before + after)


def _is_same(old: Segment, new: Segment) -> bool:
    return (
        old.exact_start_ms == new.exact_start_ms
        and old.exact_duration_ms == new.exact_duration_ms
        and old.raw == new.raw
    )
