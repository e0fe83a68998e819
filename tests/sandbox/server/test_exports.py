"""Renders: submitted once, carried out without anybody watching, fetched by two ways."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from nemo_client.sandbox import Options
from nemo_client.sandbox.books import ATTRIBUTION
from nemo_client.sandbox.render import probe

EMPTY_DRAFTS = [{}, {"t": []}, {"t": [{"tt": 0, "sg": []}]}, {"t": {}}, {"t": [7]}]


def finished(sandbox, person, clip, name="render_1"):
    """A completed render and its status."""
    person.export(name, person.timeline(clip))
    sandbox.settle()
    status = person.render(name)
    assert status["status"] == "completed", status
    return status


def test_a_submitted_draft_becomes_a_file_that_plays(house, meet, clip, tmp_path, web):
    person = meet(house)
    submitted = person.export("render_1", person.timeline(clip)).json()
    assert (submitted["code"], submitted["id"], submitted["status"]) == (0, "render_1", "pending")
    house.settle()
    status = person.render("render_1")
    assert (status["status"], status["progress"]) == ("completed", 100)
    bare = web.get(status["output"]["url"])
    with_token = person.http.get("/api/render/proxy/render_1/download")
    assert bare.content == with_token.content
    assert len(bare.content) == status["output"]["size"] == int(bare.headers["content-length"])
    assert 'filename="render_1.mp4"' in bare.headers["content-disposition"]
    film = Path(tmp_path / "film.mp4")
    film.write_bytes(bare.content)
    assert probe(film).duration_s == pytest.approx(0.5, abs=1 / 30 + 0.01)
    assert status["output"]["duration"] == pytest.approx(0.5, abs=1 / 30 + 0.01)


def test_exports_are_free(house, meet, clip):
    person = meet(house)
    finished(house, person, clip)
    assert person.credits() == (100, 0)


@pytest.mark.parametrize("missing", ATTRIBUTION)
def test_an_export_without_one_of_the_attribution_headers_is_402(house, meet, missing):
    person = meet(house)
    del person.http.headers[missing]
    reply = person.export("render_1", {"t": [{"tt": 0, "sg": [{}]}]})
    assert (reply.status_code, reply.json()["code"]) == (402, 402)
    assert missing in reply.json()["message"]


def test_the_link_has_ranges_and_head(house, meet, clip, web):
    status = finished(house, meet(house), clip)
    url = status["output"]["url"]
    whole = web.get(url)
    head = web.head(url)
    assert head.headers["content-length"] == whole.headers["content-length"] and not head.content
    tag = whole.headers["etag"]
    part = web.get(url, headers={"Range": "bytes=100-199", "If-Range": tag})
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    rest = web.get(url, headers={"Range": "bytes=100-"})
    assert rest.content == whole.content[100:]
    stale = web.get(url, headers={"Range": "bytes=100-", "If-Range": '"other"'})
    assert (stale.status_code, stale.content) == (200, whole.content)
    assert web.get(url, headers={"Range": "bytes=999999999-"}).status_code == 416


def test_the_link_turns_a_token_away_and_holds_none(house, meet, clip):
    person = meet(house)
    url = finished(house, person, clip)["output"]["url"]
    assert "nmv_usr_" not in url
    assert person.http.get(url).status_code == 400


def test_a_changed_or_expired_link_is_forbidden(serve, meet, clip, clock, web):
    sandbox = serve()
    person = meet(sandbox)
    url = finished(sandbox, person, clip)["output"]["url"]
    late = url.replace("expires=1", "expires=2")
    assert [web.get(u).status_code for u in (url, url[:-1], late)] == [200, 403, 403]
    clock.now += 3601
    assert web.get(url).status_code == 403
    assert web.get(person.render("render_1")["output"]["url"]).status_code == 200


def test_the_wrapped_shape_holds_everything_in_data(serve, meet, clip, clock, web):
    sandbox = serve(Options(render_shape="wrapped"))
    person = meet(sandbox)
    submitted = person.export("render_1", person.timeline(clip)).json()
    assert submitted["success"] is True and submitted["data"]["status"] == "pending"
    sandbox.settle()
    data = person.render("render_1")["data"]
    assert (data["status"], data["progress"]) == ("completed", 100)
    assert data["createdAt"] == data["completedAt"] == clock.now * 1000
    assert web.get(data["outputUrl"]).status_code == 200


def test_a_known_id_is_the_known_job(house, meet, clip):
    person = meet(house)
    first = finished(house, person, clip)
    again = person.export("render_1", person.timeline(clip)).json()
    assert again["status"] == "completed" and again["output"]["size"] == first["output"]["size"]


def test_a_known_id_can_be_made_an_error(serve, meet, clip):
    person = meet(serve(Options(duplicate_render="error")))
    draft = person.timeline(clip)
    assert person.export("render_1", draft).json()["code"] == 0
    reply = person.export("render_1", draft)
    assert (reply.status_code, reply.json()["code"]) == (409, 409)


def test_a_render_of_somebody_else_is_not_there(house, meet, clip):
    ann, bob = meet(house), meet(house)
    finished(house, ann, clip)
    path = "/api/render/proxy/lambda/render_1"
    replies = [
        bob.http.get(path),
        bob.http.post(path + "/cancel"),
        bob.http.get("/api/render/proxy/render_1/download"),
    ]
    assert [(r.status_code, r.json()["code"]) for r in replies] == [(404, 404)] * 3
    assert bob.export("render_1", bob.timeline(clip)).json()["status"] == "pending"


def test_a_cancelled_render_stops_and_leaves_no_file(house, meet, clip):
    person = meet(house)
    person.export("render_1", person.timeline(clip, ms=2000, times=40))
    reply = person.http.post("/api/render/proxy/lambda/render_1/cancel").json()
    assert reply == {
        "code": 0,
        "message": "success",
        "data": {"id": "render_1", "status": "cancelled"},
    }
    house.settle()
    assert person.render("render_1")["status"] == "cancelled"
    assert person.http.get("/api/render/proxy/render_1/download").status_code == 404
    again = person.http.post("/api/render/proxy/lambda/render_1/cancel").json()
    assert again["data"]["status"] == "cancelled"


def test_cancelling_a_finished_render_changes_nothing(house, meet, clip):
    person = meet(house)
    finished(house, person, clip)
    reply = person.http.post("/api/render/proxy/lambda/render_1/cancel").json()
    assert reply["data"]["status"] == "completed"


def test_a_draft_with_a_lost_file_fails_with_a_sentence(house, meet, clip):
    ann, bob = meet(house), meet(house)
    lost = copy.deepcopy(ann.timeline(clip))
    lost["t"][0]["sg"][0]["m"] = {"asset": "0" * 32}
    ann.export("lost", lost)
    bob.export("stolen", ann.timeline(clip))  # the media of another user are none of bob's
    house.settle()
    for person, name in ((ann, "lost"), (bob, "stolen")):
        status = person.render(name)
        assert status["status"] == "failed" and status["error"] and "output" not in status


@pytest.mark.parametrize("draft", EMPTY_DRAFTS)
def test_an_empty_draft_is_a_bad_request(house, meet, draft):
    reply = meet(house).export("render_1", draft)
    assert (reply.status_code, reply.json()["code"]) == (400, 400)


def test_a_bad_id_format_or_session_is_refused(house, meet):
    person = meet(house)
    draft = {"t": [{"tt": 0, "sg": [{}]}]}
    codes = [
        person.export("", draft).json()["code"],
        person.export("../x", draft).json()["code"],
        person.export("a", draft, output={"format": "exe"}).json()["code"],
        person.export("a", draft, output=["mp4"]).json()["code"],
        person.export("a", draft, sessionId=None).json()["code"],
        person.export("a", draft, sessionId="1").json()["code"],
    ]
    assert codes == [400, 400, 400, 400, 400, 1002]


def test_a_session_id_may_be_a_number(house, meet, clip):
    person = meet(house)
    reply = person.export("render_1", person.timeline(clip), sessionId=int(person.session))
    assert reply.json()["status"] == "pending"


def test_a_render_cut_off_by_a_restart_is_finished_by_the_next_server(serve, meet, clip):
    sandbox = serve()
    person = meet(sandbox)
    person.export("render_1", person.timeline(clip, ms=2000, times=20))
    before = sandbox.url
    sandbox = serve()
    assert sandbox.url == before
    assert person.render("render_1")["status"] in ("pending", "processing")
    sandbox.settle()
    assert person.render("render_1")["status"] == "completed"
