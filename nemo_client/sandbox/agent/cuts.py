"""Cutting clips: taking stretches of the timeline out, splitting, keeping fades at the ends.

Pure arithmetic on segment dicts. A stretch is measured on the timeline; what it means in
the source follows from the clip's speed.
"""

from __future__ import annotations

from nemo_client.sandbox.agent.desk import Desk, Segment

SHORTEST_MS = 40  # about one frame: less than that is no picture


def without(desk: Desk, start: int, end: int) -> list[Segment]:
    """The clips with a stretch of the timeline taken out."""
    left: list[Segment] = []
    for clip in desk.clips:
        first, last = clip["start"], clip["start"] + clip["d"]
        if last <= start or first >= end:
            left.append(clip)
            continue
        if start - first >= SHORTEST_MS:
            left.append(stretch(clip, 0, start - first))
        if last - end >= SHORTEST_MS:
            rest = stretch(clip, end - first, clip["d"])
            if left and left[-1]["id"] == clip["id"]:
                rest["id"] = desk.new_id()
            left.append(rest)
    return left


def stretch(clip: Segment, start: int, end: int) -> Segment:
    """Part of a clip, measured from the clip's start on the timeline."""
    speed = clip["speed"]
    first = clip["source_in"] + round(start * speed)
    last = clip["source_out"] if end >= clip["d"] else clip["source_in"] + round(end * speed)
    part = {**clip, "m": dict(clip["m"]), "source_in": first, "source_out": last}
    part["d"] = round((last - first) / speed)
    return part


def split(desk: Desk, index: int, at: int) -> None:
    """Make two clips of one, `at` ms after its start."""
    clip = desk.clips[index]
    second = stretch(clip, at, clip["d"])
    second["id"] = desk.new_id()
    desk.clips[index : index + 1] = [stretch(clip, 0, at), second]


def fades(desk: Desk) -> tuple[int, int]:
    """How long the video fades in and out."""
    if not desk.clips:
        return (0, 0)
    return desk.clips[0]["fade_in"], desk.clips[-1]["fade_out"]


def set_fades(desk: Desk, into: int, out: int) -> None:
    """Fade the first clip in and the last one out, and no other."""
    for clip in desk.clips:
        clip["fade_in"] = clip["fade_out"] = 0
    if desk.clips:
        desk.clips[0]["fade_in"] = min(into, desk.clips[0]["d"])
        desk.clips[-1]["fade_out"] = min(out, desk.clips[-1]["d"])
