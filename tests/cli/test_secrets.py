"""The token of a whole run of real commands: in its cache, in one header, and nowhere else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from nemo_client.testing import Backend, sandbox

REPO = Path(__file__).parents[2]
RUN = [sys.executable, "-m", "nemo_client"]
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("create", "Generate a 1-second clip of rain", "-o", "rain.mp4", "--debug", "-v"),
    ("send", "add a title 'Hi' for 1 second", "--json"),
    ("upload", str(REPO / "fixtures" / "clip.mp4"), "--debug"),
    ("upload", "missing.mp4", "--debug"),
    ("status", "--json", "-v"),
    ("credits", "--debug"),
    ("export", "-o", "rain.mp4", "--debug"),
    ("open", "--json"),
    ("sessions",),
    ("status", "--session", "1234567890123456789", "--debug"),
    ("auth", "status", "--json"),
    ("doctor", "--json"),
)


@dataclass(frozen=True)
class Ran:
    """What a run of every command has left behind."""

    backend: Backend
    folder: Path
    told: bytes


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    folder = tmp_path_factory.mktemp("secrets")
    with sandbox(folder / "backend") as backend:
        here = folder / "work"
        here.mkdir()
        environment = {**os.environ, **backend.environment, "PYTHONPATH": str(REPO)}
        told = b""
        for command in COMMANDS:
            done = subprocess.run(
                [*RUN, *command],
                env=environment,
                cwd=here,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=120,
            )
            told += done.stdout + done.stderr
        yield Ran(backend, folder, told)


@pytest.mark.rule("one-door")
def test_no_output_and_no_file_but_the_cache_ever_holds_the_token(ran: Ran) -> None:
    cache = next((ran.folder / "backend").rglob("tokens.json"))
    token = secret_of(cache)
    assert token.encode() not in ran.told
    holders = [f for f in ran.folder.rglob("*") if f.is_file() and token in text_of(f)]
    assert holders == [cache]
    assert not ran.backend.books.leaks()
    assert {"chat", "upload", "state", "credits", "render"} <= {
        r.call for r in ran.backend.books.requests()
    }


def secret_of(cache: Path) -> str:
    (entry,) = json.loads(cache.read_text(encoding="utf-8"))["tokens"].values()
    token = entry["token"]
    assert token.startswith("nmv_usr_") and len(token) > 20
    return str(token)


def text_of(file: Path) -> str:
    return file.read_bytes().decode("latin-1")


@pytest.mark.rule("attribution")
def test_every_call_of_every_command_says_who_asks(ran: Ran) -> None:
    received = ran.backend.books.requests()
    assert len(received) > 15
    for request in received:
        assert set(request.attribution) == {
            "x-skill-source",
            "x-skill-version",
            "x-skill-platform",
        }, request
        assert all(request.attribution.values()), request


@pytest.mark.rule("one-mint")
def test_ten_commands_started_together_on_an_empty_home_ask_for_one_token(tmp_path: Path) -> None:
    with sandbox(tmp_path / "backend") as backend:
        environment = {**os.environ, **backend.environment, "PYTHONPATH": str(REPO)}
        started = [
            subprocess.Popen(
                [*RUN, "credits", "--json"],
                env=environment,
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            for _ in range(10)
        ]
        answers = [json.loads(p.communicate(timeout=120)[0]) for p in started]
        assert [a["data"]["available"] for a in answers] == [100] * 10
        assert sum("account" in a["data"] for a in answers) == 1
        assert backend.books.count("token") == 1
