"""What replies say, read tolerantly into values: unknown keys are kept, variants are folded.

pydantic stands where data crosses the wire. Both render shapes and all upload shapes
end here; inside, the words are the user's. Ids stay text, because nineteen digits do not fit a
float.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from nemo_client.errors import BackendFailed
from nemo_client.protocol import codes
from nemo_client.protocol.calls import TOKEN
from nemo_client.protocol.effects import Reply
from nemo_client.protocol.envelope import amount, data_of, glimpse, measure, unreadable

if TYPE_CHECKING:
    from nemo_client.draft import Draft


def _text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _whole(value: object) -> int | None:
    number = measure(value)
    return None if number is None else round(number)


def _label(value: object) -> str:
    return value if isinstance(value, str) else ""


Id = Annotated[str, BeforeValidator(_text)]
Amount = Annotated[float, BeforeValidator(amount)]
Measure = Annotated[float | None, BeforeValidator(measure)]
Whole = Annotated[int | None, BeforeValidator(_whole)]
Label = Annotated[str, BeforeValidator(_label)]


class Wire(BaseModel):
    """A value from the wire: frozen, and it keeps what it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        populate_by_name=True,
        defer_build=True,  # most commands read one or two of these
    )


class Bound(Wire):
    """A value that may say whose it is."""

    bind_id: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _find_bind_id(cls, data: dict[str, object]) -> dict[str, object]:
        return {**data, "bind_id": codes.bind_id_of(data)}


class TokenGrant(Bound):
    """A new anonymous token; what else the reply held is dropped, so that no repr can tell it."""

    model_config = ConfigDict(extra="ignore")

    token: str = Field(pattern=f"^{TOKEN}$", repr=False)
    credits: Amount = 0.0
    expires_at: Label = ""


class Session(Bound):
    """A session of the backend: `id` names it in every later call."""

    id: Id = Field(validation_alias=AliasChoices("session_id", "sessionId", "id"))
    task_id: Id | None = Field(None, validation_alias=AliasChoices("task_id", "taskId"))


class ClaimToken(Wire):
    """A token that opens the project in a browser and has no API rights."""

    claim_token: str = Field(min_length=1)
    expires_in: Measure = None


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """An address to open the project in a browser; `expires_in_s` seconds from now."""

    url: str
    expires_in_s: float | None = None


class Asset(Wire):
    """One media file the session holds. `duration_s` is in seconds, as uploads report it."""

    name: Label = Field("", validation_alias=AliasChoices("filename", "name"))
    kind: Label = Field("", validation_alias=AliasChoices("file_type", "type", "kind"))
    url: Label = Field("", validation_alias=AliasChoices("cdn_url", "url"))
    duration_s: Measure = Field(None, validation_alias=AliasChoices("duration_s", "duration"))
    width: Whole = None
    height: Whole = None
    fps: Measure = None


@dataclass(frozen=True, slots=True)
class State:
    """What the session holds now: the draft as a view and as the exact text it came in."""

    session_id: str
    task_id: str | None
    bind_id: str | None
    draft: Draft | None = field(repr=False)
    draft_text: str | None = field(repr=False)
    assets: tuple[Asset, ...]
    generated: tuple[object, ...]
    raw: dict[str, object] = field(repr=False)


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
_RENDER_KEYS = frozenset({"id", "taskId", "status", "state", "data", "output", *_URL_KEYS})

M = TypeVar("M", bound=BaseModel)


def _read(model: type[M], call: str, value: dict[str, object]) -> M:
    try:
        return model.model_validate(value)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(x) for x in first["loc"])
        raise unreadable(call, f"{where}: {first['msg']}") from None


def _reader(model: type[M], call: str) -> Callable[[Reply], M]:
    def read(reply: Reply) -> M:
        return _read(model, call, data_of(call, reply))

    return read


read_token = _reader(TokenGrant, "token")
read_session = _reader(Session, "open_session")
read_claim = _reader(ClaimToken, "claim")


def read_upload(reply: Reply) -> tuple[Asset, ...]:
    """Read the stored files from any of the three shapes on record."""
    data = data_of("upload", reply)
    items = data.get("files") or data.get("uploaded_files")
    if not isinstance(items, list):
        items = [data] if {"url", "cdn_url", "file_id"} & data.keys() else []
    return tuple(_assets(items))


def read_state(reply: Reply, session: str) -> State:
    """Read a session's state; missing, null and empty parts are simply absent."""
    data = data_of("state", reply)
    inner = data.get("state")
    state = inner if isinstance(inner, dict) else {}
    raw_draft = state.get("draft") or None
    draft = _draft(reply.body, raw_draft) if raw_draft else None
    return State(
        session_id=str(data.get("session_id") or session),
        task_id=str(data["task_id"]) if data.get("task_id") else None,
        bind_id=codes.bind_id_of(data),
        draft=draft,
        draft_text=draft.text if draft else None,
        assets=tuple(_assets(state.get("video_infos"))),
        generated=tuple(_items(state.get("generated_media"))),
        raw=state,
    )


def _draft(body: bytes, raw: object) -> Draft:
    """Return the draft with its text exactly as it stands in a reply."""
    from nemo_client.draft import Draft, DraftUnreadable, parse, span  # no balance waits for it

    try:
        text = body.decode("utf-8", "surrogatepass").lstrip("\ufeff")
        exact = span(text, ("data", "state", "draft")) or span(text, ("state", "draft"))
        return Draft(parse(exact) if exact else raw, exact)
    except UnicodeDecodeError as problem:
        raise unreadable("state", str(problem)) from None
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
            yield Asset.model_validate(item)


def read_render(reply: Reply, call: str = "render_status") -> RenderStatus:
    """Read a render's status from either shape: at the top level, or inside `data`."""
    value = codes.parse(reply.body)
    if failed := codes.failure(call, reply.status, value):
        raise failed
    value = _unwrapped(value)
    if not isinstance(value, dict):
        raise unreadable(call, f"expected a JSON object, got {glimpse(reply.body)}")
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


def link_in(value: object) -> str | None:
    """Return the address of a finished render that a JSON value names, in either shape."""
    inner = _unwrapped(value)
    return _url(inner) if isinstance(inner, dict) else None


def _unwrapped(value: object) -> object:
    while isinstance(value, dict) and isinstance(inner := value.get("data"), dict):
        if not _RENDER_KEYS & inner.keys():
            break
        value = inner
    return value


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
