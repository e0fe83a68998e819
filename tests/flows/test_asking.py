from __future__ import annotations

from typing import Any

import pytest

from nemo_client.errors import NemoError, NotSent
from nemo_client.flows.asking import ask
from nemo_client.protocol import calls
from nemo_client.protocol import effects as fx
from nemo_client.protocol.calls import ENDPOINTS, Call
from nemo_client.protocol.notices import Waiting

OK: dict[str, Any] = {"code": 0, "data": {}}
CALLS: dict[str, Call] = {
    "token": calls.token("cid"),
    "open_session": calls.open_session("p", "en"),
    "claim": calls.claim("t", "s"),
    "upload": calls.upload("s", ["a.mp4"]),
    "import": calls.import_urls("s", ["https://x.example/a.mp4"]),
    "credits": calls.credits(),
    "state": calls.state("s"),
    "render": calls.render("r", "s", "{}", {}),
    "render_status": calls.render_status("r"),
    "render_cancel": calls.render_cancel("r"),
}
REPEATABLE = [name for name in CALLS if ENDPOINTS[name].repeatable]
ONCE = [name for name in CALLS if not ENDPOINTS[name].repeatable]


def asked(world: Any, name: str, *replies: Any, may_renew: bool = False) -> fx.Reply:
    world.replies = {name: list(replies)}
    world.may_renew = may_renew
    reply: fx.Reply = world.run(ask(CALLS[name]))
    return reply


@pytest.mark.rule("repeats")
@pytest.mark.parametrize("name", CALLS)
def test_what_never_left_is_sent_again_whatever_it_is(world: Any, name: str) -> None:
    fault = fx.Undelivered("refused")
    assert asked(world, name, fault, fault, OK).status == 200
    assert len(world.asked()) == 3
    assert world.pauses() == [0.5, 1.0]
    assert [w.reason for w in world.told(Waiting)] == ["refused", "refused"]


@pytest.mark.parametrize("name", CALLS)
def test_a_network_that_stays_away_is_told(world: Any, name: str) -> None:
    with pytest.raises(NotSent) as failed:
        asked(world, name, fx.Undelivered("refused"))
    assert (failed.value.code, failed.value.detail) == ("not_sent", "refused")
    assert len(world.asked()) == 3


@pytest.mark.rule("repeats")
@pytest.mark.parametrize("name", REPEATABLE)
@pytest.mark.parametrize("fault", [fx.Lost("cut"), (503, ""), (500, ""), (408, ""), (504, "")])
def test_what_is_repeatable_is_asked_again_after_a_passing_fault(
    world: Any, name: str, fault: Any
) -> None:
    assert asked(world, name, fault, fault, fault, OK).status == 200
    assert world.pauses() == [1.0, 2.0, 4.0]


@pytest.mark.rule("repeats")
@pytest.mark.parametrize("name", ONCE)
def test_what_is_not_repeatable_is_asked_once(world: Any, name: str) -> None:
    assert asked(world, name, (503, "")).status == 503
    with pytest.raises(NotSent) as failed:
        asked(world, name, fx.Lost("cut"))
    assert failed.value.code == "connection_lost"
    assert len(world.asked()) == 2
    assert world.pauses() == []


@pytest.mark.parametrize("name", REPEATABLE)
def test_a_fault_that_stays_ends_in_the_last_answer(world: Any, name: str) -> None:
    assert asked(world, name, (503, "")).status == 503
    with pytest.raises(NotSent):
        asked(world, name, fx.Lost("cut"))
    assert len(world.asked()) == 8


@pytest.mark.parametrize("status", [400, 402, 403, 404, 413, 422, 501])
def test_a_refusal_is_an_answer(world: Any, status: int) -> None:
    assert asked(world, "state", (status, "")).status == status
    assert len(world.asked()) == 1


@pytest.mark.parametrize("name", [name for name in CALLS if name != "token"])
def test_a_rate_limit_is_waited_for_once(world: Any, name: str) -> None:
    assert asked(world, name, (429, "", {"retry-after": "7"}), OK).status == 200
    assert world.pauses() == [7.0]
    assert asked(world, name, (429, "")).status == 429
    assert world.pauses() == [7.0, 30.0]


@pytest.mark.rule("token-limit")
def test_the_weeks_quota_of_tokens_is_told_at_once(world: Any) -> None:
    assert asked(world, "token", (429, "")).status == 429
    assert len(world.asked()) == 1
    assert world.pauses() == []


STALE = [(200, {"code": 1001}), (401, ""), (401, {"code": "1001"})]


@pytest.mark.rule("stale-token")
@pytest.mark.parametrize("name", [name for name in CALLS if name != "token"])
@pytest.mark.parametrize("stale", STALE)
def test_a_stale_token_is_renewed_once_and_the_call_made_again(
    world: Any, name: str, stale: Any
) -> None:
    assert asked(world, name, stale, OK, may_renew=True).status == 200
    assert len(world.asked()) == 2
    again = asked(world, name, stale, may_renew=True)
    assert again.status == stale[0]
    assert len(world.asked()) == 4


@pytest.mark.rule("stale-token")
@pytest.mark.parametrize("stale", STALE)
def test_a_token_of_the_users_own_is_reported(world: Any, stale: Any) -> None:
    assert asked(world, "state", stale, may_renew=False).status == stale[0]
    assert len(world.asked()) == 1


@pytest.mark.parametrize("stale", STALE)
def test_the_token_call_has_no_token_to_renew(world: Any, stale: Any) -> None:
    """It runs under the lock that a renewal would wait for."""
    assert asked(world, "token", stale, may_renew=True).status == stale[0]
    assert not any(isinstance(effect, fx.Renew) for effect in world.effects)


@pytest.mark.rule("same-truth")
def test_every_failure_of_asking_is_an_error_of_ours(world: Any) -> None:
    for name in CALLS:
        with pytest.raises(NemoError) as failed:
            asked(world, name, fx.Undelivered("x"))
        assert int(failed.value.exit_code) == 8
