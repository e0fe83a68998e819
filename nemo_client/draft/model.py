"""What a timeline is: Draft, Track and Segment, views over the raw value as it was received.

Nothing is rebuilt, so unknown keys, key order and number types survive, and no content makes a
view raise. Readings carry their provenance; plain properties serve simple use. Collections are
read anew on each access: hold on to the tuple. How things are spelled is known to `keys` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nemo_client.draft import keys
from nemo_client.draft.issues import Issue, found_in
from nemo_client.draft.keys import (
    Number,
    Provenance,
    Reading,
    TrackKind,
    file_name,
    find,
    members,
    pointed,
    value_of,
)


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """One piece on a track; its place in time is worked out by the track."""

    raw: dict[str, Any] = field(repr=False)
    pointer: str
    kind: TrackKind
    exact_start_ms: Number
    exact_duration_ms: Number

    @property
    def start(self) -> Reading[Number]:
        """Where it starts in milliseconds, unrounded; inferred where it follows another."""
        return find(self.raw, keys.START) or Reading(self.exact_start_ms, Provenance.INFERRED)

    @property
    def duration(self) -> Reading[Number]:
        """How long it is in milliseconds, unrounded; 0 where nothing says so."""
        return _duration(self.raw, self.exact_start_ms)

    @property
    def start_ms(self) -> int:
        return round(self.exact_start_ms)

    @property
    def end_ms(self) -> int:
        return round(self.exact_start_ms + self.exact_duration_ms)

    @property
    def duration_ms(self) -> int:
        return round(self.exact_duration_ms)

    @property
    def id(self) -> str | None:
        got: str | None = value_of(self.raw, keys.ID)
        return got

    @property
    def meta(self) -> dict[str, Any]:
        return keys.meta(self.raw)

    @property
    def what(self) -> str:
        """The kind of thing in one word: its track's label, or `subtitle` by its role."""
        if self.kind == TrackKind.TEXT:
            role = value_of(self.raw, keys.ROLE, "")
            return "subtitle" if role.lower() in ("subtitle", "caption") else "text"
        return self.kind.label

    @property
    def text(self) -> str:
        got = self.read("text")
        return got.value if got else ""

    @property
    def name(self) -> str:
        """Its name or title, else the file name of its source, else nothing."""
        return str(value_of(self.raw, keys.SEGMENT["name"], "")) or file_name(self.source)

    @property
    def source(self) -> str:
        return str(value_of(self.raw, keys.SEGMENT["source"], ""))

    @property
    def volume(self) -> Reading[Number | None]:
        """Loudness in per cent; inferred where 0..1 and 0..100 cannot be told apart for sure."""
        got = self.read("volume_percent")
        if got is None:
            return Reading(None, Provenance.MISSING)
        # 1 may be all or one per cent, and 1.5 a boost: only the rest is beyond doubt.
        doubtful = got.value == 100 or 1 < got.value <= 4
        return Reading(got.value, Provenance.INFERRED if doubtful else got.provenance, got.path)

    @property
    def volume_percent(self) -> Number | None:
        return self.volume.value

    def read(self, fact: str) -> Reading[Any] | None:
        """Return one of the facts of `keys.SEGMENT` with its place, or None where it is absent."""
        got = find(self.raw, keys.SEGMENT[fact])
        if got is None and fact == "text" and self.kind == TrackKind.TEXT:
            return find(self.raw, keys.SEGMENT["name"])  # a title may keep its words as its title
        return got


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
        return tuple(self._laid())

    @property
    def opaque(self) -> tuple[Any, ...]:
        """Members that are no objects: kept and counted, not understood."""
        every = members(self.raw.get(keys.SEGMENTS))
        return tuple(item for _, item in every if not isinstance(item, dict))

    def _laid(self) -> Iterator[Segment]:
        kind, below = self.kind, pointed(self.pointer, keys.SEGMENTS)
        cursor: Number = 0
        for key, item in members(self.raw.get(keys.SEGMENTS)):
            if isinstance(item, dict):
                starts = value_of(item, keys.START, cursor)
                lasts = value_of(item, keys.DURATION)
                if lasts is None:
                    lasts = _duration(item, starts).value
                yield Segment(item, pointed(below, key), kind, starts, lasts)
                cursor = starts + lasts


def _duration(raw: Mapping[str, Any], start: Number) -> Reading[Number]:
    """Return the duration as it stands, else as the end implies, else a missing one of 0."""
    if said := find(raw, keys.DURATION):
        return said
    end = find(raw, keys.END)
    if end is None or end.value < start:
        return Reading(0, Provenance.MISSING)
    return Reading(end.value - start, Provenance.INFERRED, end.path)


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
