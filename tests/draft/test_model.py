from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from nemo_client.draft import ISSUES, Draft, Provenance, Segment, Track, TrackKind
from nemo_client.draft import issues as issues_module
from nemo_client.draft.keys import DRAFT, DURATION, END, SEGMENT, START, file_name, find

DraftOf = Callable[[str], Draft]


def segment(raw: dict[str, Any], tt: object = 0) -> Segment:
    return Track({"tt": tt, "sg": [raw]}, "/t/0").segments[0]


@pytest.mark.parametrize("value", [7, 7.0, "7", " Text ", "title", "7.0"])
def test_one_kind_has_many_spellings(value: object) -> None:
    assert TrackKind.of(value) is TrackKind.TEXT


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (4, "track(4)"),
        (True, "track(true)"),
        (None, "track(?)"),
        (1.5, "track(1.5)"),
        ("effect", "track(effect)"),
        (float("nan"), "track(nan)"),
        (float("inf"), "track(inf)"),
        ([1], "track([1])"),
    ],
)
def test_an_unknown_kind_keeps_its_number(value: object, label: str) -> None:
    assert TrackKind.of(value).label == label and TrackKind.of(value).name == "unknown"


def test_the_sandbox_draft_is_read_without_guessing(draft_of: DraftOf) -> None:
    draft = draft_of("sandbox")
    video, music, title = (track.segments[0] for track in draft.tracks)
    assert [track.kind.name for track in draft.tracks] == ["video", "audio", "text"]
    assert [track.name for track in draft.tracks] == ["Video", "Music", "Titles"]
    assert (draft.duration_ms, draft.canvas, draft.title) == (10000, (1280, 720), "city timelapse")
    assert (video.id, video.start_ms, video.end_ms, video.name) == (
        *("seg_1", 0, 10000, "city timelapse"),
    )
    assert (music.name, music.volume_percent, music.what) == ("Lo-fi", 35, "audio")
    assert (title.text, title.duration_ms, title.what) == ("Urban Dreams", 3000, "text")
    assert {s.start.provenance for s in (video, music, title)} == {Provenance.EXPLICIT}
    assert draft.is_exportable and draft.issues() == ()


def test_missing_starts_are_laid_end_to_end_and_marked(draft_of: DraftOf) -> None:
    first, second = draft_of("documented").tracks[0].segments
    assert (second.start_ms, second.end_ms) == (4000, 10000)
    assert first.start.provenance is second.start.provenance is Provenance.INFERRED
    assert second.duration.provenance is Provenance.EXPLICIT


def test_every_guessed_spelling_is_understood(draft_of: DraftOf) -> None:
    video, music, text = draft_of("guesses").tracks
    a, b = video.segments
    assert (a.start_ms, a.end_ms, a.name, a.volume_percent) == (0, 2500, "intro", 35)
    assert a.duration.provenance is Provenance.INFERRED and a.pointer == "/t/0/sg/a"
    assert (b.start_ms, b.duration_ms, b.end_ms, b.name) == (2500, 720, 3220, "my clip.mp4")
    assert [(s.start_ms, s.end_ms) for s in music.segments] == [(0, 9000), (9000, 10000)]
    assert [s.text for s in text.segments] == ["你好", "there", "named"]
    assert [(s.start_ms, s.end_ms) for s in text.segments] == [
        (0, 3000),
        (3000, 4000),
        (5000, 5500),
    ]


@pytest.mark.parametrize("spelling", [START, DURATION, END, *DRAFT.values(), *SEGMENT.values()])
def test_every_row_of_the_spelling_tables_is_reached(spelling: Any) -> None:
    value = "words" if spelling.accept(12) is None else 12
    for path in spelling.paths:
        raw: Any = value
        for key in reversed(path):
            raw = {key: raw}
        found = find(raw, spelling)
        assert found is not None and (found.value, found.path) == (value, path)


@pytest.mark.parametrize(
    ("value", "percent", "provenance"),
    [
        (0, 0, Provenance.EXPLICIT),
        (0.35, 35, Provenance.EXPLICIT),
        (0.07, 7, Provenance.EXPLICIT),
        (35, 35, Provenance.EXPLICIT),
        ("0.5", 50, Provenance.EXPLICIT),
        (1, 100, Provenance.INFERRED),
        (1.5, 150, Provenance.INFERRED),
        (2.0, 200, Provenance.INFERRED),
        (2, 2, Provenance.INFERRED),
        ("2", 2, Provenance.INFERRED),
        (4.5, 4.5, Provenance.EXPLICIT),
        (-1, None, Provenance.MISSING),
        (True, None, Provenance.MISSING),
        ("loud", None, Provenance.MISSING),
    ],
)
def test_volume_is_read_from_either_scale(
    value: object, percent: float | None, provenance: Provenance
) -> None:
    got = segment({"volume": value}).volume
    assert (got.value, got.provenance) == (percent, provenance)


@pytest.mark.parametrize(
    "value",
    [True, None, "soon", float("nan"), float("inf"), -1, 10**400, "9" * 400, 1767225600, []],
)
def test_an_unusable_time_is_no_time(value: object) -> None:
    got = segment({"start": value, "d": value})
    assert (got.start_ms, got.duration_ms) == (0, 0)
    assert got.start.provenance is Provenance.INFERRED
    assert got.duration.provenance is Provenance.MISSING


