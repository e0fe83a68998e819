"""Endpoints of the account: a token, a session, a claim token, credits, state."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from nemo_client.sandbox.backend import Backend
from nemo_client.sandbox.faulty.account import account_reply, credits_reply, state_reply
from nemo_client.sandbox.identity import is_client_id
from nemo_client.sandbox.replies import Refused, ok
from nemo_client.sandbox.sessions import CLAIM_TTL_S
from nemo_client.sandbox.switches import present


async def json_body(request: Request) -> dict[str, Any]:
    """The body as a JSON object, or Refused."""
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused("bad_request", "A JSON object is expected")
    return body


def session_of(body: dict[str, Any], key: str) -> str:
    """A session id from a body: a string, or an integer of the same digits."""
    given = body.get(key)
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise Refused("bad_request", f"{key} is required")
    return str(given)


async def token(request: Request, backend: Backend, user: str) -> Response:
    """A new anonymous token."""
    client_id = request.headers.get("x-client-id", "").strip()
    if not is_client_id(client_id):
        raise Refused("no_client_id")
    minted = backend.accounts.mint(client_id)
    reply = {
        "token": minted.token,
        "credits": minted.credits,
        "user_id": minted.user_id,
        "expires_at": minted.expires_at,
    }
    return ok(account_reply(reply, present(request.scope)))


async def open_session(request: Request, backend: Backend, user: str) -> Response:
    """A new session."""
    if request.path_params["user"] not in ("me", user):
        raise Refused("no_session", "This user is not yours")
    body = await json_body(request)
    name, language = str(body.get("task_name") or "project"), str(body.get("language") or "en")
    session = backend.sessions.open(user, name, language)
    reply = {
        "task_id": session.task_id,
        "session_id": session.id,
        "user_id": user,
        "bind_id": user,
    }
    return ok(account_reply(reply, present(request.scope)))


async def claim(request: Request, backend: Backend, user: str) -> Response:
    """A token that opens the project's page and nothing else."""
    body = await json_body(request)
    session = backend.sessions.get(user, session_of(body, "session_id"))
    if body.get("task_id") and str(body["task_id"]) != session.task_id:
        raise Refused("no_session", "The task does not belong to this session")
    return ok({"claim_token": backend.sessions.claim(session.id), "expires_in": CLAIM_TTL_S})


async def credits_left(request: Request, backend: Backend, user: str) -> Response:
    """The balance."""
    has = backend.accounts.balance(user)
    reply = {"available": has.available, "frozen": has.frozen, "total": has.total}
    return ok(credits_reply(reply, present(request.scope)))


async def state(request: Request, backend: Backend, user: str) -> Response:
    """The session as it is now."""
    path = request.path_params
    session = backend.sessions.get(user, path["session"], named=path["user"])
    shown = backend.aftermath.shown(session.id, backend.sessions.state(session))
    return ok(state_reply(shown, present(request.scope)))
