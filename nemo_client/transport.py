"""HTTP, and the only place that knows httpx: values in, values out, twice (sync and async).

The token and the attribution headers go to our own host and nowhere else; redirects are followed
by hand so that they stay there. What httpx raises is folded into the one question that matters:
can the request have arrived (Lost), or has it provably not (Undelivered)? A billed call always
takes a new connection: on an idle one a silent death would look like acceptance.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx

from nemo_client.config import Settings, is_loopback
from nemo_client.errors import Precondition
from nemo_client.protocol.calls import Call, Files, Json
from nemo_client.protocol.effects import Lost, Undelivered

if TYPE_CHECKING:
    from nemo_client.multipart import Body

CONNECT_S = 15.0
READ_S = 90.0
UPLOAD_READ_S = 600.0  # the backend may look through a large file before it answers
IDLE_CONNECTION_S = 2.0  # shorter than any server's, so that the client is the one to hang up
REDIRECTS = 5
Headers = Mapping[str, str]

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
OnSent = Callable[[int, int], None]
AnyClient = TypeVar("AnyClient", httpx.Client, httpx.AsyncClient)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A reply whose body is still to be read; header names are in lower case."""

    response: httpx.Response

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def headers(self) -> dict[str, str]:
        """The reply's headers."""
        return dict(self.response.headers)

    @property
    def is_stream(self) -> bool:
        """Whether this is an event stream; anything else is an answer to be read whole."""
        kind = self.response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return self.status == 200 and kind == "text/event-stream"

    @property
    def length(self) -> int | None:
        """The announced length of the body, None where there is none."""
        length = self.response.headers.get("content-length", "")
        return int(length) if length.isdigit() else None

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it arrives. Raises Lost where it is cut."""
        with _folded("byte-idle"):
            yield from self.response.iter_bytes()

    async def apieces(self) -> AsyncGenerator[bytes]:
        """Yield the body as it arrives. Raises Lost where it is cut."""
        with _folded("byte-idle"):
            async for piece in self.response.aiter_bytes():
                yield piece

    def hang_up(self) -> None:
        """Cut the connection, so that a thread that waits for bytes wakes up."""
        stream = self.response.extensions.get("network_stream")
        raw = stream.get_extra_info("socket") if stream is not None else None
        if raw is not None:
            with suppress(OSError):
                raw.shutdown(socket.SHUT_RDWR)


def request_headers(call: Call, settings: Settings, token: str | None) -> dict[str, str]:
    """Return the headers of a call: attribution always, the token where the call carries one."""
    headers = {
        "Accept": "text/event-stream" if call.endpoint.streams else "application/json",
        "User-Agent": f"{settings.attribution.source}/{settings.attribution.version}",
        **settings.attribution.headers(),
        **dict(call.headers),
    }
    if call.endpoint.streams:
        headers |= {"Accept-Encoding": "identity", "Cache-Control": "no-cache"}
    if isinstance(call.body, Json):
        headers["Content-Type"] = "application/json"
    if call.endpoint.bearer and token:
        headers["Authorization"] = f"Bearer {token}"
    return headers


def fetch_headers(url: str, settings: Settings) -> dict[str, str]:
    """Return the headers of a download by link: ours to our own host, none of them elsewhere."""
    plain = {"Accept": "*/*", "Accept-Encoding": "identity"}
    return plain | settings.attribution.headers() if _same_host(url, settings.api_url) else plain


def _same_host(url: str, other: str) -> bool:
    a, b = urlsplit(url), urlsplit(other)
    return (a.scheme, a.hostname, a.port) == (b.scheme, b.hostname, b.port)


@contextmanager
def _folded(clock: str = "reply") -> Iterator[None]:
    """Fold what httpx raises into Undelivered or Lost."""
    try:
        yield
    except (httpx.ConnectTimeout, httpx.PoolTimeout) as fault:
        raise Undelivered(_rang("connect", fault)) from fault
    except _NEVER_LEFT as fault:
        raise Undelivered(str(fault) or type(fault).__name__) from fault
    except httpx.UnsupportedProtocol as fault:
        raise Lost(f"an address that cannot be fetched: {fault}") from fault
    except httpx.TimeoutException as fault:
        raise Lost(_rang(clock, fault)) from fault
    except (httpx.TransportError, httpx.DecodingError) as fault:
        raise Lost(str(fault) or type(fault).__name__) from fault


_BUDGETS = {
    httpx.ConnectTimeout: "connect",
    httpx.PoolTimeout: "pool",
    httpx.WriteTimeout: "write",
    httpx.ReadTimeout: "read",
}


def _rang(clock: str, fault: httpx.TimeoutException) -> str:
    """Name the clock that rang, with its budget: it is what a user can change."""
    try:
        budget_s = fault.request.extensions["timeout"][_BUDGETS[type(fault)]]
    except (RuntimeError, KeyError):  # raised by nothing that was sent
        return f"the {clock} clock ran out"
    return f"the {clock} clock of {budget_s:g} s ran out"


class _Clients(Generic[AnyClient]):
    """Connection pools, made when first needed: our own host's is shared with nobody else."""

    def __init__(self, make: type[AnyClient], settings: Settings) -> None:
        self._make: type[AnyClient] = make
        self._settings = settings
        self._made: dict[tuple[object, ...], AnyClient] = {}
        self._trust: ssl.SSLContext | None = None

    def for_own(self) -> AnyClient:
        """Return the client for our own host."""
        return self.for_url(self._settings.api_url)

    def for_url(self, url: str) -> AnyClient:
        """Return the client for an address."""
        own = _same_host(url, self._settings.api_url)
        kind = (own, is_loopback(url), urlsplit(url).scheme)
        if kind not in self._made:
            self._made[kind] = self._make(**self._options(url))
        return self._made[kind]

    def all(self) -> tuple[AnyClient, ...]:
        """Return the clients that were made."""
        return tuple(self._made.values())

    def request(
        self, client: AnyClient, call: Call, token: str | None, body: Body | None, content: Any
    ) -> httpx.Request:
        """Build the request for a call."""
        headers = request_headers(call, self._settings, token)
        if body is not None:
            headers |= body.headers()
        elif isinstance(call.body, Json):
            content = call.body.data
        try:
            return client.build_request(
                call.endpoint.method,
                self._settings.api_url + call.path,
                headers=headers,
                content=content,
            )
        except httpx.InvalidURL as fault:
            raise Precondition("bad_setting", str(fault), name="NEMO_API_URL") from None

    def fetch_request(
        self, source: str | Call, token: str | None, more: Headers
    ) -> tuple[AnyClient, httpx.Request]:
        """Build the request for a download. Raises Lost where a link is no address."""
        try:
            if isinstance(source, str):
                url = urljoin(self._settings.api_url + "/", source)
                client, headers = self.for_url(url), fetch_headers(url, self._settings)
                request = client.build_request("GET", url, headers=headers)
            else:
                client = self.for_own()
                request = self.request(client, source, token, None, None)
        except (httpx.InvalidURL, ValueError) as fault:
            raise Lost(f"an address that cannot be fetched: {fault}") from fault
        request.headers.update({"Accept-Encoding": "identity", **more})
        return client, request

    def _options(self, url: str) -> dict[str, Any]:
        """Return the client options: proxies and trust from the environment, save on loopback."""
        local = is_loopback(url)
        if local and urlsplit(url).scheme == "http":
            # Without TLS no authority is needed; an empty context trusts none and costs no time.
            trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        else:
            # Authorities take 20 ms and a megabyte to read: once, not again for every stream.
            trust = self._trust = self._trust or httpx.create_ssl_context()
        return {
            "limits": httpx.Limits(keepalive_expiry=IDLE_CONNECTION_S),
            "timeout": httpx.Timeout(READ_S, connect=CONNECT_S),
            "trust_env": not local,  # no proxy leads to this machine
            "verify": trust,
        }

    def stream_options(self, connect_s: float, first_byte_s: float) -> dict[str, Any]:
        """Return the options of a client that serves one stream."""
        return self._options(self._settings.api_url) | {
            "limits": httpx.Limits(max_keepalive_connections=0),
            "timeout": httpx.Timeout(first_byte_s, connect=connect_s),
        }


