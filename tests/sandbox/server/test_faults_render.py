"""What goes wrong with renders and with fetching what they made."""

from __future__ import annotations

import json

import httpx
import pytest

JOBS = "/api/render/proxy/lambda"
STATUS = JOBS + "/film"
FILE = "/api/render/proxy/film/download"


def submit(lab, faults, name):
    """Submit the clip under this name; what is told."""
    body = {"id": name, "sessionId": lab.person.session, "draft": DRAFT["draft"]}
    body["output"] = {"format": "mp4", "quality": "low"}
    return lab.call("POST", JOBS, faults, json=body)


def told(lab, faults, name="film"):
    """The status of a render."""
    return json.loads(lab.call("GET", f"{JOBS}/{name}", faults).raw)


DRAFT: dict[str, object] = {}


@pytest.fixture(scope="module", autouse=True)
def film(lab, clip):
    """A finished render, its plain address and its bytes."""
    DRAFT["draft"] = lab.person.timeline(clip)
    submit(lab, "", "film")
    lab.sandbox.settle()
    return httpx.get(told(lab, "")["output"]["url"], trust_env=False, verify=False).content


@pytest.fixture
def link(lab):
    """The plain address."""
    return told(lab, "")["output"]["url"]


@pytest.fixture
def fetch(web, link):
    """Fetch the film with these faults, from somewhere on when asked."""

    def get(faults, start=None, tag=None):
        headers = {"X-Sandbox-Fault": faults}
        headers |= {"Range": f"bytes={start}-"} if start is not None else {}
        headers |= {"If-Range": tag} if tag else {}
        return web.get(link, headers=headers)

    return get


# --- the job


@pytest.mark.fault("render_fails")
def test_a_render_fails_once_and_a_new_id_is_fine(lab):
    with lab.sandbox.fault("render_fails*1"):
        submit(lab, "", "fails_1")
        lab.sandbox.settle()
        submit(lab, "", "fails_1")  # the known job is told, and uses up nothing
        submit(lab, "", "fails_2")
        lab.sandbox.settle()
    first, second = told(lab, "", "fails_1"), told(lab, "", "fails_2")
    assert first["status"] == "failed" and first["error"] and "output" not in first
    assert second["status"] == "completed"


@pytest.mark.fault("render_stuck")
def test_a_render_gets_stuck_and_can_be_cancelled(lab):
    submit(lab, "render_stuck:40", "stuck")
    lab.sandbox.settle()
    status = told(lab, "", "stuck")
    assert (status["status"], status["progress"]) == ("processing", 40)
    lab.call("POST", f"{JOBS}/stuck/cancel", "")
    assert told(lab, "", "stuck")["status"] == "cancelled"


@pytest.mark.fault("render_slow")
def test_a_slow_render_gets_on_all_the_time(lab):
    submit(lab, "render_slow:3600", "slow")
    assert told(lab, "", "slow")["status"] == "pending"
    lab.call("POST", f"{JOBS}/slow/cancel", "")
    submit(lab, "render_slow:0.2", "slower")
    seen = set()
    while (status := told(lab, "", "slower"))["status"] != "completed":
        seen.add(status["progress"])
    assert len(seen) > 2 and max(seen) <= 100


def test_the_reply_to_a_submit_is_lost_and_the_job_exists(lab):
    assert submit(lab, "hangup:done", "lost").ended == "cut"
    assert told(lab, "", "lost")["status"] in ("pending", "processing", "completed")
    assert submit(lab, "hangup", "never").ended == "cut"
    assert lab.call("GET", f"{JOBS}/never", "").status == 404


@pytest.mark.fault("duplicate_error")
def test_a_known_id_can_be_an_error(lab):
    assert submit(lab, "duplicate_error", "film").status == 409
    assert submit(lab, "", "film").status == 200
    assert submit(lab, "duplicate_error", "not_known_yet").status == 200


# --- its status


@pytest.mark.fault("render_shape")
def test_the_status_comes_in_every_shape(lab):
    assert told(lab, "render_shape:flat")["output"]["url"]
    assert told(lab, "render_shape:wrapped")["data"]["outputUrl"]
    shapes = ["data" in told(lab, "render_shape:mixed") for _ in range(4)]
    assert shapes in ([True, False] * 2, [False, True] * 2)


@pytest.mark.fault("render_words", "render_fraction")
def test_states_and_progress_come_in_other_words(lab):
    status = told(lab, "render_words,render_fraction")
    assert (status["status"], status["progress"]) == ("success", 1)
    submit(lab, "render_stuck:50", "half")
    status = told(lab, "render_words,render_fraction", "half")
    assert (status["status"], status["progress"]) == ("rendering", 0.5)


@pytest.mark.fault("render_no_url")
def test_a_render_is_completed_without_an_address(lab):
    with lab.sandbox.fault("render_no_url*2"):
        found = [told(lab, "") for _ in range(3)]
    assert [status["status"] for status in found] == ["completed"] * 3
    assert ["output" in status for status in found] == [False, False, True]


@pytest.mark.fault("wrong_size")
def test_the_status_tells_a_wrong_size(lab, film):
    assert told(lab, "wrong_size:5")["output"]["size"] == len(film) + 5


@pytest.mark.fault("expired_link")
@pytest.mark.parametrize("code", [403, 404, 410])
def test_an_address_is_dead_and_the_next_is_not(lab, web, film, code):
    dead = told(lab, f"expired_link:{code}")["output"]["url"]
    assert [web.get(dead).status_code for _ in range(2)] == [code, code]
    assert web.get(told(lab, "")["output"]["url"]).content == film


