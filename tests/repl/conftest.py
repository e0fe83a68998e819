"""A conversation in a folder of its own, over a real backend."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from nemo_client.answers import Answer
from nemo_client.app import App, Given
from nemo_client.console import Console
from nemo_client.drive import Clock
from nemo_client.repl.lines import Lines
from nemo_client.repl.talk import Talk
from nemo_client.testing import Backend, sandbox


@pytest.fixture(scope="session")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """One embedded backend for all conversations; each brings its own account."""
    root = tmp_path_factory.mktemp("backend")
    with sandbox(root, second_stage_delay_s=0.0, silent_rate=0.0) as served:
        yield served


PLAIN = Given()


class Scripted(Lines):
    """Lines that were decided beforehand; one with `>>` before it was written too early."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = list(lines)

    def read(self) -> str:
        if not self._lines:
            raise EOFError
        line = self._lines.pop(0)
        self.was_queued = line.startswith(">>")
        return line.removeprefix(">>")


@dataclass
class Spoken:
    """A conversation that is over."""

    answer: Answer
    app: App
    out: str
    err: str

    @property
    def turns(self) -> list[dict[str, Any]]:
        turns: list[dict[str, Any]] = self.app.facts["turns"]
        return turns


Speak = Callable[..., Spoken]


@pytest.fixture
def app_of(backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., App]:
    """Make an App of an empty home; its streams are kept in memory."""
    monkeypatch.chdir(tmp_path)
    settings = replace(backend.settings, client_id_file=tmp_path / "id", data_dir=tmp_path / "data")

    def make(given: Given = PLAIN, clock: Clock | None = None, **changes: Any) -> App:
        console = Console(None, io.StringIO(), io.StringIO(), {})
        return App(
            given,
            console,
            settings=replace(settings, **changes),
            state_dir=tmp_path / "state",
            clock=clock,
        )

    return make


@pytest.fixture
def speak(app_of: Callable[..., App]) -> Speak:
    """Hold a conversation of given lines."""

    def hold(*lines: str, piped: bool = False, given: Given = PLAIN) -> Spoken:
        app = app_of(given)
        answer = Talk(app, Scripted(lines), is_piped=piped).run()
        app.close()
        out, err = app.console.stdout, app.console.stderr
        assert isinstance(out, io.StringIO) and isinstance(err, io.StringIO)
        return Spoken(answer, app, out.getvalue(), err.getvalue())

    return hold


@pytest.fixture
def clip() -> str:
    return str(Path(__file__).parents[2] / "fixtures" / "clip.mp4")
