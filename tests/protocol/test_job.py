"""Jobs as records tell them: steps in order, each done once, whichever record is missing."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import pytest

from nemo_client.errors import NotSent
from nemo_client.flows.jobs import DO
from nemo_client.protocol import records
from nemo_client.protocol.envelope import Credits
from nemo_client.protocol.job import FOLDS, NEEDS, OF, Job, Past, TurnAt, fold
from nemo_client.protocol.outcome import Cost, Exported, Looked, Outcome
from nemo_client.protocol.wire import Asset
from nemo_client.speech import Chat, Export, Status, Upload
from nemo_client.speech import Credits as Balance

FACTS = {"session_id": "5", "render_id": "r", "assets": [], "kind": "plan", "wish": {}}
STEPS = [
    {"intent": "upload", "sources": ["/a.mp4"]},
    {"intent": "chat", "text": "one"},
    {"intent": "credits"},
    {"intent": "chat", "text": "two"},
    {"intent": "status"},
    {"intent": "export", "format": "mp4", "quality": "high"},
]
ENDS = {
    "upload": "uploaded",
    "chat": "outcome",
    "export": "exported",
    "credits": "balance",
    "status": "looked",
}
TURN = ("snapshot", "sending", "accepted", "heard", "outcome")
WHOLE = (
    *("session", "uploading", "uploaded", *TURN, "balance", *TURN, "looked"),
    *("rendering", "fetched", "exported", "ended"),
)


def planned(steps: list[dict[str, Any]] | None = None, **wish: Any) -> Job:
    facts = {"kind": "plan", "wish": wish if steps is None else {"steps": steps}}
    return fold(Job("j"), {"what": "planned", "facts": facts, "at": 1.0})


def after(job: Job, *what: str) -> Job:
    for at, name in enumerate(what, 2):
        job = fold(job, {"what": name, "facts": FACTS, "at": float(at)})
    return job


def test_the_records_of_a_whole_plan_end_each_of_its_steps() -> None:
    job = after(planned(STEPS), *WHOLE)
    assert [past.what for past in job.past] == [ENDS[str(step["intent"])] for step in STEPS]
    assert (job.state, job.turn, job.render_id, job.fetched) == ("done", TurnAt.NONE, None, None)
    assert [past.at for past in job.past] == sorted(past.at for past in job.past)


def test_every_step_of_a_plan_has_a_record_that_ends_it_and_can_be_told_again() -> None:
    kinds = (Chat("a"), Export(), Upload(("a",)), Status(), Balance())
    assert {step.intent for step in kinds} == ENDS.keys() == set(OF.values())
    assert set(ENDS.values()) | {""} == records.RESULTS.keys()
    assert set(OF) <= FOLDS.keys()


@pytest.mark.rule("paid-once")
def test_a_message_that_is_out_is_not_said_again_whatever_is_recorded() -> None:
    back = set()
    for turn, what in product(set(TurnAt) - {TurnAt.NONE}, FOLDS):
        job = after(planned(STEPS), "uploaded")
        out = fold(job, {"what": "sending", "facts": {}, "at": 1.0})
        out = fold(out, {"what": turn.value, "facts": {}, "at": 1.0})
        later = after(out, what)
        if later.turn is TurnAt.NONE and len(later.past) == len(out.past) and later.steps:
            back |= {what}
    assert back == {"undelivered", "refused"}


@pytest.mark.rule("paid-once")
@pytest.mark.parametrize("lost", range(len(WHOLE)), ids=lambda n: f"{n}-{WHOLE[n]}")
def test_whichever_record_is_missing_no_message_counts_as_not_begun(lost: int) -> None:
    job = planned(STEPS)
    for number, what in enumerate(WHOLE):
        if number != lost:
            job = after(job, what)
        begun = WHOLE[: number + 1].count("accepted")
        texts = [n for n, step in enumerate(job.steps) if step["intent"] == "chat"]
        here = len(job.past)
        not_said = [n for n in texts if n > here or (n == here and job.turn is TurnAt.NONE)]
        assert len(not_said) <= len(texts) - begun


def test_who_is_at_a_step_is_past_the_ones_before_even_if_their_end_was_lost() -> None:
    job = after(planned(STEPS), "uploading", "snapshot", "sending")
    assert (job.past, job.turn, job.is_uploading) == ((Past(),), TurnAt.SENDING, False)
    assert records.result_of(job.past[0]) == ()


NO_PLANS: dict[str, Any] = {
    "no wish": {"wish": "make it so"},
    "no list": {"wish": {"steps": 5}},
    "words for steps": {"wish": {"steps": ["chat", "export"]}},
    "no intent": {"wish": {"steps": [{"text": "hi"}]}},
    "an intent that is no word": {"wish": {"steps": [{"intent": ["chat"]}]}},
    "a message without words": {"wish": {"steps": [{"intent": "chat"}]}},
    "a number that is none": {"wish": {"steps": []}, "pid": "many"},
}


@pytest.mark.parametrize("name", NO_PLANS)
def test_what_does_not_tell_what_is_to_be_done_begins_no_job(name: str) -> None:
    facts = {"kind": "plan", "realm": "r", **NO_PLANS[name]}
    job = fold(Job("j"), {"what": "planned", "facts": facts, "at": 1.0})
    assert job == Job("j", begun=1.0, updated=1.0)


def test_a_step_of_a_later_version_is_kept_and_known_to_be_unknown() -> None:
    job = planned([{"intent": "chat", "text": "hi"}, {"intent": "dance"}])
    assert (job.kind, len(job.steps), job.is_known) == ("plan", 2, False)
    assert planned(STEPS).is_known and NEEDS.keys() == ENDS.keys() == DO.keys()


@pytest.mark.parametrize("facts", [{"cost": 5}, {"kind": "new", "generated": [1]}])
@pytest.mark.parametrize("what", records.RESULTS)
def test_what_a_later_version_came_to_is_told_as_nothing(what: str, facts: dict[str, Any]) -> None:
    assert records.result_of(Past(what, facts)) == ()


OLDER: dict[str, tuple[dict[str, Any], list[str]]] = {
    "send": ({"text": "hi", "sources": [], "format": None}, ["chat"]),
    "upload": ({"text": None, "sources": ["/a.mp4"]}, ["upload"]),
    "export": ({"text": None, "format": "mov", "output": "/o.mov", "force": True}, ["export"]),
    "create": (
        {"text": "hi", "sources": ["/a.mp4"], "format": "mp4"},
        ["upload", "chat", "export"],
    ),
}


@pytest.mark.parametrize("kind", OLDER)
def test_a_wish_from_before_there_were_plans_has_the_same_steps(kind: str) -> None:
    wish, intents = OLDER[kind]
    job = planned(**wish)
    assert [step["intent"] for step in job.steps] == intents
    assert after(job, *(ENDS[intent] for intent in intents)).past[-1].what == ENDS[intents[-1]]


RESULTS: dict[str, tuple[Any, Any]] = {
    "uploaded": ((Asset(name="a.mp4", kind="video"),), records.of_assets),
    "balance": (Credits(1, 2, 3), records.of_balance),
    "looked": (Looked("5", "7", {"tracks": []}, {"en": ("x",)}, (), 0), records.of_looked),
    "exported": (
        Exported("5", "r", "mp4", "high", "/o.mp4", 1, "f", None, None, 0.5, 2000),
        records.of_exported,
    ),
    "outcome": (
        Outcome(
            *("failed", "5", "no", True, None, (), (), Cost(None, Credits(1, 0, 1)), 1.0),
            error=NotSent("not_sent", "why"),
        ),
        records.of_outcome,
    ),
}


@pytest.mark.parametrize("what", RESULTS)
@pytest.mark.rule("same-truth")
def test_what_a_step_came_to_reads_back_as_it_was(what: str) -> None:
    import json

    result, to_facts = RESULTS[what]
    told = records.result_of(Past(what, json.loads(json.dumps(to_facts(result), default=str))))
    assert repr(told) == repr(result)
    assert set(RESULTS) | {""} == records.RESULTS.keys()


def test_what_was_recorded_of_an_export_before_its_length_was_reads_back() -> None:
    facts = records.of_exported(RESULTS["exported"][0])
    del facts["duration_ms"]
    found = records.exported_of(facts)
    assert (found.render_id, found.duration_ms) == ("r", None)


def test_times_of_a_job_never_run_backwards() -> None:
    jobs = [planned(STEPS)]
    for what in WHOLE:
        jobs.append(fold(jobs[-1], {"what": what, "facts": FACTS, "at": float(len(jobs))}))
    assert all(one.updated <= other.updated for one, other in pairwise(jobs))
