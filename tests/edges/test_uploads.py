"""Uploads over a real socket: answers that come before the body has left, clocks, cancelling."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nemo_client.config import Settings
from nemo_client.protocol import calls
from nemo_client.protocol.effects import Lost
from nemo_client.transport import Transport
from nemo_client.transport.looped import AsyncTransport

BODY = b'{"detail":"too large"}'
REFUSAL = (
    b"HTTP/1.1 413 Content Too Large\r\nconnection: close\r\ncontent-type: application/json\r\n"
    b"content-length: %d\r\n\r\n%s" % (len(BODY), BODY)
)
Answer = tuple[int, bytes]


def head_of(sock: socket.socket) -> None:
    """Read a request's head, and what came with it."""
    head = b""
    while b"\r\n\r\n" not in head:
        head += sock.recv(4096)


@contextlib.contextmanager
def serving(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """Serve each connection in its turn; the address."""

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                sock, _ = listener.accept()
                with sock, contextlib.suppress(OSError):
                    serve(sock)

    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=accept)
    thread.start()
    host, port = listener.getsockname()[:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def blocking(settings: Settings, path: Path, times: int) -> list[Answer]:
    transport = Transport(settings)
    call = calls.upload("5", [path])
    answers = [transport.ask(call, "t", None, lambda *_: None) for _ in range(times)]
    transport.close()
    return [(incoming.status, body) for incoming, body in answers]


def looped(settings: Settings, path: Path, times: int) -> list[Answer]:
    async def ask() -> list[Answer]:
        transport = AsyncTransport(settings)
        call = calls.upload("5", [path])
        try:
            answers = [await transport.ask(call, "t", None, lambda *_: None) for _ in range(times)]
        finally:
            await transport.close()
        return [(incoming.status, body) for incoming, body in answers]

    return asyncio.run(ask())


BOTH = pytest.mark.parametrize("upload", [blocking, looped])


@pytest.mark.rule("same-truth")
@BOTH
@pytest.mark.parametrize("size", [10, 3_000_000], ids=["small", "large"])
def test_an_answer_that_comes_before_the_body_has_left_is_heard(
    upload: Any, size: int, settings_for: Any, tmp_path: Path
) -> None:
    """The server reads the head alone, answers and hangs up: the rest of the body meets a reset."""

    def refuse(sock: socket.socket) -> None:
        head_of(sock)
        sock.sendall(REFUSAL)

    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"x" * size)
    with serving(refuse) as url:
        assert upload(settings_for(url), clip, 20) == [(413, BODY)] * 20


@pytest.mark.rule("named-clocks")
@BOTH
def test_the_clock_of_an_upload_is_set_and_named(
    upload: Any, settings_for: Any, tmp_path: Path
) -> None:
    over = threading.Event()

    def listen_only(sock: socket.socket) -> None:
        head_of(sock)
        over.wait(10)

    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"x")
    with serving(listen_only) as url:
        with pytest.raises(Lost, match=r"the upload clock of 0\.1 s ran out"):
            upload(settings_for(url, upload_s=0.1), clip, 1)
        over.set()


def test_an_upload_that_nobody_waits_for_any_more_is_not_sent_to_its_end(
    settings_for: Any, tmp_path: Path
) -> None:
    arrived, cancelled, sizes = threading.Event(), threading.Event(), list[int]()

    def count(sock: socket.socket) -> None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        head_of(sock)
        arrived.set()
        cancelled.wait(10)
        sizes.append(0)
        while piece := sock.recv(1_000_000):
            sizes[-1] += len(piece)

    async def begin_and_cancel(settings: Settings) -> None:
        transport = AsyncTransport(settings)
        asking = asyncio.create_task(
            transport.ask(calls.upload("5", [clip]), "t", None, lambda *_: None)
        )
        await asyncio.to_thread(arrived.wait, 10)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await transport.close()
        cancelled.set()

    clip = tmp_path / "clip.mp4"
    with clip.open("wb") as file:
        file.truncate(64_000_000)
    with serving(count) as url:
        asyncio.run(begin_and_cancel(settings_for(url)))
    assert sizes[0] < 64_000_000
