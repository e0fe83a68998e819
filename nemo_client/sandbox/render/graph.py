"""Filter graphs as text: one shot, the sounds over it, the finish.

Every chain ends in an exact count of frames or samples; nothing relies on the timestamps or the
length a file claims. A clip's fades are those of its picture and of its sound. Knows which file
a piece comes from, not why.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from nemo_client.sandbox.render.ffmpeg import media_input
from nemo_client.sandbox.render.probing import Probe
from nemo_client.sandbox.render.timeline import SAMPLE_RATE, Piece, Shot

SILENCE = f"anullsrc=r={SAMPLE_RATE}:cl=stereo"
# Shots are joined as they are: a change of colour tags within a stream would restart the filters.
COLOURS = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
# Sound is summed, not averaged, so that adding music does not make the clip quieter; the limiter
# takes only what would clip.
LIMITER = "alimiter=limit=0.97:level=0"


@dataclass(frozen=True, slots=True)
class Canvas:
    """The size and rate of the picture being made."""

    width: int
    height: int
    fps: Fraction


@dataclass(frozen=True, slots=True)
class Source:
    """The file behind a piece."""

    path: Path
    probe: Probe


@dataclass(slots=True)
class Graph:
    """Inputs and filter chains of one ffmpeg run, in the making."""

    inputs: list[str] = field(default_factory=list)
    chains: list[str] = field(default_factory=list)
    count: int = 0

    def open(self, *arguments: str) -> int:
        """Add an input and return its number."""
        self.inputs += arguments
        self.count += 1
        return self.count - 1

    @property
    def arguments(self) -> list[str]:
        """The command line's part that reads and filters."""
        return [*self.inputs, "-filter_complex", ";".join(self.chains)]


def add_shot(graph: Graph, shot: Shot, source: Source | None, canvas: Canvas, name: str) -> None:
    """Add a shot, as [v<name>] and [a<name>]."""
    size = f"{canvas.width}x{canvas.height}"
    picture = f"color=black:s={size}:r={canvas.fps},format=yuv420p,trim=end_frame={shot.frames}"
    sound = f"{SILENCE},atrim=end_sample={shot.samples}"
    if shot.piece and source:
        place = graph.open(*_excerpt(shot.piece, source), *media_input(source.path))
        if source.probe.has_video:
            picture = f"[{place}:V:0]{_picture(shot, source.probe, canvas)}"
        if source.probe.has_audio and shot.piece.volume > 0:
            chain = _sound(shot.piece, source.probe, shot.samples, ":first_pts=0")
            sound = f"[{place}:a:0]atrim=start=0,{chain},asetpts=N/SR/TB"
    graph.chains += [f"{picture},{COLOURS}[v{name}]", f"{sound}[a{name}]"]


def add_sounds(
    graph: Graph, body: str, sounds: list[tuple[Piece, Source]], end: int, made: str
) -> None:
    """Lay the sounds over [<body>], up to the sample `end`, as [<made>]."""
    parts = [body]
    for number, (piece, source) in enumerate(sounds):
        begin = round(piece.start * SAMPLE_RATE / 1000)
        length = min(round(piece.length * SAMPLE_RATE / 1000), end - begin)
        if length > 0 and source.probe.has_audio:
            place = graph.open(*_looped(piece, source.probe), *media_input(source.path))
            chain = _sound(piece, source.probe, length, "")
            parts.append(f"{made}{number}")
            graph.chains.append(f"[{place}:a:0]{chain},adelay={begin}S:all=1[{parts[-1]}]")
    labels = "".join(f"[{part}]" for part in parts)
    mix = f"amix=inputs={len(parts)}:normalize=0:duration=first," if len(parts) > 1 else ""
    graph.chains.append(f"{labels}{mix}anull[{made}]")


def _excerpt(piece: Piece, source: Source) -> tuple[str, ...]:
    """Return the input options that begin reading where the piece begins."""
    if source.probe.kind == "image":
        return ()
    begin = min(piece.source_in / 1000, max(0.0, source.probe.duration_s - 0.1))
    # Not an accurate seek: it would drop the frame that began earlier and is still being shown,
    # and screen recordings hold one frame for seconds. The chains cut at zero instead.
    return ("-noaccurate_seek", "-ss", f"{begin:.6f}")


