"""The twin of Transport for event loops.

Uploads go through the blocking one, in threads of their own: a server may answer before it has the
body and hang up, and asyncio drops an answer that it has not read when a write fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import httpx

from nemo_client.config import Settings
from nemo_client.protocol.calls import Call, Files
from nemo_client.protocol.effects import Listen, Lost
from nemo_client.transport import REDIRECTS, OnSent, Transport
from nemo_client.transport.faults import folded
from nemo_client.transport.incoming import Incoming, redirected
from nemo_client.transport.pools import Headers, Pools, bear, stream_timeout

UPLOADS = 8  # at once; the others wait in line, as their bytes would on the way


class AsyncTransport:
    """Calls over HTTP, for an event loop."""

    def __init__(self, settings: Settings) -> None:
        self._pools = Pools(httpx.AsyncClient, settings)
        self._blocking = Transport(settings)
        self._threads = ThreadPoolExecutor(UPLOADS, "nemo-upload")

    async def ask(
        self, call: Call, token: str | None, timeout_s: float | None, on_sent: OnSent
    ) -> tuple[Incoming, bytes]:
        """Send a call and return the whole reply. Raises Undelivered or Lost."""
        if isinstance(call.body, Files):
            return await self._upload(call, token, timeout_s, on_sent)
        client = self._pools.for_own()
        request = self._pools.request(client, call, token, None, None)
        bear(request, timeout_s)
        with folded():
            response = await client.send(request)
        return Incoming(response), response.content

    async def _upload(
        self, call: Call, token: str | None, timeout_s: float | None, on_sent: OnSent
    ) -> tuple[Incoming, bytes]:
        loop = asyncio.get_running_loop()
        over = False

        def sent(sent_bytes: int, of_bytes: int) -> None:
            if over:
                raise Lost("nobody waits for it")
            loop.call_soon_threadsafe(on_sent, sent_bytes, of_bytes)

        ask = self._blocking.ask
        try:
            return await loop.run_in_executor(self._threads, ask, call, token, timeout_s, sent)
        finally:
            over = True

    @asynccontextmanager
    async def listen(self, listen: Listen, token: str | None) -> AsyncIterator[Incoming]:
        """Open a stream on a connection of its own; the reply's body is still to be read."""
        client = self._pools.for_streams()
        request = self._pools.request(client, listen.call, token, None, None)
        request.extensions["timeout"] = stream_timeout(listen.connect_s, listen.first_byte_s)
        with folded("first-byte"):
            response = await client.send(request, stream=True)
        bear(request, listen.bound_s)
        try:
            yield Incoming(response)
        finally:
            await response.aclose()

    @asynccontextmanager
    async def fetch(
        self, source: str | Call, token: str | None, more: Headers
    ) -> AsyncIterator[Incoming]:
        """Open a download; redirects are followed, our headers stay with our own host."""
        with folded("download"):
            response = await self._open(source, token, more)
            for _ in range(REDIRECTS):
                if (target := redirected(response)) is None:
                    break
                await response.aclose()
                response = await self._open(target, None, more)
        try:
            yield Incoming(response)
        finally:
            await response.aclose()

    async def close(self) -> None:
        """Close all connections."""
        for client in self._pools.all():
            await client.aclose()
        self._blocking.close()
        self._threads.shutdown(wait=False)

    async def _open(self, source: str | Call, token: str | None, more: Headers) -> httpx.Response:
        client, request = self._pools.fetch_request(source, token, more)
        return await client.send(request, stream=True)
