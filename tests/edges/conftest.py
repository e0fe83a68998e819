"""A server that does exactly what a test says, byte by byte, on a real socket."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from nemo_client.config import Settings
from nemo_client.skill import Attribution

PATIENCE_S = 10.0  # how long a script waits for its test before it gives up


@dataclass
class Request:
    """What arrived: the request line, headers in lower case, the body, on which connection."""

    line: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]


@dataclass
class Wire:
    """Answers each request by the script of its path; the last script of a list stays.

    A script is a list of steps: bytes are sent, an Event is waited for, a callable is called,
    RESET breaks the connection. Afterwards the connection is closed, unless `keep` is set.
    """

    scripts: dict[str, list[list[Any]]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    keep: bool = False

    END: ClassVar[bytes] = b"0\r\n\r\n"
    RESET: ClassVar[object] = object()

    @staticmethod
    def head(kind: str = "application/json", status: str = "200 OK", **headers: object) -> bytes:
        """The head of a reply; its body ends with the connection unless a length is given."""
        headers.setdefault("connection", "close")
        lines = [f"HTTP/1.1 {status}", f"content-type: {kind}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode()

    @classmethod
    def whole(cls, body: str | bytes, kind: str = "application/json", **more: object) -> list[Any]:
        """A reply of known length."""
        data = body.encode() if isinstance(body, str) else body
        return [cls.head(kind, content_length=len(data), **more) + data]  # type: ignore[arg-type]

    @staticmethod
    def chunk(data: bytes) -> bytes:
        """A piece of a chunked body."""
        return b"%x\r\n%s\r\n" % (len(data), data)

    @classmethod
    def stream(cls, *steps: Any, end: bool = True) -> list[Any]:
        """An event stream; bytes become its pieces."""
        opened = cls.head("text/event-stream; charset=utf-8", transfer_encoding="chunked")
        pieces = [cls.chunk(step) if isinstance(step, bytes) else step for step in steps]
        return [opened, *pieces, *([cls.END] if end else [])]

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self._over = threading.Event()
        self._start(self._accept)

    @property
    def url(self) -> str:
        host, port = self._listener.getsockname()[:2]
        return f"http://{host}:{port}"

    def close(self) -> None:
        self._over.set()
        for sock in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        for thread in self._threads:
            thread.join(PATIENCE_S)

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, name="wire")
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        number = 0
        while not self._over.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(sock)
            self._start(self._serve, sock, number)
            number += 1

    def _serve(self, sock: socket.socket, number: int) -> None:
        try:
            with sock, sock.makefile("rb") as file:
                while request := _read(file, number):
                    self.requests.append(request)
                    self._play(sock, self._script(request.path))
                    if not self.keep:
                        break
        except OSError:
            return

    def _script(self, path: str) -> list[Any]:
        waiting = self.scripts[path.partition("?")[0]]
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def _play(self, sock: socket.socket, script: list[Any]) -> None:
        for step in script:
            if isinstance(step, bytes):
                sock.sendall(step)
            elif isinstance(step, threading.Event):
                step.wait(PATIENCE_S)
            elif step is self.RESET:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                sock.close()
                return
            else:
                step()


def _read(file: Any, number: int) -> Request | None:
    line = file.readline().decode().strip()
    if not line:
        return None
    headers: dict[str, str] = {}
    while text := file.readline().decode("latin-1").strip():
        name, _, value = text.partition(":")
        headers[name.lower()] = value.strip()
    body = file.read(int(headers.get("content-length", 0)))
    if headers.get("transfer-encoding") == "chunked":
        while size := int(file.readline(), 16):
            body += file.read(size)
            file.readline()
    return Request(line, headers, body, number)


@pytest.fixture
def wire() -> Iterator[Wire]:
    """A server without scripts yet."""
    server = Wire()
    yield server
    server.close()


@pytest.fixture
def settings_for(tmp_path: Path) -> Callable[..., Settings]:
    """Settings for a backend, with everything they write below a folder of the test."""

    def make(url: str, **more: object) -> Settings:
        settings = Settings(
            api_url=url,
            token="nmv_usr_test",
            attribution=Attribution("nemo-test", "1.2.3", "pytest"),
            client_id_file=tmp_path / "config" / "client_id",
            data_dir=tmp_path / "data",
        )
        return replace(settings, **more)  # type: ignore[arg-type]

    return make
