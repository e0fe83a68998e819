"""One ADK event in the other spellings on record: snake_case, the simplified dialect, bare text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from nemo_client.sandbox.events import Event

OPAQUE = ("args", "response", "stateDelta")  # what is in these belongs to tools and to the state
NULLS = ("error_code", "error_message", "partial", "turn_complete", "interrupted", "branch")
_CAPITAL = re.compile(r"(?<=[a-z])([A-Z])")


def snake_cased(event: Event) -> Event:
    """The event with its fields in snake_case, and null where it has none."""
    return dict.fromkeys(NULLS) | _snake_keys(event)


def _snake_keys(value: Event) -> Event:
    return {
        _CAPITAL.sub(r"_\1", key).lower(): each if key in OPAQUE else _snake(each)
        for key, each in value.items()
    }


def _snake(value: Any) -> Any:
    if isinstance(value, list):
        return [_snake(each) for each in value]
    return _snake_keys(value) if isinstance(value, dict) else value


def dialect(event: Event, kind: str, seen: dict[str, Any]) -> Iterable[Event]:
    """What this dialect tells of the event; `seen` is its memory of one turn."""
    return DIALECTS[kind](event, seen)


def _simplified(event: Event, seen: dict[str, Any]) -> Iterator[Event]:
    """Text as it comes; of a step that came in fragments the whole is not repeated."""
    for text in _texts(event, seen):
        yield {"type": "text", "content": text}
    yield from _tools(event)


def _cumulative(event: Event, seen: dict[str, Any]) -> Iterator[Event]:
    """Text so far, again and again."""
    is_final = not event.get("partial")
    for text in _texts(event, seen):
        seen["told"] = seen.get("told", "") + text
        yield {"type": "text", "content": seen["told"]}
    if is_final:
        seen.pop("told", None)
    yield from _tools(event)


def _bare(event: Event, seen: dict[str, Any]) -> Iterator[Event]:
    """Nothing but text and errors."""
    for text in _texts(event, seen):
        yield {"text": text}
    if _is_foreign(event):
        yield event


def _texts(event: Event, seen: dict[str, Any]) -> Iterator[str]:
    """The new text of an event, thoughts left out."""
    for part in event.get("content", {}).get("parts", []):
        if part.get("text") and not part.get("thought"):
            if event.get("partial"):
                seen["fragments"] = True
                yield part["text"]
            elif not seen.pop("fragments", False):
                yield part["text"]


def _tools(event: Event) -> Iterator[Event]:
    for part in event.get("content", {}).get("parts", []):
        if call := part.get("functionCall"):
            yield {"type": "tool_call", "name": call["name"], "args": call["args"]}
        if answer := part.get("functionResponse"):
            yield {"type": "tool_result", "name": answer["name"], "result": answer["response"]}
    if _is_foreign(event):
        yield event


def _is_foreign(event: Event) -> bool:
    """Whether this is no ADK event (an error line, a business code)."""
    return "invocationId" not in event


DIALECTS: Mapping[str, Callable[[Event, dict[str, Any]], Iterable[Event]]] = {
    "simplified": _simplified,
    "cumulative": _cumulative,
    "text": _bare,
    "adk-streaming": lambda event, seen: [event],
    "adk": lambda event, seen: [event],
}
