"""The clips of a timeline brought to where a file has them: trims, splits, removals, an order.

Numbers are said while they hold, times in the order in which they hold; what an agent that lays
clips end to end cannot bring about is named. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from nemo_client.draft import TrackKind
from nemo_client.interchange.asks import Ask, Asked, seconds
from nemo_client.interchange.bringing import Met, Refused
from nemo_client.interchange.media import identity
from nemo_client.interchange.ordering import ordered
from nemo_client.interchange.parts import Block, Kept, blocks_of, parted
from nemo_client.interchange.pieces import Piece


def of_clips(met: Met, replacing: bool) -> tuple[Asked, int, int]:
    """Return what to ask about clips, and how long the video is before and after some are added."""
    clips = [clip for clip in met.clips if clip.segment.kind == TrackKind.VIDEO]
    clips.sort(key=lambda clip: (clip.start, clip.end))
    left: list[Refused] = []
    kept = [Kept(clip, Fraction(clip.speed or 1), is_gone=replacing) for clip in clips]
    new = parted(met, kept, left)
    said = [*_values(kept, left), *_trims(met, kept)]
    blocks = [block for each in kept for block in blocks_of(each)]
    said += _splits(met, blocks)
    order = ordered(blocks)
    if stuck := list(_stuck(order.blocks)):
        order = ordered(blocks, is_moving=False)
    said += order.said
    said += _cuts(met, order.blocks)
    length = sum((_left(block) for block in order.blocks if not block.kept.is_gone), Fraction())
    length += met.video_end - sum(clip.frames for clip in clips)  # gaps and overlaps there are
    more, added = _additions(met, kept, new, left)
    left += stuck
    if replacing or all(each.parts for each in kept):
        left += _gaps(met, kept, new)
    return Asked((*said, *more), tuple(left)), round(length), round(length) + added


# --- asks by number, before anything is renumbered


def _values(kept: Sequence[Kept], left: list[Refused]) -> Iterator[Ask]:
    """Yield new speeds and volumes, once where all clips get the same."""
    found = list(_of_each(kept, left))
    for key in ("speed", "volume"):
        asks = [ask for ask in found if ask.key == f"clip_{key}"]
        values = {ask.facts["value"] for ask in asks}
        if 1 < len(asks) == len(kept) and len(values) == 1:
            yield Ask(f"every_{key}", "", {"value": values.pop()})
        else:
            yield from asks


def _of_each(kept: Sequence[Kept], left: list[Refused]) -> Iterator[Ask]:
    for number, each in enumerate(kept, 1):
        if not each.parts:
            continue
        pieces = [part.piece for part in each.parts]
        speeds = {each.speed_of(piece) for piece in pieces}
        volumes = {piece.volume_percent for piece in pieces} - {None}
        if max(len(speeds), len(volumes)) > 1:
            left.append(Refused(each.clip.label, "later"))
            each.speed = Fraction(each.clip.speed or 1)
            continue
        if each.speed != (each.clip.speed or 1):
            yield Ask("clip_speed", each.clip.label, {"n": number, "value": float(each.speed)})
        if volumes - {each.clip.said.value("volume_percent")}:
            yield Ask("clip_volume", each.clip.label, {"n": number, "value": volumes.pop()})


def _trims(met: Met, kept: Sequence[Kept]) -> Iterator[Ask]:
    for number, each in enumerate(kept, 1):
        if not each.parts:
            continue
        (first, last), low, high = each.stretch, each.parts[0].low, each.parts[-1].high
        for key, is_cut, upto in (("trim", high < last, high), ("head", low > first, low)):
            if is_cut:
                value = seconds(met.rate, each.lasts(first, upto))
                yield Ask(key, each.clip.label, {"n": number, "value": value})


# --- asks by time


def _splits(met: Met, blocks: Sequence[Block]) -> Iterator[Ask]:
    end = sum((block.frames for block in blocks), Fraction())
    for before, block in zip(reversed(blocks[:-1]), reversed(blocks[1:]), strict=True):
        end -= block.frames
        if before.kept is block.kept:
            yield Ask("split", block.kept.clip.label, {"value": seconds(met.rate, end)})


def _cuts(met: Met, blocks: Sequence[Block]) -> Iterator[Ask]:
    """Yield what is cut out by time, the last first: clips that are to go, and parts of others."""
    end = sum((block.frames for block in blocks), Fraction())
    for block in reversed(blocks):
        start = end - block.frames
        if block.kept.is_gone:
            yield _cut(met, block, start, end)
        for before, after in zip(block.parts[-2::-1], block.parts[:0:-1], strict=True):
            first = block.parts[0].low
            low, high = (block.kept.lasts(first, at) for at in (before.high, after.low))
            yield _cut(met, block, start + low, start + high)
        end = start


def _cut(met: Met, block: Block, low: Fraction, high: Fraction) -> Ask:
    facts = {"start": seconds(met.rate, low), "end": seconds(met.rate, high)}
    return Ask("cut", block.kept.clip.label, facts)


def _left(block: Block) -> Fraction:
    parts = block.parts
    if not parts:
        return block.frames
    return sum((block.kept.lasts(part.low, part.high) for part in parts), Fraction())


# --- clips that come, and places that words do not reach


def _additions(
    met: Met, kept: Sequence[Kept], new: Sequence[Piece], left: list[Refused]
) -> tuple[list[Ask], int]:
    """Return the asks for media that are shown once more, whole, at the start or the end."""
    starts = [part.piece.start for each in kept for part in each.parts]
    first, last = min(starts, default=0), max(starts, default=-1)
    early: list[Ask] = []
    late: list[Ask] = []
    frames = 0
    for piece in sorted(new, key=lambda piece: piece.start):
        if first <= piece.start <= last or not _is_whole(kept, piece):
            left.append(Refused(piece.name, "between" if _is_whole(kept, piece) else "part"))
            continue
        if piece.start < first:
            early.insert(0, Ask("place_first", piece.name, {"text": piece.name}))
        else:
            late.append(Ask("place_last", piece.name, {"text": piece.name}))
        frames += piece.end - piece.start
        if piece.speed not in (None, 1) or piece.volume_percent not in (None, 100):
            left.append(Refused(piece.name, "later"))
    return [*early, *late], frames


def _is_whole(kept: Sequence[Kept], piece: Piece) -> bool:
    """Whether a piece shows all that is known of its media."""
    like = [e for e in kept if identity(e.clip.segment.source) == identity(piece.source)]
    end = max((each.stretch[1] for each in like), default=0)
    return piece.source_in in (None, 0) and piece.end - piece.start == end and bool(piece.name)


def _stuck(blocks: Sequence[Block]) -> Iterator[Refused]:
    """Yield the pieces that stand elsewhere in the file: their clip cannot be taken apart so."""
    pieces = [part.piece for block in blocks for part in block.parts]
    wanted = sorted(pieces, key=lambda piece: piece.start)
    for piece, other in zip(pieces, wanted, strict=True):
        if piece is not other:
            yield Refused(piece.name, "later")


def _gaps(met: Met, kept: Sequence[Kept], new: Sequence[Piece]) -> Iterator[Refused]:
    """Yield the pieces before which the file leaves a gap, or which overlap, as they did not."""
    was = {id(each.clip): before for before, each in zip(_ends(kept), kept, strict=True)}
    pieces = [part.piece for each in kept for part in each.parts] + list(new)
    homes = {id(met.pieces[n]): clip for n, clip in met.partner.items()}
    end = 0
    for piece in sorted(pieces, key=lambda piece: piece.start):
        clip = homes.get(id(piece))
        before = clip.start - was[id(clip)] if clip else 0
        if piece.start != end and piece.start - end != before:
            yield Refused(piece.name, "gap")
        end = piece.end


def _ends(kept: Sequence[Kept]) -> list[int]:
    return [0, *(each.clip.end for each in kept)][: len(kept)]
