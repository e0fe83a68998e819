"""The client and the embedded backend, over real HTTP: from nothing to a video on disk."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from nemo_client.client import NemoClient
from nemo_client.client_async import AsyncNemoClient
from nemo_client.protocol.notices import AccountMade, Generated, Notice
from nemo_client.testing import sandbox


@pytest.mark.rule("runs-here", "two-stages", "four-facts", "attribution", "one-door")
def test_a_wish_ends_as_a_video_on_disk_and_is_paid_once(tmp_path: Path) -> None:
    told: list[Notice] = []
    out = tmp_path / "v.mp4"
    with sandbox(tmp_path / "box", second_stage_delay_s=0.2) as backend:
        with NemoClient(backend.settings, on_notice=told.append) as client:
            session = client.open_session().id
            clip = client.send(session, "generate a 1-second clip of the sea")
            edit = client.send(session, 'add a title "Hello"')
            done = client.export(session, output=out, quality="low")
        books = backend.books
        assert (clip.kind, clip.stages, clip.generated[0].kind) == ("generated", 2, "video")
        assert (clip.replied, clip.draft_changed) == (True, True)
        assert (edit.kind, edit.draft_changed, edit.generated) == ("changed", True, ())
        assert (done.path, done.bytes) == (str(out), out.stat().st_size)
        assert out.read_bytes()[4:8] == b"ftyp"
        assert [type(n) for n in told].count(AccountMade) == 1
        assert [type(n) for n in told].count(Generated) == 1
        assert [turn.text for turn in books.billed()] == [
            "generate a 1-second clip of the sea",
            'add a title "Hello"',
        ]
        assert clip.cost.spent == books.billed()[0].cost
        calls = [request for request in books.requests() if request.path.startswith("/api/")]
        assert len(calls) > 8
        assert [c.path for c in calls if len(c.attribution) != 3] == []
        assert books.leaks() == ()


@pytest.mark.rule("runs-here")
def test_the_async_client_talks_to_it_just_so(tmp_path: Path) -> None:
    async def talk(client: AsyncNemoClient) -> None:
        async with client:
            session = await client.open_session(language="zh")
            outcome = await client.send(session.id, "我还有多少轨道？")
            link = await client.claim_link(session.id)
            assert outcome.error is None
            assert link is not None
            assert "?ct=clm_" in link.url
            assert (await client.credits()).total == 100.0
            assert (await client.state(session.id)).draft is None

    with sandbox(tmp_path / "box") as backend:
        asyncio.run(talk(AsyncNemoClient(backend.settings)))
        assert backend.books.count("token") == 1
