"""What the embedded backend refuses, over real HTTP: what is done about it, and what is said."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from nemo_client import AsyncNemoClient, NemoClient, Outcome, Settings
from nemo_client.errors import AuthFailed, CreditsFailed, NotSent, RateLimited
from nemo_client.ledger import Ledger
from nemo_client.protocol.notices import AccountMade
from nemo_client.testing import Backend, sandbox

CLIP = Path(__file__).parents[2] / "fixtures" / "clip.mp4"
SAY = "add the clip to the timeline"
numbers = count()


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    root = tmp_path_factory.mktemp("refusals")
    with sandbox(root, silent_rate=0.0, tokens_per_week=2, edit_cost=60) as running:
        yield running


@pytest.fixture
def settings(backend: Backend) -> Settings:
    """An account that nobody has used."""
    home = backend.root / f"home-{next(numbers)}"
    return replace(backend.settings, data_dir=home, client_id_file=home / "client_id")


def opened(settings: Settings) -> str:
    """A new session that holds a clip."""
    with NemoClient(settings) as nemo:
        session = nemo.open_session().id
        nemo.upload(session, [CLIP])
        return session


def say(kind: str, settings: Settings, session: str, told: list[Any]) -> Outcome:
    """Say one thing with either client."""
    if kind == "sync":
        with NemoClient(settings, on_notice=told.append) as nemo:
            return nemo.send(session, SAY)

    async def main() -> Outcome:
        async with AsyncNemoClient(settings, on_notice=told.append) as nemo:
            return await nemo.send(session, SAY)

    return asyncio.run(main())


def recorded(settings: Settings) -> list[str]:
    """What the ledger has of the last job."""
    ledger = Ledger(settings.data_dir / "ledger")
    last = list(ledger.jobs())[-1]
    return [str(record["what"]) for record in ledger.records(last)]


@pytest.mark.rule("stale-token", "paid-once", "client-id-kept")
@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("fault", ["envelope:1001:chat*1", "status:401:chat*1"])
def test_a_message_refused_for_its_token_is_said_once_under_a_new_one(
    backend: Backend, settings: Settings, kind: str, fault: str
) -> None:
    session, told = opened(settings), list[Any]()
    client_id = settings.client_id_file.read_text(encoding="utf-8")
    before = len(backend.books.turns())
    with backend.server.fault(fault):
        outcome = say(kind, settings, session, told)
    assert (outcome.kind, outcome.error) == ("changed", None)
    assert len(backend.books.turns()) == before + 1
    assert outcome.cost.spent == backend.books.turns()[-1].cost
    assert [type(notice) for notice in told].count(AccountMade) == 1
    assert settings.client_id_file.read_text(encoding="utf-8") == client_id
    sent = ("snapshot", "sending", "undelivered", "refused", "accepted")
    assert [what for what in recorded(settings) if what in sent] == [
        "snapshot", "sending", "refused", "snapshot", "sending", "accepted"
    ]  # fmt: skip


@pytest.mark.rule("stale-token")
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_users_own_token_that_is_refused_is_reported(
    backend: Backend, settings: Settings, kind: str
) -> None:
    session = opened(settings)
    with NemoClient(settings) as nemo:
        assert nemo.account().token_source == "cache"
        own = replace(settings, token=nemo._credentials.token().value)
    chats, tokens = backend.books.count("chat"), backend.books.count("token")
    with backend.server.fault("envelope:1001:chat"), pytest.raises(AuthFailed) as refused:
        say(kind, own, session, [])
    assert refused.value.facts["token_source"] == "NEMO_TOKEN"
    assert (backend.books.count("chat"), backend.books.count("token")) == (chats + 1, tokens)


@pytest.mark.rule("token-limit", "client-id-kept")
def test_a_weeks_quota_of_tokens_is_told_and_no_other_client_id_is_made(
    backend: Backend, settings: Settings
) -> None:
    session = opened(settings)
    client_id = settings.client_id_file.read_text(encoding="utf-8")
    chats = backend.books.count("chat")
    with (
        backend.server.fault("envelope:1001:chat,rate_limit:token"),
        pytest.raises(RateLimited) as limited,
    ):
        say("sync", settings, session, [])
    assert (limited.value.code, backend.books.count("chat")) == ("token_limit", chats + 1)
    assert settings.client_id_file.read_text(encoding="utf-8") == client_id
    with NemoClient(settings) as nemo:  # what was refused is over: nothing is left to be sent
        assert [job.state for job in nemo.jobs()][-1] == "failed"


@pytest.mark.rule("bind-id")
@pytest.mark.parametrize("fault", ["", "sparse_replies"], ids=["named by all", "named by the 2001"])
def test_a_lack_of_credits_leads_to_the_registration_of_this_account(
    backend: Backend, settings: Settings, fault: str
) -> None:
    with backend.server.fault(fault or "late:0:claim"), NemoClient(settings) as nemo:
        session = nemo.open_session().id
        nemo.upload(session, [CLIP])
        nemo.send(session, SAY)
        with pytest.raises(CreditsFailed) as lacking:
            nemo.send(session, "set the volume of the clip to 20%")
    error = lacking.value
    bind = str(error.facts["bind_id"])
    assert bind.startswith("anon_")
    assert f"{backend.url}/register?bind={bind}" in error.hint()
    assert error.facts["urls"] == [f"{backend.url}/register?bind={bind}"]


@pytest.mark.rule("bind-id")
@pytest.mark.parametrize("call", ["session", "chat"])
def test_a_lack_of_credits_without_details_is_helped_by_what_is_known_of_the_account(
    backend: Backend, settings: Settings, call: str
) -> None:
    session = opened(settings)
    with (
        backend.server.fault(f"envelope:2001:{call}"),
        NemoClient(settings) as nemo,
        pytest.raises(CreditsFailed) as lacking,
    ):
        nemo.open_session() if call == "session" else nemo.send(session, SAY)
    assert "/register?bind=anon_" in lacking.value.hint()


@pytest.mark.rule("attribution")
@pytest.mark.parametrize("fault", ["status:402:render", "headers_lost:render"])
def test_a_402_names_both_reasons_after_our_own_headers_were_sent(
    backend: Backend, settings: Settings, fault: str
) -> None:
    session = opened(settings)
    say("sync", settings, session, [])
    with (
        backend.server.fault(fault),
        NemoClient(settings) as nemo,
        pytest.raises(CreditsFailed) as refused,
    ):
        nemo.export(session)
    renders = [r for r in backend.books.requests() if r.path == "/api/render/proxy/lambda"]
    assert fault.startswith("headers_lost") or len(renders[-1].attribution) == 3
    for word in ("upgrade", "headers", "proxy"):
        assert word in refused.value.hint()


@pytest.mark.rule("named-clocks")
def test_the_clock_of_a_plain_answer_is_set_and_named(backend: Backend, settings: Settings) -> None:
    opened(settings)
    with (
        backend.server.fault("stall_body:3:session"),
        NemoClient(replace(settings, reply_s=0.05)) as nemo,
        pytest.raises(NotSent, match=r"the reply clock of 0\.05 s ran out"),
    ):
        nemo.open_session()
