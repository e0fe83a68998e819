"""What comes out: formats and qualities as tables of encoder arguments."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from nemo_client.sandbox.render.ffmpeg import Ffmpeg, RenderFailed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Quality:
    """How much is kept; a short side in pixels, when the user asked for a resolution."""

    crf: int
    audio: str
    gif_width: int
    short_side: int | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its muxer and the arguments that encode into it."""

    muxer: str
    encode: Callable[[Ffmpeg, Quality], tuple[str, ...]]


QUALITIES = {
    "low": Quality(30, "96k", 320),
    "medium": Quality(26, "128k", 400),
    "high": Quality(22, "160k", 480),
    "480p": Quality(22, "160k", 480, 480),
    "720p": Quality(22, "160k", 480, 720),
    "1080p": Quality(22, "160k", 480, 1080),
    "1440p": Quality(22, "160k", 480, 1440),
    "2k": Quality(22, "160k", 480, 1440),
    "2160p": Quality(22, "160k", 480, 2160),
    "4k": Quality(22, "160k", 480, 2160),
}

# What a stage hands to the next one: quick to make, hardly any loss, sound untouched.
BETWEEN = ("-preset", "ultrafast", "-crf", "14", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le")


def _h264(ffmpeg: Ffmpeg, quality: Quality) -> tuple[str, ...]:
    video = ("-c:v", ffmpeg.encoder("libx264"), "-preset", "veryfast", "-crf", str(quality.crf))
    sound = ("-c:a", ffmpeg.encoder("aac"), "-b:a", quality.audio)
    return (*video, "-pix_fmt", "yuv420p", *sound, "-movflags", "+faststart")


def _vpx(ffmpeg: Ffmpeg, quality: Quality) -> tuple[str, ...]:
    video = ffmpeg.encoder("libvpx-vp9", "libvpx")
    # Constant quality is spelled differently: vp9 wants no bitrate, vp8 wants an upper bound.
    ceiling = "0" if video == "libvpx-vp9" else "4M"
    rows = ("-row-mt", "1") if video == "libvpx-vp9" else ()
    speed = ("-deadline", "realtime", "-cpu-used", "8", *rows)
    sound = ("-c:a", ffmpeg.encoder("libopus", "libvorbis"), "-b:a", quality.audio)
    rate = ("-crf", str(quality.crf + 10), "-b:v", ceiling)
    return ("-c:v", video, *speed, *rate, "-pix_fmt", "yuv420p", *sound)


def _palette(ffmpeg: Ffmpeg, quality: Quality) -> tuple[str, ...]:
    """Encode the master copy from which the palette and the pictures of a gif are taken."""
    return ("-c:v", ffmpeg.encoder("libx264"), "-preset", "ultrafast", "-crf", "8", "-an")


FORMATS = {
    "mp4": Format("mp4", _h264),
    "mov": Format("mov", _h264),
    "webm": Format("webm", _vpx),
    "gif": Format("gif", _palette),
}


def format_of(word: str) -> Format:
    """Return the format the user named."""
    return _chosen(FORMATS, word, "format")


def quality_of(word: str) -> Quality:
    """Return the quality or resolution the user named."""
    return _chosen(QUALITIES, word, "quality")


def _chosen(table: dict[str, T], word: str, what: str) -> T:
    try:
        return table[word.strip().lower()]
    except KeyError:
        known = ", ".join(table)
        raise RenderFailed(f"There is no {what} “{word}”; there are: {known}.") from None
