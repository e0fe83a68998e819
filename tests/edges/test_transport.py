from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from nemo_client.errors import Precondition
from nemo_client.protocol import calls
from nemo_client.protocol.calls import Call
from nemo_client.protocol.effects import Listen, Lost, Undelivered
from nemo_client.transport import Transport
from nemo_client.transport.line import Line
from nemo_client.transport.looped import AsyncTransport
from nemo_client.transport.pools import Pools

OWN = "https://api.example"
CDN = "https://cdn.example"
TOKEN = "nmv_usr_secret"
LISTEN = Listen(calls.chat("s", "hi"), 1.0, 1.0, 1.0, 1.0)
ATTRIBUTION = {
    "x-skill-source": "nemo-test",
    "x-skill-version": "1.2.3",
    "x-skill-platform": "pytest",
}
OURS = {*ATTRIBUTION, "authorization", "user-agent"}

ASKED: list[Call] = [
    calls.token("cid"),
    calls.open_session("p", "en"),
    calls.claim("t", "s"),
    calls.import_urls("s", ["https://x.example/a.mp4"]),
    calls.credits(),
    calls.state("s"),
    calls.render("r", "s", "{}", {}),
    calls.render_status("r"),
    calls.render_cancel("r"),
]


def never(sent: int, total: int) -> None:
    raise AssertionError("nothing was uploaded")


@pytest.fixture
def net() -> Iterator[respx.MockRouter]:
    """The network, as far as httpx can tell."""
    with respx.mock(assert_all_called=False) as router:
        yield router


@pytest.fixture
def transport(settings_for: Callable[..., Any]) -> Iterator[Transport]:
    """The blocking transport for a backend of our own."""
    made = Transport(settings_for(OWN, token=TOKEN))
    yield made
    made.close()


def ours(request: httpx.Request) -> dict[str, str]:
    """The headers of a request that say who we are."""
    values = {name: request.headers.get(name, "") for name in OURS}
    return {name: v for name, v in values.items() if v and not v.startswith("python-httpx")}


@pytest.mark.rule("attribution")
@pytest.mark.parametrize("call", ASKED, ids=lambda call: call.name)
def test_every_call_says_who_is_asking(
    net: respx.MockRouter, transport: Transport, call: Call
) -> None:
    route = net.route(url=OWN + call.path).respond(200, json={"code": 0})
    incoming, body = transport.ask(call, TOKEN, None, never)
    request = route.calls.last.request
    assert (incoming.status, body) == (200, b'{"code":0}')
    assert {name: request.headers[name] for name in ATTRIBUTION} == ATTRIBUTION
    assert request.headers["user-agent"] == "nemo-test/1.2.3"
    assert request.method == call.endpoint.method


@pytest.mark.rule("one-door")
@pytest.mark.parametrize("call", ASKED, ids=lambda call: call.name)
def test_the_token_is_in_one_header_and_not_in_the_call_that_asks_for_one(
    net: respx.MockRouter, transport: Transport, call: Call
) -> None:
    route = net.route(url=OWN + call.path).respond(200)
    transport.ask(call, TOKEN, None, never)
    request = route.calls.last.request
    expected = None if call.name == "token" else f"Bearer {TOKEN}"
    assert request.headers.get("authorization") == expected
    assert TOKEN not in str(request.url)
    assert TOKEN.encode() not in request.content


def test_the_client_id_goes_with_the_token_call(
    net: respx.MockRouter, transport: Transport
) -> None:
    route = net.post(OWN + "/api/auth/anonymous-token").respond(200)
    transport.ask(calls.token("cid"), None, None, never)
    assert route.calls.last.request.headers["x-client-id"] == "cid"


def test_a_body_goes_out_byte_for_byte(net: respx.MockRouter, transport: Transport) -> None:
    call = calls.render("r", "s", '{ "d": 1.0,\t"x":"\u4f60" }', {"format": "mp4"})
    route = net.post(OWN + call.path).respond(200)
    transport.ask(call, TOKEN, None, never)
    request = route.calls.last.request
    assert isinstance(call.body, calls.Json)
    assert request.content == call.body.data
    assert request.headers["content-type"] == "application/json"


def test_a_stream_asks_for_events_uncompressed(net: respx.MockRouter, transport: Transport) -> None:
    route = net.post(OWN + "/run_sse").respond(200, headers={"content-type": "text/event-stream"})
    with transport.listen(LISTEN, TOKEN, Line()) as incoming:
        assert incoming.is_stream
    headers = route.calls.last.request.headers
    assert headers["accept"] == "text/event-stream"
    assert headers["accept-encoding"] == "identity"
    assert {name: headers[name] for name in ATTRIBUTION} == ATTRIBUTION


