"""A conversation: lines find their way, failures are told, leaving says how to come back."""

from __future__ import annotations

import shutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from nemo_client.app import App, Given
from nemo_client.phrases.chat import CHAT
from nemo_client.protocol.notices import Generated, Rendering
from nemo_client.repl.commands import COMMANDS, STEPS, names
from nemo_client.repl.lines import Lines
from nemo_client.repl.talk import Talk
from nemo_client.speech import Chat, Credits, Export, Status, Upload


def test_lines_go_where_they_are_meant_to_go(speak: Any, clip: str, backend: Any) -> None:
    before = len(backend.books.turns())
    done = speak(
        f"{clip} trim it to 1 second",
        "export it as gif to small.gif",
        "how many credits do I have?",
        "show me the timeline",
    )
    plan, *others = [t["asked"] for t in done.turns]
    assert [step["intent"] for step in plan["plan"]] == ["upload", "chat"]
    assert [step["intent"] for step in others] == ["export", "credits", "status"]
    assert all(t["ok"] for t in done.turns)
    assert Path("small.gif").read_bytes()[:4] == b"GIF8"
    assert [t.text for t in backend.books.turns()[before:]] == ["trim it to 1 second"]
    assert "98 credits available" in done.out


DROPPED = '"my clip.mp4"' if sys.platform == "win32" else r"my\ clip.mp4"
"""As a terminal writes a file that is dropped on it."""
ORDER = {"/upload": 0, "/new": 8, "/quit": 9}
"""An upload first, because others need a project."""
NEED_A_QUEUE = ("/drop", "/edit")


def test_every_slash_command_does_its_work(speak: Any, clip: str) -> None:
    argument = {"/upload": f' "{clip}"', "/export": " a.mp4"}
    order = sorted(COMMANDS, key=lambda name: ORDER.get(name, 5))
    lines = [name + argument.get(name, "") for name in order]
    lines.insert(order.index("/upload") + 1, "trim it to 1 second")
    done = speak(*lines)
    # One line more than there are commands, and /quit is no turn.
    failed = [t["asked"]["command"] for t in done.turns if not t["ok"]]
    assert (failed, len(done.turns)) == ([*NEED_A_QUEUE], len(COMMANDS)), done.err
    assert Path("a.mp4").exists()
    assert "/workspace/claim?ct=" in done.out


def test_every_slash_command_is_explained(speak: Any) -> None:
    assert {command.about for command in COMMANDS.values()} <= CHAT.keys()
    for lang in ("en", "zh"):
        shown = speak("/help", given=Given(lang=lang)).out
        assert all(command.usage in shown for command in COMMANDS.values())
    assert names() == tuple(COMMANDS)


def test_every_kind_of_step_is_performed() -> None:
    assert set(STEPS) == {Chat, Credits, Export, Status, Upload}


def test_a_failure_is_told_and_the_talk_goes_on(speak: Any) -> None:
    done = speak("/export", "/nope", "/upload", "/upload nowhere.mp4", "/export a.avi", "hello")
    assert [t["ok"] for t in done.turns] == [False, False, False, False, False, True]
    assert "No session is remembered" in done.err
    assert "No such command: /nope" in done.err
    assert done.answer.error is None


@pytest.mark.parametrize("typed", ['"my clip.mp4"', "'my clip.mp4'", DROPPED])
def test_a_name_with_a_blank_is_written_as_in_a_shell(typed: str, speak: Any, clip: str) -> None:
    shutil.copy(clip, "my clip.mp4")
    done = speak(f"/upload {typed}")
    assert [asset["name"] for asset in done.turns[0]["data"]["assets"]] == ["my clip.mp4"]


def test_commands_are_known_in_capitals_and_by_what_they_nearly_are(
    speak: Any, backend: Any
) -> None:
    before = len(backend.books.turns())
    done = speak("/CREDITS", "/", "/exprt", "/帮助", "/etc/nothing.mp4")
    assert [t["ok"] for t in done.turns][:4] == [True, True, False, False]
    assert "/help  " in done.out
    assert "Did you mean /export?" in done.err
    assert "No such command: /帮助. See /help." in done.err
    assert len(backend.books.turns()) == before


def test_what_helps_is_spelled_as_it_is_typed_here(speak: Any) -> None:
    done = speak("/nope", "/export", "hello", "/export", "/upload nowhere.mp4")
    hints = [line.strip() for line in done.err.splitlines() if line.startswith("  ")]
    assert hints == [
        "Say what the video shall be, add files with /upload, or see /sessions.",
        'Generate or upload something first, e.g. "generate a 5-second clip of the sea".',
        "Check the path and its permissions.",
    ]


def test_a_plan_is_one_job_and_what_follows_a_failed_step_is_not_done_and_said(speak: Any) -> None:
    done = speak("hello", "export it as gif and add the title 'Hi'", "/jobs")
    states = [step["state"] for step in done.turns[1]["data"]["steps"]]
    assert states == ["failed", "not_attempted"]
    assert "Not done, because of the above" in done.err
    assert [job["kind"] for job in done.turns[2]["data"]["jobs"]] == ["plan", "send"]


def test_of_a_plan_with_a_file_that_is_not_there_nothing_is_done(speak: Any, backend: Any) -> None:
    before = len(backend.books.turns())
    done = speak("nowhere.mp4 trim it to 1 second and then export it")
    assert "Cannot read the file nowhere.mp4" in done.err
    assert len(backend.books.turns()) == before


