from __future__ import annotations

import json
from typing import Any

import pytest

from nemo_client.errors import (
    BackendFailed,
    CreditsFailed,
    NemoError,
    NothingToExport,
    StillRunning,
)
from nemo_client.flows.export import export
from nemo_client.protocol import effects as fx
from nemo_client.protocol.calls import Call, Json
from nemo_client.protocol.notices import Rendering
from nemo_client.protocol.outcome import Exported

SID = "5529000000000000001"
DRAFT = '{ "t":[{"tt":0,"sg":[{"d": 5000.0}]}], "d":5000,"big":12345678901234567890 }'
STATE = (200, b'{"code":0,"data":{"task_id":7,"state":{"draft":%s}}}' % DRAFT.encode())
URL = "https://cdn.example/v.mp4?sig=1"
RUNNING = {"id": "r", "status": "processing", "progress": 40}
DONE = {"id": "render_1", "status": "completed", "output": {"url": URL}}
WRAPPED = {"success": True, "data": {"id": "render_1", "status": "completed", "outputUrl": URL}}
FAILED = {"status": "failed", "error": "codec"}
CLAIM = {"code": 0, "data": {"claim_token": "clm_1", "expires_in": 604800}}
GONE = (404, {"detail": "no such render"})
PENDING = {"success": True, "data": {"id": "render_1", "status": "pending", "progress": 5}}


def got(size: int = 10, status: int = 200, kind: str = "video/mp4", **more: Any) -> fx.Fetched:
    return fx.Fetched(
        status, kind, size, more.pop("expected", size), "sha", more.pop("head", b"\x00"), **more
    )


def exported(
    world: Any, part: str | None = "v.part", wait_s: float = 600.0, **more: Any
) -> Exported:
    world.replies = {
        "state": [more.pop("state", STATE)],
        "render": more.pop("render", [PENDING]),
        "render_status": more.pop("status", [DONE]),
        "claim": [more.pop("claim", CLAIM)],
    }
    world.fetches = more.pop("fetches", [got()])
    web = "https://w.example/"
    flow = export(SID, part=part, format="mp4", quality="high", wait_s=wait_s, web=web, **more)
    done: Exported = world.run(flow)
    return done


def fetched(world: Any) -> list[str]:
    """Where the video was fetched from: an address, or the name of a call."""
    fetches = [effect for effect in world.effects if isinstance(effect, fx.Fetch)]
    return [f.source.name if isinstance(f.source, Call) else f.source for f in fetches]


def submitted(world: Any) -> list[str]:
    """The ids of the renders that were asked for."""
    bodies = [ask.call.body for ask in world.asked("render")]
    return [json.loads(body.data)["id"] for body in bodies if isinstance(body, Json)]


@pytest.mark.rule("render-shapes")
@pytest.mark.parametrize("done", [DONE, WRAPPED])
def test_either_shape_ends_in_a_file(world: Any, done: object) -> None:
    result = exported(world, status=[RUNNING, done])
    assert (result.render_id, result.url, result.bytes) == ("render_1", URL, 10)
    assert (result.path, result.sha256) == ("v.part", "sha")
    assert fetched(world) == [URL]
    assert [n.percent for n in world.told(Rendering)] == [5.0, 40.0]


@pytest.mark.rule("claim-only")
def test_the_link_for_the_browser_is_given(world: Any) -> None:
    claim = exported(world).claim
    assert claim is not None
    assert (claim.url, claim.expires_in_s) == ("https://w.example/workspace/claim?ct=clm_1", 604800)


@pytest.mark.rule("claim-only")
@pytest.mark.parametrize("claim", [(403, ""), {"code": 1, "message": "x"}, {"code": 0, "data": {}}])
def test_without_a_claim_token_there_is_no_link_and_no_failure(world: Any, claim: Any) -> None:
    assert exported(world, claim=claim).claim is None


@pytest.mark.rule("draft-exact")
def test_the_draft_is_submitted_as_it_came(world: Any) -> None:
    exported(world)
    (ask,) = world.asked("render")
    assert ask.call.body == Json(
        b'{"id":"render_1","sessionId":"%s","draft":%s,"output":{"format":"mp4","quality":"high"}}'
        % (SID.encode(), DRAFT.encode())
    )


