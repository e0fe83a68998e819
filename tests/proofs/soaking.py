"""What a soak is made of: a backend in a process of its own, clients whose calls can be cut off,
and what two processes hold at a moment.
"""

from __future__ import annotations

import asyncio
import gc
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nemo_client import AsyncNemoClient, NemoClient, NemoError, Settings
from nemo_client.protocol.notices import JobBegun, Notice
from nemo_client.sandbox import set_faults, stop

REPO = Path(__file__).parents[2]
PROC = Path("/proc")


class ShortPauses:
    """The machine's clock, on which a pause takes little of its time."""

    PACE = 400.0

    def __init__(self) -> None:
        self._skipped = 0.0

    def now(self) -> float:
        return time.monotonic() + self._skipped

    def sleep(self, seconds: float) -> None:
        time.sleep(self._passing(seconds))

    async def asleep(self, seconds: float) -> None:
        await asyncio.sleep(self._passing(seconds))

    def _passing(self, seconds: float) -> float:
        real = seconds / self.PACE
        self._skipped += seconds - real
        return real


class CutOff(BaseException):
    """The user pressed Ctrl-C in the middle of a call."""


class Caller:
    """One of the two clients, called as if it were the blocking one, that can be cut off.

    `job` is the job of the last call, if it began one.
    """

    def __init__(self, kind: str, settings: Settings) -> None:
        self.job = ""
        self._cut_at = 0
        self._task: asyncio.Task[Any] | None = None
        self._loop = asyncio.Runner() if kind == "async" else None
        make: Any = NemoClient if self._loop is None else AsyncNemoClient
        self._client = make(settings, clock=ShortPauses(), on_notice=self._noticed)

    def _noticed(self, notice: Notice) -> None:
        if isinstance(notice, JobBegun):
            self.job = notice.job_id
        self._cut_at -= 1
        if self._cut_at == 0:
            self._cut()

    def _cut(self) -> None:
        if self._loop is None:
            raise CutOff
        assert self._task is not None
        self._task.cancel()  # the loop itself may be calling, for an upload's thread

    def __call__(self, name: str, *args: Any, cut_at: int = 0, **more: Any) -> Any:
        """Make a call; what it raises is returned. It is cut off at notice number `cut_at`."""
        self.job, self._cut_at = "", cut_at
        try:
            return self._made(name, args, more)
        except (NemoError, CutOff) as error:
            return error.with_traceback(None)
        except asyncio.CancelledError:
            return CutOff()

    def _made(self, name: str, args: Any, more: Any) -> Any:
        call = getattr(self._client, name)
        if self._loop is None or not asyncio.iscoroutinefunction(call):
            return call(*args, **more)

        async def awaited() -> Any:
            self._task = asyncio.current_task()
            return await call(*args, **more)

        return self._loop.run(awaited())

    def close(self) -> None:
        self("close")
        if self._loop is not None:
            self._loop.close()


@dataclass(frozen=True, slots=True)
class Server:
    """A backend in a process of its own, seen from outside."""

    url: str
    pid: int
    settings: Settings

    @contextmanager
    def faulty(self, faults: str) -> Iterator[None]:
        """Let something go wrong for a while."""
        if not faults:
            yield
            return
        set_faults(self.url, faults)
        try:
            yield
        finally:
            set_faults(self.url, "")

    def read(self, page: str) -> Any:
        """Return what one of the sandbox's own doors says."""
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
        try:
            connection.request("GET", f"/sandbox/{page}")
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def settle(self) -> None:
        """Ask until nothing is under way."""
        for _ in range(100_000):
            if self.read("health")["busy"] == 0:
                return
        raise AssertionError("the backend is never done")


@contextmanager
def serving(root: Path, **options: object) -> Iterator[Server]:
    """Serve a backend from a process of its own until the block ends."""
    environment = {f"NEMO_SANDBOX_{k.upper()}": str(v) for k, v in options.items()}
    environment = {**os.environ, "PYTHONPATH": str(REPO), **environment}
    place = root / "sandbox"
    argv = [sys.executable, "-m", "nemo_client.sandbox", "run", "--root", str(place)]
    with subprocess.Popen(argv, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1]
            home = root / "home"
            settings = Settings(url, url, client_id_file=home / "client_id", data_dir=home)
            yield Server(url, process.pid, settings)
        finally:
            stop(place)
            process.terminate()


@dataclass(frozen=True, slots=True)
class Held:
    """What the two processes hold; None where the system does not say."""

    traced: int
    """Bytes of Python objects in this process."""
    threads: int
    files: int | None
    server_files: int | None
    server_bytes: int | None

    @classmethod
    def now(cls, server: Server) -> Held:
        gc.collect()
        return cls(
            traced=tracemalloc.get_traced_memory()[0],
            threads=threading.active_count(),
            files=_open_files("self"),
            server_files=_open_files(server.pid),
            server_bytes=_resident(server.pid),
        )


def _open_files(pid: int | str) -> int | None:
    """Return how many files and sockets a process has open."""
    place = PROC / str(pid) / "fd"
    return len(list(place.iterdir())) if place.is_dir() else None


def _resident(pid: int) -> int | None:
    place = PROC / str(pid) / "status"
    if not place.is_file():
        return None
    lines = place.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


@dataclass(frozen=True, slots=True)
class Step:
    """One call of the soak: what is asked for, what goes wrong, when the user loses patience."""

    action: str
    fault: str = ""
    clocks: tuple[tuple[str, float], ...] = ()
    cut_at: int = 0


WEIGHTS = {"send": 85, "generate": 2, "create": 2, "export": 2, "upload": 5, "credits": 4}
HEALTHY = 0.5
CUT_OFF = 0.06
NOTICES = 8
"""The user loses patience at one of the first so many notices."""


def steps(rows: list[Any], chance: random.Random, count: int) -> Iterator[Step]:
    """Yield what is done: everything once at first, so that nothing later is the first time."""
    by_action = {action: [row for row in rows if row.action == action] for action in WEIGHTS}
    yield from (Step(action) for action in WEIGHTS)
    for _ in range(count - len(WEIGHTS)):
        (action,) = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
        cut_at = chance.randint(1, NOTICES) if chance.random() < CUT_OFF else 0
        if chance.random() < HEALTHY:
            yield Step(action, cut_at=cut_at)
        else:
            row = chance.choice(by_action[action])
            yield Step(action, row.fault, tuple(row.clocks.items()), cut_at)
