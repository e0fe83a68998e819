"""The face's world as one object: streams, terminal facts, environment, colour, progress.

stdout is data, stderr is talk. Everything a person reads leaves through one door, which removes
what could move a cursor, reorder a line or break an encoding, and adds colour only afterwards.
A reader that hangs up changes nothing about what is done. Knows no sentence and no command.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import IntEnum
from threading import Event, RLock, Thread
from typing import Final, Protocol, TextIO

from nemo_client.lettering import carried, cells, clean, cut
from nemo_client.progress import Progress

TICK_S: Final = 1.0  # between two paintings of the status line
NARROW: Final = 20  # a terminal claiming less is not believed
YES: Final = ("y", "yes", "是", "好", "好的")
NO: Final = ("", "n", "no", "否", "不")

STYLES: Final = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "cyan": "36",
    # black on a colour can be read whatever the terminal's own background is
    "on green": "30;42",
    "on yellow": "30;43",
    "on magenta": "30;45",
    "on cyan": "30;46",
}


class Level(IntEnum):
    """How much is said on stderr."""

    QUIET = 0
    NORMAL = 1
    VERBOSE = 2


class Live(Protocol):
    """A part of the screen that is painted anew all the time, such as a prompt that stays open."""

    def status(self, text: str) -> None:
        """Show what goes on; "" is nothing."""

    def growing(self, text: str) -> None:
        """Show the last line of a text that grows; "" is none."""

    def ask(self, question: str) -> str:
        """Return what a person answers."""


class Console:
    """Everything a face may touch of the outside; tests bring their own streams and time."""

    def __init__(
        self,
        stdin: TextIO | None,
        stdout: TextIO | None,
        stderr: TextIO | None,
        env: Mapping[str, str],
        *,
        now: Callable[[], float] = time.monotonic,
        stamp: Callable[[], str] = lambda: time.strftime("%H:%M:%S"),
    ) -> None:
        self.stdin, self.stdout, self.stderr = stdin, stdout, stderr
        self.env = env
        self.level = Level.NORMAL
        self.may_color = True
        self.may_ask = True
        self._now, self._stamp = now, stamp
        self._lock = RLock()
        self._progress: Progress | None = None
        self._live: Live | None = None
        self._grown = ""  # the unfinished line of a text that comes in pieces

    @contextmanager
    def led(self, stdout: TextIO | None, stderr: TextIO | None, live: Live) -> Iterator[None]:
        """Write to other streams and show what changes in `live`, until the block ends."""
        before = self.stdout, self.stderr
        with self._lock:
            self.stdout, self.stderr, self._live = stdout, stderr, live
        try:
            yield
        finally:
            with self._lock:
                self.stdout, self.stderr = before
                self._live = None

    @classmethod
    def real(cls) -> Console:
        """Return the console of this process."""
        return cls(sys.stdin, sys.stdout, sys.stderr, os.environ)

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to answer: nothing is ever asked otherwise."""
        return self.may_ask and is_terminal(self.stdin) and is_terminal(self.stderr)

    @property
    def columns(self) -> int:
        """How wide the terminal is."""
        from shutil import get_terminal_size

        given = self.env.get("COLUMNS", "")
        wide = int(given) if given.isascii() and given.isdigit() else get_terminal_size().columns
        return max(NARROW, wide)

    @property
    def room(self) -> int | None:
        """How many columns a line of data may take; None where no terminal shows it."""
        return self.columns if is_terminal(self.stdout) else None

    def has_color(self, stream: TextIO | None) -> bool:
        """Whether to colour: the flag, then NO_COLOR, then FORCE_COLOR, then the terminal."""
        if not self.may_color or self.env.get("NO_COLOR"):
            return False
        if any(
            self.env.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")
        ):
            return True
        return self._is_live(stream)

    def data(self, text: str) -> None:
        """Write a line of what was asked for to stdout."""
        self._write(self.stdout, text)

    def drawing(self, lines: Iterable[Iterable[tuple[str, str]]]) -> None:
        """Write a drawing to stdout: lines of texts, each with the name of its style."""
        with self._lock:
            self.end_line()
            self._erase()
            for line in lines:
                shown = "".join(self._styled(text, style, self.stdout) for text, style in line)
                self._put(self.stdout, shown.rstrip(" ") + "\n")

    def grow(self, piece: str) -> None:
        """Write the next piece of a text to stdout; the status line waits for the line's end."""
        with self._lock:
            self._erase()
            text = self._fit(piece, self.stdout)
            lines, newline, rest = (self._grown + text).rpartition("\n")
            if self._live:
                if newline:
                    self._put(self.stdout, lines + newline)
                self._live.growing(rest)
            else:
                self._put(self.stdout, text)
            self._grown = rest

    def end_line(self) -> None:
        """End the line of a text that was growing: another one is to stand below it."""
        with self._lock:
            if not self._grown:
                return
            grown, self._grown = self._grown, ""
            self._put(self.stdout, f"{grown}\n" if self._live else "\n")
            if self._live:
                self._live.growing("")

    def document(self, value: Mapping[str, object]) -> None:
        """Write one JSON document on one line to stdout; every odd character is escaped."""
        import json

        self._put(self.stdout, json.dumps(value, ensure_ascii=True, default=str) + "\n")

    def say(self, text: str, style: str = "", level: Level = Level.NORMAL) -> None:
        """Write a line of talk to stderr, if it is wanted."""
        if level <= self.level:
            self._write(self.stderr, text, style)

    def complain(self, label: str, text: str) -> None:
        """Write what went wrong to stderr, however quiet it is meant to be."""
        with self._lock:
            self.end_line()
            self._erase()
            shown = self._styled(label, "red", self.stderr) + self._fit(text, self.stderr)
            self._put(self.stderr, shown + "\n")

    def confirm(self, question: str) -> bool:
        """Ask a person, who must be there (`can_ask`); whatever is no clear yes is a no."""
        asked = f"{self._fit(question, self.stderr)} [y/N]"
        if self._live:
            return self._live.ask(asked).strip().lower() in YES
        assert self.stdin is not None
        with self._lock:
            self.end_line()
            self._erase()
            self._put(self.stderr, f"{asked} ")
        return self.stdin.readline().strip().lower() in YES

    @contextmanager
    def working(self, text: str) -> Iterator[None]:
        """Show that something goes on, and for how long, until the block ends."""
        if self.level < Level.NORMAL or self._progress:
            yield
            return
        self._progress = Progress(self, self._now())
        done = Event()
        ticker = Thread(target=self._tick, args=(done,), name="nemo-progress", daemon=True)
        ticker.start()
        try:
            with self._lock:
                self._progress.begin(text)
            yield
        finally:
            done.set()
            ticker.join()
            with self._lock:
                self._erase()
                self._progress = None
                if self._live:
                    self._live.status("")

    def progress(self, text: str) -> None:
        """Say how far it is; shown where and as often as it helps."""
        with self._lock:
            if self._progress:
                self._progress.tell(text, self._now())

    def tick(self) -> None:
        """Paint the status line anew: time has passed."""
        with self._lock:
            if self._progress:
                self._progress.paint(self._now())

    def show_status(self, text: str, erase: int) -> int:
        """Paint the status line over one of `erase` columns; return the columns it takes."""
        shown = cut(self._fit(text, self.stderr), self.columns - 1)
        if self._live:
            self._live.status(shown)
            return 0
        if self._grown:
            return 0
        width = cells(shown)
        # Blanks and a carriage return: this works on every terminal ever made.
        self._put(self.stderr, f"\r{shown}{' ' * (erase - width)}\r{shown}")
        return width

    def show_step(self, text: str) -> None:
        """Write a line of progress with the time of day."""
        self._put(self.stderr, f"{self._stamp()} {self._fit(text, self.stderr)}\n")

    @property
    def has_status_line(self) -> bool:
        """Whether a line can be painted over."""
        return self._is_live(self.stderr)

    def _tick(self, done: Event) -> None:
        while not done.wait(TICK_S):
            self.tick()

    def _erase(self) -> None:
        if self._progress:
            self._progress.erase()

    def _is_live(self, stream: TextIO | None) -> bool:
        return is_terminal(stream) and self.env.get("TERM") != "dumb"

    def _write(self, stream: TextIO | None, text: str, style: str = "") -> None:
        with self._lock:
            self.end_line()
            self._erase()
            self._put(stream, self._styled(text, style, stream) + "\n")

    def _styled(self, text: str, style: str, stream: TextIO | None) -> str:
        shown = self._fit(text, stream)
        if not style or not self.has_color(stream):
            return shown
        return f"\x1b[{STYLES[style]}m{shown}\x1b[0m"

    def _fit(self, text: str, stream: TextIO | None) -> str:
        return carried(clean(text), getattr(stream, "encoding", None) or "utf-8")

    def _put(self, stream: TextIO | None, text: str) -> None:
        """Write to a stream; one that nobody reads any more swallows everything from now on."""
        if stream is None or stream.closed:
            return
        try:
            stream.write(text)
            stream.flush()
        except OSError as problem:
            _silence(stream)
            # Windows says EINVAL where others say EPIPE.
            if problem.errno not in (errno.EPIPE, errno.EINVAL, errno.ESHUTDOWN):
                raise


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person is at the other end."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # it is closed
        return False


def _silence(stream: TextIO) -> None:
    """Lead a broken stream nowhere, so that the interpreter's last flush does not fail."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
