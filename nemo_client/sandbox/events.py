"""One chat turn as ADK tells it: events in camelCase, framed for SSE.

A step of the model ends with one non-partial event; with streaming, deltas marked `partial` come
first and share the id of their final, which repeats the whole text. A function's response has
role `user` but the agent as author. Null fields are left out.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from nemo_client.sandbox.replies import dumps

AUTHOR = "nemo_agent"
DELTA_CHARS = 24
HEARTBEATS: dict[str, bytes] = {
    "comment": b": heartbeat\n\n",
    "event": b"event: heartbeat\ndata:\n\n",
    "empty": b"data:\n\n",
    "json": b'data: {"type":"heartbeat"}\n\n',
}


def frame(payload: object) -> bytes:
    """One SSE event with this payload on one line."""
    return f"data: {dumps(payload)}\n\n".encode()


class Invocation:
    """The frames of one user turn."""

    def __init__(self, clock: Callable[[], float], streaming: bool) -> None:
        self.id = f"e-{uuid.uuid4()}"
        self._clock, self._streaming = clock, streaming

    def said(self, text: str) -> Iterator[bytes]:
        """The agent's answer."""
        name = str(uuid.uuid4())
        if self._streaming:
            for at in range(0, len(text), DELTA_CHARS):
                delta = {"content": _model({"text": text[at : at + DELTA_CHARS]}), "partial": True}
                yield self._event(delta, name=name)
        yield self._event({"content": _model({"text": text}), "finishReason": "STOP"}, name=name)

    def called(self, name: str, args: Mapping[str, Any]) -> tuple[str, bytes]:
        """The agent uses a tool: the call's id and its frame."""
        call = f"adk-{secrets.token_hex(8)}"
        part = {"functionCall": {"id": call, "name": name, "args": dict(args)}}
        return call, self._event({"content": _model(part), "longRunningToolIds": []})

    def answered(self, call: str, name: str, change: Mapping[str, Any]) -> bytes:
        """The tool has answered, and this part of the state is new."""
        part = {"functionResponse": {"id": call, "name": name, "response": {"ok": True}}}
        return self._event({"content": {"role": "user", "parts": [part]}}, change)

    def silent(self) -> bytes:
        """The step ended without a word, which ADK 2.x calls an error and which is none."""
        return self._event(
            {"errorCode": "MODEL_RETURNED_NO_CONTENT", "errorMessage": "", "finishReason": "STOP"}
        )

    def failed(self, error: Exception) -> Iterator[bytes]:
        """One failure in two lines, as ADK 2.13 tells it."""
        kind, text = type(error).__name__, str(error)
        yield self._event({"errorCode": kind, "errorMessage": text})
        details = {"error_type": kind, "error_message": text, "timestamp": self._clock()}
        yield frame({"error": f"{kind}: {text}", "error_details": details})

    def _event(
        self, what: Mapping[str, Any], change: Mapping[str, Any] | None = None, name: str = ""
    ) -> bytes:
        """A frame of what is always in an event, around what is in this one."""
        actions = {
            "stateDelta": dict(change or {}),
            "artifactDelta": {},
            "requestedAuthConfigs": {},
            "requestedToolConfirmations": {},
        }
        always = {"invocationId": self.id, "author": AUTHOR, "actions": actions}
        stamp = {"id": name or str(uuid.uuid4()), "timestamp": self._clock()}
        return frame({**what, **always, **stamp})


def _model(part: Mapping[str, Any]) -> dict[str, Any]:
    return {"role": "model", "parts": [dict(part)]}
