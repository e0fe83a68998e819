"""What the next line may stand for."""

from __future__ import annotations

import pytest

from nemo_client.narration import STEPS
from nemo_client.phrases.chat import KEYS
from nemo_client.protocol.offers import LOOKING, NEVER_TAKEN, SAME
from nemo_client.repl.commands import COMMANDS
from nemo_client.repl.pending import OFFERED, Pending
from nemo_client.speech import Chat

ASKED = Pending(options=("Calm", "10", "wild"))

MEANINGS = {
    "1": Chat("Calm"),
    "3": Chat("wild"),
    "WILD ": Chat("wild"),
    "10": Chat("10"),
    "4": None,
    "0": None,
    "²": None,
    "12345": None,
    "calm but quick": None,
    "e": None,
}


@pytest.mark.parametrize("typed", MEANINGS)
def test_a_number_or_the_words_of_an_option_answer(typed: str) -> None:
    assert ASKED.meaning(typed, "en") == MEANINGS[typed]


def test_an_offer_is_its_key_and_nothing_else() -> None:
    pending = Pending(("export", "show_state", "send_edit"))
    assert pending.meaning("E", "en") == "/export"
    assert pending.meaning("t", "en") == "/status"
    assert pending.meaning("ex", "en") is None
    assert Pending().meaning("e", "en") is None


def test_what_may_be_billed_is_said_to_the_agent_when_a_person_presses_its_key() -> None:
    assert Pending(("confirm",)).meaning("y", "en") == Chat("yes")
    assert Pending(("confirm",)).meaning("y", "zh") == Chat("好的")


ONE_KEY = {
    ("export", "show_state"): "/export",
    ("confirm", "show_credits"): "/credits",
    ("request_upload",): "/upload ",
    ("confirm",): "",
    ("send_edit",): "",
    (): "",
}


@pytest.mark.parametrize("offers", ONE_KEY)
def test_one_key_takes_the_first_offer_that_costs_nothing(offers: tuple[str, ...]) -> None:
    pending = Pending(offers)
    assert pending.at_once == ONE_KEY[offers]
    assert ("[Tab]" in (pending.line("en") or "")) is bool(ONE_KEY[offers])


def test_a_question_is_answered_by_no_single_key() -> None:
    assert Pending(("export",), options=("Calm",)).at_once == ""


def test_keys_are_shown_with_the_way_on() -> None:
    said = "[Tab] export  [t] timeline  [Enter] go on"
    assert Pending(("export", "show_state")).line("en") == said
    assert Pending(("export",)).line("zh") == "[Tab] 导出  [回车] 继续"
    assert Pending(("send_edit",)).line("en") is None
    assert "1-3" in str(ASKED.line("en"))


def test_every_offer_has_a_key_of_its_own_and_a_command_that_exists() -> None:
    kept = {*LOOKING, *NEVER_TAKEN, "export"} - SAME.keys() - {"send_edit"}
    assert OFFERED.keys() == kept
    assert OFFERED.keys() | {"go_on", "choose"} == KEYS.keys()
    assert OFFERED.keys() <= STEPS.keys()
    keys = [key for key, _ in OFFERED.values()]
    assert len(set(keys)) == len(keys)
    assert {line.strip() for _, line in OFFERED.values() if line} <= COMMANDS.keys()
