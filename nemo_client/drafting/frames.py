"""A still of each clip, from files on this machine, for a page that shows them.

ffmpeg comes with the `sandbox` extra or from the path; its reader is fenced in to the one file it
is given. What cannot be read has no still: a picture without stills is a picture all the same.
"""

from __future__ import annotations

import subprocess
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path

from nemo_client.draft import Draft, Segment, TrackKind

MOST_FRAMES = 60
"""The longest clips have stills; so many of 6 kB each keep a page small."""
WIDTH = 320
WAIT_S = 20.0


def frames_of(draft: Draft, paths: Mapping[str, Path]) -> dict[str, str] | None:
    """Return a still as a `data:` address for each segment that has a file; None without ffmpeg.

    Both are by the pointers of the segments.
    """
    shown = sorted(_pictured(draft, paths), key=lambda segment: -segment.exact_duration_ms)
    if not shown:
        return {}
    try:
        from nemo_client.sandbox.render.ffmpeg import RenderFailed, find_ffmpeg

        ffmpeg = find_ffmpeg().path
    except (ImportError, RenderFailed):
        return None
    found = {s.pointer: _frame(ffmpeg, paths[s.pointer], _at_s(s)) for s in shown[:MOST_FRAMES]}
    return {
        pointer: f"data:image/jpeg;base64,{b64encode(image).decode()}"
        for pointer, image in found.items()
        if image
    }


def _pictured(draft: Draft, paths: Mapping[str, Path]) -> Iterator[Segment]:
    for track in draft.tracks:
        if track.kind == TrackKind.VIDEO:
            yield from (segment for segment in track.segments if segment.pointer in paths)


def _at_s(segment: Segment) -> float:
    """Return the middle of what is shown of the file, in seconds."""
    start, speed = segment.read("source_in_ms"), segment.read("speed")
    middle = segment.exact_duration_ms * (speed.value if speed else 1) / 2
    return float((start.value if start else 0) + middle) / 1000


def _frame(ffmpeg: str, path: Path, at_s: float) -> bytes:
    """Return the picture at a time, else the first; nothing where there is none."""
    return _taken(ffmpeg, path, at_s) or _taken(ffmpeg, path, 0)


def _taken(ffmpeg: str, path: Path, at_s: float) -> bytes:
    from nemo_client.sandbox.render.ffmpeg import media_input

    command = [ffmpeg, "-nostdin", "-loglevel", "error", "-ss", f"{at_s:.3f}", *media_input(path)]
    command += ["-frames:v", "1", "-vf", f"scale={WIDTH}:-2", "-q:v", "6", "-f", "mjpeg", "pipe:1"]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=WAIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout
