"""What people ask for in one breath, done by `nemo send` against the embedded backend.

Each utterance of `fixtures/speech` that is labelled with more than one step is sent as it stands,
from a folder with real media of the names it uses, and everything it says must have happened.
Every eighth of those that ask for no large picture here; all of them with
`NEMO_COMPOUND=whole python -m pytest tests/cli/test_compound.py`.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copy
from typing import Any
from urllib.parse import urlsplit

import pytest

from nemo_client.drive import RealClock
from nemo_client.sandbox.render import find_ffmpeg, probe
from nemo_client.speech import route

REPO = Path(__file__).parents[2]
SETS = ("intents", "intents_adversarial", "intents_unseen", "intents_unseen_2")
RECIPES = {
    ".mp4": ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=6"),
    ".mp3": ("-f", "lavfi", "-i", "sine=440:d=1"),
    ".png": ("-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1"),
}
SAME_AS = {".mov": ".mp4", ".jpg": ".png"}
HEIGHTS = {"720p": 720, "1080p": 1080, "4k": 2160}
MUXERS = {"mp4": b"ftyp", "mov": b"ftyp", "webm": b"\x1aE\xdf\xa3", "gif": b"GIF8"}


class Hurry(RealClock):
    """Time that runs ten times as fast as ours; a large picture still has a minute."""

    def now(self) -> float:
        return super().now() * 10

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds / 10)


@dataclass(frozen=True)
class Said:
    """An utterance with the plan it is labelled with."""

    id: str
    text: str
    plan: list[dict[str, Any]]


def utterances() -> list[Said]:
    """Every utterance of more than one step, those of the shared sample first."""
    found = []
    for name in SETS:
        lines = (REPO / "fixtures" / "speech" / f"{name}.jsonl").read_text("utf-8").splitlines()
        cases = [json.loads(line) for line in lines]
        found += [
            Said(case["id"], case["text"], case["plan"])
            for case in cases
            if len(case.get("plan", ())) > 1
        ]
    return found


ALL = utterances()
LIGHT = [said for said in ALL if not any(step.get("quality") in HEIGHTS for step in said.plan)]
CHOSEN = ALL if os.environ.get("NEMO_COMPOUND") == "whole" else LIGHT[::8]


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small file of each kind."""
    folder = tmp_path_factory.mktemp("media")
    for ending, recipe in RECIPES.items():
        argv = [find_ffmpeg().path, "-v", "error", *recipe, str(folder / f"one{ending}")]
        subprocess.run(argv, check=True)
    return folder


@pytest.fixture(scope="session")
def web(media: Path) -> Iterator[str]:
    """A site that has a video under every name."""

    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            return str(media / "one.mp4")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def at_home(said: Said, web: str) -> Said:
    """Put addresses of the web, which is not there, at a site that is."""
    text = json.dumps([said.text, said.plan])
    for step in said.plan:
        for source in step.get("sources", ()):
            if source.startswith("https://"):
                text = text.replace(source, web + urlsplit(source).path)
    return Said(said.id, *json.loads(text))


def lay_out(said: Said, media: Path) -> None:
    """Put media under the names that are handed over, and folders where files shall go."""
    for step in said.plan:
        for source in step.get("sources", ()):
            if not source.startswith("http"):
                place = Path(source).expanduser()
                place.parent.mkdir(parents=True, exist_ok=True)
                ending = SAME_AS.get(place.suffix, place.suffix)
                copy(media / f"one{ending}", place)
        if "output" in step:
            Path(step["output"]).expanduser().parent.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def project(cli: Any, media: Path) -> Any:
    """`nemo` with a session here that has something to export."""
    copy(media / "one.mp4", "base.mp4")
    assert cli("send", "upload base.mp4 and trim it to 4 seconds").code == 0
    return cli


def check_upload(step: dict[str, Any], data: dict[str, Any]) -> None:
    assert [a["name"] for a in data["assets"]] == [Path(s).name for s in step["sources"]]


def check_chat(step: dict[str, Any], data: dict[str, Any]) -> None:
    assert data["text"] or data["changes"]


def check_export(step: dict[str, Any], data: dict[str, Any]) -> None:
    made = Path(data["path"])
    if "output" in step:
        assert made.resolve() == Path(step["output"]).expanduser().resolve()
    assert data["format"] == step.get("format", Path(step.get("output", "a.mp4")).suffix[1:])
    assert MUXERS[data["format"]] in made.read_bytes()[:8]
    seen = probe(made)
    assert seen.has_video and seen.duration_s > 0.5
    if height := HEIGHTS.get(step.get("quality", "")):
        assert seen.height == height


def check_credits(step: dict[str, Any], data: dict[str, Any]) -> None:
    assert data["available"] >= 0


def check_status(step: dict[str, Any], data: dict[str, Any]) -> None:
    assert data["timeline"]["tracks"]


CHECKS = {
    "upload": check_upload,
    "chat": check_chat,
    "export": check_export,
    "credits": check_credits,
    "status": check_status,
}


@pytest.mark.parametrize("said", CHOSEN, ids=lambda said: said.id)
def test_what_is_said_in_one_breath_is_done(
    said: Said, project: Any, backend: Any, media: Path, web: str
) -> None:
    said = at_home(said, web)
    lay_out(said, media)
    before = len(backend.books.turns())
    document = project("send", said.text, "--json", clock=Hurry()).document
    if any(step.get("format") == "mkv" for step in said.plan):
        assert (document["exit_code"], len(backend.books.turns())) == (2, before)
        return
    assert document["exit_code"] == 0, document["error"]
    steps = document["data"]["steps"]
    assert [step["state"] for step in steps] == ["done"] * len(said.plan)
    assert [step["step"]["intent"] for step in steps] == [step["intent"] for step in said.plan]
    for asked, done in zip(said.plan, steps, strict=True):
        CHECKS[asked["intent"]](asked, done["data"])
    texts = [turn.text for turn in backend.books.turns()[before:]]
    assert texts == [step.text for step in route(said.text) if step.intent == "chat"]
    assert len(texts) == sum(step["intent"] == "chat" for step in said.plan)