def _with_timeout(request: httpx.Request, timeout_s: float | None, upload: bool) -> httpx.Request:
    read = timeout_s or (UPLOAD_READ_S if upload else None)
    if read:
        timeout = httpx.Timeout(read, connect=CONNECT_S, pool=CONNECT_S)
        request.extensions["timeout"] = timeout.as_dict()
    return request


def _bound_silence(request: httpx.Request, bound_s: float) -> None:
    """From the head on, bear longer silence: one read timeout serves head and body in httpx."""
    request.extensions["timeout"]["read"] = bound_s


def _redirected(response: httpx.Response) -> str | None:
    if not response.has_redirect_location:
        return None
    try:
        return urljoin(str(response.url), response.headers["location"])
    except ValueError:
        return None  # it leads nowhere: the redirect itself is the answer


class Transport:
    """Calls over HTTP, blocking."""

    def __init__(self, settings: Settings) -> None:
        self._clients = _Clients(httpx.Client, settings)

    def ask(
        self, call: Call, token: str | None, timeout_s: float | None, on_sent: OnSent
    ) -> tuple[Incoming, bytes]:
        """Send a call and return the whole reply. Raises Undelivered or Lost."""
        body = _body(call)
        client = self._clients.for_own()
        content = _told(body, on_sent) if body else None
        request = self._clients.request(client, call, token, body, content)
        with _folded():
            response = client.send(_with_timeout(request, timeout_s, body is not None))
        return Incoming(response), response.content

    @contextmanager
    def listen(
        self, call: Call, token: str | None, connect_s: float, first_byte_s: float, bound_s: float
    ) -> Iterator[Incoming]:
        """Open a stream on a connection of its own; the reply's body is still to be read."""
        options = self._clients.stream_options(connect_s, first_byte_s)
        with httpx.Client(**options) as client:
            request = self._clients.request(client, call, token, None, None)
            with _folded("first-byte"):
                response = client.send(request, stream=True)
            _bound_silence(request, bound_s)
            try:
                yield Incoming(response)
            finally:
                response.close()

    @contextmanager
    def fetch(self, source: str | Call, token: str | None, more: Headers) -> Iterator[Incoming]:
        """Open a download; redirects are followed, our headers stay with our own host."""
        with _folded("download"):
            response = self._open(source, token, more)
            for _ in range(REDIRECTS):
                if (target := _redirected(response)) is None:
                    break
                response.close()
                response = self._open(target, None, more)
        try:
            yield Incoming(response)
        finally:
            response.close()

    def close(self) -> None:
        """Close all connections."""
        for client in self._clients.all():
            client.close()

    def _open(self, source: str | Call, token: str | None, more: Headers) -> httpx.Response:
        client, request = self._clients.fetch_request(source, token, more)
        return client.send(request, stream=True)


