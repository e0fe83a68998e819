"""The runs of ffmpeg that make one render.

Few shots: one graph, as fast as bare ffmpeg. Many: each shot is first brought to one size and
rate in a file of its own (kept in a cache, when the caller has one), then one pass joins them,
adds sound and text and encodes; memory stays that of one pass however long the draft is.
"""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from nemo_client.sandbox.render import fonts
from nemo_client.sandbox.render.ffmpeg import Ffmpeg, RenderFailed, run
from nemo_client.sandbox.render.formats import BETWEEN, FORMATS, Format, Quality
from nemo_client.sandbox.render.graph import (
    LIMITER,
    SILENCE,
    Canvas,
    Graph,
    Source,
    add_shot,
    add_sounds,
)
from nemo_client.sandbox.render.timeline import Piece, Shot, Words, samples
from nemo_client.sandbox.render.words import script

# Each input of a graph costs 12 MB and more; beyond these the way leads through files.
DIRECT_SHOTS = 6
DIRECT_SOUNDS = 8

Run = tuple[float, Callable[[], None]]


class Progress:
    """One scale from 0 to 1 over all runs; never steps back, leaves 1.0 to the caller."""

    def __init__(self, tell: Callable[[float], None]) -> None:
        self._tell, self.total, self.done, self._told = tell, 1.0, 0.0, 0.0

    def at(self, seconds: float) -> None:
        """Take note that the present run has come this far."""
        fraction = min((self.done + seconds) / self.total, 0.999)
        if fraction > self._told:
            self._told = fraction
            self._tell(fraction)