# --- downloads: ours to our own host, nothing elsewhere


def fetched(transport: Transport, source: str | Call) -> tuple[int, bytes]:
    with transport.fetch(source, TOKEN if isinstance(source, Call) else None, {}) as incoming:
        return incoming.status, b"".join(incoming.pieces())


@pytest.mark.rule("no-headers-abroad")
def test_a_foreign_host_learns_nothing_of_us(net: respx.MockRouter, transport: Transport) -> None:
    route = net.get(CDN + "/v.mp4").respond(200, content=b"video")
    assert fetched(transport, CDN + "/v.mp4") == (200, b"video")
    assert ours(route.calls.last.request) == {}
    assert route.calls.last.request.headers["accept-encoding"] == "identity"


@pytest.mark.rule("no-headers-abroad")
@pytest.mark.parametrize(
    "away", [CDN, "http://api.example", "https://api.example:444", "https://api.example.cdn"]
)
def test_a_redirect_takes_nothing_of_ours_along(
    net: respx.MockRouter, transport: Transport, away: str
) -> None:
    call = calls.render_file("r")
    own = net.get(OWN + call.path).respond(302, headers={"location": away + "/v.mp4"})
    foreign = net.get(away + "/v.mp4").respond(200, content=b"video")
    assert fetched(transport, call) == (200, b"video")
    assert set(ours(own.calls.last.request)) == OURS
    assert ours(foreign.calls.last.request) == {}


@pytest.mark.rule("attribution", "one-door")
def test_a_link_on_our_own_host_gets_the_attribution_but_not_the_token(
    net: respx.MockRouter, transport: Transport
) -> None:
    net.get(CDN + "/v").respond(307, headers={"location": OWN + "/v.mp4"})
    own = net.get(OWN + "/v.mp4").respond(200, content=b"video")
    assert fetched(transport, CDN + "/v") == (200, b"video")
    assert ours(own.calls.last.request) == ATTRIBUTION
    assert fetched(transport, "/v.mp4") == (200, b"video")


def test_a_redirect_may_name_only_a_path(net: respx.MockRouter, transport: Transport) -> None:
    net.get(CDN + "/a/b").respond(302, headers={"location": "../c"})
    net.get(CDN + "/c").respond(200, content=b"video")
    assert fetched(transport, CDN + "/a/b") == (200, b"video")


@pytest.mark.parametrize("location", [CDN + "/v", "https://[nowhere"])
def test_a_redirect_that_leads_nowhere_is_the_answer(
    net: respx.MockRouter, transport: Transport, location: str
) -> None:
    route = net.get(CDN + "/v").respond(302, headers={"location": location})
    assert fetched(transport, CDN + "/v")[0] == 302
    assert route.call_count <= 6


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://cdn.example/v", "https://[nowhere", "https://a b/\x00"]
)
def test_an_address_that_cannot_be_fetched_is_lost(transport: Transport, url: str) -> None:
    with pytest.raises(Lost, match="cannot be fetched"):
        fetched(transport, url)


@pytest.mark.anyio
@pytest.mark.rule("no-headers-abroad")
async def test_the_async_twin_keeps_the_same_rules(
    net: respx.MockRouter, settings_for: Callable[..., Any]
) -> None:
    call = calls.render_file("r")
    own = net.get(OWN + call.path).respond(302, headers={"location": CDN + "/v.mp4"})
    foreign = net.get(CDN + "/v.mp4").respond(200, content=b"video")
    transport = AsyncTransport(settings_for(OWN, token=TOKEN))
    async with transport.fetch(call, TOKEN, {}) as incoming:
        assert b"".join([piece async for piece in incoming.apieces()]) == b"video"
    await transport.close()
    assert set(ours(own.calls.last.request)) == OURS
    assert ours(foreign.calls.last.request) == {}


# --- what httpx raises

NEVER_LEFT = [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError]
MAY_HAVE_LEFT = [
    httpx.ReadError,
    httpx.ReadTimeout,
    httpx.WriteError,
    httpx.WriteTimeout,
    httpx.CloseError,
    httpx.RemoteProtocolError,
    httpx.LocalProtocolError,
    httpx.DecodingError,
]


