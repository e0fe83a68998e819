from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.protocol.events import (
    Beat,
    Event,
    Faltered,
    Interrupted,
    MediaSent,
    StateHinted,
    StepEnded,
    ToolAnswered,
    ToolCalled,
    Unknown,
    Unreadable,
    Uttered,
    read,
)

CALL = {"functionCall": {"id": "adk-1", "name": "edit_multitrack", "args": {"op": "title"}}}
ANSWER = {"functionResponse": {"id": "adk-1", "name": "edit_multitrack", "response": {"ok": 1}}}


def adk(*parts: object, **more: object) -> str:
    """An event of the agent server, as it serialises one."""
    event: dict[str, Any] = {
        "content": {"role": "model", "parts": list(parts)},
        "invocationId": "e-7",
        "author": "nemo_agent",
        "actions": {"stateDelta": {}, "artifactDelta": {}, "requestedAuthConfigs": {}},
        "longRunningToolIds": [],
        "id": "a1",
        "timestamp": 1.5,
        **more,
    }
    return json.dumps(event)


def snake(text: str) -> str:
    """The same event with its keys in the other casing."""
    return re.sub(r'"(\w+)":', lambda m: re.sub(r"([A-Z])", r"_\1", m[0]).lower(), text)


DIALECTS: list[tuple[str, str, list[Event]]] = [
    ("a fragment", adk({"text": "Hel"}, partial=True), [Uttered("Hel", True, "nemo_agent")]),
    ("a whole", adk({"text": "Hello"}), [Uttered("Hello", False, "nemo_agent")]),
    (
        "the last word",
        adk({"text": "Hello"}, finishReason="STOP"),
        [Uttered("Hello", False, "nemo_agent"), StepEnded("nemo_agent")],
    ),
    (
        "a completed turn",
        adk({"text": "Hello"}, turnComplete=True),
        [Uttered("Hello", False, "nemo_agent"), StepEnded("nemo_agent")],
    ),
    (
        "a thought beside the answer",
        adk({"text": "Hm. ", "thought": True}, {"text": "Yes."}),
        [Uttered("Hm. ", False, "nemo_agent", True), Uttered("Yes.", False, "nemo_agent")],
    ),
    (
        "a call",
        adk(CALL, finishReason="STOP"),
        [ToolCalled("edit_multitrack", "adk-1", {"op": "title"}, "nemo_agent")],
    ),
    (
        "a call that answers later",
        adk(CALL, longRunningToolIds=["adk-1"]),
        [ToolCalled("edit_multitrack", "adk-1", {"op": "title"}, "nemo_agent", True)],
    ),
    ("a fragment of a call", adk(CALL, partial=True), []),
    (
        "an answer with the new state",
        adk(ANSWER, actions={"stateDelta": {"draft": {"d": 8}}}),
        [
            ToolAnswered("edit_multitrack", "adk-1", {"ok": 1}, "nemo_agent"),
            StateHinted({"draft": {"d": 8}}),
        ],
    ),
    (
        "inline media",
        adk({"inlineData": {"mimeType": "image/png", "data": "iVBOR_-w"}}),
        [MediaSent("image/png", "iVBOR_-w")],
    ),
    (
        "a file",
        adk({"fileData": {"mimeType": "video/mp4", "fileUri": "https://cdn.example/a.mp4"}}),
        [MediaSent("video/mp4", "", "https://cdn.example/a.mp4")],
    ),
    (
        "an ending without content",
        adk(errorCode="MODEL_RETURNED_NO_CONTENT", finishReason="STOP"),
        [Faltered("MODEL_RETURNED_NO_CONTENT", ""), StepEnded("nemo_agent")],
    ),
    (
        "a completed turn without words",
        adk(turnComplete=True),
        [StepEnded("nemo_agent")],
    ),
    (
        "an interruption",
        adk({"text": "I wi"}, interrupted=True, partial=True),
        [Uttered("I wi", True, "nemo_agent"), Interrupted("nemo_agent")],
    ),
    (
        "a refusal",
        adk(errorCode="SAFETY", errorMessage="blocked"),
        [Faltered("SAFETY", "blocked")],
    ),
]


@pytest.mark.parametrize(
    ("data", "events"), [row[1:] for row in DIALECTS], ids=[row[0] for row in DIALECTS]
)
@pytest.mark.parametrize("casing", [str, snake], ids=["camelCase", "snake_case"])
@pytest.mark.rule("tools-from-wholes")
def test_each_event_of_the_agent_server_is_read(
    casing: Any, data: str, events: list[Event]
) -> None:
    assert read(casing(data)) == events


