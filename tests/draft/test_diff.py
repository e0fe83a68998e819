from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from nemo_client.draft import Change, ChangeKind, Draft, changes, describe, fingerprint
from nemo_client.draft.telling import _SENTENCES, SHOWN_LINES

DraftOf = Callable[[str], Draft]
K = ChangeKind
SWAPPED = [{"id": 1, "start": 0}, {"id": 2, "start": 0}]


def timeline(*segments: dict[str, Any], tt: object = 0, **top: Any) -> Draft:
    return Draft({"t": [{"tt": tt, "sg": list(segments)}], **top})


def clip(name: str, d: int = 1000, **more: Any) -> dict[str, Any]:
    return {"d": d, "m": {"name": name}, **more}


def kinds(before: Draft | None, after: Draft | None) -> list[tuple[ChangeKind, str]]:
    return [(c.kind, c.name or c.field) for c in changes(before, after)]


def test_a_silent_edit_is_told_in_full(draft_of: DraftOf) -> None:
    found = changes(draft_of("sandbox"), draft_of("sandbox_edited"))
    assert describe(found, "en") == (
        'Removed music "Lo-fi" (0-10s)',
        'Added clip "雨夜东京" (6-8s)',
        'Retimed clip "city timelapse": 0-10s -> 0-6s',
        'Changed the volume of clip "city timelapse": 100% -> 0%',
        'Moved title "Urban Dreams": 0-3s -> 1-4s',
        'Changed the text of title "Urban Dreams": "Urban Dreams" -> "都市梦想"',
        "1 other field changed at /t/1/sg/0/m/font",
        'Added subtitle "It rains." (4-5.5s)',
        "Changed the frame size: 1280x720 -> 720x1280",
        "Changed the length: 10 s -> 8 s",
    )


def test_a_silent_edit_is_told_in_chinese(draft_of: DraftOf) -> None:
    found = changes(draft_of("sandbox"), draft_of("sandbox_edited"))
    assert describe(found, "zh") == (
        "删除了音乐“Lo-fi”（0-10秒）",
        "添加了片段“雨夜东京”（6-8秒）",
        "调整了片段“city timelapse”的时间：0-10秒 -> 0-6秒",
        "修改了片段“city timelapse”的音量：100% -> 0%",
        "移动了标题“Urban Dreams”：0-3秒 -> 1-4秒",
        "修改了标题“Urban Dreams”的文字：“Urban Dreams” -> “都市梦想”",
        "/t/1/sg/0/m/font 处另有1个字段改变",
        "添加了字幕“It rains.”（4-5.5秒）",
        "修改了画面尺寸：1280x720 -> 720x1280",
        "总时长改变：10秒 -> 8秒",
    )


def test_changes_are_json_ready(draft_of: DraftOf) -> None:
    found = changes(draft_of("sandbox"), draft_of("sandbox_edited"))
    rows = json.loads(json.dumps([asdict(change) for change in found]))
    assert rows[0]["kind"] == "track_removed"
    assert rows[4] == {
        "kind": "retimed",
        "pointer": "/t/0/sg/0",
        "what": "video",
        "name": "city timelapse",
        "field": "",
        "before": [0, 10000],
        "after": [0, 6000],
        "beside": None,
        "count": 1,
    }


def test_from_nothing_everything_is_added_and_to_nothing_removed(draft_of: DraftOf) -> None:
    draft = draft_of("sandbox")
    added = [c.name for c in changes(None, draft) if c.kind is K.ADDED]
    removed = [c.name for c in changes(draft, None) if c.kind is K.REMOVED]
    assert added == removed == ["city timelapse", "Lo-fi", "Urban Dreams"]


@pytest.mark.parametrize("nothing", [None, Draft(None), Draft({}), Draft("")])
def test_nothing_and_nothing_are_the_same(nothing: Draft | None) -> None:
    assert changes(None, nothing) == changes(nothing, None) == ()


def test_ids_hold_segments_together_wherever_they_go() -> None:
    before = timeline(clip("a", id=1, start=0), clip("b", id=2, start=1000))
    after = timeline(clip("b", id=2, start=0), clip("a2", id=1, start=1000))
    assert kinds(before, after) == [(K.MOVED, "b"), (K.CHANGED, "a")]


def test_another_id_in_the_same_place_is_another_segment() -> None:
    before, after = timeline(clip("a", id=1)), timeline(clip("b", id=2))
    assert kinds(before, after) == [(K.REPLACED, "b")]


def test_new_ids_for_the_same_things_are_no_new_things() -> None:
    before = timeline(clip("a", id=1), clip("b", id=2))
    after = timeline(clip("a", id=8), clip("b", id=9))
    assert kinds(before, after) == [(K.OTHER, "a"), (K.OTHER, "b")]


