"""What a timeline is: Draft and Track, views over the raw value as it was received.

Nothing is rebuilt, so unknown keys, key order and number types survive, and no content makes a
view raise. Readings carry their provenance; plain properties serve simple use. Collections are
read anew on each access: hold on to the tuple. How things are spelled is known to `keys` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nemo_client.draft import keys
from nemo_client.draft.issues import Issue, found_in
from nemo_client.draft.keys import (
    Number,
    Provenance,
    Reading,
    TrackKind,
    find,
    members,
    time_of,
    value_of,
)
from nemo_client.draft.pointers import keys_of, pointed, reached
from nemo_client.draft.segment import Segment, duration_of
from nemo_client.draft.times import Stretch, filled, gaps, overlaps, shown_at

Place = tuple[Number, Number, int | str, dict[str, Any]]
"""Start and duration in milliseconds, the key among its siblings, and the raw segment."""


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One row of the timeline."""

    raw: dict[str, Any] = field(repr=False)
    pointer: str

    @property
    def kind(self) -> TrackKind:
        return TrackKind.of(self.raw.get(keys.KIND))

    @property
    def name(self) -> str:
        return str(value_of(self.raw, keys.SEGMENT["name"], ""))

    @property
    def meta(self) -> dict[str, Any]:
        return keys.meta(self.raw)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Its segments; one without a start is laid after the one before it."""
        return tuple(self.laid())

    @property
    def opaque(self) -> tuple[Any, ...]:
        """Members that are no objects: kept and counted, not understood."""
        every = members(self.raw.get(keys.SEGMENTS))
        return tuple(item for _, item in every if not isinstance(item, dict))

    @property
    def end_ms(self) -> int:
        """Where its last segment ends."""
        return max((segment.end_ms for segment in self.laid()), default=0)

    @property
    def filled_ms(self) -> int:
        """How long there is anything on it, overlaps counted once."""
        return sum(stretch.duration_ms for stretch in filled(self.laid()))

    def gaps(self) -> tuple[Stretch, ...]:
        """Return the stretches without anything, up to where its last segment begins."""
        return gaps(self.laid())

    def overlaps(self) -> tuple[tuple[Segment, Segment], ...]:
        """Return each segment that begins before another has ended, after that other."""
        return overlaps(self.laid())

    def places(self) -> Iterator[Place]:
        """Yield where its segments lie: what a picture of very many needs first."""
        cursor: Number = 0
        for key, item in members(self.raw.get(keys.SEGMENTS)):
            if isinstance(item, dict):
                starts = time_of(item, keys.START, cursor)
                lasts = time_of(item, keys.DURATION)
                if lasts is None:
                    lasts = duration_of(item, starts).value
                yield starts, lasts, key, item
                cursor = starts + lasts

    def segment(self, place: Place) -> Segment:
        """Return the segment at one of its places."""
        starts, lasts, key, item = place
        at = pointed(self.pointer, keys.SEGMENTS, key)
        return Segment(item, at, self.kind, starts, lasts)

    def laid(self) -> Iterator[Segment]:
        """Yield its segments."""
        kind, below = self.kind, pointed(self.pointer, keys.SEGMENTS)
        for starts, lasts, key, item in self.places():
            at = f"{below}/{key}" if type(key) is int else pointed(below, key)
            yield Segment(item, at, kind, starts, lasts)


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A whole timeline: the parsed value, and the exact text it came in where that is known."""

    raw: Any = field(repr=False)
    text: str | None = field(default=None, repr=False)

    @property
    def is_markup(self) -> bool:
        """Whether this is the newer XML-like draft, which is recognised and not decoded."""
        return isinstance(self.raw, str) and self.raw.lstrip().startswith("<draft")

    @property
    def is_decoded(self) -> bool:
        return isinstance(self.raw, dict)

    @property
    def is_exportable(self) -> bool:
        """Whether some track holds a segment; for markup, whether it holds a clip."""
        if self.is_markup:
            return "<clip" in self.raw
        return any(True for track in self.tracks for _ in members(track.raw.get(keys.SEGMENTS)))

    @property
    def tracks(self) -> tuple[Track, ...]:
        every = members(self._top.get(keys.TRACKS))
        below = pointed("", keys.TRACKS)
        return tuple(Track(raw, pointed(below, key)) for key, raw in every if isinstance(raw, dict))

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments of all tracks, track by track."""
        return tuple(segment for track in self.tracks for segment in track.laid())

    def visible_at(self, at_ms: float) -> tuple[Segment, ...]:
        """Return what is seen or heard at a moment, track by track."""
        return tuple(s for track in self.tracks for s in shown_at(track.laid(), at_ms))

    def at(self, pointer: str) -> Any:
        """Return the Track or Segment that a JSON pointer names, else the raw value there.

        Raises KeyError where there is nothing, ValueError where it is no pointer.
        """
        steps = keys_of(pointer)
        value = reached(self.raw, steps)
        place, count = pointed("", *steps), len(steps)
        views: Iterable[Track | Segment] = ()
        if count in (2, 4) and steps[::2] == (keys.TRACKS, keys.SEGMENTS)[: count // 2]:
            views = self.tracks if count == 2 else self.segments
        return next((view for view in views if view.pointer == place), value)

    @property
    def duration(self) -> Reading[Number]:
        """Its length in milliseconds, else where its last segment ends."""
        got = self.read("duration_ms")
        if got:
            return got
        ends = [s.exact_start_ms + s.exact_duration_ms for t in self.tracks for s in t.segments]
        return Reading(max(ends, default=0), Provenance.INFERRED if ends else Provenance.MISSING)

    @property
    def duration_ms(self) -> int:
        return round(self.duration.value)

    @property
    def canvas(self) -> tuple[int, int] | None:
        """Width and height in pixels, where both are given."""
        width, height = self.read("width"), self.read("height")
        return (round(width.value), round(height.value)) if width and height else None

    @property
    def title(self) -> str:
        return str(value_of(self._top, keys.DRAFT["title"], ""))

    @property
    def meta(self) -> dict[str, Any]:
        return keys.meta(self._top)

    def read(self, fact: str) -> Reading[Any] | None:
        """Return one of the facts of `keys.DRAFT` with its place, or None where it is absent."""
        return find(self._top, keys.DRAFT[fact])

    def issues(self) -> tuple[Issue, ...]:
        """Return what could not be read or had to be guessed, by JSON pointer."""
        return tuple(found_in(self))

    @property
    def _top(self) -> dict[str, Any]:
        return self.raw if isinstance(self.raw, dict) else {}
