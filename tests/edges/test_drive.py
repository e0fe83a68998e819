from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from nemo_client.credentials import Credentials
from nemo_client.drive import RealClock, World
from nemo_client.drive_async import AsyncWorld
from nemo_client.errors import NemoError, Precondition
from nemo_client.protocol import calls
from nemo_client.protocol import effects as fx
from nemo_client.protocol.notices import Downloading, Notice, Uploading
from nemo_client.transport import Transport
from nemo_client.transport.looped import AsyncTransport

R = TypeVar("R")
Run = Callable[..., Any]
CHAT = "/run_sse"


def no_mint(client_id: str) -> Any:
    raise AssertionError("a token was asked for")


def run_blocking(settings: Any, flow: fx.Flow[R], notices: list[Notice] | None = None) -> R:
    transport = Transport(settings)
    tell = [].append if notices is None else notices.append
    try:
        return World(transport, Credentials(settings, no_mint), tell, RealClock()).run(flow)
    finally:
        transport.close()


def run_on_a_loop(settings: Any, flow: fx.Flow[R], notices: list[Notice] | None = None) -> R:
    async def main() -> R:
        transport = AsyncTransport(settings)
        tell = [].append if notices is None else notices.append
        world = AsyncWorld(transport, Credentials(settings, no_mint), tell, RealClock())
        try:
            return await world.run(flow)
        finally:
            await transport.close()

    return asyncio.run(main())


@pytest.fixture(params=[run_blocking, run_on_a_loop], ids=["sync", "async"])
def run(request: pytest.FixtureRequest) -> Run:
    """Each of the two drivers."""
    driver: Run = request.param
    return driver


def listening(within_s: float = 5.0, on_quiet: Callable[[], object] | None = None,
              first_byte_s: float = 5.0) -> fx.Flow[Any]:  # fmt: skip
    """Hear a stream to its end: what came, in order, with neighbouring chunks joined."""
    opened = yield fx.Listen(calls.chat("5", "say"), 5.0, first_byte_s, 5.0, within_s)
    before = 0
    while isinstance(opened, fx.Quiet):
        before += 1
        if on_quiet is not None:
            on_quiet()
        opened = yield fx.Next(5.0)
    if isinstance(opened, fx.Reply):
        return opened
    assert isinstance(opened, fx.Opened)
    heard: list[Any] = ["quiet"] * bool(before) + [b""]
    while True:
        what = yield fx.Next(within_s)
        if isinstance(what, fx.Chunk):
            heard[-1] += what.data
        elif isinstance(what, fx.Quiet):
            if within_s > 1.0:
                continue  # the blocking driver wakes up once a second to let Ctrl-C through
            heard += ["quiet", b""]
            if on_quiet is None:
                return heard
            on_quiet()
            within_s = 5.0
        else:
            return [*heard, "closed" if isinstance(what, fx.Closed) else "broke"]


# --- streams


def test_a_stream_is_heard_to_its_end(run: Run, wire: Any, settings_for: Any) -> None:
    wire.scripts = {CHAT: [wire.stream(b"data: a\n\n", b": heartbeat\n\n", b"data: b\n\n")]}
    heard = run(settings_for(wire.url), listening())
    assert heard == [b"data: a\n\n: heartbeat\n\ndata: b\n\n", "closed"]


@pytest.mark.parametrize("ending", ["missing end", "reset", "half a chunk"])
def test_a_stream_that_is_cut_broke(run: Run, wire: Any, settings_for: Any, ending: str) -> None:
    gate = threading.Event()
    tail = {"missing end": [], "reset": [gate, wire.RESET], "half a chunk": [b"ff\r\ndata"]}
    script = [*wire.stream(b"data: a\n\n", end=False), *tail[ending]]
    wire.scripts = {CHAT: [script]}
    heard = run(settings_for(wire.url), listening(0.05 if ending == "reset" else 5.0, gate.set))
    assert heard[0].startswith(b"data: a\n\n")
    assert heard[-1] == "broke"


def test_a_stream_of_known_length_that_stops_short_broke(
    run: Run, wire: Any, settings_for: Any
) -> None:
    wire.scripts = {CHAT: [[wire.head("text/event-stream", content_length=99) + b"data: a\n"]]}
    assert run(settings_for(wire.url), listening()) == [b"data: a\n", "broke"]


