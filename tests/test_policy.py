"""The owner's file: what it may say, and that a wrong one refuses instead of guessing."""

from __future__ import annotations

from pathlib import Path

import pytest

from nemo_client.errors import Precondition
from nemo_client.policy import read_policy
from nemo_client.protocol.spending import Policy

READ = {
    "": Policy(),
    'spend = "ask"': Policy("ask"),
    'spend = "deny"\nmax_per_turn = 20': Policy("deny", 20),
    "max_per_turn = 20\nmax_per_day = 99.5": Policy("allow", 20, 99.5),
    "\ufeffmax_per_day = 0": Policy("allow", None, 0),
}

WRONG = {
    "max_per_week = 3": "unknown key 'max_per_week'; there are spend, max_per_turn, max_per_day",
    'spend = "maybe"': "spend is one of ask, allow, deny",
    "spend = [1]": "spend is one of ask, allow, deny",
    'max_per_day = "9"': "max_per_day is a number of credits, 0 or more",
    "max_per_turn = -1": "max_per_turn is a number of credits, 0 or more",
    "max_per_turn = true": "max_per_turn is a number of credits, 0 or more",
    "max_per_turn = nan": "max_per_turn is a number of credits, 0 or more",
    "spend =": "Invalid value",
}


def test_no_file_allows_everything(tmp_path: Path) -> None:
    assert read_policy(tmp_path / "policy.toml") == Policy()


@pytest.mark.parametrize("text", READ)
def test_a_file_says_what_is_allowed(text: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    assert read_policy(path) == READ[text]


@pytest.mark.parametrize("text", WRONG)
def test_a_file_that_cannot_be_understood_is_refused_in_words(text: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Precondition) as caught:
        read_policy(path)
    assert caught.value.code == "policy_unusable"
    assert WRONG[text] in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Precondition):
        read_policy(tmp_path)
