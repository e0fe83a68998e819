"""What goes on now: a line painted over where that can be done, else a line now and then.

It is told the time and where to show; it knows no stream and starts no clock.
"""

from __future__ import annotations

from typing import Final, Protocol

STEP_S: Final = 10.0  # between two lines of progress where there is no terminal
PAINT_S: Final = 0.1  # news come faster than eyes


class Shown(Protocol):
    """Where progress is shown."""

    @property
    def has_status_line(self) -> bool:
        """Whether a line can be painted over."""

    def show_status(self, text: str, erase: int) -> int:
        """Paint the status line over one of `erase` columns; return the columns it takes."""

    def show_step(self, text: str) -> None:
        """Write a line of its own."""


class Progress:
    """What is going on now, and what of it is on the screen."""

    def __init__(self, shown: Shown, began: float) -> None:
        self._shown = shown
        self._began = began
        self._text = ""
        self._shown_at: float | None = None
        self._width = 0

    def begin(self, text: str) -> None:
        """Show what is meant to happen; without a status line it is only worth it when it lasts."""
        self._text = text
        if self._shown.has_status_line:
            self.paint(self._began)
        else:
            self._shown_at = self._began

    def tell(self, text: str, now: float) -> None:
        """Take note of the news; show them unless something was shown a moment ago."""
        self._text = text
        pause = PAINT_S if self._shown.has_status_line else STEP_S
        if self._shown_at is None or now - self._shown_at >= pause:
            self.paint(now)

    def paint(self, now: float) -> None:
        """Show the news and the time that has passed."""
        elapsed = now - self._began
        told = f"{self._text} ({_clock(round(elapsed))})" if elapsed >= 1 else self._text
        if self._shown.has_status_line:
            self._shown_at = now
            self._width = self._shown.show_status(told, self._width)
        elif self._shown_at is None or now - self._shown_at >= STEP_S:
            self._shown_at = now
            self._shown.show_step(told)

    def erase(self) -> None:
        """Take the status line away, so that a line can stand in its place."""
        if self._width:
            self._shown.show_status("", self._width)
            self._width = 0


def _clock(seconds: int) -> str:
    """Return a time that has passed as a stopwatch shows it, in any language."""
    return f"{seconds // 60}:{seconds % 60:02}"
