"""Faults of the embedded backend, switched from the command line."""

from __future__ import annotations

from typing import Any

import pytest

from nemo_client.sandbox import known_faults
from nemo_client.testing import sandbox


def test_every_fault_is_listed_with_its_meaning(lone_cli: Any) -> None:
    listed = lone_cli("sandbox", "faults", "--json").data["faults"]
    assert [fault["name"] for fault in listed] == [fault.name for fault in known_faults()]
    shown = lone_cli("sandbox", "faults").out
    assert all(f"{fault.signature}  {fault.line}" in shown for fault in known_faults())


def test_a_fault_goes_on_and_off_in_the_running_backend(lone_cli: Any, tmp_path: Any) -> None:
    with sandbox(tmp_path / "own") as backend:
        there = ("--api-url", backend.url)
        lone_cli("credits", *there)
        done = lone_cli("sandbox", "--fault", "envelope:4001:credits", *there, "--json")
        assert (done.code, len(done.data["faults"])) == (0, 1)
        assert lone_cli("credits", *there, "--json").document["error"]["backend_code"] == 4001
        assert lone_cli("sandbox", "--fault", "off", *there).out == "No faults are switched on.\n"
        assert lone_cli("credits", *there).code == 0
        assert lone_cli("sandbox", "--fault", "bogus", *there, "--json").document["exit_code"] == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_faults_without_a_backend_are_a_failure_in_words(lang: str, lone_cli: Any) -> None:
    there = ("--api-url", "http://127.0.0.1:9")
    done = lone_cli("sandbox", "--fault", "silent", *there, "--lang", lang)
    assert done.code == 7
    assert "Traceback" not in done.err
