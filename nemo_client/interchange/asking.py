"""Which asks bring the timeline to where a file has it, and what no ask brings about.

An agent lays clips end to end, numbers them as they then stand, and reads a message from its first
line on. So what names clips by number comes before what renumbers them, and the last goes first,
so that the times said of earlier ones hold. Pure; the sentences are worded elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nemo_client.draft import TrackKind
from nemo_client.draft.summary import plain
from nemo_client.interchange.asks import Ask, Asked, seconds
from nemo_client.interchange.bringing import Brought, Met, Refused
from nemo_client.interchange.cutting import of_clips
from nemo_client.interchange.pieces import Piece
from nemo_client.interchange.projection import Clip


class Ends(NamedTuple):
    """Where the video ends: now, at its shortest meanwhile, then, and in the file; in frames."""

    was: int
    low: int
    soon: int
    file: int


Aim = tuple[Clip, Piece | None]
"""A segment and what the file makes of it; None where it is to go."""


def asked(brought: Brought, replacing: bool = False) -> Asked:
    """Return what to say, in order, and what is left unsaid and why."""
    met = brought.met
    clips, low, soon = of_clips(met, replacing)
    ends = Ends(met.video_end, low, soon, _end(met))
    found = [*_of_music(met, replacing, ends), *_of_texts(met, replacing, ends)]
    said = [each for each in found if isinstance(each, Ask)]
    left = [each for each in found if isinstance(each, Refused)]
    return Asked((*clips.said, *said), (*brought.refused, *clips.not_said, *left))


def _aims(met: Met, kind: TrackKind, replacing: bool) -> Iterator[Aim]:
    """Yield the segments of a kind that are to change or to go, as they stand on the timeline."""
    pieces = {id(clip): met.pieces[number] for number, clip in met.partner.items()}
    mine = [clip for clip in met.clips if clip.segment.kind == kind]
    for clip in sorted(mine, key=lambda clip: clip.start):
        if id(clip) in pieces or replacing:
            yield clip, pieces.get(id(clip))


def _follows(clip: Clip, piece: Piece | None, ends: Ends) -> bool:
    """Whether its new place comes of itself, because it ends with the video."""
    if piece is None:
        return clip.start >= ends.soon > 0
    is_held = clip.start == piece.start and clip.end != piece.end
    return (
        is_held
        and piece.end in (ends.soon, ends.file)
        and (clip.end == ends.was or clip.end > piece.end)
    )


def _end(met: Met) -> int:
    """Return where the file's video ends."""
    return max((piece.end for piece in met.pieces if piece.kind == TrackKind.VIDEO), default=0)


# --- music


def _of_music(met: Met, replacing: bool, ends: Ends) -> Iterator[Ask | Refused]:
    aims = list(_aims(met, TrackKind.AUDIO, replacing))
    there = [clip for clip in met.clips if clip.segment.kind == TrackKind.AUDIO]
    gone = [clip for clip, piece in aims if piece is None and not _follows(clip, None, ends)]
    if gone and len(gone) == len(there):
        yield Ask("remove_music", ", ".join(clip.label for clip in gone))
    else:
        yield from (Refused(clip.label, "some_music") for clip in gone)
    volumes = {piece.volume_percent for _, piece in aims if piece} - {None}
    louder = [clip for clip, piece in aims if piece and _is_louder(clip, piece)]
    if louder and len(volumes) == 1 and len(aims) - len(gone) == len(there):
        facts = {"value": volumes.pop()}
        yield Ask("music_volume", ", ".join(clip.label for clip in louder), facts)
    else:
        yield from (Refused(clip.label, "some_music") for clip in louder)
    for clip, piece in aims:
        if piece and not _follows(clip, piece, ends) and _is_elsewhere(clip, piece):
            yield Refused(clip.label, "music_place")
    yield from (Refused(piece.name, "more_music") for piece in met.new(TrackKind.AUDIO))


def _is_louder(clip: Clip, piece: Piece) -> bool:
    return piece.volume_percent not in (None, clip.said.value("volume_percent"))


def _is_elsewhere(clip: Clip, piece: Piece) -> bool:
    place = (piece.start, piece.end, clip.source_in if piece.source_in is None else piece.source_in)
    is_speed = piece.speed not in (None, clip.speed)
    return is_speed or place != (clip.start, clip.end, clip.source_in)


# --- titles and subtitles


def _of_texts(met: Met, replacing: bool, ends: Ends) -> Iterator[Ask | Refused]:
    """Yield the asks about texts, the last first: numbers of those before it then stay true."""
    late: list[Ask | Refused] = []
    for clip, piece in _aims(met, TrackKind.TEXT, replacing):
        if not _follows(clip, piece, ends):
            late = [*_of_text(met, clip, piece, ends), *late]
    yield from late
    for piece in met.new(TrackKind.TEXT):
        if 0 < ends.soon <= piece.start:
            yield Refused(piece.text, "past_end")
        else:
            facts = {"what": piece.what, "text": piece.text, **_times(met, piece)}
            yield Ask("added_text", piece.text, facts)


def _of_text(met: Met, clip: Clip, piece: Piece | None, ends: Ends) -> Iterator[Ask | Refused]:
    """Yield what to ask of one text: its place before its words, by which it is known."""
    words = clip.segment.text
    facts = {"what": clip.segment.what, "text": words, "which": _which(met, clip)}
    if piece is None:
        yield Ask("removed", words, facts)
        return
    is_short = ends.low < min(ends.was, ends.soon)
    if is_short and clip.start >= ends.low:  # it went when the video ended before it
        if piece.start < ends.soon:
            yield Ask("added_text", words, facts | {"text": piece.text, **_times(met, piece)})
        else:
            yield Refused(words, "past_end")
        return
    is_clipped = is_short and ends.low < clip.end < ends.was
    if is_clipped or (piece.start, piece.end) != (clip.start, clip.end):
        if 0 < ends.soon <= piece.start:
            yield Refused(words, "past_end")
        else:
            yield Ask("moved_text", words, facts | _times(met, piece))
    if plain(words) != plain(piece.text):
        if not plain(piece.text):
            yield Refused(words, "no_words")
            return
        yield Ask("text", words, facts | {"new": piece.text})


def _which(met: Met, clip: Clip) -> int:
    """Return the number of a text among its like, 0 where its words are enough."""
    like = [other for other in met.clips if other.segment.what == clip.segment.what]
    if plain(clip.segment.text) and _with_words(like, clip) < 2:
        return 0
    return sorted(like, key=lambda other: other.start).index(clip) + 1


def _with_words(like: Sequence[Clip], clip: Clip) -> int:
    return sum(plain(other.segment.text) == plain(clip.segment.text) for other in like)


def _times(met: Met, piece: Piece) -> dict[str, str]:
    return {"start": seconds(met.rate, piece.start), "end": seconds(met.rate, piece.end)}
