"""The long summary: every piece, what is worth saying of it, and what was found."""

from __future__ import annotations

import json
from typing import Any

from nemo_client.draft import ISSUES, Draft, details, everything, facts
from nemo_client.draft.keys import SEGMENT

LONG: dict[str, Any] = {
    "d": 10000,
    "m": {"title": "Urban", "width": 1280, "height": 720, "fps": 29.97},
    "t": [
        {
            "tt": 0,
            "sg": [
                {
                    "start": 0,
                    "d": 4000,
                    "source_in": 1000,
                    "source_out": 9000,
                    "speed": 2.0,
                    "volume": 0.5,
                    "fade_in": 500,
                    "m": {"name": "city", "src": "http://a/city.mp4?sig=1"},
                },
                {"start": 5000, "d": 5000, "volume": 1, "speed": 1, "m": {"src": "http://a/b.mp4"}},
            ],
        },
        {"tt": 1, "sg": [{"d": 10000, "volume": 100, "m": {"title": "Lo-fi", "src": "/x/l.mp3"}}]},
        {
            "tt": 7,
            "sg": [
                {"start": 0, "d": 3000, "m": {"text": "Hi", "position": "top"}},
                {"start": 2000, "d": 500, "m": {"text": "Ho", "position": "center"}},
                5,
            ],
        },
        {"tt": 4},
    ],
}


def test_every_piece_is_told_with_what_is_worth_saying() -> None:
    assert list(details(Draft(LONG), "en")) == [
        "Timeline (4 tracks, 10 s)",
        '"Urban", 1280x720, 29.97 fps',
        "1. Video: 2 segments, 9 s filled, gaps at 4-5s",
        "   0-4s  city; volume 50%, speed 2x, fade-in 0.5 s, 1-9s of city.mp4",
        "   5-10s  b.mp4",
        "2. BGM: 1 segment, 10 s filled",
        "   0-10s  Lo-fi; volume 100%, l.mp3",
        "3. Title: 2 segments, 3 s filled, overlaps at 2-2.5s, 1 unreadable",
        '   0-3s  "Hi"; position "top"',
        '   2-2.5s  "Ho"',
        "4. track(4): 0 segments, 0 s filled",
        "Findings (2):",
        "   /t/2/sg/2: a segment is no object",
        "   /t/3/tt: the kind of a track is not one of the known three",
    ]


def test_it_is_told_in_chinese_alike() -> None:
    told = list(details(Draft(LONG), "zh"))
    assert told[2:5] == [
        "1. 视频：2段，占9秒，空隙：4-5秒",
        "   0-4秒  city；音量50%，速度2x，淡入0.5秒，取自city.mp4的1-9秒",
        "   5-10秒  b.mp4",
    ]
    assert told[-1] == "   /t/3/tt：轨道类型不是已知的三种"


def test_what_cannot_be_shown_is_one_sentence() -> None:
    for raw in ("<draft fps='30'/>", {}, 5, {"t": None}):
        assert len(list(details(Draft(raw), "en"))) == (3 if raw == {"t": None} else 1)


def test_many_gaps_are_not_listed_one_by_one() -> None:
    clips = [{"start": n * 2000 + 1000, "d": 1000} for n in range(8)]
    line = list(details(Draft({"t": [{"tt": 0, "sg": clips}]}), "en"))[1]
    assert (
        line == "1. Video: 8 segments, 8 s filled, gaps at 0-1s, 2-3s, 4-5s, 6-7s, 8-9s, and 3 more"
    )


def test_programs_get_everything() -> None:
    told = everything(Draft(LONG))
    assert told["fps"] == 29.97 and told["tracks"][0]["gaps"] == [[4000, 5000]]
    assert told["tracks"][2]["overlaps"] == [["/t/2/sg/0", "/t/2/sg/1"]]
    clip = told["tracks"][0]["segments"][0]
    assert SEGMENT.keys() <= clip.keys()
    assert (clip["speed"], clip["source_out_ms"], clip["position"]) == (2.0, 9000, None)
    assert (clip["start"], clip["volume"], told["tracks"][1]["segments"][0]["start"]) == (
        "explicit",
        "explicit",
        "inferred",
    )
    assert json.loads(json.dumps(told)) == told


def test_everything_holds_what_the_short_facts_hold() -> None:
    def within(one: Any, two: Any) -> bool:
        if isinstance(one, dict):
            return all(key in two and within(one[key], two[key]) for key in one)
        if isinstance(one, list):
            return len(one) == len(two) and all(map(within, one, two))
        return bool(one == two)

    assert within(facts(Draft(LONG)), everything(Draft(LONG)))
    assert ISSUES["segment_opaque"] == "a segment is no object"
