from __future__ import annotations

import asyncio
import inspect
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nemo_client.client import NemoClient
from nemo_client.client_async import AsyncNemoClient
from nemo_client.drive import RealClock
from nemo_client.errors import CreditsFailed, NemoError, NotSent, Precondition
from nemo_client.protocol import calls
from nemo_client.protocol.notices import AccountMade, Downloading, Notice, Said
from nemo_client.protocol.turn import Clocks

SID = "5529000000000000001"
STATE = calls.state(SID).path
CREDITS = calls.credits().path
TOKEN = calls.token("x").path
RENDER = "/api/render/proxy/lambda"
DRAFT = '{"t":[{"tt":0,"sg":[{"d":5000,"start":0}]}],"d":5000}'
CLOCKS = Clocks(
    connect_s=2.0, first_byte_s=2.0, byte_idle_s=0.2, grace_s=0.1, checks_s=(0.0, 0.0),
    settle_s=(0.0,),
)  # fmt: skip
Use = Callable[..., Any]


class Quick(RealClock):
    """A clock on which waiting takes no time."""

    def __init__(self) -> None:
        self._skipped = 0.0

    def now(self) -> float:
        return super().now() + self._skipped

    def sleep(self, seconds: float) -> None:
        self._skipped += seconds

    async def asleep(self, seconds: float) -> None:
        self._skipped += seconds


def blocking(
    settings: Any, name: str, *args: Any, told: list[Notice] | None = None, **kw: Any
) -> Any:
    notices = [] if told is None else told
    with NemoClient(settings, on_notice=notices.append, clock=Quick()) as client:
        return getattr(client, name)(*args, **kw)


def awaited(
    settings: Any, name: str, *args: Any, told: list[Notice] | None = None, **kw: Any
) -> Any:
    notices = [] if told is None else told

    async def main() -> Any:
        async with AsyncNemoClient(settings, on_notice=notices.append, clock=Quick()) as client:
            return await getattr(client, name)(*args, **kw)

    return asyncio.run(main())


@pytest.fixture(params=[blocking, awaited], ids=["sync", "async"])
def use(request: pytest.FixtureRequest) -> Use:
    """Call a method of a fresh client of each kind."""
    using: Use = request.param
    return using


def test_both_clients_offer_the_same_calls_with_the_same_signatures() -> None:
    def calls_of(cls: type) -> dict[str, inspect.Signature]:
        found = inspect.getmembers(cls, inspect.isfunction)
        return {name: inspect.signature(f) for name, f in found if not name.startswith("_")}

    local = {
        "begin",
        "job",
        "jobs",
        "asked",
        "told",
    }  # they read or write files here and ask nobody

    mine, theirs = calls_of(NemoClient), calls_of(AsyncNemoClient)
    assert mine == theirs
    assert len(mine) == 18
    assert inspect.signature(NemoClient) == inspect.signature(AsyncNemoClient)
    assert all(
        inspect.iscoroutinefunction(getattr(AsyncNemoClient, n)) for n in theirs.keys() - local
    )
    docs = [(getattr(NemoClient, n).__doc__, getattr(AsyncNemoClient, n).__doc__) for n in mine]
    assert all(one and one == other for one, other in docs)


def backend(wire: Any, *chat: list[Any], after: str = "null", before: str = "null") -> None:
    def state(draft: str) -> list[Any]:
        body = '{"code":0,"data":{"session_id":"%s","task_id":"7","state":{"draft":%s}}}'
        return list(wire.whole(body % (SID, draft)))

    wire.scripts = {
        STATE: [state(before), state(after)],
        CREDITS: [wire.whole('{"code":0,"data":{"available":80,"frozen":0,"total":80}}')],
        "/run_sse": list(chat),
        RENDER: [wire.whole('{"id":"r1","status":"pending"}')],
        f"{RENDER}/r1": [wire.whole('{"status":"completed","output":{"url":"/v.mp4"}}')],
        "/v.mp4": [wire.whole(b"\x00video", "video/mp4")],
        calls.claim("7", SID).path: [wire.whole('{"code":0,"data":{"claim_token":"clm_1"}}')],
    }