@pytest.mark.parametrize(
    "draft", ["null", "{}", '{"t":[]}', '{"t":[{"tt":0,"sg":[]}]}', '{"t":[{"tt":0}],"d":5}']
)
def test_an_empty_draft_is_refused_before_anything_is_asked(world: Any, draft: str) -> None:
    with pytest.raises(NothingToExport):
        exported(world, state=(200, b'{"data":{"state":{"draft":%s}}}' % draft.encode()))
    assert world.names() == ["state"]


def test_polls_grow_and_stay_near_their_rhythm(world: Any) -> None:
    exported(world, status=[*[RUNNING] * 7, DONE])
    ideal = [2.0, 3.0, 4.5, 6.75, 10.125, 15.0, 15.0, 15.0]
    assert len(world.pauses()) == len(ideal)
    for pause, expected in zip(world.pauses(), ideal, strict=True):
        assert abs(pause - expected) <= expected / 10


@pytest.mark.rule("named-clocks")
def test_a_render_that_does_not_move_is_told_apart_from_a_wait_that_ends(world: Any) -> None:
    with pytest.raises(StillRunning) as stopped:
        exported(world, status=[{**RUNNING, "progress": 39}, RUNNING], stall_s=60.0)
    assert stopped.value.facts["clock"] == "stall of 60 s"
    assert "40 %, unchanged for" in str(stopped.value)
    assert 60.0 <= sum(world.pauses()) <= 90.0


