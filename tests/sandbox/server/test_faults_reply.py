"""What goes wrong with any answer, and with those about account, state and uploads."""

from __future__ import annotations

import json

import pytest

from nemo_client.sandbox.faults import CALLS
from nemo_client.sandbox.faulty.gate import INSTEAD

CREDITS = "/api/credits/balance/simple"
SESSION = "/api/tasks/me/with-session/nemo_agent"
ASK = "What is on the timeline?"


def credits(lab, faults, **more):
    return lab.call("GET", CREDITS, faults, **more)


def opened(lab, faults):
    body = {"task_name": "project", "language": "en"}
    return json.loads(lab.call("POST", SESSION, faults, json=body).raw)["data"]


def sent(lab, faults, clip, **more):
    """An upload of a clip, and how many files the session has then."""
    path = f"/api/upload-video/nemo_agent/me/{lab.person.session}"
    heard = lab.call("POST", path, faults, files=[("files", ("clip.mp4", clip))], **more)
    return heard, len(lab.person.state()["video_infos"])


# --- instead of the answer


@pytest.mark.fault("status")
@pytest.mark.parametrize("status", [402, 404, 500, 502, 503, 504])
def test_any_status_can_be_answered(lab, status):
    heard = credits(lab, f"status:{status}")
    assert heard.status == status
    kind = "text/html" if status >= 500 else "application/json"
    assert heard.headers["content-type"].startswith(kind)


@pytest.mark.fault("rate_limit")
def test_too_many_requests_with_and_without_retry_after(lab):
    bare, dated = credits(lab, "rate_limit"), credits(lab, "rate_limit:30")
    assert (bare.status, dated.status) == (429, 429)
    assert "retry-after" not in bare.headers and dated.headers["retry-after"] == "30"


@pytest.mark.fault("envelope")
@pytest.mark.parametrize("code", [1001, 1002, 2001, 4001, 4002, 5001])
def test_any_business_code_can_be_answered(lab, code):
    heard = lab.ask(f"envelope:{code}")
    assert (heard.status, json.loads(heard.raw)["code"]) == (200, code)
    assert heard.headers["content-type"] == "application/json"


@pytest.mark.fault("detail")
def test_adks_own_refusals_can_be_answered(lab):
    assert json.loads(lab.ask("detail:404").raw) == {"detail": "Session not found"}
    heard = lab.ask("detail:422")
    assert heard.status == 422 and json.loads(heard.raw)["detail"][0]["loc"]


@pytest.mark.fault("html")
def test_a_web_page_can_be_answered(lab):
    heard = lab.ask("html")
    assert heard.status == 200 and heard.headers["content-type"].startswith("text/html")
    assert heard.raw.startswith(b"<!doctype html>")


@pytest.mark.fault("torn_json", "empty_body")
def test_a_json_body_can_be_torn_or_missing(lab):
    torn, empty = credits(lab, "torn_json"), credits(lab, "empty_body")
    assert torn.headers["content-type"] == empty.headers["content-type"] == "application/json"
    assert (torn.ended, empty.ended, empty.raw) == ("closed", "closed", b"")
    with pytest.raises(ValueError):
        json.loads(torn.raw)


@pytest.mark.fault("hangup")
@pytest.mark.parametrize("how", ["", ":reset"])
def test_the_connection_can_end_before_an_answer(lab, how):
    heard = credits(lab, f"hangup{how}")
    assert (heard.status, heard.raw, heard.ended) == (0, b"", "cut")
    assert lab.sandbox.books.requests("credits")[-1].status is None


@pytest.mark.parametrize("name", INSTEAD)
def test_the_work_behind_a_lost_answer_is_done_or_not(lab, name):
    argument = {"status": ":502", "envelope": ":1001", "detail": ":404"}.get(name, "")
    turns = len(lab.sandbox.books.turns())
    lab.edit(f"{name}{argument}:chat")
    lab.sandbox.settle()
    assert len(lab.sandbox.books.turns()) == turns and not lab.is_done
    lab.edit(f"{name}{argument}:chat:done")
    lab.sandbox.settle()
    assert len(lab.sandbox.books.turns()) == turns + 1
    assert lab.is_done and (lab.turn.state, lab.turn.cost) == ("done", 2)


