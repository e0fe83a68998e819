"""What a file that comes back changes: its pieces against the draft, as changes and as a wish.

The backend's draft has keys nobody documents, so nothing is written into it: the changes are told
to a person, and to the agent in a sentence each. What words cannot bring back is named, and what
the file does not have stays unless its removal is asked for. Pure, both ways.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nemo_client.draft import Change, ChangeKind, Draft, TrackKind
from nemo_client.interchange.media import identity
from nemo_client.interchange.pieces import MEDIA, Arrived, Piece
from nemo_client.interchange.projection import Clip, project
from nemo_client.interchange.rates import Rate


class Refused(NamedTuple):
    """A piece that cannot be asked for in words, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """The pieces of a file beside the segments that they are; `fresh` are those that are new."""

    clips: tuple[Clip, ...]
    pieces: tuple[Piece, ...]
    partner: Mapping[int, Clip]
    fresh: tuple[int, ...]
    rate: Rate
    video_end: int

    def new(self, kind: TrackKind) -> list[Piece]:
        """Return the pieces of a kind that no segment is and that can be asked for."""
        found = (self.pieces[number] for number in self.fresh)
        return [piece for piece in found if piece.kind == kind]


@dataclass(frozen=True, slots=True)
class Brought:
    """The differences: what to change, what the file lacks, what cannot be brought back."""

    changes: tuple[Change, ...]
    absent: tuple[Change, ...]
    refused: tuple[Refused, ...]
    met: Met


def compare(draft: Draft, arrived: Arrived) -> Brought:
    """Return what it takes to make the draft like what arrived."""
    projection = project(draft, arrived.rate)
    every = [clip for lane in projection.lanes for clip in lane.clips]
    clips = [clip for clip in every if clip.segment.kind in arrived.kinds]
    partner = _partners(arrived.pieces, clips)
    found: list[Change] = []
    refused: list[Refused] = []
    fresh: list[int] = []
    known = {_source(clip) for clip in clips} - {""}
    for number, piece in enumerate(arrived.pieces):
        if number in partner:
            found += _of_pair(partner[number], piece, arrived)
        elif why := _refusal(piece, known):
            refused.append(Refused(piece.name or piece.text, why))
        else:
            fresh.append(number)
            name = piece.text or piece.name
            after = _span(piece.start, piece.end, arrived)
            found.append(Change(ChangeKind.ADDED, "", piece.what, name, after=after))
    kept = {id(clip) for clip in partner.values()}
    absent = [_absent(clip) for clip in clips if id(clip) not in kept]
    end = max((clip.end for clip in every if clip.segment.kind == TrackKind.VIDEO), default=0)
    met = Met(tuple(clips), arrived.pieces, partner, tuple(fresh), arrived.rate, end)
    return Brought(tuple(found), tuple(absent), tuple(refused), met)


def _refusal(piece: Piece, known: set[str]) -> str:
    if piece.kind == TrackKind.TEXT:
        return "" if piece.text.strip() else "no_words"
    if piece.kind not in MEDIA:
        return "no_place"
    return "" if identity(piece.source) in known else "not_uploaded"


# --- which piece is which segment


def _partners(pieces: Sequence[Piece], clips: Sequence[Clip]) -> dict[int, Clip]:
    """Return the segment that each piece is, by its number, where it is one."""
    partner: dict[int, Clip] = {}
    free = list(clips)
    for of_piece, of_clip in _KEYS:
        waiting: dict[Hashable, deque[Clip]] = {}
        for clip in free:
            waiting.setdefault(of_clip(clip), deque()).append(clip)
        for number, piece in enumerate(pieces):
            key = of_piece(piece)
            if number not in partner and key is not None and waiting.get(key):
                partner[number] = waiting[key].popleft()
        taken = {id(clip) for clip in partner.values()}
        free = [clip for clip in free if id(clip) not in taken]
    return partner


def _source(clip: Clip) -> str:
    return identity(clip.segment.source)


def _shown(clip: Clip) -> tuple[TrackKind, str]:
    kind = clip.segment.kind
    text = "" if kind in MEDIA else clip.segment.text  # what else media say does not come back
    return kind, text or _source(clip) or clip.segment.name


def _shows(piece: Piece) -> tuple[TrackKind, str]:
    text = "" if piece.kind in MEDIA else piece.text
    return piece.kind, text or identity(piece.source) or piece.name


_KEYS: tuple[tuple[Callable[[Piece], Hashable | None], Callable[[Clip], Hashable]], ...] = (
    (
        lambda piece: (piece.kind, piece.id) if piece.id else None,
        lambda clip: (clip.segment.kind, clip.segment.id),
    ),
    (
        lambda piece: (piece.kind, piece.pointer, _shows(piece)) if piece.pointer else None,
        lambda clip: (clip.segment.kind, clip.segment.pointer, _shown(clip)),
    ),
    (
        lambda piece: (_shows(piece), piece.start) if _shows(piece)[1] else None,
        lambda clip: (_shown(clip), clip.start),
    ),
    (lambda piece: _shows(piece) if _shows(piece)[1] else None, _shown),
    (
        lambda piece: (piece.start, piece.end) if piece.kind == TrackKind.TEXT else None,
        lambda clip: (clip.start, clip.end) if clip.segment.kind == TrackKind.TEXT else clip,
    ),
)
"""How a piece is known, the surest first: our mark, its words or media, its place."""


# --- what became of it


def _of_pair(clip: Clip, piece: Piece, arrived: Arrived) -> Iterator[Change]:
    segment = clip.segment
    about = (segment.pointer, segment.what, segment.text or segment.name)
    before = (segment.start_ms, segment.end_ms)
    after = _span(piece.start, piece.end, arrived)
    if piece.end - piece.start != clip.frames:
        yield Change(ChangeKind.RETIMED, *about, before=before, after=after)
    elif piece.start != clip.start:
        yield Change(ChangeKind.MOVED, *about, before=before, after=after)
    for name, was, now in _values(clip, piece, arrived):
        if now is not None and now != was:
            yield Change(ChangeKind.CHANGED, *about, field=name, before=was, after=now)


def _values(clip: Clip, piece: Piece, arrived: Arrived) -> Iterator[tuple[str, object, object]]:
    """Yield what a piece says beside its place: name, old value, and new one or None."""
    segment, said = clip.segment, clip.said
    if segment.kind == TrackKind.TEXT:
        is_same = " ".join(segment.text.split()) == " ".join(piece.text.split())
        yield "text", segment.text, None if is_same else piece.text
        return
    if piece.source_in is not None and piece.source_in != clip.source_in:
        ms = round(arrived.rate.ms(piece.source_in))
        yield "source_in_ms", said.value("source_in_ms") or 0, ms
    yield "speed", clip.speed, piece.speed
    yield "volume_percent", said.value("volume_percent"), piece.volume_percent


def _absent(clip: Clip) -> Change:
    segment = clip.segment
    name = segment.text or segment.name
    before = (segment.start_ms, segment.end_ms)
    return Change(ChangeKind.REMOVED, segment.pointer, segment.what, name, before=before)


def _span(start: int, end: int, arrived: Arrived) -> tuple[int, int]:
    return round(arrived.rate.ms(start)), round(arrived.rate.ms(end))
