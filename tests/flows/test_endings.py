"""What a stream's end does not tell: work that outlasts it, torn last words, lost records."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nemo_client.errors import CreditsFailed, StillRunning, Unsure
from nemo_client.flows.chat import chat, resumed
from nemo_client.protocol import effects as fx
from nemo_client.protocol.heard import Heard
from nemo_client.protocol.job import Job, TurnAt
from nemo_client.protocol.notices import Checking, Generated
from nemo_client.protocol.outcome import Outcome
from nemo_client.protocol.sse import MAX_EVENT_BYTES
from nemo_client.protocol.turn import Clocks

SID = "5529000000000000001"
CLOCKS = Clocks()
RICH = {"data": {"available": 100, "frozen": 0, "total": 100}}
RESERVED = {"data": {"available": 80, "frozen": 20, "total": 100}}
POORER = {"data": {"available": 80, "frozen": 0, "total": 80}}
GONE = (404, {"detail": "no"})


def state(*tracks: int, made: int = 0, **more: object) -> dict[str, Any]:
    segment = {"id": "s", "start": 0, "d": 5000, "m": {"name": "sea"}}
    draft = {"d": 5000, "t": [{"tt": kind, "sg": [segment]} for kind in tracks]}
    media = [{"filename": f"clip{n}.mp4", "file_type": "video"} for n in range(made)]
    inner = {"draft": draft if tracks else None, "video_infos": media, "generated_media": media}
    return {"code": 0, "data": {"session_id": SID, "state": inner, **more}}


EMPTY = state()
CLIP, TOUCHED = state(0, made=1), state(0, 1, 7, made=1)


def event(*parts: object, **more: object) -> bytes:
    body = {"author": "agent", "content": {"parts": list(parts)}, **more}
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def pending(status: str = "pending", name: str = "generate_video") -> bytes:
    """A tool that answers later, and its first answer."""
    call = event({"functionCall": {"name": name, "id": "7"}}, longRunningToolIds=["7"])
    first = {"name": name, "id": "7", "response": {"status": status}}
    return call + event({"functionResponse": first})


WORDS = event({"text": "It takes a while."}, finishReason="STOP")
SILENT = event(errorCode="MODEL_RETURNED_NO_CONTENT", finishReason="STOP")
ASKS = event(
    {"functionCall": {"name": "ask_question", "id": "7", "args": {"question": "Which?"}}},
    longRunningToolIds=["7"],
)


def ended(world: Any, *stream: tuple[float, Any], states: Any, credits: Any = (RICH,)) -> Outcome:
    """Run a turn on an empty session; `states` and `credits` are what is read after it."""
    world.replies = {"state": [EMPTY, *states], "credits": [RICH, *credits]}
    world.stream = list(stream)
    outcome: Outcome = world.run(chat(SID, "say", CLOCKS))
    return outcome


# --- work that outlasts its stream


@pytest.mark.rule("nothing-lost", "two-stages")
@pytest.mark.parametrize("last", [WORDS, SILENT], ids=["words", "silence"])
def test_a_clip_of_a_tool_that_answers_later_is_waited_for_and_told_in_its_stages(
    world: Any, last: bytes
) -> None:
    outcome = ended(
        world, (1, pending() + last), (0, "closed"),
        states=[EMPTY, EMPTY, EMPTY, CLIP, CLIP, TOUCHED],
        credits=[RESERVED] * 4 + [POORER],
    )  # fmt: skip
    assert (outcome.kind, outcome.stages, outcome.error) == ("generated", 2, None)
    assert (outcome.incomplete, outcome.cost.spent) == (False, 20.0)
    assert [len(told.draft.tracks) for told in world.told(Generated)] == [1]
    assert {check.reason for check in world.told(Checking)} == {"no answer yet of generate_video"}
    assert world.pauses()[:3] == [30.0, 60.0, 60.0]


@pytest.mark.rule("two-stages")
def test_a_clip_is_told_at_once_although_more_is_reserved_and_its_touches_are_waited_for(
    world: Any,
) -> None:
    outcome = ended(world, (1, pending() + WORDS), (0, "closed"),
                    states=[*[CLIP] * 8, TOUCHED], credits=[RESERVED])  # fmt: skip
    assert (outcome.kind, outcome.stages) == ("generated", 2)
    assert world.told(Checking) == []
    assert world.pauses() == [*CLOCKS.settle_s, 30.0, 60.0, 60.0]


@pytest.mark.rule("nothing-lost")
def test_an_edit_beside_a_tool_that_answers_later_does_not_end_the_wait(world: Any) -> None:
    outcome = ended(world, (1, pending() + WORDS), (0, "closed"),
                    states=[state(7), state(7), state(7, 0, made=1), state(7, 0, 1, made=1)],
                    credits=[RESERVED, RESERVED, POORER])  # fmt: skip
    assert (outcome.kind, outcome.stages) == ("generated", 2)


@pytest.mark.rule("nothing-lost")
def test_what_a_finished_tool_changed_is_told_without_a_wait(world: Any) -> None:
    outcome = ended(world, (1, pending() + WORDS), (0, "closed"),
                    states=[state(0, 1)], credits=[POORER])  # fmt: skip
    assert (outcome.kind, world.pauses()) == ("changed", [])


@pytest.mark.rule("doubt-has-a-name")
def test_a_tool_that_never_answers_leaves_a_doubt_and_not_a_reply(world: Any) -> None:
    outcome = ended(world, (1, pending() + WORDS), (0, "closed"), states=[EMPTY])
    assert (outcome.kind, outcome.text) == ("unsure", "It takes a while.")
    assert isinstance(outcome.error, Unsure)
    assert "generate_video" in outcome.error.detail
    assert world.pauses() == [30.0, 60.0, 60.0, 60.0, 60.0]


@pytest.mark.rule("nothing-lost")
@pytest.mark.parametrize(
    "stream",
    [
        [(1, pending() + WORDS), (0, "closed")],
        [(0, "closed")],
        [(1, pending("done") + SILENT), (0, "closed")],
        [(1, WORDS)],  # the grace ends, and the server has not closed
    ],
    ids=["a tool that answers later", "no word", "a silent step", "left after the last word"],
)
def test_credits_that_stay_reserved_mean_that_it_goes_on(world: Any, stream: Any) -> None:
    with pytest.raises(StillRunning):
        ended(world, *stream, states=[EMPTY], credits=[RESERVED])
    assert world.pauses() == [30.0, 60.0, 60.0, 60.0, 60.0]
    assert world.saved()[-1] == "heard"


def test_what_others_reserve_does_not_hold_up_a_reply_that_was_closed(world: Any) -> None:
    outcome = ended(world, (1, WORDS), (0, "closed"), states=[EMPTY], credits=[RESERVED])
    assert (outcome.kind, world.pauses()) == ("replied", [])


@pytest.mark.parametrize("after", [EMPTY, GONE], ids=["a state", "no state"])
def test_a_question_waits_for_the_user_and_not_for_its_tool(world: Any, after: Any) -> None:
    outcome = ended(world, (1, ASKS), (0, "closed"), states=[after])
    assert (outcome.kind, outcome.error, world.pauses()) == ("asked", None, [])


def test_a_failure_ends_the_wait_for_a_tool(world: Any) -> None:
    outcome = ended(world, (1, pending() + b'data: {"error":"boom"}\n\n'), (0, "closed"),
                    states=[EMPTY])  # fmt: skip
    assert (outcome.kind, world.pauses()) == ("failed", [])


@pytest.mark.rule("nothing-lost")
def test_a_later_process_goes_on_waiting_for_the_tool(world: Any) -> None:
    heard = Heard(text="It takes a while.", tools=("make",), waiting=("make",))
    facts = json.loads(json.dumps(heard.as_facts()))
    assert Heard.of_facts(facts) == heard
    before = {"fingerprint": None, "credits": RICH["data"]}
    job = Job("j", session_id=SID, turn=TurnAt.HEARD, before=before, heard=facts)
    world.replies = {"state": [EMPTY, EMPTY, CLIP, TOUCHED], "credits": [RESERVED, POORER]}
    outcome = world.run(resumed(job, None, CLOCKS))
    assert (outcome.kind, outcome.stages) == ("generated", 2)
    assert world.names().count("chat") == 0


@pytest.mark.rule("four-facts")
@pytest.mark.parametrize(
    ("fingerprint", "told"), [("of a draft that is gone", False), (None, True)]
)
def test_what_was_there_before_is_not_told_as_new_where_it_is_not_known(
    world: Any, fingerprint: str | None, told: bool
) -> None:
    before = {"fingerprint": fingerprint, "credits": RICH["data"]}
    job = Job("j", session_id=SID, turn=TurnAt.ACCEPTED, before=before)
    world.replies = {"state": [state(0, 7)], "credits": [POORER]}
    outcome = world.run(resumed(job, None, CLOCKS))
    assert (outcome.kind, bool(outcome.changes)) == ("changed", told)


@pytest.mark.rule("two-stages")
def test_music_that_was_there_before_is_no_finishing_touch(world: Any) -> None:
    world.replies = {
        "state": [state(0, 1, 7, made=1), state(0, 1, 7, made=2)],
        "credits": [RICH],
    }
    world.stream = [(1, WORDS), (0, "closed")]
    outcome = world.run(chat(SID, "say", CLOCKS))
    assert (outcome.kind, outcome.stages) == ("generated", 1)


# --- torn last words


TEXT = event({"text": "Work"}, partial=True)
TORN = [
    b'data: {"content":{"parts":[{"te\n\n',
    b'data: {"content":{"parts":[{"te\n',
    b'data: {"code":1,"error"\n',
    b'data: {"author":"agent",\ndata: "error": "x\n',
    event({"text": "I encountered a temporary issue."}),
]


@pytest.mark.rule("doubt-has-a-name", "one-failure")
@pytest.mark.parametrize("torn", TORN)
def test_a_torn_end_of_a_broken_connection_is_a_doubt_and_not_a_failure(
    world: Any, torn: bytes
) -> None:
    outcome = ended(world, (1, torn), (0, "reset"), states=[EMPTY])
    assert (outcome.kind, outcome.incomplete) == ("unsure", True)
    world.effects.clear()
    assert ended(world, (1, torn), (0, "reset"), states=[state(0)]).kind == "changed"


@pytest.mark.rule("one-failure")
@pytest.mark.parametrize("told", [b'data: {"error": "boom"}\n', b'data: {"error": "a "b" c"}\n\n'])
def test_a_failure_that_was_told_in_full_is_one_although_the_connection_broke(
    world: Any, told: bytes
) -> None:
    outcome = ended(world, (1, TEXT + told), (0, "reset"), states=[EMPTY])
    assert (outcome.kind, outcome.text, outcome.incomplete) == ("failed", "Work", True)


@pytest.mark.rule("last-frame")
def test_a_whole_last_event_of_a_broken_connection_is_heard(world: Any) -> None:
    outcome = ended(world, (1, WORDS[:-1]), (0, "reset"), states=[state(0)])
    assert (outcome.text, outcome.incomplete) == ("It takes a while.", True)


@pytest.mark.rule("size-bound", "nothing-lost")
def test_what_came_before_an_event_that_is_too_large_is_heard(world: Any) -> None:
    huge = b"data: " + b"x" * (MAX_EVENT_BYTES + 1)
    outcome = ended(world, (1, TEXT + pending("done") + huge), (9, WORDS), states=[state(0)])
    assert (outcome.kind, outcome.text, outcome.incomplete) == ("changed", "Work", True)
    assert outcome.tools == ("generate_video",)


# --- lost records, and whose account it was


@pytest.mark.rule("paid-once", "doubt-has-a-name")
@pytest.mark.parametrize("record", ["accepted", "heard"])
def test_a_ledger_that_fails_after_sending_does_not_say_that_nothing_was_sent(
    world: Any, record: str
) -> None:
    world.unwritable = (record,)
    outcome = ended(world, (1, WORDS), (0, "closed"), states=[state(0)])
    assert outcome.kind == "changed"
    assert "sending" in world.saved()


@pytest.mark.rule("paid-once")
@pytest.mark.parametrize("fault", [fx.Undelivered("dns"), CreditsFailed("plan_refused")])
def test_what_kept_a_message_from_leaving_is_on_record(world: Any, fault: Exception) -> None:
    world.listen = fault
    with pytest.raises(Exception, match=r"dns|402"):
        ended(world, states=[EMPTY])
    assert world.saved() == ["snapshot", "sending", "undelivered"]


@pytest.mark.rule("bind-id")
@pytest.mark.parametrize("in_stream", [True, False])
def test_a_lack_of_credits_knows_the_account_that_the_state_names(
    world: Any, in_stream: bool
) -> None:
    lacking = {"code": 2001, "message": "no credits"}
    world.replies = {"state": [state(user_id="anon_7")], "credits": [RICH]}
    world.listen = None if in_stream else (200, lacking)
    world.stream = [(1, b"data: " + json.dumps(lacking).encode() + b"\n\n"), (0, "closed")]
    try:
        error: Any = world.run(chat(SID, "say", CLOCKS)).error
    except CreditsFailed as refusal:
        error = refusal
    assert (error.code, error.facts["bind_id"]) == ("out_of_credits", "anon_7")
