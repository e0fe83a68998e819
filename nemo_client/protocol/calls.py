"""Calls as values: each endpoint described once, with what may be done with it.

`ENDPOINTS` is the whole list; the functions below fill its blanks. Retry policy, header rules
and the drivers read the description and never a method name or a path.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Literal
from urllib.parse import quote

AGENT = "nemo_agent"
USER = "me"  # the backend resolves `me` from the token
TOKEN = r"[\x21-\x7e]+"
"""What a bearer token is made of: all that can stand in a header."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is true of a call whatever its arguments.

    `repeatable`: sending it again has no effect beyond the first. `billed`: it can cost credits.
    `bearer`: it carries the token and the attribution headers.
    """

    name: str
    method: Literal["GET", "POST"]
    path: str
    repeatable: bool
    billed: bool = False
    bearer: bool = True
    streams: bool = False


ENDPOINTS: dict[str, Endpoint] = {
    e.name: e
    for e in (
        Endpoint("token", "POST", "/api/auth/anonymous-token", repeatable=False, bearer=False),
        Endpoint("open_session", "POST", f"/api/tasks/{USER}/with-session/{AGENT}", False),
        Endpoint("claim", "POST", "/api/auth/claim-token", repeatable=True),
        Endpoint("chat", "POST", "/run_sse", repeatable=False, billed=True, streams=True),
        Endpoint("upload", "POST", f"/api/upload-video/{AGENT}/{USER}/{{session}}", False),
        Endpoint("import", "POST", f"/api/upload-video/{AGENT}/{USER}/{{session}}", False),
        Endpoint("credits", "GET", "/api/credits/balance/simple", repeatable=True),
        Endpoint("state", "GET", f"/api/state/{AGENT}/{USER}/{{session}}/latest", True),
        Endpoint("render", "POST", "/api/render/proxy/lambda", repeatable=False),
        Endpoint("render_status", "GET", "/api/render/proxy/lambda/{render}", repeatable=True),
        Endpoint("render_cancel", "POST", "/api/render/proxy/lambda/{render}/cancel", True),
        Endpoint("render_file", "GET", "/api/render/proxy/{render}/download", repeatable=True),
    )
}


@dataclass(frozen=True, slots=True)
class Json:
    """A JSON body, already encoded: what is sent is exactly `data`."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Files:
    """A multipart body: each path is sent as one part named `files`, read as it is sent."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One request to our own host, ready to be sent."""

    endpoint: Endpoint
    path: str
    body: Json | Files | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The endpoint's name, for messages and books."""
        return self.endpoint.name


def _call(name: str, body: object = None, **blanks: str) -> Call:
    endpoint = ENDPOINTS[name]
    path = endpoint.path.format_map({k: quote(v, safe="") for k, v in blanks.items()})
    if body is None or isinstance(body, Files):
        return Call(endpoint, path, body)
    data = body if isinstance(body, bytes) else _encode(body)
    return Call(endpoint, path, Json(data))


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def token(client_id: str) -> Call:
    """Ask for an anonymous token; limited to one per client id in seven days."""
    return Call(ENDPOINTS["token"], ENDPOINTS["token"].path, None, (("X-Client-Id", client_id),))


def open_session(name: str, language: str) -> Call:
    """Create a task and its session."""
    return _call("open_session", {"task_name": name, "language": language})


def claim(task: str, session: str) -> Call:
    """Ask for a claim token: opens the project in a browser, has no API rights."""
    return _call("claim", {"task_id": task, "session_id": session})


def chat(session: str, text: str) -> Call:
    """Say `text` to the agent. Billed; the one call that is sent at most once."""
    body = {
        "app_name": AGENT,
        "user_id": USER,
        "session_id": session,
        "new_message": {"parts": [{"text": text}]},
    }
    return _call("chat", body)


def upload(session: str, paths: Sequence[str | PathLike[str]]) -> Call:
    """Upload local files."""
    return _call("upload", Files(tuple(str(p) for p in paths)), session=session)


def import_urls(session: str, urls: Sequence[str]) -> Call:
    """Let the backend fetch media from URLs."""
    return _call("import", {"urls": list(urls), "source_type": "url"}, session=session)


def credits() -> Call:
    """Read the balance."""
    return _call("credits")


def state(session: str) -> Call:
    """Read the session's latest state."""
    return _call("state", session=session)


def render(render_id: str, session: str, draft: str, output: Mapping[str, object]) -> Call:
    """Submit a render; `draft` is JSON text and goes out byte for byte as it came in."""
    head = _encode({"id": render_id, "sessionId": session})[:-1]
    body = b'%s,"draft":%s,"output":%s}' % (
        head,
        draft.encode("utf-8", "surrogatepass"),
        _encode(dict(output)),
    )
    return _call("render", body)


def render_status(render_id: str) -> Call:
    """Ask how a render is doing."""
    return _call("render_status", render=render_id)


def render_cancel(render_id: str) -> Call:
    """Ask the backend to stop a render."""
    return _call("render_cancel", render=render_id)


def render_file(render_id: str) -> Call:
    """Fetch a finished render through the API, when its own link does not work."""
    return _call("render_file", render=render_id)
