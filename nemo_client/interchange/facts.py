"""What a draft says, fact by fact: the measure of what a file of another format leaves out.

Every value of a draft is one fact at one place: one with a name (a start, a text, a volume), or an
`other`. What says nothing is no fact: null, the empty, and values that stand for the usual (full
volume, single speed, no fade). Metadata kept as JSON text is looked into and keeps its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from nemo_client.draft import Draft, Segment, Track, keys
from nemo_client.draft.keys import Path, Reading, find, members
from nemo_client.draft.pointers import pointed
from nemo_client.interchange.rates import micro

NEUTRAL: Mapping[str, object] = {
    "volume_percent": 100,
    "speed": 1,
    "fade_in_ms": 0,
    "fade_out_ms": 0,
    "source_in_ms": 0,
}
"""Values that say no more than their absence."""
_NESTED = ("m", "tr", "target_timerange", "canvas_config")
_NOTHING: tuple[object, ...] = (None, "", {}, [])


class Fact(NamedTuple):
    """One thing that is said: where it stands, what it is, and its value."""

    pointer: str
    what: str
    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What is said of one thing: of the draft, a track or a segment."""

    pointer: str
    facts: tuple[Fact, ...]

    def value(self, what: str) -> Any:
        """Return the value of a fact, None where it is not said."""
        return next((fact.value for fact in self.facts if fact.what == what), None)


def of_draft(draft: Draft) -> Said:
    """Return what is said of the whole."""
    own = _Own(draft.raw if isinstance(draft.raw, dict) else {}, "", inner=keys.TRACKS)
    return own.said((name, find(own.raw, spelling)) for name, spelling in keys.DRAFT.items())


def of_track(track: Track) -> Said:
    """Return what is said of a track beside its segments; its kind is what it is, not a fact."""
    raw = {key: value for key, value in track.raw.items() if key != keys.KIND}
    own = _Own(raw, track.pointer, inner=keys.SEGMENTS)
    return own.said([("name", find(own.raw, keys.SEGMENT["name"]))])


def of_segment(segment: Segment) -> Said:
    """Return what is said of a segment, its place in time first."""
    own = _Own(segment.raw, segment.pointer)
    view = Segment(
        own.raw,
        segment.pointer,
        segment.kind,
        segment.exact_start_ms,
        segment.exact_duration_ms,
    )
    start = micro(segment.exact_start_ms)
    end = start + micro(segment.exact_duration_ms)
    found = [("start_ms", Reading(start, path=view.start.path))]
    found.append(("end_ms", Reading(end, path=view.duration.path)))
    return own.said([*found, *_named(view)])


def _named(view: Segment) -> Iterator[tuple[str, Reading[Any] | None]]:
    text = view.read("text")
    for name in keys.SEGMENT:
        reading = view.read(name)
        if not (name == "name" and text and reading and reading.path == text.path):
            yield name, reading  # a title that keeps its words as its name says them once
    yield "id", find(view.raw, keys.ID)
    yield "role", find(view.raw, keys.ROLE)


class _Own:
    """The values of one object; the objects under its `inner` key speak for themselves."""

    def __init__(self, raw: Mapping[str, Any], pointer: str, inner: str = "") -> None:
        self._pointer = pointer
        self._inner = inner
        opened = {key: keys.opened(raw[key]) for key in _NESTED if isinstance(raw.get(key), str)}
        self._texts = {key for key, value in opened.items() if isinstance(value, dict)}
        self.raw = {**raw, **{key: opened[key] for key in self._texts}}

    def said(self, readings: Iterable[tuple[str, Reading[Any] | None]]) -> Said:
        """Return the facts: the named ones, then whatever else there is."""
        known = [(name, reading) for name, reading in readings if reading]
        paths = {reading.path for _, reading in known}
        facts = [
            Fact(self._place(reading.path), name, reading.value)
            for name, reading in known
            if NEUTRAL.get(name) != reading.value
        ]
        facts += [
            Fact(self._place(path), "other", value)
            for path, value in self._leaves()
            if path not in paths
        ]
        return Said(self._pointer, tuple(facts))

    def _place(self, path: Path) -> str:
        return pointed(self._pointer, *(path[:1] if path[:1] and path[0] in self._texts else path))

    def _leaves(self) -> Iterator[tuple[Path, Any]]:
        for key, value in self.raw.items():
            if key == self._inner and isinstance(value, dict | list):
                value = {name: item for name, item in members(value) if not isinstance(item, dict)}
            yield from _leaves(value, (key,))


def _leaves(value: Any, path: Any) -> Iterator[tuple[Any, Any]]:
    """Yield what stands below a place, each with its path."""
    if isinstance(value, dict | list) and value:
        for key, item in members(value):
            yield from _leaves(item, (*path, key))
    elif value not in _NOTHING:
        yield path, value
