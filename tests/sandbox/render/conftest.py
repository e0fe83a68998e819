"""Small real media, and eyes and ears for what a render made of it."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nemo_client.sandbox.render import find_ffmpeg

CLIP = Path(__file__).parents[3] / "fixtures" / "clip.mp4"
TONE = ("-f", "lavfi", "-i", "sine=440:d=1:r=48000,volume=4")
CHART = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=1")
STILL = ("-frames:v", "1")

# Each medium: how ffmpeg makes it. Names are what the tests ask for.
RECIPES: dict[str, tuple[str, ...]] = {
    "tone.wav": TONE,
    "still.png": ("-f", "lavfi", "-i", "color=red:s=200x100", *STILL),
    "glass.png": ("-f", "lavfi", "-i", "color=white@0.0:s=160x90,format=rgba", *STILL),
    "silent.mp4": CHART,
    "odd.avi": ("-f", "lavfi", "-i", "color=blue:s=161x91:r=25:d=1,format=bgr0", "-c:v", "ffv1"),
    "white.mp4": ("-f", "lavfi", "-i", "color=white:s=160x90:r=30:d=1", *TONE, "-c:a", "aac"),
    "beep.mp4": (*CHART, "-f", "lavfi", "-i", "aevalsrc='gt(t,1)*sin(2764*t)':s=48000:d=2"),
    "uneven.mkv": (*CHART, "-vf", "select='not(mod(n,3))+lt(n,9)'", "-fps_mode", "vfr"),
    # One second of movement, then nothing new for two: the last frame is still being shown.
    "static.mp4": (*CHART, "-f", "lavfi", "-i", "sine=440:d=3", "-fps_mode", "vfr"),
    "stretched.mp4": (*CHART, "-vf", "setsar=2/1"),
    "anim.gif": ("-f", "lavfi", "-i", "testsrc2=s=80x60:r=10:d=1"),
}


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the maker of media by name; each is made once."""
    folder = tmp_path_factory.mktemp("media")
    (folder / "broken.mp4").write_bytes(b"\0\0\0\x18ftypmp42 and nothing more")
    (folder / "list.mp4").write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/hosts\n", encoding="utf-8")

    def made(name: str) -> Path:
        if name == "clip.mp4":
            return CLIP
        path = folder / name
        if not path.exists():
            _call(*RECIPES[name], str(path))
        return path

    return made


@pytest.fixture(scope="session")
def turned(make: Callable[[str], Path]) -> Path:
    """A video filmed upright: stored lying, with a mark to be turned."""
    source = make("silent.mp4")
    path = source.with_name("turned.mp4")
    _call("-display_rotation", "90", "-i", str(source), "-c", "copy", str(path))
    return path


@pytest.fixture(scope="session")
def endless(make: Callable[[str], Path]) -> Path:
    """A live recording: a file that does not say how long it is."""
    path = make("silent.mp4").with_name("endless.webm")
    with path.open("wb") as file:
        command = [find_ffmpeg().path, "-v", "error", *CHART, "-c:v", "libvpx", "-f", "webm", "-"]
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=file, check=True)
    return path


@pytest.fixture(scope="session")
def pixels() -> Callable[..., bytes]:
    """Return the rgb bytes of the frame at a time, shrunk to a size."""

    def look(path: Path, at: float = 0.5, size: str = "64x36") -> bytes:
        shape = ("-frames:v", "1", "-s", size, "-f", "rawvideo", "-pix_fmt", "rgb24", "-")
        return _call("-ss", str(at), "-i", str(path), *shape).stdout

    return look


@pytest.fixture(scope="session")
def loudness() -> Callable[..., float]:
    """Return the mean volume in dB of a stretch of sound."""

    def listen(path: Path, start: float = 0.0, length: float = 60.0) -> float:
        part = ("-ss", str(start), "-t", str(length), "-i", str(path), "-vn")
        words = _call(*part, "-af", "volumedetect", "-f", "null", "-", level="info").stderr
        return float(re.findall(r"mean_volume: (\S+) dB", words.decode())[-1])

    return listen


@pytest.fixture(scope="session")
def seen_frames() -> Callable[[Path], int]:
    """Return how many frames a player gets to see."""

    def count(path: Path) -> int:
        done = _call("-i", str(path), "-map", "0:v", "-f", "null", "-progress", "pipe:1", "-")
        return int(re.findall(r"frame=(\d+)", done.stdout.decode())[-1])

    return count


@pytest.fixture
def segment() -> Callable[..., dict[str, Any]]:
    """Return the maker of segments."""

    def build(name: str, start: int, d: int, **more: object) -> dict[str, Any]:
        return {"start": start, "d": d, "m": {"name": name}, **more}

    return build


def _call(*arguments: str, level: str = "error") -> "subprocess.CompletedProcess[bytes]":
    command = [find_ffmpeg().path, "-nostdin", "-v", level, "-y", *arguments]
    return subprocess.run(command, capture_output=True, check=True)