def _looped(piece: Piece, probe: Probe) -> tuple[str, ...]:
    """Return the input options of a sound, which starts again when it is too short."""
    begin = piece.source_in / 1000
    length = piece.length * piece.speed / 1000
    if begin + length <= probe.duration_s:
        return ("-ss", f"{begin:.6f}", "-t", f"{length + 0.5:.6f}")
    skipped = ("-ss", f"{begin % probe.duration_s:.6f}") if probe.duration_s else ()
    return ("-stream_loop", "-1", *skipped)


def _picture(shot: Shot, probe: Probe, canvas: Canvas) -> str:
    piece = shot.piece
    assert piece is not None
    width, height, fps = canvas.width, canvas.height, canvas.fps
    fit = (
        f"scale=w='max(2,trunc(min({width},{height}*dar)/2)*2)'"
        f":h='max(2,trunc(min({height},{width}/dar)/2)*2)'"
        f":in_color_matrix={_matrix(probe)}:out_color_matrix=bt709:out_range=tv"
    )
    pad = f"setsar=1,pad={width}:{height}:(ow-iw)/2:(oh-ih)/2"
    # Long enough, not endless: ffmpeg 7.0 may hang on an endless hold that others wait for.
    hold = f"tpad=stop={shot.frames}:stop_mode=clone"
    cut = f"trim=end_frame={shot.frames}"
    if probe.kind == "image":
        # Transparent parts become black; what lies under them in the file is arbitrary.
        flat = "format=gbrap,premultiply=inplace=1,format=gbrp"
        still = f"{flat},{fit},format=yuv420p,{pad}"
        chain = f"{still},{hold},settb=1/({fps}),setpts=N,fps={fps},{cut}"
    else:
        # A frame that began before the piece is carried over the piece's beginning.
        carry = f"tpad=stop_duration={piece.source_in / 1000 + 1:.3f}:stop_mode=clone"
        moving = f"{carry},setpts=PTS/{piece.speed:.6f},fps={fps}:start_time=0"
        chain = f"{moving},{fit},format=yuv420p,{pad},{hold},{cut}"
    gray = ",hue=s=0" if piece.is_gray else ""
    return chain + gray + _fades("fade", piece, shot.frames / fps)


def _matrix(probe: Probe) -> str:
    """Return how a file's colours are meant; players guess by size where it does not say."""
    if probe.has_colours or probe.kind == "image":
        return "auto"
    return "bt709" if probe.height >= 720 or probe.width >= 1280 else "bt601"


def _sound(piece: Piece, probe: Probe, length: int, start: str) -> str:
    # ffmpeg would spread one channel over two at -3 dB; 100 % is to mean as loud as recorded.
    stereo = "pan=stereo|c0=c0|c1=c0" if probe.is_mono else "aformat=channel_layouts=stereo"
    fades = _fades("afade", piece, Fraction(length, SAMPLE_RATE))
    return (
        f"aresample={SAMPLE_RATE}:async=1{start},aformat=sample_fmts=fltp,{stereo}"
        f"{_tempo(piece.speed)},volume={piece.volume:.4f},apad,atrim=end_sample={length}{fades}"
    )


def _tempo(speed: float) -> str:
    """Return atempo filters, each within the range in which none drops samples."""
    made = ""
    while speed > 2:
        made, speed = made + ",atempo=2", speed / 2
    while speed < 0.5:
        made, speed = made + ",atempo=0.5", speed * 2
    return made if speed == 1 else f"{made},atempo={speed:.6f}"


def _fades(name: str, piece: Piece, seconds: Fraction) -> str:
    made = ""
    if piece.fade_in:
        made += f",{name}=t=in:st=0:d={piece.fade_in / 1000:.4f}"
    if piece.fade_out:
        begin = max(0.0, float(seconds) - piece.fade_out / 1000)
        made += f",{name}=t=out:st={begin:.4f}:d={piece.fade_out / 1000:.4f}"
    return made
