"""A draft as the renderer sees it: pieces with known times, and shots of whole frames.

Only t, tt, sg, d and m are documented keys; everything else is read with a default, so that a
foreign draft renders too. Times are rounded at the borders between pieces, never piece by piece,
so that hundreds of pieces do not drift. Knows nothing of files and ffmpeg.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nemo_client.sandbox.render.ffmpeg import RenderFailed

SAMPLE_RATE = 48_000
VIDEO, AUDIO, TEXT = 0, 1, 7

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment of a video or audio track; times in ms, volume 1.0 as recorded."""

    raw: Raw
    label: str
    start: float
    length: float
    source_in: float = 0.0
    speed: float = 1.0
    volume: float = 1.0
    fade_in: float = 0.0
    fade_out: float = 0.0
    is_gray: bool = False

    @property
    def end(self) -> float:
        """The time on the timeline at which the piece is over."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Words:
    """A text on the picture; times in ms, position is top, center or bottom."""

    text: str
    start: float
    length: float
    role: str
    position: str

    @property
    def end(self) -> float:
        """The time on the timeline at which the text is gone."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch of picture, counted exactly; without a piece it is black and silent."""

    piece: Piece | None
    frames: int
    samples: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that a draft asks to be rendered."""

    width: int
    height: int
    fps: Fraction
    total: float
    clips: tuple[Piece, ...]
    sounds: tuple[Piece, ...]
    words: tuple[Words, ...]
    notes: tuple[str, ...]


def read_timeline(draft: Raw) -> Timeline:
    """Return what the draft asks for; raise RenderFailed when it holds nothing to show."""
    notes: list[str] = []
    clips: list[Piece] = []
    sounds: list[Piece] = []
    words: list[Words] = []
    for track in _dicts(draft.get("t")):
        kind = number(track.get("tt"), -1)
        segments = list(_segments(track))
        if kind == VIDEO and not clips:
            clips = [_piece(s, i, "video", t, d) for i, (s, t, d) in enumerate(segments, 1)]
        elif kind == AUDIO:
            sounds += [_piece(s, i, "audio", t, d) for i, (s, t, d) in enumerate(segments, 1)]
        elif kind == TEXT:
            words += [_words(s, t, d) for s, t, d in segments]
        elif segments:
            notes.append(_ignored(track.get("tt"), kind))
    ends = [piece.end for piece in (*clips, *sounds)] + [text.end for text in words]
    if not ends:
        raise RenderFailed("The draft is empty: there is nothing to render yet.")
    # The picture decides how long the video is; music and text are cut to it.
    total = number(draft.get("d"), 0) or max([clip.end for clip in clips] or ends)
    meta = _dict(draft.get("m"))
    return Timeline(
        width=_side(meta.get("width"), 1280),
        height=_side(meta.get("height"), 720),
        fps=_fps(meta.get("fps")),
        total=total,
        clips=tuple(sorted(clips, key=lambda piece: piece.start)),
        sounds=tuple(sound for sound in sounds if sound.start < total),
        words=tuple(text for text in words if text.text.strip() and text.start < total),
        notes=tuple(notes),
    )


def shots(timeline: Timeline, fps: Fraction) -> tuple[Shot, ...]:
    """Return the picture as shots without gap or overlap, from 0 to the timeline's end."""
    made: list[Shot] = []
    last, cursor = _frame(timeline.total, fps), 0
    if last < 1:
        raise RenderFailed("The draft is shorter than one frame.")
    for piece in timeline.clips:
        begin, end = _frame(piece.start, fps), min(_frame(piece.end, fps), last)
        if begin > cursor and cursor < last:
            made.append(_shot(None, cursor, min(begin, last), fps))
            cursor = min(begin, last)
        if end > cursor:
            made.append(_shot(piece, cursor, end, fps))
            cursor = end
    if cursor < last:
        made.append(_shot(None, cursor, last, fps))
    return tuple(made)


def samples(frames: int, fps: Fraction) -> int:
    """Return how many samples of sound last as long as these frames."""
    return round(frames * SAMPLE_RATE / fps)


def number(value: object, default: float) -> float:
    """Return a finite number however it was written, else the default."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return default
    try:
        read = float(value)
    except ValueError:
        return default
    return read if math.isfinite(read) else default


def _shot(piece: Piece | None, begin: int, end: int, fps: Fraction) -> Shot:
    return Shot(piece, end - begin, samples(end, fps) - samples(begin, fps))


def _frame(ms: float, fps: Fraction) -> int:
    return round(Fraction(ms) * fps / 1000)


def _segments(track: Raw) -> Iterator[tuple[Raw, float, float]]:
    """Yield the segments that last, each with its start (else: where the last one ended)."""
    cursor = 0.0
    for segment in _dicts(track.get("sg")):
        length = number(segment.get("d"), 0)
        start = max(0.0, number(segment.get("start"), cursor))
        cursor = start + max(0.0, length)
        if length > 0:
            yield segment, start, length


def _piece(segment: Raw, place: int, track: str, start: float, length: float) -> Piece:
    meta = _dict(segment.get("m"))
    name = meta.get("name") or meta.get("title") or segment.get("id") or "unnamed"
    speed = number(segment.get("speed"), 1.0)
    return Piece(
        raw=segment,
        label=f"segment {place} (“{name}”) of the {track} track",
        start=start,
        length=length,
        source_in=max(0.0, number(segment.get("source_in"), 0.0)),
        speed=min(max(speed, 0.05), 50.0) if speed > 0 else 1.0,
        volume=min(max(number(segment.get("volume"), 1.0), 0.0), 10.0),
        fade_in=min(max(number(segment.get("fade_in"), 0.0), 0.0), length),
        fade_out=min(max(number(segment.get("fade_out"), 0.0), 0.0), length),
        is_gray=meta.get("look") == "grayscale",
    )


def _words(segment: Raw, start: float, length: float) -> Words:
    meta = _dict(segment.get("m"))
    text = meta.get("text") or segment.get("text") or meta.get("title") or ""
    role = "subtitle" if meta.get("role") == "subtitle" else "title"
    usual = "bottom" if role == "subtitle" else "center"
    position = str(meta.get("position") or usual)
    is_known = position in ("top", "center", "bottom")
    return Words(str(text), start, length, role, position if is_known else usual)


def _ignored(told: object, kind: float) -> str:
    if kind == VIDEO:
        return "The draft has more than one video track; only the first one is shown."
    return f"A track of the unknown kind {told} is not part of the video."


def _side(value: object, default: int) -> int:
    """Return an even number of pixels that every encoder takes."""
    return round(min(max(number(value, default), 16), 4096) / 2) * 2


def _fps(value: object) -> Fraction:
    told = number(value, 30)
    return Fraction(told if 1 <= told <= 120 else 30).limit_denominator(1001)


def _dict(value: object) -> Raw:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> Iterable[Raw]:
    values = value.values() if isinstance(value, dict) else value
    return [v for v in values if isinstance(v, dict)] if isinstance(values, Iterable) else []