@pytest.mark.rule("named-clocks")
def test_silence_is_told_and_does_not_end_the_stream(
    run: Run, wire: Any, settings_for: Any
) -> None:
    gate = threading.Event()
    wire.scripts = {CHAT: [wire.stream(b"data: a\n\n", gate, b"data: b\n\n")]}
    heard = run(settings_for(wire.url), listening(0.1, gate.set))
    assert heard == [b"data: a\n\n", "quiet", b"data: b\n\n", "closed"]


@pytest.mark.rule("named-clocks")
def test_silence_before_the_head_is_told_as_well(run: Run, wire: Any, settings_for: Any) -> None:
    gate = threading.Event()
    wire.scripts = {CHAT: [[gate, *wire.stream(b"data: a\n\n")]]}
    heard = run(settings_for(wire.url), listening(0.1, gate.set))
    assert heard == ["quiet", b"data: a\n\n", "closed"]


@pytest.mark.rule("doubt-has-a-name")
def test_a_head_that_does_not_come_in_time_is_lost_however_often_it_was_quiet(
    run: Run, wire: Any, settings_for: Any
) -> None:
    gate = threading.Event()
    wire.scripts = {CHAT: [[gate]]}
    with pytest.raises(fx.Lost, match=r"first-byte clock of 0\.4 s"):
        run(settings_for(wire.url), listening(0.05, first_byte_s=0.4))
    gate.set()


def test_leaving_before_the_head_leaves_no_thread_and_no_connection_behind(
    run: Run, wire: Any, settings_for: Any
) -> None:
    gate = threading.Event()
    wire.scripts = {CHAT: [[gate]]}

    def flow() -> fx.Flow[None]:
        waiting = yield fx.Listen(calls.chat("5", "say"), 5.0, 60.0, 60.0, 0.05)
        while not wire.requests:  # only then is there a connection to cut
            waiting = yield fx.Next(0.05)
        assert isinstance(waiting, fx.Quiet)
        raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        run(settings_for(wire.url), flow())
    assert [t.name for t in threading.enumerate() if t.name == "nemo-stream"] == []
    gate.set()


def test_the_first_byte_clock_does_not_bound_later_silence(
    run: Run, wire: Any, settings_for: Any
) -> None:
    gate = threading.Event()
    wire.scripts = {CHAT: [wire.stream(gate, b"data: a\n\n")]}
    heard = run(settings_for(wire.url), listening(0.6, gate.set, first_byte_s=0.3))
    assert heard == [b"", "quiet", b"data: a\n\n", "closed"]


def test_leaving_a_silent_stream_leaves_no_thread_behind(
    run: Run, wire: Any, settings_for: Any
) -> None:
    gate = threading.Event()
    wire.scripts = {CHAT: [wire.stream(gate)]}
    assert run(settings_for(wire.url), listening(0.05)) == [b"", "quiet", b""]
    assert [t.name for t in threading.enumerate() if t.name == "nemo-stream"] == []
    gate.set()


def test_a_flow_that_fails_while_it_listens_leaves_no_thread_behind(
    run: Run, wire: Any, settings_for: Any
) -> None:
    gate = threading.Event()
    wire.scripts = {CHAT: [wire.stream(b"data: a\n\n", gate)]}

    def flow() -> fx.Flow[None]:
        yield fx.Listen(calls.chat("5", "say"), 5.0, 5.0, 5.0, 5.0)
        yield fx.Next(5.0)
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        run(settings_for(wire.url), flow())
    assert [t.name for t in threading.enumerate() if t.name == "nemo-stream"] == []
    gate.set()


@pytest.mark.parametrize(
    ("kind", "status"),
    [("application/json", "404 Not Found"), ("text/html", "200 OK"),
     ("text/event-stream", "503 Busy")],
)  # fmt: skip
def test_an_answer_that_is_no_stream_is_read_whole(
    run: Run, wire: Any, settings_for: Any, kind: str, status: str
) -> None:
    wire.scripts = {CHAT: [wire.whole('{"detail": "no"}', kind, status=status)]}
    reply = run(settings_for(wire.url), listening())
    assert (reply.status, reply.body) == (int(status[:3]), b'{"detail": "no"}')
    assert reply.headers["content-type"] == kind


