"""Tokens, sessions and credits: who may do what, and how a refusal looks."""

from __future__ import annotations

from datetime import datetime

import pytest

from nemo_client.sandbox import Options
from nemo_client.sandbox.app import DOORS

DAY_S = 86_400


def test_a_token_reply_has_the_documented_fields(serve, clock, web):
    url = serve().url + "/api/auth/anonymous-token"
    other = web.post(url, headers={"X-Client-Id": "another"}).json()
    assert other["code"] == 0
    assert other["data"]["token"].startswith("nmv_usr_") and len(other["data"]["token"]) == 51
    assert other["data"]["credits"] == 100
    assert other["data"]["user_id"].startswith("anon_")
    expires = datetime.fromisoformat(other["data"]["expires_at"])
    assert other["data"]["expires_at"].endswith("Z")
    assert expires.timestamp() == clock.now + 7 * DAY_S


@pytest.mark.parametrize("client_id", [None, "", "x" * 65, "two words", "tab\tbed"])
def test_a_token_needs_a_usable_client_id(house, client_id, web):
    headers = {} if client_id is None else {"X-Client-Id": client_id}
    reply = web.post(house.url + "/api/auth/anonymous-token", headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (400, 400)


def test_a_second_token_within_seven_days_is_too_many(serve, meet, clock):
    person = meet(serve())
    clock.now += 7 * DAY_S - 1
    headers = {"X-Client-Id": person.client_id}
    reply = person.http.post("/api/auth/anonymous-token", headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (429, 429)


def test_after_seven_days_the_token_is_dead_and_the_next_one_keeps_the_user(serve, meet, clock):
    person = meet(serve())
    clock.now += 7 * DAY_S
    assert person.http.get("/api/credits/balance/simple").json()["code"] == 1001
    before = person.user
    person.renew()
    assert person.user == before
    assert person.state()["draft"] == {}


def test_more_tokens_a_week_can_be_allowed(serve, meet):
    person = meet(serve(Options(tokens_per_week=2)))
    assert person.renew()["token"] == person.token


@pytest.mark.parametrize("door", [d for d in DOORS if d.bearer], ids=lambda d: d.call)
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nmv_usr_wrong"}])
def test_every_endpoint_with_a_bearer_refuses_without_a_good_one(house, door, headers, web):
    path = door.path.format(user="me", session="1", render="r")
    reply = web.request(door.method, house.url + path, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (200, 1001)


def test_sessions_and_tasks_are_19_digit_strings(house, meet):
    person = meet(house)
    opened = [person.open() for _ in range(3)]
    ids = [o["session_id"] for o in opened] + [o["task_id"] for o in opened]
    assert all(isinstance(i, str) and len(i) == 19 and i.isdecimal() for i in ids)
    assert len(set(ids)) == 6
    assert all(o["bind_id"] == o["user_id"] == person.user for o in opened)


def test_me_and_the_own_user_id_name_the_same_session(house, meet):
    person = meet(house)
    for name in ("me", person.user):
        path = f"/api/state/nemo_agent/{name}/{person.session}/latest"
        assert person.http.get(path).json()["data"]["session_id"] == person.session


def test_sessions_of_others_do_not_exist(house, meet):
    ann, bob = meet(house), meet(house)
    bob.session = ann.session
    state = f"/api/state/nemo_agent/me/{ann.session}/latest"
    named = f"/api/state/nemo_agent/{ann.user}/{ann.session}/latest"
    claim = {"task_id": "1", "session_id": ann.session}
    draft = {"t": [{"tt": 0, "sg": [{}]}]}
    replies = [
        bob.http.get(state),
        bob.http.get(named),
        bob.http.post("/api/auth/claim-token", json=claim),
        bob.http.post(f"/api/tasks/{ann.user}/with-session/nemo_agent", json={}),
        bob.http.post(
            "/api/render/proxy/lambda", json={"id": "r", "sessionId": ann.session, "draft": draft}
        ),
        bob.upload(("clip.mp4", b"x")),
    ]
    assert [(r.status_code, r.json()["code"]) for r in replies] == [(200, 1002)] * 6
    chat = bob.http.post("/run_sse", json=bob.message("hello"))
    assert (chat.status_code, chat.json()) == (
        404,
        {"detail": f"Session not found: {ann.session}"},
    )


def test_a_fresh_session_is_empty_and_a_new_user_has_100_credits(house, meet):
    person = meet(house)
    empty = {"video_infos": [], "draft": {}, "canvas_config": {}, "generated_media": []}
    assert person.state() == empty
    assert person.http.get("/api/credits/balance/simple").json()["data"] == {
        "available": 100,
        "frozen": 0,
        "total": 100,
    }


@pytest.mark.parametrize("path", ["/v1/upload", "/api/v1/generate", "/list-apps", "/"])
def test_undocumented_paths_are_not_there(house, path, web):
    reply = web.get(house.url + path)
    assert (reply.status_code, reply.json()) == (404, {"detail": "Not Found"})


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[", ""])
def test_a_request_that_names_another_host_is_turned_away(house, host, web):
    reply = web.get(house.url + "/sandbox/books", headers={"Host": host})
    assert reply.status_code == 403


def test_a_body_that_is_no_json_object_is_a_bad_request(house, meet):
    person = meet(house)
    for body in (b"{", b"[]", b"\xff"):
        reply = person.http.post("/api/auth/claim-token", content=body)
        assert (reply.status_code, reply.json()["code"]) == (400, 400)