def test_every_transport_error_of_httpx_is_folded() -> None:
    def kinds(cls: type[Exception]) -> Iterator[type[Exception]]:
        for kind in cls.__subclasses__():
            if kind.__module__ == "httpx":
                yield kind
            yield from kinds(kind)

    groups = {httpx.TimeoutException, httpx.NetworkError, httpx.ProtocolError}
    known = {*NEVER_LEFT, *MAY_HAVE_LEFT, httpx.UnsupportedProtocol} - {httpx.DecodingError}
    assert set(kinds(httpx.TransportError)) - groups == known


@pytest.mark.parametrize("fault", NEVER_LEFT)
def test_what_fails_before_sending_was_not_delivered(
    net: respx.MockRouter, transport: Transport, fault: type[Exception]
) -> None:
    net.route().mock(side_effect=fault("why"))
    words = r"connect clock of \d+ s" if issubclass(fault, httpx.TimeoutException) else "why"
    with pytest.raises(Undelivered, match=words):
        transport.ask(calls.credits(), TOKEN, None, never)
    with (
        pytest.raises(Undelivered),
        transport.listen(LISTEN, TOKEN, Line()),
    ):
        raise AssertionError("the stream opened")


@pytest.mark.rule("doubt-has-a-name")
@pytest.mark.parametrize("fault", MAY_HAVE_LEFT)
def test_what_fails_later_is_lost(
    net: respx.MockRouter, transport: Transport, fault: type[Exception]
) -> None:
    net.route().mock(side_effect=fault(""))
    reason = "clock" if issubclass(fault, httpx.TimeoutException) else fault.__name__
    with pytest.raises(Lost, match=reason):
        transport.ask(calls.credits(), TOKEN, None, never)
    with pytest.raises(Lost), transport.listen(LISTEN, TOKEN, Line()):
        raise AssertionError("the stream opened")


def test_all_streams_share_one_trust_because_a_hundred_would_fill_the_memory(
    settings_for: Any,
) -> None:
    pools = Pools(httpx.AsyncClient, settings_for(OWN))
    assert pools.for_streams() is pools.for_streams() is not pools.for_own()
    first, second = pools._trusted(OWN), pools._trusted(CDN)
    assert first is second
    assert first.get_ca_certs() and first.verify_mode is ssl.CERT_REQUIRED
    assert first.check_hostname


# --- proxies, on a real socket


def test_a_proxy_of_the_environment_is_used_for_a_foreign_host(
    wire: Any, settings_for: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.scripts = {"api.example:443": [wire.whole("", status="502 No")]}
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, wire.url)
    transport = Transport(settings_for(OWN))
    with pytest.raises(Undelivered):
        transport.ask(calls.credits(), TOKEN, None, never)
    transport.close()
    assert [request.line for request in wire.requests] == ["CONNECT api.example:443 HTTP/1.1"]
    assert TOKEN not in str(wire.requests)


@pytest.mark.parametrize("proxy", ["weird://x", "http://a:b", "socks9://127.0.0.1:9"])
def test_a_proxy_that_cannot_be_used_is_a_setting_to_correct(
    settings_for: Any, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALL_PROXY", proxy)
    transport = Transport(settings_for(OWN))
    with pytest.raises(Precondition, match="_PROXY") as raised:
        transport.ask(calls.credits(), TOKEN, None, never)
    assert raised.value.code == "bad_setting"
    with pytest.raises(Precondition), transport.listen(LISTEN, TOKEN, Line()):
        raise AssertionError("the stream opened")
    transport.close()


@pytest.mark.parametrize("text", [None, "no certificates"])
def test_authorities_that_cannot_be_read_are_a_setting_to_correct(
    settings_for: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str | None
) -> None:
    if text is not None:
        (tmp_path / "authorities.pem").write_text(text)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authorities.pem"))
    transport = Transport(settings_for(OWN))
    with pytest.raises(Precondition, match="SSL_CERT_FILE") as raised:
        transport.ask(calls.credits(), TOKEN, None, never)
    assert raised.value.code == "bad_setting"


def test_no_proxy_is_used_for_this_machine_neither_for_calls_nor_for_links(
    wire: Any, settings_for: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    credits = calls.credits()
    wire.scripts = {credits.path: [wire.whole("{}")], "/v.mp4": [wire.whole(b"video")]}
    transport = Transport(settings_for(wire.url))
    assert transport.ask(credits, TOKEN, None, never)[1] == b"{}"
    other_name = wire.url.replace("127.0.0.1", "localhost")
    assert fetched(transport, other_name + "/v.mp4") == (200, b"video")
    transport.close()
    assert ours_of(wire.requests[1].headers) == set()


def ours_of(headers: dict[str, str]) -> set[str]:
    return {name for name in OURS - {"user-agent"} if name in headers}