def event(**more: object) -> bytes:
    return b"data: " + json.dumps({"author": "nemo_agent", **more}).encode() + b"\n\n"


def text(words: str, **more: object) -> bytes:
    return event(content={"parts": [{"text": words}]}, **more)


# --- the same history gives the same outcome on both


@pytest.mark.rule("paid-once", "doubt-has-a-name")
@pytest.mark.parametrize(
    ("steps", "end", "after", "outcome"),
    [
        ([text("Hi", partial=True), text("Hi you")], True, "null", ("replied", "Hi you", None)),
        ([b": heartbeat\n\n", text("Done")], True, DRAFT, ("changed", "Done", None)),
        ([event(errorCode="X", errorMessage="no")], True, "null", ("failed", "", "turn_failed")),
        ([text("Hi", partial=True)], False, "null", ("unsure", "Hi", "unsure")),
        ([text("Hi", partial=True)], False, DRAFT, ("changed", "Hi", None)),
        ([text("Hi", finishReason="STOP"), "gate"], True, "null", ("replied", "Hi", None)),
        (["gate"], True, "null", ("unsure", "", "unsure")),
        (["gate"], True, DRAFT, ("changed", "", None)),
    ],
    ids=["reply", "edit", "failure", "cut", "cut after an edit", "left open", "silence",
         "silence after an edit"],
)  # fmt: skip
def test_a_turn_on_a_real_socket(
    use: Use, wire: Any, settings_for: Any, steps: Any, end: bool, after: str, outcome: Any
) -> None:
    gate = threading.Event()
    script = wire.stream(*[gate if step == "gate" else step for step in steps], end=end)
    backend(wire, script, after=after)
    got = use(settings_for(wire.url), "send", SID, "say", clocks=CLOCKS)
    gate.set()
    assert (got.kind, got.text, got.error and got.error.code) == outcome
    assert [r.path for r in wire.requests].count("/run_sse") == 1


def test_what_is_said_is_told_as_it_comes(use: Use, wire: Any, settings_for: Any) -> None:
    backend(wire, wire.stream(text("He", partial=True), text("Hello")))
    told: list[Notice] = []
    use(settings_for(wire.url), "send", SID, "say", told=told)
    assert [n for n in told if isinstance(n, Said)] == [Said("He", 0), Said("llo", 0)]


def test_a_message_that_never_left_names_the_host(use: Use, wire: Any, settings_for: Any) -> None:
    url = wire.url
    wire.close()
    with pytest.raises(NotSent) as failed:
        use(settings_for(url), "open_session")
    assert url.removeprefix("http://") in str(failed.value)


def test_an_empty_message_is_not_sent(use: Use, wire: Any, settings_for: Any) -> None:
    with pytest.raises(Precondition):
        use(settings_for(wire.url), "send", SID, " \n")
    assert wire.requests == []


# --- accounts


@pytest.mark.rule("bind-id")
@pytest.mark.parametrize(
    ("user", "link"),
    [("anon_7", "https://nemovideo.com/register?bind=anon_7"),
     ("7788", "https://nemovideo.com/register")],
)  # fmt: skip
def test_who_is_out_of_credits_gets_the_link_that_keeps_the_project(
    use: Use, wire: Any, settings_for: Any, user: str, link: str
) -> None:
    backend(wire, wire.whole('{"code":2001,"message":"no credits"}'))
    grant = {"token": "nmv_usr_new", "credits": 100, "user_id": user}
    wire.scripts[TOKEN] = [wire.whole(json.dumps({"code": 0, "data": grant}))]
    with pytest.raises(CreditsFailed) as failed:
        use(settings_for(wire.url, token=None), "send", SID, "say")
    assert failed.value.facts["link"] == link
    assert link in failed.value.hint()


@pytest.mark.rule("one-door")
def test_a_new_account_is_told_once_and_its_token_never(
    use: Use, wire: Any, settings_for: Any
) -> None:
    backend(wire)
    wire.scripts[TOKEN] = [wire.whole('{"code":0,"data":{"token":"nmv_usr_new","credits":100}}')]
    told: list[Notice] = []
    settings = settings_for(wire.url, token=None)
    account = use(settings, "account", told=told)
    assert (account.token_source, account.created) == ("new", True)
    assert [type(n) for n in told] == [AccountMade]
    assert "nmv_usr_" not in f"{account!r} {told!r}"
    again = use(settings, "account", told=told)
    assert (again.token_source, again.created, len(told)) == ("cache", False, 1)


