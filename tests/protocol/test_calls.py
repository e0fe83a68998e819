from __future__ import annotations

import json

import pytest

from nemo_client.protocol import calls
from nemo_client.protocol.calls import ENDPOINTS, Call, Files, Json

SID = "5529000000000000001"
ODD = "a/../b?c#d e%"
SAFE = "a%2F..%2Fb%3Fc%23d%20e%25"

EVERY: list[tuple[Call, str, str, object]] = [
    (calls.token("cid"), "POST", "/api/auth/anonymous-token", None),
    (
        calls.open_session("project", "zh-CN"),
        "POST",
        "/api/tasks/me/with-session/nemo_agent",
        {"task_name": "project", "language": "zh-CN"},
    ),
    (calls.claim("t", SID), "POST", "/api/auth/claim-token", {"task_id": "t", "session_id": SID}),
    (
        calls.chat(SID, "加标题 “Hi”\u2028"),
        "POST",
        "/run_sse",
        {
            "app_name": "nemo_agent",
            "user_id": "me",
            "session_id": SID,
            "new_message": {"parts": [{"text": "加标题 “Hi”\u2028"}]},
        },
    ),
    (calls.upload(SID, ["a.mp4"]), "POST", f"/api/upload-video/nemo_agent/me/{SID}", None),
    (
        calls.import_urls(SID, ["https://x.example/a.mp4"]),
        "POST",
        f"/api/upload-video/nemo_agent/me/{SID}",
        {"urls": ["https://x.example/a.mp4"], "source_type": "url"},
    ),
    (calls.credits(), "GET", "/api/credits/balance/simple", None),
    (calls.state(SID), "GET", f"/api/state/nemo_agent/me/{SID}/latest", None),
    (
        calls.render("render_1", SID, '{"d": 1}', {"format": "mp4"}),
        "POST",
        "/api/render/proxy/lambda",
        {"id": "render_1", "sessionId": SID, "draft": {"d": 1}, "output": {"format": "mp4"}},
    ),
    (calls.render_status("r"), "GET", "/api/render/proxy/lambda/r", None),
    (calls.render_cancel("r"), "POST", "/api/render/proxy/lambda/r/cancel", None),
    (calls.render_file("r"), "GET", "/api/render/proxy/r/download", None),
]


@pytest.mark.parametrize(
    ("call", "method", "path", "body"), EVERY, ids=[row[0].name for row in EVERY]
)
def test_each_call_is_what_the_service_documents(
    call: Call, method: str, path: str, body: object
) -> None:
    assert (call.endpoint.method, call.path) == (method, path)
    if body is not None:
        assert isinstance(call.body, Json)
        assert json.loads(call.body.data) == body


def test_every_endpoint_has_its_call() -> None:
    assert {row[0].name for row in EVERY} == set(ENDPOINTS)


@pytest.mark.rule("paid-once")
def test_one_endpoint_is_billed_and_it_is_not_repeatable() -> None:
    assert [e.name for e in ENDPOINTS.values() if e.billed] == ["chat"]
    assert not ENDPOINTS["chat"].repeatable


@pytest.mark.rule("repeats")
def test_what_reads_is_repeatable_and_what_makes_something_is_not() -> None:
    assert all(e.repeatable for e in ENDPOINTS.values() if e.method == "GET")
    makes = {"token", "open_session", "chat", "upload", "import", "render"}
    assert {e.name for e in ENDPOINTS.values() if not e.repeatable} == makes


def test_only_the_token_call_goes_without_a_token() -> None:
    assert [e.name for e in ENDPOINTS.values() if not e.bearer] == ["token"]
    assert calls.token("cid").headers == (("X-Client-Id", "cid"),)


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (calls.state(ODD), f"/api/state/nemo_agent/me/{SAFE}/latest"),
        (calls.upload(ODD, []), f"/api/upload-video/nemo_agent/me/{SAFE}"),
        (calls.render_status(ODD), f"/api/render/proxy/lambda/{SAFE}"),
        (calls.render_cancel(ODD), f"/api/render/proxy/lambda/{SAFE}/cancel"),
        (calls.render_file(ODD), f"/api/render/proxy/{SAFE}/download"),
    ],
)
def test_an_id_cannot_change_the_path(call: Call, path: str) -> None:
    assert call.path == path


@pytest.mark.rule("draft-exact")
@pytest.mark.parametrize(
    "draft",
    [
        '{ "t" : [ ], "d":1.0, "big":12345678901234567890, "x": 1e2 }',
        '{"d": 1, "d": 2, "\\u4f60": "你", "lone": "\\ud800"}',
        '{\n\t"t": []\r\n}',
    ],
)
def test_a_draft_goes_out_byte_for_byte(draft: str) -> None:
    call = calls.render("render_1", SID, draft, {"format": "mp4", "quality": "high"})
    assert call.body == Json(
        b'{"id":"render_1","sessionId":"5529000000000000001","draft":'
        + draft.encode()
        + b',"output":{"format":"mp4","quality":"high"}}'
    )


def test_files_are_named_and_not_read() -> None:
    assert calls.upload(SID, ["no such file.mp4"]).body == Files(("no such file.mp4",))
