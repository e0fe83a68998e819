"""What each fault of a stream tells otherwise, and how each ends it."""

from __future__ import annotations

import base64
import json
from itertools import pairwise

import pytest

from nemo_client.sandbox.events import HEARTBEATS
from nemo_client.sandbox.faulty.courses import GARBAGE
from nemo_client.sandbox.faulty.speech import PREAMBLE, SEPARATORS, THOUGHT

BEAT = HEARTBEATS["comment"]


def parts(events, kind):
    """The payloads of one kind with their events, in order."""
    return [
        (part[kind], event)
        for event in events
        for part in event.get("content", {}).get("parts", [])
        if kind in part
    ]


def texts(events):
    """The texts of the final events, thoughts left out."""
    return [
        text
        for text, event in parts(events, "text")
        if not event.get("partial") and not event["content"]["parts"][0].get("thought")
    ]


def fragments(events):
    """The texts of the fragments."""
    return [text for text, event in parts(events, "text") if event.get("partial")]


# --- events


@pytest.mark.fault("dialect")
@pytest.mark.parametrize("streaming", [False, True])
def test_the_simplified_dialect_has_types(lab, streaming):
    events = lab.edit("dialect:simplified", streaming=streaming).events
    kinds = [event["type"] for event in events]
    assert kinds[:2] == ["tool_call", "tool_result"] and set(kinds[2:]) == {"text"}
    assert set(events[0]) == {"type", "name", "args"} and set(events[1]) >= {"name", "result"}
    assert lab.title in "".join(event["content"] for event in events[2:])


def test_the_cumulative_dialect_repeats_the_text_so_far(lab):
    events = lab.ask("dialect:cumulative").events
    told = [event["content"] for event in events]
    assert len(told) > 1 and all(later.startswith(sooner) for sooner, later in pairwise(told))


def test_the_bare_dialect_has_nothing_but_text(lab):
    events = lab.edit("dialect:text").events
    assert events and all(set(event) == {"text"} for event in events)


def test_the_adk_dialects_are_with_and_without_fragments(lab):
    assert fragments(lab.ask("dialect:adk-streaming").events)
    assert not fragments(lab.ask("dialect:adk").events)


@pytest.mark.fault("heartbeat")
@pytest.mark.parametrize("style", HEARTBEATS)
def test_heartbeats_are_spelled_and_timed_as_asked(lab, style):
    raw = lab.ask(f"heartbeat:{style}:0.01,slow_turn:0.1").raw
    assert raw.startswith(HEARTBEATS[style] * 2)
    assert raw.replace(HEARTBEATS[style], b"").startswith(b'data: {"content"')


@pytest.mark.fault("preamble")
def test_a_sentence_comes_before_the_first_tool_call(lab):
    events = lab.edit("preamble").events
    assert [next(iter(e["content"]["parts"][0])) for e in events] == [
        *("text", "functionCall", "functionResponse", "text")
    ]
    assert texts(events)[0] == PREAMBLE


@pytest.mark.fault("authors")
def test_several_authors_tell_the_answer(lab):
    [whole] = texts(lab.ask("").events)
    events = lab.ask("authors:3").events
    assert "".join(texts(events)) == whole
    assert [event["author"][-2:] for event in events] == ["_1", "_2", "_3"]


@pytest.mark.fault("separators")
@pytest.mark.parametrize("streaming", [False, True])
def test_separators_stand_raw_in_the_text(lab, streaming):
    heard = lab.ask("separators", streaming=streaming)
    assert all(character.encode() in heard.raw for character in "\u2028\u2029\u0085")
    [text] = texts(heard.events)
    assert text.endswith(SEPARATORS)
    assert not streaming or "".join(fragments(heard.events)) == text


@pytest.mark.fault("buttons")
@pytest.mark.parametrize(("kind", "word"), [("en", "Export button"), ("zh", "导出按钮")])
def test_the_answer_names_a_button(lab, kind, word):
    heard = lab.ask(f"buttons:{kind}", streaming=True)
    [text] = texts(heard.events)
    assert word in text and "".join(fragments(heard.events)) == text


@pytest.mark.fault("several_parts")
def test_the_answer_is_several_parts_of_one_event(lab):
    [whole] = texts(lab.ask("").events)
    [event] = lab.ask("several_parts:4").events
    assert len(event["content"]["parts"]) == 4
    assert "".join(part["text"] for part in event["content"]["parts"]) == whole


