"""Frames to typed events: the agent server's dialect, the simplified one, and `{"text"}`.

The dialect is told by each event, not by the stream. Both key casings are read. Parts are told
by their kind, never by a role. What is not understood comes out as `Unknown`, raw.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from nemo_client.protocol.codes import business_code


@dataclass(frozen=True, slots=True)
class Uttered:
    """Text of one author: a fragment (`partial`), or the whole of a step, which has the last word.

    `partial` is None where the dialect does not say whether its text is a fragment or the whole.
    """

    text: str
    partial: bool | None
    author: str
    thought: bool = False


@dataclass(frozen=True, slots=True)
class ToolCalled:
    """The agent called a tool; `long_running` ones answer later."""

    name: str
    id: str
    args: Any
    author: str
    long_running: bool = False


@dataclass(frozen=True, slots=True)
class ToolAnswered:
    """A tool answered."""

    name: str
    id: str
    response: Any
    author: str


@dataclass(frozen=True, slots=True)
class StateHinted:
    """The session's state changed, as told on the way; the state endpoint has the authority."""

    delta: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MediaSent:
    """Media inside the stream: URL-safe base64 `data`, or a `uri`; never decoded here."""

    mime: str
    data: str
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Faltered:
    """The other side reports a failure: a code (int, text or None) and its words."""

    code: int | str | None
    message: str


@dataclass(frozen=True, slots=True)
class StepEnded:
    """A step of the agent ended, and nothing in it says that another follows."""

    author: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The agent was stopped in the middle of a step; its whole will not come."""

    author: str


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A frame that is no JSON, as it came: to be skipped, unless nothing follows it."""

    raw: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """An event this client does not know, as it came."""

    raw: Any


Event = (
    Uttered
    | ToolCalled
    | ToolAnswered
    | StateHinted
    | MediaSent
    | Faltered
    | StepEnded
    | Interrupted
    | Beat
    | Unreadable
    | Unknown
)

_JSON = json.JSONDecoder()
_BEAT: list[Event] = [Beat()]
_LIVE = frozenset({"", "heartbeat", "ping"})
_DONE = frozenset({"[done]", "done", "[end]", "end"})
_FAILING = frozenset(("code", "error", "errorCode", "error_code", "errorMessage", "error_message"))
"""The keys of which a failure has at least one."""


def read(data: str) -> list[Event]:
    """Return the events that one frame's data tells; never raises."""
    bare = data.strip()
    if not bare.startswith("{"):
        word = bare.lower()
        if word in _LIVE:
            return _BEAT
        if word in _DONE:
            return [StepEnded("")]
    try:
        value, end = _JSON.raw_decode(bare)
    except (ValueError, RecursionError):
        return [_unreadable(data)]
    if end < len(bare):
        return [_unreadable(data)]
    if type(value) is not dict:
        return [Unknown(value)]
    content = value.get("content")
    if type(content) is dict or "author" in value or "invocationId" in value:
        return _adk(value, content if type(content) is dict else {})
    return _other(value)


def is_whole(data: str) -> bool:
    """Whether a frame's data is sound JSON: the last one of a broken connection may be torn."""
    try:
        _JSON.decode(data)
    except (ValueError, RecursionError):
        return False
    return True


def _unreadable(data: str) -> Event:
    """Old servers paste an error into JSON by hand: what is torn and says `error` is one."""
    if '"error"' in data:
        message = data.partition('"error"')[2].strip(' :"}\n\r')
        return Faltered(None, message or data)
    return Unreadable(data)


def _either(value: dict[str, Any], camel: str, snake: str) -> Any:
    found = value.get(camel)
    return value.get(snake) if found is None else found


