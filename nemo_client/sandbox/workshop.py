"""Work that outlives the request that asked for it: background tasks, and heavy jobs in threads.

Two ffmpeg jobs at a time: more would only make each other slower. `busy` is what keeps an idle
server alive; `settled` is what tests wait for. Knows nothing of what the work is.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

HEAVY_AT_ONCE = 2
log = logging.getLogger("nemo_client.sandbox")


class Workshop:
    """The running work of one server; lives on one event loop."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._heavy = ThreadPoolExecutor(HEAVY_AT_ONCE, thread_name_prefix="sandbox-heavy")

    @property
    def busy(self) -> int:
        """How many pieces of work are not finished."""
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run this to its end, whoever goes away meanwhile."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("background work failed", exc_info=error)

    async def heavy(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Perform one heavy job in a thread, when its turn comes."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._heavy, lambda: work(*args, **kwargs))

    async def settled(self) -> None:
        """Return when nothing is running any more, follow-up work included."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        """Drop what runs; jobs already in a thread are waited for."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self._heavy.shutdown, wait=True, cancel_futures=True)
