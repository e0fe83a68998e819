"""An awaited call that is cancelled at any moment leaves no connection behind."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from nemo_client import AsyncNemoClient, Clocks, NemoClient
from nemo_client.testing import sandbox

CLIP = Path(__file__).parents[2] / "fixtures" / "clip.mp4"
QUICK = Clocks(checks_s=(0.01,), settle_s=())
NOTICES = 8


class Impatient:
    """Cancels the call at one of its notices."""

    def __init__(self) -> None:
        self.left = 0

    def __call__(self, notice: object) -> None:
        self.left -= 1
        task = asyncio.current_task()
        if self.left == 0 and task is not None:
            task.cancel()


async def cancelled_everywhere(client: AsyncNemoClient, at: Impatient, session: str) -> list[bool]:
    """Say something again and again, cancelled one notice later each time; was it?"""
    ends = []
    for at.left in range(1, NOTICES):
        try:
            await client.send(session, f"set the volume to {at.left}0%", clocks=QUICK)
            ends.append(False)
        except asyncio.CancelledError:
            ends.append(True)
    return ends


@pytest.mark.anyio
async def test_a_call_cancelled_at_any_notice_closes_its_stream(tmp_path: Path) -> None:
    with sandbox(tmp_path, silent_rate=0.0) as backend:
        with NemoClient(backend.settings) as nemo:
            session = nemo.open_session().id
            nemo.upload(session, [CLIP])
            nemo.send(session, "add the clip to the timeline", clocks=QUICK)
        at = Impatient()
        before = len(asyncio.all_tasks())
        async with AsyncNemoClient(backend.settings, on_notice=at) as client:
            ends = await cancelled_everywhere(client, at, session)
            pools = client._transport._pools.all()
            connections = [c for pool in pools for c in pool._transport._pool.connections]  # type: ignore[attr-defined]
            assert all(connection.is_idle() for connection in connections)
        assert len(asyncio.all_tasks()) == before
        assert ends[0] and any(ends[1:])
