from __future__ import annotations

import asyncio
import errno
import hashlib
import io
import json
import random
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import httpx
import pytest

from nemo_client.credentials import Credentials
from nemo_client.download import BATCH_BYTES, BATCHES_WAITING, HEAD_BYTES, Download, storing
from nemo_client.drive import RealClock, World
from nemo_client.drive_async import AsyncWorld
from nemo_client.errors import BackendFailed, Precondition
from nemo_client.flows.fetching import PATIENCE, fetch
from nemo_client.partial import Kept
from nemo_client.protocol import effects as fx
from nemo_client.protocol.notices import Downloading, Notice
from nemo_client.protocol.wire import RenderStatus
from nemo_client.transport import Incoming, Transport
from nemo_client.transport.looped import AsyncTransport


class Full(io.BytesIO):
    """A disk that has no room."""

    def writelines(self, lines: Iterable[object], /) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


class Slow(io.BytesIO):
    """A disk that stores nothing before the gate opens."""

    def __init__(self, gate: threading.Event) -> None:
        super().__init__()
        self._gate = gate

    def writelines(self, lines: Iterable[bytes], /) -> None:  # type: ignore[override]
        self._gate.wait(10)
        super().writelines(lines)


def incoming(status: int = 200, **headers: str) -> Incoming:
    return Incoming(httpx.Response(status, headers=headers))


def kept(folder: Path) -> Kept:
    return Kept(folder / "v", None)


def test_pieces_of_any_size_are_stored_in_order(tmp_path: Path) -> None:
    pieces = [b"a" * n for n in (0, 1, HEAD_BYTES, BATCH_BYTES - 1, 3, BATCH_BYTES * 2, 70_000)]
    told: list[Notice] = []
    length = str(sum(map(len, pieces)))
    with storing(incoming(**{"content-length": length}), kept(tmp_path), told.append) as got:
        for piece in pieces:
            got.take(piece)
    fetched = got.fetched()
    data = b"".join(pieces)
    assert (tmp_path / "v").read_bytes() == data
    assert (fetched.received, fetched.expected) == (len(data), len(data))
    assert fetched.sha256 == hashlib.sha256(data).hexdigest()
    assert fetched.head == data[:HEAD_BYTES]
    assert told[-1] == Downloading(len(data), len(data))


def test_a_full_disk_is_told_and_ends_the_download(tmp_path: Path) -> None:
    with (
        pytest.raises(Precondition) as failed,
        storing(incoming(), kept(tmp_path), lambda _: None) as got,
    ):
        got._file = Full()
        while True:
            got.take(b"x" * BATCH_BYTES)
    assert failed.value.code == "output_unwritable"
    assert "No space left" in str(failed.value)


def test_a_disk_that_fails_at_the_very_end_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(Precondition),
        storing(incoming(), kept(tmp_path), lambda _: None) as got,
    ):
        got._file = Full()
        got.take(b"the only piece")


def test_a_slow_disk_holds_the_network_back_and_memory_with_it() -> None:
    gate = threading.Event()
    seen: list[int] = []
    pieces = BATCHES_WAITING * 3
    nowhere = Kept(Path("v"), None)
    download = Download(incoming(), Slow(gate), nowhere, lambda n: seen.append(n.received))

    def feed() -> None:
        for _ in range(pieces):
            download.take(b"x" * BATCH_BYTES)

    feeder = threading.Thread(target=feed)
    feeder.start()
    feeder.join(0.3)
    assert feeder.is_alive()
    assert len(seen) <= BATCHES_WAITING + 2
    gate.set()
    feeder.join()
    download.finish()
    assert download.fetched().received == pieces * BATCH_BYTES


def test_an_exception_on_the_way_leaves_no_thread_behind(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="cut"),
        storing(incoming(), kept(tmp_path), lambda _: None),
    ):
        raise ValueError("cut")
    assert [t for t in threading.enumerate() if t.name == "nemo-download"] == []


# --- whole downloads over real sockets, by both drivers

DATA = bytes(random.Random(1).randbytes(300_000))
ETAG = '"one"'
LINK = "/v.mp4"
STATUS = "/api/render/proxy/lambda/render_1"
API = "/api/render/proxy/render_1/download"
Get = Callable[..., fx.Fetched]


