"""A conversation: lines find their way, failures are told, leaving says how to come back."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nemo_client.app import App, Given
from nemo_client.phrases.cli import CHAT
from nemo_client.repl.talk import COMMANDS, STEPS, Talk, names
from nemo_client.speech import Chat, Credits, Export, Status, Upload


def test_lines_go_where_they_are_meant_to_go(speak: Any, clip: str, backend: Any) -> None:
    before = len(backend.books.turns())
    done = speak(
        f"{clip} trim it to 1 second",
        "export it as gif to small.gif",
        "how many credits do I have?",
        "show me the timeline",
    )
    assert [t["asked"]["intent"] for t in done.turns] == [
        "upload",
        "chat",
        "export",
        "credits",
        "status",
    ]
    assert all(t["ok"] for t in done.turns)
    assert Path("small.gif").read_bytes()[:4] == b"GIF8"
    assert [t.text for t in backend.books.turns()[before:]] == ["trim it to 1 second"]
    assert "98 credits available" in done.out


ORDER = {"/upload": 0, "/new": 8, "/quit": 9}
"""An upload first, because others need a project."""


def test_every_slash_command_does_its_work(speak: Any, clip: str) -> None:
    argument = {"/upload": f' "{clip}"', "/export": " a.mp4"}
    order = sorted(COMMANDS, key=lambda name: ORDER.get(name, 5))
    lines = [name + argument.get(name, "") for name in order]
    lines.insert(order.index("/upload") + 1, "trim it to 1 second")
    done = speak(*lines)
    # One line more than there are commands, and /quit is no turn.
    assert [t["ok"] for t in done.turns] == [True] * len(COMMANDS), done.err
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


def test_what_follows_a_failed_step_is_not_done_and_said(speak: Any) -> None:
    done = speak("nowhere.mp4 trim it to 1 second and then export it")
    assert [t["asked"]["intent"] for t in done.turns] == ["upload"]
    assert "Not done, because of the above: chat, export" in done.err


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


def test_steps_are_spelled_as_they_are_typed_here(speak: Any, clip: str) -> None:
    done = speak(f"/upload {clip}", "trim it to 1 second", "hello")
    assert "nemo export" not in done.err
    assert "Cost: 2 credits" in done.err


def test_ctrl_c_at_the_prompt_drops_the_line_only(speak: Any) -> None:
    done = speak(KeyboardInterrupt(), "hello")
    assert [t["ok"] for t in done.turns] == [True]


def test_ctrl_c_during_a_turn_leaves_it_and_says_what_goes_on(
    app_of: Callable[..., App], backend: Any
) -> None:
    app = app_of()
    pressed: list[int] = []

    class Lines:
        def read(self) -> str:
            if len(pressed) == 1:
                pressed.append(2)
                return "/credits"
            if pressed:
                raise EOFError
            return "hello"

    def press(notice: Any) -> None:
        if not pressed:
            pressed.append(1)
            signal.raise_signal(signal.SIGINT)

    app.client.on_notice = press
    done = Talk(app, Lines(), is_piped=False).run()
    turns = app.facts["turns"]
    app.close()
    assert [t["ok"] for t in turns] == [False, True]
    assert turns[0]["error"]["code"] == "interrupted"
    assert done.error is None
    assert "goes on at the backend and may be charged" in app.console.stderr.getvalue()  # type: ignore[union-attr]
    assert "look with /" in app.console.stderr.getvalue()  # type: ignore[union-attr]


def test_a_piped_talk_ends_with_the_first_failure(speak: Any) -> None:
    done = speak("hello", "/export", "/credits", piped=True)
    assert [t["ok"] for t in done.turns] == [True, False]
    assert done.answer.error is not None
    assert done.answer.error.code == "nothing_to_export"
    assert "Say what you want" not in done.err


def test_empty_lines_are_nothing(speak: Any) -> None:
    assert speak("", "   ", "\t").turns == []
