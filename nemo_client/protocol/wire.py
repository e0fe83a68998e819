"""What replies say, read tolerantly into values: unknown keys are kept, variants are folded.

pydantic stands where data crosses the wire. Envelopes, both render shapes and all upload shapes
end here; inside, the words are the user's. Ids stay text, because nineteen digits do not fit a
float.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Annotated, TypeVar

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from nemo_client.draft.codec import DraftUnreadable, parse, span
from nemo_client.draft.model import Draft
from nemo_client.errors import BackendFailed
from nemo_client.protocol import codes
from nemo_client.protocol.effects import Reply


def _text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _amount(value: object) -> object:
    """Read a missing, negative or textual balance as the number it stands for, at least 0."""
    try:
        return max(0.0, float(value))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return 0.0


Id = Annotated[str, BeforeValidator(_text)]
Amount = Annotated[float, BeforeValidator(_amount)]


class Wire(BaseModel):
    """A value from the wire: frozen, and it keeps what it does not know."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)


class TokenGrant(Wire):
    """A new anonymous token. The token itself never shows in a repr."""

    token: str = Field(min_length=1, repr=False)
    credits: Amount = 0.0
    expires_at: str | None = None
    user_id: Id | None = Field(None, validation_alias=AliasChoices("bind_id", "user_id", "userId"))


class Session(Wire):
    """A session of the backend: `id` names it in every later call."""

    id: Id = Field(validation_alias=AliasChoices("session_id", "sessionId", "id"))
    task_id: Id | None = Field(None, validation_alias=AliasChoices("task_id", "taskId"))
    bind_id: Id | None = Field(None, validation_alias=AliasChoices("bind_id", "user_id", "userId"))


class Credits(Wire):
    """The balance in credits: `total` is what is available plus what is reserved (`frozen`)."""

    available: Amount = 0.0
    frozen: Amount = 0.0
    total: Amount = 0.0


class ClaimToken(Wire):
    """A token that opens the project in a browser and has no API rights."""

    claim_token: str = Field(min_length=1)
    expires_in: float | None = None


class ClaimLink(Wire):
    """An address to open the project in a browser; `expires_in_s` seconds from now."""

    url: str
    expires_in_s: float | None = None


class Asset(Wire):
    """One media file the session holds. `duration_s` is in seconds, as uploads report it."""

    name: str = Field("", validation_alias=AliasChoices("filename", "name"))
    kind: str = Field("", validation_alias=AliasChoices("file_type", "type", "kind"))
    url: str = Field("", validation_alias=AliasChoices("cdn_url", "url"))
    duration_s: float | None = Field(
        None, validation_alias=AliasChoices("duration_s", "duration"), allow_inf_nan=False
    )
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    file_id: Id | None = None


