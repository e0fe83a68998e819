"""The loss report against what readers of others find in the files: nothing more, nothing less."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from html import unescape
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
import srt
import webvtt
from hypothesis import example, given
from hypothesis import strategies as st

from nemo_client.draft import Draft, Segment, parse
from nemo_client.interchange import FORMATS, RATES, Rate
from nemo_client.interchange.facts import Fact, of_draft, of_segment, of_track

DRAFTS = Path(__file__).parents[2] / "fixtures" / "drafts"
FIXTURES = ("documented", "guesses", "oddities", "sandbox", "sandbox_edited")
MILLI = Rate("ms", Fraction(1000))


@dataclass
class Found:
    """One clip as a reader of others sees it, times in frames."""

    kind: str
    start: int
    end: int
    facts: dict[str, Any]


Read = tuple[list[Found], dict[str, Any]]
Entries = set[tuple[str, str]]
"""Facts by their pointer and what they are."""


def read_edl(text: str, rate: Rate) -> Read:
    whole = otio.adapters.read_from_string(text, "cmx_3600", rate=float(rate.exact))
    return list(clips_of(whole, rate)), {"title": whole.name}


def read_xml(text: str, rate: Rate) -> Read:
    whole = otio.adapters.read_from_string(text, "fcp_xml")
    found = list(clips_of(whole, rate))
    facts: dict[str, Any] = {
        "title": whole.name,
        "fps": Fraction(round(whole.global_start_time.rate * 1001), 1001).limit_denominator(1001),
        "duration_ms": rate.ms(max((clip.end for clip in found), default=0)),
    }
    size = whole.metadata.get("fcp_xml", {}).get("media", {}).get("video", {})
    size = size.get("format") or {}
    if "samplecharacteristics" in size:
        facts |= {key: int(size["samplecharacteristics"][key]) for key in ("width", "height")}
    return found, facts


def clips_of(whole: Any, rate: Rate) -> Iterator[Found]:
    for track in whole.tracks:
        late = -track.source_range.start_time.value if track.source_range else 0
        for clip in track.find_clips():
            place = clip.range_in_parent()
            start, end = (
                round(time.value + late) for time in (place.start_time, place.end_time_exclusive())
            )
            kind = track.kind.lower()
            facts = facts_of(clip, rate) | {"start_ms": rate.ms(start), "end_ms": rate.ms(end)}
            if isinstance(clip.media_reference, otio.schema.GeneratorReference):
                kind = "text"
            yield Found(kind, start, end, facts)


def facts_of(clip: Any, rate: Rate) -> dict[str, Any]:
    media = clip.media_reference
    facts: dict[str, Any] = {"name": clip.name}
    if isinstance(media, otio.schema.GeneratorReference):
        return facts | {"text": media.metadata["fcp_xml"]["parameter"]["value"]}
    warps = [fx.time_scalar for fx in clip.effects if isinstance(fx, otio.schema.LinearTimeWarp)]
    facts["speed"] = warps[0] if warps else 1
    begin, lasts = clip.source_range.start_time.value, clip.source_range.duration.value
    used = int(Decimal(lasts * facts["speed"]).quantize(0, ROUND_HALF_UP))
    facts |= {"source_in_ms": rate.ms(round(begin)), "source_out_ms": rate.ms(round(begin) + used)}
    if isinstance(media, otio.schema.ExternalReference):
        facts["source"] = media.target_url
    for effect in clip.effects:
        if effect.metadata.get("fcp_xml", {}).get("effectid") == "audiolevels":
            level = float(effect.metadata["fcp_xml"]["parameter"]["value"])
            facts["volume_percent"] = round(level * 100, 6)
    return facts


def read_srt(text: str, rate: Rate) -> Read:
    return [
        cue(c.start.total_seconds(), c.end.total_seconds(), c.content) for c in srt.parse(text)
    ], {}


def read_vtt(text: str, rate: Rate) -> Read:
    cues = webvtt.from_string(text)
    return [cue(c.start_in_seconds, c.end_in_seconds, unescape(c.text), exact=c) for c in cues], {}


def cue(start: float, end: float, text: str, exact: Any = None) -> Found:
    if exact is not None:  # this reader rounds to seconds
        start, end = (clock(time) for time in (exact.start, exact.end))
    first, last = round(start * 1000), round(end * 1000)
    return Found("text", first, last, {"start_ms": first, "end_ms": last, "text": text})


def clock(text: str) -> float:
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


READERS = {"edl": read_edl, "xml": read_xml, "srt": read_srt, "vtt": read_vtt}


def snapped(ms: Any, rate: Rate) -> int:
    exact = Fraction(ms) * rate.exact / 1000
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def same(fact: Fact, value: Any) -> bool:
    if fact.what in ("speed", "fps", "volume_percent") and value is not None:
        return abs(float(fact.value) - float(value)) < 0.001
    if fact.what.endswith("_ms") and value is not None:
        return Fraction(round(Fraction(fact.value) * 1000), 1000) == value
    return bool(fact.value == value)


def missing(draft: Draft, read: Read, rate: Rate, told: Entries) -> Entries:
    """What the draft says and the reader did not find.

    Two segments may come to lie on the same frames. Which of them the file has cannot be seen
    where they differ in nothing else that it holds: then it is the one that the report says.
    """
    found, whole = read
    lost = {(f.pointer, f.what) for f in of_draft(draft).facts if not same(f, whole.get(f.what))}
    left: list[tuple[Segment, tuple[Fact, ...]]] = []
    for track in draft.tracks:
        lost |= {(fact.pointer, fact.what) for fact in of_track(track).facts}
        left += [(segment, of_segment(segment).facts) for segment in track.segments]
    for clip in found:
        fits = [pair for pair in left if is_there(pair, clip, rate)]
        best = max(fits, key=lambda pair: likeness(pair, clip, told))
        left.remove(best)
        lost |= lacking(best[1], clip)
    return lost | {(segment.pointer, "segment") for segment, _ in left}


def lacking(facts: tuple[Fact, ...], clip: Found) -> Entries:
    return {(f.pointer, f.what) for f in facts if not same(f, clip.facts.get(f.what))}


def likeness(
    pair: tuple[Segment, tuple[Fact, ...]], clip: Found, told: Entries
) -> tuple[bool, int]:
    segment, facts = pair
    lost = lacking(facts, clip)
    own = {entry for entry in told if entry in {(f.pointer, f.what) for f in facts}}
    is_told = (segment.pointer, "segment") not in told and lost == own
    return is_told, len(facts) - len(lost)


def is_there(pair: tuple[Segment, tuple[Fact, ...]], clip: Found, rate: Rate) -> bool:
    segment, facts = pair
    times = [snapped(fact.value, rate) for fact in facts[:2]]
    return segment.kind.name == clip.kind and times == [clip.start, clip.end]


def reported(draft: Draft, losses: Any) -> Entries:
    """The report, with what is in a lost track spelled out."""
    listed = [(loss.pointer, loss.what) for loss in losses]
    assert len(set(listed)) == len(listed)
    tracks = {pointer for pointer, what in listed if what == "track"}
    for track in draft.tracks:
        if track.pointer in tracks:
            listed += [(fact.pointer, fact.what) for fact in of_track(track).facts]
            listed += [(segment.pointer, "segment") for segment in track.segments]
    return {entry for entry in listed if entry[1] != "track"}


def check(draft: Draft, name: str, rate: Rate) -> None:
    format = FORMATS[name]
    projection = format.project(draft, rate)
    read = READERS[name](format.write(projection, {}), projection.rate)
    told = reported(draft, format.losses(projection))
    assert told == missing(draft, read, projection.rate, told)


@pytest.mark.parametrize("rate", ["24", "25", "29.97", "30", "50", "59.94", "60"])
@pytest.mark.parametrize("name", ["edl", "xml"])
def test_what_is_missing_from_fixtures_is_what_is_reported(name: str, rate: str) -> None:
    for fixture in FIXTURES:
        text = (DRAFTS / f"{fixture}.json").read_text(encoding="utf-8")
        check(Draft(parse(text), text), name, RATES[rate])


@pytest.mark.parametrize("name", ["srt", "vtt"])
def test_what_is_missing_from_captions_is_what_is_reported(name: str) -> None:
    for fixture in FIXTURES:
        text = (DRAFTS / f"{fixture}.json").read_text(encoding="utf-8")
        check(Draft(parse(text), text), name, MILLI)


# --- any draft

LETTERS = st.characters(codec="utf-8") | st.sampled_from("\n\r\t\0\x85\u2028&<>{}\"':;*-=@\ud83c ")
WORDS = st.text(LETTERS, min_size=1, max_size=8) | st.sampled_from(
    ["1\n00:00:01,000 --> 00:00:02,000\nx", "a\n\nb", "NOTE x", "<i>x</i>", "{\\an8}x", "WEBVTT"]
)
ODD_TIMES = [
    -1,
    -500.5,
    "1500",
    " 250 ",
    "soon",
    "",
    None,
    True,
    0.0004,
    86_399_990,
    90_000_000,
    2e9,
]
TIMES = (
    st.integers(0, 20_000)
    | st.integers(0, 200_000).map(lambda n: n / 10)
    | st.sampled_from(ODD_TIMES)
)
ADDRESSES = st.sampled_from(
    ["https://x.test/a.mp4", "https://x.test/my%20b.mp3?Signature=1", "/mnt/u/c.mov", "雨.mp4"]
)
SPEEDS = st.sampled_from([0, 0.001, 0.25, 0.5, 1.01, 1.0, 1.5, 2, "2", 3.333, 100, -1])
SEGMENTS = st.fixed_dictionaries(
    {},
    optional={
        "d": TIMES,
        "start": TIMES,
        "end": TIMES,
        "source_in": TIMES,
        "source_out": TIMES,
        "speed": SPEEDS,
        "volume": st.sampled_from([0, 0.35, 1, 1.0, 80, 400, "35", "35%", -1]),
        "fade_in": st.sampled_from([0, 500]),
        "id": st.text("ab", min_size=1, max_size=3),
        "zoom": st.sampled_from([None, 1, {}, {"by": [1, 2]}]),
        "m": st.fixed_dictionaries(
            {}, optional={"name": WORDS, "text": WORDS, "src": ADDRESSES, "role": WORDS}
        ),
    },
)
TRACKS = st.fixed_dictionaries(
    {
        "tt": st.sampled_from([0, 0, 1, 1, 7, 7, 4, "7", 1.0, "effect", None]),
        "sg": st.lists(SEGMENTS, max_size=4),
    },
    optional={"m": st.fixed_dictionaries({}, optional={"name": WORDS}), "color": st.just("red")},
)
WHOLE = st.fixed_dictionaries(
    {"t": st.lists(TRACKS, max_size=4)},
    optional={
        "d": TIMES,
        "m": st.fixed_dictionaries(
            {},
            optional={
                "title": WORDS,
                "width": st.sampled_from([720, 1280.5]),
                "height": st.just(1280),
                "fps": st.sampled_from([24, 29.97, 30]),
                "mood": st.just("calm"),
            },
        ),
    },
)


SAME_FRAMES = {
    "t": [
        {"tt": 0, "sg": [{"d": 0, "start": 1}, {"d": 19.9}]},
        {"tt": 0, "sg": [{"d": 20.9}]},
    ]
}
"""Two tracks whose clips are one and the same in frames: an EDL has room for one of them."""

SEEN_NOWHERE = {"d": 0, "t": [{"tt": 4, "sg": [{"d": 1, "start": 20}]}]}
"""A length that is right for the clips that are written, because there are none."""


@pytest.mark.parametrize("name", READERS)
def test_what_is_missing_from_any_draft_is_what_is_reported(name: str) -> None:
    @given(WHOLE)
    @example(SAME_FRAMES)
    @example(SEEN_NOWHERE)
    def compared(raw: Any) -> None:
        for rate in RATES.values() if FORMATS[name].rate is None else [MILLI]:
            check(Draft(raw), name, rate)

    compared()


@given(WHOLE)
def test_a_table_lacks_what_is_reported_and_nothing_else(raw: Any) -> None:
    draft = Draft(raw)
    projection = FORMATS["csv"].project(draft, None)
    text = FORMATS["csv"].write(projection, {})
    rows = {row["pointer"]: row for row in csv.DictReader(io.StringIO(text[1:], newline=""))}
    lost = {(fact.pointer, fact.what) for fact in of_draft(draft).facts}
    for track in draft.tracks:
        segments = track.segments
        beside = rows[segments[0].pointer]["track_name"] if segments else ""
        for fact in of_track(track).facts:
            if fact.what != "name" or unmarked(beside) != fact.value:
                lost.add((fact.pointer, fact.what))
        for segment in segments:
            row = rows[segment.pointer]
            lost |= {
                (f.pointer, f.what)
                for f in of_segment(segment).facts
                if not in_cell(f, row.get(f.what))
            }
    assert {(loss.pointer, loss.what) for loss in FORMATS["csv"].losses(projection)} == lost


def in_cell(fact: Fact, cell: str | None) -> bool:
    if cell is None:
        return False
    return (
        unmarked(cell) == fact.value
        if isinstance(fact.value, str)
        else float(cell) == float(fact.value)
    )


def unmarked(cell: str) -> str:
    return cell.removeprefix("'")


@given(WHOLE)
def test_no_cell_is_a_formula(raw: Any) -> None:
    text = FORMATS["csv"].write(FORMATS["csv"].project(Draft(raw), None), {})
    for row in csv.reader(io.StringIO(text[1:], newline="")):
        assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for cell in row)


@given(WHOLE, st.sampled_from(list(RATES.values())))
def test_a_timeline_of_otio_is_read_back_the_same_with_the_draft_inside(
    raw: Any, rate: Rate
) -> None:
    from nemo_client.interchange.otio import inside, timeline

    draft = Draft(raw)
    projection = FORMATS["otio"].project(draft, rate)
    text = FORMATS["otio"].write(projection, {})
    back = otio.adapters.read_from_string(text, "otio_json")
    assert back.is_equivalent_to(timeline(projection, {}))
    kept = inside(back)
    assert kept is not None and repr(parse(kept)) == repr(raw)
    assert FORMATS["otio"].losses(projection) == ()


@given(WHOLE)
def test_every_value_of_a_draft_is_one_fact_or_says_nothing(raw: Any) -> None:
    draft = Draft(raw)
    facts = list(of_draft(draft).facts)
    for track in draft.tracks:
        facts += of_track(track).facts
        facts += [fact for segment in track.segments for fact in of_segment(segment).facts]
    placed = [fact.pointer for fact in facts if fact.what not in ("start_ms", "end_ms")]
    assert len(set(placed)) == len(placed)
    neutral = {"volume", "speed", "fade_in", "source_in", "tt", "start", "d"}
    for pointer, value in leaves(raw):
        says = value not in (None, "") and pointer.rpartition("/")[2] not in neutral
        assert (pointer in placed) or not says or pointer in {f.pointer for f in facts}


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict | list) and value:
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, f"{pointer}/{key}")
    elif not isinstance(value, dict | list):
        yield pointer, value
