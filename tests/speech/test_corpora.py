"""The labelled corpora hold both layers at what they have reached.

`intents.jsonl` and `gui_speak.jsonl` were given to us; the others were invented here, each scored
once before anything was changed for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nemo_client.speech import route, translate

FIXTURES = Path(__file__).parents[2] / "fixtures" / "speech"
Case = dict[str, Any]
Corpus = Callable[[str], list[Case]]

INTENTS = {
    "intents.jsonl": 150,
    "intents_adversarial.jsonl": 308,
    "intents_unseen.jsonl": 218,
    "intents_unseen_2.jsonl": 236,
}
GUI_SPEAK = {
    "gui_speak.jsonl": 90,
    "gui_speak_adversarial.jsonl": 96,
    "gui_speak_traps.jsonl": 196,
    "gui_speak_unseen.jsonl": 81,
    "gui_speak_unseen_2.jsonl": 52,
    "gui_speak_written.jsonl": 650,
}
GIVEN = {"intents.jsonl", "gui_speak.jsonl"}


@pytest.mark.parametrize("name", INTENTS)
def test_the_router_is_right_at_least_as_often_as_before(
    name: str, corpus: Corpus, plan_is_right: Callable[[Case, list[Case]], bool]
) -> None:
    wrong = [
        case["text"]
        for case in corpus(name)
        if not plan_is_right(case, [step.as_json() for step in route(case["text"])])
    ]
    assert len(corpus(name)) - len(wrong) >= INTENTS[name], wrong


@pytest.mark.parametrize("name", INTENTS)
def test_no_edit_of_a_corpus_becomes_a_client_action(name: str, corpus: Corpus) -> None:
    chats = [c for c in corpus(name) if all(s["intent"] == "chat" for s in c["plan"])]
    turned = [c["text"] for c in chats if any(s.intent != "chat" for s in route(c["text"]))]
    assert chats and not turned


@pytest.mark.parametrize("name", GUI_SPEAK)
def test_the_translation_is_right_at_least_as_often_as_before(
    name: str, corpus: Corpus, shown_is_right: Callable[[Case, str, tuple[str, ...]], bool]
) -> None:
    wrong = [
        (case["text"], shown)
        for case in corpus(name)
        if not shown_is_right(case, (shown := translate(case["text"])).text, shown.actions)
    ]
    assert len(corpus(name)) - len(wrong) >= GUI_SPEAK[name], wrong


@pytest.mark.parametrize("name", GUI_SPEAK)
def test_a_translated_text_needs_no_second_translation(name: str, corpus: Corpus) -> None:
    for case in corpus(name):
        once = translate(case["text"]).text
        assert translate(once).text == once


@pytest.mark.parametrize("name", sorted({*INTENTS, *GUI_SPEAK} - GIVEN))
def test_invented_cases_say_where_they_come_from(name: str) -> None:
    with (FIXTURES / name).open(encoding="utf-8") as lines:
        assert "Invented" in json.loads(next(lines))["origin"]


def test_no_two_cases_share_an_id_or_a_text(corpus: Corpus) -> None:
    for table in (INTENTS, GUI_SPEAK):
        cases = [case for name in table for case in corpus(name)]
        assert len({case["id"] for case in cases}) == len(cases)