# --- what was sent, and what not


def test_what_nobody_listens_to_was_not_delivered(run: Run, wire: Any, settings_for: Any) -> None:
    url = wire.url
    wire.close()
    with pytest.raises(fx.Undelivered):
        run(settings_for(url), listening())


@pytest.mark.parametrize("script", [[], ["RESET"], [b"HTTP/1.1 200 OK\r\ncontent-ty"]])
def test_a_connection_that_ends_before_its_reply_is_lost(
    run: Run, wire: Any, settings_for: Any, script: list[Any]
) -> None:
    wire.scripts = {CHAT: [[wire.RESET if step == "RESET" else step for step in script]]}
    with pytest.raises(fx.Lost):
        run(settings_for(wire.url), listening())
    assert len(wire.requests) == 1


@pytest.mark.rule("named-clocks")
def test_a_head_that_does_not_come_rings_the_first_byte_clock(
    run: Run, wire: Any, settings_for: Any
) -> None:
    gate = threading.Event()
    wire.scripts = {CHAT: [[gate]]}
    with pytest.raises(fx.Lost, match="first-byte clock"):
        run(settings_for(wire.url), listening(first_byte_s=0.05))
    gate.set()


@pytest.mark.rule("paid-once")
def test_a_billed_call_takes_a_connection_of_its_own(
    run: Run, wire: Any, settings_for: Any
) -> None:
    """On an idle one, a silent death would look like a message that was accepted."""
    credits = calls.credits()
    wire.keep = True
    reply = wire.whole("{}", connection="keep-alive")
    stream = wire.whole("data: x\n\n", "text/event-stream", connection="keep-alive")
    wire.scripts = {credits.path: [reply], CHAT: [reply, stream]}

    def flow() -> fx.Flow[None]:
        yield fx.Ask(credits)
        yield fx.Ask(credits)
        for _ in range(3):
            yield from listening()

    run(settings_for(wire.url), flow())
    assert [(r.path, r.connection) for r in wire.requests] == [
        (credits.path, 0),
        (credits.path, 0),
        *((CHAT, connection) for connection in (1, 2, 3)),
    ]


def test_a_fault_is_thrown_into_the_flow_which_may_go_on(
    run: Run, wire: Any, settings_for: Any
) -> None:
    credits = calls.credits()
    wire.scripts = {credits.path: [[wire.RESET], wire.whole('{"data": 1}')]}

    def flow() -> fx.Flow[bytes]:
        with pytest.raises(fx.Lost):
            yield fx.Ask(credits)
        reply = yield fx.Ask(credits)
        body: bytes = reply.body
        return body

    assert run(settings_for(wire.url), flow()) == b'{"data": 1}'


# --- files both ways


def fetching(source: Any, part: Path) -> fx.Flow[fx.Fetched]:
    fetched: fx.Fetched = yield fx.Fetch(source, str(part))
    return fetched


def test_a_download_is_stored_measured_and_told_of(
    run: Run, wire: Any, settings_for: Any, tmp_path: Path
) -> None:
    data = bytes(range(256)) * 2000
    wire.scripts = {"/v.mp4": [wire.whole(data, "video/mp4")]}
    notices: list[Notice] = []
    part = tmp_path / "v.part"
    fetched = run(settings_for(wire.url), fetching(f"{wire.url}/v.mp4?sig=1", part), notices)
    assert part.read_bytes() == data
    assert (fetched.status, fetched.content_type) == (200, "video/mp4")
    assert (fetched.received, fetched.expected) == (len(data), len(data))
    assert (fetched.sha256, fetched.head) == (hashlib.sha256(data).hexdigest(), data[:512])
    assert notices[-1] == Downloading(len(data), len(data))


def test_the_words_of_a_refused_download_are_kept_apart_from_the_file(
    run: Run, wire: Any, settings_for: Any, tmp_path: Path
) -> None:
    wire.scripts = {"/v.mp4": [wire.whole("expired", "text/plain", status="403 Forbidden")]}
    fetched = run(settings_for(wire.url), fetching(f"{wire.url}/v.mp4", tmp_path / "v.part"))
    assert (fetched.status, fetched.body, fetched.received) == (403, b"expired", 0)
    assert (tmp_path / "v.part").read_bytes() == b""


