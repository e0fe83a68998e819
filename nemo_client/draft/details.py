"""A timeline told at length: every segment with what is worth saying of it, and all findings.

The short summary is for a glance; this is for whoever looks for something. `everything` is the same
for programs, each value with how it was come by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nemo_client.draft import keys
from nemo_client.draft.issues import Issue
from nemo_client.draft.keys import TrackKind, file_name
from nemo_client.draft.model import Draft, Track
from nemo_client.draft.segment import Segment
from nemo_client.draft.summary import (
    called,
    decimal,
    facts,
    field_of,
    length,
    lines,
    plain,
    quoted,
    range_of,
    shortened,
    track_label,
    value_of,
)
from nemo_client.draft.times import Stretch, filled, gaps, overlaps
from nemo_client.phrases import Lang
from nemo_client.phrases.drafts import DETAILS, ISSUES
from nemo_client.phrases.timeline import TIMELINE

SHOWN_STRETCHES = 5

_USUAL: dict[str, object] = {"speed": 1, "fade_in_ms": 0, "fade_out_ms": 0, "position": "center"}
"""Facts of a segment that are told unless they say this."""


def details(draft: Draft, lang: Lang) -> Iterator[str]:
    """Yield the long summary line by line."""
    head, *rest = lines(draft, lang)
    yield head
    yield from _whole(draft, lang)
    if rest:
        for number, track in enumerate(draft.tracks, 1):
            yield from _track(number, track, lang)
    if draft.raw and draft.is_decoded and (found := draft.issues()):
        yield DETAILS["findings"].say(lang, {"n": len(found)})
        for line in findings(found, lang):
            yield f"   {line}"


def findings(found: Iterable[Issue], lang: Lang) -> Iterator[str]:
    """Yield what was found, each with its place."""
    for pointer, code in found:
        place = plain(pointer) or DETAILS["root"].say(lang)
        yield DETAILS["finding"].say(lang, {"pointer": place, "what": ISSUES[code].say(lang)})


def everything(draft: Draft) -> dict[str, Any]:
    """Return the facts of the short summary, and all else that is known of each segment."""
    known = facts(draft)
    known["fps"] = _read(draft, "fps")
    for track, told in zip(draft.tracks, known["tracks"], strict=True):
        segments = track.segments
        told |= {
            "end_ms": track.end_ms,
            "filled_ms": track.filled_ms,
            "gaps": [list(stretch) for stretch in gaps(segments)],
            "overlaps": [[one.pointer, two.pointer] for one, two in overlaps(segments)],
        }
        for segment, row in zip(segments, told["segments"], strict=True):
            row |= {fact: _read(segment, fact) for fact in keys.SEGMENT if fact not in row}
            row |= {"volume": str(segment.volume.provenance)}
    return known


def _read(view: Draft | Segment, fact: str) -> Any:
    got = view.read(fact)
    return got.value if got else None


def _whole(draft: Draft, lang: Lang) -> Iterator[str]:
    told = [quoted(draft.title, lang)] if draft.title else []
    if draft.canvas:
        told.append("{}x{}".format(*draft.canvas))
    if rate := draft.read("fps"):
        told.append(DETAILS["rate"].say(lang, {"n": decimal(rate.value)}))
    if told:
        yield _listed(told, lang)


def _track(number: int, track: Track, lang: Lang) -> Iterator[str]:
    segments = track.segments
    count = DETAILS["one" if len(segments) == 1 else "many"].say(lang, {"n": len(segments)})
    ms = sum(stretch.duration_ms for stretch in filled(segments))
    told = [count, DETAILS["filled"].say(lang, {"length": length(ms, lang)})]
    both = [Stretch(b.start_ms, min(a.end_ms, b.end_ms)) for a, b in overlaps(segments)]
    for key, found in (("gaps", gaps(segments)), ("overlaps", both)):
        if found:
            told.append(DETAILS[key].say(lang, {"list": _stretches(found, lang)}))
    if track.opaque:
        told.append(TIMELINE["opaque"].say(lang, {"n": len(track.opaque)}))
    label = track_label(track, segments, lang)
    yield DETAILS["track"].say(lang, {"n": number, "label": label, "facts": _listed(told, lang)})
    for segment in segments:
        yield _segment(segment, lang)


def _stretches(found: Iterable[Stretch], lang: Lang) -> str:
    every = [range_of(stretch, lang) for stretch in found]
    shown = every[:SHOWN_STRETCHES]
    if len(every) > len(shown):
        shown.append(TIMELINE["more"].say(lang, {"n": len(every) - len(shown)}))
    return _listed(shown, lang)


def _segment(segment: Segment, lang: Lang) -> str:
    told = list(_facts(segment, lang))
    said = {
        "when": range_of((segment.start_ms, segment.end_ms), lang),
        "name": called(segment.text, segment.name, lang),
        "facts": _listed(told, lang),
    }
    return DETAILS["with" if told else "segment"].say(lang, said)


def _facts(segment: Segment, lang: Lang) -> Iterator[str]:
    volume = segment.volume_percent
    if volume is not None and (volume != 100 or segment.kind == TrackKind.AUDIO):
        yield _fact("volume_percent", volume, lang)
    for fact, usual in _USUAL.items():
        if (got := segment.read(fact)) and got.value != usual:
            yield _fact(fact, got.value, lang)
    start, end = segment.read("source_in_ms"), segment.read("source_out_ms")
    source = shortened(file_name(segment.source))
    if source and start and end:
        when = range_of((start.value, end.value), lang)
        yield DETAILS["used"].say(lang, {"when": when, "source": source})
    elif source and source != segment.name:
        yield source


def _fact(fact: str, value: Any, lang: Lang) -> str:
    said = {"field": field_of(fact, lang), "value": value_of(fact, value, lang)}
    return DETAILS["fact"].say(lang, said)


def _listed(told: Iterable[str], lang: Lang) -> str:
    return TIMELINE["and"].say(lang).join(told)
