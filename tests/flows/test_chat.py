from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.errors import NemoError, Unsure
from nemo_client.flows.chat import chat
from nemo_client.protocol import effects as fx
from nemo_client.protocol.notices import Checking, Generated, Said, StillWorking, ToolStarted
from nemo_client.protocol.outcome import Outcome
from nemo_client.protocol.turn import Clocks

SID = "5529000000000000001"
CLOCKS = Clocks()
EMPTY: dict[str, Any] = {"code": 0, "data": {"session_id": SID, "state": {}}}
RICH = {"available": 100, "frozen": 0, "total": 100}
POORER = {"available": 80, "frozen": 0, "total": 80}
UNAVAILABLE = (503, "busy")


def state(*tracks: int, made: int = 0, title: str = "") -> dict[str, Any]:
    """A session with one segment on each of these tracks and some generated media."""
    segment = {"id": "s", "start": 0, "d": 5000, "m": {"text": title, "name": "sea"}}
    draft = {"d": 5000, "t": [{"tt": kind, "sg": [segment]} for kind in tracks]}
    media = [{"filename": f"clip{n}.mp4", "file_type": "video"} for n in range(made)]
    inner = {"draft": draft if tracks else None, "video_infos": media, "generated_media": media}
    return {"code": 0, "data": {"session_id": SID, "task_id": "7", "state": inner}}


def event(*parts: object, **more: object) -> bytes:
    body = {"author": "nemo_agent", "content": {"parts": list(parts)}, **more}
    return b"data: " + json.dumps(body).encode() + b"\n\n"


DONE = event({"text": "Done."}, finishReason="STOP")
TOOL = event({"functionCall": {"name": "edit", "id": "1"}}) + event(
    {"functionResponse": {"name": "edit", "id": "1", "response": {}}}
)
SILENT = event(errorCode="MODEL_RETURNED_NO_CONTENT", finishReason="STOP")
ASKS = event({"functionCall": {"name": "ask_question", "args": {"question": "Which?"}}})
BEAT = b": heartbeat\n\n"


def said(world: Any, *stream: tuple[float, Any], after: object = EMPTY, **more: Any) -> Outcome:
    """Run a turn: the state before is empty, the stream as given, the state as given after."""
    later = after if isinstance(after, list) else [after]
    world.replies = {
        "state": [more.get("before", EMPTY), *later],
        "credits": [{"data": RICH}, *more.get("credits", [{"data": RICH}])],
    }
    world.stream = list(stream)
    world.listen = more.get("listen")
    outcome: Outcome = world.run(chat(SID, "say", CLOCKS))
    assert more.get("sent", 1) in (None, len(world.listened()))
    return outcome


# --- how a turn can end well


@pytest.mark.rule("four-facts")
def test_words_alone_are_a_reply_and_nothing_else(world: Any) -> None:
    outcome = said(world, (1, DONE), (0, "closed"))
    assert (outcome.kind, outcome.text, outcome.error) == ("replied", "Done.", None)
    assert (outcome.replied, outcome.draft_changed, outcome.generated) == (True, False, ())
    assert (outcome.elapsed_s, outcome.cost.spent, outcome.incomplete) == (1.0, 0.0, False)
    assert world.told(Said) == [Said("Done.", 0)]
    assert world.names() == ["state", "credits", "chat", "state", "credits"]


def holding(draft: str = "", files: int = 0, clips: int = 0, songs: int = 0) -> dict[str, Any]:
    """A session with a draft of this name, uploaded files, and generated media."""
    names = [f"file{n}" for n in range(files)] + [f"clip{n}" for n in range(clips)]
    names += [f"song{n}" for n in range(songs)]
    inner = {
        "draft": {"d": 1, "t": [], "name": draft} if draft else None,
        "video_infos": [{"filename": name} for name in names],
        "generated_media": [{"type": "video"}] * clips + [{"type": "audio"}] * songs,
    }
    return {"code": 0, "data": {"session_id": SID, "state": inner}}


