from __future__ import annotations

import json
from typing import Any

import pytest

from nemo_client.protocol.events import (
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
from nemo_client.protocol.notices import Corrected, Said, Thought
from nemo_client.protocol.outcome import Media, Question
from nemo_client.protocol.transcript import SILENT, Shown, Transcript

EXCUSE = "I encountered a temporary issue. Please try again."


def part(text: str, author: str = "agent", thought: bool = False) -> Uttered:
    return Uttered(text, True, author, thought)


def whole(text: str, author: str = "agent", thought: bool = False) -> Uttered:
    return Uttered(text, False, author, thought)


def bare(text: str) -> Uttered:
    return Uttered(text, None, "")


def called(name: str = "edit", author: str = "agent", args: object = None) -> ToolCalled:
    return ToolCalled(name, "1", args, author)


def answered(name: str = "edit") -> ToolAnswered:
    return ToolAnswered(name, "1", {"ok": True}, "agent")


def folded(*events: Event) -> tuple[Transcript, list[Shown]]:
    transcript = Transcript()
    return transcript, [shown for event in events for shown in transcript.add(event)]


FOLDS: list[tuple[str, list[Event], str, list[Shown]]] = [
    ("fragments and their whole", [part("Hel"), part("lo"), whole("Hello")], "Hello",
     [Said("Hel", 0), Said("lo", 0)]),
    ("a whole alone", [whole("Hello")], "Hello", [Said("Hello", 0)]),
    ("a whole that goes on", [part("Hel"), whole("Hello")], "Hello",
     [Said("Hel", 0), Said("lo", 0)]),
    ("a whole that differs has the last word", [part("Helo"), whole("Hello")], "Hello",
     [Said("Helo", 0), Corrected("Hello", 0)]),
    ("an empty whole takes nothing back", [part("Hello"), whole(""), whole("Bye")],
     "Hello\n\nBye", [Said("Hello", 0), Said("Bye", 1)]),
    ("a whole that never came", [part("Hel"), part("lo")], "Hello",
     [Said("Hel", 0), Said("lo", 0)]),
    ("text before and after a tool", [part("Wor"), whole("Work"), called(), answered(),
     whole("Done")], "Work\n\nDone", [Said("Wor", 0), Said("k", 0), Said("Done", 1)]),
    ("a tool ends a step whose whole never came", [part("Work"), called(), part("Done")],
     "Work\n\nDone", [Said("Work", 0), Said("Done", 1)]),
    ("two authors at once", [part("A", "a"), part("B", "b"), whole("A1", "a"), whole("B2", "b")],
     "A1\n\nB2", [Said("A", 0), Said("B", 1), Said("1", 0), Said("2", 1)]),
    ("growing text of the plain dialect", [bare("He"), bare("Hello"), bare("Hello")], "Hello",
     [Said("He", 0), Said("llo", 0)]),
    ("pieces of the plain dialect", [bare("Hel"), bare("lo")], "Hello",
     [Said("Hel", 0), Said("lo", 0)]),
    ("the plain dialect around a tool of the other", [bare("Work"), called(), bare("Workers")],
     "Work\n\nWorkers", [Said("Work", 0), Said("Workers", 1)]),
    ("a whole told twice", [whole("Hello"), whole("Hello")], "Hello", [Said("Hello", 0)]),
    ("fragments and their whole told twice", [part("Hel"), whole("Hello"), whole("Hello")],
     "Hello", [Said("Hel", 0), Said("lo", 0)]),
    ("a whole told again after the end of its step", [whole("Hello"), StepEnded("agent"),
     whole("Hello")], "Hello", [Said("Hello", 0)]),
    ("wholes that grow, their marks lost", [whole("He"), whole("Hello"), whole("Hello, you")],
     "Hello, you", [Said("He", 0), Said("llo", 0), Said(", you", 0)]),
    ("pieces as wholes, their marks lost, and the true whole",
     [whole("Hel"), whole("lo"), whole("Hello")], "Hello",
     [Said("Hel", 0), Said("lo", 1), Corrected("Hello", 0), Corrected("", 1)]),
    ("equal pieces as wholes and the true whole", [whole("ha"), whole("ha"), whole("haha")],
     "haha", [Said("ha", 0), Said("ha", 0)]),
    ("pieces that look like growth, and the true whole", [whole("a"), whole("ab"), whole("aab")],
     "aab", [Said("a", 0), Said("b", 0), Corrected("aab", 0)]),
    ("fragments of which some lost their marks", [part("He"), whole("llo"), whole("Hello")],
     "Hello", [Said("He", 0), Corrected("llo", 0), Corrected("Hello", 0)]),
    ("the same words before and after a tool are said twice",
     [whole("Done"), called(), answered(), whole("Done")], "Done\n\nDone",
     [Said("Done", 0), Said("Done", 1)]),
    ("the same words of two authors are said twice", [whole("Done", "a"), whole("Done", "b")],
     "Done\n\nDone", [Said("Done", 0), Said("Done", 1)]),
    ("another step without a tool", [whole("One."), whole("Two.")], "One.\n\nTwo.",
     [Said("One.", 0), Said("Two.", 1)]),
    ("words after an interruption", [part("I will"), Interrupted("agent"), part("Stopped")],
     "I will\n\nStopped", [Said("I will", 0), Said("Stopped", 1)]),
    ("an end of the turn without words", [part("Hel"), part("lo"), StepEnded("agent")], "Hello",
     [Said("Hel", 0), Said("lo", 0)]),
    ("thoughts told twice", [part("Hm", thought=True), whole("Hm.", thought=True),
     whole("Hm.", thought=True)], "", [Thought("Hm"), Thought(".")]),
    ("thoughts stay apart", [part("Hm", thought=True), whole("Hm.", thought=True),
     whole("Yes")], "Yes", [Thought("Hm"), Thought("."), Said("Yes", 0)]),
]  # fmt: skip


@pytest.mark.rule("partial-then-final", "thoughts-apart")
@pytest.mark.parametrize(
    ("events", "text", "shown"), [f[1:] for f in FOLDS], ids=[f[0] for f in FOLDS]
)
def test_text_is_told_once(events: list[Event], text: str, shown: list[Shown]) -> None:
    transcript, seen = folded(*events)
    assert seen == shown
    assert transcript.text == text


def test_thoughts_are_kept_for_those_who_ask() -> None:
    transcript, _ = folded(whole("One.", thought=True), part("Tw", thought=True))
    assert transcript.thoughts == "One.\n\nTw"
    assert transcript.text == ""


@pytest.mark.rule("trailing-excuse")
@pytest.mark.parametrize(
    "before", [[whole("Done.")], [called(), answered()], [StateHinted({"draft": {}})]]
)
def test_an_excuse_after_good_output_is_no_failure(before: list[Event]) -> None:
    transcript, _ = folded(*before, whole(EXCUSE))
    assert transcript.fault is None
    assert EXCUSE not in transcript.text


@pytest.mark.rule("trailing-excuse")
@pytest.mark.parametrize("words", [EXCUSE, "抱歉，出现临时问题，请稍后再试。"])
def test_an_excuse_alone_is_a_failure(words: str) -> None:
    transcript, _ = folded(whole(words))
    assert transcript.fault == Faltered(None, words)


@pytest.mark.rule("trailing-excuse")
def test_an_excuse_told_as_an_error_after_good_output_is_no_failure_unless_it_has_a_code() -> None:
    assert folded(whole("Done."), Faltered(None, EXCUSE))[0].fault is None
    assert folded(Faltered(None, EXCUSE))[0].fault == Faltered(None, EXCUSE)
    assert folded(whole("Done."), Faltered(2001, EXCUSE))[0].fault == Faltered(2001, EXCUSE)


def test_a_long_text_that_mentions_an_issue_is_an_answer() -> None:
    text = "A temporary issue of the magazine. " * 20
    transcript, _ = folded(called(), whole(text))
    assert transcript.text == text


@pytest.mark.rule("one-failure")
def test_one_failure_told_in_two_lines_is_one() -> None:
    transcript, _ = folded(Faltered("ValueError", "boom"), Faltered(None, "ValueError: boom"))
    assert transcript.fault == Faltered("ValueError", "boom")


@pytest.mark.rule("one-failure")
@pytest.mark.parametrize("raw", ['{"content":{"parts":[{"te', "<html>", "{}{}"])
def test_an_unreadable_event_in_the_middle_is_kept_and_skipped(raw: str) -> None:
    transcript, shown = folded(part("Hel"), Unreadable(raw), part("lo"))
    assert (transcript.text, transcript.fault, transcript.unknown) == ("Hello", None, [raw])
    assert shown == [Said("Hel", 0), Said("lo", 0)]


@pytest.mark.rule("one-failure")
def test_an_unreadable_event_at_the_end_is_a_failure_with_its_beginning() -> None:
    raw = '{"content":' + "x" * 1000
    transcript, _ = folded(whole("Hello"), Unreadable(raw))
    assert transcript.fault is not None
    assert raw[:100] in transcript.fault.message
    assert len(transcript.fault.message) < 300
    assert (transcript.text, transcript.unknown) == ("Hello", [raw])


def test_an_interruption_is_known() -> None:
    assert folded(part("I will"), Interrupted("agent"))[0].interrupted
    assert not folded(part("I will"))[0].interrupted


LATER = ToolCalled("generate_video", "7", {}, "agent", long_running=True)


@pytest.mark.parametrize(
    ("events", "unfinished"),
    [
        ([called()], ()),
        ([LATER], ("generate_video",)),
        ([LATER, ToolAnswered("generate_video", "7", {"status": "pending"}, "agent")],
         ("generate_video",)),
        ([LATER, ToolAnswered("generate_video", "7", {"status": "PENDING"}, "agent"),
          whole("It takes a while."), StepEnded("agent")], ("generate_video",)),
        ([LATER, ToolAnswered("edit", "8", {"ok": True}, "agent")], ("generate_video",)),
        ([LATER, ToolAnswered("generate_video", "7", {"status": "completed"}, "agent")], ()),
        ([LATER, ToolAnswered("generate_video", "7", "https://cdn.example/a.mp4", "agent")], ()),
    ],
    ids=["an ordinary tool", "no answer", "a first answer", "words after it", "another tool",
         "done at once", "an answer of another kind"],
)  # fmt: skip
def test_a_tool_that_answers_later_is_unfinished_until_it_does(
    events: list[Event], unfinished: tuple[str, ...]
) -> None:
    assert folded(*events)[0].unfinished_tools == unfinished


def adk(*parts: object, **more: object) -> dict[str, Any]:
    return {"author": "agent", "invocationId": "e-7", "content": {"parts": list(parts)}, **more}


WIRE: list[tuple[str, list[dict[str, Any]], str, list[str]]] = [
    ("several texts in one final", [adk({"text": "a"}, {"text": "b"}, {"text": "c"})], "abc", []),
    ("several texts around a thought",
     [adk({"text": "a"}, {"text": "hm", "thought": True}, {"text": "b"})], "ab", []),
    ("text only in the final", [adk({"text": "a"}, finishReason="STOP", turnComplete=True)],
     "a", []),
    ("text beside a call, and again after it", [
        adk({"text": "On it."}, {"functionCall": {"id": "1", "name": "cut"}}),
        adk({"functionResponse": {"id": "1", "name": "cut", "response": {}}}),
        adk({"text": "On it. Done."}, finishReason="STOP")], "On it.\n\nOn it. Done.", ["cut"]),
    ("a call told in a fragment and in its whole", [
        adk({"functionCall": {"id": "x", "name": "cut"}}, partial=True),
        adk({"functionCall": {"id": "1", "name": "cut"}})], "", ["cut"]),
    ("an end without text", [adk({"text": "a"}, partial=True), {"turnComplete": True}], "a", []),
]  # fmt: skip


@pytest.mark.rule("partial-then-final", "tools-from-wholes")
@pytest.mark.parametrize(
    ("events", "text", "tools"), [w[1:] for w in WIRE], ids=[w[0] for w in WIRE]
)
def test_events_as_they_come_are_folded(
    events: list[dict[str, Any]], text: str, tools: list[str]
) -> None:
    transcript, _ = folded(*(event for told in events for event in read(json.dumps(told))))
    assert (transcript.text, transcript.tools, transcript.fault) == (text, tools, None)


@pytest.mark.rule("silent-edit")
@pytest.mark.parametrize(
    "before", [[called()], [answered()], [StateHinted({"a": 1})], [whole("x")]]
)
def test_no_content_after_work_is_no_failure(before: list[Event]) -> None:
    assert folded(*before, Faltered(SILENT, ""))[0].fault is None


@pytest.mark.rule("silent-edit")
def test_no_content_and_nothing_else_is_a_failure() -> None:
    assert folded(Faltered(SILENT, ""))[0].fault == Faltered(SILENT, "")


def test_only_the_end_of_a_step_looks_final() -> None:
    transcript, _ = folded(whole("Done"), StepEnded("agent"))
    assert transcript.looks_final
    list(transcript.add(called()))
    assert not transcript.looks_final


@pytest.mark.rule("unknown-kept")
def test_media_tools_and_unknown_events_are_kept() -> None:
    transcript, shown = folded(MediaSent("image/png", "aGk"), called("cut"), Unknown({"x": 1}))
    assert transcript.media == [Media("image/png", "aGk")]
    assert transcript.tools == ["cut"]
    assert transcript.unknown == [{"x": 1}]
    assert shown == []


@pytest.mark.parametrize(
    ("args", "question"),
    [
        (
            {"questions": [{"prompt": "Which?", "options": [{"id": "a", "label": "A"}, "B"]}]},
            Question("Which?", ("A", "B")),
        ),
        ({"question": "Sure?"}, Question("Sure?")),
        ({"title": "Sure?", "questions": [{}]}, Question("Sure?")),
        ({"questions": [7]}, None),
        ("Sure?", None),
    ],
)
def test_a_question_to_the_user_is_read_from_its_tool(args: object, question: object) -> None:
    assert folded(called("ask_question", args=args))[0].question == question


def test_another_tool_asks_nothing() -> None:
    assert folded(called("edit", args={"question": "Sure?"}))[0].question is None
