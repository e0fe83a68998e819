"""Two threads and what passes between them: at rest, during a turn, held back, asked."""

from __future__ import annotations

import pytest

from nemo_client.repl.queue import Queue


def _all(queue: Queue) -> list[tuple[str, bool]]:
    taken = []
    while True:
        try:
            taken.append(queue.take())
        except EOFError:
            return taken


def test_what_is_typed_at_rest_comes_at_once_and_what_is_typed_after_it_waits() -> None:
    queue = Queue()
    queue.add("one")
    queue.add("two")
    assert queue.waiting == ("two",)
    assert queue.take() == ("one", False)
    queue.add("three")
    queue.add("   ")  # an empty line only means something at rest
    assert queue.waiting == ("two", "three")
    queue.close()
    assert _all(queue) == [("two", True), ("three", True)]


def test_an_empty_line_at_rest_is_a_line() -> None:
    queue = Queue()
    queue.add("")
    assert queue.take() == ("", False)


def test_what_is_held_back_waits_until_it_is_released() -> None:
    queue = Queue()
    for line in ("one", "two", "three"):
        queue.add(line)
    assert queue.take() == ("one", False)
    queue.hold()
    queue.close()
    assert _all(queue) == []
    queue.release()
    assert _all(queue) == [("two", True), ("three", True)]


def test_lines_are_dropped_by_their_number() -> None:
    queue = Queue()
    for line in ("one", "two", "three"):
        queue.add(line)
    assert queue.drop(2) == "three"
    for number in (0, 2, -1):
        with pytest.raises(IndexError):
            queue.drop(number)
    assert queue.waiting == ("two",)


def test_dropping_the_last_held_line_holds_nothing_back_later() -> None:
    queue = Queue()
    for line in ("one", "two"):
        queue.add(line)
    queue.take()
    queue.hold()
    queue.drop(1)
    queue.add("later")
    queue.close()
    assert _all(queue) == [("later", True)]


def test_what_is_held_back_at_the_end_stays_and_can_be_told() -> None:
    queue = Queue()
    for line in ("one", "two"):
        queue.add(line)
    queue.take()
    queue.hold()
    queue.close()
    assert _all(queue) == []
    assert queue.waiting == ("two",)


def test_a_question_is_answered_by_the_typist_and_by_nobody_at_the_end() -> None:
    queue = Queue()
    shown: list[str | None] = []

    def type_yes() -> None:
        shown.append(queue.question)
        queue.reply("y")

    assert queue.ask("really?", type_yes) == "y"
    assert (shown, queue.question) == (["really?"], None)
    queue.close()
    assert queue.ask("really?", lambda: None) == ""
