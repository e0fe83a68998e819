"""What an edit did: two drafts compared, each difference a value.

Strategy: segments are paired by `pairing`; cuts and moves are recognised as what they are, and
what merely made room for another change is left out. Whatever else differs in a pair is told by
fact, then by pointer, so two drafts have no changes exactly when their fingerprints agree. Linear
in the size of the drafts; `patch` is the exact difference beside these words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from nemo_client.draft import keys
from nemo_client.draft.change import Change, ChangeKind
from nemo_client.draft.codec import fingerprint, settled
from nemo_client.draft.cuts import cut_of
from nemo_client.draft.leaves import differing_beside, explain, others, remaining
from nemo_client.draft.model import Draft, Track
from nemo_client.draft.moving import order_of
from nemo_client.draft.pairing import Lane, Row, lanes_of, overlaps, rows
from nemo_client.draft.segment import Segment
from nemo_client.draft.staying import Lengths, about, changes_of, name_of, range_of


def changes(before: Draft | None, after: Draft | None) -> tuple[Change, ...]:
    """Return every difference; an absent draft counts as an empty one."""
    old, new = (draft if draft and draft.raw else Draft({}) for draft in (before, after))
    if old.raw == new.raw:
        return ()
    found: list[Change] = []
    if old.is_decoded and new.is_decoded:
        lengths = Lengths(old.duration_ms, new.duration_ms)
        found = [*_of_tracks(*lanes_of(old, new), lengths)]
        if old.raw or not found:  # of a first timeline only what is on it is news
            found += _of_whole(old, new)
    if not found and fingerprint(old.raw) != fingerprint(new.raw):
        found = [Change(ChangeKind.OTHER)]
    return tuple(found)


def _of_whole(old: Draft, new: Draft) -> Iterator[Change]:
    left = differing_beside(keys.TRACKS, old.raw, new.raw)
    if old.duration_ms != new.duration_ms:
        yield Change(ChangeKind.DURATION, before=old.duration_ms, after=new.duration_ms)
        explain(left, old, new, "duration_ms")
    if old.canvas != new.canvas:
        yield Change(ChangeKind.CANVAS, before=old.canvas, after=new.canvas)
        explain(left, old, new, "width", "height")
    yield from remaining(Change, left, old, new, keys.DRAFT)


def _of_tracks(
    old: Mapping[Lane, Track], new: Mapping[Lane, Track], lengths: Lengths
) -> Iterator[Change]:
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
    found, gone = rows(old, new)
    staying = {row.lane for row in found}
    for lane in [lane for lane in gone if lane not in staying]:
        yield from map(_removed, gone[lane])
        lengths = lengths._replace(is_edited=lengths.is_edited or lane[0] == "video")
    for row in found:
        told = [*_of_row(row, gone.get(row.lane, ()), lengths)]
        is_edit = row.lane[0] == "video" and any(c.kind in _RESIZING for c in told)
        lengths = lengths._replace(is_edited=lengths.is_edited or is_edit)
        yield from told


_RESIZING = frozenset(ChangeKind) - {ChangeKind.OTHER}
"""What on the video may have made it longer or shorter."""


def _of_track(old: Track, new: Track) -> Iterator[Change]:
    left = differing_beside(keys.SEGMENTS, old.raw, new.raw)
    if settled(list(old.opaque)) != settled(list(new.opaque)):
        left[(keys.SEGMENTS,)] = old.opaque, new.opaque
    yield from others(partial(Change, pointer=new.pointer, what=new.kind.label), left)


def _of_row(row: Row, gone: Sequence[Segment], lengths: Lengths) -> Iterator[Change]:
    """Yield what happened on one track: what went and came, then each segment that stayed."""
    cut = cut_of(row)
    for (low, high), item in cut.removed:
        name = name_of(item) if item else ""
        at = row.new[min(cut.owner)]
        yield Change(ChangeKind.CUT, at.pointer, at.what, name, before=(low, high))
    for at_ms, item in cut.splits:
        yield about(ChangeKind.SPLIT, item, before=range_of(item), after=at_ms)
    gone = [item for item in gone if id(item) not in cut.gone]
    came = [row.new[j] for j in row.came if j not in cut.owner]
    yield from _gone_and_come(gone, came)
    order = order_of(row)
    if order.change:
        yield order.change
    yield from changes_of(row, cut, order, lengths)


def _gone_and_come(gone: Sequence[Segment], came: Sequence[Segment]) -> Iterator[Change]:
    if len(came) == 1 and gone and all(overlaps(g, came[0]) for g in gone):
        now = came[0]
        names = ", ".join(name_of(item) for item in gone)
        yield about(ChangeKind.REPLACED, now, before=names, after=name_of(now), count=len(gone))
        return
    yield from map(_removed, gone)
    for item in came:
        yield about(ChangeKind.ADDED, item, after=range_of(item))


def _removed(item: Segment) -> Change:
    return about(ChangeKind.REMOVED, item, before=range_of(item))
