from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from nemo_client.draft import Draft, facts, lines
from nemo_client.draft.summary import SHOWN_LETTERS, decimal, plain, shortened

DraftOf = Callable[[str], Draft]


def test_the_summary_is_the_one_the_service_publishes(draft_of: DraftOf) -> None:
    assert lines(draft_of("sandbox"), "en") == (
        "Timeline (3 tracks, 10 s)",
        "1. Video: city timelapse (0-10s)",
        "2. BGM: Lo-fi (0-10s, 35%)",
        '3. Title: "Urban Dreams" (0-3s)',
    )


def test_the_summary_speaks_chinese(draft_of: DraftOf) -> None:
    assert lines(draft_of("sandbox"), "zh") == (
        "时间线（3条轨道，10秒）",
        "1. 视频：city timelapse（0-10秒）",
        "2. 背景音乐：Lo-fi（0-10秒，35%）",
        "3. 标题：“Urban Dreams”（0-3秒）",
    )


def test_mute_subtitles_and_unnamed_clips_are_shown(draft_of: DraftOf) -> None:
    assert lines(draft_of("sandbox_edited"), "en") == (
        "Timeline (3 tracks, 8 s)",
        "1. Video: city timelapse (0-6s, 0%), 雨夜东京 (6-8s)",
        '2. Title: "都市梦想" (1-4s)',
        '3. Subtitles: "It rains." (4-5.5s)',
    )
    assert "untitled (0-4s)" in lines(draft_of("documented"), "en")[1]


def test_unknown_tracks_show_their_number_and_what_is_unreadable(draft_of: DraftOf) -> None:
    told = lines(draft_of("oddities"), "en")
    assert told[1] == '1. track(4), text?: "zoom" (0-5s), 3 unreadable'
    assert told[2] == "2. track(true): empty"


def test_long_tracks_are_shortened() -> None:
    raw = {"t": [{"tt": 0, "sg": [{"d": 1000, "m": {"name": f"c{n}"}} for n in range(15)]}]}
    assert lines(Draft(raw), "en") == (
        "Timeline (1 track, 15 s)",
        "1. Video: c0 (0-1s), c1 (1-2s), c2 (2-3s), and 12 more",
    )
    assert lines(Draft(raw), "zh")[1].endswith("，另有12段")


@pytest.mark.parametrize("raw", [{}, None, {"t": []}, {"t": None}, ""])
def test_an_empty_timeline_is_called_empty(raw: Any) -> None:
    assert lines(Draft(raw), "en") == ("The timeline is empty.",)


@pytest.mark.parametrize("raw", ["<draft/>", "something", [1], 7])
def test_what_cannot_be_shown_is_not_called_empty(raw: Any) -> None:
    (line,) = lines(Draft(raw), "en")
    assert "cannot be shown" in line and "kept as it is" in line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J\x07hi", "[2J hi"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("two\r\nlines\u2028more", "two lines more"),
        ("half \ud83c emoji", "half emoji"),
        ("\U000e0041tag", "tag"),
        ("👨\u200d👩\u200d👧 می\u200cخواهم", "👨\u200d👩\u200d👧 می\u200cخواهم"),
        ("  a   b ", "a b"),
    ],
)
def test_names_cannot_move_the_cursor_or_reorder_a_line(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_long_name_is_cut() -> None:
    assert shortened("x" * 10_000) == "x" * (SHOWN_LETTERS - 1) + "…"
    assert shortened("x" * SHOWN_LETTERS) == "x" * SHOWN_LETTERS


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (10, "10"), (2.5, "2.5"), (0.033, "0.033"), (1200, "1200")]
)
def test_numbers_have_no_idle_zeros(value: float, text: str) -> None:
    assert decimal(value) == text


def test_facts_are_json_and_hold_every_segment(draft_of: DraftOf) -> None:
    told = facts(draft_of("sandbox"))
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert (told["duration_ms"], told["width"], told["segment_count"]) == (10000, 1280, 3)
    assert told["tracks"][1]["segments"] == [
        {
            "pointer": "/t/1/sg/0",
            "id": "seg_2",
            "what": "audio",
            "start_ms": 0,
            "duration_ms": 10000,
            "end_ms": 10000,
            "start": "explicit",
            "duration": "explicit",
            "text": None,
            "name": "Lo-fi",
            "volume_percent": 35,
        }
    ]


def test_facts_of_an_odd_draft_are_still_json(draft_of: DraftOf) -> None:
    told = facts(draft_of("oddities"))
    assert json.loads(json.dumps(told, allow_nan=False))["issues"]
    assert told["tracks"][0] | {"segments": []} == {
        "pointer": "/t/0",
        "kind": "track(4)",
        "name": None,
        "segments": [],
        "unreadable": 3,
    }
