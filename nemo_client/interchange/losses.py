"""What a file of another format leaves out of a draft: one entry a fact, known before writing.

A format says what it takes in a `Reach`: which lanes, which clips of them, and of each fact a
judge that returns why it is not carried, or nothing. Whatever no judge speaks for is lost. What is
in a track or segment that is left out as a whole is not listed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from nemo_client.draft import TrackKind
from nemo_client.draft.keys import Number
from nemo_client.interchange.facts import Fact
from nemo_client.interchange.projection import Clip, Lane, Projection
from nemo_client.interchange.rates import micro


class Loss(NamedTuple):
    """One thing that is left out: where it stands in the draft, what it is, and why."""

    pointer: str
    what: str
    why: str
    value: Any = None


WhyOfClip = Callable[[Any, Clip, Projection], str]
"""Why the value of a clip's fact is not carried; nothing where it is."""
WhyOfWhole = Callable[[Any, Projection], str]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a format can carry."""

    facts: Mapping[TrackKind, Mapping[str, WhyOfClip]]
    """Of the clips of each kind of track it knows."""
    whole: Mapping[str, WhyOfWhole] = field(default_factory=dict)
    track: frozenset[str] = frozenset()
    """Facts of a track that stand beside each of its clips."""
    refuses: Callable[[Clip, Projection], str] = lambda clip, projection: ""
    """Why a clip of a known kind has no place."""
    lanes: Mapping[TrackKind, int] = field(default_factory=dict)
    """How many lanes of a kind there are; any number where nothing is said."""

    def taken(self, projection: Projection) -> tuple[Lane, ...]:
        """Return the lanes it has room for, in their order."""
        left = dict(self.lanes)
        found: list[Lane] = []
        for lane in projection.lanes:
            room = left.get(lane.kind, 1)
            if lane.kind in self.facts and lane.clips and room:
                found.append(lane)
                left[lane.kind] = room - (lane.kind in self.lanes)
        return tuple(found)

    def clips(self, lane: Lane, projection: Projection) -> tuple[Clip, ...]:
        """Return the clips of a lane that it takes."""
        return tuple(clip for clip in lane.clips if not self.refuses(clip, projection))


def losses(projection: Projection, reach: Reach) -> tuple[Loss, ...]:
    """Return everything that a file of this reach will not say, from the top down."""
    found = [
        Loss(fact.pointer, fact.what, why, fact.value)
        for fact in projection.said.facts
        if (why := reach.whole.get(fact.what, _never_whole)(fact.value, projection))
    ]
    taken = reach.taken(projection)
    rows: dict[str, list[Lane]] = {}
    for lane in projection.lanes:
        rows.setdefault(lane.track.pointer, []).append(lane)
    for track in projection.draft.tracks:
        found += _of_track(rows[track.pointer], taken, projection, reach)
    return tuple(found)


def _of_track(
    lanes: Sequence[Lane], taken: Sequence[Lane], projection: Projection, reach: Reach
) -> Iterator[Loss]:
    first = lanes[0]
    short = [c for c in projection.too_short if _is_on(c, first)]
    used = [lane for lane in lanes if lane in taken]
    if not used and (first.clips or (short and first.kind not in reach.facts)):
        why = "one_track" if first.kind in reach.facts else "no_place"
        yield Loss(first.track.pointer, "track", why)
        return
    has_rows = any(reach.clips(lane, projection) for lane in used)
    for fact in first.said.facts:
        if not (has_rows and fact.what in reach.track):
            yield Loss(fact.pointer, fact.what, "no_place", fact.value)
    for clip in short:
        yield Loss(clip.segment.pointer, "segment", "too_short")
    for lane in lanes:
        for clip in lane.clips:
            yield from _of_clip(clip, lane in used, projection, reach)


def _is_on(clip: Clip, lane: Lane) -> bool:
    return clip.segment.pointer.startswith(lane.track.pointer + "/")


def _of_clip(clip: Clip, is_taken: bool, projection: Projection, reach: Reach) -> Iterator[Loss]:
    refusal = reach.refuses(clip, projection) if is_taken else "overlaps"
    if refusal:
        yield Loss(clip.segment.pointer, "segment", refusal)
        return
    judges = reach.facts[clip.segment.kind]
    for fact in clip.said.facts:
        if why := judges.get(fact.what, never)(fact.value, clip, projection):
            yield Loss(fact.pointer, fact.what, why, _plain(fact))


def _plain(fact: Fact) -> Any:
    """Return the value as JSON has it; times are kept as fractions here."""
    return float(fact.value) if fact.what in ("start_ms", "end_ms") else fact.value


# --- judges


def never(value: Any, clip: Clip, projection: Projection) -> str:
    """Judge of what the format has no place for."""
    return "no_place"


def _never_whole(value: Any, projection: Projection) -> str:
    return "no_place"


def always(value: Any, clip: Clip, projection: Projection) -> str:
    """Judge of what is written as it is."""
    return ""


def at(frame: Callable[[Clip], int]) -> WhyOfClip:
    """Return the judge of a time that is written as this frame."""

    def judge(value: Number, clip: Clip, projection: Projection) -> str:
        return "" if projection.rate.ms(frame(clip)) == micro(value) else "snapped"

    return judge


def out_point(used: Callable[[Clip], int]) -> WhyOfClip:
    """Return the judge of an out point that a reader works out from what is used of the media."""

    def judge(value: Number, clip: Clip, projection: Projection) -> str:
        end = clip.source_in + used(clip)
        if projection.rate.frame(value) != end:
            return "derived"
        return "" if projection.rate.ms(end) == micro(value) else "snapped"

    return judge


def spelled(clean: Callable[[str], str]) -> WhyOfClip:
    """Return the judge of words of which only what `clean` leaves can be written."""

    def judge(value: str, clip: Clip, projection: Projection) -> str:
        return "" if clean(value) == value else "letters"

    return judge


TIMES: Mapping[str, WhyOfClip] = {
    "start_ms": at(lambda clip: clip.start),
    "end_ms": at(lambda clip: clip.end),
}
"""Every format that has clips has their place in time."""


def length(value: Number, projection: Projection, reach: Reach) -> str:
    """Judge of a whole length that a reader works out from the last clip that is written."""
    ends = (lane.clips[-1].end for lane in reach.taken(projection))
    return "" if projection.rate.ms(max(ends, default=0)) == micro(value) else "derived"


def own_rate(value: Number, projection: Projection) -> str:
    """Judge of a frame rate where the file is written at another."""
    return "" if value == projection.rate.exact or str(value) == projection.rate.name else "other"
