"""What is drawn of a row of segments, whatever it is drawn with.

Segments too short to be seen are drawn together, so that a picture of very many stays small.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from nemo_client.draft import Change, ChangeKind, Segment, TrackKind
from nemo_client.draft.model import Place
from nemo_client.draft.summary import decimal, plain
from nemo_client.lettering import clean, steady
from nemo_client.phrases import Lang
from nemo_client.phrases.pictures import PICTURE
from nemo_client.phrases.timeline import CHART
from nemo_client.pictures.lanes import Row

FINEST = 1000
"""The length of a timeline is this many of the shortest stretches that are drawn apart."""
NAME_LETTERS = 1000

TONES: Mapping[str, str] = {
    "video": "video",
    "audio": "audio",
    "text": "text",
    "subtitle": "text",
}
OTHER_TONE = "other"


class Bar(NamedTuple):
    """A stretch that is drawn: a segment, or several short ones with the first of them."""

    start_ms: float
    end_ms: float
    segment: Segment
    number: int


def bars(row: Row, lane: Sequence[Place], length_ms: float) -> Iterator[Bar]:
    """Yield what is drawn of a lane."""
    short: list[Place] = []
    least = length_ms / FINEST
    for place in lane:
        if short and (place[1] >= least or place[0] - short[0][0] >= least):
            yield _together(row, short)
            short = []
        if place[1] >= least:
            yield _together(row, [place])
        else:
            short.append(place)
    if short:
        yield _together(row, short)


def _together(row: Row, places: Sequence[Place]) -> Bar:
    first, last = places[0], places[-1]
    return Bar(first[0], last[0] + last[1], row.track.segment(first), len(places))


def title_of(segment: Segment) -> str:
    """Return what stands in a segment: its words or name, and its volume where that matters."""
    # What is hidden of a name does not count, so more of it is looked at than is ever shown.
    name = steady(plain(clean((segment.text or segment.name)[:NAME_LETTERS])))
    volume = segment.volume_percent
    if volume is None or (volume == 100 and segment.kind != TrackKind.AUDIO):
        return name
    return CHART["loud"].say("en", {"name": name, "volume": decimal(volume)}).strip()


def name_of(bar: Bar, lang: Lang) -> str:
    """Return what a bar is called."""
    if bar.number > 1:
        return PICTURE["several"].say(lang, {"n": bar.number})
    return title_of(bar.segment)


def shown_of(bar: Bar, name: str, marks: Mapping[str, str], lang: Lang) -> tuple[str, str]:
    """Return what stands in a bar, and its mark; several together have none."""
    mark = marks.get(bar.segment.pointer, "") if bar.number == 1 else ""
    if not mark:
        return name, ""
    told = PICTURE[mark].say(lang)
    return PICTURE["marked"].say(lang, {"mark": told, "name": name}), told


def marked(changes: Iterable[Change]) -> dict[str, str]:
    """Return which segments of the newer draft are `new` or `changed`, by pointer."""
    marks: dict[str, str] = {}
    for change in changes:
        if change.kind is ChangeKind.ADDED:
            marks[change.pointer] = "new"
        elif change.kind is not ChangeKind.REMOVED:
            marks.setdefault(change.pointer, "changed")
    return marks
