"""The draft laid out for editing: clips end to end, music, texts, and the canvas.

Opens a stored draft, lets edits change plain segment dicts, and closes it again with the
sums done: clips are contiguous from 0, everything else ends where the video ends, fades
belong to the ends of the video whatever clip is there. Knows no operation and no words.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nemo_client.sandbox.agent.vocabulary import STILL_MS
from nemo_client.sandbox.assets import Asset

Segment = dict[str, Any]
VIDEO, AUDIO, TEXT = 0, 1, 7
LONG_SIDE = 1920


@dataclass(slots=True)
class Desk:
    """A draft being edited; `is_fresh` until something was ever placed."""

    clips: list[Segment] = field(default_factory=list)
    music: list[Segment] = field(default_factory=list)
    texts: list[Segment] = field(default_factory=list)
    canvas: dict[str, Any] = field(default_factory=dict)
    is_fresh: bool = True
    next_id: int = 1

    @property
    def length(self) -> int:
        """How long the video is, or what there is without one."""
        others = [part["start"] + part["d"] for part in (*self.music, *self.texts)]
        return sum(clip["d"] for clip in self.clips) if self.clips else max(others, default=0)

    def new_id(self) -> str:
        """An id no segment of this project had before."""
        self.next_id += 1
        return f"seg_{self.next_id - 1}"

    def placed(self) -> set[str]:
        """The assets that are on the timeline."""
        return {part["m"].get("asset", "") for part in (*self.clips, *self.music)}

    def settle_clips(self) -> int:
        """Lay the clips end to end; where they end."""
        start = 0
        for clip in self.clips:
            clip["start"] = start
            start += clip["d"]
        return start

    def settle(self) -> list[tuple[str, str]]:
        """Lay everything out again; tells what lay beyond the new end and is gone."""
        start = self.settle_clips()
        if not self.clips:
            return []
        gone = [("dropped_text", part["m"]["text"]) for part in _beyond(self.texts, start)]
        gone += [("dropped_music", part["m"]["title"]) for part in _beyond(self.music, start)]
        self.texts = [_clamped(part, start) for part in self.texts if part["start"] < start]
        self.music = [_clamped(part, start) for part in self.music if part["start"] < start]
        return gone


def _beyond(parts: Iterable[Segment], end: int) -> list[Segment]:
    return [part for part in parts if part["start"] >= end]


def _clamped(part: Segment, end: int) -> Segment:
    """A segment that ends with the video; one that spans it grows and shrinks with it."""
    rest = end - part["start"]
    part["d"] = rest if part["m"].get("spans") else min(part["d"], rest)
    for name in ("fade_in", "fade_out"):
        if name in part:
            part[name] = min(part[name], part["d"])
    return part


def opened(draft: Mapping[str, Any] | None, used: Iterable[Mapping[str, Any] | None] = ()) -> Desk:
    """A working copy of a draft; ids of the drafts in `used` are not given again."""
    desk = Desk(next_id=1 + max(map(_highest_id, (draft, *used)), default=0))
    if draft is None:
        return desk
    draft = copy.deepcopy(dict(draft))
    shelves = {VIDEO: desk.clips, AUDIO: desk.music, TEXT: desk.texts}
    for track in draft.get("t") or []:
        shelves.get(track.get("tt"), []).extend(track.get("sg") or [])
    desk.canvas = draft.get("m") or {}
    desk.is_fresh = False
    return desk


def closed(desk: Desk) -> dict[str, Any]:
    """The draft as it is stored: tracks in order, those without segments left out."""
    texts = {"Titles": "title", "Subtitles": "subtitle"}
    tracks = [(VIDEO, "Video", desk.clips), (AUDIO, "Music", desk.music)]
    for name, role in texts.items():
        tracks.append((TEXT, name, [part for part in desk.texts if part["m"]["role"] == role]))
    shown = [
        {"tt": kind, "m": {"name": name}, "sg": parts} for kind, name, parts in tracks if parts
    ]
    return copy.deepcopy({"d": desk.length, "m": desk.canvas, "t": shown})


def _highest_id(draft: Mapping[str, Any] | None) -> int:
    parts = [part for track in (draft or {}).get("t") or [] for part in track.get("sg") or []]
    ids = [str(part.get("id", "")).removeprefix("seg_") for part in parts]
    return max((int(each) for each in ids if each.isdecimal()), default=0)


def clip_of(desk: Desk, asset: Asset, name: str, prompt: str | None = None) -> Segment:
    """A clip that shows the whole of an asset."""
    length = asset.duration_ms if asset.kind == "video" else STILL_MS
    meta = {"name": name, "asset": asset.id, "src": asset.cdn_url, "kind": asset.kind}
    if prompt is not None:
        meta["prompt"] = prompt
    timing = {"start": 0, "d": length, "source_in": 0, "source_out": length}
    sound = {"speed": 1.0, "volume": 1.0, "fade_in": 0, "fade_out": 0}
    return {"id": desk.new_id(), **timing, **sound, "m": meta}


def canvas_for(asset: Asset, title: str) -> dict[str, Any]:
    """The picture of a new project: that of its first clip, at most 1920 pixels long."""
    scale = min(1.0, LONG_SIDE / max(asset.width, asset.height, 1))
    width, height = (even(side * scale) for side in (asset.width, asset.height))
    fps = round(asset.fps) if asset.kind == "video" and 10 <= asset.fps <= 60.5 else 30
    return {"title": title, "width": width or 1280, "height": height or 720, "fps": fps}


def even(pixels: float) -> int:
    """The nearest even number of pixels, which is what encoders take."""
    return 2 * round(pixels / 2)