class AsyncTransport:
    """Calls over HTTP, for an event loop; the twin of Transport."""

    def __init__(self, settings: Settings) -> None:
        self._clients = _Clients(httpx.AsyncClient, settings)

    async def ask(
        self, call: Call, token: str | None, timeout_s: float | None, on_sent: OnSent
    ) -> tuple[Incoming, bytes]:
        """Send a call and return the whole reply. Raises Undelivered or Lost."""
        body = _body(call)
        client = self._clients.for_own()
        content = _atold(body, on_sent) if body else None
        request = self._clients.request(client, call, token, body, content)
        with _folded():
            response = await client.send(_with_timeout(request, timeout_s, body is not None))
        return Incoming(response), response.content

    @asynccontextmanager
    async def listen(
        self, call: Call, token: str | None, connect_s: float, first_byte_s: float, bound_s: float
    ) -> AsyncIterator[Incoming]:
        """Open a stream on a connection of its own; the reply's body is still to be read."""
        options = self._clients.stream_options(connect_s, first_byte_s)
        async with httpx.AsyncClient(**options) as client:
            request = self._clients.request(client, call, token, None, None)
            with _folded("first-byte"):
                response = await client.send(request, stream=True)
            _bound_silence(request, bound_s)
            try:
                yield Incoming(response)
            finally:
                await response.aclose()

    @asynccontextmanager
    async def fetch(
        self, source: str | Call, token: str | None, more: Headers
    ) -> AsyncIterator[Incoming]:
        """Open a download; redirects are followed, our headers stay with our own host."""
        with _folded("download"):
            response = await self._open(source, token, more)
            for _ in range(REDIRECTS):
                if (target := _redirected(response)) is None:
                    break
                await response.aclose()
                response = await self._open(target, None, more)
        try:
            yield Incoming(response)
        finally:
            await response.aclose()

    async def close(self) -> None:
        """Close all connections."""
        for client in self._clients.all():
            await client.aclose()

    async def _open(self, source: str | Call, token: str | None, more: Headers) -> httpx.Response:
        client, request = self._clients.fetch_request(source, token, more)
        return await client.send(request, stream=True)


def _body(call: Call) -> Body | None:
    if not isinstance(call.body, Files):
        return None
    from nemo_client.multipart import Body  # loaded by whoever uploads

    return Body(call.body.paths)


def _told(body: Body, on_sent: OnSent) -> Iterator[bytes]:
    for piece in body.pieces():
        yield piece
        on_sent(body.sent_bytes, body.media_bytes)


async def _atold(body: Body, on_sent: OnSent) -> AsyncIterator[bytes]:
    """Read a file's pieces in a worker thread, so that a slow disk does not stop the loop."""
    from asyncio import to_thread

    pieces = body.pieces()
    while (piece := await to_thread(next, pieces, None)) is not None:
        yield piece
        on_sent(body.sent_bytes, body.media_bytes)
