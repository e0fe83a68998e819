"""How much the renderer costs beyond ffmpeg itself, and how much memory a long draft takes.

    python benchmarks/render.py

1. A 10 s 720p timeline (two clips, music, a title) against bare ffmpeg with a graph written by
   hand for the same result; the goal is at most 1.3 times.
2. A draft of 300 segments: the peak of what this process and its ffmpeg hold together (Linux);
   the goal is less than 500 MB.
"""

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nemo_client.sandbox.render import find_ffmpeg, make_footage, make_music, render
from nemo_client.sandbox.render.fonts import HOUSE_FONTS

ROUNDS = 5
SEGMENTS = 300
SCRIPT = """[Script Info]
PlayResX: 1280
PlayResY: 720

[V4+ Styles]
Format: Name, Fontname, Fontsize, Bold, Outline, Alignment
Style: Default,Noto Sans CJK SC,115,-1,5,5

[Events]
Format: Start, End, Style, Text
Dialogue: 0:00:00.00,0:00:03.00,Default,Rainy Tokyo 雨夜东京
"""


def segment(name: str, start: int, d: int, **more: Any) -> dict[str, Any]:
    """Return a segment as the sandbox writes it."""
    return {"start": start, "d": d, "m": {"name": name}, **more}


def ten_seconds() -> dict[str, Any]:
    """Return the draft of the first benchmark."""
    title = {"start": 0, "d": 3000, "m": {"text": "Rainy Tokyo 雨夜东京", "role": "title"}}
    return {
        "m": {"width": 1280, "height": 720, "fps": 30},
        "t": [
            {"tt": 0, "sg": [segment("a.mp4", 0, 5000), segment("b.mp4", 5000, 5000)]},
            {"tt": 1, "sg": [segment("m.m4a", 0, 10000, volume=0.35)]},
            {"tt": 7, "sg": [title]},
        ],
    }


def three_hundred() -> dict[str, Any]:
    """Return a draft of three hundred cuts, each of another second of the clips."""
    clips = [
        segment("ab"[n % 2] + ".mp4", 1000 * n, 1000, source_in=n * 13 % 4000)
        for n in range(SEGMENTS)
    ]
    titles = [{"start": 1000 * n, "d": 900, "m": {"text": f"第 {n} 段"}} for n in range(SEGMENTS)]
    music = [segment("m.m4a", 0, 1000 * SEGMENTS, volume=0.35)]
    tracks = [{"tt": 0, "sg": clips}, {"tt": 1, "sg": music}, {"tt": 7, "sg": titles}]
    return {"m": {"width": 1280, "height": 720, "fps": 30}, "t": tracks}


def bare(folder: Path) -> None:
    """Run ffmpeg on a graph written by hand."""
    (folder / "bare.ass").write_text(SCRIPT, encoding="utf-8")
    pictures = "".join(
        f"[{n}:v]fps=30,scale=1280:720,setsar=1,format=yuv420p[v{n}];"
        f"[{n}:a]aresample=48000,aformat=channel_layouts=stereo[a{n}];"
        for n in (0, 1)
    )
    graph = (
        f"{pictures}[v0][a0][v1][a1]concat=n=2:v=1:a=1[v][a];[v]ass=bare.ass:fontsdir=fonts[p];"
        "[2:a]aresample=48000,volume=0.35[m];[a][m]amix=normalize=0:duration=first,"
        "alimiter=limit=0.97:level=0[s]"
    )
    sources = ["-t", "5", "-i", "a.mp4", "-t", "5", "-i", "b.mp4", "-t", "10", "-i", "m.m4a"]
    video = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "22", "-pix_fmt", "yuv420p"]
    sound = ["-c:a", "aac", "-b:a", "160k", "-movflags", "+faststart", "bare.mp4"]
    command = [find_ffmpeg().path, "-nostdin", "-v", "error", "-y", *sources]
    maps = ["-filter_complex", graph, "-map", "[p]", "-map", "[s]"]
    subprocess.run([*command, *maps, *video, *sound], cwd=folder, check=True)


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work took by the clock on the wall."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def resident_mb() -> float:
    """Return what this process and all below it hold in memory."""
    parents: dict[int, int] = {}
    held: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = status.read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        facts = dict(line.split(":", 1) for line in lines if ":" in line)
        pid = int(facts["Pid"])
        parents[pid], held[pid] = int(facts["PPid"]), int(facts.get("VmRSS", "0 kB").split()[0])
    me = int(Path("/proc/self").resolve().name)
    return sum(kb for pid, kb in held.items() if pid == me or parents[pid] == me) / 1024


def peak_mb(work: Callable[[], object]) -> float:
    """Return the highest memory seen while the work was done."""
    seen, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            seen.append(resident_mb())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        work()
    finally:
        done.set()
        watcher.join()
    return max(seen)


def main() -> None:
    """Measure both and print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_footage("rainy tokyo street", 5, 1280, 720, folder / "a.mp4")
        make_footage("雨夜的东京", 5, 1280, 720, folder / "b.mp4")
        make_music("lo-fi", 10, folder / "m.m4a")
        (folder / "fonts").mkdir()
        for font in HOUSE_FONTS:
            (folder / "fonts" / font.name).write_bytes(font.read_bytes())

        def made(draft: dict[str, Any]) -> None:
            render(draft, lambda s: folder / s["m"]["name"], folder / "out.mp4")

        pairs = [
            (seconds(lambda: made(ten_seconds())), seconds(lambda: bare(folder)))
            for _ in range(ROUNDS)
        ]
        ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
        print(f"10 s 720p: render {ours:.2f} s, bare ffmpeg {theirs:.2f} s")
        print(f"  ratio {ours / theirs:.2f} (goal: at most 1.30)")
        if sys.platform != "linux":
            print("300 segments: memory is measured on Linux only")
            return
        begin = time.perf_counter()
        peak = peak_mb(lambda: made(three_hundred()))
        print(f"{SEGMENTS} segments, 5 min 720p: {time.perf_counter() - begin:.0f} s")
        print(f"  peak memory {peak:.0f} MB (goal: less than 500)")


if __name__ == "__main__":
    main()
