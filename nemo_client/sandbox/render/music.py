"""Placeholder music: short synthesised loops, one for each style word.

A style's mood sets tempo, scale, voice and beat; the word itself seeds the rest, so that the same
word always sounds the same and two words differ. Notes that ring past the loop's end are folded
into its beginning: it can be repeated without a seam. No recordings are used.
"""

from __future__ import annotations

import hashlib
import math
import random
import tempfile
import wave
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, repeat
from operator import add, mul
from pathlib import Path

from nemo_client.sandbox.render.ffmpeg import find_ffmpeg, run

# Half the rate of what is written: nothing here sounds above 11 kHz, and it takes half the time.
RATE = 22_050
RAMP = 200
PEAK = 0.5
BEATS = 16

MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)
DORIAN = (0, 2, 3, 5, 7, 9, 10)

# Shares of the overtones of a note.
SOFT = (1.0, 0.25, 0.08)
BRIGHT = (1.0, 0.5, 0.33, 0.25, 0.2, 0.16)
HOLLOW = (1.0, 0.0, 0.4, 0.0, 0.2)


@dataclass(frozen=True, slots=True)
class Mood:
    """How a style moves: beats a minute, scale, voice, drums a beat, notes a beat."""

    tempo: int
    scale: Sequence[int]
    voice: tuple[float, ...]
    drums: float
    pace: int


# A style is looked up by the words in it; the first row that has one wins.
MOODS = {
    ("lo-fi", "lofi", "chill", "relax", "calm", "轻松", "舒缓"): Mood(78, DORIAN, SOFT, 0.5, 1),
    ("ambient", "sleep", "meditat", "冥想", "氛围"): Mood(64, MAJOR, SOFT, 0.0, 1),
    ("cinematic", "epic", "trailer", "史诗", "电影"): Mood(72, MINOR, BRIGHT, 0.7, 1),
    ("sad", "melanchol", "piano", "悲伤", "钢琴"): Mood(70, MINOR, HOLLOW, 0.0, 2),
    ("rock", "metal", "punk", "摇滚"): Mood(132, MINOR, BRIGHT, 1.0, 2),
    ("electronic", "techno", "edm", "dance", "电子"): Mood(124, MINOR, BRIGHT, 1.0, 4),
    ("jazz", "swing", "funk", "爵士"): Mood(108, DORIAN, HOLLOW, 0.6, 2),
    ("upbeat", "happy", "pop", "cheer", "欢快", "轻快"): Mood(118, MAJOR, HOLLOW, 0.8, 2),
}
OTHERS = (
    Mood(92, MAJOR, SOFT, 0.5, 2),
    Mood(100, DORIAN, HOLLOW, 0.6, 2),
    Mood(84, MINOR, SOFT, 0.4, 2),
)


def make_music(style: str, seconds: float, dest: Path) -> None:
    """Make stereo music of this style and length; the suffix of `dest` decides the format."""
    with tempfile.TemporaryDirectory(prefix=".music-", dir=dest.absolute().parent) as temporary:
        folder = Path(temporary)
        _write(folder / "loop.wav", loop(style))
        made = f"made{dest.suffix}"
        endless = ("-stream_loop", "-1", "-i", "loop.wav", "-t", f"{max(seconds, 0.1):.3f}")
        run(find_ffmpeg(), [*endless, "-ar", "44100", "-b:a", "160k", made], folder)
        (folder / made).replace(dest)


def mood_of(style: str) -> Mood:
    """Return the mood whose words the style contains, else one chosen by the style itself."""
    said = style.lower()
    for words, mood in MOODS.items():
        if any(word in said for word in words):
            return mood
    return random.Random(_seed(style)).choice(OTHERS)


