"""Who is asked, and with which headers: pools of connections, and requests made for them.

The token and the attribution headers go to our own host and nowhere else. A billed call always
takes a new connection: on an idle one a silent death would look like acceptance. Its pool keeps
none, so that hundreds of streams share one pool and no two of them a connection.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx

from nemo_client.config import Settings, is_loopback
from nemo_client.errors import Precondition
from nemo_client.protocol.calls import Call, Json
from nemo_client.protocol.effects import Lost

if TYPE_CHECKING:
    from nemo_client.multipart import Body

PROXIES = "HTTPS_PROXY or ALL_PROXY"
AUTHORITIES = "SSL_CERT_FILE or SSL_CERT_DIR"
IDLE_CONNECTION_S = 2.0  # shorter than any server's, so that the client is the one to hang up
IDLE_CONNECTIONS = 8  # the pool looks through them at every request
Headers = Mapping[str, str]
AnyClient = TypeVar("AnyClient", httpx.Client, httpx.AsyncClient)


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


def stream_timeout(connect_s: float, first_byte_s: float) -> dict[str, float | None]:
    """Return the timeouts of a call whose answer may be a stream, until its head is there."""
    return httpx.Timeout(first_byte_s, connect=connect_s).as_dict()


def bear(request: httpx.Request, silence_s: float | None) -> None:
    """Bear a silence of so many seconds from here on, where that is said."""
    if silence_s is not None:  # one read timeout serves head and body in httpx
        request.extensions["timeout"] = request.extensions["timeout"] | {"read": silence_s}


class Pools(Generic[AnyClient]):
    """Connection pools, made when first needed: our own host's is shared with nobody else."""

    def __init__(self, make: type[AnyClient], settings: Settings) -> None:
        self._make: type[AnyClient] = make
        self._settings = settings
        self._made: dict[tuple[object, ...], AnyClient] = {}
        self._trust: ssl.SSLContext | None = None

    def for_own(self) -> AnyClient:
        """Return the client for our own host."""
        return self.for_url(self._settings.api_url)

    def for_streams(self) -> AnyClient:
        """Return the client whose every call has a connection of its own."""
        return self._client(("streams",), self._settings.api_url, 0)

    def for_url(self, url: str) -> AnyClient:
        """Return the client for an address."""
        own = _same_host(url, self._settings.api_url)
        kind = (own, is_loopback(url), urlsplit(url).scheme)
        return self._client(kind, url, IDLE_CONNECTIONS)

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

    def _client(self, kind: tuple[object, ...], url: str, idle: int) -> AnyClient:
        if kind not in self._made:
            limits = httpx.Limits(
                max_keepalive_connections=idle, keepalive_expiry=IDLE_CONNECTION_S
            )
            try:
                self._made[kind] = self._make(
                    limits=limits,
                    timeout=httpx.Timeout(self._settings.reply_s, connect=self._settings.connect_s),
                    trust_env=not is_loopback(url),  # no proxy leads to this machine
                    verify=self._trusted(url),
                )
            except (ImportError, ValueError, httpx.InvalidURL) as fault:
                raise Precondition("bad_setting", str(fault), name=PROXIES) from None
        return self._made[kind]

    def _trusted(self, url: str) -> ssl.SSLContext:
        """Return the authorities to trust: those of the environment, none where none is needed."""
        if is_loopback(url) and urlsplit(url).scheme == "http":
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # empty, which costs no time
        # Reading them takes 20 ms and a megabyte.
        try:
            self._trust = self._trust or httpx.create_ssl_context()
        except OSError as fault:  # an error of SSL is one, too
            raise Precondition("bad_setting", str(fault), name=AUTHORITIES) from None
        return self._trust
