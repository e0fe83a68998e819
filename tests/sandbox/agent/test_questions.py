"""What is asked back, how a number answers it, and what "it" and a file's name stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from nemo_client.sandbox.agent import plan
from nemo_client.sandbox.agent.questions import ASK, EXAMPLES
from nemo_client.sandbox.agent.reports import DONE, TALK
from nemo_client.sandbox.assets import Asset

On = Callable[[str], Any]


def upload(id_: str, name: str, ms: int = 8000) -> Asset:
    return Asset(id_, name, "video", ms, 1280, 720, 30.0, True, f"/{id_}", f"http://host/{id_}")


# on, message, how many choices, the number chosen, the kinds of what is then done
ASKED = [
    ("three", "trim clip 2 by 2 seconds", 2, 2, ["trim_tail"]),
    ("three", "把第2段剪掉2秒", 2, 1, ["trim_head"]),
    ("three", "cut clip 2 from 1 to 2 seconds", 2, 1, ["cut"]),
    ("three", "裁剪第1段2到3秒", 2, 2, ["keep"]),
    ("three", "make it square and cut it from 2 to 6 seconds", 2, 1, ["aspect", "cut"]),
    ("three", "加一段音乐，然后裁剪2到6秒", 2, 2, ["add_music", "keep"]),
    ("three", 'trim the clip to 2 seconds and add a title "A"', 3, 3, ["trim", "add_text"]),
    ("full", "add jazz music at 20%", 2, 1, ["add_music"]),
    ("full", "加一段爵士音乐，音量20%", 2, 1, ["add_music"]),
    ("three", "move clip 2", 2, 2, ["move_clip"]),
    ("three", "第2段放慢一点", 2, 2, ["speed"]),
    ("three", "fade the video", 3, 3, ["fade"]),
    ("full", "静音", 2, 2, ["volume"]),
    ("full", "change the music", 3, 3, ["add_music"]),
    ("song", "加音乐", 2, 1, ["place_clips", "add_music"]),
]


@pytest.mark.parametrize(("state", "text", "choices", "number", "kinds"), ASKED)
def test_a_question_is_answered_by_a_number_and_everything_asked_for_is_done(
    state: str, text: str, choices: int, number: int, kinds: list[str], on: On
) -> None:
    talk = on(state)
    asked = talk.say(text)
    assert asked.question is not None and asked.question.asks
    assert len(asked.question.options) == choices and not asked.is_charged
    done = talk.say(f" {number}. ")
    assert done.question is None and done.is_charged
    assert [op.kind for op in talk.plans[-1].ops] == kinds
    talk.say("undo")
    assert "not understand" in talk.say("1").reply, "an answered question is closed"


def test_an_answer_keeps_the_numbers_of_the_question(on: On) -> None:
    talk = on("three")
    options = talk.say("trim clip 2 by 2 seconds").question.options
    assert options == ("cut the first 2 s of clip 2", "cut the last 2 s of clip 2")
    talk.say("第2项")
    assert [clip["d"] for clip in talk.clips] == [5000, 4000, 4000]


def test_a_number_beyond_the_choices_is_no_answer(on: On) -> None:
    talk = on("three")
    talk.say("fade the video")
    assert talk.say("4").question is not None and talk.clips[0]["fade_in"] == 0


def test_what_is_only_a_reason_asks_nothing(on: On) -> None:
    for text in ("delete clip 9", "frobnicate the whatsit", "去掉音乐"):
        question = on("three").say(text).question
        assert question is not None and not question.asks and not question.options


@pytest.mark.parametrize("code", ASK)
def test_examples_are_told_and_never_offered_as_choices(code: str) -> None:
    assert not (code in EXAMPLES and ASK[code][1:])


def test_no_reply_begins_in_lower_case(on: On) -> None:
    for row in (*DONE.values(), *TALK.values()):
        assert not row[0][0].islower() and not row[0].startswith("{what}")
    for text in ("trim it to 99 seconds", "cut the first 99 seconds", "split at 99 seconds"):
        assert not on("three").say(text).reply[0].islower()


# --- "it", and files by their names


def test_it_is_what_was_uploaded_since_the_last_change(on: On) -> None:
    talk = on("three")
    talk.assets = (*talk.assets, upload("n", "new.mp4", 6000))
    talk.say("trim it to 2 seconds")
    assert [clip["d"] for clip in talk.clips] == [5000, 6000, 4000, 2000]
    assert talk.clips[-1]["m"]["name"] == "new.mp4"
    talk.say("trim it to 10 seconds")
    assert sum(clip["d"] for clip in talk.clips) == 10_000, "it is the video again"


def test_an_upload_that_was_passed_over_is_not_it(on: On) -> None:
    talk = on("three")
    talk.assets = (*talk.assets, upload("n", "new.mp4", 6000))
    talk.say("mute clip 1")
    talk.say("把它剪到3秒")
    assert [clip["d"] for clip in talk.clips] == [3000]


def test_of_two_uploads_it_is_asked_which(on: On) -> None:
    talk = on("three")
    talk.assets = (*talk.assets, upload("n", "new.mp4"), upload("o", "other.mp4"))
    question = talk.say("把它剪到2秒").question
    assert question.options == ("把new.mp4剪到2秒", "把other.mp4剪到2秒")
    talk.say("2")
    assert [clip["m"]["name"] for clip in talk.clips][3:] == ["other.mp4"]
    assert talk.clips[-1]["d"] == 2000


def test_a_clip_is_named_by_its_file(on: On) -> None:
    talk = on("three")
    talk.say("把 city.mp4 裁成 4 秒")
    talk.say("delete the clip beach.mp4")
    assert [(clip["m"]["name"], clip["d"]) for clip in talk.clips] == [
        ("city.mp4", 4000),
        ("forest.mp4", 4000),
    ]


def test_a_file_sent_again_means_the_clip_it_became(on: On) -> None:
    talk = on("three")
    talk.assets = (*talk.assets, replace(talk.assets[1], id="again"))
    talk.say("trim city.mp4 to 4 seconds")
    assert [clip["d"] for clip in talk.clips] == [5000, 4000, 4000]
    talk.assets = (*talk.assets, upload("n", "city.mp4", 9000))
    talk.say("trim city.mp4 to 3 seconds")
    assert [clip["d"] for clip in talk.clips] == [5000, 4000, 4000, 3000]


def test_a_file_in_two_clips_is_not_guessed_at(on: On) -> None:
    talk = on("three")
    talk.say("split clip 1 in half")
    before = talk.draft
    assert talk.say("mute beach.mp4").question is not None and talk.draft == before


def test_two_new_files_named_in_turn_are_not_mixed_up(on: On) -> None:
    talk = on("three")
    talk.assets = (*talk.assets, upload("n", "new.mp4"), upload("o", "other.mp4"))
    text = "trim new.mp4 to 2 seconds and other.mp4 to 3 seconds"
    talk.say(text)
    assert [clip["d"] for clip in talk.clips] == [5000, 6000, 4000, 2000, 3000]
    again = plan("mute new.mp4", talk.draft, talk.assets, talk.history)
    assert [op.args()["clips"] for op in again.ops] == [[4]]


def test_black_and_white_comes_and_goes(on: On) -> None:
    talk = on("three")
    talk.say("make clip 2 black and white")
    talk.say("split clip 2 in half")
    assert [clip["m"].get("look") for clip in talk.clips] == [None, "grayscale", "grayscale", None]
    talk.say("turn it back to color")
    assert not any("look" in clip["m"] for clip in talk.clips)


def test_each_clip_is_trimmed_and_what_is_shorter_stays(on: On) -> None:
    talk = on("three")
    talk.say("每段剪到4.5秒")
    assert [clip["d"] for clip in talk.clips] == [4500, 4500, 4000]
