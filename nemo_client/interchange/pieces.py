"""What a file that comes back holds: pieces in time, whichever format it is in.

From OpenTimelineIO with the marks we left there, so that a piece is known again after an editor
moved it; from subtitle files without. What was made elsewhere is read as far as it is understood.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nemo_client.draft import TrackKind
from nemo_client.errors import Precondition
from nemo_client.interchange import captions
from nemo_client.interchange.otio import OURS, library
from nemo_client.interchange.rates import USUAL, Rate, rate_of


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: where it is, in frames, and what it shows or says."""

    kind: TrackKind
    what: str
    start: int
    end: int
    text: str = ""
    name: str = ""
    source: str = ""
    source_in: int | None = None
    speed: float | None = None
    volume_percent: float | None = None
    pointer: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """The pieces of a file, its rate, and the kinds of track it speaks for."""

    pieces: tuple[Piece, ...]
    rate: Rate
    kinds: frozenset[TrackKind]


MEDIA = frozenset({TrackKind.VIDEO, TrackKind.AUDIO})


def read(ending: str, text: str) -> Arrived:
    """Return what the text of such a file holds. Raises Precondition."""
    if ending == "otio":
        return _timeline(text)
    cues = captions.read(text)
    if not cues:
        raise Precondition("import_unreadable", reason="no_cues")
    made = [Piece(TrackKind.TEXT, "subtitle", c.start_ms, c.end_ms, c.text) for c in cues]
    return Arrived(tuple(made), captions.MILLISECONDS, frozenset({TrackKind.TEXT}))


def _timeline(text: str) -> Arrived:
    otio = library()
    try:
        if not isinstance(json.loads(text)["tracks"], dict):  # the library would crash
            raise Precondition("import_unreadable", reason="no_timeline")
        whole = otio.adapters.read_from_string(text, "otio_json")
        if not isinstance(whole, otio.schema.Timeline):
            raise Precondition("import_unreadable", reason="no_timeline")
        rate = _rate(whole)
        found = (_piece(otio, clip, whole.tracks, rate) for clip in whole.find_clips())
        pieces = tuple(piece for piece in found if piece)
    except (KeyError, AttributeError, TypeError):
        raise Precondition("import_unreadable", reason="no_timeline") from None
    except (otio.exceptions.OTIOError, ValueError, ArithmeticError, RuntimeError) as problem:
        raise Precondition("import_unreadable", str(problem).strip()) from None
    return Arrived(pieces, rate, MEDIA | {TrackKind.TEXT})


def _rate(whole: Any) -> Rate:
    """Return the rate of a timeline: what it says, else that of its first clip."""
    said = _ours(whole).get("fps")
    found = rate_of(said) if isinstance(said, str) else None
    times = [whole.global_start_time] if whole.global_start_time else []
    times += [clip.duration() for clip in whole.find_clips()[:1]]
    return found or next((r for time in times if (r := rate_of(time.rate))), USUAL)


def _piece(otio: Any, clip: Any, root: Any, rate: Rate) -> Piece | None:
    """Return a clip as a piece; none for what is not shown, or of a kind nobody knows."""
    seen, kind = _seen(clip, root), _kind(otio, clip)
    if seen is None or kind is None:
        return None
    start, end, source_in = (_frame(time, rate) for time in seen)
    media, ours = clip.media_reference, _ours(clip)
    text = ""
    if isinstance(media, otio.schema.GeneratorReference):
        text = str(media.parameters.get("text") or ("" if ours else clip.name))
        kind = TrackKind.TEXT
    facts = {key: ours[key] for key in ("pointer", "id") if isinstance(ours.get(key), str)}
    return Piece(
        kind,
        str(ours.get("what") or ("text" if text else kind.label)),
        start,
        end,
        text,
        clip.name,
        str(ours.get("source") or getattr(media, "target_url", "") or ""),
        None if text else source_in,
        _speed(otio, clip) if ours else None,
        _volume(clip),
        **facts,
    )


def _seen(clip: Any, root: Any) -> tuple[Any, Any, Any] | None:
    """Return when a clip starts and ends on the timeline, and where in its media it starts.

    Tracks and nested stacks show of it what they have room for.
    """
    item, place = clip, clip.trimmed_range()
    start, end, source_in = place.start_time, place.end_time_exclusive(), place.start_time
    while item.enabled:
        room = item.trimmed_range()
        cut = max(start, room.start_time) - start
        start, source_in = start + cut, source_in + cut
        end = min(end, room.end_time_exclusive())
        if end <= start:
            return None
        if item is root or item.parent() is None:
            late = room.start_time
            return start - late, end - late, source_in
        late = item.range_in_parent().start_time - room.start_time
        start, end, item = start + late, end + late, item.parent()
    return None


def _kind(otio: Any, clip: Any) -> TrackKind | None:
    """Return the kind of the track that a clip is on, pictures where it is on none."""
    item = clip.parent()
    while item is not None and not isinstance(item, otio.schema.Track):
        item = item.parent()
    if item is None:
        return TrackKind.VIDEO
    ours = _ours(item).get("kind")
    kinds = {
        otio.schema.TrackKind.Video: TrackKind.VIDEO,
        otio.schema.TrackKind.Audio: TrackKind.AUDIO,
    }
    return TrackKind.of(ours) if isinstance(ours, str) else kinds.get(item.kind)


def _frame(time: Any, rate: Rate) -> int:
    return rate.frame(max(0.0, time.to_seconds() * 1000))


def _speed(otio: Any, clip: Any) -> float:
    warps = (fx for fx in clip.effects if isinstance(fx, otio.schema.LinearTimeWarp))
    return next((float(warp.time_scalar) for warp in warps), 1.0)


def _volume(clip: Any) -> float | None:
    said = (_ours(effect).get("volume_percent") for effect in clip.effects)
    return next((float(value) for value in said if isinstance(value, int | float)), None)


def _ours(thing: Any) -> Mapping[str, Any]:
    """Return our marks on a thing, as values of their own: the library's die with their owner."""
    found = thing.metadata.get(OURS)
    return dict(found.items()) if hasattr(found, "items") else {}
