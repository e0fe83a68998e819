"""Any answer gone wrong: none, another, a late one, half of one.

Every request passes here on its way to its handler and back. A row of INSTEAD replaces the answer;
with `done` the handler has done its work before, and only what it says is lost.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Message, Receive, Scope, Send

from nemo_client.sandbox.faults import Values
from nemo_client.sandbox.faulty.line import HungUp, drop, hang_up, left
from nemo_client.sandbox.replies import RULES, as_json, detail
from nemo_client.sandbox.switches import Present

PAGE = "<!doctype html><html><head><title>Welcome</title></head><body>Sign in</body></html>"
GATEWAY = (500, 502, 503, 504)  # told by a proxy, which knows neither JSON nor envelopes
MESSAGES = {rule.code: rule.message for rule in RULES.values()}


async def through(
    request: Request, faults: Present, handle: Callable[[], Awaitable[Response]]
) -> Response:
    """What is answered in the end."""
    if faults.take("headers_lost") is not None:
        kept = [each for each in request.scope["headers"] if not each[0].startswith(b"x-skill-")]
        request.scope["headers"][:] = kept  # the list that the request reads them from
    try:
        if late := faults.take("late"):
            await request.body()  # so that the sender may go
            await asyncio.sleep(late["seconds"])
        for name, make in INSTEAD.items():
            if (values := faults.take(name)) is not None:
                await (handle() if values["done"] else _unread(request, name))
                return make(values)
        return await _spoilt(request, await handle(), faults)
    except HungUp as cut:
        await hang_up(request.scope, request.receive, cut.is_reset)
        return Unheard()


async def _unread(request: Request, name: str) -> None:
    """Read what was sent, unless the connection ends anyway."""
    if name != "hangup":
        async for _ in request.stream():
            pass


async def _spoilt(request: Request, response: Response, faults: Present) -> Response:
    """The handler's own answer, late or damaged."""
    if slow := faults.take("slow"):
        with suppress(TimeoutError):  # unless nobody waits for it any longer
            await asyncio.wait_for(left(request.receive), slow["seconds"])
    if shape := faults.take("reply_shape"):
        response = _reshaped(response, shape["kind"])
    if cut := faults.take("cut_body"):
        response = Broken(response, cut["bytes"], is_reset=cut["reset"])
    if stall := faults.take("stall_body"):
        response = Broken(response, stall["bytes"], is_silent=True)
    return response


# --- another answer


def _status(values: Values) -> Response:
    code = values["status"]
    words = HTTPStatus(code).phrase if code in {s.value for s in HTTPStatus} else "Refused"
    if code in GATEWAY:
        return HTMLResponse(f"<html><body><h1>{code} {words}</h1></body></html>", code)
    return as_json({"code": code, "message": words}, code)


def _rate_limit(values: Values) -> Response:
    response = as_json({"code": 429, "message": "Too many requests"}, 429)
    if values["seconds"] is not None:
        response.headers["retry-after"] = f"{values['seconds']:g}"
    return response


def _envelope(values: Values) -> Response:
    code = values["code"]
    return as_json({"code": code, "message": MESSAGES.get(code, "The request was refused")})


def _detail(values: Values) -> Response:
    code = values["status"]
    missing = [{"type": "missing", "loc": ["body", "new_message"], "msg": "Field required"}]
    return detail(code, missing if code == 422 else "Session not found")


def _hangup(values: Values) -> Response:
    raise HungUp(values["reset"])


def _torn_json(values: Values) -> Response:
    return Response(b'{"code":0,"message":"success","data":{"', media_type="application/json")


INSTEAD: Mapping[str, Callable[[Values], Response]] = {
    "status": _status,
    "rate_limit": _rate_limit,
    "envelope": _envelope,
    "detail": _detail,
    "html": lambda values: HTMLResponse(PAGE),
    "torn_json": _torn_json,
    "empty_body": lambda values: Response(b"", media_type="application/json"),
    "hangup": _hangup,
}


# --- the same answer, damaged


def _reshaped(response: Response, kind: str) -> Response:
    """A reply in the envelope without it, or with another."""
    try:
        body = json.loads(bytes(response.body))
        code, data = body["code"], body.get("data", {})
    except (AttributeError, KeyError, TypeError, ValueError):
        return response
    shapes = {
        "bare": data if code == 0 else body,
        "text_code": body | {"code": str(code)},
        "success": {"success": code == 0, "message": body.get("message"), "data": data},
    }
    return as_json(shapes[kind], response.status_code)


class Unheard(Response):
    """What is said when nobody is there any more: nothing."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say nothing."""


class Broken(Response):
    """An answer that promises its whole length and stops after so many bytes."""

    def __init__(
        self, inner: Response, whole: int, *, is_reset: bool = False, is_silent: bool = False
    ) -> None:
        super().__init__()
        self._inner, self._left = inner, whole
        self._is_reset, self._is_silent = is_reset, is_silent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the beginning, then nothing or the end of the connection."""
        is_broken = False

        async def sent(message: Message) -> None:
            nonlocal is_broken
            body = message.get("body", b"")
            if is_broken:
                return
            is_broken = len(body) > self._left
            if not is_broken:
                self._left -= len(body)
                await send(message)
                return
            await send({**message, "body": body[: self._left], "more_body": True})
            if not self._is_silent:
                drop(scope, self._is_reset)
            await left(receive)

        await self._inner(scope, receive, sent)
