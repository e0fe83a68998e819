"""Pages for people, and the doors for tests: claim, register, health, books."""

from __future__ import annotations

import re

import pytest

from nemo_client.sandbox import Options
from nemo_client.sandbox.books import ATTRIBUTION


def claimed(person) -> str:
    """A claim link's token."""
    body = {"task_id": "", "session_id": person.session}
    data = person.http.post("/api/auth/claim-token", json=body).json()["data"]
    assert data["expires_in"] == 604_800
    return data["claim_token"]


def test_a_claim_link_shows_the_project_and_its_media(house, meet, clip, web):
    person = meet(house)
    person.export("render_1", person.timeline(clip))
    house.settle()
    ct = claimed(person)
    assert ct.startswith("clm_")
    url = f"{house.url}/workspace/claim?ct={ct}"
    page, again = web.get(url), web.get(url)
    assert page.status_code == again.status_code == 200
    films = re.findall(r"<video controls src='([^']+)'", page.text)
    assert len(films) == 2
    assert all(web.get(f.replace("&amp;", "&")).status_code == 200 for f in films)


def test_a_claim_token_opens_no_api(house, meet, web):
    ct = claimed(meet(house))
    headers = {"Authorization": f"Bearer {ct}"}
    reply = web.get(house.url + "/api/credits/balance/simple", headers=headers)
    assert reply.json()["code"] == 1001


def test_a_claim_page_with_a_token_is_refused_and_written_down_as_a_leak(serve, meet, web):
    sandbox = serve()
    person = meet(sandbox)
    assert sandbox.books.leaks() == ()
    for query in (f"token={person.token}", f"ct={claimed(person)}&token=", f"ct={person.token}"):
        assert web.get(f"{sandbox.url}/workspace/claim?{query}").status_code == 400
    leaks = sandbox.books.leaks()
    assert [leak.call for leak in leaks] == ["claim_page", "claim_page"]
    assert all(person.token not in leak.path for leak in leaks)
    assert web.get(sandbox.url + "/sandbox/books").json()["leaks"] == 2


def test_unknown_and_old_claim_links_open_nothing(serve, meet, clock, web):
    sandbox = serve()
    ct = claimed(meet(sandbox))
    url = f"{sandbox.url}/workspace/claim"
    assert web.get(url, params={"ct": "clm_wrong"}).status_code == 404
    assert web.get(url).status_code == 404
    clock.now += 604_801
    assert web.get(url, params={"ct": ct}).status_code == 404


def test_what_a_user_wrote_is_text_on_the_page(house, meet, web):
    person = meet(house)
    body = {"task_name": "<script>alert(1)</script>"}
    reply = person.http.post("/api/tasks/me/with-session/nemo_agent", json=body)
    person.session = reply.json()["data"]["session_id"]
    page = web.get(f"{house.url}/workspace/claim", params={"ct": claimed(person)})
    assert "&lt;script&gt;" in page.text and "<script>" not in page.text


def test_the_register_button_adds_credits(serve, meet, web):
    sandbox = serve(Options(credits=30))
    person = meet(sandbox)
    page = web.get(f"{sandbox.url}/register", params={"bind": person.user})
    assert page.status_code == 200 and "30 credits" in page.text
    pressed = web.post(f"{sandbox.url}/register", data={"bind": person.user})
    assert "60 credits" in pressed.text
    assert person.credits() == (60, 0)


@pytest.mark.parametrize("bind", ["", "anon_unknown", "<b>"])
def test_the_register_page_needs_a_known_id(house, bind, web):
    assert web.get(f"{house.url}/register", params={"bind": bind}).status_code == 404
    assert web.post(f"{house.url}/register", data={"bind": bind}).status_code == 404


def test_only_who_knows_the_nonce_stops_a_server(house, web):
    reply = web.post(house.url + "/sandbox/stop", headers={"X-Sandbox-Nonce": "guess"})
    assert reply.status_code == 400
    assert web.get(house.url + "/sandbox/health").json()["status"] == "ok"


def test_the_books_hold_every_request_with_its_headers(serve, meet, web):
    sandbox = serve()
    person = meet(sandbox)
    person.credits()
    person.http.get("/nowhere")
    books = web.get(sandbox.url + "/sandbox/books").json()
    calls = [(r["call"], r["method"], r["status"]) for r in books["requests"]]
    assert calls[:4] == [
        ("token", "POST", 200),
        ("session", "POST", 200),
        ("credits", "GET", 200),
        ("", "GET", 404),
    ]
    token, session, credits = books["requests"][:3]
    assert "x-client-id" in token["headers"] and token["attribution"] == {}
    assert set(credits["attribution"]) == set(ATTRIBUTION)
    assert session["body_bytes"] > 0 and token["token"] == ""
    assert session["token"] == credits["token"] != ""
    assert books["counts"]["token"] == 1 and books["billed"] == 0


def test_no_file_of_the_sandbox_holds_a_token(serve, meet, clip, web):
    sandbox = serve()
    person = meet(sandbox)
    person.export("render_1", person.timeline(clip))
    web.get(f"{sandbox.url}/workspace/claim", params={"token": person.token})
    sandbox.settle()
    ct = claimed(person)
    serve()  # the first server has written everything down
    files = [path for path in sandbox.root.rglob("*") if path.is_file()]
    assert any(path.name == "sandbox.db" for path in files)
    for path in files:
        content = path.read_bytes()
        assert person.token.encode() not in content and ct.encode() not in content, path