def test_without_ids_a_removed_segment_is_found_by_what_it_showed() -> None:
    before = timeline(*(clip(name) for name in "abcde"))
    after = timeline(*(clip(name) for name in "acde"))
    assert kinds(before, after)[0] == (K.REMOVED, "b")
    assert describe(changes(before, after), "en") == ('Removed clip "b" (1-2s); length 5 s -> 4 s',)


def test_without_ids_a_reworded_title_is_found_by_its_place() -> None:
    before = timeline({"d": 5, "m": {"text": "old"}}, tt=7)
    after = timeline({"d": 5, "m": {"text": "new"}}, tt=7)
    (change,) = changes(before, after)
    assert (change.kind, change.field, change.before, change.after) == (
        *(K.CHANGED, "text", "old", "new"),
    )


def test_a_segment_may_change_its_track() -> None:
    before = Draft({"t": [{"tt": 0, "sg": [clip("a", id=1)]}, {"tt": 4, "sg": []}]})
    after = Draft({"t": [{"tt": 0, "sg": []}, {"tt": 4, "sg": [clip("a", id=1)]}]})
    assert describe(changes(before, after), "en") == ('Moved track(4) "a": Video -> track(4)',)


def test_an_empty_track_is_told_and_a_filled_one_tells_itself() -> None:
    empty = Draft({"t": [{"tt": 4, "sg": []}]})
    assert describe(changes(None, empty), "en") == ("Added a track: track(4)",)
    assert describe(changes(empty, None), "zh") == ("删除了一条轨道：track(4)",)
    first = changes(None, timeline(clip("a")))
    assert [c.kind for c in first] == [K.TRACK_ADDED, K.ADDED]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"volume": 0.35}, {"volume": 0.5}, 'Changed the volume of clip "a": 35% -> 50%'),
        ({"speed": 1.0}, {"speed": 2}, 'Changed the speed of clip "a": 1x -> 2x'),
        ({}, {"fade_in": 500}, 'Set the fade-in of clip "a" to 0.5 s'),
        ({}, {"speed": 2}, 'Changed the speed of clip "a": 1x -> 2x'),
        ({"speed": 2}, {}, 'Changed the speed of clip "a": 2x -> 1x'),
        ({}, {"speed": 1}, 'Set the speed of clip "a" to 1x'),
        ({"source_in": 0}, {"source_in": 250}, 'Changed the in point of clip "a": 0 s -> 0.25 s'),
        (
            {"src": "https://x/old.mp4"},
            {"src": "https://x/new.mp4?v=2"},
            'Changed the media of clip "a": "old.mp4" -> "new.mp4"',
        ),
        ({"lut": 1}, {"lut": 2}, "1 other field changed at /t/0/sg/0/lut"),
        ({"lut": 1}, {"fx": {"a": 1, "b": 2}}, "3 other fields changed at /t/0/sg/0"),
        ({"a/b~": 1}, {}, "1 other field changed at /t/0/sg/0/a~1b~0"),
        ({"d": 1000}, {"d": 1000.2}, "1 other field changed at /t/0/sg/0/d"),
    ],
)
def test_each_field_is_told_with_its_unit(
    before: dict[str, Any], after: dict[str, Any], told: str
) -> None:
    old, new = (timeline(clip("a", **side), d=1000) for side in (before, after))
    assert describe(changes(old, new), "en") == (told,)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            {"m": {"title": "A"}},
            {"m": {"title": "B"}},
            'Changed the title of the video: "A" -> "B"',
        ),
        ({"m": {"fps": 30}}, {"m": {"fps": 24}}, "Changed the frame rate of the video: 30 -> 24"),
        ({"m": {"width": 5}}, {"m": {"width": 6}}, "Changed the width of the video: 5 -> 6"),
        (
            {"m": {"width": 5, "height": 6}},
            {},
            "Changed the frame size: 5x6 -> none",
        ),
        ({"grade": "warm"}, {"grade": "cold"}, "1 other field changed at /grade"),
        ({"grade": "warm"}, {"lut": 5}, "2 other fields changed at /"),
    ],
)
def test_the_whole_video_is_compared_too(
    before: dict[str, Any], after: dict[str, Any], told: str
) -> None:
    old, new = (timeline(clip("a"), **side) for side in (before, after))
    assert describe(changes(old, new), "en") == (told,)


def test_what_changes_by_itself_is_no_change() -> None:
    before = timeline(clip("a", src="https://x/a.mp4?Expires=1&Signature=a", updated_at=1))
    after = timeline(clip("a", src="https://x/a.mp4?Expires=2&Signature=b", updated_at=2))
    assert changes(before, after) == ()