FACTS: dict[str, tuple[Any, Any, tuple[str, bool, list[str]]]] = {
    "nothing": (holding("a"), holding("a"), ("replied", False, [])),
    "the draft alone": (holding("a"), holding("b"), ("changed", True, [])),
    "a clip beside the draft": (
        holding("a"),
        holding("a", clips=1),
        ("generated", False, ["clip0"]),
    ),
    "a clip and the draft": (holding("a"), holding("b", clips=1), ("generated", True, ["clip0"])),
    "a clip and no draft": (holding(), holding(clips=1), ("generated", False, ["clip0"])),
    "a second clip": (
        holding("a", clips=1),
        holding("a", clips=2),
        ("generated", False, ["clip1"]),
    ),
    "music beside the draft": (
        holding("a"),
        holding("a", songs=1),
        ("generated", False, ["song0"]),
    ),
    "music and the draft": (holding("a"), holding("b", songs=1), ("changed", True, ["song0"])),
    "a file of somebody else": (holding("a"), holding("a", files=1), ("replied", False, [])),
    "a file and the draft": (holding("a"), holding("b", files=1), ("changed", True, [])),
}


@pytest.mark.rule("four-facts")
@pytest.mark.parametrize("name", FACTS)
def test_a_changed_draft_and_generated_media_are_two_facts(world: Any, name: str) -> None:
    before, after, told = FACTS[name]
    outcome = said(world, (1, DONE), (0, "closed"), before=before, after=after)
    generated = [asset.name for asset in outcome.generated]
    assert (outcome.kind, outcome.draft_changed, generated) == told
    assert outcome.replied and outcome.error is None
    assert bool(outcome.changes) <= bool(outcome.draft_changed)


@pytest.mark.rule("four-facts")
def test_words_and_an_edit_are_both_told(world: Any) -> None:
    outcome = said(
        world, (1, TOOL + DONE), (0, "closed"), after=state(0), credits=[{"data": POORER}]
    )
    assert (outcome.kind, outcome.replied, outcome.draft_changed) == ("changed", True, True)
    assert (outcome.tools, outcome.cost.spent) == (("edit",), 20.0)
    assert world.told(ToolStarted) == [ToolStarted("edit", 1.0)]


@pytest.mark.rule("never-silent", "silent-edit")
def test_an_edit_without_words_is_told_by_its_changes(world: Any) -> None:
    outcome = said(
        world, (1, TOOL + SILENT), (0, "closed"),
        before=state(0, title="old"), after=state(0, 7, title="old"),
    )  # fmt: skip
    assert (outcome.kind, outcome.replied, outcome.error) == ("changed", False, None)
    assert any(change.pointer == "/t/1/sg/0" for change in outcome.changes)


@pytest.mark.rule("never-silent")
def test_silence_without_a_change_is_said_to_be_that(world: Any) -> None:
    outcome = said(world, (1, TOOL + SILENT), (0, "closed"))
    assert (outcome.kind, outcome.replied, outcome.draft_changed) == ("unchanged", False, False)


def test_a_question_of_the_backend_is_an_outcome(world: Any) -> None:
    outcome = said(world, (1, ASKS), (0, "closed"))
    assert outcome.kind == "asked"
    assert outcome.question is not None
    assert outcome.question.text == "Which?"


@pytest.mark.rule("two-stages")
def test_a_clip_is_told_at_once_and_its_finishing_touches_when_they_land(world: Any) -> None:
    clip, touched = state(0, made=1), state(0, 1, 7, made=1)
    outcome = said(world, (1, DONE), (0, "closed"), after=[clip, clip, touched])
    assert (outcome.kind, outcome.stages) == ("generated", 2)
    assert [asset.name for asset in outcome.generated] == ["clip0.mp4"]
    assert [len(told.draft.tracks) for told in world.told(Generated)] == [1]
    assert len(outcome.changes) >= 3


