"""What in a draft could not be read or had to be guessed, by JSON pointer.

Nothing here stops anything: a draft with issues is shown as far as it is understood and sent to
render unchanged. `ISSUES` is the list of codes a caller may meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from nemo_client.draft import keys
from nemo_client.draft.keys import Provenance, Spelling, members
from nemo_client.draft.pointers import pointed
from nemo_client.phrases import drafts as phrases

if TYPE_CHECKING:
    from nemo_client.draft.model import Draft, Track
    from nemo_client.draft.segment import Segment

MANY_SEGMENTS = 20_000
_SERVER_PATHS = "/mnt/"

ISSUES: Mapping[str, str] = {code: row.en for code, row in phrases.ISSUES.items()}
"""Every code that a caller may meet, and what it means."""


class Issue(NamedTuple):
    """One finding: where, and which code of `ISSUES`."""

    pointer: str
    code: str


def found_in(draft: Draft) -> Iterator[Issue]:
    """Yield the issues of a draft from the top down."""
    if not draft.is_decoded:
        yield Issue("", "not_decoded" if draft.is_markup else "not_an_object")
        return
    total, below = 0, pointed("", keys.TRACKS)
    yield from _collection(draft.raw.get(keys.TRACKS), below, "track")
    for track in draft.tracks:
        segments = track.segments
        total += len(segments)
        yield from _of_track(track)
        for segment in segments:
            yield from _of_segment(segment)
    if total > MANY_SEGMENTS:
        yield Issue(below, "many_segments")


def _collection(value: object, pointer: str, thing: str) -> Iterator[Issue]:
    if value is None:
        if thing == "track":  # a track without segments is merely empty
            yield Issue(pointer, "tracks_missing")
    elif not isinstance(value, (list, dict)):
        yield Issue(pointer, f"{thing}s_unreadable")
    for key, item in members(value):
        if not isinstance(item, dict):
            yield Issue(pointed(pointer, key), f"{thing}_opaque")


def _of_track(track: Track) -> Iterator[Issue]:
    if track.kind.name == "unknown":
        there = (keys.KIND,) if keys.KIND in track.raw else ()
        yield Issue(pointed(track.pointer, *there), "track_kind_unknown")
    below = pointed(track.pointer, keys.SEGMENTS)
    yield from _collection(track.raw.get(keys.SEGMENTS), below, "segment")


def _of_segment(segment: Segment) -> Iterator[Issue]:
    raw, at = segment.raw, segment.pointer
    if segment.start.provenance is not Provenance.EXPLICIT:
        yield from _unread(raw, at, keys.START)
    if segment.duration.provenance is not Provenance.EXPLICIT:
        yield from _unread(raw, at, keys.DURATION)
    if segment.duration.provenance is Provenance.MISSING:
        yield Issue(at, "duration_missing")
    source = segment.read("source")
    if source and source.value.startswith(_SERVER_PATHS):
        yield Issue(pointed(at, *source.path), "local_path")


def _unread(raw: Mapping[str, Any], pointer: str, spelling: Spelling) -> Iterator[Issue]:
    for path in spelling.paths:
        value = raw.get(path[0]) if len(path) == 1 else None
        if isinstance(value, (str, int, float)) and spelling.accept(value) is None:
            yield Issue(pointed(pointer, *path), "time_unreadable")
