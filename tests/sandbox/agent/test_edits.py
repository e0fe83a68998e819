"""What edits do to the draft: lengths, order, sound, and what stays true whatever is done."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemo_client.sandbox.agent import plan
from nemo_client.sandbox.assets import Asset

On = Callable[[str], Any]


def names(talk: Any) -> list[str]:
    return [clip["m"]["name"].removesuffix(".mp4") for clip in talk.clips]


def lengths(talk: Any) -> list[int]:
    return [clip["d"] for clip in talk.clips]


def test_uploads_are_placed_end_to_end_when_the_first_edit_needs_them(on: On) -> None:
    talk = on("uploaded")
    result = talk.say("trim it to 6 seconds")
    assert names(talk) == ["clip"] and lengths(talk) == [6000]
    assert talk.draft["d"] == 6000
    assert "Put clip.mp4 on the video track" in result.reply


def test_the_draft_has_the_documented_keys_and_plain_names(on: On) -> None:
    talk = on("full")
    assert set(talk.draft) == {"d", "m", "t"}
    assert talk.draft["m"] == {"title": "beach.mp4", "width": 1280, "height": 720, "fps": 30}
    assert [(track["tt"], track["m"]["name"]) for track in talk.draft["t"]] == [
        (0, "Video"),
        (1, "Music"),
        (7, "Titles"),
    ]
    assert talk.clips[1] == {
        "id": "seg_2",
        "start": 5000,
        "d": 6000,
        "source_in": 0,
        "source_out": 6000,
        "speed": 1.0,
        "volume": 1.0,
        "fade_in": 0,
        "fade_out": 0,
        "m": {
            "name": "city.mp4",
            "asset": "c",
            "src": "http://host/c/city.mp4",
            "kind": "video",
        },
    }


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("trim it to 7 seconds", [5000, 2000]),
        ("cut the first 6 seconds", [5000, 4000]),
        ("cut the last 5 seconds", [5000, 5000]),
        ("cut 2 to 4 seconds", [2000, 1000, 6000, 4000]),
        ("cut 4 to 12 seconds", [4000, 3000]),
        ("cut 1-2 seconds and 6-7 seconds", [1000, 3000, 1000, 4000, 4000]),
        ("keep only 3 to 8 seconds", [2000, 3000]),
        ("keep the last 4.5 seconds", [500, 4000]),
        ("trim clip 2 to 1 second", [5000, 1000, 4000]),
        ("cut the first 2 seconds of clip 3", [5000, 6000, 2000]),
        ("split at 7 seconds", [5000, 2000, 4000, 4000]),
        ("split clip 2 in half", [5000, 3000, 3000, 4000]),
        ("speed up clip 2 to 2x", [5000, 3000, 4000]),
        ("slow everything down to 0.5x", [10000, 12000, 8000]),
        ("delete clip 2", [5000, 4000]),
    ],
)
def test_an_edit_leaves_clips_of_these_lengths(message: str, left: list[int], on: On) -> None:
    talk = on("three")
    talk.say(message)
    assert lengths(talk) == left
    assert talk.draft["d"] == sum(left)


@pytest.mark.parametrize(
    ("message", "order"),
    [
        ("move clip 3 to the start", "forest beach city"),
        ("move clip 1 after clip 2", "city beach forest"),
        ("move clip 1 to position 2", "city beach forest"),
        ("put the last clip before clip 2", "beach forest city"),
        ("swap clips 1 and 3", "forest city beach"),
        ("reorder the clips to 2, 3, 1", "city forest beach"),
        ("reverse the order of the clips", "forest city beach"),
        ("把第1段移到最后", "city forest beach"),
    ],
)
def test_clips_are_put_in_the_order_asked_for(message: str, order: str, on: On) -> None:
    talk = on("three")
    talk.say(message)
    assert names(talk) == order.split()
    assert talk.clips[0]["start"] == 0


def test_a_time_with_a_clip_counts_from_where_only_one_reading_is_possible(on: On) -> None:
    talk = on("three")
    talk.say("split clip 2 at 3 seconds")
    assert lengths(talk) == [5000, 3000, 3000, 4000]
    talk = on("three")
    talk.say("split clip 2 at 8 seconds")
    assert lengths(talk) == [5000, 3000, 3000, 4000]
    talk = on("three")
    assert plan("split clip 2 at 5.5 seconds", talk.draft, talk.assets).question is not None


def test_music_spans_the_video_and_follows_its_length(on: On) -> None:
    talk = on("three")
    talk.say("add lo-fi music at 20%")
    assert (talk.music[0]["start"], talk.music[0]["d"], talk.music[0]["volume"]) == (0, 15000, 0.2)
    talk.say("trim the video to 4 seconds")
    assert talk.music[0]["d"] == 4000
    talk.say("undo")
    talk.say("slow everything down to 0.5x")
    assert talk.music[0]["d"] == 30000


def test_music_with_its_own_times_keeps_them_and_is_clamped(on: On) -> None:
    talk = on("three")
    talk.say("add jazz music from 4 to 9 seconds")
    talk.say("slow everything down to 0.5x")
    assert (talk.music[0]["start"], talk.music[0]["d"]) == (4000, 5000)
    talk.say("trim the video to 6 seconds")
    assert (talk.music[0]["start"], talk.music[0]["d"]) == (4000, 2000)


def test_what_lies_beyond_the_new_end_goes_and_is_reported(on: On) -> None:
    talk = on("three")
    talk.say('add a title "Late" from 10 to 12 seconds')
    result = talk.say("trim the video to 8 seconds")
    assert talk.titles == [] and "“Late”" in result.reply


def test_fades_stay_at_the_ends_of_the_video(on: On) -> None:
    talk = on("three")
    talk.say("fade in over 2 seconds and fade out over 1.5 seconds")
    for message in ("move clip 1 to the end", "delete clip 1", "split at 2 seconds"):
        talk.say(message)
        fades = [(clip["fade_in"], clip["fade_out"]) for clip in talk.clips]
        assert fades[0][0] == 2000 and fades[-1][1] == 1500
        assert all(fade_in == 0 for fade_in, _ in fades[1:])
        assert all(fade_out == 0 for _, fade_out in fades[:-1])


def test_the_original_sound_and_the_music_are_told_apart(on: On) -> None:
    talk = on("full")
    talk.say("mute the music")
    assert talk.music[0]["volume"] == 0 and {clip["volume"] for clip in talk.clips} == {1.0}
    talk.say("set the clip sound to 40%")
    assert {clip["volume"] for clip in talk.clips} == {0.4}
    talk.say("mute everything")
    assert {clip["volume"] for clip in talk.clips} == {0.0}


def test_replacing_music_keeps_the_volume_that_was_chosen(on: On) -> None:
    talk = on("full")
    talk.say("set the music volume to 15%")
    talk.say("replace the music with jazz")
    assert [(part["m"]["title"], part["volume"]) for part in talk.music] == [("Jazz", 0.15)]


def test_uploaded_audio_becomes_the_music(on: On) -> None:
    talk = on("song")
    talk.say("use song.mp3 as music at 50%")
    assert talk.music[0]["m"]["asset"] == "m" and talk.music[0]["volume"] == 0.5
    assert len(talk.clips) == 1


def test_the_picture_keeps_its_short_side_when_its_shape_changes(on: On) -> None:
    talk = on("three")
    sizes = []
    for ratio in ("9:16", "1:1", "4:5", "16:9"):
        talk.say(f"make it {ratio}")
        sizes.append((talk.draft["m"]["width"], talk.draft["m"]["height"]))
    assert sizes == [(720, 1280), (720, 720), (720, 900), (1280, 720)]


def test_a_picture_is_shown_for_five_seconds_and_large_ones_are_scaled_down(on: On) -> None:
    photo = Asset("p", "photo.jpg", "image", 0, 4001, 3000, 0.0, False, "/p", "http://host/p")
    talk = on("new")
    talk.assets = (photo,)
    talk.say("add the photo")
    assert talk.clips[0]["d"] == 5000 and talk.clips[0]["m"]["kind"] == "image"
    assert talk.draft["m"]["width"] == 1920 and talk.draft["m"]["height"] % 2 == 0


def test_generated_footage_goes_to_the_end(on: On) -> None:
    talk = on("three")
    talk.say("generate a 3-second video of a lighthouse")
    assert names(talk)[-1] == "a lighthouse" and lengths(talk)[-1] == 3000
    assert talk.clips[-1]["m"]["prompt"] == "a lighthouse"


def test_the_draft_that_came_in_is_never_changed(on: On) -> None:
    talk = on("full")
    before = copy.deepcopy(talk.draft)
    kept = talk.draft
    talk.say("mute the music, fade out and trim the video to 4 seconds")
    assert kept == before and talk.draft != before


COMMANDS = (
    "cut 1 to 2 seconds",
    "cut the first 0.7 seconds",
    "trim the last clip to 1.3 seconds",
    "split at 2.345 seconds",
    "split the last clip in half",
    "delete clip 2",
    "move clip 1 to the end",
    "swap clips 1 and 2",
    "speed up clip 1 to 1.7x",
    "play everything at 0.3x speed",
    "add a title 'T' at 2 seconds for 4 seconds",
    "add a subtitle 'S'",
    "add jazz music",
    "add rock music from 1 to 3 seconds",
    "remove the music",
    "fade in and out",
    "mute clip 1",
    "make it square",
    "generate a 2-second video of rain",
    "keep 1 to 6 seconds",
    "undo",
    "redo",
)


@settings(max_examples=150)
@given(messages=st.lists(st.sampled_from(COMMANDS), max_size=12))
def test_no_sequence_of_commands_breaks_the_draft(messages: list[str], on: On) -> None:
    talk = on("three")
    for message in messages:
        before = talk.draft
        result = talk.say(message)
        assert result.is_charged == (talk.draft != before)
        parts = [*talk.clips, *talk.music, *talk.titles, *talk.subtitles]
        assert len({part["id"] for part in parts}) == len(parts)
        start = 0
        for clip in talk.clips:
            assert clip["start"] == start and clip["d"] > 0
            assert clip["d"] == round((clip["source_out"] - clip["source_in"]) / clip["speed"])
            start += clip["d"]
        if talk.clips:
            assert talk.draft["d"] == start
            assert all(part["start"] + part["d"] <= start and part["d"] > 0 for part in parts)
