"""A backend and its uvicorn server on one folder, held by a lock from first to last.

A folder never has two servers. The port of the last time is taken again when it is free:
addresses in drafts and in client caches stay true over a restart. A second port serves nothing but
files, as if it were somebody else's.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from filelock import FileLock, Timeout

from nemo_client.sandbox.app import app
from nemo_client.sandbox.backend import Backend, Clock, backend, private_folder
from nemo_client.sandbox.faulty.line import Wired
from nemo_client.sandbox.options import Options
from nemo_client.sandbox.presence import SERVING_LOCK, Endpoint, build

HOST = "127.0.0.1"
PORT_FILE = "port"
BACKLOG = 2048
LOCK_WAIT_S = 10.0  # an ending server needs a moment to let go of its folder


class FolderBusy(RuntimeError):
    """Another server uses the folder."""


class Listening(uvicorn.Server):
    """A uvicorn server that says when it can be reached."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self._on_started()


class Service:
    """One backend and its server, not yet started; `close` after it has run."""

    def __init__(
        self,
        root: Path,
        options: Options,
        clock: Clock,
        on_started: Callable[[], None],
        lock_wait_s: float = LOCK_WAIT_S,
    ) -> None:
        private_folder(root)
        self._lock = FileLock(root / SERVING_LOCK, thread_local=False)
        try:
            self._lock.acquire(timeout=lock_wait_s)
        except Timeout:
            raise FolderBusy(f"another sandbox serves {root}") from None
        self.sockets = [_listener(root), _listening(0)]
        url, files_url = (f"http://{HOST}:{each.getsockname()[1]}" for each in self.sockets)
        self.endpoint = Endpoint(url, os.getpid(), secrets.token_hex(16), build())
        self.backend: Backend = backend(
            root, url, options, clock, self.endpoint.nonce, self.stop, files_url
        )
        config = uvicorn.Config(
            app(self.backend),
            http=Wired,
            ws="none",
            loop="asyncio",
            lifespan="on",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=1,
        )
        self.server = Listening(config, on_started)

    def run(self) -> None:
        """Serve until told to stop."""
        self.server.run(sockets=self.sockets)

    def stop(self) -> None:
        """Ask the server to end; safe from any thread."""
        self.backend.activity.is_closing = True
        self.server.should_exit = True

    def close(self) -> None:
        """Let go of file and folder."""
        for each in self.sockets:
            each.close()
        self.backend.store.close()
        self._lock.release()


def _listener(root: Path) -> socket.socket:
    """A listening socket on the port of the last time, or on any."""
    remembered = root / PORT_FILE
    try:
        last = int(remembered.read_text(encoding="utf-8"))
        found = _listening(last)
    except (OSError, ValueError, OverflowError):
        found = _listening(0)
    remembered.write_text(str(found.getsockname()[1]), encoding="utf-8")
    return found


def _listening(port: int) -> socket.socket:
    """A listening socket on this port, 0 for any."""
    found = socket.create_server((HOST, port), backlog=BACKLOG)
    # asyncio does this itself only for sockets that name their protocol, and without it every
    # answer of two pieces waits 40 ms for an acknowledgement. Connections inherit it.
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found