@pytest.mark.fault("thoughts")
@pytest.mark.parametrize("streaming", [False, True])
def test_thoughts_come_before_the_answer(lab, streaming):
    events = lab.ask("thoughts", streaming=streaming).events
    first, *rest = events[-1]["content"]["parts"]
    assert first == {"text": THOUGHT, "thought": True} and "thought" not in rest[0]
    assert events[0]["content"]["parts"][0] == first


@pytest.mark.fault("inline_media")
def test_a_picture_comes_in_url_safe_base64(lab):
    [(media, _)] = parts(lab.ask("inline_media").events, "inlineData")
    assert media["mimeType"] == "image/png" and "_" in media["data"]
    assert base64.urlsafe_b64decode(media["data"]).startswith(b"\x89PNG")


@pytest.mark.fault("partial_calls")
def test_a_call_is_told_as_a_fragment_under_another_id(lab):
    (early, fragment), (call, event) = parts(lab.edit("partial_calls").events, "functionCall")
    assert fragment["partial"] and "partial" not in event
    assert early["id"] != call["id"] and early["name"] == call["name"]


@pytest.mark.fault("long_tool")
def test_a_long_running_tool_answers_pending(lab):
    events = lab.edit("long_tool").events
    [(call, called)] = parts(events, "functionCall")
    [(answer, _)] = parts(events, "functionResponse")
    assert called["longRunningToolIds"] == [call["id"]]
    assert answer["response"] == {"status": "pending"} and answer["id"] == call["id"]


@pytest.mark.fault("final_only")
def test_the_text_comes_only_in_the_final(lab):
    events = lab.ask("final_only", streaming=True).events
    assert len(texts(events)) == 1 and not fragments(events)


@pytest.mark.fault("no_final")
def test_fragments_come_without_a_final(lab):
    events = lab.ask("no_final").events
    assert len(fragments(events)) > 1 and not texts(events)


@pytest.mark.fault("partials_lost")
def test_every_second_fragment_is_missing(lab):
    events = lab.ask("partials_lost").events
    told, [whole] = fragments(events), texts(events)
    assert told and all(each in whole for each in told)
    assert len("".join(told)) < 0.8 * len(whole)


@pytest.mark.fault("partial_flag_lost")
@pytest.mark.parametrize("kind", ["delta", "whole"])
def test_fragments_look_like_finals(lab, kind):
    events = lab.ask(f"partial_flag_lost:{kind}").events
    *told, whole = texts(events)
    assert len(told) > 1 and not fragments(events)
    assert ("".join(told) if kind == "delta" else told[-1]) == whole


@pytest.mark.fault("final_twice")
def test_the_whole_text_comes_twice(lab):
    once, again = lab.ask("final_twice").events
    assert once["content"] == again["content"] and once["id"] != again["id"]
    assert "turnComplete" not in once and again["turnComplete"] is True


@pytest.mark.fault("ids_differ")
def test_fragments_and_their_final_have_different_ids(lab):
    events = lab.ask("ids_differ").events
    assert len({event["id"] for event in events}) == len(events) > 2


@pytest.mark.fault("huge")
def test_one_event_is_huge(lab):
    heard = lab.edit("huge:2")
    [event] = [e for e in heard.events if "sandbox_padding" in e["actions"]["stateDelta"]]
    assert len(json.dumps(event)) > 2_000_000
    assert event["actions"]["stateDelta"]["draft"]
    assert len(lab.ask("huge:1").raw) > 1_000_000


@pytest.mark.fault("snake_case")
def test_fields_are_in_snake_case(lab):
    events = lab.edit("snake_case").events
    assert all("invocation_id" in event and event["partial"] is None for event in events)
    assert [key for event in events for key in event if key != key.lower()] == []
    [(call, _)] = parts(events, "function_call")
    assert call["args"] == parts(lab.edit("").events, "functionCall")[0][0]["args"] | {
        "text": call["args"]["text"]
    }
    assert "draft" in events[1]["actions"]["state_delta"]


@pytest.mark.fault("unknown_keys")
def test_unknown_things_are_everywhere(lab):
    first, *rest = lab.edit("unknown_keys").events
    assert first == {"kind": "hologram", "n": 1}
    assert all("hologramMetadata" in event for event in rest)
    assert len(parts(rest, "hologram")) == len(rest)


@pytest.mark.fault("turn_complete")
def test_the_last_event_says_only_that_the_turn_is_complete(lab):
    last = lab.ask("turn_complete").events[-1]
    assert last["turnComplete"] is True and "content" not in last


@pytest.mark.fault("interrupted")
def test_the_answer_says_interrupted(lab):
    assert lab.ask("interrupted").events[-1]["interrupted"] is True