@pytest.mark.rule("named-clocks")
def test_a_render_that_moves_slowly_is_not_stalled(world: Any) -> None:
    slowly = [{**RUNNING, "progress": n // 3} for n in range(30)]
    assert exported(world, status=[*slowly, DONE], stall_s=60.0).bytes == 10
    assert sum(world.pauses()) > 300.0


@pytest.mark.rule("named-clocks")
def test_an_outage_is_not_taken_for_a_stall(world: Any) -> None:
    with pytest.raises(StillRunning) as stopped:
        exported(world, status=[RUNNING, fx.Undelivered("dns")], wait_s=400.0, stall_s=60.0)
    assert stopped.value.facts["clock"] == "wait of 400 s"


@pytest.mark.rule("poll-on")
@pytest.mark.parametrize(
    ("wanted", "paused"),
    [("40", 40.0), ("999999", 120.0), ("inf", 120.0), ("-5", 3.0), ("nan", 3.0), ("soon", 3.0)],
)
def test_the_pause_that_a_poll_asks_for_is_kept_within_reason(
    world: Any, wanted: str, paused: float
) -> None:
    asks = (200, RUNNING, {"retry-after": wanted})
    exported(world, status=[asks, DONE])
    assert world.pauses()[1] == pytest.approx(paused, rel=0.11)


@pytest.mark.rule("lost-submit")
def test_the_id_is_written_down_before_the_render_is_asked_for(world: Any) -> None:
    exported(world)
    steps = [e for e in world.effects if isinstance(e, fx.Save | fx.Ask)]
    names = [e.what if isinstance(e, fx.Save) else e.call.name for e in steps]
    assert names[:3] == ["state", "rendering", "render"]
    assert [e.facts for e in world.effects if isinstance(e, fx.Save)] == [
        {"render_id": submitted(world)[0]}
    ]


@pytest.mark.rule("lost-submit")
def test_a_render_of_an_earlier_process_is_taken_up(world: Any) -> None:
    result = exported(world, render_id="render_0", status=[RUNNING, {**DONE, "id": "render_0"}])
    assert (result.render_id, submitted(world)) == ("render_0", [])
    assert {ask.call.path for ask in world.asked("render_status")} == {
        "/api/render/proxy/lambda/render_0"
    }


@pytest.mark.rule("lost-submit")
def test_a_render_that_is_taken_up_needs_no_draft(world: Any) -> None:
    state = (200, b'{"data":{"state":{}}}')
    assert exported(world, render_id="render_0", state=state).render_id == "render_0"


@pytest.mark.rule("lost-submit", "render-again")
@pytest.mark.parametrize("known", [GONE, FAILED], ids=["unknown", "failed"])
def test_a_render_that_is_unknown_or_failed_is_asked_for_under_a_new_id(
    world: Any, known: Any
) -> None:
    assert exported(world, render_id="render_0", status=[known, DONE]).render_id == "render_1"
    assert submitted(world) == ["render_1"]


@pytest.mark.rule("lost-submit", "poll-on")
@pytest.mark.parametrize("fault", [fx.Lost("cut"), fx.Undelivered("dns"), (503, "")])
def test_a_render_that_cannot_be_looked_up_yet_is_not_asked_for_again(
    world: Any, fault: Any
) -> None:
    exported(world, render_id="render_0", status=[*[fault] * 9, DONE])
    assert submitted(world) == []


@pytest.mark.rule("named-clocks")
def test_a_wait_that_ends_says_which_and_what_to_do(world: Any) -> None:
    with pytest.raises(StillRunning) as stopped:
        exported(world, status=[RUNNING], wait_s=60.0)
    error = stopped.value
    assert error.facts["render_id"] == "render_1"
    assert (error.facts["clock"], error.next) == ("wait of 60 s", ("nemo export",))
    assert "40 %" in str(error)
    assert sum(world.pauses()) <= 60.0


@pytest.mark.rule("render-again")
def test_a_failed_render_is_tried_again_under_a_new_id(world: Any) -> None:
    result = exported(world, status=[FAILED, {**DONE, "id": "render_2"}],
                      render=[PENDING, {"id": "render_2", "status": "pending"}])  # fmt: skip
    assert submitted(world) == ["render_1", "render_2"]
    assert result.render_id == "render_2"


@pytest.mark.rule("render-again")
def test_a_render_that_fails_twice_is_told_with_its_reason(world: Any) -> None:
    with pytest.raises(BackendFailed) as failed:
        exported(world, status=[FAILED])
    assert (failed.value.code, failed.value.detail) == ("render_failed", "codec")
    assert submitted(world) == ["render_1", "render_2"]


@pytest.mark.rule("render-again")
@pytest.mark.parametrize(
    "refusal", [(500, ""), (409, {"message": "duplicate id"}), {"code": 7, "message": "odd"}]
)
def test_a_submit_that_was_refused_is_tried_again_under_a_new_id(world: Any, refusal: Any) -> None:
    assert exported(world, render=[refusal, PENDING]).bytes == 10
    assert submitted(world) == ["render_1", "render_2"]


def test_a_plan_that_does_not_allow_exports_is_told_at_once(world: Any) -> None:
    with pytest.raises(CreditsFailed) as failed:
        exported(world, render=[(402, {"message": "upgrade"})])
    assert failed.value.code == "plan_refused"
    assert len(submitted(world)) == 1


@pytest.mark.rule("lost-submit")
def test_a_submit_whose_reply_was_lost_is_looked_up(world: Any) -> None:
    assert exported(world, render=[fx.Lost("cut")], status=[RUNNING, DONE]).render_id == "r"
    assert submitted(world) == ["render_1"]
    assert world.names()[:3] == ["state", "render", "render_status"]


@pytest.mark.rule("lost-submit", "render-again")
def test_a_lost_submit_that_nobody_knows_is_sent_under_a_new_id(world: Any) -> None:
    exported(world, render=[fx.Lost("cut"), PENDING], status=[GONE, DONE])
    assert submitted(world) == ["render_1", "render_2"]


def test_the_id_that_the_backend_gave_is_the_one_that_is_polled(world: Any) -> None:
    exported(world, render=[{"taskId": "theirs", "status": "pending"}])
    assert [ask.call.path for ask in world.asked("render_status")] == [
        "/api/render/proxy/lambda/theirs"
    ]


@pytest.mark.rule("poll-on")
@pytest.mark.parametrize("fault", [fx.Lost("cut"), fx.Undelivered("dns"), (503, ""), (429, "")])
def test_polls_that_fail_in_passing_go_on_with_the_same_render(world: Any, fault: Any) -> None:
    assert exported(world, status=[*[fault] * 9, DONE]).bytes == 10
    assert submitted(world) == ["render_1"]


@pytest.mark.rule("poll-on", "named-clocks")
def test_an_outage_that_stays_ends_with_the_wait_and_not_with_a_failure(world: Any) -> None:
    with pytest.raises(StillRunning):
        exported(world, status=[fx.Undelivered("dns")], wait_s=120.0)


def test_a_render_without_an_address_is_fetched_through_the_api(world: Any) -> None:
    exported(world, status=[{"status": "completed"}])
    assert fetched(world) == ["render_file"]
    assert len(world.asked("render_status")) == 4


@pytest.mark.rule("download-checked")
@pytest.mark.parametrize(
    ("bad", "tries"),
    [
        (fx.Lost("cut"), 2),
        (fx.Undelivered("dns"), 2),
        (got(status=503, size=0), 2),
        (got(size=7, expected=10), 7),
        (got(size=7, expected=10, cut="reset"), 7),
        (got(status=403, size=0, body=b'{"message":"expired"}'), 1),
        (got(size=0), 1),
        (got(size=12, expected=10), 1),
        (got(kind="text/html"), 1),
        (got(kind="application/json"), 1),
        (got(head=b"  <!doctype html>", kind=""), 1),
    ],
    ids=["lost", "unreachable", "busy", "short", "cut", "403", "empty", "long", "html", "json",
         "page without a type"],
)  # fmt: skip
def test_a_link_that_does_not_serve_the_video_gives_way_to_the_api(
    world: Any, bad: Any, tries: int
) -> None:
    result = exported(world, fetches=[*[bad] * tries, got(12)])
    if tries == 7:  # the first of them was progress
        assert fetched(world) == [URL] * 6 + ["render_file"] * 2
    else:
        assert fetched(world) == [URL] * tries + ["render_file"]
    assert result.bytes == 12


@pytest.mark.rule("download-checked")
def test_a_download_that_fails_both_ways_is_told(world: Any) -> None:
    bad = got(status=403, size=0, body=b'{"message":"expired"}')
    with pytest.raises(BackendFailed) as failed:
        exported(world, fetches=[bad, bad])
    assert (failed.value.code, failed.value.detail) == ("download_failed", "HTTP 403 expired")
    assert failed.value.next == ("nemo export",)


@pytest.mark.rule("download-checked")
@pytest.mark.parametrize(
    "answer",
    [
        {"output": {"url": "https://cdn.example/new"}},
        {"success": True, "data": {"outputUrl": "https://cdn.example/new"}},
        {"code": 0, "data": {"download_url": "https://cdn.example/new"}},
    ],
)
def test_an_api_that_answers_with_a_link_is_followed(world: Any, answer: object) -> None:
    gone = got(status=404, size=0)
    named = got(size=0, kind="application/json", body=json.dumps(answer).encode(), expected=None)
    assert exported(world, status=[DONE], fetches=[gone, named, got(12)]).bytes == 12
    assert fetched(world) == [URL, "render_file", "https://cdn.example/new"]


@pytest.mark.rule("download-checked")
@pytest.mark.parametrize("url", [URL, None, 7])
def test_an_api_that_answers_with_a_dead_link_or_none_is_told(world: Any, url: object) -> None:
    gone = got(status=404, size=0)
    body = json.dumps({"output": {"url": url}}).encode()
    named = got(size=0, kind="application/json", body=body, expected=None)
    with pytest.raises(BackendFailed) as failed:
        exported(world, status=[DONE], fetches=[gone, named])
    assert failed.value.code == "download_failed"


@pytest.mark.rule("download-checked")
@pytest.mark.parametrize("gone", [401, 403, 404, 410])
def test_a_link_that_expired_is_asked_for_anew(world: Any, gone: int) -> None:
    fresh = {**DONE, "output": {"url": "https://cdn.example/v.mp4?sig=2"}}
    exported(world, status=[DONE, fresh], fetches=[got(status=gone, size=0), got()])
    assert fetched(world) == [URL, "https://cdn.example/v.mp4?sig=2"]
    assert {f.render for f in world.effects if isinstance(f, fx.Fetch)} == {"render_1"}


def test_links_that_all_expire_end_at_the_api(world: Any) -> None:
    links = [{**DONE, "output": {"url": f"https://cdn.example/{n}"}} for n in range(9)]
    exported(world, status=links, fetches=[*[got(status=403, size=0)] * 5, got()])
    assert fetched(world) == [*(f"https://cdn.example/{n}" for n in range(5)), "render_file"]


def test_a_fresh_link_that_cannot_be_asked_for_gives_way_to_the_api(world: Any) -> None:
    exported(world, status=[DONE, GONE], fetches=[got(status=403, size=0), got()])
    assert fetched(world) == [URL, "render_file"]


def test_a_full_disk_is_told_as_such_and_not_tried_again(world: Any) -> None:
    full = NemoError("output_unwritable", "No space left on device", path="v.part")
    with pytest.raises(NemoError) as failed:
        exported(world, fetches=[full])
    assert failed.value.code == "output_unwritable"
    assert fetched(world) == [URL]


def test_without_a_path_nothing_is_fetched(world: Any) -> None:
    result = exported(world, part=None, fetches=[])
    assert (result.path, result.bytes, result.url) == (None, None, URL)
    assert fetched(world) == []


def test_a_length_that_was_not_announced_is_not_missed(world: Any) -> None:
    assert exported(world, fetches=[got(expected=None)]).bytes == 10
