"""Serving: in a thread for tests (`Sandbox`), or as a process of its own (`run`).

A background process also decides when it is no longer needed, and goes without a race.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import uvicorn.server
from filelock import FileLock, Timeout

from nemo_client.sandbox.backend import Clock, private_folder
from nemo_client.sandbox.books import Books
from nemo_client.sandbox.logs import log_to
from nemo_client.sandbox.options import Options
from nemo_client.sandbox.presence import (
    LOG_FILE,
    START_LOCK,
    Endpoint,
    alive,
    announce,
    withdraw,
)
from nemo_client.sandbox.service import FolderBusy, Service
from nemo_client.sandbox.switches import Switched

__all__ = ["FolderBusy", "Sandbox", "run"]

LOOK_EVERY_S = 5.0
DEFAULTS = Options()
log = logging.getLogger("nemo_client.sandbox")


class Sandbox:
    """A sandbox in this process, for tests: `with Sandbox(tmp_path) as sandbox: sandbox.url`."""

    def __init__(
        self, root: Path, options: Options = DEFAULTS, *, clock: Clock = time.time
    ) -> None:
        self.root, self.options = root, options
        self._clock = clock
        self._service: Service | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)

    def __enter__(self) -> Sandbox:
        self._service = Service(self.root, self.options, self._clock, self._reachable)
        self._thread.start()
        self._started.wait()
        if self._loop is None:
            self._service.close()
            raise RuntimeError("the sandbox did not start; its log says why")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        service = self._running()
        service.stop()
        self._thread.join()
        service.close()

    @property
    def url(self) -> str:
        """The base address."""
        return self._running().endpoint.url

    @property
    def books(self) -> Books:
        """What was received and billed so far."""
        return self._running().backend.books

    def fault(self, text: str) -> Switched:
        """Switch faults on, `name:argument*times,name`; as a context, only for its block."""
        return Switched(self._running().backend.faults, text)

    def settle(self, timeout_s: float = 60.0) -> None:
        """Wait until no turn, second stage or render is running."""
        assert self._loop is not None
        settled = self._running().backend.workshop.settled()
        asyncio.run_coroutine_threadsafe(settled, self._loop).result(timeout_s)

    def _running(self) -> Service:
        if self._service is None:
            raise RuntimeError("the sandbox is not started: use it in a `with` statement")
        return self._service

    def _reachable(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._started.set()

    def _run(self) -> None:
        try:
            self._running().run()
        finally:
            self._started.set()  # a start that failed must not be waited for


def run(
    root: Path,
    options: Options,
    *,
    is_background: bool = False,
    on_ready: Callable[[Endpoint], None] = lambda endpoint: None,
) -> None:
    """Serve in this process until stopped; a background server also ends when it is idle."""
    private_folder(root)
    if found := alive(root):
        raise FolderBusy(f"a sandbox runs already: {found.url} (pid {found.pid})")
    watching: list[asyncio.Task[None]] = []  # the loop keeps only a weak reference to a task

    def started() -> None:
        announce(root, service.endpoint)
        log.info("listening on %s", service.endpoint.url)
        if is_background:
            watch = _end_when_idle(service, options.idle_s)
            watching.append(asyncio.get_running_loop().create_task(watch))
        on_ready(service.endpoint)

    handler = log_to(root / LOG_FILE)
    # uvicorn ends in order on these and then sends them again, to whoever was there before it:
    # this nobody lets the server clear up behind itself.
    for number in uvicorn.server.HANDLED_SIGNALS:
        signal.signal(number, lambda *_: None)
    service = Service(root, options, time.time, started)
    try:
        service.run()
    finally:
        # Before the serving lock is released: a successor can only announce itself after that.
        withdraw(root, service.endpoint.nonce)
        service.close()
        handler.close()


async def _end_when_idle(service: Service, idle_s: float) -> None:
    """Stop the server when nobody has been there for long and nothing is under way.

    The start lock makes it raceless: a command that starts a server either holds the lock (then
    this waits for another time) or finds no state file. One that has just proven the server alive
    has touched it by that, and it is not idle.
    """
    backend = service.backend
    lock = FileLock(backend.root / START_LOCK, thread_local=False)
    while True:
        await asyncio.sleep(min(LOOK_EVERY_S, idle_s / 4))
        try:
            with lock.acquire(timeout=0):
                if backend.activity.idle_s() > idle_s and not backend.is_busy:
                    withdraw(backend.root, service.endpoint.nonce)
                    service.stop()
                    log.info("idle for %g s: stopping", idle_s)
                    return
        except Timeout:
            continue
