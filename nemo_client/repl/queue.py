"""What was typed, on its way to the conversation: read at rest, or waiting for the end of a turn.

Two threads meet here: one types, one works. What was typed while the other worked waits; it can be
seen, dropped, held back and released. Knows no terminal.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Condition


class Queue:
    """Lines between the thread that types and the one that works them off."""

    def __init__(self) -> None:
        self._news = Condition()
        self._typed: deque[str] = deque()  # at rest: the answer to what was just shown
        self._waiting: list[str] = []
        self._is_busy = False
        self._is_held = False
        self._is_over = False
        self._question: str | None = None
        self._reply: str | None = None

    @property
    def waiting(self) -> tuple[str, ...]:
        """What waits, in its order."""
        with self._news:
            return tuple(self._waiting)

    @property
    def is_held(self) -> bool:
        """Whether what waits is held back."""
        return self._is_held

    @property
    def is_busy(self) -> bool:
        """Whether a line is being worked on."""
        return self._is_busy

    @property
    def question(self) -> str | None:
        """What the worker wants to know before it goes on."""
        return self._question

    # --- the thread that types

    def add(self, line: str) -> None:
        """Take a line that was typed."""
        with self._news:
            is_ahead = self._is_busy or bool(self._typed)
            if not is_ahead:
                self._typed.append(line)
            elif line.strip():
                self._waiting.append(line)
            self._news.notify_all()

    def reply(self, text: str) -> None:
        """Answer the question."""
        with self._news:
            self._reply = text
            self._news.notify_all()

    def close(self) -> None:
        """Nothing more will be typed; what waits is still worked off."""
        with self._news:
            self._is_over = True
            self._news.notify_all()

    # --- the thread that works

    def take(self) -> tuple[str, bool]:
        """Return the next line, and whether it had waited. Raises EOFError when all is done."""
        with self._news:
            self._is_busy = False
            self._news.notify_all()
            while True:
                if self._typed:
                    line, was_queued = self._typed.popleft(), False
                    break
                if self._waiting and not self._is_held:
                    line, was_queued = self._waiting.pop(0), True
                    break
                if self._is_over:
                    raise EOFError
                self._news.wait()
            self._is_busy = True
            return line, was_queued

    def ask(self, question: str, show: Callable[[], None]) -> str:
        """Return the answer of whoever types, "" where nobody does any more."""
        with self._news:
            self._question, self._reply = question, None
            show()
            try:
                while self._reply is None and not self._is_over:
                    self._news.wait()
                return self._reply or ""
            finally:
                self._question = None

    # --- either

    def drop(self, number: int) -> str:
        """Take a waiting line out, by its place from 1. Raises IndexError."""
        with self._news:
            if not 1 <= number <= len(self._waiting):
                raise IndexError(number)
            dropped = self._waiting.pop(number - 1)
            self._is_held = self._is_held and bool(self._waiting)
            return dropped

    def hold(self) -> None:
        """Let what waits wait on."""
        with self._news:
            self._is_held = bool(self._waiting)

    def release(self) -> None:
        """Let what waits come."""
        with self._news:
            self._is_held = False
            self._news.notify_all()
