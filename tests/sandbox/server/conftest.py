"""A sandbox behind a real socket, people who use it, and a clock that moves when told."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from nemo_client.sandbox import Options, Sandbox
from nemo_client.sandbox.render import find_ffmpeg

ATTRIBUTION = {
    "X-Skill-Source": "nemo-client",
    "X-Skill-Version": "1.0",
    "X-Skill-Platform": "pytest",
}
# Loading certificates takes longer than a whole conversation without them.
PLAIN: dict[str, bool] = {"verify": False, "trust_env": False}
# Deterministic words, no waiting: what most tests want.
QUIET = Options(silent_rate=0.0, second_stage_delay_s=0.0)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fault(name): the test looks at this fault on the wire")


@dataclass
class Clock:
    """Time that stands still until a test moves it."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Person:
    """An anonymous user with one session, speaking raw HTTP."""

    url: str
    client_id: str
    http: httpx.Client = field(init=False)
    token: str = ""
    user: str = ""
    session: str = ""

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.url, timeout=30, **PLAIN)

    def sign_in(self) -> Person:
        """Get a token and open a session."""
        self.renew()
        self.session = self.open()["session_id"]
        return self

    def renew(self) -> dict[str, Any]:
        """Get a token and use it from now on."""
        reply = self.http.post("/api/auth/anonymous-token", headers={"X-Client-Id": self.client_id})
        data: dict[str, Any] = reply.json()["data"]
        self.token, self.user = data["token"], data["user_id"]
        self.http.headers.update({"Authorization": f"Bearer {self.token}", **ATTRIBUTION})
        return data

    def open(self) -> dict[str, Any]:
        """Open a session."""
        body = {"task_name": "project", "language": "en"}
        return self._data(self.http.post("/api/tasks/me/with-session/nemo_agent", json=body))

    def state(self) -> dict[str, Any]:
        """The session's state."""
        path = f"/api/state/nemo_agent/me/{self.session}/latest"
        return self._data(self.http.get(path))["state"]

    def credits(self) -> tuple[int, int]:
        """Available and frozen."""
        data = self._data(self.http.get("/api/credits/balance/simple"))
        return data["available"], data["frozen"]

    def message(self, text: str, **more: Any) -> dict[str, Any]:
        """The body of a chat request."""
        return {
            "app_name": "nemo_agent",
            "user_id": "me",
            "session_id": self.session,
            "new_message": {"parts": [{"text": text}]},
            **more,
        }

    def say(self, text: str, **more: Any) -> list[dict[str, Any]]:
        """Perform a turn; its events."""
        reply = self.http.post("/run_sse", json=self.message(text, **more))
        assert reply.headers["content-type"] == "text/event-stream; charset=utf-8"
        return events(reply.text)

    def upload(self, *files: tuple[str, bytes]) -> httpx.Response:
        """Send files in one form."""
        form = [("files", file) for file in files]
        return self.http.post(f"/api/upload-video/nemo_agent/me/{self.session}", files=form)

    def export(self, name: str, draft: dict[str, Any], **more: Any) -> httpx.Response:
        """Submit a draft."""
        body = {"id": name, "sessionId": self.session, "draft": draft}
        body["output"] = {"format": "mp4", "quality": "low"}
        return self.http.post("/api/render/proxy/lambda", json={**body, **more})

    def timeline(self, clip: bytes, ms: int = 500, times: int = 1) -> dict[str, Any]:
        """Upload the clip; a draft that shows its beginning so many times."""
        [item] = self.upload(("clip.mp4", clip)).json()["data"]["files"]
        meta = {"asset": item["cdn_url"].split("/")[-2], "src": item["cdn_url"], "kind": "video"}
        segments = [
            {
                "id": f"seg_{n}",
                "start": n * ms,
                "d": ms,
                "source_in": 0,
                "source_out": ms,
                "m": meta,
            }
            for n in range(times)
        ]
        canvas = {"width": 160, "height": 90, "fps": 30}
        return {"d": ms * times, "m": canvas, "t": [{"tt": 0, "sg": segments}]}

    def render(self, name: str) -> dict[str, Any]:
        """The status of a render."""
        body: dict[str, Any] = self.http.get(f"/api/render/proxy/lambda/{name}").json()
        return body

    def _data(self, reply: httpx.Response) -> dict[str, Any]:
        body = reply.json()
        assert body["code"] == 0, body
        data: dict[str, Any] = body["data"]
        return data


def events(text: str) -> list[dict[str, Any]]:
    """The payloads of a stream, heartbeats left out."""
    lines = [line for line in text.split("\n") if line.startswith("data: ")]
    return [json.loads(line.removeprefix("data: ")) for line in lines]


@dataclass
class Heard:
    """What came over the wire: `ended` is closed, cut (no proper end) or silent (nothing came)."""

    status: int
    headers: httpx.Headers
    pieces: list[bytes]
    ended: str

    @property
    def raw(self) -> bytes:
        """Every byte of the body."""
        return b"".join(self.pieces)

    @property
    def text(self) -> str:
        """The body in words."""
        return self.raw.decode()

    @property
    def events(self) -> list[dict[str, Any]]:
        """The payloads of a stream."""
        return events(self.text)