def test_leaving_says_how_to_come_back(speak: Any) -> None:
    done = speak("hello", "/quit", "never read")
    session = done.app.session()
    assert done.answer.next == (f"nemo chat --session {session}",)
    assert len(done.turns) == 1
    again = speak("/status")
    assert again.app.session() == session
    assert f"Going on with session {session}: hello" in again.err


def test_a_new_project_and_back_to_the_old_one(speak: Any) -> None:
    first = speak("hello").app.session()
    done = speak("/new", "good morning", f"/sessions {first}", "/status")
    assert done.app.session() == first
    assert done.turns[-1]["data"]["session_id"] == first
    assert done.turns[1]["data"]["session_id"] != first


def test_a_session_is_named_by_its_beginning(speak: Any) -> None:
    first = speak("hello").app.session()
    assert speak("/new", "hi", f"/sessions {first[:9]}").app.session() == first


@pytest.mark.parametrize("others", [(), ("hello",), ("hello", "/new")])
def test_nobody_is_led_into_a_session_that_is_not_there(speak: Any, others: Any) -> None:
    done = speak(*others, "/sessions nowhere", "hello")
    assert [t["ok"] for t in done.turns][-2:] == [False, True]
    assert "See /sessions" in done.err


def test_steps_are_spelled_as_they_are_typed_here(speak: Any, clip: str) -> None:
    done = speak(f"/upload {clip}", "trim it to 1 second", "hello")
    assert "nemo export" not in done.err
    assert "Cost: 2 credits" in done.err


class Hurry:
    """Time that runs a hundred times as fast as ours."""

    PACE = 100.0

    def now(self) -> float:
        return time.monotonic() * self.PACE

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / self.PACE)

    async def asleep(self, seconds: float) -> None:
        raise AssertionError("nothing here waits on an event loop")


class Impatient(Lines):
    """Lines of somebody who presses Ctrl-C as soon as a turn is on its way."""

    def __init__(self, app: App, lines: Sequence[str], at: type = Generated) -> None:
        self._lines = iter(lines)
        self._at = at
        self.presses = 0
        app.client.on_notice = self.press

    def press(self, notice: Any) -> None:
        if isinstance(notice, self._at) and not self.presses:
            self.presses += 1
            signal.raise_signal(signal.SIGINT)

    def read(self) -> str:
        line = next(self._lines, None)
        if line is None:
            raise EOFError
        return line

    def is_interrupted(self) -> bool:
        return bool(self.presses)


def test_after_ctrl_c_in_a_turn_the_session_is_usable_and_watching_ends_the_job(
    app_of: Callable[..., App], backend: Any
) -> None:
    app = app_of(clock=Hurry())
    before = len(backend.books.turns())
    lines = ("generate a 1-second clip of rain", "/watch", "trim it to 0.5 s")
    done = Talk(app, Impatient(app, lines), is_piped=False).run()
    turns = app.facts["turns"]
    jobs = app.client.jobs()
    app.close()
    assert [t["ok"] for t in turns] == [False, True, True], turns
    assert turns[0]["error"]["code"] == "interrupted"
    assert turns[1]["data"]["draft_changed"] is True
    assert all(job.is_ended for job in jobs)
    assert [t.text for t in backend.books.turns()[before:]] == [lines[0], lines[2]]
    assert done.error is None
    told = app.console.stderr.getvalue()  # type: ignore[union-attr]
    assert "goes on at the backend and may be charged" in told
    assert "this costs nothing" not in told
    assert f"look with /watch {jobs[0].id}" in told


def test_ctrl_c_in_an_export_says_that_nothing_is_lost_or_charged(
    app_of: Callable[..., App], clip: str
) -> None:
    app = app_of(clock=Hurry())
    lines = (f"{clip} trim it to 1 second", "/export a.mp4")
    Talk(app, Impatient(app, lines, Rendering), is_piped=False).run()
    told = app.console.stderr.getvalue()  # type: ignore[union-attr]
    app.close()
    assert "Stopped waiting; this costs nothing. /watch job_" in told
    assert "may be charged" not in told


def test_ctrl_c_in_a_look_just_stops(app_of: Callable[..., App]) -> None:
    app = app_of()
    Talk(app, Lines(), is_piped=False)._tell_stop(None)
    assert app.console.stderr.getvalue() == "Stopped.\n"  # type: ignore[union-attr]


def test_a_signal_that_nobody_typed_ends_the_talk(app_of: Callable[..., App]) -> None:
    app = app_of()

    class Killed(Lines):
        waiting = ("export it",)

        def read(self) -> str:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Talk(app, Killed(), is_piped=False).run()
    told = app.console.stderr.getvalue()  # type: ignore[union-attr]
    assert told.endswith("Never sent: 1. export it\n")


def test_a_piped_talk_ends_with_the_first_failure(speak: Any) -> None:
    done = speak("hello", "/export", "/credits", piped=True)
    assert [t["ok"] for t in done.turns] == [True, False]
    assert done.answer.error is not None
    assert done.answer.error.code == "nothing_to_export"
    assert "Say what you want" not in done.err


def test_empty_lines_are_nothing(speak: Any) -> None:
    assert speak("", "   ", "\t").turns == []


def test_the_timeline_is_drawn_in_a_conversation(speak: Any, clip: str) -> None:
    said = speak("/new", f"/upload {clip}", "trim it to 1 second", "/status")
    assert "1 Video [" in said.out
