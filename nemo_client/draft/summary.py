"""A timeline told in lines for people, and as JSON-ready facts for programs.

The lines follow the service's own wording. Names come from outside, so whatever could move a
cursor, reorder a line or break an encoding is taken out, and long names and tracks are shortened.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from nemo_client.draft.keys import Number, TrackKind, file_name
from nemo_client.draft.model import Draft, Track
from nemo_client.draft.segment import Segment
from nemo_client.phrases import Lang
from nemo_client.phrases.timeline import FIELDS, LABELS, TIMELINE

SHOWN_SEGMENTS = 3
SHOWN_LETTERS = 60

Range = tuple[Number, Number]

_JOINERS = "\u200c\u200d"  # Persian words and family emoji fall apart without them
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def lines(draft: Draft, lang: Lang) -> tuple[str, ...]:
    """Return the summary: a heading and one line a track, or one sentence where that cannot be."""
    if draft.is_markup:
        return (TIMELINE["markup"].say(lang),)
    if not draft.raw:
        return (TIMELINE["empty"].say(lang),)
    if not draft.is_decoded:
        return (TIMELINE["unknown"].say(lang),)
    tracks = draft.tracks
    if not tracks:
        return (TIMELINE["empty"].say(lang),)
    count = TIMELINE["one_track" if len(tracks) == 1 else "tracks"].say(lang, {"n": len(tracks)})
    head = TIMELINE["head"].say(lang, {"tracks": count, "length": length(draft.duration_ms, lang)})
    return (head, *(_line(n, track, lang) for n, track in enumerate(tracks, 1)))


def facts(draft: Draft) -> dict[str, Any]:
    """Return the timeline as a JSON document: everything understood, nothing worded."""
    tracks = [_track_facts(track) for track in draft.tracks]
    width, height = draft.canvas or (None, None)
    return {
        "is_decoded": draft.is_decoded,
        "is_exportable": draft.is_exportable,
        "title": draft.title or None,
        "duration_ms": draft.duration_ms,
        "width": width,
        "height": height,
        "segment_count": sum(len(track["segments"]) for track in tracks),
        "tracks": tracks,
        "issues": [{"pointer": issue.pointer, "code": issue.code} for issue in draft.issues()],
    }


def plain(text: str) -> str:
    """Return text for one line of a terminal: no controls, no bidi marks, single spaces."""
    return " ".join("".join(map(_seen, text)).split())


def shortened(text: str) -> str:
    """Return plain text of at most SHOWN_LETTERS letters."""
    # Four times as much is looked at, because what is hidden does not count.
    shown = plain(text[: SHOWN_LETTERS * 4])
    return shown if len(shown) <= SHOWN_LETTERS else shown[: SHOWN_LETTERS - 1].rstrip() + "…"


def quoted(text: str, lang: Lang) -> str:
    """Return text between the quotation marks of the language."""
    return TIMELINE["quote"].say(lang, {"text": shortened(text)})


def decimal(value: Number) -> str:
    """Return a number with at most three decimals and no trailing zeros."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def length(ms: Number, lang: Lang) -> str:
    """Return a duration: `2.5 s`."""
    return TIMELINE["seconds"].say(lang, {"n": decimal(ms / 1000)})


def range_of(times_ms: Range, lang: Lang, volume: Number | None = None) -> str:
    """Return a stretch of time, with a volume where one is worth saying: `0-10s, 35%`."""
    parts = {"start": decimal(times_ms[0] / 1000), "end": decimal(times_ms[1] / 1000)}
    if volume is None:
        return TIMELINE["when"].say(lang, parts)
    return TIMELINE["when_loud"].say(lang, {**parts, "volume": decimal(volume)})


def called(text: str, name: str, lang: Lang) -> str:
    """Return what to call a segment: its words in quotes, else its name, else `untitled`."""
    if shortened(text):
        return quoted(text, lang)
    return shortened(name) or TIMELINE["no_name"].say(lang)


def label_of(what: str, lang: Lang) -> str:
    """Return the name of a kind of track: `BGM`, or `track(4)` for one we do not know."""
    row = LABELS.get(what)
    return row.say(lang) if row else shortened(what)


def track_label(track: Track, segments: tuple[Segment, ...], lang: Lang) -> str:
    """Return the name of a track's kind, a guess where its kind is not known."""
    label = label_of(segments[0].what if segments else track.kind.label, lang)
    if track.kind.name == "unknown" and any(segment.text for segment in segments[:SHOWN_SEGMENTS]):
        return TIMELINE["guess_text"].say(lang, {"label": label})
    return label


def field_of(field: str, lang: Lang) -> str:
    """Return the name of a fact: `fade-in`."""
    row = FIELDS.get(field)
    return row.say(lang) if row else field


def value_of(field: str, value: str | Number, lang: Lang) -> str:
    """Return a fact with its unit: `0.5 s`."""
    if isinstance(value, str):
        return quoted(file_name(value) if field == "source" else value, lang)
    if field.endswith("_ms"):
        return length(value, lang)
    unit = {"volume_percent": "%", "speed": "x"}.get(field, "")
    return decimal(value) + unit


def _seen(char: str) -> str:
    category = unicodedata.category(char)
    if char in _JOINERS or category not in _UNSEEN:
        return char
    return "" if category == "Cf" else " "


def _line(number: int, track: Track, lang: Lang) -> str:
    segments, opaque = track.segments, len(track.opaque)
    shown = [_shown(segment, lang) for segment in segments[:SHOWN_SEGMENTS]]
    if len(segments) > SHOWN_SEGMENTS:
        shown.append(TIMELINE["more"].say(lang, {"n": len(segments) - SHOWN_SEGMENTS}))
    if opaque:
        shown.append(TIMELINE["opaque"].say(lang, {"n": opaque}))
    told = TIMELINE["and"].say(lang).join(shown) or TIMELINE["no_segments"].say(lang)
    label = track_label(track, segments, lang)
    return TIMELINE["line"].say(lang, {"n": number, "label": label, "segments": told})


def _shown(segment: Segment, lang: Lang) -> str:
    volume = segment.volume_percent
    if segment.kind != TrackKind.AUDIO and volume == 100:
        volume = None  # a clip at full volume is the rule; music has none
    when = range_of((segment.start_ms, segment.end_ms), lang, volume)
    return TIMELINE["segment"].say(
        lang, {"name": called(segment.text, segment.name, lang), "when": when}
    )


def _track_facts(track: Track) -> dict[str, Any]:
    return {
        "pointer": track.pointer,
        "kind": track.kind.label,
        "name": track.name or None,
        "segments": [_segment_facts(segment) for segment in track.segments],
        "unreadable": len(track.opaque),
    }


def _segment_facts(segment: Segment) -> dict[str, Any]:
    return {
        "pointer": segment.pointer,
        "id": segment.id,
        "what": segment.what,
        "start_ms": segment.start_ms,
        "duration_ms": segment.duration_ms,
        "end_ms": segment.end_ms,
        "start": str(segment.start.provenance),
        "duration": str(segment.duration.provenance),
        "text": segment.text or None,
        "name": segment.name or None,
        "volume_percent": segment.volume_percent,
    }