def loop(style: str) -> tuple[array[float], array[float]]:
    """Return the left and the right channel of sixteen beats, at most PEAK loud."""
    mood = mood_of(style)
    dice = random.Random(_seed(style))
    beat = round(RATE * 60 / mood.tempo)
    left, right = (array("d", bytes(8 * beat * BEATS)) for _ in range(2))
    root = 110 * 2 ** (dice.randrange(-3, 5) / 12)
    chords = [0, *dice.sample((1, 2, 3, 4, 5), 3)]
    for bar, chord in enumerate(chords):
        start = bar * beat * 4
        for channel, degree in ((left, 0), (right, 2), (left, 4), (right, 0)):
            _add(channel, start, _note(_pitch(root, mood, chord + degree), 4.6, mood.voice), 0.3)
        for channel in (left, right):
            _add(channel, start, _note(_pitch(root, mood, chord) / 2, 3.5, SOFT), 0.5)
    for step in range(BEATS * mood.pace):
        if dice.random() < 0.7:
            degree = chords[step // (4 * mood.pace)] + dice.choice((0, 2, 4, 6)) + 7
            note = _note(_pitch(root, mood, degree), 0.9, mood.voice)
            shift = dice.randrange(150)
            _add(left, step * beat // mood.pace, note, 0.24)
            _add(right, step * beat // mood.pace + shift, note, 0.24)
    _drum(left, right, beat, mood, dice)
    # Rounding off the peaks, as tape does, lets the rest be louder.
    drive = 2.5 / max(max(map(abs, left)), max(map(abs, right)))
    warm = (array("d", (PEAK * math.tanh(drive * s) for s in side)) for side in (left, right))
    return next(warm), next(warm)


def _drum(
    left: array[float], right: array[float], beat: int, mood: Mood, dice: random.Random
) -> None:
    if not mood.drums:
        return
    kick = _note(52.0, 0.25, (1.0,), decay=14)
    hat = [dice.uniform(-1, 1) * math.exp(-i / 350) for i in range(1_500)]
    for step in range(BEATS * 2):
        for side in (left, right):
            if step % 4 == 0:
                _add(side, step * beat // 2, kick, 0.9 * mood.drums)
            if step % 2:
                _add(side, step * beat // 2, hat, 0.14 * mood.drums)


def _pitch(root: float, mood: Mood, degree: int) -> float:
    octave, step = divmod(degree, len(mood.scale))
    return float(root * 2 ** (octave + mood.scale[step] / 12))


@lru_cache(maxsize=16)
def _note(
    pitch: float, seconds: float, voice: tuple[float, ...], decay: float = 2.2
) -> array[float]:
    """Return a struck note: one period, read at the pitch, dying away."""
    period = _period(voice)
    step, count = pitch * len(period) / RATE, round(seconds * RATE)
    note = array("d", (period[int(i * step) % len(period)] for i in range(count)))
    levels = accumulate(repeat(math.exp(-decay / RATE), count), mul)
    note = array("d", map(mul, note, levels))
    # Without a ramp at both ends a note would begin and end with a click.
    for i in range(RAMP):
        note[i] *= i / RAMP
        note[-1 - i] *= i / RAMP
    return note


@lru_cache(maxsize=8)
def _period(voice: tuple[float, ...], size: int = 1024) -> tuple[float, ...]:
    turn = 2 * math.pi / size
    overtones = list(enumerate(voice, 1))
    return tuple(sum(s * math.sin(turn * i * k) for k, s in overtones) for i in range(size))


def _add(channel: array[float], start: int, note: Sequence[float], share: float) -> None:
    """Mix a note in, folding what rings past the end into the beginning."""
    place = start % len(channel)
    fits = min(len(note), len(channel) - place)
    louder = array("d", map(mul, note, repeat(share)))
    channel[place : place + fits] = array("d", map(add, channel[place : place + fits], louder))
    if fits < len(note):
        _add(channel, 0, louder[fits:], 1.0)


def _write(path: Path, sides: tuple[array[float], array[float]]) -> None:
    left, right = sides
    both = array("h", bytes(4 * len(left)))
    both[0::2] = array("h", (round(s * 32_767) for s in left))
    both[1::2] = array("h", (round(s * 32_767) for s in right))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(both.tobytes())


def _seed(style: str) -> int:
    return int.from_bytes(hashlib.sha256(style.strip().lower().encode("utf-8")).digest()[:8], "big")