class Quick(RealClock):
    """A clock whose pauses are only counted."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def asleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


def no_mint(client_id: str) -> Any:
    raise AssertionError("a token was asked for")


def get_blocking(settings: Any, flow: fx.Flow[fx.Fetched], clock: Quick) -> fx.Fetched:
    transport = Transport(settings)
    try:
        return World(transport, Credentials(settings, no_mint), lambda _: None, clock).run(flow)
    finally:
        transport.close()


def get_on_a_loop(settings: Any, flow: fx.Flow[fx.Fetched], clock: Quick) -> fx.Fetched:
    async def main() -> fx.Fetched:
        transport = AsyncTransport(settings)
        world = AsyncWorld(transport, Credentials(settings, no_mint), lambda _: None, clock)
        try:
            return await world.run(flow)
        finally:
            await transport.close()

    return asyncio.run(main())


@pytest.fixture
def clock() -> Quick:
    """Counts the pauses."""
    return Quick()


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """Where the file is built."""
    return tmp_path / "v.mp4.part"


@pytest.fixture(params=[get_blocking, get_on_a_loop], ids=["sync", "async"])
def get(
    request: pytest.FixtureRequest, wire: Any, settings_for: Any, clock: Quick, part: Path
) -> Get:
    """Fetches the render `render_1` to `part`, by each of the two drivers."""

    def run(path: str | None = LINK) -> fx.Fetched:
        url = f"{wire.url}{path}" if path else None
        status = RenderStatus(id="render_1", phase="DONE", status="completed", url=url)
        done: fx.Fetched = request.param(settings_for(wire.url), fetch(status, str(part)), clock)
        return done

    return run


def note(part: Path) -> Path:
    return part.with_name(part.name + ".meta")


def begun(part: Path, size: int, **facts: object) -> None:
    """Leave behind what a process that was killed after `size` bytes leaves."""
    part.write_bytes(DATA[:size])
    known = {"render": "render_1", "etag": ETAG, "length": len(DATA)} | facts
    note(part).write_text(json.dumps(known), encoding="utf-8")


def whole(wire: Any, upto: int | None = None, data: bytes = DATA, etag: str = ETAG) -> list[Any]:
    """The file from its beginning; cut where `upto` says so."""
    return [wire.head("video/mp4", etag=etag, content_length=len(data)) + data[:upto]]


def rest(
    wire: Any, start: int, upto: int | None = None, span: str | None = None, **more: object
) -> list[Any]:
    """The file from `start` on; cut where `upto` says so."""
    span = span or f"bytes {start}-{len(DATA) - 1}/{len(DATA)}"
    head = {"etag": ETAG, "content_range": span, "content_length": len(DATA) - start} | more
    return [wire.head("video/mp4", "206 Partial Content", **head) + DATA[start:upto]]


def ranges(wire: Any) -> list[str | None]:
    return [r.headers.get("range") for r in wire.requests if r.path != STATUS]


def assert_whole(fetched: fx.Fetched, part: Path) -> None:
    assert part.read_bytes() == DATA
    assert (fetched.received, fetched.expected, fetched.cut) == (len(DATA), len(DATA), "")
    assert fetched.sha256 == hashlib.sha256(DATA).hexdigest()
    assert fetched.head == DATA[:HEAD_BYTES]
    assert [p.name for p in part.parent.iterdir() if p.name.startswith(part.name)] == [part.name]


@pytest.mark.rule("download-checked")
@pytest.mark.parametrize("seed", range(6))
def test_a_download_that_is_cut_anywhere_is_continued_there(
    get: Get, wire: Any, part: Path, seed: int
) -> None:
    cuts = sorted(random.Random(seed).sample(range(1, len(DATA)), 9))
    scripts = [rest(wire, a, b) for a, b in zip(cuts, [*cuts[1:], None], strict=True)]
    wire.scripts = {LINK: [whole(wire, cuts[0]), *scripts]}
    assert_whole(get(), part)
    assert ranges(wire) == [None, *(f"bytes={at}-" for at in cuts)]
    assert {r.headers["if-range"] for r in wire.requests[1:]} == {ETAG}


@pytest.mark.rule("download-checked")
def test_pauses_grow_and_progress_begins_them_anew(get: Get, wire: Any, clock: Quick) -> None:
    stuck = rest(wire, 100, 100)
    wire.scripts = {LINK: [whole(wire, 100), stuck, stuck, rest(wire, 100, 200), rest(wire, 200)]}
    get()
    assert clock.pauses == [1.0, 2.0, 4.0, 1.0]


@pytest.mark.rule("download-checked")
def test_what_a_process_that_was_killed_left_is_continued(get: Get, wire: Any, part: Path) -> None:
    begun(part, 1000)
    wire.scripts = {LINK: [rest(wire, 1000)]}
    assert_whole(get(), part)
    assert ranges(wire) == ["bytes=1000-"]


@pytest.mark.parametrize(
    "facts",
    [{"render": "render_2"}, {"length": 10}, {"length": "long"}, {"length": None}],
    ids=["another render", "longer than the file", "no number", "no length"],
)
def test_what_is_not_known_to_be_of_this_file_is_begun_anew(
    get: Get, wire: Any, part: Path, facts: dict[str, object]
) -> None:
    begun(part, 1000, **facts)
    wire.scripts = {LINK: [whole(wire)]}
    assert_whole(get(), part)
    assert ranges(wire) == [None]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00"])
def test_a_note_that_is_damaged_is_no_note(get: Get, wire: Any, part: Path, text: str) -> None:
    begun(part, 1000)
    note(part).write_text(text, encoding="utf-8")
    wire.scripts = {LINK: [whole(wire)]}
    assert_whole(get(), part)
    assert ranges(wire) == [None]


@pytest.mark.rule("download-checked")
@pytest.mark.parametrize("etag", [ETAG, '"two"'], ids=["same etag", "changed etag"])
def test_a_server_that_sends_the_whole_file_instead_begins_it_anew(
    get: Get, wire: Any, part: Path, etag: str
) -> None:
    begun(part, 1000)
    part.write_bytes(b"\x01" * 1000)
    wire.scripts = {LINK: [whole(wire, etag=etag)]}
    assert_whole(get(), part)
    assert ranges(wire) == ["bytes=1000-"]


@pytest.mark.rule("download-checked")
@pytest.mark.parametrize(
    "wrong",
    [
        {"span": f"bytes 999-{len(DATA) - 1}/{len(DATA)}"},
        {"span": f"bytes 1001-{len(DATA) - 1}/{len(DATA)}"},
        {"span": f"bytes 1000-{len(DATA) - 1}/{len(DATA) + 1}"},
        {"span": f"bytes 1000-{len(DATA)}/{len(DATA)}"},
        {"span": f"bytes 1000-{len(DATA) - 1}/*"},
        {"span": "nonsense"},
        {"etag": '"two"'},
        {"content_encoding": "gzip"},
    ],
    ids=["before", "after", "total", "end", "no total", "nonsense", "etag", "encoded"],
)
def test_a_206_that_does_not_continue_the_file_is_not_taken(
    get: Get, wire: Any, part: Path, wrong: dict[str, Any]
) -> None:
    begun(part, 1000)
    wire.scripts = {LINK: [rest(wire, 1000, **wrong), whole(wire)]}
    assert_whole(get(), part)
    assert ranges(wire) == ["bytes=1000-", None]


def test_a_206_that_brings_more_than_it_says_is_not_taken(get: Get, wire: Any, part: Path) -> None:
    begun(part, 1000)
    head = wire.head("video/mp4", "206 Partial Content", transfer_encoding="chunked", etag=ETAG,
                     content_range=f"bytes 1000-1009/{len(DATA)}")  # fmt: skip
    wire.scripts = {LINK: [[head, wire.chunk(DATA[1000:1020]), wire.END], whole(wire)]}
    assert_whole(get(), part)


def test_a_206_that_brings_a_part_of_the_rest_is_continued(get: Get, wire: Any, part: Path) -> None:
    begun(part, 1000)
    some = rest(wire, 1000, 2000, f"bytes 1000-1999/{len(DATA)}", content_length=1000)
    wire.scripts = {LINK: [some, rest(wire, 2000)]}
    assert_whole(get(), part)
    assert ranges(wire) == ["bytes=1000-", "bytes=2000-"]


@pytest.mark.rule("download-checked")
def test_a_range_that_is_refused_begins_anew(get: Get, wire: Any, part: Path) -> None:
    begun(part, 1000)
    refused = wire.whole("", "text/plain", status="416 Range Not Satisfiable")
    wire.scripts = {LINK: [refused, whole(wire)]}
    assert_whole(get(), part)
    assert ranges(wire) == ["bytes=1000-", None]


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_strong_validator_nothing_is_continued(
    get: Get, wire: Any, part: Path, etag: str
) -> None:
    wire.scripts = {LINK: [whole(wire, 1000, etag=etag), whole(wire, etag=etag)]}
    assert_whole(get(), part)
    assert ranges(wire) == [None, None]


@pytest.mark.rule("download-checked")
@pytest.mark.parametrize("status", ["401 No", "403 Forbidden", "404 Not Found", "410 Gone"])
def test_a_link_that_is_gone_is_replaced_by_a_fresh_one_and_the_file_continued(
    get: Get, wire: Any, part: Path, status: str
) -> None:
    fresh = {"id": "render_1", "status": "completed", "output": {"url": f"{wire.url}{LINK}?s=2"}}
    gone = wire.whole("expired", "text/plain", status=status)
    wire.scripts = {
        LINK: [whole(wire, 1000), gone, rest(wire, 1000)],
        STATUS: [wire.whole(json.dumps(fresh))],
    }
    assert_whole(get(f"{LINK}?s=1"), part)
    assert [r.path for r in wire.requests] == [
        f"{LINK}?s=1", f"{LINK}?s=1", STATUS, f"{LINK}?s=2"]  # fmt: skip
    assert ranges(wire) == [None, "bytes=1000-", "bytes=1000-"]


@pytest.mark.rule("download-checked")
def test_a_file_that_is_always_truncated_is_told_and_never_whole(
    get: Get, wire: Any, part: Path, clock: Quick
) -> None:
    cut = whole(wire, 1000)
    stuck = rest(wire, 1000, 1000)
    wire.scripts = {LINK: [cut, stuck], API: [stuck]}
    with pytest.raises(BackendFailed) as failed:
        get()
    assert failed.value.code == "download_failed"
    assert part.read_bytes() == DATA[:1000]
    assert len(ranges(wire)) == 1 + PATIENCE.attempts * 2 - 1
    assert json.loads(note(part).read_text(encoding="utf-8"))["etag"] == ETAG
    wire.scripts = {LINK: [rest(wire, 1000)]}
    assert_whole(get(), part)


@pytest.mark.rule("download-checked")
@pytest.mark.parametrize(
    ("body", "kind"),
    [("<html>sign in</html>", "text/html"), ('{"a":1}', "application/json"),
     ("\n <!doctype html>" + "x" * 200_000, "video/mp4")],
    ids=["page", "message", "a page that is called a video"],
)  # fmt: skip
def test_what_is_no_video_leaves_no_bytes_in_the_part(
    get: Get, wire: Any, part: Path, body: str, kind: str
) -> None:
    wire.scripts = {LINK: [wire.whole(body, kind)], API: [wire.whole(body, kind)]}
    with pytest.raises(BackendFailed, match="instead of a video"):
        get()
    assert part.read_bytes() == b""
    begun(part, 1000)
    with pytest.raises(BackendFailed, match="instead of a video"):
        get()
    assert part.read_bytes() == DATA[:1000]


def test_a_page_whose_cut_hid_it_is_found_out_when_it_is_whole(
    get: Get, wire: Any, part: Path
) -> None:
    page = b"\n\n<!doctype html>"
    head = {"etag": ETAG, "content_length": len(page)}
    end = {"etag": ETAG, "content_length": len(page) - 2,
           "content_range": f"bytes 2-{len(page) - 1}/{len(page)}"}  # fmt: skip
    first = [wire.head("video/mp4", **head) + page[:2]]
    wire.scripts = {
        LINK: [first, [wire.head("video/mp4", "206 Partial Content", **end) + page[2:]]],
        API: [whole(wire)],
    }
    assert_whole(get(), part)


def test_a_busy_server_is_asked_again(get: Get, wire: Any, part: Path) -> None:
    wire.scripts = {API: [wire.whole("", status="503 Busy"), whole(wire)]}
    assert_whole(get(None), part)


def test_the_token_goes_with_no_redirect_and_the_range_with_all(
    get: Get, wire: Any, part: Path
) -> None:
    begun(part, 1000)
    moved = wire.whole("", status="302 Found", location=LINK)
    wire.scripts = {API: [moved], LINK: [rest(wire, 1000)]}
    assert_whole(get(None), part)
    assert ["authorization" in r.headers for r in wire.requests] == [True, False]
    assert ranges(wire) == ["bytes=1000-"] * 2
