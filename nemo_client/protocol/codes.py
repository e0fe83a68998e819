"""From the backend's answers to our errors: one row a known code, unknown ones kept.

Three families of failure share the wire: business codes inside the `{code, message, data}`
envelope (often with HTTP 200), HTTP statuses, and the `{"detail": ...}` bodies of the agent
server behind the gateway. A row names the error class and its phrase; nothing here has words.
"""

from __future__ import annotations

import json
import re

from nemo_client import errors as e
from nemo_client.errors import NemoError, redact

Kind = tuple[type[NemoError], str]

CODES: dict[int, Kind] = {
    1001: (e.AuthFailed, "token_refused"),
    1002: (e.Precondition, "session_not_found"),
    2001: (e.CreditsFailed, "out_of_credits"),
    4001: (e.Precondition, "file_refused"),
    4002: (e.Precondition, "file_too_large"),
}
"""Business codes; 0 is success and has no row."""

STATUSES: dict[int, Kind] = {
    400: (e.BackendFailed, "request_refused"),
    401: (e.AuthFailed, "token_refused"),
    402: (e.CreditsFailed, "plan_refused"),
    403: (e.AuthFailed, "scope_missing"),
    413: (e.Precondition, "file_too_large"),
    415: (e.Precondition, "file_refused"),
    429: (e.RateLimited, "rate_limited"),
}
"""HTTP statuses; other 4xx are `request_refused`, 5xx and 408 `backend_unavailable`."""

ON_TOKEN: dict[int, Kind] = {
    400: (e.AuthFailed, "client_id_missing"),
    429: (e.RateLimited, "token_limit"),
}
"""What two statuses mean on the token endpoint, where they name their one reason."""

TRANSIENT = frozenset({408, 425, 500, 502, 503, 504})
"""Statuses that a repeatable call may meet again later with another answer."""

_TAG = re.compile(r"<[^>]*>")
_URL = re.compile(r"https?://[^\s\"'<>）)]+")


def parse(body: bytes) -> object:
    """Return the JSON value of a reply body, or its text where it is not JSON."""
    text = body.decode("utf-8", "replace").lstrip("\ufeff")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def failure(call: str, status: int, value: object) -> NemoError | None:
    """Return the error that a reply to `call` means, or None where it is a success."""
    body = value if isinstance(value, dict) else {}
    code = business_code(body)
    detail = _words(value)
    data = body.get("data")
    facts: dict[str, object] = {"call": call, "http_status": status}
    if code:
        facts["backend_code"] = code
    if urls := _urls(detail, data):
        facts["urls"] = urls
    if isinstance(data, dict) and (bind := bind_id_of(data)):
        facts["bind_id"] = bind
    if code and isinstance(code, int) and code in CODES:
        return _make(CODES[code], detail, facts)
    if status >= 400:
        return _make(_of_status(call, status, detail), detail, facts)
    if code:
        return e.BackendFailed("backend_error", detail, **facts)
    if body.get("success") is False:
        return e.BackendFailed("request_refused", detail, **facts)
    return None


def bind_id_of(data: dict[str, object]) -> str | None:
    """Return the id by which a registration takes an anonymous user's projects along.

    Any `bind_id` is one; a user id only where it begins with `anon_`.
    """
    bind = data.get("bind_id")
    if bind and isinstance(bind, str):
        return bind
    user = data.get("user_id") or data.get("userId")
    return user if isinstance(user, str) and user.startswith("anon_") else None


def business_code(body: dict[str, object]) -> int | str | None:
    """Return the envelope's code: an int where it is numeric, None where there is none."""
    code = body.get("code")
    if isinstance(code, bool) or code is None:
        return None
    if isinstance(code, int):
        return code
    if isinstance(code, str) and code.strip():
        return int(code) if re.fullmatch(r"-?\d{1,9}", code.strip()) else code
    return None


def in_stream(code: object, message: str) -> NemoError:
    """Return the error that a failure told inside the stream means."""
    code = business_code({"code": code})
    known = CODES.get(code) if isinstance(code, int) else None
    facts: dict[str, object] = {"call": "chat"}
    if code is not None:
        facts["backend_code"] = code
    if urls := _urls(message):
        facts["urls"] = urls
    if known:
        return _make(known, message, facts)
    said = message or str(code or "")
    if not said:
        facts["reason"] = "no_reason"
    return e.BackendFailed("turn_failed", said, **facts)


def _make(kind: Kind, detail: str, facts: dict[str, object]) -> NemoError:
    return kind[0](kind[1], detail, **facts)


def _of_status(call: str, status: int, detail: str) -> Kind:
    if call == "token" and status in ON_TOKEN:
        return ON_TOKEN[status]
    if status == 404 and "session" in detail.lower():
        return CODES[1002]  # the agent server says in prose what the gateway says by code
    if status in STATUSES:
        return STATUSES[status]
    if status >= 500 or status in TRANSIENT:
        return e.BackendFailed, "backend_unavailable"
    return e.BackendFailed, "request_refused"


def _urls(message: str, data: object = None) -> list[str]:
    """Return the addresses that a failure names: they are its way out."""
    said = [message, *(data.values() if isinstance(data, dict) else ())]
    found = [url for text in said if isinstance(text, str) for url in _URL.findall(redact(text))]
    return list(dict.fromkeys(found))


def _words(value: object) -> str:
    """Return what the other side said, from whichever field it said it in."""
    if isinstance(value, str):  # often a gateway's page
        return " ".join(_TAG.sub(" ", value).split())[:500]
    if not isinstance(value, dict):
        return ""
    for key in ("message", "msg", "error", "errorMessage", "detail"):
        said = value.get(key)
        if isinstance(said, str) and said.strip():
            return said.strip()
        if isinstance(said, dict) and (inner := _words(said)):
            return inner
        if isinstance(said, list) and said:
            return "; ".join(_problem(x) for x in said)
    return ""


def _problem(item: object) -> str:
    """Return one validation problem of a 422 body as `field: message`."""
    if not isinstance(item, dict):
        return str(item)
    loc = item.get("loc")
    place = ".".join(str(x) for x in loc) if isinstance(loc, list) else ""
    return f"{place}: {item.get('msg', '')}".strip(": ")
