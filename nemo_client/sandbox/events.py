"""One chat turn as ADK tells it: events in camelCase, and how one is framed for SSE.

A step of the model ends with one non-partial event; with streaming, deltas marked `partial` come
first and share the id of their final, which repeats the whole text. A function's response has
role `user` but the agent as author. Null fields are left out.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from nemo_client.sandbox.replies import dumps

AUTHOR = "nemo_agent"
DELTA_CHARS = 24
HEARTBEATS: dict[str, bytes] = {
    "comment": b": heartbeat\n\n",
    "event": b"event: heartbeat\ndata:\n\n",
    "ping": b"event: ping\ndata:\n\n",
    "empty": b"data:\n\n",
    "word": b"data: heartbeat\n\n",
    "json": b'data: {"type":"heartbeat"}\n\n',
    "flag": b'data: {"heartbeat":true}\n\n',
}
Event = dict[str, Any]
Item = Event | bytes  # what a stream is made of: events, and frames that are none


def frame(payload: object) -> bytes:
    """One SSE event with this payload on one line."""
    return f"data: {dumps(payload)}\n\n".encode()


class Invocation:
    """The events of one user turn."""

    def __init__(self, clock: Callable[[], float], streaming: bool) -> None:
        self.id = f"e-{uuid.uuid4()}"
        self._clock, self.streaming = clock, streaming

    def said(self, text: str, author: str = AUTHOR) -> Iterator[Event]:
        """The agent's answer, or a step of it."""
        same = {"id": str(uuid.uuid4()), "author": author}
        if self.streaming:
            for at in range(0, len(text), DELTA_CHARS):
                delta = {"content": model({"text": text[at : at + DELTA_CHARS]}), "partial": True}
                yield self.event(delta) | same
        yield self.event({"content": model({"text": text}), "finishReason": "STOP"}) | same

    def called(self, name: str, args: Mapping[str, Any]) -> tuple[str, Event]:
        """The agent uses a tool: the call's id and its event."""
        call = f"adk-{secrets.token_hex(8)}"
        part = {"functionCall": {"id": call, "name": name, "args": dict(args)}}
        return call, self.event({"content": model(part), "longRunningToolIds": []})

    def asked(self, args: Mapping[str, Any]) -> Event:
        """The agent asks the user by its question tool, which answers later."""
        call, event = self.called("ask_question", args)
        return event | {"longRunningToolIds": [call]}

    def answered(self, call: str, name: str, change: Mapping[str, Any]) -> Event:
        """The tool has answered, and this part of the state is new."""
        part = {"functionResponse": {"id": call, "name": name, "response": {"ok": True}}}
        return self.event({"content": {"role": "user", "parts": [part]}}, change)

    def silent(self) -> Event:
        """The step ended without a word, which ADK 2.x calls an error and which is none."""
        return self.event(
            {"errorCode": "MODEL_RETURNED_NO_CONTENT", "errorMessage": "", "finishReason": "STOP"}
        )

    def failed(self, kind: str, text: str) -> Iterator[Event]:
        """One failure in two lines, as ADK 2.13 tells it."""
        yield self.event({"errorCode": kind, "errorMessage": text})
        details = {"error_type": kind, "error_message": text, "timestamp": self._clock()}
        yield {"error": f"{kind}: {text}", "error_details": details}

    def event(self, what: Mapping[str, Any], change: Mapping[str, Any] | None = None) -> Event:
        """What is always in an event, around what is in this one."""
        actions = {
            "stateDelta": dict(change or {}),
            "artifactDelta": {},
            "requestedAuthConfigs": {},
            "requestedToolConfirmations": {},
        }
        always = {"invocationId": self.id, "author": AUTHOR, "actions": actions}
        stamp = {"id": str(uuid.uuid4()), "timestamp": self._clock()}
        return {**what, **always, **stamp}


def questions(prompt: str, choices: Iterable[str], title: str) -> dict[str, Any]:
    """One question as the arguments of the tool that asks."""
    options = [{"id": str(n), "label": each} for n, each in enumerate(choices, 1)]
    asked = {"id": "q1", "prompt": prompt, "options": options, "allow_multiple": False}
    return {"title": title, "questions": [asked]}


def model(part: Mapping[str, Any]) -> dict[str, Any]:
    """The content of an event in which the model says this."""
    return {"role": "model", "parts": [dict(part)]}
