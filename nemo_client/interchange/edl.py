"""Edit decision lists in the CMX 3600 form: one track of pictures, two of sound, cuts only.

Written here because the adapter at hand takes no sound, computes the media of a sped-up clip the
wrong way round and alters the timeline it is given; its reader reads what stands here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nemo_client.draft import TrackKind
from nemo_client.draft.summary import plain
from nemo_client.interchange.losses import TIMES, Reach, WhyOfClip, at, out_point, spelled
from nemo_client.interchange.projection import Clip, Projection

CHANNELS: Mapping[TrackKind, tuple[str, ...]] = {
    TrackKind.VIDEO: ("V",),
    TrackKind.AUDIO: ("A", "A2"),
}
_REEL = "AX"


def _too_late(clip: Clip, projection: Projection) -> str:
    end = max(clip.end, clip.source_in + clip.source_frames)
    return "too_late" if end >= projection.rate.day else ""


def _speed(value: object, clip: Clip, projection: Projection) -> str:
    return "" if clip.source_frames != clip.frames else "snapped"


_CLIP: Mapping[str, WhyOfClip] = {
    **TIMES,
    "name": spelled(plain),
    "source": spelled(plain),
    "speed": _speed,
    "source_in_ms": at(lambda clip: clip.source_in),
    "source_out_ms": out_point(lambda clip: clip.source_frames),
}
EDL = Reach(
    facts=dict.fromkeys(CHANNELS, _CLIP),
    whole={"title": lambda value, projection: "" if plain(value) == value else "letters"},
    refuses=_too_late,
    lanes={kind: len(names) for kind, names in CHANNELS.items()},
)


def write(projection: Projection, links: Mapping[str, str]) -> str:
    """Return the list; `links` maps sources to what stands for them."""
    free = {kind: iter(names) for kind, names in CHANNELS.items()}
    rows = [
        (clip.start, number, next_channel, clip)
        for number, lane in enumerate(EDL.taken(projection))
        for next_channel in [next(free[lane.kind])]
        for clip in EDL.clips(lane, projection)
    ]
    rows.sort(key=lambda row: row[:2])
    counting = "DROP FRAME" if projection.rate.is_dropping else "NON-DROP FRAME"
    lines = [f"TITLE: {plain(projection.draft.title) or 'Untitled'}", f"FCM: {counting}", ""]
    for number, (_, _, channel, clip) in enumerate(rows, 1):
        lines += _event(number, channel, clip, projection, links)
    return "\r\n".join(lines) + "\r\n"


def _event(
    number: int, channel: str, clip: Clip, projection: Projection, links: Mapping[str, str]
) -> Iterator[str]:
    rate = projection.rate
    bounds = (clip.source_in, clip.source_in + clip.source_frames, clip.start, clip.end)
    codes = " ".join(map(rate.timecode, bounds))
    yield f"{number:03d}  {_REEL:<8} {channel:<5} C        {codes}"
    if clip.source_frames != clip.frames:
        played = float(clip.speed * rate.exact)
        yield f"M2   {_REEL:<8} {played:07.3f} {rate.timecode(clip.source_in, ':'):>26}"
    if name := plain(clip.label):
        yield f"* FROM CLIP NAME: {name}"
    if source := plain(clip.segment.source):
        yield f"* FROM FILE: {links.get(clip.segment.source, source)}"
    yield ""