@pytest.mark.fault("garbage")
@pytest.mark.parametrize("where", ["middle", "last"])
def test_a_frame_is_no_json(lab, where):
    raw = lab.edit(f"garbage:{where}").raw
    before, after = raw.split(GARBAGE)
    assert bool(after) == (where == "middle") and before.endswith(b"}\n\n")


@pytest.mark.fault("done_marker")
def test_a_marker_ends_the_stream(lab):
    assert lab.ask("done_marker").raw.endswith(b"}\n\ndata: [DONE]\n\n")
    assert lab.ask("done_marker:event").raw.endswith(b"}\n\nevent: done\ndata: {}\n\n")


@pytest.mark.fault("empty_stream")
def test_a_stream_can_be_empty_and_the_work_done(lab):
    heard = lab.edit("empty_stream")
    assert (heard.status, heard.raw, heard.ended) == (200, b"", "closed")
    assert lab.is_done and lab.turn.cost == 2


# --- endings


@pytest.mark.fault("first_byte")
def test_the_answer_begins_late(lab):
    assert lab.ask("first_byte:3600").status == 0
    assert lab.ask("first_byte:3600:body").status == 200
    assert texts(lab.ask("first_byte:0.01").events)
    assert texts(lab.ask("first_byte:0.01:body").events)


@pytest.mark.fault("cut")
@pytest.mark.parametrize("how", ["", ":reset"])
def test_a_cut_stream_has_no_end_and_the_work_goes_on(lab, how):
    heard = lab.edit(f"cut:1{how},slow_work:0.5")
    assert heard.ended == "cut"
    assert how or len(heard.events) == 1
    assert lab.turn.state == "running" and lab.person.credits()[1] == 2 and not lab.is_done
    lab.sandbox.settle()
    assert (lab.turn.state, lab.turn.cost) == ("done", 2) and lab.is_done


def test_a_cut_after_more_events_than_there_are_is_a_cut_at_the_end(lab):
    heard = lab.ask("cut:99")
    assert heard.ended == "cut" and len(texts(heard.events)) == 1


@pytest.mark.fault("cut_inside")
def test_a_stream_can_be_cut_inside_an_event(lab):
    heard = lab.edit("cut_inside:1")
    whole, torn = heard.text.split("\n\n")
    assert heard.ended == "cut" and json.loads(whole.removeprefix("data: "))
    assert torn.startswith("data: {") and not torn.endswith("}")
    lab.sandbox.settle()
    assert lab.is_done


@pytest.mark.fault("cut_abort")
@pytest.mark.parametrize("events", [0, 1, 9])
def test_a_cut_can_abort_the_work(lab, events):
    before = lab.person.credits()
    heard = lab.edit(f"cut_abort:{events}")
    lab.sandbox.settle()
    assert heard.ended == "cut" and len(heard.events) == min(events, 1)
    assert (lab.turn.state, lab.turn.cost) == ("aborted", 0) and not lab.is_done
    assert lab.person.credits() == before


@pytest.mark.fault("endless_heartbeats")
def test_heartbeats_never_end(lab):
    body = lab.person.message("What is on the timeline?")
    heard = lab.hear("endless_heartbeats,heartbeat:0.01", body, limit=9)
    assert heard.raw == BEAT * 9
    heard = lab.hear("endless_heartbeats:1,heartbeat:0.01", body, limit=9)
    assert heard.raw.startswith(b"data: {") and heard.raw.endswith(BEAT * 8)


@pytest.mark.fault("silence")
def test_silence_is_a_connection_without_bytes(lab):
    heard = lab.edit("silence:1")
    assert (heard.ended, heard.status) == ("silent", 200) and len(heard.events) == 1
    assert lab.is_done


@pytest.mark.fault("open_end")
def test_a_stream_is_never_closed(lab):
    heard = lab.ask("open_end:silent")
    assert heard.ended == "silent" and len(texts(heard.events)) == 1
    body = lab.person.message("What is on the timeline?")
    heard = lab.hear("open_end,heartbeat:0.01", body, limit=9)
    assert heard.raw.endswith(b"}\n\n" + BEAT * 8)


def test_faults_of_a_stream_add_up(lab):
    heard = lab.edit("thoughts,preamble,line_ends:crlf,bom,chunks:3,cut:3", streaming=False)
    assert heard.ended == "cut" and heard.raw.startswith(b"\xef\xbb\xbfdata: ")
    assert heard.raw.count(b"\r\n\r\n") == 3 and {len(p) for p in heard.pieces} <= {1, 2, 3}
    assert THOUGHT in heard.text and PREAMBLE in heard.text