def test_boundaries_are_rounded_so_that_neighbours_meet() -> None:
    track = Track({"tt": 0, "sg": [{"d": 0.4}] * 5}, "/t/0")
    ends = [s.end_ms for s in track.segments]
    assert ends == [0, 1, 1, 2, 2]
    assert [s.start_ms for s in track.segments][1:] == ends[:-1]


def test_a_title_keeps_its_words_wherever_they_stand() -> None:
    assert segment({"m": {"title": "Hi"}}, 7).text == "Hi"
    assert segment({"m": {"title": "t", "text": "Hi"}}, 7).text == "Hi"
    assert segment({"m": {"title": "Lo-fi"}}, 1).text == ""


def test_metadata_is_an_object_or_empty() -> None:
    assert segment({"m": '{"a": 1}'}).meta == {"a": 1}
    for note in ("plain", "{broken", "[1]", [1], None, 5):
        assert segment({"m": note}).meta == {}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("https://a/b/c%20d.mp4?x=/y#z", "c d.mp4"),
        ("C:\\clips\\a.mov", "a.mov"),
        ("/mnt/u/a.mp3", "a.mp3"),
        ("data:video/mp4;base64,AA/BB", ""),
        ("https://a/b/", "b"),
        ("", ""),
    ],
)
def test_a_source_is_called_by_its_file_name(source: str, name: str) -> None:
    assert file_name(source) == name


def test_the_length_is_where_the_last_segment_ends_when_unsaid() -> None:
    draft = Draft({"t": [{"tt": 0, "sg": [{"d": 2000}, {"d": 500}]}, {"tt": 7, "sg": [{"d": 1}]}]})
    assert draft.duration_ms == 2500 and draft.duration.provenance is Provenance.INFERRED
    assert Draft({}).duration.provenance is Provenance.MISSING


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"t": [{"tt": 0, "sg": [{}]}]}, True),
        ({"t": [{"tt": 9, "sg": [{}]}]}, True),
        ({"t": [{"tt": 0, "sg": []}]}, False),
        ({"t": [{"tt": 0, "sg": None}, "x"]}, False),
        ({"t": []}, False),
        ({}, False),
        (None, False),
        ("<draft><track><clip/></track></draft>", True),
        (" <draft></draft>", False),
        ("hello", False),
        ([], False),
    ],
)
def test_a_draft_is_exportable_when_some_track_holds_something(raw: Any, expected: bool) -> None:
    assert Draft(raw).is_exportable is expected


def test_markup_is_recognised_and_left_alone(draft_of: DraftOf) -> None:
    raw = draft_of("state_markup").raw["data"]["state"]["draft"]
    draft = Draft(raw)
    assert draft.is_markup and not draft.is_decoded and draft.raw is raw
    assert draft.tracks == () and draft.issues() == (("", "not_decoded"),)


def test_reading_a_draft_changes_nothing_in_it(draft_of: DraftOf) -> None:
    for name in ("sandbox", "documented", "guesses"):
        draft = draft_of(name)
        before = copy.deepcopy(draft.raw)
        assert draft.issues() is not None and draft.duration_ms >= 0
        assert draft.raw == before


def test_oddities_are_kept_counted_and_reported(draft_of: DraftOf) -> None:
    draft = draft_of("oddities")
    assert len(draft.tracks) == 5 and len(draft.tracks[0].opaque) == 3
    assert draft.canvas is None and draft.title == ""
    assert set(draft.issues()) == {
        ("/t/4", "track_opaque"),
        ("/t/0/tt", "track_kind_unknown"),
        ("/t/0/sg/1", "segment_opaque"),
        ("/t/0/sg/2", "segment_opaque"),
        ("/t/0/sg/3", "segment_opaque"),
        ("/t/1/tt", "track_kind_unknown"),
        ("/t/2/sg", "segments_unreadable"),
        ("/t/3/sg/0/start", "time_unreadable"),
        ("/t/3/sg/0/d", "time_unreadable"),
        ("/t/3/sg/0", "duration_missing"),
        ("/t/3/sg/1/start", "time_unreadable"),
        ("/t/3/sg/1/ts", "time_unreadable"),
        ("/t/3/sg/1/d", "time_unreadable"),
        ("/t/3/sg/1", "duration_missing"),
        ("/t/3/sg/2/src", "local_path"),
        ("/t/5", "track_kind_unknown"),
    }


def test_every_issue_code_is_reached(draft_of: DraftOf) -> None:
    many = {"tt": 0, "sg": [{"d": 1}] * (issues_module.MANY_SEGMENTS + 1)}
    raws: list[Any] = ["<draft>", 5, {}, {"t": 5}, {"t": [many]}]
    met = {issue.code for raw in raws for issue in Draft(raw).issues()}
    met |= {issue.code for issue in draft_of("oddities").issues()}
    assert met == set(ISSUES)


def test_a_draft_never_prints_itself_whole(draft_of: DraftOf) -> None:
    draft = draft_of("sandbox")
    assert "Lo-fi" not in repr(draft) + repr(draft.tracks) + repr(draft.tracks[1].segments)
