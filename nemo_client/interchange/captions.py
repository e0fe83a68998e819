"""Subtitle files, SRT and WebVTT: the words of text tracks with their times, written and read.

Either format ends a cue at a blank line and knows no controls, so that such letters are left out;
WebVTT has marks of its own for `&`, `<` and `>`. Reading is lenient as players are, and bounded by
nothing but the text: both forms are read by one rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from html import unescape

from nemo_client.draft import TrackKind
from nemo_client.interchange.losses import TIMES, Reach, spelled
from nemo_client.interchange.projection import Clip, Projection
from nemo_client.interchange.rates import Rate

MILLISECONDS = Rate("ms", Fraction(1000))
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_ARROW = ("-->", "→")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words on the screen, from one millisecond to another."""

    start_ms: int
    end_ms: int
    text: str


def clean(text: str) -> str:
    """Return what a cue can hold of a text: no controls, no blank lines, no arrow."""
    seen = _UNSEEN.sub("", re.sub(r"\r\n?", "\n", text)).replace(*_ARROW)
    lines = (line.strip() for line in seen.split("\n"))
    return "\n".join(line for line in lines if line)


def _refusal(clip: Clip, projection: Projection) -> str:
    return "" if clean(clip.segment.text) else "no_words"


CAPTIONS = Reach(
    facts={TrackKind.TEXT: {**TIMES, "text": spelled(clean)}},
    refuses=_refusal,
)


def srt(projection: Projection, links: Mapping[str, str]) -> str:
    """Return the text tracks as SubRip."""
    cues = enumerate(_cues(projection, "{:02d}:{:02d}:{:02d},{:03d}", str), 1)
    return "".join(f"{number}\n{cue}\n" for number, cue in cues)


def vtt(projection: Projection, links: Mapping[str, str]) -> str:
    """Return the text tracks as WebVTT."""
    cues = _cues(projection, "{:02d}:{:02d}:{:02d}.{:03d}", _escaped)
    return "WEBVTT\n\n" + "\n".join(cues)


def _cues(projection: Projection, form: str, spell: Callable[[str], str]) -> Iterator[str]:
    taken = CAPTIONS.taken(projection)
    clips = [clip for lane in taken for clip in CAPTIONS.clips(lane, projection)]
    for clip in sorted(clips, key=lambda clip: (clip.start, clip.end)):
        start, end = (form.format(*_clock(ms)) for ms in (clip.start, clip.end))
        yield f"{start} --> {end}\n{spell(clean(clip.segment.text))}\n"


def _clock(ms: int) -> tuple[int, int, int, int]:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return hours, minutes, seconds, ms


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def read(text: str) -> tuple[Cue, ...]:
    """Return the cues of a subtitle file in order of time; marks of style are taken out."""
    is_vtt = text.lstrip("\ufeff").startswith("WEBVTT")
    found: list[Cue] = []
    for block in re.split(r"\n[ \t]*(?:\n[ \t]*)+", re.sub(r"\r\n?", "\n", text)):
        lines = block.strip("\n").split("\n")
        at = next((n for n, line in enumerate(lines[:2]) if _TIMING.fullmatch(line)), None)
        if at is None or lines[0].startswith(("NOTE", "STYLE", "REGION")):
            continue
        words = _TAG.sub("", "\n".join(lines[at + 1 :]))
        cue = _cue(lines[at], clean(unescape(words) if is_vtt else words))
        if cue.text and cue.end_ms > cue.start_ms:
            found.append(cue)
    return tuple(sorted(found, key=lambda cue: (cue.start_ms, cue.end_ms)))


def _cue(timing: str, text: str) -> Cue:
    match = _TIMING.fullmatch(timing)
    assert match is not None
    start, end = (_ms(match.groups()[n : n + 4]) for n in (0, 4))
    return Cue(start, end, text)


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds = (int(part or 0) for part in parts[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((parts[3] or "0").ljust(3, "0"))
