"""OpenTimelineIO: the one file that loses nothing, because it carries the draft itself as text.

As text and not as metadata, since there keys are re-sorted and large numbers refused. Around it
stands the timeline as editors know it; titles are generators on a picture track. The library is an
extra, loaded when it is needed, and known to this room alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from nemo_client.draft import Draft, TrackKind
from nemo_client.errors import Precondition
from nemo_client.interchange.projection import Clip, Lane, Projection

EXTRA = "interchange"
OURS = "nemo"
"""The key of our metadata."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def library() -> Any:
    """Return OpenTimelineIO. Raises Precondition where it is not installed."""
    try:
        import opentimelineio
    except ImportError as missing:
        raise Precondition("extra_missing", str(missing), extra=EXTRA) from None
    return opentimelineio


def write(projection: Projection, links: Mapping[str, str]) -> str:
    """Return the timeline as OTIO's JSON."""
    text: str = library().adapters.write_to_string(timeline(projection, links), "otio_json")
    return text


def timeline(projection: Projection, links: Mapping[str, str]) -> Any:
    """Return the draft as a Timeline, itself inside."""
    otio = library()
    whole = otio.schema.Timeline(name=clean(projection.draft.title))
    whole.global_start_time = otio.opentime.RationalTime(0, float(projection.rate.exact))
    whole.metadata[OURS] = {"draft": exact(projection.draft), "fps": projection.rate.name}
    whole.tracks.extend(_track(otio, lane, projection, links) for lane in projection.lanes)
    return whole


def exact(draft: Draft) -> str:
    """Return the draft as JSON text: as it was received, else spelled in full."""
    if draft.text is not None and draft.text.isprintable() and draft.text.isascii():
        return draft.text
    return json.dumps(draft.raw, ensure_ascii=True)


def _track(otio: Any, lane: Lane, projection: Projection, links: Mapping[str, str]) -> Any:
    kinds = otio.schema.TrackKind
    kind = {TrackKind.VIDEO: kinds.Video, TrackKind.TEXT: kinds.Video, TrackKind.AUDIO: kinds.Audio}
    track = otio.schema.Track(
        name=clean(lane.track.name), kind=kind.get(lane.kind, f"{OURS}:{clean(lane.kind.label)}")
    )
    track.metadata[OURS] = {"pointer": clean(lane.track.pointer), "kind": clean(lane.kind.label)}
    track.extend(items(otio, lane.clips, projection, lambda clip: _clip(otio, clip, links)))
    return track


def items(otio: Any, clips: tuple[Clip, ...], projection: Projection, make: Any) -> Iterator[Any]:
    """Yield what `make` makes of clips, each at its place, with gaps where there is nothing."""
    rate, cursor = float(projection.rate.exact), 0
    for clip in clips:
        if clip.start > cursor:
            yield otio.schema.Gap(source_range=span(otio, 0, clip.start - cursor, rate))
        item = make(clip)
        item.source_range = span(otio, clip.source_in, clip.frames, rate)
        cursor = clip.end
        yield item


def span(otio: Any, start: int, frames: int, rate: float) -> Any:
    """Return a range in frames."""
    time = otio.opentime.RationalTime
    return otio.opentime.TimeRange(time(start, rate), time(frames, rate))


def _clip(otio: Any, clip: Clip, links: Mapping[str, str]) -> Any:
    segment, said = clip.segment, clip.said
    made = otio.schema.Clip(name=clean(clip.label), media_reference=_media(otio, clip, links))
    facts = {
        "pointer": segment.pointer,
        "id": segment.id,
        "what": segment.what,
        "source": segment.source,
    }
    made.metadata[OURS] = {key: clean(value) for key, value in facts.items() if value}
    if said.value("speed") is not None:
        made.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(clip.speed)))
    if (volume := said.value("volume_percent")) is not None:
        gain = otio.schema.Effect(effect_name="AudioGain")
        gain.metadata[OURS] = {"volume_percent": float(volume)}
        made.effects.append(gain)
    return made


def _media(otio: Any, clip: Clip, links: Mapping[str, str]) -> Any:
    segment = clip.segment
    if segment.kind == TrackKind.TEXT:
        return otio.schema.GeneratorReference(
            generator_kind="Text", parameters={"text": clean(segment.text)}
        )
    if not segment.source:
        return otio.schema.MissingReference()
    return otio.schema.ExternalReference(
        target_url=links.get(segment.source, clean(segment.source))
    )


def clean(text: str) -> str:
    """Return what every reader takes of a text: no controls, one kind of line end."""
    return re.sub(r"\r\n?", "\n", _ILLEGAL.sub("", text))


def inside(whole: Any) -> str | None:
    """Return the text of the draft that a timeline carries, None where there is none."""
    ours = whole.metadata.get(OURS)
    text = ours.get("draft") if hasattr(ours, "get") else None
    return text if isinstance(text, str) else None
