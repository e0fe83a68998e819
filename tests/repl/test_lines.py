"""Where lines come from: an editor that is fed keys, and streams."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from nemo_client.app import App
from nemo_client.repl.lines import PipedLines, TypedLines, completer
from nemo_client.repl.talk import Talk, names


def _typed(keys: str, history: Path) -> list[str]:
    """Type keys and return the lines they made; Ctrl-C is told as `^C`."""
    lines: list[str] = []
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        source = TypedLines("> ", history, names(), input=pipe, output=DummyOutput())
        while True:
            try:
                lines.append(source.read())
            except KeyboardInterrupt:
                lines.append("^C")
            except EOFError:
                return lines


def test_lines_are_typed_and_ctrl_d_ends(tmp_path: Path) -> None:
    assert _typed("hello\r你好\r\x04", tmp_path / "history") == ["hello", "你好"]


def test_ctrl_c_drops_the_line(tmp_path: Path) -> None:
    assert _typed("oops\x03fine\r\x04", tmp_path / "history") == ["^C", "fine"]


def test_history_lasts_longer_than_the_talk(tmp_path: Path) -> None:
    history = tmp_path / "state" / "history"
    _typed("make it rain\r\x04", history)
    assert _typed("\x1b[A\r\x04", history) == ["make it rain"]


def test_a_history_that_cannot_be_kept_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert _typed("hello\r\x04", tmp_path / "file" / "history") == ["hello"]


@pytest.mark.parametrize(
    ("typed", "found"), [("/st", ["/status"]), ("/e", ["/export"]), ("st", []), ("/x", [])]
)
def test_slash_commands_are_completed(typed: str, found: list[str]) -> None:
    offered = completer(names()).get_completions(Document(typed), CompleteEvent())
    assert [completion.text for completion in offered] == found


def test_a_whole_talk_is_typed(app_of: Callable[..., App], tmp_path: Path) -> None:
    app = app_of()
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text("hello\rdropped\x03/credits\r\x04")
        lines = TypedLines("> ", tmp_path / "history", names(), input=pipe, output=DummyOutput())
        answer = Talk(app, lines, is_piped=False).run()
    app.close()
    assert [t["ok"] for t in app.facts["turns"]] == [True, True]
    assert answer.next == (f"nemo chat --session {app.session()}",)


@pytest.mark.parametrize(
    "stream",
    [
        io.StringIO("a\nb"),
        io.TextIOWrapper(io.BytesIO(b"a\r\nb")),
        io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfa\nb\n"), encoding="cp1252"),
    ],
)
def test_piped_lines_come_as_they_are(stream: Any) -> None:
    lines = PipedLines(stream)
    assert [lines.read(), lines.read()] == ["a", "b"]
    with pytest.raises(EOFError):
        lines.read()


def test_no_stream_is_an_end() -> None:
    with pytest.raises(EOFError):
        PipedLines(None).read()
