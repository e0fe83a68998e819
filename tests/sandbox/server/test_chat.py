"""Chat turns: what the wire says, what they cost, and that they belong to the server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nemo_client.sandbox import Options
from nemo_client.sandbox.events import HEARTBEATS
from nemo_client.sandbox.turn import is_silent

LATER_S = 3600.0
QUIET = Options(silent_rate=0.0, second_stage_delay_s=0.0)
ONE_STAGE = replace(QUIET, second_stage_delay_s=LATER_S)  # the second comes after the test
ASK = "What is on the timeline?"
TRIM = "Trim it to 1 second"
TITLE = 'Add a title "Hello"'
MAKE = "Make a 1 second video of a rainy street"


def parts(events, kind):
    """The payloads of one kind, with the event each is in."""
    found = []
    for event in events:
        for part in event.get("content", {}).get("parts", []):
            if kind in part:
                found.append((part[kind], event))
    return found


def tracks(person):
    return [track["tt"] for track in person.state()["draft"].get("t", [])]


@pytest.fixture
def editor(house, meet, clip):
    """Somebody with a clip to edit, in the shared sandbox."""
    person = meet(house)
    person.upload(("clip.mp4", clip))
    return person


def test_an_edit_calls_a_tool_answers_it_with_the_new_state_and_speaks(editor):
    events = editor.say(TRIM)
    kinds = [next(iter(e["content"]["parts"][0])) for e in events]
    assert kinds[-3:] == ["functionCall", "functionResponse", "text"]
    call, called = parts(events, "functionCall")[-1]
    response, answered = parts(events, "functionResponse")[-1]
    assert call["id"] == response["id"] and call["name"] == response["name"]
    assert (called["content"]["role"], answered["content"]["role"]) == ("model", "user")
    assert answered["actions"]["stateDelta"]["draft"] == editor.state()["draft"]
    assert editor.state()["draft"]["d"] == 1000
    assert events[-1]["finishReason"] == "STOP" and events[-1]["content"]["parts"][0]["text"]
    assert not any("partial" in event for event in events)


def test_every_event_has_what_adk_always_sends(editor):
    events = editor.say(TRIM)
    for event in events:
        assert event["author"] == "nemo_agent" and isinstance(event["timestamp"], float)
        assert {"stateDelta", "artifactDelta", "requestedAuthConfigs"} <= event["actions"].keys()
        assert None not in event.values()
    assert len({event["invocationId"] for event in events}) == 1
    assert events[0]["invocationId"].startswith("e-")
    assert len({event["id"] for event in events}) == len(events)
    assert editor.say(ASK)[0]["invocationId"] != events[0]["invocationId"]


def test_streaming_gives_deltas_and_then_the_whole_text_again(editor):
    events = editor.say(TRIM, streaming=True)
    deltas = [e for e in events if e.get("partial")]
    final = events[-1]
    assert len(deltas) > 1 and "partial" not in final
    texts = [e["content"]["parts"][0]["text"] for e in deltas]
    assert "".join(texts) == final["content"]["parts"][0]["text"]
    assert {e["id"] for e in deltas} == {final["id"]}


def test_both_spellings_of_the_request_are_understood(editor):
    body = {
        "appName": "nemo_agent",
        "userId": editor.user,
        "sessionId": editor.session,
        "newMessage": {"role": "user", "parts": [{"text": ASK}]},
    }
    assert editor.http.post("/run_sse", json=body).status_code == 200


@pytest.mark.parametrize("field", ["app_name", "user_id", "session_id", "new_message"])
def test_a_missing_field_is_adks_422(house, meet, field):
    person = meet(house)
    body = person.message(ASK)
    del body[field]
    reply = person.http.post("/run_sse", json=body)
    assert reply.status_code == 422
    assert reply.json()["detail"] == [
        {"type": "missing", "loc": ["body", field], "msg": "Field required"}
    ]


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"'])
def test_a_body_that_cannot_be_read_is_adks_422(house, meet, body):
    reply = meet(house).http.post("/run_sse", content=body)
    assert reply.status_code == 422 and reply.json()["detail"][0]["loc"] == ["body"]


@pytest.mark.parametrize("message", [{}, "hi", {"parts": "hi"}, {"parts": ["hi"]}])
def test_a_message_without_a_list_of_parts_is_adks_422(house, meet, message):
    person = meet(house)
    reply = person.http.post("/run_sse", json=person.message("", new_message=message))
    assert reply.status_code == 422


def test_unknown_session_and_agent_are_adks_404(house, meet):
    person = meet(house)
    no_session = person.http.post("/run_sse", json=person.message(ASK, session_id="1"))
    assert (no_session.status_code, no_session.json()) == (
        404,
        {"detail": "Session not found: 1"},
    )
    no_agent = person.http.post("/run_sse", json=person.message(ASK, app_name="other"))
    assert (no_agent.status_code, no_agent.json()) == (404, {"detail": "Agent not found: other"})


def test_questions_are_free_and_edits_cost_their_price(editor):
    editor.say(ASK)
    assert editor.credits() == (100, 0)
    editor.say(TRIM)
    assert editor.credits() == (98, 0)


def test_what_is_not_understood_changes_nothing_and_costs_nothing(editor):
    editor.say(TRIM)
    before = editor.state()
    [event] = editor.say("Please reticulate the splines")
    assert event["content"]["parts"][0]["text"]
    assert editor.state() == before and editor.credits() == (98, 0)


@pytest.mark.parametrize(
    ("text", "option", "answer"),
    [
        ("cut it from 0.2 to 0.7 seconds", "cut out 0.2-0.7 s", "1"),
        ("裁剪0.2到0.7秒", "剪去0.2-0.7 秒", "1"),
    ],
)
def test_what_the_agent_asks_is_a_question_on_the_wire_and_a_number_answers_it(
    editor, text, option, answer
):
    before = editor.state()
    [event] = editor.say(text)
    call = event["content"]["parts"][0]["functionCall"]
    assert call["name"] == "ask_question" and event["longRunningToolIds"] == [call["id"]]
    [asked] = call["args"]["questions"]
    assert asked["prompt"] and asked["options"][0] == {"id": "1", "label": option}
    assert editor.state() == before and editor.credits() == (100, 0)
    editor.say(answer)
    assert editor.state()["draft"]["d"] == 1500 and editor.credits() == (98, 0)


def test_a_generation_is_reserved_while_it_runs_and_spent_at_the_end(serve, meet):
    sandbox = serve(replace(ONE_STAGE, turn_delay_s=0.1, heartbeat_s=0.01))
    person = meet(sandbox)
    with person.http.stream("POST", "/run_sse", json=person.message(MAKE)) as reply:
        lines = reply.iter_lines()
        assert next(lines) == ": heartbeat"
        assert person.credits() == (80, 20)
        assert [t.state for t in sandbox.books.billed()] == ["running"]
        assert list(lines)
    assert person.credits() == (80, 0)
    [turn] = sandbox.books.billed()
    assert (turn.state, turn.kind, turn.cost, turn.text) == ("done", "generation", 20, MAKE)


def test_a_generated_clip_is_real_and_in_the_state(serve, meet, web):
    person = meet(serve(ONE_STAGE))
    events = person.say(MAKE)
    assert parts(events, "functionCall")[0][0]["args"]["material"]["prompt"]
    state = person.state()
    [made] = [m for m in state["generated_media"] if m["file_type"] == "video"]
    assert made["duration"] == pytest.approx(1, abs=0.1) and made["prompt"]
    assert web.get(made["cdn_url"]).content[4:8] == b"ftyp"
    assert made["cdn_url"] in {info["cdn_url"] for info in state["video_infos"]}
    assert state["draft"]["t"][0]["sg"][0]["m"]["src"] == made["cdn_url"]
    assert state["canvas_config"]["width"] == made["width"]


def test_music_and_title_land_after_the_stream_has_closed(serve, meet, clock):
    sandbox = serve(ONE_STAGE)
    person = meet(sandbox)
    person.say(MAKE)
    assert tracks(person) == [0]
    clock.now += LATER_S
    sandbox = serve(QUIET)  # what was to come is on disk: the next server brings it
    sandbox.settle()
    assert tracks(person) == [0, 1, 7]
    music = person.state()["draft"]["t"][1]["sg"][0]
    assert music["volume"] == 0.35
    assert person.credits() == (80, 0)


def test_the_second_stage_of_a_running_server_adds_only_what_was_not_declined(house, meet):
    person = meet(house)
    person.say(MAKE + " without music")
    house.settle()
    assert tracks(person) == [0, 7]


def test_a_silent_edit_changes_the_draft_and_says_nothing(serve, meet, clip):
    person = meet(serve(replace(QUIET, silent_rate=1.0)))
    person.upload(("clip.mp4", clip))
    events = person.say(TRIM)
    assert parts(events, "text") == []
    assert parts(events, "functionResponse")
    assert events[-1]["errorCode"] == "MODEL_RETURNED_NO_CONTENT"
    assert events[-1]["finishReason"] == "STOP"
    assert person.state()["draft"]["d"] == 1000
    assert parts(person.say(ASK), "text")


@pytest.mark.parametrize(
    ("rate", "silent"),
    [(0.0, []), (0.3, [3, 7, 10]), (0.5, [2, 4, 6, 8, 10]), (1.0, list(range(1, 11)))],
)
def test_silence_is_spread_evenly(rate, silent):
    assert [n for n in range(1, 11) if is_silent(n, rate)] == silent


def test_without_credits_a_turn_is_refused_before_the_stream(serve, meet, web):
    sandbox = serve(replace(ONE_STAGE, credits=19))
    person = meet(sandbox)
    reply = person.http.post("/run_sse", json=person.message(MAKE))
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/json")
    body = reply.json()
    assert body["code"] == 2001 and body["data"]["bind_id"] == person.user
    assert body["data"]["register_url"] in body["message"]
    assert sandbox.books.turns() == () and person.credits() == (19, 0)
    web.post(sandbox.url + "/register", data={"bind": person.user})
    assert person.say(MAKE) and person.credits() == (18, 0)


def test_a_question_is_answered_without_any_credits(serve, meet):
    person = meet(serve(replace(QUIET, credits=0)))
    assert parts(person.say(ASK), "text")


def test_a_turn_goes_on_when_the_listener_hangs_up(serve, meet, clip):
    sandbox = serve(replace(QUIET, turn_delay_s=0.1, heartbeat_s=0.01))
    person = meet(sandbox)
    person.upload(("clip.mp4", clip))
    with person.http.stream("POST", "/run_sse", json=person.message(TRIM)) as reply:
        next(reply.iter_lines())
    sandbox.settle()
    assert person.state()["draft"]["d"] == 1000
    assert [turn.cost for turn in sandbox.books.billed()] == [2]


def test_two_turns_of_a_session_happen_one_after_the_other(serve, meet, clip):
    sandbox = serve(replace(QUIET, turn_delay_s=0.05, heartbeat_s=0.01))
    person = meet(sandbox)
    person.upload(("clip.mp4", clip))
    with person.http.stream("POST", "/run_sse", json=person.message(TRIM)) as first:
        second = person.say(TITLE)
        assert parts(second, "text")
        assert "functionResponse" in first.read().decode()
    assert tracks(person) == [0, 7] and person.state()["draft"]["d"] == 1000
    assert [turn.text for turn in sandbox.books.turns()] == [TRIM, TITLE]


@pytest.mark.parametrize("style", HEARTBEATS)
def test_each_heartbeat_style_is_what_it_says(serve, meet, style):
    person = meet(serve(replace(QUIET, turn_delay_s=0.05, heartbeat_s=0.01, heartbeat=style)))
    stream = person.http.post("/run_sse", json=person.message(ASK)).text
    beat = HEARTBEATS[style].decode()
    assert stream.startswith(beat + beat)
    assert stream.replace(beat, "").startswith('data: {"content"')


def test_a_failure_is_told_in_two_lines_and_is_free(house, meet, monkeypatch):
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "no-such-program")
    person = meet(house)
    event, line = person.say(MAKE)[-2:]
    assert event["errorCode"] == "RenderFailed" and event["errorMessage"]
    assert line["error"] == f"RenderFailed: {event['errorMessage']}"
    assert line["error_details"]["error_type"] == "RenderFailed"
    assert person.credits() == (100, 0)
    [turn] = [t for t in house.books.turns() if t.session_id == person.session]
    assert (turn.state, turn.cost) == ("failed", 0)


def test_a_turn_cut_off_by_a_restart_has_failed_and_is_free(serve, meet, clip):
    sandbox = serve(replace(QUIET, turn_delay_s=3600, heartbeat_s=0.01))
    person = meet(sandbox)
    person.upload(("clip.mp4", clip))
    with person.http.stream("POST", "/run_sse", json=person.message(TRIM)) as reply:
        next(reply.iter_lines())
    assert person.credits() == (98, 2)
    sandbox = serve()
    assert [(t.state, t.cost) for t in sandbox.books.turns()] == [("failed", 0)]
    assert person.credits() == (100, 0) and person.state()["draft"] == {}


def test_drafts_and_the_way_back_survive_a_restart(serve, meet, clip):
    person = meet(serve())
    person.upload(("clip.mp4", clip))
    person.say(TRIM)
    before = person.state()
    serve()
    assert person.state() == before
    person.say("Undo")
    assert person.state()["draft"].get("d") != 1000


def test_replies_are_in_the_users_language_and_may_talk_of_buttons(serve, meet, clip):
    person = meet(serve(replace(QUIET, gui_speak=False)))
    person.upload(("clip.mp4", clip))
    plain = person.say("剪到1秒")[-1]["content"]["parts"][0]["text"]
    assert any("\u4e00" <= character <= "\u9fff" for character in plain)
    person.http.base_url = serve(QUIET).url
    spoken = person.say("剪到1秒")[-1]["content"]["parts"][0]["text"]
    assert spoken != plain
