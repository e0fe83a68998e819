"""HTTP, and the only place that knows httpx: values in, values out; its twin is in `looped`.

Redirects of downloads are followed by hand, so that our headers stay with our own host; that of a
call is its answer. How long is waited for what is said by the settings and by the flows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from nemo_client.config import Settings
from nemo_client.protocol.calls import Call, Files
from nemo_client.protocol.effects import Listen
from nemo_client.transport.faults import folded
from nemo_client.transport.incoming import Incoming, redirected
from nemo_client.transport.line import Line
from nemo_client.transport.pools import Headers, Pools, bear, stream_timeout

if TYPE_CHECKING:
    from nemo_client.multipart import Body

__all__ = ["Incoming", "Transport"]

REDIRECTS = 5
OnSent = Callable[[int, int], None]


class Transport:
    """Calls over HTTP, blocking."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pools = Pools(httpx.Client, settings)

    def ask(
        self, call: Call, token: str | None, timeout_s: float | None, on_sent: OnSent
    ) -> tuple[Incoming, bytes]:
        """Send a call and return the whole reply. Raises Undelivered or Lost."""
        body = _body(call)
        client = self._pools.for_own()
        content = _told(body, on_sent) if body else None
        request = self._pools.request(client, call, token, body, content)
        bear(request, timeout_s or (self._settings.upload_s if body else None))
        with folded("upload" if body else "reply"):
            response = client.send(request)
        return Incoming(response), response.content

    @contextmanager
    def listen(self, listen: Listen, token: str | None, line: Line) -> Iterator[Incoming]:
        """Open a stream on a `line` of its own; the reply's body is still to be read."""
        client = self._pools.for_streams()
        request = self._pools.request(client, listen.call, token, None, None)
        request.extensions["timeout"] = stream_timeout(listen.connect_s, listen.first_byte_s)
        request.extensions["trace"] = line.trace
        with folded("first-byte"):
            response = client.send(request, stream=True)
        bear(request, listen.bound_s)
        try:
            yield Incoming(response)
        finally:
            response.close()

    @contextmanager
    def fetch(self, source: str | Call, token: str | None, more: Headers) -> Iterator[Incoming]:
        """Open a download; redirects are followed, our headers stay with our own host."""
        with folded("download"):
            response = self._open(source, token, more)
            for _ in range(REDIRECTS):
                if (target := redirected(response)) is None:
                    break
                response.close()
                response = self._open(target, None, more)
        try:
            yield Incoming(response)
        finally:
            response.close()

    def close(self) -> None:
        """Close all connections."""
        for client in self._pools.all():
            client.close()

    def _open(self, source: str | Call, token: str | None, more: Headers) -> httpx.Response:
        client, request = self._pools.fetch_request(source, token, more)
        return client.send(request, stream=True)


def _body(call: Call) -> Body | None:
    if not isinstance(call.body, Files):
        return None
    from nemo_client.multipart import Body  # loaded by whoever uploads

    return Body(call.body.paths)


def _told(body: Body, on_sent: OnSent) -> Iterator[bytes]:
    for piece in body.pieces():
        yield piece
        on_sent(body.sent_bytes, body.media_bytes)
