"""Which parts of the timeline's clips a file still shows, and at what speed.

Each clip is a stretch of its media; the pieces of the file that show parts of that stretch are what
is left of it. Knows no words and no order. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from nemo_client.draft import TrackKind
from nemo_client.interchange.bringing import Met, Refused
from nemo_client.interchange.media import identity
from nemo_client.interchange.pieces import Piece
from nemo_client.interchange.projection import Clip

Stretch = tuple[int, int]
SLOWEST, FASTEST = 0.1, 10


@dataclass(slots=True, eq=False)
class Part:
    """What a piece of the file shows of a clip's media, in frames of the media."""

    piece: Piece
    low: int
    high: int


@dataclass(slots=True, eq=False)
class Kept:
    """A clip of the timeline and the parts of it that the file has, first to last."""

    clip: Clip
    speed: Fraction
    parts: list[Part] = field(default_factory=list)
    is_gone: bool = False

    @property
    def stretch(self) -> Stretch:
        """What it shows now."""
        return self.clip.source_in, self.clip.source_in + self.clip.source_frames

    def speed_of(self, piece: Piece) -> Fraction:
        """Return how fast a piece plays, as far as clips can; else as fast as now."""
        said = piece.speed
        return Fraction(said) if said and SLOWEST <= said <= FASTEST else self.speed

    def lasts(self, low: int, high: int) -> Fraction:
        """Return how long a stretch of its media plays, in frames."""
        return (high - low) / self.speed


@dataclass(slots=True, eq=False)
class Block:
    """Parts of one clip that stay one clip until the last: what is cut out between them is left."""

    kept: Kept
    parts: list[Part]

    @property
    def frames(self) -> Fraction:
        """How long it plays with what is still to be cut out of it."""
        low, high = self.kept.stretch
        parts = self.parts
        return (
            self.kept.lasts(parts[0].low, parts[-1].high) if parts else self.kept.lasts(low, high)
        )


def parted(met: Met, kept: Sequence[Kept], left: list[Refused]) -> list[Piece]:
    """Give each clip its parts; return the pieces that show something else."""
    home = {id(each.clip): each for each in kept}
    for number, clip in met.partner.items():
        if each := home.get(id(clip)):
            each.is_gone = False
            each.speed = each.speed_of(met.pieces[number])
            if met.pieces[number].speed not in (None, clip.speed, each.speed):
                left.append(Refused(met.pieces[number].name, "speed"))
            each.parts.append(_own(each, met.pieces[number], left))
    rest = []
    for piece in met.new(TrackKind.VIDEO):
        found = next((each for each in kept if _holds(each, piece)), None)
        if found is None:
            rest.append(piece)
            continue
        found.is_gone = False
        found.parts.append(Part(piece, *_shown(found, piece)))
        found.parts.sort(key=lambda part: part.low)
    return rest


def _shown(each: Kept, piece: Piece) -> Stretch:
    low = each.clip.source_in if piece.source_in is None else piece.source_in
    is_same = low == each.clip.source_in and piece.end - piece.start == each.clip.frames
    if is_same and piece.speed in (None, each.clip.speed):
        return each.stretch
    return low, low + round((piece.end - piece.start) * each.speed_of(piece))


def _own(each: Kept, piece: Piece, left: list[Refused]) -> Part:
    """Return what a clip's own piece shows of it; what it does not show now is not there."""
    low, high = _shown(each, piece)
    first, last = each.stretch
    if abs(high - last) <= 1 and each.speed != each.clip.speed:
        high = last  # a frame more or less at another speed is rounding
    if low < first or high > last:
        left.append(Refused(piece.name, "longer"))
        low, high = max(low, first), min(high, last)
    return Part(piece, low, high) if low < high else Part(piece, first, last)


def _holds(each: Kept, piece: Piece) -> bool:
    """Whether a piece shows a part of a clip that no other piece shows."""
    if not piece.source or identity(each.clip.segment.source) != identity(piece.source):
        return False
    low, high = _shown(each, piece)
    first, last = each.stretch
    return first <= low < high <= last and all(
        high <= part.low or part.high <= low for part in each.parts
    )


def blocks_of(each: Kept) -> Iterator[Block]:
    """Yield the parts that are to be clips of their own, in the order of the media."""
    block = Block(each, each.parts[:1])
    for part in each.parts[1:]:
        if part.low > block.parts[-1].high:
            block.parts.append(part)
        else:
            yield block
            block = Block(each, [part])
    yield block
