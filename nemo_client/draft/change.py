"""One change of a timeline: what happened to what, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ChangeKind(StrEnum):
    """What happened; the values are what JSON output shows."""

    TRACK_ADDED = "track_added"
    TRACK_REMOVED = "track_removed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RETIMED = "retimed"
    CUT = "cut"
    SPLIT = "split"
    SWAPPED = "swapped"
    REORDERED = "reordered"
    REPLACED = "replaced"
    CHANGED = "changed"
    CANVAS = "canvas"
    DURATION = "duration"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `pointer` leads into the new draft, for what was removed into the old one.

    `before` and `after` are (start_ms, end_ms) for segments added, removed, moved and retimed,
    kinds of track for one moved to another, (width, height) for the canvas, milliseconds for the
    duration, the number of segments for tracks, names for one replaced, numbers for another order,
    and values as read for a changed `field`. A cut tells in `before` which stretch of the old
    timeline is gone, a split in `after` at which time of it. For `other` the field is a pointer
    below `pointer` and the values are as received.
    """

    kind: ChangeKind
    pointer: str = ""
    what: str = ""
    name: str = ""
    field: str = ""
    before: Any = None
    after: Any = None
    beside: str | None = None
    """The segment that it was put before, None at the end; the one it was swapped with."""
    count: int = 1
    """How many segments it is about, where those that went along are not told of one by one."""
