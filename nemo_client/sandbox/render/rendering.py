"""A draft into a file: reads what is wanted, finds the media, and puts the result in its place.

The result appears whole or not at all; what could not be shown is told in the report's notes.
How the file is made is decided in `job`.
"""

import os
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from nemo_client.sandbox.render.ffmpeg import Ffmpeg, RenderFailed, find_ffmpeg
from nemo_client.sandbox.render.formats import FORMATS, Format, Quality, format_of, quality_of
from nemo_client.sandbox.render.graph import Canvas, Source
from nemo_client.sandbox.render.job import Job, Progress
from nemo_client.sandbox.render.probing import probe
from nemo_client.sandbox.render.timeline import Piece, Raw, Timeline, read_timeline, shots

GIF_FPS = Fraction(12)

Media = Callable[[Raw], Path | None]


@dataclass(frozen=True, slots=True)
class RenderReport:
    """What was made, and what the user should know about it."""

    duration_s: float
    size: int
    width: int
    height: int
    notes: tuple[str, ...]


def render(
    draft: Raw,
    media: Media,
    dest: Path,
    *,
    format: str = "mp4",
    quality: str = "high",
    on_progress: Callable[[float], None] = lambda fraction: None,
    cancelled: threading.Event | None = None,
    cache: Path | None = None,
    ffmpeg: Ffmpeg | None = None,
) -> RenderReport:
    """Render the draft to `dest`; `media` finds the file behind a segment.

    Prepared segments of long drafts are kept in `cache`, if given, for the next render.
    Raises RenderFailed with a sentence for the user, or RenderCancelled; then nothing is left.
    """
    kind, chosen = format_of(format), quality_of(quality)
    timeline = read_timeline(draft)
    canvas = _canvas(timeline, kind, chosen)
    plan = tuple((s, _source(s.piece, media)) for s in shots(timeline, canvas.fps))
    sounds = tuple((sound, _found(sound, media)) for sound in timeline.sounds)
    part = dest.with_name(dest.name + ".part").absolute()
    part.parent.mkdir(parents=True, exist_ok=True)
    # Beside the result: the system's temporary folder may be memory, and stages can be large.
    with tempfile.TemporaryDirectory(prefix=".render-", dir=part.parent) as folder:
        job = Job(
            ffmpeg=ffmpeg or find_ffmpeg(),
            folder=Path(folder),
            cache=cache,
            format=kind,
            quality=chosen,
            canvas=canvas,
            plan=plan,
            sounds=sounds,
            words=timeline.words,
            progress=Progress(on_progress),
            cancelled=cancelled or threading.Event(),
        )
        try:
            job.make(part)
            os.replace(part, dest)
        finally:
            part.unlink(missing_ok=True)
    on_progress(1.0)
    return RenderReport(
        duration_s=float(job.frames / canvas.fps),
        size=dest.stat().st_size,
        width=canvas.width,
        height=canvas.height,
        notes=(*timeline.notes, *_notes(plan, sounds), *job.text_notes()),
    )


def _canvas(timeline: Timeline, kind: Format, quality: Quality) -> Canvas:
    """Return the draft's canvas, scaled to the resolution that was asked for."""
    width, height, fps = timeline.width, timeline.height, timeline.fps
    scale = quality.short_side / min(width, height) if quality.short_side else 1.0
    if kind is FORMATS["gif"]:
        scale = min(1.0, quality.gif_width / width)
        fps = min(fps, GIF_FPS)
    return Canvas(max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2), fps)


def _source(piece: Piece | None, media: Media) -> Source | None:
    return _found(piece, media) if piece else None


def _found(piece: Piece, media: Media) -> Source:
    path = media(piece.raw)
    if path is None:
        raise RenderFailed(f"The media of {piece.label} is missing.")
    try:
        return Source(path, probe(path))
    except RenderFailed as problem:
        raise RenderFailed(f"{piece.label} cannot be used: {problem.message}") from problem


def _notes(
    plan: tuple[tuple[object, Source | None], ...], sounds: tuple[tuple[Piece, Source], ...]
) -> tuple[str, ...]:
    """Say which pieces show or sound like less than their track promises."""
    dark = {s.path.name for _, s in plan if s and not s.probe.has_video}
    mute = {s.path.name for _, s in sounds if not s.probe.has_audio}
    return (
        *(f"“{name}” has no picture; black is shown while it sounds." for name in sorted(dark)),
        *(f"“{name}” has no sound, so nothing of it is heard." for name in sorted(mute)),
    )
