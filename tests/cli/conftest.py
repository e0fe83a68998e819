"""The command line in a home of its own: in this process, or as the real command."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from nemo_client.app import App, Given
from nemo_client.cli.running import run
from nemo_client.console import Console
from nemo_client.drive import Clock
from nemo_client.testing import Backend, sandbox

REPO = Path(__file__).parents[2]


class Terminal(io.TextIOWrapper):
    """A stream that says what it is told to say about itself."""

    def __init__(self, data: bytes = b"", encoding: str = "utf-8", live: bool = False) -> None:
        super().__init__(io.BytesIO(data), encoding=encoding, newline="\n", write_through=True)
        self._live = live

    def isatty(self) -> bool:
        return self._live

    @property
    def text(self) -> str:
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


class FastClock:
    """Time that passes as soon as somebody waits for it."""

    def __init__(self) -> None:
        self._now = 0.0

    def now(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        self._now += seconds

    async def asleep(self, seconds: float) -> None:
        self._now += seconds


class Hurry:
    """Time that runs fifty times as fast as ours."""

    PACE = 50.0

    def now(self) -> float:
        return time.monotonic() * self.PACE

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / self.PACE)

    async def asleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.PACE)


@dataclass
class Done:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on stdout."""
        lines = self.out.splitlines()
        assert len(lines) == 1, self.out
        document: dict[str, Any] = json.loads(lines[0])
        assert document["exit_code"] == self.code
        assert document["ok"] is (self.code == 0)
        assert (document["error"] is None) is document["ok"]
        return document

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = self.document["data"]
        return data


@dataclass
class Cli:
    """Runs `nemo` in this process."""

    home: Path
    monkeypatch: pytest.MonkeyPatch

    stream = Terminal

    def __call__(
        self,
        *argv: str,
        stdin: str | bytes | None = None,
        live: bool = False,
        encoding: str = "utf-8",
        clock: Clock | None = None,
    ) -> Done:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        source = Terminal(data or b"", live=live) if data is not None or live else None
        out, err = Terminal(encoding=encoding, live=live), Terminal(encoding=encoding, live=live)
        console = Console(source, out, err, dict(os.environ), stamp=lambda: "12:00:00")

        def make_app(given: Given, console: Console) -> App:
            return App(given, console, clock=clock or Hurry())

        code = run(argv, console, make_app)
        return Done(code, out.text, err.text)


def home_environment(home: Path) -> dict[str, str]:
    """An environment with nothing of this machine's user in it."""
    names = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    places = {name: str(home / name.lower()) for name in names}
    return {"HOME": str(home), "USERPROFILE": str(home), **places}


@pytest.fixture(scope="session")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """One embedded backend for all tests; each test brings its own account."""
    root = tmp_path_factory.mktemp("backend")
    with sandbox(root, second_stage_delay_s=0.0, silent_rate=0.0) as served:
        yield served


@pytest.fixture
def lone_cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """`nemo` in an empty home and folder, without a backend."""
    for name in list(os.environ):
        if name.startswith(("NEMO_", "XDG_", "LC_")) or name in ("LANG", "NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name)
    home, folder = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    folder.mkdir()
    for name, value in home_environment(home).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NEMO_SANDBOX_ROOT", str(tmp_path / "daemon"))
    monkeypatch.chdir(folder)
    return Cli(home, monkeypatch)


@pytest.fixture
def cli(lone_cli: Cli, backend: Backend, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """`nemo` in an empty home and folder, with the shared backend."""
    monkeypatch.setenv("NEMO_API_URL", backend.url)
    monkeypatch.setenv("NEMO_WEB_URL", backend.url)
    return lone_cli


Command = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def command(lone_cli: Cli) -> Command:
    """Start the real command, in the environment of `cli`."""

    def start(*argv: str, **options: Any) -> subprocess.Popen[bytes]:
        env = {**os.environ, "PYTHONPATH": str(REPO), **options.pop("env", {})}
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(
            [sys.executable, "-m", "nemo_client", *argv], env=env, **{**pipes, **options}
        )

    return start


@pytest.fixture
def clip() -> str:
    return str(REPO / "fixtures" / "clip.mp4")


@dataclass
class Scripted:
    """A backend that answers a chat with given bytes, and everything else plainly."""

    stream: bytes = b""
    status: int = 200
    envelope: dict[str, Any] | None = None
    drafts: list[dict[str, Any] | None] = field(default_factory=lambda: [None])
    chats: int = 0

    def answer(self, path: str) -> dict[str, Any]:
        """Return the data of a reply."""
        if "anonymous-token" in path:
            return {"token": "nmv_usr_EXAMPLE", "credits": 100, "user_id": "anon_1"}
        if "with-session" in path:
            return {"task_id": "1", "session_id": "9000000000000000001"}
        if "/state/" in path:
            draft = self.drafts.pop(0) if len(self.drafts) > 1 else self.drafts[0]
            return {"session_id": "9000000000000000001", "state": {"draft": draft}}
        return {"available": 100, "frozen": 0, "total": 100}


class _Handler(BaseHTTPRequestHandler):
    script: Scripted

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path == "/run_sse" and self.script.envelope is None:
            self.script.chats += 1
            self._send(self.script.status, "text/event-stream", self.script.stream)
            return
        body = {"code": 0, "message": "ok", "data": self.script.answer(self.path)}
        if self.path == "/run_sse":
            body = self.script.envelope or body
        self._send(200, "application/json", json.dumps(body).encode())

    do_POST = do_GET

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def scripted(lone_cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scripted]:
    """A backend that does what the test wants, in place of the shared one."""
    script = Scripted()
    handler = type("Handler", (_Handler,), {"script": script})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        monkeypatch.setenv("NEMO_API_URL", f"http://127.0.0.1:{server.server_port}")
        yield script
        server.shutdown()
        thread.join()


@pytest.fixture
def fast_clock() -> FastClock:
    return FastClock()