@pytest.mark.parametrize("call", CALLS)
def test_every_endpoint_can_go_wrong(lab, call):
    paths = {
        "token": ("POST", "/api/auth/anonymous-token"),
        "session": ("POST", SESSION),
        "claim": ("POST", "/api/auth/claim-token"),
        "chat": ("POST", "/run_sse"),
        "upload": ("POST", "/api/upload-video/nemo_agent/me/1"),
        "credits": ("GET", CREDITS),
        "state": ("GET", "/api/state/nemo_agent/me/1/latest"),
        "render": ("POST", "/api/render/proxy/lambda"),
        "render_status": ("GET", "/api/render/proxy/lambda/x"),
        "render_cancel": ("POST", "/api/render/proxy/lambda/x/cancel"),
        "render_file": ("GET", "/api/render/proxy/x/download"),
        "signed_file": ("GET", "/renders/x/y"),
        "media": ("GET", "/media/x/y"),
    }
    other = "state" if call != "state" else "chat"
    assert lab.call(*paths[call], f"status:418:{call},status:503:{other}").status == 418


# --- the answer, late or damaged


@pytest.mark.fault("slow")
def test_an_answer_comes_late_and_the_work_is_done(lab):
    heard = lab.edit("slow:3600")
    assert (heard.status, heard.ended) == (0, "silent") and lab.is_done
    assert credits(lab, "slow:0.01").status == 200


@pytest.mark.fault("late")
def test_a_request_is_carried_out_when_its_sender_has_gone(lab):
    heard = lab.edit("late:1")
    assert (heard.status, heard.ended) == (0, "silent") and not lab.is_done
    assert any(lab.is_done for _ in range(2000)) and lab.turn.cost == 2


@pytest.mark.fault("cut_body")
@pytest.mark.parametrize("how", ["", ":reset"])
def test_a_body_is_cut_after_so_many_bytes(lab, how):
    heard = credits(lab, f"cut_body:10{how}")
    assert (heard.status, heard.ended) == (200, "cut")
    assert how or heard.raw == b'{"code":0,'
    assert int(heard.headers["content-length"]) > 10
    stream = lab.edit("cut_body:100")
    assert (len(stream.raw), stream.ended) == (100, "cut") and lab.is_done


@pytest.mark.fault("stall_body")
def test_a_body_can_stop_in_the_middle(lab):
    heard = credits(lab, "stall_body:10")
    assert (heard.status, heard.raw, heard.ended) == (200, b'{"code":0,', "silent")


@pytest.mark.fault("headers_lost")
def test_an_export_lacks_the_headers_that_a_proxy_took_off(lab):
    path = "/api/render/proxy/lambda"
    heard = lab.call("POST", path, "headers_lost:render", json={})
    assert (heard.status, b"x-skill-platform" in heard.raw.lower()) == (402, True)
    assert lab.call("POST", path, "headers_lost:state", json={}).status == 400


@pytest.mark.fault("reply_shape")
def test_replies_can_have_other_shapes(lab):
    plain = json.loads(credits(lab, "").raw)
    bare = json.loads(credits(lab, "reply_shape:bare").raw)
    text = json.loads(credits(lab, "reply_shape:text_code").raw)
    success = json.loads(credits(lab, "reply_shape:success").raw)
    assert bare == plain["data"] and text == plain | {"code": "0"}
    assert success == {"success": True, "message": "success", "data": plain["data"]}
    refused = json.loads(lab.call("GET", "/api/state/nemo_agent/me/1/latest", "reply_shape").raw)
    assert refused["code"] == 1002


# --- account and state


