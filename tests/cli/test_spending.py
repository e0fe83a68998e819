"""Spend control from the outside: who may say yes, who may only say no, and what is free."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nemo_client.config import Settings
from nemo_client.ledger import Ledger

FREE = {
    "credits": ("credits",),
    "status": ("status",),
    "export": ("export", "-o", "free.mp4"),
    "jobs": ("jobs",),
    "recover": ("recover",),
}
WISH = "trim it to 1 second"


@pytest.fixture
def project(cli: Any, clip: str) -> Any:
    """`nemo` with a session here that holds a clip on its timeline; one turn was paid."""
    assert cli("upload", clip).code == 0
    assert cli("send", WISH).code == 0
    return cli


def policy(cli: Any, text: str) -> Path:
    """Write the owner's file of this home."""
    path: Path = cli.home / "xdg_config_home" / "nemo-client" / "policy.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


REFUSED: dict[str, tuple[str, tuple[str, ...]]] = {
    "nothing may be spent": ('spend = "deny"', ()),
    "the cap of a turn": ("max_per_turn = 1", ()),
    "the cap of a day": ("max_per_day = 3", ()),
    "the cap of the call": ("", ("--max-credits", "1")),
    "a call may not raise a cap": ("max_per_turn = 1", ("--max-credits", "99")),
    "nobody is there to be asked": ('spend = "ask"', ()),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("verb", ["send", "create"])
def test_what_may_not_be_spent_is_not_sent(
    name: str, verb: str, project: Any, backend: Any
) -> None:
    text, options = REFUSED[name]
    path = policy(project, text)
    before = backend.books.count("chat")
    document = project(verb, "hello", *options, "--json").document
    assert (document["exit_code"], document["error"]["code"]) == (5, "spend_refused")
    assert document["error"]["estimate"] == 2  # what the only turn has cost
    assert str(path) in document["error"]["hint"]
    assert backend.books.count("chat") == before
    assert "未发送" in project(verb, "hello", *options, "--lang", "zh").err


@pytest.mark.parametrize("name", FREE)
def test_free_commands_never_ask(name: str, project: Any) -> None:
    policy(project, 'spend = "deny"\nmax_per_day = 0')
    assert project(*FREE[name]).code == 0


def test_within_its_caps_a_message_is_sent(project: Any) -> None:
    policy(project, "max_per_turn = 2\nmax_per_day = 4")
    paid = project("send", "set the volume to 50%", "--max-credits", "2", "--json")
    assert (paid.code, paid.data["cost"]["spent"]) == (0, 2)
    assert project("send", WISH).code == 5  # the day is spent


@pytest.mark.parametrize(("said", "code"), [("y\n", 0), ("n\n", 5), ("\n", 5), ("", 5)])
def test_a_person_at_a_terminal_is_asked(said: str, code: int, project: Any) -> None:
    policy(project, 'spend = "ask"')
    done = project("send", "hello", stdin=said, live=True)
    assert done.code == code
    assert "about 2 credits (estimate" in done.err
    assert "[y/N]" in done.err


def test_without_a_measurement_the_documented_cost_is_the_estimate(cli: Any) -> None:
    error = cli("send", "hello", "--max-credits", "50", "--json").document["error"]
    assert error["estimate"] == 100


def test_a_policy_that_cannot_be_understood_stops_what_costs(project: Any) -> None:
    policy(project, "max_per_week = 3")
    document = project("send", "hello", "--json").document
    assert (document["exit_code"], document["error"]["code"]) == (2, "policy_unusable")
    assert "max_per_week" in document["error"]["message"]
    assert project("credits").code == 0


def test_turns_of_unknown_cost_do_not_let_a_day_pass_its_cap(project: Any) -> None:
    settings = Settings.from_env()
    journal = Ledger(settings.data_dir / "ledger").begin(
        "send", realm=settings.realm, wish={"steps": [{"intent": "chat", "text": "hello"}]}
    )
    journal.write("sending", {})
    journal.write("outcome", {"cost": {"before": None, "after": None}})
    policy(project, "max_per_day = 5")  # two known, two likely
    error = project("send", "hello", "--json").document["error"]
    assert (error["code"], error["spent_today"]) == ("spend_refused", 4)
    policy(project, "max_per_day = 6")
    assert project("send", "hello").code == 0
