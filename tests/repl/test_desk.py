"""A prompt that stays open: fed with keys, watched as it paints, over a real conversation."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Event, Thread
from typing import Any

import pytest
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from nemo_client.app import App
from nemo_client.console import Console
from nemo_client.repl.commands import names
from nemo_client.repl.completion import Slashes
from nemo_client.repl.desk import Desk
from nemo_client.repl.talk import Talk

LONG_S = 20.0


class Screen:
    """What a prompt has painted last; tells when something stands there."""

    def __init__(self, app: Application[str]) -> None:
        self._shown = ""
        self._painted = Condition()
        app.after_render += self._look

    def _look(self, app: Application[str]) -> None:
        screen = app.renderer.last_rendered_screen
        rows = screen.data_buffer if screen else {}
        with self._painted:
            self._shown = "\n".join(
                "".join(cell.char for _, cell in sorted(rows[y].items())) for y in sorted(rows)
            )
            self._painted.notify_all()

    def wait_for(self, text: str) -> None:
        """Return when `text` stands there."""
        with self._painted:
            assert self._painted.wait_for(lambda: text in self._shown, LONG_S), self._shown


class Tty(io.StringIO):
    """A stream of a terminal."""

    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


class Sat:
    """A desk, its keys and its screen."""

    def __init__(self, pipe: PipeInput, console: Console, history: Path) -> None:
        self.pipe, self.console = pipe, console
        self.desk = Desk(console, "> ", history, names(), input=pipe, output=DummyOutput())
        self.screen = Screen(self.desk.prompt._session.app)
        self.marks = {"/mark": Event()}
        self.desk.serves(self._marked, lambda: "QUEUE " + ", ".join(self.desk.waiting))

    def _marked(self, line: str) -> bool:
        if line not in self.marks:
            return False
        self.marks.pop(line).set()
        return True

    def type_ahead(self, *lines: str) -> None:
        """Type lines during a turn and return when they were taken."""
        mark = self.marks.setdefault("/mark", Event())
        self.pipe.send_text("".join(f"{line}\r" for line in (*lines, "/mark")))
        assert mark.wait(LONG_S)

    def at_rest(self) -> Future[str]:
        """Wait for the next line as a conversation does; return when nothing is under way."""
        found: Future[str] = Future()
        Thread(target=lambda: found.set_result(self.desk.read()), daemon=True).start()
        with self.desk._queue._news:
            rested = self.desk._queue._news.wait_for
            assert rested(lambda: not self.desk._queue.is_busy, LONG_S)
        return found

    def later(self, text: str, keys: str) -> Thread:
        """Type keys as soon as a text is on the screen."""

        def watch() -> None:
            self.screen.wait_for(text)
            self.pipe.send_text(keys)

        thread = Thread(target=watch)
        thread.start()
        return thread


@contextmanager
def sitting(history: Path) -> Iterator[Sat]:
    console = Console(None, Tty(), Tty(), {"COLUMNS": "60", "NO_COLOR": "1"})
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        sat = Sat(pipe, console, history)
        with sat.desk:
            yield sat


def _rest(desk: Desk) -> list[str]:
    lines = []
    while True:
        try:
            lines.append(desk.read())
        except EOFError:
            return lines


def test_lines_are_typed_and_ctrl_d_ends(tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        sat.pipe.send_text("hello\r你好\r\x04")
        assert _rest(sat.desk) == ["hello", "你好"]


def test_each_line_is_told_where_it_is_worked_on(tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        sat.pipe.send_text("hello\r\x04")
        assert _rest(sat.desk) == ["hello"]
    assert isinstance(sat.console.stderr, Tty)
    assert sat.console.stderr.getvalue() == "> hello\n"


def test_ctrl_c_at_rest_drops_the_line_only(tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        sat.pipe.send_text("oops\x03fine\r\x04")
        assert _rest(sat.desk) == ["fine"]
        assert not sat.desk.is_interrupted()


def test_ctrl_d_on_a_half_typed_line_ends_nothing(tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        sat.pipe.send_text("ab\x02\x04c\r\x04")  # back one letter, delete it
        assert _rest(sat.desk) == ["ac"]


def test_ctrl_c_during_a_turn_breaks_the_wait_and_keeps_what_is_half_typed(tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        sat.pipe.send_text("hello\r")
        assert sat.desk.read() == "hello"
        with pytest.raises(KeyboardInterrupt):
            sat.pipe.send_text("half\x03")
            Event().wait(LONG_S)
        assert sat.desk.is_interrupted()
        assert not sat.desk.is_interrupted()
        sat.pipe.send_text(" typed\r\x04")
        assert _rest(sat.desk) == ["half typed"]


def _offered(sat: Sat, line: str) -> None:
    """Have a turn end with an offer: at rest, an empty prompt, and Tab stands for a line."""
    sat.pipe.send_text("one\r")
    assert sat.desk.read() == "one"
    sat.desk.offer(line)


def test_tab_on_an_empty_line_is_what_was_offered_and_leaves_no_history(tmp_path: Path) -> None:
    history = tmp_path / "history"
    with sitting(history) as sat:
        _offered(sat, "/export")
        resting = sat.at_rest()
        sat.pipe.send_text("\t")
        assert resting.result() == "/export"
        sat.pipe.send_text("\x04")
    assert "/export" not in history.read_text("utf-8")


def test_whoever_begins_to_type_is_not_caught_by_an_offer(tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        _offered(sat, "/export")
        resting = sat.at_rest()
        sat.pipe.send_text("e\tx\r")
        assert resting.result() == "ex"
        sat.pipe.send_text("\x04")


def test_tab_brings_an_offer_that_lacks_something_into_the_line(tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        _offered(sat, "/upload ")
        resting = sat.at_rest()
        sat.pipe.send_text("\ta.mp4\r")
        assert resting.result() == "/upload a.mp4"
        sat.pipe.send_text("\x04")


@pytest.mark.parametrize("offer", ["", "/export"])
def test_tab_takes_nothing_that_is_not_offered_now(offer: str, tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        _offered(sat, offer)  # and the turn goes on
        sat.pipe.send_text("\t")
        sat.type_ahead("two")
        assert sat.desk.waiting == ("two",)
        sat.pipe.send_text("\x04")
        assert _rest(sat.desk) == ["two"]


def test_tab_completes_a_slash_command(tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        sat.pipe.send_text("/st\t\r\x04")
        assert _rest(sat.desk) == ["/status"]


class Watched(Tty):
    """A stream that notes how its terminal was when something was written."""

    def __init__(self, fd: int) -> None:
        super().__init__()
        self._fd, self.echoes = fd, []  # type: ignore[var-annotated]

    def write(self, text: str) -> int:
        import termios

        self.echoes.append(bool(termios.tcgetattr(self._fd)[3] & termios.ECHO))
        return super().write(text)


@pytest.mark.skipif(sys.platform == "win32", reason="termios is a thing of POSIX")
def test_no_key_is_echoed_by_the_terminal_while_something_is_written(tmp_path: Path) -> None:
    from prompt_toolkit.input.vt100 import Vt100Input

    keyboard, terminal = os.openpty()
    with os.fdopen(keyboard, "wb", 0) as keys, os.fdopen(terminal, "r") as stdin:
        console = Console(None, Watched(terminal), Tty(), {"COLUMNS": "60", "NO_COLOR": "1"})
        pipe = Vt100Input(stdin)
        with create_app_session(input=pipe, output=DummyOutput()):
            desk = Desk(console, "> ", tmp_path / "history", (), input=pipe, output=DummyOutput())
            with desk:
                keys.write(b"one\r")
                assert desk.read() == "one"
                console.data("first")
                keys.write(b"two\r\x04")
                console.data("second")
                assert _rest(desk) == ["two"]
    assert isinstance(console.stdout, Watched)
    assert console.stdout.getvalue() == "first\nsecond\n"
    assert console.stdout.echoes == [False, False]


def test_what_is_typed_during_a_turn_waits_is_shown_and_can_be_taken_back(tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        sat.pipe.send_text("one\r")
        assert sat.desk.read() == "one"
        sat.type_ahead("two", "three", "four")
        assert sat.desk.waiting == ("two", "three", "four")
        sat.screen.wait_for("QUEUE two, three, four")
        assert sat.desk.drop(2) == "three"
        sat.desk.give_back(sat.desk.drop(2))
        sat.screen.wait_for("> four")
        assert (sat.desk.read(), sat.desk.was_queued) == ("two", True)
        sat.pipe.send_text(" times\r\x04")
        assert _rest(sat.desk) == ["four times"]


def test_a_question_gets_its_answer_and_a_wish_stays_a_wish(tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        sat.pipe.send_text("one\r")
        assert sat.desk.read() == "one"
        typist = sat.later("Send it? [y/N]", "two\rY\r")
        assert sat.console.confirm("Send it?") is True
        typist.join()
        assert sat.desk.waiting == ("two",)
        sat.pipe.send_text("\x04")
        assert _rest(sat.desk) == ["two"]


def test_what_was_half_typed_is_put_aside_for_a_question_and_comes_back(tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        sat.pipe.send_text("one\r")
        assert sat.desk.read() == "one"
        sat.type_ahead()
        sat.pipe.send_text("add mus")
        sat.screen.wait_for("add mus")
        typist = sat.later("Send it? [y/N]", "n\r")
        assert sat.console.confirm("Send it?") is False
        typist.join()
        sat.pipe.send_text("ic\r\x04")
        assert _rest(sat.desk) == ["add music"]


@pytest.mark.parametrize("keys", ["\x04", "\r"])
def test_leaving_a_question_is_a_no(keys: str, tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        sat.pipe.send_text("one\r")
        assert sat.desk.read() == "one"
        typist = sat.later("Send it? [y/N]", keys)
        assert sat.console.confirm("Send it?") is False
        typist.join()
        sat.pipe.send_text("\x04")
        assert _rest(sat.desk) == []


def test_progress_stands_beside_the_prompt_and_lines_above_it(tmp_path: Path) -> None:
    with sitting(tmp_path / "history") as sat:
        sat.pipe.send_text("one\r")
        assert sat.desk.read() == "one"
        with sat.console.working("Rendering"):
            sat.screen.wait_for("Rendering")
            sat.console.data("a line")
            sat.console.grow("half ")
            sat.screen.wait_for("half")
            sat.console.grow("a line\nand mo")
        sat.console.say("talk")
        sat.pipe.send_text("\x04")
        assert _rest(sat.desk) == []
    out, err = sat.console.stdout, sat.console.stderr
    assert isinstance(out, Tty) and isinstance(err, Tty)
    assert out.getvalue() == "a line\nhalf a line\nand mo\n"
    assert err.getvalue() == "> one\ntalk\n"


def test_history_lasts_longer_than_the_talk(tmp_path: Path) -> None:
    history = tmp_path / "state" / "history"
    with sitting(history) as sat:
        sat.pipe.send_text("make it rain\r\x04")
        _rest(sat.desk)
    with sitting(history) as sat:
        sat.pipe.send_text("\x1b[A\r\x04")
        assert _rest(sat.desk) == ["make it rain"]


def test_a_history_that_cannot_be_kept_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with sitting(tmp_path / "file" / "history") as sat:
        sat.pipe.send_text("hello\r\x04")
        assert _rest(sat.desk) == ["hello"]


@pytest.mark.parametrize(
    ("typed", "found"), [("/st", ["/status"]), ("/x", []), ("st", []), ("/e", ["/export", "/edit"])]
)
def test_slash_commands_are_completed(typed: str, found: list[str]) -> None:
    offered = Slashes(names()).get_completions(Document(typed), CompleteEvent())
    assert [completion.text for completion in offered] == found


def test_files_are_completed_where_a_command_takes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("clip.mp4", "clip two.mp4", "other.mov"):
        Path(name).touch()

    def offered(typed: str) -> list[str]:
        found = Slashes(names()).get_completions(Document(typed), CompleteEvent())
        return [typed + completion.text for completion in found]

    assert offered("/upload cl") == ["/upload clip.mp4"]
    assert offered("/upload clip.mp4 oth") == ["/upload clip.mp4 other.mov"]
    assert offered("/status cl") == []


def test_what_is_held_back_is_shown_as_such_and_released_during_a_turn(
    app_of: Callable[..., App], tmp_path: Path
) -> None:
    with sitting(tmp_path / "history") as sat:
        talk = Talk(app_of(), sat.desk, is_piped=False)
        sat.desk.serves(talk.at_once, talk.queued)
        sat.pipe.send_text("one\r")
        assert sat.desk.read() == "one"
        sat.pipe.send_text("two\r")
        sat.screen.wait_for("Queued 1. two")
        sat.desk.hold()
        sat.screen.wait_for("Held back (/go) 1. two")
        sat.pipe.send_text("/go\r")
        sat.screen.wait_for("Queued 1. two")
        assert (sat.desk.read(), sat.desk.was_queued) == ("two", True)
        sat.pipe.send_text("\x04")


def test_a_whole_talk_is_typed_ahead(app_of: Callable[..., App], tmp_path: Path) -> None:
    app = app_of()
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        desk = Desk(
            app.console, "> ", tmp_path / "history", names(), input=pipe, output=DummyOutput()
        )
        talk = Talk(app, desk, is_piped=False)
        desk.serves(talk.at_once, talk.queued)
        pipe.send_text("hello\r/credits\rgood morning\r/drop 2\r\x04")
        answer = talk.run()
    app.close()
    asked: list[Any] = [t["asked"] for t in app.facts["turns"]]
    assert {"command": "/credits"} in asked
    assert all(t["ok"] for t in app.facts["turns"]), app.console.stderr.getvalue()  # type: ignore[union-attr]
    assert answer.next == (f"nemo chat --session {app.session()}",)