@pytest.mark.fault("token_expired")
def test_a_token_dies_and_the_same_client_gets_another(house, meet):
    person = meet(house)
    headers = {"X-Sandbox-Fault": "token_expired"}
    assert person.http.get(CREDITS, headers=headers).json()["code"] == 1001
    assert person.http.get(CREDITS).json()["code"] == 1001
    user = person.user
    person.renew()
    assert person.user == user and person.credits() == (100, 0)
    assert person.state()["draft"] == {}


@pytest.mark.fault("session_lost")
def test_the_sessions_of_a_user_are_gone(house, meet):
    person = meet(house)
    message, headers = person.message(ASK), {"X-Sandbox-Fault": "session_lost"}
    assert person.http.post("/run_sse", json=message, headers=headers).status_code == 404
    path = f"/api/state/nemo_agent/me/{person.session}/latest"
    assert person.http.get(path).json()["code"] == 1002
    person.session = person.open()["session_id"]
    assert person.say(ASK)


@pytest.mark.fault("odd_credits")
def test_the_balance_can_be_odd(lab):
    balance = {
        kind: json.loads(credits(lab, f"odd_credits:{kind}").raw)["data"]
        for kind in ("missing", "negative", "text")
    }
    assert balance["missing"] == {} and balance["negative"]["available"] == -1
    assert balance["text"]["frozen"] == "0"


@pytest.mark.fault("sparse_replies")
def test_replies_can_leave_out_what_newer_ones_do(lab, web):
    assert set(opened(lab, "sparse_replies")) == {"task_id", "session_id"}
    headers = {"X-Client-Id": "sparse", "X-Sandbox-Fault": "sparse_replies"}
    reply = web.post(lab.sandbox.url + "/api/auth/anonymous-token", headers=headers)
    assert set(reply.json()["data"]) == {"token", "credits"}


@pytest.mark.fault("numeric_ids")
def test_ids_can_be_numbers(lab):
    data = opened(lab, "numeric_ids")
    assert isinstance(data["session_id"], int) and data["task_id"] > 10**18


@pytest.mark.fault("sparse_state")
@pytest.mark.parametrize("kind, draft", [("missing", ...), ("null", None), ("empty", {})])
def test_state_keys_can_be_missing_null_or_empty(lab, kind, draft):
    state = json.loads(lab.state(f"sparse_state:{kind}").raw)["data"]["state"]
    assert state.get("draft", ...) == draft


# --- uploads


@pytest.mark.fault("upload_cut")
def test_an_upload_is_cut_off_in_the_middle(lab, clip):
    before = len(lab.person.state()["video_infos"])
    heard, after = sent(lab, "upload_cut:1000", clip)
    assert (heard.status, heard.ended, after) == (0, "cut", before)
    incoming = lab.sandbox.root / "media" / "incoming"
    assert list(incoming.iterdir()) == []


def test_the_reply_to_an_upload_is_lost_and_the_file_is_there(lab, clip):
    before = len(lab.person.state()["video_infos"])
    heard, after = sent(lab, "hangup:upload:done", clip)
    assert (heard.status, heard.ended, after) == (0, "cut", before + 1)


@pytest.mark.fault("upload_early")
@pytest.mark.parametrize("code, status", [(413, 413), (4001, 200), (4002, 200)])
def test_an_upload_is_refused_before_it_comes(lab, code, status):
    before = len(lab.person.state()["video_infos"])
    heard, after = sent(lab, f"upload_early:{code}", b"film")
    assert (heard.status, json.loads(heard.raw)["code"], after) == (status, code, before)
    heard, _ = sent(lab, f"upload_early:{code}:close", b"film")
    assert heard.headers["connection"] == "close"


@pytest.mark.fault("upload_reply")
def test_the_reply_to_an_upload_can_have_other_shapes(lab, clip):
    told = {
        kind: json.loads(sent(lab, f"upload_reply:{kind}", clip)[0].raw)["data"]
        for kind in ("uploaded_files", "url", "file_id")
    }
    [item] = told["uploaded_files"]["uploaded_files"]
    assert "/media/" in item["url"] and "/media/" in told["url"]["url"]
    assert told["file_id"]["file_id"] in told["file_id"]["url"]
