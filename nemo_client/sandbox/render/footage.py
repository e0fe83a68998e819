"""Placeholder footage: the sandbox has no image model and says so.

A moving gradient, coloured by the prompt, with the prompt's words on it and a small mark in the
corner; the sound is a soft chord, so that volume and mute can be heard. The same prompt gives the
same picture.
"""

import colorsys
import hashlib
import tempfile
from fractions import Fraction
from pathlib import Path

from nemo_client.sandbox.render import fonts
from nemo_client.sandbox.render.ffmpeg import find_ffmpeg, run
from nemo_client.sandbox.render.graph import COLOURS
from nemo_client.sandbox.render.timeline import SAMPLE_RATE, Words
from nemo_client.sandbox.render.words import script

MARK = "placeholder footage"
LONGEST = 120


def make_footage(
    prompt: str, seconds: float, width: int, height: int, dest: Path, fps: float = 30
) -> tuple[str, ...]:
    """Make an mp4 that shows the prompt; return notes on what could not be drawn."""
    ffmpeg = find_ffmpeg()
    rate = Fraction(fps).limit_denominator(1001)
    frames = max(1, round(seconds * rate))
    even_width, even_height = (max(16, round(side / 2) * 2) for side in (width, height))
    cast = fonts.cast(prompt + MARK)
    # A gradient loses nothing by being computed small, and is ten times as quick.
    small = f"s={even_width // 4}x{even_height // 4}:r={rate}"
    picture = f"{_gradient(prompt)}:{small},scale={even_width}:{even_height}:flags=bilinear"
    picture += f":out_color_matrix=bt709:out_range=tv,format=yuv420p,{COLOURS}"
    with tempfile.TemporaryDirectory(prefix=".footage-", dir=dest.absolute().parent) as temporary:
        folder = Path(temporary)
        if ffmpeg.has_ass:
            lines = script(_captions(prompt, seconds), even_width, even_height, cast)
            (folder / "words.ass").write_text(lines, encoding="utf-8")
            fonts.stage(cast.files, folder / "fonts")
            picture += ",ass=f=words.ass:fontsdir=fonts"
        length = round(frames * SAMPLE_RATE / rate)
        graph = f"{picture}[v];{_chord(prompt)},atrim=end_sample={length}[a]"
        video = ["-c:v", ffmpeg.encoder("libx264"), "-preset", "ultrafast", "-crf", "20"]
        # A key frame every half second makes the many cuts of an edit quick to reach.
        video += ["-g", str(max(1, round(rate / 2))), "-frames:v", str(frames)]
        sound = ("-c:a", ffmpeg.encoder("aac"), "-b:a", "96k")
        made = ("-movflags", "+faststart", "-f", "mp4", "made.mp4")
        run(
            ffmpeg,
            ["-filter_complex", graph, "-map", "[v]", "-map", "[a]", *video, *sound, *made],
            folder,
        )
        (folder / "made.mp4").replace(dest)
    if not ffmpeg.has_ass:
        return ("This ffmpeg cannot draw text, so the footage does not show its prompt.",)
    return (cast.note,) if cast.note else ()


def _captions(prompt: str, seconds: float) -> tuple[Words, ...]:
    length = seconds * 1000 + 1000
    shown = prompt if len(prompt) <= LONGEST else prompt[: LONGEST - 1] + "…"
    # Above the middle and below the top: where an edit puts its own titles stays free.
    return (
        Words(MARK, 0, length, "mark", "top"),
        Words(shown, 0, length, "prompt", "top"),
    )


def _gradient(prompt: str) -> str:
    """Return a gradient source whose colours and movement come from the prompt."""
    seed = hashlib.sha256(prompt.encode("utf-8")).digest()
    hue = seed[0] / 256
    # Dark and saturated, so that white words stay readable wherever the gradient moves.
    rgb = [colorsys.hls_to_rgb((hue + turn) % 1, 0.33, 0.6) for turn in (0, 0.14, 0.5)]
    colours = ":".join(
        f"c{i}=0x" + "".join(f"{round(part * 255):02x}" for part in colour)
        for i, colour in enumerate(rgb)
    )
    kind = ("linear", "radial", "spiral")[seed[1] % 3]
    number = int.from_bytes(seed[2:5], "big")
    return f"gradients=n=3:{colours}:type={kind}:speed=0.02:seed={number}"


def _chord(prompt: str) -> str:
    """Return a soft source of three notes, its root taken from the prompt."""
    root = 110 * 2 ** (hashlib.sha256(prompt.encode("utf-8")).digest()[5] % 12 / 12)
    notes = "+".join(f"sin({2 * root * ratio:.3f}*PI*t)" for ratio in (1, 1.5, 2.5))
    swell = "(0.6+0.4*sin(PI*t/4))"
    return (
        f"aevalsrc='0.02*({notes})*{swell}':s={SAMPLE_RATE}:c=mono,aformat=channel_layouts=stereo"
    )
