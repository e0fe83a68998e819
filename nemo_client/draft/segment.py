"""One piece of a timeline: a view over its raw value, with its place as the track laid it.

Readings carry their provenance; plain properties serve simple use. Nothing is rebuilt and no
content makes a view raise. How things are spelled is known to `keys` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nemo_client.draft import keys
from nemo_client.draft.keys import (
    Number,
    Provenance,
    Reading,
    TrackKind,
    file_name,
    find,
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
        return duration_of(self.raw, self.exact_start_ms)

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
        return keys.id_of(self.raw)

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
        # 1 may be all or one per cent, 1.5 a boost and 2 nearly nothing: the rest is beyond doubt.
        doubtful = got.value >= 100 or 1 < got.value <= keys.LOUDEST
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


def duration_of(raw: Mapping[str, Any], start: Number) -> Reading[Number]:
    """Return the duration as it stands, else as the end implies, else a missing one of 0."""
    if said := find(raw, keys.DURATION):
        return said
    end = find(raw, keys.END)
    if end is None or end.value < start:
        return Reading(0, Provenance.MISSING)
    return Reading(end.value - start, Provenance.INFERRED, end.path)
