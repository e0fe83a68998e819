"""Final Cut Pro 7 XML, which Premiere and Resolve read: pictures, sound with its volume, titles.

The adapter writes it; what it cannot do alone it is told as metadata: volumes are filters, titles
generators with their words, the frame has a size. Each clip is given a mark of its own that is not
written, because the adapter takes clips that are equal for one and the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nemo_client.draft import TrackKind
from nemo_client.draft.keys import Number
from nemo_client.interchange.losses import (
    TIMES,
    Reach,
    WhyOfClip,
    always,
    at,
    length,
    out_point,
    own_rate,
    spelled,
)
from nemo_client.interchange.otio import OURS, clean, items, library, span
from nemo_client.interchange.projection import Clip, Projection

_NS = "fcp_xml"

_MEDIA: Mapping[str, WhyOfClip] = {
    **TIMES,
    "name": spelled(clean),
    "source": spelled(clean),
    "source_in_ms": at(lambda clip: clip.source_in),
    "source_out_ms": out_point(lambda clip: clip.frames),
}


def _size(value: Number, projection: Projection) -> str:
    if projection.draft.canvas is None:
        return "no_place"
    return "" if value == round(value) else "snapped"


FCP7: Reach = Reach(
    facts={
        TrackKind.VIDEO: _MEDIA,
        TrackKind.AUDIO: {**_MEDIA, "volume_percent": always},
        TrackKind.TEXT: {**TIMES, "name": spelled(clean), "text": spelled(clean)},
    },
    whole={
        "title": lambda value, projection: "" if clean(value) == value else "letters",
        "width": _size,
        "height": _size,
        "fps": own_rate,
        "duration_ms": lambda value, projection: length(value, projection, FCP7),
    },
)


def write(projection: Projection, links: Mapping[str, str]) -> str:
    """Return the sequence as XML."""
    otio = library()
    rate = float(projection.rate.exact)
    whole = otio.schema.Timeline(name=clean(projection.draft.title))
    whole.global_start_time = otio.opentime.RationalTime(0, rate)
    whole.metadata[_NS] = _sequence(projection)
    ends = _media_ends(projection)
    for lane in FCP7.taken(projection):
        is_sound = lane.kind == TrackKind.AUDIO
        kinds = otio.schema.TrackKind
        track = otio.schema.Track(kind=kinds.Audio if is_sound else kinds.Video)
        clips = FCP7.clips(lane, projection)
        track.extend(items(otio, clips, projection, lambda clip: _clip(otio, clip, links, ends)))
        whole.tracks.append(track)
    text: str = otio.adapters.write_to_string(whole, "fcp_xml")
    return text


def _sequence(projection: Projection) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if projection.rate.is_dropping:
        facts["timecode"] = {"displayformat": "DF"}
    if projection.draft.canvas:
        width, height = projection.draft.canvas
        size = {"width": str(width), "height": str(height)}
        facts["media"] = {"video": {"format": {"samplecharacteristics": size}}}
    return facts


def _media_ends(projection: Projection) -> dict[str, tuple[int, float]]:
    """Return how far each medium is used: the adapter wants to know how long it is."""
    ends: dict[str, tuple[int, float]] = {}
    for lane in projection.lanes:
        for clip in lane.clips:
            source = clip.segment.source
            end = max(ends.get(source, (0,))[0], clip.source_in + clip.frames)
            ends[source] = end, float(projection.rate.exact)
    return ends


def _clip(
    otio: Any, clip: Clip, links: Mapping[str, str], ends: Mapping[str, tuple[int, float]]
) -> Any:
    made = otio.schema.Clip(name=clean(clip.label), media_reference=_media(otio, clip, links, ends))
    made.metadata[OURS] = {"pointer": clean(clip.segment.pointer)}
    volume = clip.said.value("volume_percent")
    if clip.segment.kind == TrackKind.AUDIO and volume is not None:
        made.metadata[_NS] = {"filter": {"effect": _levels(volume)}}
    return made


def _media(
    otio: Any, clip: Clip, links: Mapping[str, str], ends: Mapping[str, tuple[int, float]]
) -> Any:
    segment = clip.segment
    if segment.kind == TrackKind.TEXT:
        return otio.schema.GeneratorReference(
            name="Text", generator_kind="Text", metadata={_NS: _title(clean(segment.text))}
        )
    if not segment.source:
        return otio.schema.MissingReference(name=clean(clip.label))
    return otio.schema.ExternalReference(
        target_url=links.get(segment.source, clean(segment.source)),
        available_range=span(otio, 0, *ends[segment.source]),
    )


def _title(text: str) -> dict[str, Any]:
    return {
        "effecttype": "generator",
        "mediatype": "video",
        "effectcategory": "Text",
        "parameter": {"parameterid": "str", "name": "Text", "value": text},
    }


def _levels(percent: Number) -> dict[str, Any]:
    """Return the filter of a volume: 1 is as recorded, and 12 dB more is the most."""
    level = {"parameterid": "level", "name": "Level", "valuemin": "0", "valuemax": "3.98109"}
    named = dict.fromkeys(("effectid", "effectcategory", "effecttype"), "audiolevels")
    facts = {"name": "Audio Levels", **named, "mediatype": "audio"}
    return {**facts, "parameter": {**level, "value": repr(float(percent) / 100)}}
