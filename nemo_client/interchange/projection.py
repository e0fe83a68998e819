"""A draft as an editor's timeline: lanes on which nothing overlaps, in whole frames.

Both ends of a segment are snapped to the nearest frame. Segments of one track that overlap go to
further lanes; one that is shorter than half a frame has no place. Pictures come first, texts above
them, sound last, because that is the order in which editors stack. Says nothing of any format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from nemo_client.draft import Draft, Segment, Track, TrackKind
from nemo_client.draft.keys import Number
from nemo_client.interchange.facts import Said, of_draft, of_segment, of_track
from nemo_client.interchange.rates import HALF, USUAL, Rate, micro, rate_of

_ORDER: Mapping[TrackKind, int] = {TrackKind.VIDEO: 0, TrackKind.TEXT: 1, TrackKind.AUDIO: 3}
_BETWEEN = 2


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A segment in frames; `start` and `end` on the timeline, `source_in` in its media."""

    segment: Segment
    said: Said
    start: int
    end: int
    source_in: int

    @property
    def frames(self) -> int:
        """How long it is on the timeline."""
        return self.end - self.start

    @property
    def speed(self) -> Number:
        """How fast it plays; 1 where nothing is said."""
        found = self.said.value("speed")
        return 1 if found is None else found

    @property
    def source_frames(self) -> int:
        """How much of its media it uses up."""
        return int(self.frames * Fraction(self.speed) + HALF)

    @property
    def label(self) -> str:
        """What to call it: its name, else its words."""
        return self.segment.name or self.segment.text


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """A row of clips, none of which overlap; `depth` counts the lanes of one track."""

    track: Track
    said: Said
    kind: TrackKind
    depth: int
    clips: tuple[Clip, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """A draft in frames; `too_short` are the segments without a place on it."""

    draft: Draft
    said: Said
    rate: Rate
    lanes: tuple[Lane, ...]
    too_short: tuple[Clip, ...]


def project(draft: Draft, rate: Rate | None = None) -> Projection:
    """Return the draft in frames: of `rate`, else of its own, else 30 a second."""
    said = of_draft(draft)
    rate = rate or rate_of(said.value("fps") or 0) or USUAL
    lanes: list[Lane] = []
    short: list[Clip] = []
    for track in draft.tracks:
        clips = [_clip(segment, rate) for segment in track.segments]
        short += (clip for clip in clips if not clip.frames)
        found = _packed([clip for clip in clips if clip.frames])
        facts = of_track(track)
        lanes += (Lane(track, facts, track.kind, n, row) for n, row in enumerate(found))
    lanes.sort(key=lambda lane: _ORDER.get(lane.kind, _BETWEEN))
    return Projection(draft, said, rate, tuple(lanes), tuple(short))


def _clip(segment: Segment, rate: Rate) -> Clip:
    said = of_segment(segment)
    start, end = said.value("start_ms"), said.value("end_ms")
    source_in = rate.frame(micro(said.value("source_in_ms") or 0))
    return Clip(segment, said, rate.frame(start), rate.frame(end), source_in)


def _packed(clips: list[Clip]) -> Iterator[tuple[Clip, ...]]:
    """Yield rows without overlaps, the first as full as can be; a track has one at least."""
    left = sorted(clips, key=lambda clip: clip.start)
    while True:
        row: list[Clip] = []
        rest: list[Clip] = []
        for clip in left:
            (rest if row and clip.start < row[-1].end else row).append(clip)
        yield tuple(row)
        if not (left := rest):
            return
