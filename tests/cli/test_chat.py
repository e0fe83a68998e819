"""The conversation over a backend that says what a test wants: offers, choices, the queue."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import pytest

from nemo_client.app import App, Given
from nemo_client.console import Console
from nemo_client.repl.lines import Lines
from nemo_client.repl.talk import Talk


class Typed(Lines):
    """Lines in their order; one with `>>` before it was written during the turn before it."""

    def __init__(
        self, lines: tuple[str, ...], waiting: tuple[str, ...], then: Callable[[], None]
    ) -> None:
        self._lines = list(lines)
        self._then = then
        self.waiting = waiting
        self.orders: list[str] = []
        self.offered: list[str] = []
        self.left: Callable[[], None] = lambda: None

    def read(self) -> str:
        if self.is_over:
            self.left()
        if not self._lines:
            raise EOFError
        line = self._lines.pop(0)
        self.was_queued = line.startswith(">>")
        return line.removeprefix(">>")

    def hold(self) -> None:
        self._then()
        self.orders.append("hold")

    def release(self) -> None:
        self.orders.append("release")

    def offer(self, line: str) -> None:
        self.offered.append(line)

    def drop(self, number: int) -> str:
        dropped = self.waiting[number - 1]
        self.waiting = tuple(w for w in self.waiting if w != dropped)
        return dropped

    def give_back(self, text: str) -> None:
        self.orders.append(f"give back {text}")


class Held:
    """A conversation that is over."""

    def __init__(self, app: App, lines: Typed, out: str, err: str) -> None:
        self.lines, self.out, self.err = lines, out, err
        self.asked = [
            t["asked"].get("command") or t["asked"].get("text") for t in app.facts["turns"]
        ]


Hold = Callable[..., Held]


@pytest.fixture
def hold(scripted: Any, lone_cli: Any) -> Hold:
    def converse(
        *typed: str,
        waiting: tuple[str, ...] = (),
        lang: str | None = None,
        is_over: bool = False,
        then: Callable[[], None] = lambda: None,
    ) -> Held:
        out, err = lone_cli.stream(), lone_cli.stream()
        app = App(Given(lang=lang), Console(None, out, err, dict(os.environ)))
        lines = Typed(typed, waiting, then)
        lines.is_over = is_over
        talk = Talk(app, lines, is_piped=False)
        lines.left = talk.left
        talk.run()
        app.close()
        return Held(app, lines, out.text, err.text)

    return converse


def _event(*parts: dict[str, Any]) -> bytes:
    event = {"author": "nemo_agent", "content": {"parts": list(parts)}, "turnComplete": True}
    return b"data: %s\n\n" % json.dumps(event).encode()


def _asked(*options: str) -> bytes:
    arguments = {"question": "Which style?", "options": options}
    return _event({"functionCall": {"id": "1", "name": "ask_question", "args": arguments}})


OFFER = _event({"text": "Done. Click Export to download it, or click Generate to go on."})


def test_offers_are_a_key_each_and_enter_goes_on(hold: Hold, scripted: Any) -> None:
    scripted.stream = OFFER
    done = hold("do it", "e", "do it", "", "e")
    assert "[Tab] export  [y] go ahead  [Enter] go on" in done.err
    assert done.asked == ["do it", "/export", "do it", "e"]
    assert "To export:" not in done.err


def test_the_first_offer_is_one_key_for_one_line(hold: Hold, scripted: Any) -> None:
    scripted.stream = OFFER
    assert hold("do it", "/jobs").lines.offered == ["", "/export", "", ""]


def test_an_offer_that_lacks_its_file_is_put_into_the_line(hold: Hold, scripted: Any) -> None:
    scripted.stream = _event({"text": "Please click the upload button and choose a clip."})
    done = hold("do it", "u")
    assert "[Tab] add media" in done.err
    assert done.lines.orders == ["give back /upload "]
    assert done.asked == ["do it"]


def test_what_may_be_billed_is_sent_only_when_its_key_is_pressed(hold: Hold, scripted: Any) -> None:
    scripted.stream = OFFER
    assert hold("做吧", lang="zh").asked == ["做吧"]
    assert scripted.chats == 1
    assert hold("做吧", "y", lang="zh").asked == ["做吧", "好的"]


def test_a_line_written_before_an_offer_was_shown_is_a_wish(hold: Hold, scripted: Any) -> None:
    scripted.stream = OFFER
    assert hold("do it", ">>e").asked == ["do it", "e"]


def test_with_more_to_come_offers_are_told_in_words(hold: Hold, scripted: Any) -> None:
    scripted.stream = OFFER
    done = hold("do it", waiting=("and this",))
    assert "To export: /export" in done.err
    assert "[Tab]" not in done.err


def test_offers_are_told_in_words_to_somebody_who_has_left(hold: Hold, scripted: Any) -> None:
    scripted.stream = OFFER
    done = hold("do it", is_over=True)
    assert "To export: nemo export --session" in done.err
    assert "[Tab]" not in done.err


@pytest.mark.parametrize(
    ("typed", "said"), [("2", "wild"), ("CALM", "calm"), ("like a dream", "like a dream")]
)
def test_a_question_is_answered_by_a_number_or_by_words(
    typed: str, said: str, hold: Hold, scripted: Any
) -> None:
    scripted.stream = _asked("calm", "wild")
    done = hold("do it", typed)
    assert done.asked == ["do it", said]
    assert "The agent asks: Which style?\n1. calm\n2. wild" in done.out
    assert "1-2 chooses, your own words answer too, Enter leaves it." in done.err


def test_nothing_is_picked_where_nothing_is_typed(hold: Hold, scripted: Any) -> None:
    scripted.stream = _asked("calm", "wild")
    assert hold("do it", "", "2").asked == ["do it", "2"]
    assert scripted.chats == 2


def test_an_option_that_reads_like_a_command_is_said_to_the_agent(
    hold: Hold, scripted: Any
) -> None:
    scripted.stream = _asked("export it")
    assert hold("do it", "1").asked == ["do it", "export it"]
    assert scripted.chats == 2


def test_a_question_holds_back_what_was_written_for_another_outcome(
    hold: Hold, scripted: Any
) -> None:
    scripted.stream = _asked("calm", "wild")
    done = hold("do it", waiting=("add music", "export"))
    assert done.lines.orders == ["hold"]
    assert "Held back: 1. add music  2. export  (/go sends it" in done.err
    assert "Never sent: 1. add music  2. export" in done.err


def test_a_failure_holds_back_too_and_going_on_releases(hold: Hold, scripted: Any) -> None:
    scripted.stream = b'data: {"error": "it broke"}\n\n'
    done = hold("do it", "/go", waiting=("add music",))
    assert done.lines.orders == ["hold", "release"]


def test_an_answer_that_went_well_lets_the_rest_go_on(hold: Hold, scripted: Any) -> None:
    scripted.stream = _asked("calm", "wild")
    done = hold(
        "do it", "1", waiting=("add music",), then=lambda: setattr(scripted, "stream", OFFER)
    )
    assert done.asked == ["do it", "calm"]
    assert done.lines.orders == ["hold", "release"]


def test_the_queue_is_shown_thinned_and_taken_back(hold: Hold) -> None:
    done = hold(
        "/queue", "/drop 1", "/edit 2", "/drop 9", "/edit", "/queue", waiting=("a", "b", "c")
    )
    assert done.out == "1. a\n2. b\n3. c\n"
    assert "Dropped: a" in done.err
    assert done.lines.orders == ["give back c", "hold", "give back b"]
    assert "There is no number 9 in the queue." in done.err
    assert "Nothing waits to be sent." in done.err


def test_the_language_follows_what_is_written(hold: Hold, scripted: Any) -> None:
    scripted.stream = _event({"text": "好的。"})
    done = hold("/credits", "加点音乐", "/credits")
    assert "100 credits available" in done.out
    assert "可用积分 100" in done.out
    assert "消耗：" in done.err
