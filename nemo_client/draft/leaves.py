"""Where two values differ, and what of it a fact or another change already tells.

A comparison is a table of the places that differ; whatever tells of one takes it out, and what is
left is told by pointer. So nothing is told twice and nothing is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from nemo_client.draft import keys
from nemo_client.draft.change import Change, ChangeKind
from nemo_client.draft.codec import VOLATILE, settled
from nemo_client.draft.keys import Reading
from nemo_client.draft.model import Draft
from nemo_client.draft.pointers import pointed
from nemo_client.draft.segment import Segment

Keys = tuple[str | int, ...]
Sides = tuple[Any, Any]
Leaves = dict[Keys, Sides]
"""The values that differ, old and new, by where they stand."""

_ABSENT = object()


def remaining(
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
    yield from others(about, left)


def others(about: Callable[..., Change], left: Leaves) -> Iterator[Change]:
    """Yield what is left, by pointer."""
    for path, sides in left.items():
        before, after = (None if side is _ABSENT else side for side in sides)
        yield about(kind=ChangeKind.OTHER, field=pointed("", *path), before=before, after=after)


def explain(left: Leaves, old: Draft | Segment, new: Draft | Segment, *facts: str) -> None:
    """Take out what a change already told about these facts."""
    for fact in facts:
        _drop(left, old.read(fact), new.read(fact))


def explain_times(left: Leaves, old: Segment, new: Segment) -> None:
    """Take out what another place in time explains."""
    if len(left) == 1 and next(iter(left)) in keys.START.paths:
        left.clear()  # the usual case, and there are many of them
        return
    left.pop(keys.SPANS, None)
    _drop(left, old.start, new.start)
    if left:
        _drop(left, old.duration, new.duration)


def explain_stretch(left: Leaves, old: Segment, new: Segment) -> None:
    """Take out what a trim does: it is one act, whatever becomes of the ends in the source."""
    explain(left, old, new, "source_in_ms", "source_out_ms")
    explain_times(left, old, new)


def _drop(left: Leaves, *readings: Reading[Any] | None) -> None:
    for reading in readings:
        if reading:
            left.pop(reading.path, None)


def _compare(old: Any, new: Any, path: Keys, left: Leaves) -> None:
    """Note where two values differ, as deep as their shapes agree; volatile keys never do."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, was in old.items():
            now = new.get(key, _ABSENT)
            if was is not now and was != now and key not in VOLATILE:
                _compare(was, now, (*path, key), left)
        for key in new if new.keys() != old.keys() else ():
            if key not in old and key not in VOLATILE:
                _compare(_ABSENT, new[key], (*path, key), left)
    elif old is _ABSENT and isinstance(new, dict) and new:
        _compare({}, new, path, left)
    elif new is _ABSENT and isinstance(old, dict) and old:
        _compare(old, {}, path, left)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (was, now) in enumerate(zip(old, new, strict=True)):
            if was is not now and was != now:
                _compare(was, now, (*path, index), left)
    elif (type(old) is int and type(new) is int) or settled(old) != settled(new):
        left[path] = old, new


def differing_beside(key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Leaves:
    """Return where two objects differ, but for what they hold under `key`."""
    was, now = ({name: raw[name] for name in raw if name != key} for raw in (old, new))
    return differing(was, now)


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Leaves:
    """Return where two objects differ."""
    left: Leaves = {}
    _compare(old, new, (), left)
    return left