def _adk(value: dict[str, Any], content: dict[str, Any]) -> list[Event]:
    events: list[Event] = []
    author = value.get("author")
    if type(author) is not str:
        author = ""
    partial = value.get("partial") is True
    parts = content.get("parts")
    if parts:
        _parts(parts, value, author, partial, events)
    if value.get("interrupted") is True:
        events.append(Interrupted(author))
    if partial:
        return events
    actions = value.get("actions")
    if actions and type(actions) is dict:
        delta = _either(actions, "stateDelta", "state_delta")
        if delta and type(delta) is dict:
            events.append(StateHinted(delta))
    if not _FAILING.isdisjoint(value) and (failure := _failure(value)):
        events.append(failure)
    if _is_last(value) and not any(type(e) is ToolCalled for e in events):
        events.append(StepEnded(author))  # after a called tool comes another step
    return events


def _is_last(value: dict[str, Any]) -> bool:
    done = _either(value, "turnComplete", "turn_complete") is True
    return done or _either(value, "finishReason", "finish_reason") == "STOP"


def _parts(
    parts: Any, value: dict[str, Any], author: str, partial: bool, events: list[Event]
) -> None:
    """Append what the parts say: text joined by kind, tools only from whole events."""
    if type(parts) is not list:
        events.append(Unknown(parts))
        return
    texts: list[str] = []
    thoughts: list[str] = []
    others: list[Event] = []
    for part in parts:
        if type(part) is not dict:
            others.append(Unknown(part))
            continue
        text = part.get("text")
        if type(text) is str:
            (thoughts if part.get("thought") else texts).append(text)
        elif not partial:  # ids of a fragment's calls differ from those that are really made
            others += _payload(part, value, author)
    if thoughts:
        events.append(Uttered("".join(thoughts), partial, author, True))
    if texts:
        events.append(Uttered(texts[0] if len(texts) == 1 else "".join(texts), partial, author))
    events += others


def _payload(part: dict[str, Any], value: dict[str, Any], author: str) -> list[Event]:
    if type(call := _either(part, "functionCall", "function_call")) is dict:
        long = _either(value, "longRunningToolIds", "long_running_tool_ids")
        id_ = str(call.get("id") or "")
        waits = type(long) is list and id_ in long
        return [ToolCalled(str(call.get("name") or ""), id_, call.get("args"), author, waits)]
    if type(answer := _either(part, "functionResponse", "function_response")) is dict:
        id_ = str(answer.get("id") or "")
        return [ToolAnswered(str(answer.get("name") or ""), id_, answer.get("response"), author)]
    if type(inline := _either(part, "inlineData", "inline_data")) is dict:
        mime = str(_either(inline, "mimeType", "mime_type") or "")
        return [MediaSent(mime, str(inline.get("data") or ""))]
    if type(file := _either(part, "fileData", "file_data")) is dict:
        mime = str(_either(file, "mimeType", "mime_type") or "")
        return [MediaSent(mime, "", str(_either(file, "fileUri", "file_uri") or ""))]
    return [Unknown(part)]


def _other(value: dict[str, Any]) -> list[Event]:
    """Read an event of the simplified dialect, a bare text, or a bare failure."""
    kind = value.get("type")
    if kind in ("heartbeat", "ping") or value.get("heartbeat"):
        return _BEAT
    if kind == "text" or (kind is None and type(value.get("text")) is str):
        text = value.get("content", value.get("text"))
        return [Uttered(text, None, "")] if type(text) is str else [Unknown(value)]
    if kind == "tool_call":
        return [ToolCalled(str(value.get("name") or ""), "", value.get("args"), "")]
    if kind == "tool_result":
        return [ToolAnswered(str(value.get("name") or ""), "", value.get("result"), "")]
    if kind == "done" or (kind is None and _is_last(value)):
        return [StepEnded("")]
    return [_failure(value) or Unknown(value)]


def _failure(value: dict[str, Any]) -> Event | None:
    error = value.get("error")
    code = business_code(value) or _either(value, "errorCode", "error_code")
    message = _either(value, "errorMessage", "error_message") or error
    if not (code or message):
        return None
    message = message or value.get("message")
    if type(message) is dict:
        message = message.get("message") or json.dumps(message)
    return Faltered(code if isinstance(code, int | str) else None, str(message or ""))
