from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client import errors as e
from nemo_client.errors import NemoError
from nemo_client.protocol.codes import (
    CODES,
    ON_TOKEN,
    STATUSES,
    TRANSIENT,
    failure,
    in_stream,
    parse,
)

NOT_FOUND = "Session not found: 5529000000000000001"


def failed(status: int, value: object, call: str = "state") -> NemoError:
    error = failure(call, status, value)
    assert error is not None
    return error


@pytest.mark.rule("envelope")
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("spelled", [int, str], ids=["as a number", "as text"])
@pytest.mark.parametrize("status", [200, 400, 500])
def test_each_business_code_makes_its_error_whatever_the_status(
    code: int, spelled: type, status: int
) -> None:
    error = failed(status, {"code": spelled(code), "message": "as told"})
    assert (type(error), error.code) == CODES[code]
    assert error.detail == "as told"
    assert error.facts["backend_code"] == code
    assert error.facts["http_status"] == status


@pytest.mark.rule("envelope")
@pytest.mark.parametrize("code", CODES)
def test_each_business_code_means_the_same_inside_the_stream(code: int) -> None:
    for spelled in (code, str(code)):
        error = in_stream(spelled, "as told")
        assert (type(error), error.code, error.detail) == (*CODES[code], "as told")


@pytest.mark.parametrize("status", STATUSES)
def test_each_http_status_makes_its_error(status: int) -> None:
    error = failed(status, "no json")
    assert (type(error), error.code) == STATUSES[status]


@pytest.mark.rule("token-limit")
@pytest.mark.parametrize("status", ON_TOKEN)
def test_two_statuses_mean_something_else_for_a_token(status: int) -> None:
    error = failed(status, {"code": status, "message": "x"}, call="token")
    assert (type(error), error.code) == ON_TOKEN[status]


@pytest.mark.parametrize("status", sorted({*TRANSIENT, 501, 505, 599}))
def test_a_server_that_is_failing_is_unavailable(status: int) -> None:
    assert failed(status, "").code == "backend_unavailable"


@pytest.mark.parametrize("status", [404, 405, 409, 410, 418, 422])
def test_other_refusals_keep_their_status(status: int) -> None:
    error = failed(status, {"detail": "Agent not found: x"})
    assert (type(error), error.code) == (e.BackendFailed, "request_refused")
    assert f"HTTP {status}" in str(error)


@pytest.mark.parametrize("words", [NOT_FOUND, "Session not found"])
def test_the_agent_servers_404_for_a_session_is_the_gateways_1002(words: str) -> None:
    error = failed(404, {"detail": words}, call="chat")
    assert (type(error), error.code) == CODES[1002]


def test_validation_problems_are_told_by_field() -> None:
    body = {"detail": [{"loc": ["body", "session_id"], "msg": "Field required"}, "odd", {"loc": 5}]}
    assert failed(422, body).detail == "body.session_id: Field required; odd; "


@pytest.mark.rule("envelope", "unknown-kept")
@pytest.mark.parametrize("code", [1010, -3, "E_QUOTA", "12345678901234567890"])
def test_an_unknown_code_is_kept(code: object) -> None:
    error = failed(200, {"code": code, "message": "odd"})
    assert (type(error), error.code) == (e.BackendFailed, "backend_error")
    assert error.facts["backend_code"] == code
    assert str(code) in str(error)


@pytest.mark.parametrize("code", [None, "SAFETY", 4711])
def test_an_unknown_failure_of_a_turn_is_a_failed_turn(code: object) -> None:
    error = in_stream(code, "")
    assert (type(error), error.code) == (e.BackendFailed, "turn_failed")
    assert error.detail == str(code or "no reason given")


@pytest.mark.parametrize(
    "value", [{"code": 0, "data": {}}, {"code": "0"}, {"success": True}, {"data": 1}, {}, "text"]
)
def test_success_is_no_failure(value: object) -> None:
    assert failure("state", 200, value) is None


def test_success_false_is_a_refusal() -> None:
    assert failed(200, {"success": False, "error": "no"}).code == "request_refused"


@pytest.mark.parametrize(
    "body",
    [
        {"message": "said"},
        {"msg": "said"},
        {"error": "said"},
        {"error": {"message": "said"}},
        {"errorMessage": "said"},
        {"detail": "said"},
        {"message": " ", "detail": "said"},
        "said",
    ],
)
def test_the_words_are_found_in_whichever_field_has_them(body: object) -> None:
    assert failed(500, body).detail == "said"


def test_addresses_in_a_message_are_surfaced() -> None:
    link = "https://nemovideo.com/register?bind=anon_1"
    assert failed(200, {"code": 2001, "message": f"Register ({link})"}).facts["urls"] == [link]
    assert in_stream(2001, f"见 {link}）").facts["urls"] == [link]


@pytest.mark.rule("bind-id")
@pytest.mark.parametrize(
    ("data", "bind"),
    [
        ({"bind_id": "b"}, "b"),
        ({"user_id": "anon_1"}, "anon_1"),
        ({"userId": "u"}, None),
        ([], None),
    ],
)
def test_the_account_and_the_addresses_that_a_failure_names_are_kept(
    data: Any, bind: str | None
) -> None:
    error = failed(200, {"code": 2001, "message": "no", "data": data})
    assert (error.facts.get("bind_id"), error.facts.get("urls")) == (bind, None)
    link = "https://x.example/register"
    more = {"data": {"register_url": link, "n": 7, "again": f"see {link}"}}
    assert failed(200, {"code": 2001, **more}).facts["urls"] == [link]


@pytest.mark.rule("one-door")
def test_a_token_in_the_backends_words_reaches_nobody() -> None:
    words = "see https://x.example/?token=nmv_usr_abc-DEF_1 or Bearer abcdefgh.ijk"
    for error in (failed(200, {"code": 2001, "message": words}), in_stream(None, words)):
        told = f"{error} {error!r} {error.facts} {error.hint()}"
        assert "nmv_usr_" not in told
        assert "abcdefgh" not in told


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b"<html>", "<html>"),
        (b"", ""),
        (b"\xff", "\ufffd"),
        (b"[" * 100_000, "[" * 100_000),
    ],
)
def test_a_body_is_json_or_text(body: bytes, value: object) -> None:
    assert parse(body) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["code", "message", "error", "detail", "success", "loc", "msg", "data"]
            ),
            inner,
            max_size=4,
        )
    ),
)


@pytest.mark.rule("unknown-kept")
@given(st.sampled_from([200, 400, 402, 404, 422, 500, 503]), JSON)
def test_any_reply_is_a_success_or_an_error_with_words(status: int, value: object) -> None:
    error = failure("chat", status, json.loads(json.dumps(value)))
    if status >= 400:
        assert error is not None
    if error is not None:
        assert error.message("en") and error.message("zh") and error.hint("en")
