"""A turn told otherwise: each row changes the events on their way, one by one.

The events come as ADK sends them; frames that are no events (heartbeats) are not touched. The
dialects come last, because every other row reads ADK's shape.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nemo_client.sandbox.events import AUTHOR, Event, Invocation, Item
from nemo_client.sandbox.faults import Values
from nemo_client.sandbox.faulty.dialects import dialect, snake_cased

PREAMBLE = "Working on it."
THOUGHT = "The user wants something done; I will look at the timeline first."
SEPARATORS = " One\u2028two\u2029three\u0085four."
BUTTONS = {
    "en": " Click the Export button in the top right to download your video.",
    "zh": "点击右上角的导出按钮即可下载视频。",
}
MEGABYTE = 1_000_000
# A real picture whose base64 needs both characters in which the URL-safe alphabet differs.
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4__8_w38GIAXDIBKE0DHxgljNBAAO"
    "9TXL0Y4OHwAAAABJRU5ErkJggg=="
)


@dataclass(slots=True)
class Talk:
    """What a row knows of the turn it changes; `seen` is its own memory."""

    wire: Invocation
    seen: dict[str, Any] = field(default_factory=dict)

    def is_first(self, what: str) -> bool:
        """Whether this is asked for the first time."""
        first = what not in self.seen
        self.seen[what] = True
        return first


Change = Callable[[Event, Values, Talk], Iterable[Item]]


def parts(event: Event) -> list[dict[str, Any]]:
    """What is in an event."""
    found: list[dict[str, Any]] = event.get("content", {}).get("parts", [])
    return found


def text_of(event: Event) -> str:
    """The words of an event, thoughts left out, "" when it has none."""
    return "".join(part.get("text", "") for part in parts(event) if not part.get("thought"))


def is_fragment(event: Event) -> bool:
    """Whether an event is a piece of text."""
    return bool(event.get("partial")) and bool(text_of(event))


def is_final(event: Event) -> bool:
    """Whether an event holds the whole text of a step."""
    return not event.get("partial") and bool(text_of(event))


def has(event: Event, kind: str) -> bool:
    """Whether an event holds a part of this kind."""
    return any(kind in part for part in parts(event))


def _with(event: Event, *of: dict[str, Any], **more: Any) -> Event:
    return event | {"content": event["content"] | {"parts": list(of)}} | more


def pieces(text: str, n: int) -> list[str]:
    """The text in n pieces that together are the text."""
    size = -(-len(text) // n)
    return [text[at : at + size] for at in range(0, len(text), size)]


# --- words


def _preamble(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    if has(event, "functionCall") and talk.is_first("call"):
        yield from talk.wire.said(PREAMBLE)
    yield event


def _authors(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    if is_final(event):
        for number, text in enumerate(pieces(text_of(event), values["n"]), 1):
            yield from talk.wire.said(text, author=f"{AUTHOR}_{number}")
    elif not is_fragment(event):
        yield event


def _longer(event: Event, text: str, talk: Talk) -> Iterator[Item]:
    """The event, and at the end of a step this text too."""
    if is_final(event):
        if talk.wire.streaming:
            fragment = {key: value for key, value in event.items() if key != "finishReason"}
            yield _with(fragment, {"text": text}, partial=True)
        event = _with(event, {"text": text_of(event) + text})
    yield event


def _separators(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    return _longer(event, SEPARATORS, talk)


def _buttons(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    return _longer(event, BUTTONS[values["kind"]], talk)


def _several_parts(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    if is_final(event):
        event = _with(event, *({"text": each} for each in pieces(text_of(event), values["n"])))
    yield event


def _thoughts(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    thought = {"text": THOUGHT, "thought": True}
    if is_fragment(event) and talk.is_first("fragment"):
        yield _with(event, thought)
    if is_final(event):
        talk.seen.clear()  # the next step thinks again
        event = _with(event, thought, *parts(event))
    yield event


def _inline_media(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    if is_final(event):
        picture = {"mimeType": "image/png", "data": PICTURE, "displayName": "dot.png"}
        event = _with(event, *parts(event), {"inlineData": picture})
    yield event


# --- tools


def _partial_calls(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    if has(event, "functionCall"):
        [part] = parts(event)
        other = part["functionCall"] | {"id": f"adk-{uuid.uuid4()}"}
        yield _with(event, {"functionCall": other}, partial=True)
    yield event


def _long_tool(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    if has(event, "functionCall"):
        event = event | {"longRunningToolIds": [parts(event)[0]["functionCall"]["id"]]}
    if has(event, "functionResponse"):
        answer = parts(event)[0]["functionResponse"] | {"response": {"status": "pending"}}
        event = _with(event, {"functionResponse": answer})
    yield event


# --- fragments and finals


def _only(wanted: Callable[[Event], bool]) -> Change:
    return lambda event, values, talk: [event] if wanted(event) else []


def _partials_lost(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    number = talk.seen["n"] = talk.seen.get("n", 0) + is_fragment(event)
    if not is_fragment(event) or number % 2:
        yield event


def _partial_flag_lost(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    if is_fragment(event):
        event = {key: value for key, value in event.items() if key != "partial"}
        if values["kind"] == "whole":
            talk.seen["text"] = talk.seen.get("text", "") + text_of(event)
            event = _with(event, {"text": talk.seen["text"]})
    elif is_final(event):
        talk.seen.clear()
    yield event


def _final_twice(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    yield event
    if is_final(event):
        yield event | {"id": str(uuid.uuid4()), "turnComplete": True}


def _ids_differ(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    yield event | {"id": str(uuid.uuid4())}


# --- fields


def _huge(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    if (has(event, "functionResponse") or is_final(event)) and talk.is_first("huge"):
        padding = "x" * (values["megabytes"] * MEGABYTE)
        actions = event["actions"]
        delta = actions["stateDelta"] | {"sandbox_padding": padding}
        event = event | {"actions": actions | {"stateDelta": delta}}
    yield event


def _unknown_keys(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    if talk.is_first("event"):
        yield {"kind": "hologram", "n": 1}
    if parts(event):
        event = _with(event, *parts(event), {"hologram": {"depth": 3}})
    yield event | {"hologramMetadata": {"views": [1, None, {"x": 2.5}]}}


def _turn_complete(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    yield event
    if is_final(event):
        yield talk.wire.event({"turnComplete": True})


def _interrupted(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    yield event | {"interrupted": True} if is_final(event) else event


def _empty_stream(event: Event, values: Values, talk: Talk) -> Iterator[Item]:
    yield from ()


CHANGES: Mapping[str, Change] = {
    "preamble": _preamble,
    "authors": _authors,
    "separators": _separators,
    "buttons": _buttons,
    "several_parts": _several_parts,
    "thoughts": _thoughts,
    "inline_media": _inline_media,
    "partial_calls": _partial_calls,
    "long_tool": _long_tool,
    "final_only": _only(lambda event: not is_fragment(event)),
    "no_final": _only(lambda event: not is_final(event)),
    "partials_lost": _partials_lost,
    "partial_flag_lost": _partial_flag_lost,
    "final_twice": _final_twice,
    "ids_differ": _ids_differ,
    "huge": _huge,
    "unknown_keys": _unknown_keys,
    "turn_complete": _turn_complete,
    "interrupted": _interrupted,
    "empty_stream": _empty_stream,
    "snake_case": lambda event, values, talk: [snake_cased(event)],
    "dialect": lambda event, values, talk: dialect(event, values["kind"], talk.seen),
}
"""In the order in which they are applied."""
