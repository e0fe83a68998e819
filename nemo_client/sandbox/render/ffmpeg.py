"""The ffmpeg program: which one, what it can do, and one run of it.

Binaries differ (some have no drawtext, some no libx264), so abilities are read at run time and
never assumed from a version. A run is watched: its progress, its last words, a wish to cancel.
Knows nothing of drafts or filters.
"""

import importlib
import os
import re
import shutil
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GRACE_S = 3.0

# Demuxers a user's file may be read with. Playlists (hls, dash, concat) are left out: they name
# further files, so that an upload could pull other files of this machine into the picture.
MEDIA_FORMATS = (
    "aac,ac3,aiff,amr,apng,asf,avi,caf,eac3,flac,flv,gif,h264,hevc,image2,m4v,matroska,mov,mp3,"
    "mpeg,mpegts,mpegvideo,mxf,nut,ogg,w64,wav,bmp_pipe,jpeg_pipe,jpegls_pipe,png_pipe,tiff_pipe,"
    "webp_pipe,webp_anim"
)
_PROGRESS_LINE = re.compile(r"([a-z0-9_]+)=\s*(\S+)$")
_FOLDERS = re.compile(r"(?:file:)?(?:[A-Za-z]:)?[\\/](?:[^\\/\s'\":]+[\\/])*")
_ADDRESS = re.compile(r"\s*@ 0x[0-9a-f]+")
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class RenderFailed(Exception):
    """The media could not be read or made; the message is a sentence for the user."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RenderCancelled(Exception):
    """The caller's event was set; nothing was left behind."""


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """One ffmpeg binary and its abilities."""

    path: str
    version: str
    filters: frozenset[str]
    encoders: frozenset[str]

    @property
    def has_ass(self) -> bool:
        """Whether text can be drawn (by libass)."""
        return "ass" in self.filters

    @property
    def has_drawtext(self) -> bool:
        """Whether drawtext exists; never used here, shown by diagnostics only."""
        return "drawtext" in self.filters

    def encoder(self, *names: str) -> str:
        """Return the first of these encoders that this binary has."""
        for name in names:
            if name in self.encoders:
                return name
        raise RenderFailed(f"This ffmpeg ({self.version}) has no encoder {' or '.join(names)}.")


def find_ffmpeg() -> Ffmpeg:
    """Return the ffmpeg to use: IMAGEIO_FFMPEG_EXE, else the bundled one, else that of PATH."""
    path = os.environ.get("IMAGEIO_FFMPEG_EXE") or _bundled() or shutil.which("ffmpeg")
    if not path:
        raise RenderFailed("No ffmpeg was found. Install one with: pip install imageio-ffmpeg")
    return _inspected(path)


def _bundled() -> str | None:
    try:
        return str(importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        return None


@cache
def _inspected(path: str) -> Ffmpeg:
    filters, banner = _listing(path, "-filters")
    encoders, _ = _listing(path, "-encoders")
    version = re.search(r"ffmpeg version (\S+)", banner)
    return Ffmpeg(path, version[1] if version else "unknown", filters, encoders)


def _listing(path: str, option: str) -> tuple[frozenset[str], str]:
    try:
        done = captured(path, option)
    except OSError as problem:
        raise RenderFailed(f"The ffmpeg at {path} does not start.") from problem
    return frozenset(re.findall(r"^ [A-Z.|]+ +([\w-]+) ", done.stdout, re.MULTILINE)), done.stderr


def captured(path: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a short ffmpeg command to its end and return what it said."""
    return subprocess.run(
        [path, "-nostdin", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        creationflags=_NO_WINDOW,
        check=False,
    )


def media_input(path: Path) -> tuple[str, ...]:
    """Return the input arguments for a file from outside, fenced in to that one file."""
    # A per cent sign in an image's name would be read as a numbered sequence of images.
    is_pattern = "%" in path.name and path.suffix.lower() in IMAGE_SUFFIXES
    literal = ("-f", "image2", "-pattern_type", "none") if is_pattern else ()
    fence = ("-protocol_whitelist", "file,pipe", "-format_whitelist", MEDIA_FORMATS)
    return (*fence, *literal, "-i", f"file:{path.resolve()}")


IMAGE_SUFFIXES = frozenset(
    {".avif", ".bmp", ".heic", ".heif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}
)


def run(
    ffmpeg: Ffmpeg,
    arguments: Sequence[str],
    folder: Path,
    *,
    on_time: Callable[[float], None] = lambda seconds: None,
    cancelled: threading.Event | None = None,
) -> dict[str, str]:
    """Run ffmpeg inside the folder to its end and return its last progress report.

    Raises RenderFailed with ffmpeg's last words, or RenderCancelled.
    """
    cancelled = cancelled or threading.Event()
    command = [ffmpeg.path, "-nostdin", "-hide_banner", "-loglevel", "error", "-y"]
    command += ["-stats_period", "0.2", "-progress", "pipe:1", *arguments]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        creationflags=_NO_WINDOW,
    ) as process:
        threading.Thread(target=_stop_when, args=(cancelled, process), daemon=True).start()
        try:
            report, last_words = _listened(process, on_time)
        except BaseException:
            process.kill()
            raise
    if cancelled.is_set():
        raise RenderCancelled
    if process.returncode:
        raise RenderFailed(_sentence(last_words) or f"ffmpeg ended with {process.returncode}")
    return report


def _listened(
    process: "subprocess.Popen[str]", on_time: Callable[[float], None]
) -> tuple[dict[str, str], Sequence[str]]:
    report: dict[str, str] = {}
    last_words: deque[str] = deque(maxlen=6)
    assert process.stdout is not None
    for line in process.stdout:
        progress = _PROGRESS_LINE.match(line.strip())
        if progress is None:
            last_words.append(line.strip())
            continue
        key, value = progress.groups()
        report[key] = value
        if key == "out_time_us" and value.lstrip("-").isdigit():
            on_time(max(0, int(value)) / 1_000_000)
    return report, last_words


def _stop_when(cancelled: threading.Event, process: "subprocess.Popen[str]") -> None:
    while process.poll() is None:
        if cancelled.wait(0.1):
            process.terminate()
            try:
                process.wait(GRACE_S)
            except subprocess.TimeoutExpired:
                process.kill()
            return


def _sentence(lines: Sequence[str]) -> str:
    """Join ffmpeg's lines without what is nobody's business: folders and addresses."""
    return " ".join(_ADDRESS.sub("", _FOLDERS.sub("", line)) for line in lines if line)