@pytest.mark.parametrize(
    ("data", "events"),
    [
        ('{"type":"text","content":"Hi"}', [Uttered("Hi", None, "")]),
        ('{"text":"Hi"}', [Uttered("Hi", None, "")]),
        ('{"type":"tool_call","name":"edit","args":{}}', [ToolCalled("edit", "", {}, "")]),
        ('{"type":"tool_result","name":"edit","result":1}', [ToolAnswered("edit", "", 1, "")]),
        ('{"type":"done"}', [StepEnded("")]),
        ("[DONE]", [StepEnded("")]),
        ("[END]", [StepEnded("")]),
        ('{"turnComplete":true}', [StepEnded("")]),
        ('{"turn_complete":true}', [StepEnded("")]),
        ('{"code":2001,"message":"no credits"}', [Faltered(2001, "no credits")]),
        ('{"code":"2001","message":"no credits"}', [Faltered(2001, "no credits")]),
        ('{"error":"boom"}', [Faltered(None, "boom")]),
        ('{"error":{"message":"boom","code":5}}', [Faltered(None, "boom")]),
        ('{"error":"ValueError: boom","error_details":{}}', [Faltered(None, "ValueError: boom")]),
    ],
)
@pytest.mark.rule("one-failure")
def test_the_simplified_dialects_and_bare_failures_are_read(data: str, events: Any) -> None:
    assert read(data) == events


@pytest.mark.rule("one-failure")
@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('{"error": "cannot open "a.mp4" today"}', 'cannot open "a.mp4" today'),
        ('{"error": "first line of two', "first line of two"),
    ],
)
def test_an_error_that_is_no_valid_json_keeps_its_words(data: str, words: str) -> None:
    assert read(data) == [Faltered(None, words)]


@pytest.mark.parametrize(
    "data", ['{"content":{"parts":[{"te', "<html>", "{} {}", '{"a":1}x', "{", "goodbye", "[" * 9999]
)
def test_what_is_no_json_is_unreadable_and_kept(data: str) -> None:
    assert read(data) == [Unreadable(data)]


@pytest.mark.parametrize("data", [' {"text":"Hi"} ', '\n{"text":"Hi"}\n'])
def test_space_around_an_event_is_nothing(data: str) -> None:
    assert read(data) == [Uttered("Hi", None, "")]


@pytest.mark.rule("heartbeats")
@pytest.mark.parametrize(
    "data", ["", " ", "heartbeat", "ping", '{"type":"heartbeat"}', '{"heartbeat":true}']
)
def test_a_heartbeat_in_any_spelling_is_a_beat(data: str) -> None:
    assert read(data) == [Beat()]


@pytest.mark.rule("unknown-kept")
@pytest.mark.parametrize(
    "value", [{"type": "confetti", "n": 1}, [1, 2], 5, None, {"code": 0, "message": "ok"}]
)
def test_what_is_not_known_is_kept_as_it_came(value: object) -> None:
    assert read(json.dumps(value)) == [Unknown(value)]


@pytest.mark.rule("unknown-kept")
def test_parts_that_are_not_known_are_kept() -> None:
    odd = {"executableCode": {"code": "1+1"}}
    assert read(adk(odd, 7, {"text": "x"})) == [
        Uttered("x", False, "nemo_agent"),
        Unknown(odd),
        Unknown(7),
    ]
    assert read(adk(odd, partial=True)) == []


def test_one_text_in_several_parts_is_one_utterance() -> None:
    assert read(adk({"text": "a"}, {"text": "b"})) == [Uttered("ab", False, "nemo_agent")]


WORDS = """content parts text thought partial author actions stateDelta errorCode errorMessage error
code message type name functionCall functionResponse inlineData fileData longRunningToolIds id
finishReason turnComplete heartbeat mimeType data"""
KEYS = st.sampled_from(WORDS.split())
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5)
)


@pytest.mark.rule("unknown-kept")
@given(st.dictionaries(KEYS, VALUES, max_size=6) | VALUES)
def test_no_json_raises(value: object) -> None:
    for event in read(json.dumps(value)):
        author = getattr(event, "author", "")
        assert isinstance(author, str), "an author is a key of the transcript"


@given(st.text(max_size=40))
def test_no_text_raises(data: str) -> None:
    assert isinstance(read(data), list)
