"""The table of endpoints, and what happens to every request whatever its endpoint.

Each request is written into the books before it is answered, must name a loopback host, and
reaches its handler with the owner of its bearer token when the row asks for one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nemo_client.sandbox.backend import Backend
from nemo_client.sandbox.books import FOREIGN
from nemo_client.sandbox.faults import CALLS
from nemo_client.sandbox.faulty.gate import through
from nemo_client.sandbox.identity import redacted
from nemo_client.sandbox.replies import Refused, detail, refusal
from nemo_client.sandbox.routes import account, chat, exports, pages, uploads
from nemo_client.sandbox.routes.chat import NUMBER
from nemo_client.sandbox.switches import PRESENT, Board, Present, parse

Handler = Callable[[Request, Backend, str], Awaitable[Response]]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
FAULT_HEADER = "x-sandbox-fault"
log = logging.getLogger("nemo_client.sandbox")


@dataclass(frozen=True, slots=True)
class Door:
    """One endpoint. `bearer`: a valid token is needed, and its owner is given to the handler."""

    call: str
    method: str
    path: str
    handler: Handler
    bearer: bool = True


_UPLOAD = "/api/upload-video/nemo_agent/{user}/{session}"
_STATE = "/api/state/nemo_agent/{user}/{session}/latest"
_RENDER = "/api/render/proxy/lambda"
DOORS = (
    Door("token", "POST", "/api/auth/anonymous-token", account.token, bearer=False),
    Door("session", "POST", "/api/tasks/{user}/with-session/nemo_agent", account.open_session),
    Door("claim", "POST", "/api/auth/claim-token", account.claim),
    Door("chat", "POST", "/run_sse", chat.chat),
    Door("upload", "POST", _UPLOAD, uploads.upload),
    Door("credits", "GET", "/api/credits/balance/simple", account.credits_left),
    Door("state", "GET", _STATE, account.state),
    Door("render", "POST", _RENDER, exports.submit),
    Door("render_status", "GET", _RENDER + "/{render}", exports.status),
    Door("render_cancel", "POST", _RENDER + "/{render}/cancel", exports.cancel),
    Door("render_file", "GET", "/api/render/proxy/{render}/download", exports.download),
    Door("signed_file", "GET", "/renders/{key}/{name}", exports.signed_download, bearer=False),
    Door("media", "GET", "/media/{asset}/{name}", exports.media, bearer=False),
    Door("register_page", "GET", "/register", pages.register, bearer=False),
    Door("register", "POST", "/register", pages.top_up, bearer=False),
    Door("claim_page", "GET", "/workspace/claim", pages.claim_page, bearer=False),
    Door("health", "GET", "/sandbox/health", pages.health, bearer=False),
    Door("books", "GET", "/sandbox/books", pages.books, bearer=False),
    Door("faults", "GET", "/sandbox/faults", pages.faults, bearer=False),
    Door("switch_faults", "POST", "/sandbox/faults", pages.switch_faults, bearer=False),
    Door("stop", "POST", "/sandbox/stop", pages.stop, bearer=False),
)


def app(backend: Backend) -> ASGIApp:
    """The server's application around an open backend."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        backend.recover()
        yield
        await backend.close()

    routes = [Route(door.path, _entrance(door, backend), methods=[door.method]) for door in DOORS]
    inner = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={404: _not_found, 405: _not_found, ClientDisconnect: _gone},
    )
    return Recorder(inner, backend)


def _entrance(door: Door, backend: Backend) -> Callable[[Request], Awaitable[Response]]:
    """The handler behind what its door demands, and behind what can go wrong with any answer."""

    async def handle(request: Request) -> Response:
        try:
            user = await _owner(request, backend) if door.bearer else ""
            return await door.handler(request, backend, user)
        except Refused as error:
            return refusal(error)

    async def enter(request: Request) -> Response:
        backend.books.entered(request.scope[NUMBER], door.call)
        if not is_at_home(request, backend) and door.call not in FOREIGN:
            return detail(404, "Not Found")
        if door.call not in CALLS:
            return await handle(request)
        try:
            own = parse(",".join(request.headers.getlist(FAULT_HEADER)))
        except ValueError as error:
            return refusal(Refused("bad_request", f"{FAULT_HEADER}: {error}"))
        faults = request.scope[PRESENT] = Present(door.call, Board(own), backend.faults)
        return await through(request, faults, lambda: handle(request))

    return enter


def is_at_home(request: Request, backend: Backend) -> bool:
    """Whether the request came by the address of the service, not by that of the files."""
    return bool(request.scope["server"][1] == urlsplit(backend.url).port)


async def _owner(request: Request, backend: Backend) -> str:
    """Whose bearer token this is, or Refused."""
    faults = request.scope.get(PRESENT)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if faults and faults.take("token_expired") is not None:
        backend.accounts.expire(token.strip())
    user = backend.accounts.user_for(token.strip()) if scheme.lower() == "bearer" else None
    if user is None:
        await uploads.refuse_body(request)
        raise Refused("bad_token")
    if faults and faults.take("session_lost") is not None:
        backend.sessions.forget(user)
    return user


async def _not_found(request: Request, error: Exception) -> Response:
    """No such endpoint, told as ADK tells it."""
    return detail(404, "Not Found")


async def _gone(request: Request, error: Exception) -> Response:
    """The sender hung up in the middle of its body: nobody reads this answer."""
    return detail(400, "Client disconnected")


class Recorder:
    """ASGI around everything: the books, the log, the host check, and who is still here."""

    def __init__(self, inner: ASGIApp, backend: Backend) -> None:
        self._inner, self._backend = inner, backend

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        activity = self._backend.activity
        activity.open += 1
        try:
            await self._record(scope, receive, send)
        finally:
            activity.open -= 1
            activity.last = time.monotonic()

    async def _record(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        query = scope["query_string"].decode("latin-1")
        target = scope["path"] + ("?" + query if query else "")
        number = self._backend.books.arrived(scope["method"], target, headers)
        scope[NUMBER] = number
        body_bytes, status = 0, None

        def complete() -> None:
            met = scope[PRESENT].met if PRESENT in scope else ()
            self._backend.books.answered(number, body_bytes, status, met)

        async def counted() -> Message:
            nonlocal body_bytes
            message = await receive()
            body_bytes += len(message.get("body", b""))
            return message

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                complete()
            await send(message)

        try:
            if is_loopback(headers.get("host", "")):
                await self._inner(scope, counted, noted)
            else:
                await refusal(Refused("not_loopback"))(scope, counted, noted)
        finally:
            if status is None:
                complete()
            log.info("%s %s -> %s", scope["method"], redacted(scope["path"]), status)


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine; a foreign name is a page playing tricks on DNS."""
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK
    except ValueError:
        return False
