"""What becomes of a turn when it goes wrong: words, state, and what the books say it cost."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from nemo_client.sandbox import Options
from nemo_client.sandbox.faulty.endings import ASKED, ISSUE

QUIET = Options(silent_rate=0.0, second_stage_delay_s=0.0)
MAKE = "Make a 1 second video of a rainy street"


def texts(heard):
    """Every text of every event."""
    found = [event.get("content", {}).get("parts", []) for event in heard.events]
    return [part["text"] for parts in found for part in parts if "text" in part]


@pytest.fixture(autouse=True)
def balance(request):
    """In every case the credits that are gone are those the books call spent."""
    if "lab" not in request.fixturenames:
        yield
        return
    lab = request.getfixturevalue("lab")
    yield
    lab.sandbox.settle()
    spent = sum(turn.cost for turn in lab.sandbox.books.turns())
    assert lab.person.credits() == (lab.sandbox.options.credits - spent, 0)


@pytest.mark.fault("silent")
def test_the_work_is_done_without_a_word(lab):
    heard = lab.edit("silent")
    assert texts(heard) == []
    assert heard.events[-1]["errorCode"] == "MODEL_RETURNED_NO_CONTENT"
    assert len(heard.events) == 3 and lab.is_done and lab.turn.cost == 2


@pytest.mark.fault("trailing_issue")
def test_an_excuse_follows_the_good_output(lab):
    heard = lab.edit("trailing_issue")
    assert texts(heard)[-1] == ISSUE and lab.title in texts(heard)[-2]
    assert lab.is_done and lab.turn.state == "done"
    simple = lab.edit("trailing_issue,dialect:simplified").events
    assert simple[-1] == {"type": "text", "content": ISSUE}


@pytest.mark.fault("only_issue")
def test_the_excuse_is_everything(lab):
    assert texts(lab.edit("only_issue")) == [ISSUE]
    assert not lab.is_done and (lab.turn.state, lab.turn.cost) == ("failed", 0)


@pytest.mark.fault("no_content")
def test_nothing_is_said_and_nothing_is_done(lab):
    [event] = lab.edit("no_content").events
    assert event["errorCode"] == "MODEL_RETURNED_NO_CONTENT" and "content" not in event
    assert not lab.is_done and (lab.turn.state, lab.turn.cost) == ("failed", 0)


@pytest.mark.fault("error_line")
@pytest.mark.parametrize("kind", ["quote", "newline", "json", "double"])
def test_a_turn_fails_with_an_error_line(lab, kind):
    heard = lab.edit(f"error_line:{kind}")
    line = heard.text.rstrip("\n").removeprefix("data: ")
    if kind in ("quote", "newline"):
        assert line.startswith('{"error": "')
        assert ("\n" in line) == (kind == "newline")
        with pytest.raises(ValueError):
            json.loads(line)
    elif kind == "json":
        assert heard.events[0]["error"]
    else:
        event, line = heard.events
        assert line["error"] == f"{event['errorCode']}: {event['errorMessage']}"
        assert line["error_details"]["error_type"] == event["errorCode"]
    assert not lab.is_done and (lab.turn.state, lab.turn.cost) == ("failed", 0)


@pytest.mark.fault("refusal")
def test_the_model_refuses(lab):
    [event] = lab.edit("refusal").events
    assert event["errorCode"] == event["finishReason"] == "SAFETY" and event["errorMessage"]
    assert lab.edit("refusal:RECITATION").events[0]["errorCode"] == "RECITATION"
    assert not lab.is_done and lab.turn.state == "failed"


@pytest.mark.fault("stream_code")
def test_a_business_code_comes_inside_the_stream(lab):
    heard = lab.edit("stream_code")
    assert heard.headers["content-type"].startswith("text/event-stream")
    assert heard.events[0]["code"] == 2001 and heard.events[0]["message"]
    assert lab.edit("stream_code:1002").events[0]["code"] == 1002
    assert not lab.is_done and lab.turn.state == "failed"


@pytest.mark.fault("question")
def test_the_agent_asks_back(lab):
    [event] = lab.edit("question").events
    call = event["content"]["parts"][0]["functionCall"]
    assert (call["name"], call["args"]) == ("ask_question", ASKED)
    assert event["longRunningToolIds"] == [call["id"]]
    assert not lab.is_done
    assert (lab.turn.state, lab.turn.kind, lab.turn.cost) == ("done", "free", 0)


@pytest.mark.fault("forgotten")
def test_an_accepted_turn_is_never_carried_out(lab):
    heard = lab.edit("forgotten")
    assert (heard.status, heard.raw, heard.ended) == (200, b"", "closed")
    assert not lab.is_done and (lab.turn.state, lab.turn.cost) == ("aborted", 0)


@pytest.mark.fault("charged")
@pytest.mark.parametrize("failure", ["error_line", "forgotten", "cut_abort"])
def test_what_fails_can_cost_its_price(lab, failure):
    lab.edit(f"{failure},charged")
    lab.sandbox.settle()
    assert not lab.is_done and (lab.turn.state != "done", lab.turn.cost) == (True, 2)


@pytest.mark.fault("slow_turn", "slow_work")
def test_a_turn_can_take_its_time_before_it_begins_and_over_its_work(lab):
    begun = lab.edit("slow_turn:3600,cut:0,hangup_aborts")
    assert begun.raw == b"" and not lab.is_done
    lab.sandbox.settle()
    at_work = lab.edit("slow_work:3600,cut:1,hangup_aborts")
    assert "functionCall" in at_work.text and not lab.is_done
    lab.sandbox.settle()
    slow = lab.edit("slow_turn:0.05,slow_work:0.05,heartbeat:0.01").text
    before, during, after = slow.replace("data: ", "|").split("|", 3)[0:3]
    assert ": heartbeat" in before and ": heartbeat" in during and after and lab.is_done


@pytest.mark.fault("hangup_aborts")
def test_hanging_up_aborts_the_work_or_not(lab):
    message = lab.person.message('Add a title "Never"')
    lab.hear("hangup_aborts,slow_work:3600", message, limit=1)
    lab.sandbox.settle()
    assert (lab.turn.state, lab.turn.cost) == ("aborted", 0)
    assert "Never" not in json.dumps(lab.person.state())
    message = lab.person.message('Add a title "Still"')
    lab.hear("slow_work:0.05", message, limit=1)
    lab.sandbox.settle()
    assert (lab.turn.state, lab.turn.cost) == ("done", 2)
    assert "Still" in json.dumps(lab.person.state())


@pytest.mark.fault("second_stage")
def test_the_second_stage_comes_as_late_as_asked_or_never(serve, meet):
    sandbox = serve(replace(QUIET, second_stage_delay_s=3600))
    person = meet(sandbox)
    soon, never = {"X-Sandbox-Fault": "second_stage:0"}, {"X-Sandbox-Fault": "second_stage:never"}
    person.http.post("/run_sse", json=person.message(MAKE), headers=never)
    sandbox.settle()
    assert [track["tt"] for track in person.state()["draft"]["t"]] == [0]
    person.session = person.open()["session_id"]
    person.http.post("/run_sse", json=person.message(MAKE), headers=soon)
    sandbox.settle()
    assert [track["tt"] for track in person.state()["draft"]["t"]] == [0, 1, 7]
    assert person.credits() == (60, 0)


@pytest.mark.fault("state_stale")
def test_a_change_shows_late(lab):
    before = lab.person.state()
    heard = lab.edit("state_stale:2")
    assert lab.title in heard.text  # the stream tells it already
    assert [lab.person.state() == before for _ in range(2)] == [True, True]
    assert lab.is_done
    lab.edit("")
    assert lab.is_done


def test_reads_before_the_change_do_not_use_up_the_hiding(lab):
    before = lab.person.state()
    lab.edit("state_stale:1,slow_work:0.5,cut")
    assert [lab.person.state() == before for _ in range(3)] == [True] * 3
    lab.sandbox.settle()
    assert not lab.is_done
    assert lab.is_done


def test_a_turn_that_is_refused_uses_up_no_fault(serve, meet, clip):
    sandbox = serve(replace(QUIET, credits=0))
    person = meet(sandbox)
    person.upload(("clip.mp4", clip))
    with sandbox.fault("error_line:json*1"):
        reply = person.http.post("/run_sse", json=person.message('Add a title "A"'))
        assert reply.json()["code"] == 2001 and sandbox.books.turns() == ()
        assert "error" in person.say("What is on the timeline?")[0]
        assert "error" not in person.say("What is on the timeline?")[0]
