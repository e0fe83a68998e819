"""What people are told: every kind of news in both languages, and amounts one can read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from nemo_client import narration, news, reports
from nemo_client.cli.doctor import LOOKED_AT
from nemo_client.draft import Draft
from nemo_client.errors import BackendFailed
from nemo_client.phrases.cli import ACTIONS, CHECKS, NEWS
from nemo_client.phrases.errors import ERRORS, Advice
from nemo_client.protocol import notices as n
from nemo_client.protocol.envelope import Credits
from nemo_client.protocol.outcome import Cost, Exported, Media, Outcome, Question
from nemo_client.protocol.wire import Asset, ClaimLink

SPEECH = Path(__file__).parents[1] / "fixtures" / "speech"
NOTICES: list[n.Notice] = [
    n.AccountMade("id", "tokens.json", 100.0, None),
    n.SessionOpened("1", "en"),
    n.Said("hello", 0),
    n.Corrected("hello", 0),
    n.Thought("hm"),
    n.ToolStarted("edit", 1.0),
    n.StillWorking(120.0),
    n.Checking("cut", 1, 5, 30.0),
    n.Checking("cut", 2, 5, 30.0),
    n.Generated(Draft({})),
    n.Uploading(1, 2),
    n.Uploading(0, 0),
    n.Uploaded("a.mp4", "video", 1.0),
    n.Rendering("render_1", None, 1.0),
    n.Rendering("render_1", 40.0, 1.0),
    n.Downloading(10, None),
    n.Downloading(10, 20),
    n.Waiting("state", "HTTP 503", 2.0),
]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: type(notice).__name__)
def test_every_notice_is_told_completely(notice: n.Notice, lang: Any) -> None:
    told = news.news(notice, lang)
    assert told
    assert "?" not in told or isinstance(notice, n.Uploading)
    assert told.isascii() or lang == "zh" or "█" in told


def test_no_notice_and_no_row_is_left_out() -> None:
    assert {type(notice) for notice in NOTICES} == set(get_args(n.Notice)) - {n.JobBegun}
    used = {news._news(notice)[0] for notice in NOTICES}
    assert used == NEWS.keys()


def test_media_that_came_without_a_word_are_named() -> None:
    asset = {"name": "rain.mp4", "kind": "video", "duration": 3}
    silent = replace(
        OUTCOME, text="", draft_changed=False, generated=(Asset.model_validate(asset),)
    )
    first, second = narration.answer(silent, "en", _step)
    assert first.startswith("Generated: rain.mp4 (video")
    assert second == "Note: nothing changed on the timeline."


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_number_of_a_job_stands_in_for_no_news(lang: Any) -> None:
    assert news.news(n.JobBegun("job_1", "send", "1"), lang) == ""


def test_of_many_looks_only_the_first_stays_on_the_screen() -> None:
    looks = [n.Checking("cut", read, 3, 5.0) for read in (1, 2, 3)]
    assert [news.stays(look) for look in looks] == [True, False, False]
    assert news.news(looks[2], "en") == "Waiting for the agent; looking again within 5 s, 3 of 3"


def test_every_action_has_a_command_and_every_check_a_name() -> None:
    assert ACTIONS.keys() == narration.STEPS.keys()
    assert LOOKED_AT.keys() <= CHECKS.keys()
    assert all(isinstance(row, Advice) for row in ERRORS.values())


def test_every_action_of_the_corpus_is_told() -> None:
    lines = (SPEECH / "gui_speak.jsonl").read_text(encoding="utf-8").splitlines()
    known = {action for line in lines for action in json.loads(line).get("actions", ())}
    assert known
    assert known <= ACTIONS.keys()


OUTCOME = Outcome(
    kind="changed",
    session_id="1",
    text="Done.",
    replied=True,
    draft_changed=True,
    generated=(),
    changes=(),
    cost=Cost(Credits(available=9, frozen=1, total=10), Credits(available=8, frozen=1, total=9)),
    elapsed_s=1.0,
)


def _step(name: str, argument: str = "") -> str:
    return f"<{name}>"


def test_an_outcome_is_told_and_reported_in_full() -> None:
    full = replace(
        OUTCOME,
        question=Question("Which?", ("a", "b")),
        media=(Media("image/png", "AAAA"),),
        generated=(Asset.model_validate({"name": "a.mp4", "kind": "video"}),),
        incomplete=True,
        stages=1,
    )
    told = [*narration.answer(full, "en", _step), *narration.aftermath(full, "en", _step)]
    assert told == [
        "Done.",
        "The agent asks: Which?",
        "1. a",
        "2. b",
        "The stream was cut: the answer may lack its end.",
        "Media in the answer: image/png",
        "The clip is there; finishing touches may still land: <status>",
        "Cost: 1 credits (measured). Left: 8, reserved: 1.",
    ]
    report = json.loads(json.dumps(reports.of_outcome(full)))
    assert report["question"] == {"text": "Which?", "options": ["a", "b"]}
    assert report["cost"]["spent"] == 1
    assert "AAAA" not in json.dumps(report)


@pytest.mark.rule("four-facts")
@pytest.mark.parametrize(
    ("changed", "told"), [(False, "nothing changed"), (None, "could not be read")]
)
def test_only_what_was_observed_is_claimed(changed: bool | None, told: str) -> None:
    silent = replace(OUTCOME, text="", replied=False, draft_changed=changed)
    assert told in " ".join(narration.answer(silent, "en", _step))


def test_a_failure_is_not_told_as_an_answer() -> None:
    failed = replace(
        OUTCOME, kind="failed", text="", replied=False, error=BackendFailed("turn_failed", "x")
    )
    assert list(narration.answer(failed, "en", _step)) == []


def test_costs_that_could_not_be_measured_are_not_guessed() -> None:
    assert narration.cost(Cost(None, None), "en", _step) == "Cost: not to be had; see <credits>."


def test_an_export_is_told_with_what_is_known() -> None:
    done = Exported("1", "r", "mp4", "high", "a.mp4", 1_234_567, "00", None, None, 1.0)
    assert list(narration.exported(done, 2500, "en")) == ["Saved: mp4, 2.5 s, 1.2 MB"]
    link = ClaimLink(url="https://example.org/x", expires_in_s=604800)
    told = list(narration.exported(replace(done, path=None, claim=link), None, "en"))
    assert told == ["Open in a browser (link valid for 7 days): https://example.org/x"]


SIZES = {0: "0 B", 999: "999 B", 1000: "1.0 kB", 1_500_000: "1.5 MB", 2_000_000_000: "2.00 GB"}
TIMES = {0.5: "0.5 s", 59.99: "59.99 s", 61: "1 min 1 s", 3600: "1 h 0 min", 604800: "7 days"}


def test_amounts_can_be_read() -> None:
    assert {count: narration.size(count) for count in SIZES} == SIZES
    assert {s: narration.duration(s, "en") for s in TIMES} == TIMES
    assert [narration.amount(x) for x in (0.0, 2.0, 2.5, 1000.0)] == ["0", "2", "2.5", "1000"]
    assert [news.bar(p).count("█") for p in (-5, 0, 50, 100, 140)] == [0, 0, 10, 20, 20]