class State(BaseModel):
    """What the session holds now: the draft as a view and as the exact text it came in."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    session_id: str
    task_id: str | None
    bind_id: str | None
    draft: Draft | None = Field(repr=False)
    draft_text: str | None = Field(repr=False)
    assets: tuple[Asset, ...]
    generated: tuple[object, ...]
    raw: dict[str, object] = Field(repr=False)


class RenderStatus(Wire):
    """How a render is doing: `phase` is one of PENDING, RUNNING, DONE, FAILED or CANCELLED."""

    id: Id | None = Field(None, validation_alias=AliasChoices("id", "taskId", "render_id"))
    phase: str
    status: str
    progress: float | None = None
    """0 to 100."""
    url: str | None = None
    error: str = ""


PHASES: dict[str, str] = {
    "pending": "PENDING",
    "queued": "PENDING",
    "processing": "RUNNING",
    "running": "RUNNING",
    "rendering": "RUNNING",
    "completed": "DONE",
    "done": "DONE",
    "success": "DONE",
    "succeeded": "DONE",
    "failed": "FAILED",
    "error": "FAILED",
    "cancelled": "CANCELLED",
    "canceled": "CANCELLED",
}
"""Render states in every spelling on record; an unknown one counts as still running."""

_URL_KEYS = ("outputUrl", "output_url", "url", "downloadUrl", "download_url")

M = TypeVar("M", bound=BaseModel)


def _data(call: str, reply: Reply) -> dict[str, object]:
    """Unwrap the envelope of a successful reply; raise what the reply means otherwise."""
    value = codes.parse(reply.body)
    if failed := codes.failure(call, reply.status, value):
        raise failed
    if not isinstance(value, dict):
        raise _unreadable(call, f"expected a JSON object, got {_glimpse(reply.body)}")
    inner = value.get("data")
    return inner if isinstance(inner, dict) else value


def _glimpse(body: bytes) -> str:
    return repr(body[:60].decode("utf-8", "replace")) if body else "nothing"


def _unreadable(call: str, detail: str) -> BackendFailed:
    return BackendFailed("reply_unreadable", detail, call=call)


def _read(model: type[M], call: str, value: dict[str, object]) -> M:
    try:
        return model.model_validate(value)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(x) for x in first["loc"])
        raise _unreadable(call, f"{where}: {first['msg']}") from None


def _reader(model: type[M], call: str) -> Callable[[Reply], M]:
    def read(reply: Reply) -> M:
        return _read(model, call, _data(call, reply))

    return read


read_token = _reader(TokenGrant, "token")
read_session = _reader(Session, "open_session")
read_claim = _reader(ClaimToken, "claim")


def read_credits(reply: Reply) -> Credits:
    """Read a balance; a missing total is available plus frozen."""
    found = _read(Credits, "credits", _data("credits", reply))
    if found.total or not (found.available or found.frozen):
        return found
    return found.model_copy(update={"total": found.available + found.frozen})


def read_upload(reply: Reply) -> tuple[Asset, ...]:
    """Read the stored files from any of the three shapes on record."""
    data = _data("upload", reply)
    items = data.get("files") or data.get("uploaded_files")
    if not isinstance(items, list):
        items = [data] if {"url", "cdn_url", "file_id"} & data.keys() else []
    return tuple(_read(Asset, "upload", item) for item in items if isinstance(item, dict))


def read_state(reply: Reply, session: str) -> State:
    """Read a session's state; missing, null and empty parts are simply absent."""
    data = _data("state", reply)
    inner = data.get("state")
    state = inner if isinstance(inner, dict) else {}
    raw_draft = state.get("draft") or None
    text = reply.body.decode("utf-8", "surrogatepass").lstrip("\ufeff") if raw_draft else None
    exact = text and (span(text, ("data", "state", "draft")) or span(text, ("state", "draft")))
    bind = next((data[k] for k in ("bind_id", "user_id", "userId") if data.get(k)), None)
    return State(
        session_id=str(data.get("session_id") or session),
        task_id=str(data["task_id"]) if data.get("task_id") else None,
        bind_id=str(bind) if bind else None,
        draft=Draft(_draft_value(exact, raw_draft), exact or None) if raw_draft else None,
        draft_text=exact or None,
        assets=tuple(_assets(state.get("video_infos"))),
        generated=tuple(_items(state.get("generated_media"))),
        raw=state,
    )


def _draft_value(exact: str | None, raw: object) -> object:
    try:
        return parse(exact) if exact else raw
    except DraftUnreadable as problem:
        raise BackendFailed("draft_unreadable", str(problem)) from None


def _items(value: object) -> Iterator[object]:
    if isinstance(value, list):
        yield from value
    elif isinstance(value, dict):
        yield from value.values()


def _assets(value: object) -> Iterator[Asset]:
    for item in _items(value):
        if isinstance(item, dict):
            try:
                yield Asset.model_validate(item)
            except ValidationError:
                yield Asset.model_validate(
                    {"name": str(item.get("filename") or item.get("name") or "")}
                )


def read_render(reply: Reply, call: str = "render_status") -> RenderStatus:
    """Read a render's status from either shape: at the top level, or inside `data`."""
    value = codes.parse(reply.body)
    if failed := codes.failure(call, reply.status, value):
        raise failed
    while isinstance(value, dict) and isinstance(value.get("data"), dict):
        value = value["data"]
    if not isinstance(value, dict):
        raise _unreadable(call, f"expected a JSON object, got {_glimpse(reply.body)}")
    status = str(value.get("status") or value.get("state") or "pending")
    known = {
        **value,
        "phase": PHASES.get(status.lower(), "RUNNING"),
        "status": status,
        "progress": _percent(value.get("progress")),
        "url": _url(value),
        "error": _reason(value),
    }
    return _read(RenderStatus, call, known)


def _url(value: dict[str, object]) -> str | None:
    output = value.get("output")
    places = [output, value] if isinstance(output, dict) else [value]
    for place in places:
        for key in _URL_KEYS:
            found = place.get(key)
            if isinstance(found, str) and found:
                return found
    return None


def _percent(value: object) -> float | None:
    """Return progress as 0-100; a float up to 1.0 is a fraction, an int is per cent."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return min(100.0, max(0.0, value * 100 if isinstance(value, float) and value <= 1 else value))


def _reason(value: dict[str, object]) -> str:
    for key in ("error", "errorMessage", "message"):
        found = value.get(key)
        if isinstance(found, str) and found:
            return found
        if found and isinstance(found, dict):
            inner = found.get("message")
            return inner if isinstance(inner, str) else json.dumps(found, ensure_ascii=False)
    return ""