@pytest.mark.rule("two-stages")
def test_finishing_touches_that_do_not_come_are_not_claimed(world: Any) -> None:
    outcome = said(world, (1, DONE), (0, "closed"), after=state(0, made=1))
    assert (outcome.kind, outcome.stages) == ("generated", 1)
    assert world.pauses() == list(CLOCKS.settle_s)


def test_a_stream_that_stays_open_after_the_last_word_ends_after_its_grace(world: Any) -> None:
    outcome = said(world, (1, DONE))
    assert (outcome.kind, outcome.elapsed_s) == ("replied", 1.0 + CLOCKS.grace_s)


@pytest.mark.rule("last-frame")
def test_a_last_event_without_its_blank_line_is_heard(world: Any) -> None:
    assert said(world, (1, DONE[:-1]), (0, "closed")).text == "Done."


def test_a_balance_that_cannot_be_read_stops_nothing(world: Any) -> None:
    outcome = said(world, (1, DONE), (0, "closed"), credits=[(404, {"detail": "gone"})])
    assert outcome.cost.before is not None
    assert (outcome.cost.after, outcome.cost.spent) == (None, None)


# --- how it can end badly


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (event(errorCode="SAFETY", errorMessage="blocked"), "turn_failed"),
        (b'data: {"code": 2001, "message": "no credits"}\n\n', "out_of_credits"),
        (b'data: {"error": "cannot open "a" now"}\n\n', "turn_failed"),
        (event({"text": "I encountered a temporary issue."}), "turn_failed"),
    ],
)
@pytest.mark.rule("one-failure", "trailing-excuse")
def test_a_failure_in_the_stream_is_a_failed_turn(world: Any, told: bytes, code: str) -> None:
    outcome = said(world, (1, told), (0, "closed"))
    assert outcome.kind == "failed"
    assert outcome.error is not None
    assert (outcome.error.code, outcome.error.facts["session"]) == (code, SID)


@pytest.mark.rule("four-facts")
def test_a_failure_after_an_edit_still_tells_the_edit(world: Any) -> None:
    outcome = said(world, (1, TOOL + b'data: {"error": "boom"}\n\n'), (0, "closed"), after=state(0))
    assert (outcome.kind, outcome.draft_changed, bool(outcome.changes)) == ("failed", True, True)


@pytest.mark.rule("envelope")
@pytest.mark.parametrize(
    ("listen", "code"),
    [
        ((200, {"code": 2001, "message": "no"}), "out_of_credits"),
        ((404, {"detail": "Session not found: 5"}), "session_not_found"),
        ((422, {"detail": []}), "request_refused"),
        ((429, {}), "rate_limited"),
        ((402, {}), "plan_refused"),
    ],
)
def test_a_message_that_was_refused_raises_why(world: Any, listen: Any, code: str) -> None:
    with pytest.raises(NemoError) as refused:
        said(world, listen=listen)
    assert (refused.value.code, refused.value.facts["session"]) == (code, SID)
    assert world.names() == ["state", "credits", "chat"]


STALE = (200, {"code": 1001})


@pytest.mark.rule("stale-token", "paid-once")
@pytest.mark.parametrize("stale", [STALE, (401, ""), (401, {"code": "1001"})])
def test_a_stale_token_is_renewed_and_the_message_that_was_refused_is_said(
    world: Any, stale: Any
) -> None:
    world.may_renew = True
    outcome = said(world, (1, DONE), (0, "closed"), listen=[stale, None], sent=2)
    assert (outcome.kind, outcome.elapsed_s) == ("replied", 1.0)
    # The account may be another: what there was before is looked at again.
    assert world.names()[:6] == ["state", "credits", "chat"] * 2
    assert world.saved() == ["snapshot", "sending", "refused",
                             "snapshot", "sending", "accepted", "heard"]  # fmt: skip


