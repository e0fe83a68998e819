"""The cases of web-platform-tests and LaunchDarkly that are about the request and its reply."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from typing import Any

import pytest

from nemo_client.protocol import calls
from nemo_client.protocol.effects import Listen, Lost
from nemo_client.protocol.sse import FrameReader
from nemo_client.transport import Transport
from nemo_client.transport.line import Line

LISTEN = Listen(calls.chat("5", "say"), 5.0, 5.0, 5.0, 5.0)


def answered(wire: Any, settings_for: Any, reply: list[Any]) -> list[str] | None:
    """Listen once; return the frames of a stream, None where the reply is none."""
    wire.scripts["/run_sse"] = [reply]
    transport = Transport(settings_for(wire.url))
    try:
        with transport.listen(LISTEN, "token", Line()) as incoming:
            body = b"".join(incoming.pieces())
            return FrameReader().feed(body) if incoming.is_stream else None
    finally:
        transport.close()


HEADERS = [
    ("wpt/request-accept", "accept", "text/event-stream"),
    ("wpt/request-cache-control", "cache-control", "no-cache"),
    ("ld/default method and headers: no Last-Event-Id", "last-event-id", None),
    ("ld/custom headers", "x-skill-source", "nemo-test"),
    ("ld/POST request: its content type", "content-type", "application/json"),
]


@pytest.mark.parametrize(
    ("header", "value"), [row[1:] for row in HEADERS], ids=[row[0] for row in HEADERS]
)
def test_the_request_conforms(wire: Any, settings_for: Any, header: str, value: str | None) -> None:
    answered(wire, settings_for, wire.stream(b"data: Hello\n\n"))
    assert [request.headers.get(header) for request in wire.requests] == [value]


def test_ld_post_request(wire: Any, settings_for: Any) -> None:
    assert answered(wire, settings_for, wire.stream(b"data: Hello\n\n")) == ["Hello"]
    (request,) = wire.requests
    assert request.line.startswith("POST ")
    assert json.loads(request.body)["new_message"]["parts"] == [{"text": "say"}]


MIMES = [
    ("wpt/format-mime-trailing-semicolon", "text/event-stream;", True),
    ("wpt/format-utf-8", "text/event-stream;charset=windows-1252", True),
    ("wpt/format-mime-bogus", "x bogus", False),
    ("wpt/format-mime-valid-bogus", "text/x-bogus", False),
]


@pytest.mark.parametrize(
    ("mime", "is_stream"), [row[1:] for row in MIMES], ids=[row[0] for row in MIMES]
)
def test_the_type_of_the_reply_decides(
    wire: Any, settings_for: Any, mime: str, is_stream: bool
) -> None:
    frames = answered(wire, settings_for, wire.whole("data: ok…\n\n", mime))
    assert frames == (["ok…"] if is_stream else None)


STATUSES = [204, 205, 210, 299, 404, 410, 503]
REDIRECTS = [301, 307]


@pytest.mark.rule("paid-once")
@pytest.mark.parametrize(
    "status",
    [*STATUSES, *REDIRECTS],
    ids=[
        *(f"wpt/request-status-error {status}" for status in STATUSES),
        *(f"ld/{status} without a Location" for status in REDIRECTS),
    ],
)
def test_another_status_is_no_stream_and_nothing_is_asked_again(
    wire: Any, settings_for: Any, status: int
) -> None:
    """Also: ld/204 halts re-connection attempts."""
    reply = [wire.head("text/event-stream", f"{status} Other", content_length=0)]
    assert answered(wire, settings_for, reply) is None
    assert len(wire.requests) == 1


@pytest.mark.rule("paid-once")
@pytest.mark.parametrize("status", REDIRECTS, ids=[f"ld/{s} redirect" for s in REDIRECTS])
def test_a_message_that_costs_money_follows_no_redirect(
    wire: Any, settings_for: Any, status: int
) -> None:
    """Where this client differs: following would send the message a second time."""
    reply = [wire.head("text/html", f"{status} Moved", location="/elsewhere", content_length=0)]
    assert answered(wire, settings_for, reply) is None
    assert [request.path for request in wire.requests] == ["/run_sse"]


def test_ld_can_set_read_timeout(wire: Any, settings_for: Any) -> None:
    silence = threading.Event()
    wire.scripts["/run_sse"] = [wire.stream(b"data: Hello\n\n", silence)]
    transport = Transport(settings_for(wire.url))
    heard = []
    with (
        pytest.raises(Lost, match=r"byte-idle clock of 0\.3 s"),
        transport.listen(replace(LISTEN, bound_s=0.3), "token", Line()) as incoming,
    ):
        for piece in incoming.pieces():
            heard.append(piece)
    silence.set()
    transport.close()
    assert heard == [b"data: Hello\n\n"]
    assert len(wire.requests) == 1