@pytest.mark.fault("one_shot_link")
def test_an_address_works_once(lab, web, film):
    once = told(lab, "one_shot_link:410")["output"]["url"]
    cut = {"X-Sandbox-Fault": "cut_body:100"}
    with pytest.raises(httpx.RemoteProtocolError):
        web.get(once, headers=cut)
    assert web.get(once, headers={"Range": "bytes=100-"}).status_code == 410
    fresh = told(lab, "")["output"]["url"]
    assert web.get(fresh, headers={"Range": "bytes=100-"}).content == film[100:]


@pytest.mark.fault("foreign_link")
def test_an_address_is_on_another_port_where_a_token_is_a_leak(lab, web, film):
    url = httpx.URL(told(lab, "foreign_link")["output"]["url"])
    assert url.port != httpx.URL(lab.sandbox.url).port
    assert web.get(url).content == film
    leaks = len(lab.sandbox.books.leaks())
    assert lab.person.http.get(url).status_code == 400
    [leak] = lab.sandbox.books.leaks()[leaks:]
    assert leak.call == "signed_file"


def test_the_other_port_serves_nothing_but_files(lab, web):
    other = httpx.URL(told(lab, "foreign_link")["output"]["url"])
    for path in ("/sandbox/health", "/api/credits/balance/simple", "/register"):
        assert web.get(other.copy_with(raw_path=path.encode())).status_code == 404


@pytest.mark.fault("download_json")
def test_the_download_endpoint_answers_json(lab, web, film):
    body = json.loads(lab.call("GET", FILE, "download_json").raw)
    assert web.get(body["data"]["output"]["url"]).content == film


# --- the file


def test_without_faults_a_download_can_be_resumed(fetch, film):
    whole = fetch("")
    tag = whole.headers["etag"]
    assert tag.startswith('"') and whole.headers["accept-ranges"] == "bytes"
    part = fetch("", 100, tag)
    assert (part.status_code, part.content) == (206, film[100:])
    assert part.headers["content-range"] == f"bytes 100-{len(film) - 1}/{len(film)}"
    assert part.headers["etag"] == tag and fetch("").headers["etag"] == tag


@pytest.mark.fault("redirect")
def test_a_download_is_redirected(lab, web, fetch, film):
    first = fetch("redirect:2")
    second = web.get(first.next_request.url, headers={"X-Sandbox-Fault": "redirect:2"})
    third = web.get(second.next_request.url, headers={"X-Sandbox-Fault": "redirect:2"})
    assert [r.status_code for r in (first, second, third)] == [302, 302, 200]
    assert third.content == film
    headers = {"X-Sandbox-Fault": "redirect:loop"}
    with pytest.raises(httpx.TooManyRedirects):
        web.get(told(lab, "")["output"]["url"], headers=headers, follow_redirects=True)


def test_the_download_endpoint_redirects_to_another_port(lab, web, film):
    heard = lab.call("GET", FILE, "redirect")
    away = httpx.URL(heard.headers["location"])
    assert heard.status == 302 and away.port != httpx.URL(lab.sandbox.url).port
    assert web.get(away).content == film
    assert lab.call("GET", FILE, "").raw == film


@pytest.mark.fault("short_file")
def test_a_whole_reply_lacks_bytes(fetch, film):
    reply = fetch("short_file:9")
    assert reply.content == film[:-9] and int(reply.headers["content-length"]) == len(film) - 9
    part = fetch("short_file:9", 100)
    assert (part.status_code, part.content) == (206, film[100:-9])


@pytest.mark.fault("range_ignored")
def test_a_range_is_ignored(fetch, film):
    reply = fetch("range_ignored", 100)
    assert (reply.status_code, reply.content) == (200, film)


@pytest.mark.fault("range_shifted")
def test_a_range_begins_elsewhere(fetch, film):
    reply = fetch("range_shifted:10", 100)
    assert (reply.status_code, reply.content) == (206, film[110:])
    assert reply.headers["content-range"].startswith("bytes 110-")


@pytest.mark.fault("etag_changes")
def test_the_etag_changes_between_parts(fetch, film):
    tag = fetch("etag_changes").headers["etag"]
    honest = fetch("etag_changes", 100, tag)
    assert (honest.status_code, honest.content) == (200, film)
    lie = fetch("etag_changes:lie", 100, tag)
    assert (lie.status_code, lie.content) == (206, film[100:])
    assert len({tag, honest.headers["etag"], lie.headers["etag"]}) == 3


@pytest.mark.fault("no_validators", "no_length")
def test_headers_can_be_missing(fetch, film):
    reply = fetch("no_validators,no_length")
    missing = {"etag", "last-modified", "content-length"}
    assert not missing & set(reply.headers) and reply.content == film
    assert reply.headers["transfer-encoding"] == "chunked"


@pytest.mark.parametrize(
    ("faults", "status", "kind"),
    [("html", 200, "text/html"), ("status:503", 503, "text/html"), ("torn_json", 200, "applicat")],
)
def test_something_else_can_come_instead_of_the_film(fetch, film, faults, status, kind):
    reply = fetch(faults)
    assert reply.status_code == status and reply.headers["content-type"].startswith(kind)
    assert film not in reply.content


def test_a_download_is_cut_and_the_rest_can_be_fetched(lab, link, fetch, film):
    heard = lab.call("GET", FILE, "cut_body:5000")
    assert (heard.ended, heard.raw) == ("cut", film[:5000])
    assert int(heard.headers["content-length"]) == len(film)
    assert heard.raw + fetch("", 5000, heard.headers["etag"]).content == film
    assert lab.call("GET", FILE, "stall_body:5000").ended == "silent"
