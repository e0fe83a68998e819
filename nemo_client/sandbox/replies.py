"""The shapes of an answer: the envelope, its refusals, and ADK's own `detail`.

A refusal is raised wherever it is found out and becomes a response in one place. The table says
which HTTP status goes with which: business codes travel with HTTP 200.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to say no."""

    code: int
    status: int
    message: str


RULES: dict[str, Rule] = {
    "bad_token": Rule(1001, 200, "Token is invalid or expired"),
    "no_session": Rule(1002, 200, "Session not found"),
    "no_credits": Rule(2001, 200, "Insufficient credits"),
    "unsupported_file": Rule(4001, 200, "Unsupported file type"),
    "too_large": Rule(4002, 200, "File too large"),
    "no_client_id": Rule(400, 400, "X-Client-Id header is required"),
    "bad_request": Rule(400, 400, "Bad request"),
    "no_attribution": Rule(402, 402, "Export is not available: attribution headers are missing"),
    "bad_link": Rule(403, 403, "The link is not signed by this server or has expired"),
    "not_loopback": Rule(403, 403, "Only loopback hosts are served"),
    "not_found": Rule(404, 404, "Not found"),
    "duplicate": Rule(409, 409, "This id exists already"),
    "too_many_tokens": Rule(429, 429, "An anonymous token was issued for this client already"),
}


class Refused(Exception):
    """A request that is answered with one of the rules, told in more words when there are any."""

    def __init__(self, rule: str, message: str = "", data: dict[str, Any] | None = None) -> None:
        self.rule = RULES[rule]
        self.message = message or self.rule.message
        self.data = data
        super().__init__(self.message)


def as_json(body: object, status: int = 200) -> Response:
    """A JSON response in UTF-8, as compact as it gets."""
    return Response(dumps(body).encode(), status, media_type="application/json")


def dumps(body: object) -> str:
    """JSON on one line; characters beyond ASCII stay themselves, as in ADK's serialiser."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def ok(data: object) -> Response:
    """The envelope of success."""
    return as_json({"code": 0, "message": "success", "data": data})


def refusal(error: Refused) -> Response:
    """The envelope of a refusal."""
    body = {"code": error.rule.code, "message": error.message, "data": error.data}
    return as_json({k: v for k, v in body.items() if v is not None}, error.rule.status)


def detail(status: int, what: object) -> Response:
    """An answer of ADK itself, which knows no envelope."""
    return as_json({"detail": what}, status)
