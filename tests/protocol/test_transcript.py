from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.protocol.events import (
    Event,
    Faltered,
    MediaSent,
    StateHinted,
    StepEnded,
    ToolAnswered,
    ToolCalled,
    Unknown,
    Uttered,
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


@dataclass(frozen=True)
class Step:
    """One step of an agent, with all that can befall its text on the way."""

    text: str
    cuts: tuple[int, ...]
    fragments_lost_after: int | None
    has_whole: bool
    thought: str
    tool_after: bool

    def events(self) -> list[Event]:
        edges = sorted({0, len(self.text), *(c % (len(self.text) + 1) for c in self.cuts)})
        pieces = [self.text[a:b] for a, b in itertools.pairwise(edges)]
        told = pieces[: self.fragments_lost_after] if self.has_whole else pieces
        events: list[Event] = [whole(self.thought, thought=True)] if self.thought else []
        events += [part(piece) for piece in told]
        events += [whole(self.text)] if self.has_whole else []
        # Without its whole, only a tool tells that a step is over.
        is_over = self.has_whole and not self.tool_after
        return events if is_over else [*events, called(), answered()]


TEXTS = st.text(alphabet="ab 你\u2028\n.", max_size=12)
STEPS = st.builds(
    Step,
    text=TEXTS,
    cuts=st.tuples(*[st.integers(0, 20)] * 4),
    fragments_lost_after=st.none() | st.integers(0, 3),
    has_whole=st.booleans(),
    thought=TEXTS,
    tool_after=st.booleans(),
)


@pytest.mark.rule("partial-then-final", "thoughts-apart")
@given(st.lists(STEPS, max_size=6))
def test_any_split_with_anything_missing_tells_the_text_once_and_in_order(
    steps: list[Step],
) -> None:
    transcript, shown = folded(*(event for step in steps for event in step.events()))
    said = "".join(piece.text for piece in shown if isinstance(piece, Said))
    assert said == "".join(step.text for step in steps)
    assert not any(isinstance(piece, Corrected) for piece in shown)
    told = "".join(transcript.text.split())
    assert told == "".join("".join(step.text for step in steps).split())


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


def test_a_long_text_that_mentions_an_issue_is_an_answer() -> None:
    text = "A temporary issue of the magazine. " * 20
    transcript, _ = folded(called(), whole(text))
    assert transcript.text == text


@pytest.mark.rule("one-failure")
def test_one_failure_told_in_two_lines_is_one() -> None:
    transcript, _ = folded(Faltered("ValueError", "boom"), Faltered(None, "ValueError: boom"))
    assert transcript.fault == Faltered("ValueError", "boom")


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
