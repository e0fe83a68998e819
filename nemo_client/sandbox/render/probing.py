"""What a media file is: length, size as shown, streams; read from the words of `ffmpeg -i`.

The size is the one a viewer sees: rotation and non-square pixels are already applied. Files with
no length of their own (live recordings) are measured by reading them through once.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from nemo_client.sandbox.render.ffmpeg import (
    IMAGE_SUFFIXES,
    RenderFailed,
    captured,
    find_ffmpeg,
    media_input,
)

Kind = Literal["video", "image", "audio"]

_INPUT = re.compile(r"^Input #0, (\S+), from", re.MULTILINE)
_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_STREAM = re.compile(r"^  Stream #0.*?(?=^  Stream #0|\Z)", re.MULTILINE | re.DOTALL)
_SIZE = re.compile(r", (\d+)x(\d+)(?=[ ,\n])")
_COLOURS = re.compile(r"\((?:tv, |pc, )?(?:bt|smpte|fcc|gbr|ycgco)")
_PIXEL = re.compile(r"SAR (\d+):(\d+)")
_RATE = re.compile(r", ([\d.]+)(k?) (?:fps|tbr)")
_ROTATION = re.compile(r"rotation of (-?[\d.]+) degrees")


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file holds; an image lasts 0 s, an audio file measures 0x0."""

    duration_s: float
    width: int
    height: int
    fps: float
    has_video: bool
    has_audio: bool
    kind: Kind
    is_mono: bool = False
    has_colours: bool = False


def probe(path: Path) -> Probe:
    """Return what the file is; raise RenderFailed when it is not readable media."""
    try:
        stat = path.stat()
    except OSError as problem:
        raise RenderFailed(f"“{path.name}” is not there.") from problem
    return _probed(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=512)
def _probed(path: Path, size: int, changed_ns: int) -> Probe:
    """Probe once per state of the file: a timeline often uses one file many times."""
    words = captured(find_ffmpeg().path, "-hide_banner", *media_input(path)).stderr
    opened = _INPUT.search(words)
    streams = _STREAM.findall(words)
    video = next((s for s in streams if ": Video:" in s and "(attached pic)" not in s), None)
    audio = next((s for s in streams if ": Audio:" in s), None)
    shape = _SIZE.search(video) if video else None
    if opened is None or not (shape or audio):
        raise RenderFailed(f"“{path.name}” is not a readable video, image or audio file.")
    kind = _kind(path, opened[1], shape is not None, audio is not None)
    width, height = _shown(video, shape) if video and shape else (0, 0)
    return Probe(
        duration_s=0.0 if kind == "image" else _duration(path, words),
        width=width,
        height=height,
        fps=_fps(video) if video else 0.0,
        has_video=shape is not None,
        has_audio=audio is not None,
        kind=kind,
        is_mono=audio is not None and ", mono," in audio,
        has_colours=video is not None and _COLOURS.search(video) is not None,
    )


def _kind(path: Path, demuxer: str, has_video: bool, has_audio: bool) -> Kind:
    if not has_video:
        return "audio"
    is_still = demuxer == "image2" or demuxer.endswith("_pipe")
    # HEIC and AVIF stills live in the same container as mp4; only the name tells them apart.
    is_still = is_still or (not has_audio and path.suffix.lower() in IMAGE_SUFFIXES)
    return "image" if is_still else "video"


def _duration(path: Path, words: str) -> float:
    if told := _DURATION.search(words):
        hours, minutes, seconds = told.groups()
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    copying = ("-loglevel", "error", "-progress", "pipe:1")
    copied = (*media_input(path), "-map", "0:V?", "-map", "0:a?", "-c", "copy", "-f", "null", "-")
    done = captured(find_ffmpeg().path, *copying, *copied)
    times = re.findall(r"out_time_us=(\d+)", done.stdout)
    if not times:
        raise RenderFailed(f"“{path.name}” has no length that can be read.")
    return int(times[-1]) / 1_000_000


def _shown(stream: str, shape: re.Match[str]) -> tuple[int, int]:
    width, height = int(shape[1]), int(shape[2])
    if pixel := _PIXEL.search(stream):
        width = round(width * int(pixel[1]) / max(1, int(pixel[2]))) or width
    turned = _ROTATION.search(stream)
    is_sideways = turned is not None and round(float(turned[1]) / 90) % 2 == 1
    return (height, width) if is_sideways else (width, height)


def _fps(stream: str) -> float:
    rate = _RATE.search(stream)
    return float(rate[1]) * (1000 if rate[2] else 1) if rate else 0.0
