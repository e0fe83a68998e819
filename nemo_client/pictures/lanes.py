"""Which row a segment is drawn on, and where the ruler has its marks.

What overlaps on one track goes to rows below it, the first that is free; there are few of them, and
what finds none is counted. Linear in the number of segments, which may be very many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nemo_client.draft import Draft, Track
from nemo_client.draft.model import Place
from nemo_client.draft.summary import decimal, label_of
from nemo_client.phrases import Lang
from nemo_client.phrases.timeline import CHART

SHOWN_LANES = 4
SHOWN_TRACKS = 40
TOUCHING_MS = 1
"""Times in floating point may overlap by less than anybody can see."""

_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)
STEPS_MS = (100, 200, 500, *(seconds * 1000 for seconds in _SECONDS))


class Row(NamedTuple):
    """A track as it is drawn: its number from 1, its rows of segments, how many found none."""

    number: int
    track: Track
    what: str
    lanes: Sequence[Sequence[Place]]
    hidden: int

    def label(self, lang: Lang) -> str:
        """Return what the row is called."""
        return CHART["row"].say(lang, {"n": self.number, "label": label_of(self.what, lang)})


class Layout(NamedTuple):
    """A whole timeline laid out, and how many tracks of it are not in there."""

    rows: tuple[Row, ...]
    length_ms: float
    more_tracks: int


class Tick(NamedTuple):
    """A mark of the ruler."""

    at_ms: int
    label: str


def laid_out(draft: Draft) -> Layout:
    """Return the rows of a draft and its length, which no segment exceeds."""
    tracks = draft.tracks
    rows = tuple(_row(number, track) for number, track in enumerate(tracks[:SHOWN_TRACKS], 1))
    said = draft.read("duration_ms")
    ends = (lane[-1][0] + lane[-1][1] for row in rows for lane in row.lanes if lane)
    length = max((said.value if said else 0, *ends))
    # Drafts count in milliseconds: what is shorter is nothing to see, and no scale to draw it at.
    return Layout(rows, length if length >= 1 else 0, max(0, len(tracks) - SHOWN_TRACKS))


def _row(number: int, track: Track) -> Row:
    places = sorted(track.places(), key=lambda place: place[0])
    lanes, hidden = _lanes(places)
    what = track.segment(places[0]).what if places else track.kind.label
    return Row(number, track, what, lanes, hidden)


def _lanes(places: Sequence[Place]) -> tuple[list[list[Place]], int]:
    """Return rows in which nothing overlaps, and how many segments are on none of them."""
    lanes: list[list[Place]] = [[] for _ in range(SHOWN_LANES)]
    free_from = [0.0] * SHOWN_LANES
    hidden = 0
    for place in places:
        start, lasts, _, _ = place
        for n, free in enumerate(free_from):
            if start >= free - TOUCHING_MS:
                lanes[n].append(place)
                free_from[n] = start + lasts
                break
        else:
            hidden += 1
    return [lane for lane in lanes if lane] or [[]], hidden


def ticks(length_ms: float, room_ms: float, lang: Lang) -> Iterator[Tick]:
    """Yield marks at round times that are at least `room_ms` apart."""
    days = STEPS_MS[-1]
    step = next((s for s in STEPS_MS if s >= room_ms), days * max(1, round(room_ms / days)))
    for at in range(0, int(length_ms) + 1, step):
        yield Tick(at, clock(at, length_ms, lang))


def clock(at_ms: int, length_ms: float, lang: Lang) -> str:
    """Return a time as the ruler of a timeline of that length tells it: `4s`, `1:30`, `1:00:00`."""
    if length_ms < 60_000:
        return CHART["tick"].say(lang, {"n": decimal(at_ms / 1000)})
    minutes, seconds = divmod(at_ms // 1000, 60)
    if length_ms < 3_600_000:
        return f"{minutes}:{seconds:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
