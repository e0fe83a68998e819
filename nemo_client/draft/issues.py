"""What in a draft could not be read or had to be guessed, by JSON pointer.

Nothing here stops anything: a draft with issues is shown as far as it is understood and sent to
render unchanged. `ISSUES` is the list of codes a caller may meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from nemo_client.draft import keys
from nemo_client.draft.keys import Provenance, Spelling, members, pointed

if TYPE_CHECKING:
    from nemo_client.draft.model import Draft, Segment, Track

MANY_SEGMENTS = 20_000
_SERVER_PATHS = "/mnt/"

ISSUES: Mapping[str, str] = {
    "not_decoded": "the draft is markup of the newer format; it is kept as it is",
    "not_an_object": "the draft is neither an object nor markup",
    "tracks_missing": "there are no tracks",
    "tracks_unreadable": "the tracks are neither a list nor a map",
    "track_opaque": "a track is no object",
    "track_kind_unknown": "the kind of a track is not one of the known three",
    "segments_unreadable": "the segments of a track are neither a list nor a map",
    "segment_opaque": "a segment is no object",
    "time_unreadable": "a start or duration is there but is no usable number",
    "duration_missing": "a segment says neither how long it is nor where it ends",
    "local_path": "a source is a path on the server's disk and may not render",
    "many_segments": "more segments than can be shown quickly",
}


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
        yield Issue(pointed(track.pointer, keys.KIND), "track_kind_unknown")
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