def test_unreadable_members_are_compared() -> None:
    before, after = Draft({"t": [{"tt": 0, "sg": [5]}]}), Draft({"t": [{"tt": 0, "sg": [6]}]})
    assert describe(changes(before, after), "en") == ("1 other field changed at /t/0/sg",)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<draft a='1'/>", "<draft a='2'/>"),
        ("<draft/>", {"t": [{"tt": 0, "sg": [{}]}]}),
        ({"t": [5]}, {"t": [6]}),
        ({"t": [{"tt": 0, "sg": SWAPPED}]}, {"t": [{"tt": 0, "sg": SWAPPED[::-1]}]}),
    ],
)
def test_a_change_without_words_is_still_a_change(before: Any, after: Any) -> None:
    assert fingerprint(before) != fingerprint(after)
    found = changes(Draft(before), Draft(after))
    assert found == (Change(K.OTHER),)
    assert describe(found, "en") == ("Something changed that cannot be told in words",)


def test_many_changes_are_told_in_few_lines() -> None:
    before = timeline(*(clip(f"c{n}", id=n, start=n * 1000) for n in range(5000)))
    after = timeline(*(clip(f"d{n}", id=n, start=n * 999) for n in range(5000)))
    told = describe(changes(before, after), "en")
    assert len(told) == SHOWN_LINES + 1 and told[-1].endswith("more changes")


def test_alike_changes_are_counted_after_the_first_three() -> None:
    before = timeline(*(clip(f"c{n}", id=n) for n in range(9)))
    after = timeline(*(clip(f"c{n}", id=n, volume=n / 10) for n in range(9)))
    told = describe(changes(before, after), "en")
    assert len(told) == 4 and told[-1] == "and 6 more changes like this"


def test_one_value_for_many_is_one_sentence() -> None:
    before = timeline(*(clip(f"c{n}", id=n) for n in range(9)))
    after = timeline(*(clip(f"c{n}", id=n, volume=0.5) for n in range(9)))
    assert describe(changes(before, after), "en") == ("Changed the volume of 9 clips: 100% -> 50%",)


def test_what_moves_along_is_counted_and_not_told_one_by_one() -> None:
    before = timeline(*(clip(f"c{n}", id=n, start=n * 1000) for n in range(9)), d=20000)
    after = timeline(*(clip(f"c{n}", id=n, start=n * 1000 + 500) for n in range(9)), d=20000)
    (change,) = changes(before, after)
    assert (change.kind, change.name, change.count) == (K.MOVED, "c0", 9)
    assert describe((change,), "en") == ("9 segments start 0.5 s later (clip)",)


def test_a_title_that_passes_another_moved_and_the_other_did_not() -> None:
    before = timeline(
        {"id": 1, "start": 0, "d": 3, "text": "a"}, {"id": 2, "start": 4, "d": 2}, tt=7
    )
    after = timeline(
        {"id": 2, "start": 4, "d": 2}, {"id": 1, "start": 6, "d": 3, "text": "a"}, tt=7
    )
    assert next((c.kind, c.name) for c in changes(before, after)) == (K.MOVED, "a")


def test_a_track_is_known_by_its_name_when_another_is_gone() -> None:
    titles = {"tt": 7, "m": {"name": "Titles"}, "sg": [{"id": 1, "d": 5, "m": {"text": "a"}}]}
    below = {"tt": 7, "m": {"name": "Subtitles"}, "sg": [{"id": 2, "d": 5, "m": {"text": "b"}}]}
    found = changes(Draft({"t": [titles, below]}), Draft({"t": [below]}))
    assert [c.kind for c in found] == [K.TRACK_REMOVED, K.REMOVED]


def test_a_name_in_a_change_cannot_reach_the_terminal_raw() -> None:
    told = describe(changes(None, timeline(clip("a\x1b[2J\u202e{n}"))), "en")
    assert told[0] == 'Added clip "a [2J{n}" (0-1s)'


def test_every_kind_of_change_has_a_sentence() -> None:
    assert set(_SENTENCES) | {K.DURATION} == set(K)


def test_changes_come_in_the_same_order_every_time(draft_of: DraftOf) -> None:
    before, after = draft_of("guesses"), draft_of("oddities")
    assert repr(changes(before, after)) == repr(changes(before, after))
    order = [c.kind for c in changes(draft_of("sandbox"), draft_of("sandbox_edited"))]
    assert order[:2] == [K.TRACK_REMOVED, K.TRACK_ADDED] and order[-2:] == [K.DURATION, K.CANVAS]