@dataclass
class Lab:
    """A sandbox where things go wrong, and somebody with a clip to edit in it."""

    sandbox: Sandbox
    person: Person
    number: count = field(default_factory=count)

    def ask(self, faults: str, **more: Any) -> Heard:
        """A turn that is free and changes nothing."""
        return self.hear(faults, self.person.message("What is on the timeline?", **more))

    def edit(self, faults: str, **more: Any) -> Heard:
        """A turn that adds a title of its own."""
        self.title = f"Title {next(self.number)}"
        return self.hear(faults, self.person.message(f'Add a title "{self.title}"', **more))

    def hear(self, faults: str, body: dict[str, Any], limit: int = 0) -> Heard:
        """A turn as it comes over the wire, up to so many pieces."""
        headers = {"X-Sandbox-Fault": faults}
        stream = self.person.http.stream("POST", "/run_sse", json=body, headers=headers)
        return heard(stream, limit)

    def call(self, method: str, path: str, faults: str, **more: Any) -> Heard:
        """Any request, with these faults."""
        headers = {"X-Sandbox-Fault": faults, **more.pop("headers", {})}
        return heard(self.person.http.stream(method, path, headers=headers, **more))

    def state(self, faults: str) -> Heard:
        """A request for the state, with these faults."""
        path = f"/api/state/nemo_agent/me/{self.person.session}/latest"
        return self.call("GET", path, faults)

    @property
    def is_done(self) -> bool:
        """Whether the last edit shows in the state."""
        return self.title in json.dumps(self.person.state())

    @property
    def turn(self) -> Any:
        """The last accepted turn as the books know it."""
        return self.sandbox.books.turns()[-1]


def heard(stream: Any, limit: int = 0) -> Heard:
    """A reply piece by piece, however it ends."""
    found = Heard(0, httpx.Headers(), [], "closed")
    try:
        with stream as reply:
            found.status, found.headers = reply.status_code, reply.headers
            for piece in reply.iter_raw():
                found.pieces.append(piece)
                if len(found.pieces) == limit:
                    break
    except httpx.ReadTimeout:
        found.ended = "silent"
    except (httpx.RemoteProtocolError, httpx.ReadError):
        found.ended = "cut"
    return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


Serve = Callable[..., Sandbox]
Meet = Callable[..., Person]


@pytest.fixture
def serve(tmp_path: Path, clock: Clock) -> Iterator[Serve]:
    """Start a sandbox on the test's folder; the one before it is stopped first."""
    with ExitStack() as stack:

        def start(options: Options = QUIET) -> Sandbox:
            stack.pop_all().close()
            return stack.enter_context(Sandbox(tmp_path / "sandbox", options, clock=clock))

        yield start


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox shared by the tests that bring nothing but a person of their own."""
    with Sandbox(tmp_path_factory.mktemp("house"), QUIET) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory, clip: bytes) -> Iterator[Lab]:
    """A sandbox shared by the tests of faults; nobody there waits for more than half a second."""
    options = replace(QUIET, credits=1_000_000, heartbeat_s=0.02)
    with Sandbox(tmp_path_factory.mktemp("lab"), options) as sandbox:
        person = Person(sandbox.url, str(uuid4()))
        person.http.timeout = httpx.Timeout(5, read=0.5)
        person.sign_in().upload(("clip.mp4", clip))
        person.say("Trim it to 1 second")
        yield Lab(sandbox, person)
        person.http.close()


@pytest.fixture(scope="session")
def web() -> Iterator[httpx.Client]:
    """Somebody without a token."""
    with httpx.Client(timeout=30, **PLAIN) as client:
        yield client


@pytest.fixture
def meet() -> Iterator[Meet]:
    """Make a person who has signed in."""
    with ExitStack() as stack:

        def person(sandbox: Sandbox) -> Person:
            someone = Person(sandbox.url, str(uuid4()))
            stack.callback(someone.http.close)
            return someone.sign_in()

        yield person


def _made(path: Path, *arguments: str) -> bytes:
    """What ffmpeg makes of test sources."""
    command = [find_ffmpeg().path, "-nostdin", "-loglevel", "error"]
    for argument in arguments[:-1]:
        command += ["-f", "lavfi", "-i", argument]
    subprocess.run([*command, *arguments[-1].split(), str(path)], check=True)
    return path.read_bytes()


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two seconds of real video with sound."""
    path = tmp_path_factory.mktemp("media") / "clip.mp4"
    form = "-pix_fmt yuv420p -preset ultrafast"
    return _made(path, "testsrc=s=160x90:r=30:d=2", "sine=d=2", form)


@pytest.fixture(scope="session")
def still_and_tune(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A picture and a second of sound."""
    folder = tmp_path_factory.mktemp("media")
    still = _made(folder / "still.png", "testsrc=s=160x90", "-frames:v 1")
    return still, _made(folder / "tune.wav", "sine=d=1", "-c:a pcm_s16le")