@pytest.mark.rule("stale-token")
def test_a_stale_cached_token_is_replaced_on_the_way(
    use: Use, wire: Any, settings_for: Any
) -> None:
    settings = settings_for(wire.url, token=None)
    wire.scripts = {
        TOKEN: [wire.whole(json.dumps({"data": {"token": f"nmv_usr_{n}"}})) for n in (1, 2)],
        CREDITS: [wire.whole('{"code":1001}'), wire.whole('{"code":0,"data":{"available":5}}')],
    }
    assert use(settings, "credits").available == 5.0
    sent = [r.headers.get("authorization") for r in wire.requests if r.path == CREDITS]
    assert sent == ["Bearer nmv_usr_1", "Bearer nmv_usr_2"]
    ids = [r.headers["x-client-id"] for r in wire.requests if r.path == TOKEN]
    assert len(set(ids)) == 1


@pytest.mark.rule("stale-token", "token-limit")
@pytest.mark.parametrize(
    ("reply", "code"), [('{"code":1001}', "token_refused"), ("", "token_limit")]
)
def test_a_token_that_is_not_given_is_told(
    use: Use, wire: Any, settings_for: Any, reply: str, code: str
) -> None:
    status = "429 Slow" if code == "token_limit" else "200 OK"
    wire.scripts = {TOKEN: [wire.whole(reply, status=status)]}
    with pytest.raises(NemoError) as failed:
        use(settings_for(wire.url, token=None), "credits")
    assert failed.value.code == code
    assert len(wire.requests) == 1


def test_a_refused_token_of_the_users_own_is_told_by_its_source(
    use: Use, wire: Any, settings_for: Any
) -> None:
    wire.scripts = {CREDITS: [wire.whole('{"code":1001,"message":"expired"}')]}
    with pytest.raises(NemoError) as failed:
        use(settings_for(wire.url), "credits")
    assert "NEMO_TOKEN" in str(failed.value)
    assert len(wire.requests) == 1


# --- files


def test_an_export_ends_in_a_file_and_a_link(
    use: Use, wire: Any, settings_for: Any, tmp_path: Path
) -> None:
    backend(wire, before=DRAFT, after=DRAFT)
    told: list[Notice] = []
    out = tmp_path / "v.mp4"
    done = use(settings_for(wire.url), "export", SID, output=out, wait_s=30.0, told=told)
    assert out.read_bytes() == b"\x00video"
    assert (done.path, done.bytes, done.render_id) == (str(out), 6, "r1")
    assert done.claim.url == "https://nemovideo.com/workspace/claim?ct=clm_1"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["v.mp4"]
    assert Downloading(6, 6) in told


@pytest.mark.rule("no-overwrite")
def test_an_export_onto_a_file_is_refused_before_anything_is_asked(
    use: Use, wire: Any, settings_for: Any, tmp_path: Path
) -> None:
    out = tmp_path / "v.mp4"
    out.write_bytes(b"mine")
    with pytest.raises(Precondition) as failed:
        use(settings_for(wire.url), "export", SID, output=out)
    assert failed.value.code == "output_exists"
    assert out.read_bytes() == b"mine"
    assert wire.requests == []


def test_an_export_that_fails_leaves_no_empty_file(
    use: Use, wire: Any, settings_for: Any, tmp_path: Path
) -> None:
    backend(wire)
    with pytest.raises(NemoError) as failed:
        use(settings_for(wire.url), "export", SID, output=tmp_path / "v.mp4")
    assert failed.value.code == "nothing_to_export"
    assert list(tmp_path.glob("v*")) == []


def test_an_upload_is_checked_before_a_byte_leaves(
    use: Use, wire: Any, settings_for: Any, tmp_path: Path
) -> None:
    with pytest.raises(Precondition):
        use(settings_for(wire.url), "upload", SID, [tmp_path / "notes.txt"])
    assert wire.requests == []