@dataclass(frozen=True)
class Job:
    """What is wanted and where it is made."""

    ffmpeg: Ffmpeg
    folder: Path
    cache: Path | None
    format: Format
    quality: Quality
    canvas: Canvas
    plan: tuple[tuple[Shot, Source | None], ...]
    sounds: tuple[tuple[Piece, Source], ...]
    words: tuple[Words, ...]
    progress: Progress
    cancelled: threading.Event

    @cached_property
    def frames(self) -> int:
        """How many pictures the result has."""
        return sum(shot.frames for shot, _ in self.plan)

    @cached_property
    def samples(self) -> int:
        """How long its sound is."""
        return samples(self.frames, self.canvas.fps)

    @cached_property
    def cast(self) -> fonts.Cast:
        """Who plays the characters of its texts."""
        return fonts.cast("".join(words.text for words in self.words))

    @cached_property
    def staged(self) -> tuple[Path, ...]:
        """The files of the prepared shots, in order; none when the graph is direct."""
        if len(self.plan) <= DIRECT_SHOTS:
            return ()
        return tuple(self._staged_at(shot, source) for shot, source in self.plan)

    def text_notes(self) -> tuple[str, ...]:
        """Say which text could not be drawn."""
        if self.words and not self.ffmpeg.has_ass:
            return ("This ffmpeg cannot draw text, so titles and subtitles are not shown.",)
        return (self.cast.note,) if self.cast.note else ()

    def make(self, part: Path) -> None:
        """Make the file."""
        seconds = float(self.frames / self.canvas.fps)
        is_gif = self.format is FORMATS["gif"]
        master = self.folder / "master.mov" if is_gif else part
        runs: list[Run] = [
            *self._stage_runs(),
            *self._bed_runs(),
            (seconds, partial(self._finish, master)),
        ]
        if is_gif:
            runs.append((seconds, partial(self._gif, master, part)))
        self.progress.total = sum(weight for weight, _ in runs)
        for weight, do in runs:
            do()
            self.progress.done += weight

    def _stage_runs(self) -> list[Run]:
        pairs = zip(self.staged, self.plan, strict=False)
        unmade = {path: planned for path, planned in pairs if not path.exists()}
        return [
            (float(shot.frames / self.canvas.fps), partial(self._stage, shot, source, path))
            for path, (shot, source) in unmade.items()
        ]

    def _stage(self, shot: Shot, source: Source | None, path: Path) -> None:
        part = path.with_suffix(".part")
        part.parent.mkdir(parents=True, exist_ok=True)
        what = f"{shot.piece.label} could not be prepared" if shot.piece else "A gap failed"
        try:
            self._run([*self._stage_arguments(shot, source), str(part)], shot.frames, what)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def _stage_arguments(self, shot: Shot, source: Source | None) -> list[str]:
        graph = Graph()
        add_shot(graph, shot, source, self.canvas, "")
        video = ("-map", "[v]", "-map", "[a]", "-c:v", self.ffmpeg.encoder("libx264"))
        return [*graph.arguments, *video, *BETWEEN, *_BARE, "-f", "mov"]

    def _staged_at(self, shot: Shot, source: Source | None) -> Path:
        """Name the file after all that decides what is in it."""
        stat = source.path.stat() if source else None
        state = (stat.st_size, stat.st_mtime_ns) if stat else ()
        recipe = (self.ffmpeg.version, state, self._stage_arguments(shot, source))
        name = hashlib.sha256(repr(recipe).encode("utf-8")).hexdigest()[:32]
        return (self.cache or self.folder).absolute() / f"{name}.mov"

    def _bed_runs(self) -> list[Run]:
        """Mix the sounds in handfuls when one graph would have to hold too many."""
        seconds = float(self.frames / self.canvas.fps)
        return [
            (seconds, partial(self._bed, place, start))
            for place, start in enumerate(self._bed_starts)
        ]

    @property
    def _bed_starts(self) -> range:
        is_many = len(self.sounds) > DIRECT_SOUNDS
        return range(0, len(self.sounds) if is_many else 0, DIRECT_SOUNDS)

    def _bed(self, place: int, start: int) -> None:
        graph = Graph()
        below = f"{SILENCE},atrim=end_sample={self.samples}"
        if place:
            below = f"[{graph.open('-i', f'bed{place - 1}.wav')}:a]anull"
        graph.chains.append(f"{below}[below]")
        add_sounds(
            graph, "below", list(self.sounds[start : start + DIRECT_SOUNDS]), self.samples, "mix"
        )
        coded = ("-map", "[mix]", "-c:a", "pcm_f32le", "-rf64", "auto", f"bed{place}.wav")
        self._run([*graph.arguments, *coded], None, "The sound could not be mixed")

    def _finish(self, out: Path) -> None:
        graph = Graph()
        self._body(graph)
        beds = len(self._bed_starts)
        if beds:
            bed = graph.open("-i", f"bed{beds - 1}.wav")
            graph.chains.append(f"[a][{bed}:a]amix=inputs=2:normalize=0:duration=first[mix]")
        else:
            add_sounds(graph, "a", list(self.sounds), self.samples, "mix")
        graph.chains.append(
            f"[mix]{LIMITER},apad,atrim=end_sample={self.samples},asetpts=N/SR/TB[sound]"
        )
        graph.chains.append(f"[v]{self._text()}format=yuv420p[picture]")
        maps = ("-map", "[picture]", "-map", "[sound]")
        encode = self.format.encode(self.ffmpeg, self.quality)
        muxer = "mov" if self.format is FORMATS["gif"] else self.format.muxer
        arguments = [*graph.arguments, *maps, *encode, *_BARE, "-f", muxer, str(out)]
        self._run(arguments, self.frames, "The video could not be made")

    def _body(self, graph: Graph) -> None:
        """Add all shots, one after the other, as [v] and [a]."""
        rate = f"setpts=N/({self.canvas.fps})/TB,fps={self.canvas.fps}"
        if self.staged:
            lines = "".join(f"file '{_quoted(path)}'\n" for path in self.staged)
            (self.folder / "shots.txt").write_text(lines, encoding="utf-8")
            place = graph.open("-f", "concat", "-safe", "0", "-i", "shots.txt")
            graph.chains += [f"[{place}:v]{rate}[v]", f"[{place}:a]asetpts=N/SR/TB[a]"]
            return
        for number, (shot, source) in enumerate(self.plan):
            add_shot(graph, shot, source, self.canvas, str(number))
        labels = "".join(f"[v{n}][a{n}]" for n in range(len(self.plan)))
        graph.chains += [f"{labels}concat=n={len(self.plan)}:v=1:a=1[joined][a]"]
        graph.chains += [f"[joined]{rate}[v]"]

    def _text(self) -> str:
        if not (self.words and self.ffmpeg.has_ass):
            return ""
        lines = script(self.words, self.canvas.width, self.canvas.height, self.cast)
        # Names inside the folder ffmpeg runs in: no path ever has to survive filter quoting.
        (self.folder / "words.ass").write_text(lines, encoding="utf-8")
        fonts.stage(self.cast.files, self.folder / "fonts")
        return "ass=f=words.ass:fontsdir=fonts,"

    def _gif(self, master: Path, out: Path) -> None:
        """Two passes over the master copy, so that no pass holds all pictures in memory."""
        what = "The gif could not be made"
        self._run(["-i", str(master), "-vf", "palettegen", "palette.png"], None, what)
        use = "paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle"
        inputs = ["-i", str(master), "-i", "palette.png"]
        self._run([*inputs, "-lavfi", use, "-f", "gif", str(out)], self.frames, what)

    def _run(self, arguments: list[str], frames: int | None, what: str) -> None:
        """Run ffmpeg and hold it to the number of frames it was to make."""
        try:
            report = run(
                self.ffmpeg,
                arguments,
                self.folder,
                on_time=self.progress.at,
                cancelled=self.cancelled,
            )
        except RenderFailed as problem:
            raise RenderFailed(f"{what}: {problem.message}") from problem
        if frames is not None and report.get("frame") != str(frames):
            raise RenderFailed(f"{what}: {report.get('frame', 'no')} of {frames} frames came out.")


# Nothing of the sources' metadata goes into the result: phones write places and names there.
_BARE = ("-map_metadata", "-1", "-map_chapters", "-1")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "'\\''")
