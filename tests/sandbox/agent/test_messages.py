"""Every recorded message is planned as recorded: what is done, what is skipped, what is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nemo_client.sandbox.agent import plan
from nemo_client.sandbox.agent.folding import fold
from nemo_client.sandbox.agent.matching import fits
from nemo_client.sandbox.agent.phrasing import HARD, SOFT, divided, unwrapped
from nemo_client.sandbox.agent.planning import language
from nemo_client.sandbox.agent.rules import RULES
from nemo_client.sandbox.agent.slots import slots

FIXTURES = Path(__file__).parents[3] / "fixtures" / "agent"
FILES = sorted(FIXTURES.glob("*.jsonl"))


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


CASES = [
    pytest.param(row, id=f"{path.stem}:{number}")
    for path in FILES
    for number, row in enumerate(rows(path), 1)
    if "text" in row
]
ASKING = [case for case in CASES if case.values[0].get("asks")]
TRAVELS = {"undo", "redo"}


def kinds(case: dict[str, Any]) -> set[str]:
    return {op["op"] for op in case.get("ops", [])}


EDITING = [case for case in CASES if kinds(case.values[0]) - {"answer"} - TRAVELS]
HARMLESS = [case for case in CASES if not kinds(case.values[0]) - {"answer"}]


@pytest.mark.parametrize("case", CASES)
def test_a_message_is_planned_as_recorded(case: dict[str, Any], on: Callable[[str], Any]) -> None:
    talk = on(case["on"])
    planned = plan(case["text"], talk.draft, talk.assets)
    if case.get("asks"):
        assert planned.ops == ()
        assert planned.question is not None and planned.question.text
    else:
        assert planned.question is None
        assert json.loads(json.dumps([op.args() for op in planned.ops])) == case["ops"]
        assert list(planned.skipped) == case.get("skipped", [])
        assert list(planned.left_alone) == case.get("left_alone", [])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_set_of_messages_tells_its_origin_first(path: Path) -> None:
    first = next(rows(path))
    assert list(first) == ["origin"] and len(first["origin"]) > 20


@pytest.mark.parametrize("case", EDITING)
def test_what_was_done_is_told_and_can_be_undone(
    case: dict[str, Any], on: Callable[[str], Any]
) -> None:
    talk = on(case["on"])
    before = json.dumps(talk.draft)
    result = talk.say(case["text"])
    assert result.is_charged and json.dumps(talk.draft) != before
    assert result.changes and all(change in result.reply for change in result.changes)
    assert len(result.tool_calls) == len([op for op in talk.plans[-1].ops if not op.free])
    talk.say("undo")
    assert json.dumps(talk.draft) == before


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_no_command_changes_nothing_and_is_answered(
    case: dict[str, Any], on: Callable[[str], Any]
) -> None:
    talk = on(case["on"])
    before = json.dumps(talk.draft)
    result = talk.say(case["text"])
    assert not result.is_charged and not result.tool_calls
    assert json.dumps(talk.draft) == before and result.reply.strip()


def said_pieces() -> Iterator[tuple[str, str]]:
    files = {"song.mp3": ("audio_file", "m"), "clip.mp4": ("file", "a")}
    for case in CASES:
        page = fold(case.values[0]["text"], files)
        lang = language(page)
        for sentence in divided(page.strip, HARD):
            for piece in [sentence, *divided(sentence, SOFT)]:
                yield unwrapped(piece, lang).text, lang


def test_every_rule_is_called_by_some_recorded_message() -> None:
    called = set()
    for text, lang in said_pieces():
        if (fit := fits(slots(text), lang)) is not None:
            called.add(RULES.index(fit.rule))
    missing = [RULES[number] for number in range(len(RULES)) if number not in called]
    assert [(rule.op, rule.lang, rule.verb[:30], rule.needs) for rule in missing] == []


@pytest.mark.parametrize("case", ASKING)
def test_the_examples_of_a_question_are_messages_that_work(
    case: dict[str, Any], on: Callable[[str], Any]
) -> None:
    talk = on(case["on"])
    question = plan(case["text"], talk.draft, talk.assets).question
    assert question is not None
    for option in question.options:
        again = plan(option, talk.draft, talk.assets)
        understood = again.question is None or "did not understand" not in again.question.text
        assert understood and "没看懂" not in (again.question.text if again.question else "")