@pytest.mark.rule("stale-token", "paid-once")
@pytest.mark.parametrize(("may_renew", "sent"), [(True, 2), (False, 1)])
def test_a_token_that_stays_refused_is_told_after_one_renewal_if_it_may_be_renewed(
    world: Any, may_renew: bool, sent: int
) -> None:
    world.may_renew = may_renew
    with pytest.raises(NemoError) as refused:
        said(world, listen=STALE)
    assert (refused.value.code, refused.value.facts["session"]) == ("token_refused", SID)
    assert len(world.listened()) == sent
    assert world.saved()[-1] == "refused"


@pytest.mark.rule("stale-token", "paid-once")
def test_a_token_refused_inside_the_stream_does_not_send_the_message_again(world: Any) -> None:
    world.may_renew = True
    outcome = said(world, (1, b'data: {"code": 1001}\n\n'), (0, "closed"))
    assert outcome.error is not None
    assert (outcome.kind, outcome.error.code) == ("failed", "token_refused")


@pytest.mark.rule("stale-token")
def test_a_token_that_is_refused_for_reading_the_state_is_renewed_there_and_once(
    world: Any,
) -> None:
    world.may_renew = True
    with pytest.raises(NemoError):
        said(world, before=STALE, after=STALE, sent=0)
    assert (world.names(), world.listened()) == (["state", "state"], [])


def test_a_message_that_never_left_is_said_to_be_that(world: Any) -> None:
    with pytest.raises(NemoError) as refused:
        said(world, listen=fx.Undelivered("refused"))
    assert (refused.value.code, int(refused.value.exit_code)) == ("not_sent", 8)


# --- doubt


@pytest.mark.rule("doubt-has-a-name", "recovery-rhythm", "paid-once")
@pytest.mark.parametrize(
    ("more", "stream", "reason"),
    [
        ({"listen": fx.Lost("reset")}, [], "reset"),
        ({"listen": (503, "busy")}, [], "HTTP 503"),
        ({"listen": (504, b"<html>")}, [], "HTTP 504"),
        ({"listen": (200, b"<html>sign in</html>")}, [], "HTTP 200"),
        ({}, [(1, "cut")], "cut"),
        ({}, [(1, TOOL), (1, "cut")], "cut"),
        ({}, [(1, DONE[:20]), (1, "closed")], "middle of an event"),
        ({}, [], "byte-idle clock of 360 s"),
        ({}, [(30, BEAT)] * 30, "progress-idle clock of 600 s"),
        ({}, [(30, TOOL)] * 40, "total clock of 900 s"),
        ({}, [(1, b"data: " + b"x" * (64 * 1024 * 1024 + 1))], "more than 64 MiB"),
    ],
    ids=["lost", "503", "504", "page", "cut", "cut after work", "half told", "silence",
         "heartbeats only", "endless", "too large"],
)  # fmt: skip
def test_a_doubt_without_a_sign_of_change_is_unsure(
    world: Any, more: Any, stream: Any, reason: str
) -> None:
    outcome = said(world, *stream, **more)
    assert outcome.kind == "unsure"
    assert isinstance(outcome.error, Unsure)
    assert reason in outcome.error.detail
    assert (outcome.draft_changed, outcome.incomplete) == (False, True)
    assert world.pauses() == [30.0, 60.0, 60.0, 60.0, 60.0]
    assert [c.read for c in world.told(Checking)] == [1, 2, 3, 4, 5]


@pytest.mark.rule("nothing-lost", "recovery-rhythm")
def test_a_change_found_later_is_what_became_of_the_turn(world: Any) -> None:
    outcome = said(world, (1, event({"text": "Wor"}, partial=True)), (1, "cut"),
                   after=[EMPTY, EMPTY, state(0)])  # fmt: skip
    assert (outcome.kind, outcome.text, outcome.incomplete) == ("changed", "Wor", True)
    assert outcome.error is None
    assert world.pauses() == [30.0, 60.0, 60.0]


