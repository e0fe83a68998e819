"""Faults of the embedded backend, switched from the command line, and what people are told then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from nemo_client.sandbox import known_faults
from nemo_client.sandbox.faults_zh import ZH
from nemo_client.testing import Backend, sandbox


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """A backend of these tests alone, because its faults are for everybody."""
    with sandbox(tmp_path_factory.mktemp("faulty"), silent_rate=0.0) as backend:
        yield backend


def test_every_fault_is_listed_with_its_meaning(lone_cli: Any) -> None:
    listed = lone_cli("sandbox", "faults", "--json").data["faults"]
    assert [fault["name"] for fault in listed] == [fault.name for fault in known_faults()]
    shown = lone_cli("sandbox", "faults").out
    rows = [tuple(re.split(" {2,}", line)) for line in shown.splitlines()]
    assert rows == [(fault.signature, fault.line) for fault in known_faults()]


def test_every_fault_is_listed_in_chinese_too(lone_cli: Any) -> None:
    assert ZH.keys() == {fault.name for fault in known_faults()}
    assert all(re.search(r"[\u4e00-\u9fff]", line) for line in ZH.values())
    shown = lone_cli("sandbox", "faults", "--lang", "zh").out
    rows = [tuple(re.split(" {2,}", line)) for line in shown.splitlines()]
    assert rows == [(f.signature, ZH[f.name]) for f in known_faults()]


def test_a_fault_goes_on_and_off_in_the_running_backend(lone_cli: Any, faulty: Backend) -> None:
    there = ("--api-url", faulty.url)
    lone_cli("credits", *there)
    done = lone_cli("sandbox", "--fault", "envelope:4001:credits", *there, "--json")
    assert (done.code, len(done.data["faults"])) == (0, 1)
    assert lone_cli("credits", *there, "--json").document["error"]["backend_code"] == 4001
    assert lone_cli("sandbox", "--fault", "off", *there).out == "No faults are switched on.\n"
    assert lone_cli("credits", *there).code == 0


NEARLY = {
    "bogus": "unknown fault 'bogus'",
    "silnt": "silent, silence?",
    "cut:x": "cut[:EVENTS=1][:reset]",
    "status": "status:STATUS[:CALL][:done]",
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("fault", NEARLY)
def test_a_fault_that_is_misspelled_is_told_with_where_they_are_listed(
    fault: str, lang: str, lone_cli: Any, faulty: Backend
) -> None:
    done = lone_cli("sandbox", "--fault", fault, "--api-url", faulty.url, "--lang", lang)
    assert (done.code, done.out) == (2, "")
    assert NEARLY[fault] in done.err and "nemo sandbox faults" in done.err
    assert ("无法模拟" in done.err) is (lang == "zh")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_faults_without_a_backend_are_a_failure_in_words(lang: str, lone_cli: Any) -> None:
    there = ("--api-url", "http://127.0.0.1:9")
    done = lone_cli("sandbox", "--fault", "silent", *there, "--lang", lang)
    assert done.code == 7
    assert "Traceback" not in done.err


MET = {
    "error_line:quote": 7,
    "stream_code:2001": 5,
    "rate_limit:chat": 6,
    "status:500:state": 7,
    "torn_json:state": 7,
    "hangup:chat": 9,
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("fault", MET)
def test_a_person_is_told_in_one_sentence_and_what_helps_in_another(
    fault: str, lang: str, lone_cli: Any, faulty: Backend
) -> None:
    there = ("--api-url", faulty.url, "--lang", lang)
    opened = lone_cli("send", "hello", *there, "--json").data["session_id"]
    with faulty.server.fault(fault):
        done = lone_cli("send", "hello", *there)
    assert opened and (done.code, done.out) == (MET[fault], "")
    [said] = [n for n, line in enumerate(done.err.splitlines()) if line.startswith(ERROR[lang])]
    sentence, hint = done.err.splitlines()[said : said + 2]
    assert hint.startswith("  ") and not re.search(r"(?<!\w)\?", hint)  # a fact nobody told
    assert "<h" not in sentence  # a gateway's page is no reason


ERROR = {"en": "error: ", "zh": "错误"}
