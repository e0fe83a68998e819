"""Turns that end otherwise: what is told instead of work, and as what they are in the books.

A row says what is told; whether a turn costs anything nevertheless is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from nemo_client.sandbox.events import Invocation, Item, frame
from nemo_client.sandbox.faults import Taken, Values
from nemo_client.sandbox.turn import Turn

ISSUE = "I encountered a temporary issue. Please try again later."
NEEDS_FRAGMENTS = ("no_final", "partials_lost", "partial_flag_lost", "ids_differ")
_TORN = 'could not parse "draft": unexpected end'
_BROKEN = "the tool failed\nat line 2 of the plan"
ERROR_LINES: Mapping[str, bytes] = {
    # By plain string formatting, as servers up to 1.22 did it: a quote makes it no JSON, a line
    # feed tears the frame.
    "quote": f'data: {{"error": "{_TORN}"}}\n\n'.encode(),
    "newline": f'data: {{"error": "{_BROKEN}"}}\n\n'.encode(),
    "json": frame({"error": _TORN}),
}
ASKED = {
    "title": "One thing first",
    "questions": [
        {
            "id": "q1",
            "prompt": "Which of the two clips do you mean?",
            "options": [{"id": "a", "label": "The first"}, {"id": "b", "label": "The second"}],
            "allow_multiple": False,
        }
    ],
}

Told = Callable[[Values, Invocation], Iterable[Item]]


@dataclass(frozen=True, slots=True)
class Ending:
    """What is told, and as what the turn is written down."""

    items: tuple[Item, ...]
    state: Literal["failed", "aborted", "done"]


def ending(turn: Turn) -> Ending | None:
    """How the turn ends instead of being carried out; None when it is to be carried out."""
    for name, (state, told) in ENDINGS.items():
        if name in turn.faults:
            return Ending(tuple(told(turn.faults[name], turn.wire)), state)
    return None


def afterwards(turn: Turn) -> Iterable[Item]:
    """What the agent adds to a turn that went well."""
    return turn.wire.said(ISSUE) if "trailing_issue" in turn.faults else ()


def is_streamed(faults: Taken) -> bool:
    """Whether these faults make sense only in a stream of fragments."""
    dialect = faults.get("dialect", {}).get("kind")
    wants = dialect in ("adk-streaming", "cumulative")
    return wants or any(name in faults for name in NEEDS_FRAGMENTS)


def _error_line(values: Values, wire: Invocation) -> Iterable[Item]:
    if values["kind"] == "double":
        return wire.failed("ToolError", _TORN)
    return [ERROR_LINES[values["kind"]]]


def _refusal(values: Values, wire: Invocation) -> Iterable[Item]:
    reason = values["kind"]
    message = f"The model stopped: {reason}"
    yield wire.event({"errorCode": reason, "errorMessage": message, "finishReason": reason})


def _asked(values: Values, wire: Invocation) -> Iterable[Item]:
    yield wire.asked(ASKED)


ENDINGS: Mapping[str, tuple[Literal["failed", "aborted", "done"], Told]] = {
    "forgotten": ("aborted", lambda values, wire: ()),
    "no_content": ("failed", lambda values, wire: [wire.silent()]),
    "only_issue": ("failed", lambda values, wire: wire.said(ISSUE)),
    "error_line": ("failed", _error_line),
    "refusal": ("failed", _refusal),
    "stream_code": (
        "failed",
        lambda values, wire: [{"code": values["code"], "message": "The turn was refused"}],
    ),
    "question": ("done", _asked),
}
"""State in the books, and what is told."""
