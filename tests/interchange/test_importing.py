"""What comes back: known again, told as changes, asked for in words that the agent understands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.draft import ChangeKind, Draft, describe, parse
from nemo_client.errors import Precondition
from nemo_client.interchange import FORMATS, RATES, words
from nemo_client.interchange.asking import asked
from nemo_client.interchange.asks import Ask
from nemo_client.interchange.bringing import Brought, compare
from nemo_client.interchange.captions import clean
from nemo_client.interchange.pieces import read
from nemo_client.phrases.interchange import WISHES
from nemo_client.sandbox.agent import carry_out, plan

DRAFTS = Path(__file__).parents[2] / "fixtures" / "drafts"
TEXT = (DRAFTS / "sandbox.json").read_text(encoding="utf-8")
DRAFT = Draft(parse(TEXT), TEXT)


def brought(ending: str, text: str, draft: Draft = DRAFT) -> Brought:
    return compare(draft, read(ending, text))


def written(name: str, draft: Draft = DRAFT) -> str:
    format = FORMATS[name]
    return format.write(format.project(draft, RATES["29.97"]), {})


def srt(*cues: tuple[str, str, str]) -> str:
    return "".join(
        f"{n}\n{start} --> {end}\n{text}\n\n" for n, (start, end, text) in enumerate(cues, 1)
    )


@pytest.mark.parametrize("name", ["otio", "srt", "vtt"])
@pytest.mark.parametrize("fixture", ["documented", "guesses", "sandbox", "sandbox_edited"])
def test_what_was_written_and_not_touched_changes_nothing(name: str, fixture: str) -> None:
    text = (DRAFTS / f"{fixture}.json").read_text(encoding="utf-8")
    draft = Draft(parse(text), text)
    found = brought(name, written(name, draft), draft)
    assert (found.changes, found.refused) == ((), ())


@given(st.integers(0, 30_000), st.integers(500, 9_000), st.sampled_from(list(RATES.values())))
def test_frames_of_any_rate_change_nothing(start: int, length: int, rate: Any) -> None:
    draft = Draft({"t": [{"tt": 7, "sg": [{"start": start, "d": length, "text": "a"}]}]})
    format = FORMATS["otio"]
    assert brought("otio", format.write(format.project(draft, rate), {}), draft).changes == ()


def edited(edit: Any) -> Brought:
    whole = otio.adapters.read_from_string(written("otio"), "otio_json")
    edit(whole.tracks)
    return brought("otio", otio.adapters.write_to_string(whole, "otio_json"))


def test_a_trim_in_an_editor_is_one_change() -> None:
    def trim(tracks: Any) -> None:
        clip = tracks[0][0]
        clip.source_range = otio.opentime.TimeRange(
            otio.opentime.RationalTime(30, 30000 / 1001),
            otio.opentime.RationalTime(120, 30000 / 1001),
        )

    found = edited(trim).changes
    assert [(c.kind, c.field, c.after) for c in found] == [
        (ChangeKind.RETIMED, "", (0, 4004)),
        (ChangeKind.CHANGED, "source_in_ms", 1001),
    ]


def test_a_split_in_an_editor_is_a_trim_and_a_second_clip_of_the_same_media() -> None:
    def split(tracks: Any) -> None:
        first, second = tracks[0][0], tracks[0][0].deepcopy()
        half, start = (otio.opentime.RationalTime(n, 30000 / 1001) for n in (150, 0))
        first.source_range = otio.opentime.TimeRange(start, half)
        second.source_range = otio.opentime.TimeRange(half, half)
        tracks[0].append(second)

    found = edited(split)
    assert [change.kind for change in found.changes] == [ChangeKind.RETIMED, ChangeKind.ADDED]
    assert found.refused == ()


def test_a_clip_whose_media_the_project_lacks_is_refused_with_a_reason() -> None:
    def append(tracks: Any) -> None:
        clip = tracks[0][0].deepcopy()
        clip.metadata.clear()
        clip.name = "mine"
        clip.media_reference = otio.schema.ExternalReference("file:///mine.mp4")
        tracks[0].append(clip)

    assert edited(append).refused == (("mine", "not_uploaded"),)


def test_what_the_file_lacks_is_listed_apart() -> None:
    found = edited(lambda tracks: tracks.pop())
    assert found.changes == ()
    assert [change.name for change in found.absent] == ["Lo-fi"]


def test_nested_stacks_of_other_tools_are_seen_where_they_show() -> None:
    time = otio.opentime.RationalTime
    span = otio.opentime.TimeRange

    def clip(name: str, frames: int) -> Any:
        media = otio.schema.ExternalReference(f"file:///{name}")
        return otio.schema.Clip(name, media, span(time(10, 25), time(frames, 25)))

    inner = otio.schema.Stack("compound", source_range=span(time(25, 25), time(50, 25)))
    inner.append(otio.schema.Track("i", [clip("a", 50), clip("b", 50), clip("c", 50)]))
    off = otio.schema.Stack("off", children=[otio.schema.Track("o", [clip("d", 50)])])
    off.enabled = False
    whole = otio.schema.Timeline("foreign")
    fade = otio.schema.Transition(in_offset=time(5, 25), out_offset=time(5, 25))
    whole.tracks.append(otio.schema.Track("v", [clip("first", 25), fade, inner, off]))
    whole.tracks.append(clip("alone", 10))
    found = read("otio", otio.adapters.write_to_string(whole, "otio_json"))
    assert [(p.name, p.start, p.end, p.source_in) for p in found.pieces] == [
        ("first", 0, 25, 10),
        ("a", 25, 50, 35),
        ("b", 50, 75, 10),
        ("alone", 0, 10, 10),
    ]
    assert {piece.kind.name for piece in found.pieces} == {"video"}


AGREED = [
    ("Hello", "00:00:00,000", "00:00:03,000"),
    ("你好，世界", "00:00:02,000", "00:00:04,500"),
    ('say "hi"', "00:00:05,000", "00:00:06,000"),
]


def wish(found: Brought, lang: Any = "en") -> str:
    return words.wish(asked(found).said, lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("text", "start", "end"), AGREED)
def test_the_wish_makes_the_agent_do_it(text: str, start: str, end: str, lang: Any) -> None:
    found = brought("srt", srt((start, end, text)))
    message = wish(found, lang)
    after = performed(message)
    assert any(segment.text == text for track in after.tracks for segment in track.segments)
    assert brought("srt", srt((start, end, text)), after).changes == ()


def performed(message: str) -> Draft:
    asked = plan(message, DRAFT.raw, [])
    assert asked.question is None and not asked.skipped, message
    return Draft(carry_out(asked, DRAFT.raw, [], {}, ()).draft)


def test_a_changed_title_is_asked_for_by_its_old_words() -> None:
    found = brought("srt", srt(("00:00:00,000", "00:00:03,000", "New")))
    assert wish(found) == 'Change the title "Urban Dreams" to "New".'
    assert describe(found.changes, "zh") == (
        "修改了标题“Urban Dreams”的文字：“Urban Dreams” -> “New”",
    )


def test_a_moved_title_is_asked_for_with_its_new_times() -> None:
    found = brought("srt", srt(("00:00:01,000", "00:00:04,000", "Urban Dreams")))
    assert [change.kind for change in found.changes] == [ChangeKind.MOVED]
    assert wish(found) == ('Show the title "Urban Dreams" from 1 s to 4 s.')


@pytest.mark.parametrize("key", WISHES.keys() - {"end", "named", "nth"})
@pytest.mark.parametrize("what", ["text", "subtitle"])
def test_every_ask_has_its_sentence(key: str, what: str) -> None:
    times = {"start": "1", "end": "2", "value": 3, "n": 1, "other": 2, "numbers": (1, 4, 3)}
    for which in (0, 2, 11):
        facts = {**times, "what": what, "text": "a", "new": "b", "which": which}
        for lang in ("en", "zh"):
            said = words.sentence(Ask(key, "a", facts), lang)
            assert said and not set(said) & set("{}?") and "None" not in said


def test_texts_that_say_the_same_go_by_their_number() -> None:
    parts = [{"start": at, "d": 1000, "text": "a"} for at in (0, 2000, 4000)]
    draft = Draft({"d": 9000, "t": [{"tt": 7, "m": {"name": "Titles"}, "sg": parts}]})
    cue = ("00:00:00,000", "00:00:01,000", "a")
    found = asked(brought("srt", srt(cue), draft), replacing=True)
    assert words.wish(found.said, "en") == "Remove the third title.\nRemove the second title."
    assert words.wish(found.said, "zh") == "删除第3个标题。\n删除第2个标题。"


@given(st.text(max_size=20) | st.text("\"“”「」'; a\n", max_size=10))
def test_a_text_cannot_end_its_own_quotes(text: str) -> None:
    quoted = words.quoted(text, "en")
    if quoted != "untitled":
        assert quoted[0] not in quoted[1:-1] and quoted[-1] not in quoted[1:-1]
        assert "\n" not in quoted


ENDLESS = [("300.0", "1e308")]
NO_TIMELINES = (
    "",
    "x",
    "{}",
    "[]",
    "[" * 100_000,
    '{"OTIO_SCHEMA": "Timeline.1", "tracks": null}',  # the library itself ends the process
    '{"OTIO_SCHEMA": "Timeline.1", "tracks": {"OTIO_SCHEMA": "Stack.1"}}',
    '{"OTIO_SCHEMA": "Timeline.1", "tracks": {"OTIO_SCHEMA": "Of.others.9"}}',
    '{"OTIO_SCHEMA": "Clip.2", "name": "c"}',
    *(written("otio").replace(f'"value": {was}', f'"value": {now}') for was, now in ENDLESS),
    written("otio")[:500],
)


@pytest.mark.parametrize(
    ("ending", "text"),
    [("srt", ""), ("vtt", "WEBVTT\n"), *(("otio", text) for text in NO_TIMELINES)],
)
def test_what_cannot_be_read_is_refused(ending: str, text: str) -> None:
    with pytest.raises(Precondition) as caught:
        read(ending, text)
    assert caught.value.code == "import_unreadable"


@given(st.text(max_size=80) | st.text("WEBVT\n0123:,.-> a", max_size=80))
def test_any_text_is_read_as_subtitles_or_refused(text: str) -> None:
    for ending in ("srt", "vtt"):
        try:
            found = read(ending, text)
        except Precondition:
            continue
        assert all(clean(piece.text) == piece.text for piece in found.pieces)
