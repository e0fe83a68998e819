"""The chat endpoint: ADK's own request and refusals, then a stream of events."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from nemo_client.sandbox.backend import Backend
from nemo_client.sandbox.events import AUTHOR
from nemo_client.sandbox.faulty.stream import stream
from nemo_client.sandbox.replies import Refused, detail
from nemo_client.sandbox.sessions import Session
from nemo_client.sandbox.switches import present

NUMBER = "nemo.number"  # in the ASGI scope: the request's number in the books
PARTS = ("stream", "bytes", "ending", "turn")  # of the table of faults: those of a turn
# Both spellings are accepted, as ADK does.
FIELDS = {
    "app_name": ("app_name", "appName"),
    "user_id": ("user_id", "userId"),
    "session_id": ("session_id", "sessionId"),
    "new_message": ("new_message", "newMessage"),
}


async def chat(request: Request, backend: Backend, user: str) -> Response:
    """Start a turn and tell it as it goes; it goes on when nobody listens."""
    try:
        body = await request.json()
    except ValueError:
        return detail(422, [_problem("json_invalid", ["body"], "JSON decode error")])
    if not isinstance(body, dict):
        problem = _problem("model_attributes_type", ["body"], "Input should be an object")
        return detail(422, [problem])
    given = {name: _first(body, spellings) for name, spellings in FIELDS.items()}
    missing = [name for name, value in given.items() if value is None]
    if missing:
        return detail(422, [_problem("missing", ["body", n], "Field required") for n in missing])
    if given["app_name"] != AUTHOR:
        return detail(404, f"Agent not found: {given['app_name']}")
    parts = _parts(given["new_message"])
    if parts is None:
        where = ["body", "new_message", "parts"]
        return detail(422, [_problem("list_type", where, "Input should be a valid list")])
    try:
        session = backend.sessions.get(user, str(given["session_id"]), named=given["user_id"])
    except Refused:
        return detail(404, f"Session not found: {given['session_id']}")
    return _begun(request, backend, session, _text(parts), body.get("streaming") is True)


def _begun(
    request: Request, backend: Backend, session: Session, text: str, streaming: bool
) -> Response:
    """The stream of a turn that is accepted now, with everything that is to go wrong in it."""
    faults, before = present(request.scope), backend.sessions.state(session)
    turns = backend.turns
    turn = turns.accept(
        session, text, streaming, request.scope[NUMBER], lambda: faults.take_all(*PARTS)
    )
    if stale := turn.faults.get("state_stale"):
        backend.aftermath.hide(session.id, before, stale["reads"])
    aborts = "hangup_aborts" in turn.faults or "cut_abort" in turn.faults
    return stream(turn, backend.options, lambda: turns.abort(turn) if aborts else None)


def _first(body: dict[str, Any], spellings: tuple[str, ...]) -> Any:
    return next((body[key] for key in spellings if body.get(key) is not None), None)


def _parts(message: Any) -> list[dict[str, Any]] | None:
    """The parts of a message; None when it has no list of them."""
    parts = message.get("parts") if isinstance(message, dict) else None
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        return None
    return parts


def _text(parts: list[dict[str, Any]]) -> str:
    """The words of a message, whatever else is in it."""
    return "\n".join(p["text"] for p in parts if isinstance(p.get("text"), str))


def _problem(kind: str, where: list[str], message: str) -> dict[str, Any]:
    return {"type": kind, "loc": where, "msg": message}
