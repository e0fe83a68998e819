"""Small tables and words: refusals, secrets, events."""

from __future__ import annotations

import json
import logging

import pytest

from nemo_client.sandbox import identity
from nemo_client.sandbox.events import Invocation, frame
from nemo_client.sandbox.logs import Redacting
from nemo_client.sandbox.replies import RULES, Refused, refusal

BUSINESS_CODES = {1001, 1002, 2001, 4001, 4002}


@pytest.mark.parametrize("name", RULES)
def test_business_codes_travel_with_http_200_and_the_others_with_their_own_status(name):
    reply = refusal(Refused(name, data={"why": "so"}))
    body = json.loads(reply.body)
    assert body["code"] == RULES[name].code and body["message"] and body["data"] == {"why": "so"}
    assert reply.status_code == (200 if body["code"] in BUSINESS_CODES else body["code"])


def test_every_documented_code_has_a_rule():
    codes = {rule.code for rule in RULES.values()}
    assert codes >= BUSINESS_CODES | {400, 402, 429}


def test_secrets_are_cut_out_of_log_lines_and_tracebacks():
    token, claim = identity.new_token(), identity.new_claim()
    try:
        raise ValueError(f"bad {token}")
    except ValueError as error:
        trace = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("x", 20, "f", 1, f"GET /a?ct={claim}&signature=ab12", (), trace)
    line = Redacting().format(record)
    assert "ValueError" in line and "nmv_usr_..." in line and "signature=..." in line
    assert not any(secret in line for secret in (token, claim, "ab12"))


def test_a_fingerprint_tells_tokens_apart_and_nothing_else():
    salt, other_salt = b"one", b"two"
    first, second = identity.new_token(), identity.new_token()
    assert identity.fingerprint(first, salt) == identity.fingerprint(first, salt)
    assert identity.fingerprint(first, salt) != identity.fingerprint(second, salt)
    assert identity.fingerprint(first, salt) != identity.fingerprint(first, other_salt)
    assert len(identity.fingerprint(first, salt)) == 12


def test_a_frame_is_one_line_whatever_the_text_holds():
    text = "line\nline\r\u2028\u2029\u0085 “剪”"
    data = frame({"text": text}).decode()
    assert data.endswith("\n\n") and data.count("\n") == 2 and "\r" not in data
    assert "\u2028" in data and "剪" in data
    assert json.loads(data.removeprefix("data: "))["text"] == text


@pytest.mark.parametrize("text", ["", "x", "x" * 24, "x" * 25, "剪" * 60])
def test_deltas_join_to_the_final_text(text):
    events = list(Invocation(lambda: 1.0, streaming=True).said(text))
    texts = [event["content"]["parts"][0]["text"] for event in events]
    assert "".join(texts[:-1]) == texts[-1] == text