@pytest.mark.rule("nothing-lost")
def test_a_clip_found_after_a_cut_is_a_generation(world: Any) -> None:
    outcome = said(world, (1, "cut"), after=[state(0, made=1), state(0, 1, made=1)])
    assert (outcome.kind, outcome.stages, outcome.incomplete) == ("generated", 2, True)


@pytest.mark.rule("nothing-lost")
def test_readings_that_fail_count_and_do_not_stop_the_next(world: Any) -> None:
    gone = (404, {"detail": "no"})
    outcome = said(world, (1, "cut"), after=[gone, gone, state(0)])
    assert outcome.kind == "changed"


@pytest.mark.rule("doubt-has-a-name", "four-facts")
def test_a_silent_end_whose_state_cannot_be_read_is_unsure_and_not_unchanged(world: Any) -> None:
    outcome = said(world, (1, TOOL + SILENT), (0, "closed"), after=(404, {"detail": "no"}))
    assert (outcome.kind, outcome.draft_changed) == ("unsure", None)


def test_a_reply_whose_state_cannot_be_read_is_still_a_reply(world: Any) -> None:
    outcome = said(world, (1, DONE), (0, "closed"), after=(404, {"detail": "no"}))
    assert (outcome.kind, outcome.draft_changed, outcome.error) == ("replied", None, None)


@pytest.mark.rule("named-clocks")
def test_long_work_is_told_of_every_two_minutes(world: Any) -> None:
    said(world, *[(30, BEAT)] * 10, (5, DONE), (0, "closed"))
    assert [round(n.elapsed_s) for n in world.told(StillWorking)] == [120, 240]


# --- in every history

STREAM = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 29, 125, 400]),
        st.sampled_from([DONE, TOOL, SILENT, ASKS, BEAT, DONE[:9], b'data: {"error":"x"}\n\n'])
        | st.sampled_from(["closed", "cut"]),
    ),
    max_size=8,
)
ANSWERS = st.sampled_from(
    [None, fx.Lost("x"), fx.Undelivered("x"), STALE, STALE, (200, {"code": 2001}),
     (401, ""), (429, {}), (500, ""), (200, b"<html>"), (302, b"")]
)  # fmt: skip
RECORDS = ["snapshot", "sending", "undelivered", "refused", "accepted", "heard"]
STATES = st.lists(
    st.sampled_from(
        [EMPTY, state(0), state(0, 1, 7), state(0, made=1), UNAVAILABLE, fx.Lost("x"),
         fx.Undelivered("x"), (200, {"code": 1001})]
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip


@pytest.mark.rule("paid-once", "doubt-has-a-name")
@given(
    listen=ANSWERS, again=ANSWERS, stream=STREAM, after=STATES, credits=STATES,
    renew=st.booleans(), unwritable=st.sets(st.sampled_from(RECORDS)),
)  # fmt: skip
def test_in_every_history_the_message_is_taken_once_and_ends_in_one_outcome(
    listen: Any, again: Any, stream: Any, after: Any, credits: Any, renew: bool,
    unwritable: Any, new_world: Any,
) -> None:  # fmt: skip
    world = new_world()
    world.may_renew, world.unwritable = renew, tuple(unwritable)
    answers = [listen, again]
    try:
        outcome = said(world, *stream, listen=[*answers], after=after, credits=credits, sent=None)
    except NemoError as refusal:
        assert refusal.message() and refusal.hint()
        # Whoever hears of an error hears that the message was not taken.
        assert not any(
            a is None or isinstance(a, fx.Lost) for a in answers[: len(world.listened())]
        )
    else:
        assert (outcome.error is not None) is (outcome.kind in ("failed", "unsure"))
        assert outcome.kind != "unchanged" or outcome.draft_changed is False
        assert outcome.kind != "changed" or outcome.draft_changed is True
        assert outcome.replied is bool(outcome.text)
    assert len(world.listened()) <= 1 + renew
    assert len(world.listened()) < 2 or listen in (STALE, (401, ""))
    assert not (unwritable & {"snapshot", "sending"} and world.listened())
