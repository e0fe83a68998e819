"""The one door to a terminal: what passes, what does not, and what is shown while it lasts."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.console import Console, Level
from nemo_client.lettering import (
    carried,
    cells,
    clean,
    cut,
    decoded,
    explained,
    in_columns,
    worded,
    wrapped,
)


class Stream(io.TextIOWrapper):
    """A stream that remembers, and says whether it is a terminal."""

    def __init__(self, live: bool = False, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n", write_through=True)
        self._live = live

    def isatty(self) -> bool:
        return self._live

    @property
    def text(self) -> str:
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


class Time:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def _console(
    live: bool = False, env: Mapping[str, str] = {}, encoding: str = "utf-8"
) -> tuple[Console, Stream, Stream, Time]:
    out, err, time = Stream(live, encoding), Stream(live, encoding), Time()
    console = Console(None, out, err, env, now=time, stamp=lambda: "12:00:00")
    return console, out, err, time


CLEANED = {
    "colours": ("a\x1b[31mb\x1b[0m", "ab"),
    "a cursor": ("a\x1b[2Jb\x1b[1;1H", "ab"),
    "a window's title": ("a\x1b]0;owned\x07b", "ab"),
    "a title ended by ST": ("a\x1b]0;owned\x1b\\b", "ab"),
    "a device string": ("a\x1bPq#0\x1b\\b", "ab"),
    "eight-bit introducers": ("a\x9b31mb\x9d0;x\x9cc", "abc"),
    "a title without an end": ("a\x1b]0;never", "a0;never"),
    "a lone escape": ("a\x1b", "a"),
    "bells and backspaces": ("a\x07\x08\x7fb", "ab"),
    "a carriage return that hides": ("rm -rf /\rls", "rm -rf /ls"),
    "direction marks": ("a\u202eb\u2066c\u200fd", "abcd"),
    "invisible tags": ("a\U000e0041b\ufeff", "ab"),
    "line separators": ("a\u2028b\r\nc", "a\nb\nc"),
    "what is fine": ("tab\tline\n你好 🎬 é", "tab\tline\n你好 🎬 é"),
}


@pytest.mark.parametrize("name", CLEANED)
def test_only_text_passes(name: str) -> None:
    raw, shown = CLEANED[name]
    assert clean(raw) == shown


@given(st.text())
def test_nothing_that_moves_a_cursor_ever_passes(text: str) -> None:
    shown = clean(text)
    assert not any(ord(c) < 32 and c not in "\t\n" for c in shown)
    assert not any(0x7F <= ord(c) < 0xA0 for c in shown)


@given(st.text(), st.sampled_from(["ascii", "cp1252", "gbk", "utf-8", "utf-16", "no such one"]))
def test_every_encoding_carries_every_text(text: str, encoding: str) -> None:
    shown = carried(text, encoding)
    if encoding != "no such one":
        shown.encode(encoding)
    if text.isascii():
        assert shown == text


def test_decoration_becomes_ascii_where_it_must() -> None:
    assert carried("“a” → b… █░", "ascii") == '"a" -> b... #.'
    assert carried("“a” → b", "utf-8") == "“a” → b"
    assert carried("\ud800", "utf-8") == "?"


def test_bytes_are_read_as_what_they_most_likely_are() -> None:
    assert decoded("\ufeff你好\r\n".encode()) == "你好"
    assert decoded(b"caf\xe9\n").startswith("caf")


def test_wide_letters_take_two_columns() -> None:
    assert cells("ab你好é") == 7
    assert cut("你好你好", 5) == "你好…"
    assert cut("abc", 3) == "abc"


COLORS = {
    "a terminal": (True, {}, True, True),
    "no terminal": (False, {}, True, False),
    "the flag beats all": (True, {"FORCE_COLOR": "1"}, False, False),
    "NO_COLOR beats FORCE_COLOR": (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
    "an empty NO_COLOR says nothing": (True, {"NO_COLOR": ""}, True, True),
    "FORCE_COLOR beats the terminal": (False, {"FORCE_COLOR": "1"}, True, True),
    "CLICOLOR_FORCE too": (False, {"CLICOLOR_FORCE": "1"}, True, True),
    "FORCE_COLOR=0 forces nothing": (False, {"FORCE_COLOR": "0"}, True, False),
    "a dumb terminal": (True, {"TERM": "dumb"}, True, False),
}


@pytest.mark.parametrize("name", COLORS)
def test_colour_follows_its_rule(name: str) -> None:
    live, env, may_color, is_colored = COLORS[name]
    console, _, err, _ = _console(live, env)
    console.may_color = may_color
    console.complain("error: ", "x\x1b[32m")
    assert (err.text == "\x1b[31merror: \x1b[0mx\n") is is_colored
    assert clean(err.text) == "error: x\n"


def test_data_goes_to_stdout_and_talk_to_stderr_as_far_as_wanted() -> None:
    console, out, err, _ = _console()
    console.level = Level.QUIET
    console.data("data")
    console.say("talk")
    console.say("hint", level=Level.QUIET)
    console.complain("error: ", "bad")
    assert (out.text, err.text) == ("data\n", "hint\nerror: bad\n")


def test_a_document_is_one_line_of_plain_ascii() -> None:
    console, out, _, _ = _console(encoding="ascii")
    value = {"a": "\x1b[31m\x7f\u202e你\n"}
    console.document(value)
    assert out.text.count("\n") == 1
    assert out.text.rstrip("\n").isprintable()
    assert json.loads(out.text) == value


def test_a_terminal_has_one_status_line_that_makes_room() -> None:
    console, _, err, time = _console(live=True, env={"COLUMNS": "40"})
    with console.working("Sending"):
        console.say("a line")
        time.now += 5
        console.progress("Working: " + "很长" * 40)
        time.now += 1
        console.tick()
    shown = err.text
    assert shown.startswith("\rSending")
    assert "\r       \ra line\n" in shown
    assert "(0:05)" not in shown  # it did not fit
    assert all(cells(part) < 40 for part in shown.replace("\n", "\r").split("\r"))
    assert shown.endswith("\r")
    assert "\x1b" not in shown


def test_news_are_painted_no_faster_than_eyes() -> None:
    console, _, err, time = _console(live=True)
    with console.working("x"):
        for percent in range(100):
            time.now += 0.01
            console.progress(f"{percent} %")
    assert err.text.count(" %") <= 2 * 11


def test_elsewhere_progress_is_a_line_with_the_time_every_ten_seconds() -> None:
    console, _, err, time = _console()
    with console.working("Sending"):
        assert err.text == ""
        for second in range(1, 36):
            time.now += 1
            console.progress(f"Rendering {second}")
    assert err.text.splitlines() == [
        "12:00:00 Rendering 10 (0:10)",
        "12:00:00 Rendering 20 (0:20)",
        "12:00:00 Rendering 30 (0:30)",
    ]


def test_what_takes_long_without_news_speaks_too() -> None:
    console, _, err, time = _console()
    with console.working("Sending"):
        time.now += 11
        console.tick()
    assert err.text == "12:00:00 Sending (0:11)\n"


def test_quiet_has_no_progress() -> None:
    console, _, err, time = _console(live=True)
    console.level = Level.QUIET
    with console.working("Sending"):
        time.now += 60
        console.progress("Working")
        console.tick()
    assert err.text == ""


def test_streams_that_are_gone_swallow_everything() -> None:
    Console(None, None, None, {}).data("x")
    closed = Stream()
    closed.close()
    Console(closed, closed, closed, {}).say("x")
    assert Console(closed, closed, closed, {}).can_ask is False


def test_a_reader_that_hung_up_is_noticed_once_and_borne() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as broken:
        console = Console(None, broken, None, {})
        console.data("x")
        console.data("y")


def test_nobody_is_asked_where_nobody_is() -> None:
    live, dead = Stream(live=True), Stream()
    assert Console(live, dead, live, {}).can_ask is True
    assert Console(dead, live, live, {}).can_ask is False
    assert Console(live, live, dead, {}).can_ask is False


@pytest.mark.parametrize(("said", "columns"), [("120", 120), ("3", 20), ("wide", 80), ("²", 80)])
def test_the_width_is_what_is_said_if_that_can_be(said: str, columns: int) -> None:
    console, _, _, _ = _console(env={"COLUMNS": said})
    if said.isascii() and said.isdigit():
        assert console.columns == columns
    else:
        assert console.columns >= 20


@given(st.text(), st.integers(min_value=2, max_value=30))
def test_wrapped_lines_fit_and_lose_nothing(text: str, columns: int) -> None:
    lines = wrapped(text, columns)
    assert "".join(lines) == text.replace("\n", "")
    assert all(cells(line) <= columns for line in lines)


def test_a_text_that_grows_is_not_painted_over_and_ends_its_line() -> None:
    console, out, err, time = _console(live=True)
    with console.working("Answering"):
        console.grow("Once upon\na ti")
        time.now += 5
        console.tick()
        painted = err.text
        console.grow("me.")
        console.data("Next.")
    assert out.text == "Once upon\na time.\nNext.\n"
    assert "(0:05)" not in painted
    console.grow("end")
    console.end_line()
    console.end_line()
    assert out.text.endswith("end\n")


class Panel:
    """A part of the screen that remembers what it showed."""

    def __init__(self) -> None:
        self.statuses: list[str] = []
        self.grown: list[str] = []

    def status(self, text: str) -> None:
        self.statuses.append(text)

    def growing(self, text: str) -> None:
        self.grown.append(text)

    def ask(self, question: str) -> str:
        return "是" if "[y/N]" in question else ""


def test_a_live_part_of_the_screen_gets_what_changes_and_whole_lines_pass() -> None:
    console, out, err, _ = _console(live=True)
    panel, above = Panel(), Stream(live=True)
    with console.led(above, above, panel):
        with console.working("Working"):
            console.grow("half \x1b[31ma line")
            console.grow(" more\nand")
            console.say("talk")
        assert console.confirm("Sure?") is True
    console.say("after")
    assert above.text == "half a line more\nand\ntalk\n"
    assert (out.text, err.text) == ("", "after\n")
    assert panel.grown == ["half a line", "and", ""]
    assert (panel.statuses[0], panel.statuses[-1]) == ("Working", "")


ROWS = [("job_1", "done", "make a clip of the rain in spring"), ("job_22", "完成", "雨")]


def test_a_list_stands_in_columns_whatever_the_letters() -> None:
    assert in_columns(ROWS, None) == (
        "job_1   done  make a clip of the rain in spring",
        "job_22  完成  雨",
    )
    assert in_columns([], 80) == ()


def test_a_list_that_is_too_wide_loses_facts_before_its_words_are_cut_too_short() -> None:
    assert in_columns(ROWS, 40, spare=(1,))[0] == "job_1   done  make a clip of the rain i…"
    assert in_columns(ROWS, 34, spare=(1,)) == ("job_1   make a clip of the rain i…", "job_22  雨")
    assert all(cells(line) <= room for room in (20, 34, 50) for line in in_columns(ROWS, room))


def test_what_names_mean_stands_beside_them_and_wraps_between_words() -> None:
    rows = [("-a", "one two three four"), ("--quite-long", "五六七八九十")]
    assert explained(rows, 18) == (
        "-a  one two three",
        "    four",
        "--quite-long",
        "    五六七八九十",
    )
    assert explained(rows, None)[0] == "-a            one two three four"
    assert worded("一二三 four", 5) == ["一二", "三", "four"]


def test_only_a_terminal_limits_a_line_of_data() -> None:
    assert _console(live=True, env={"COLUMNS": "50"})[0].room == 50
    assert _console(env={"COLUMNS": "50"})[0].room is None