def test_a_download_that_is_cut_keeps_what_came(
    run: Run, wire: Any, settings_for: Any, tmp_path: Path
) -> None:
    wire.scripts = {"/v.mp4": [[wire.head("video/mp4", content_length=99) + b"abc"]]}
    fetched = run(settings_for(wire.url), fetching(f"{wire.url}/v.mp4", tmp_path / "v.part"))
    assert fetched.cut
    assert (fetched.received, fetched.expected) == (3, 99)
    assert (tmp_path / "v.part").read_bytes() == b"abc"


def test_a_place_that_cannot_be_written_is_told_as_such(
    run: Run, wire: Any, settings_for: Any, tmp_path: Path
) -> None:
    wire.scripts = {"/v.mp4": [wire.whole(b"abc", "video/mp4")]}
    part = tmp_path / "no such folder" / "v.part"
    with pytest.raises(Precondition) as failed:
        run(settings_for(wire.url), fetching(f"{wire.url}/v.mp4", part))
    assert failed.value.code == "output_unwritable"
    assert str(part) in str(failed.value)


def uploading(*paths: Path) -> fx.Flow[int]:
    reply = yield fx.Ask(calls.upload("5", paths))
    status: int = reply.status
    return status


def test_an_upload_is_sent_with_its_length_and_told_of(
    run: Run, wire: Any, settings_for: Any, tmp_path: Path
) -> None:
    clip = tmp_path / "ä b.mp4"
    clip.write_bytes(b"clip" * 1000)
    path = calls.upload("5", []).path
    wire.scripts = {path: [wire.whole("{}")]}
    notices: list[Notice] = []
    assert run(settings_for(wire.url), uploading(clip), notices) == 200
    (request,) = wire.requests
    assert int(request.headers["content-length"]) == len(request.body)
    assert b"clip" * 1000 in request.body
    assert 'filename="ä b.mp4"'.encode() in request.body
    assert notices[-1] == Uploading(4000, 4000)


def test_a_file_that_vanished_is_told_and_nothing_is_sent(
    run: Run, wire: Any, settings_for: Any, tmp_path: Path
) -> None:
    with pytest.raises(Precondition) as failed:
        run(settings_for(wire.url), uploading(tmp_path / "gone.mp4"))
    assert failed.value.code == "file_missing"
    assert wire.requests == []


@pytest.mark.anyio
async def test_what_is_told_is_told_on_the_loops_own_thread(
    wire: Any, settings_for: Any, tmp_path: Path
) -> None:
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"clip")
    wire.scripts = {calls.upload("5", []).path: [wire.whole("{}")]}
    settings = settings_for(wire.url)
    threads: list[str] = []
    transport = AsyncTransport(settings)
    world = AsyncWorld(
        transport,
        Credentials(settings, no_mint),
        lambda _: threads.append(threading.current_thread().name),
        RealClock(),
    )
    await world.run(uploading(clip))
    await transport.close()
    assert threads
    assert set(threads) == {"MainThread"}


# --- the small effects


def test_small_effects_are_answered(run: Run, settings_for: Any) -> None:
    notices: list[Notice] = []

    def flow() -> fx.Flow[tuple[Any, ...]]:
        before = yield fx.Now()
        after = yield fx.Pause(0.0)
        ids = [(yield fx.NewId("render_")), (yield fx.NewId("render_"))]
        told = yield fx.Tell(Uploading(1, 2))
        renewed = yield fx.Renew()
        return after >= before, ids, told, renewed

    ordered, ids, told, renewed = run(settings_for("http://127.0.0.1:9"), flow(), notices)
    assert ordered
    assert len(set(ids)) == 2
    assert all(i.startswith("render_") for i in ids)
    assert (told, renewed, notices) == (None, False, [Uploading(1, 2)])


def test_an_error_of_the_flow_is_an_error_of_the_call(run: Run, settings_for: Any) -> None:
    def flow() -> fx.Flow[None]:
        yield fx.Now()
        raise NemoError("turn_failed", "no")

    with pytest.raises(NemoError, match="no"):
        run(settings_for("http://127.0.0.1:9"), flow())
