"""A person at a terminal: a prompt that stays open while the last wish is worked on.

The prompt lives in a thread of its own; the conversation stays in the main thread, where Ctrl-C can
break any wait. What changes all the time (progress, text that still grows, the queue) stands on
lines that belong to the prompt and are painted with it, so that nothing tears.
"""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from contextvars import copy_context
from pathlib import Path
from threading import Thread, main_thread
from types import TracebackType
from typing import TYPE_CHECKING, TextIO, cast

from nemo_client.console import NO, YES, Console, is_terminal
from nemo_client.lettering import cut, wrapped
from nemo_client.repl.lines import Lines
from nemo_client.repl.prompt import Prompt
from nemo_client.repl.queue import Queue

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

GROWING_LINES = 4  # of a text that still grows; the rest of it is on its way up
CLOSING_S = 5.0


class Desk(Lines):
    """Lines typed at a terminal, with editing, history, completion and a queue."""

    def __init__(
        self,
        console: Console,
        mark: str,
        history: Path,
        commands: Sequence[str],
        *,
        input: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self._console = console
        self._mark = mark
        self._queue = Queue()
        self.prompt = Prompt(self, history, commands, input, output)
        self._at_once: Callable[[str], bool] = lambda line: False
        self._queued: Callable[[], str] = str
        self._left: Callable[[], None] = lambda: None
        self._status = self._growing = self._offered = ""
        self._is_pressed = False
        self._stack = ExitStack()
        self._thread = Thread(
            target=copy_context().run, args=(self._typing,), name="nemo-prompt", daemon=True
        )

    def serves(
        self,
        at_once: Callable[[str], bool],
        queued: Callable[[], str],
        left: Callable[[], None] = lambda: None,
    ) -> None:
        """Ask `at_once` of each line typed during a turn whether it was done; show `queued`.

        Once nothing more will be typed, `left` is called.
        """
        self._at_once, self._queued, self._left = at_once, queued, left

    @property
    def waiting(self) -> tuple[str, ...]:  # type: ignore[override]
        """Lines that were typed while another was worked on."""
        return self._queue.waiting

    @property
    def is_held(self) -> bool:  # type: ignore[override]
        """Whether what waits is held back."""
        return self._queue.is_held

    @property
    def is_over(self) -> bool:  # type: ignore[override]
        """Whether Ctrl-D was pressed."""
        return not self._thread.is_alive()

    def is_interrupted(self) -> bool:
        """Whether Ctrl-C was pressed since this was asked last."""
        was_pressed, self._is_pressed = self._is_pressed, False
        return was_pressed

    def read(self) -> str:
        """Return the next line. Raises EOFError when nothing more comes."""
        line, self.was_queued = self._queue.take()
        self._console.say(f"{self._mark}{line}", "dim")
        return line

    def hold(self) -> None:
        """Let what waits wait on."""
        self._queue.hold()
        self.prompt.refresh()

    def release(self) -> None:
        """Let what waits come."""
        self._queue.release()
        self.prompt.refresh()

    def drop(self, number: int) -> str:
        """Take a waiting line out, by its place from 1. Raises IndexError."""
        dropped = self._queue.drop(number)
        self.prompt.refresh()
        return dropped

    def give_back(self, text: str) -> None:
        """Put a text into the prompt."""
        self.prompt.begin_with(text)

    def offer(self, line: str) -> None:
        """Let Tab on an empty line stand for a line."""
        self._offered = line

    def __enter__(self) -> Desk:
        self._thread.start()
        self.prompt.wait_until_ready()
        console = self._console
        out, err = self._above_prompt(console.stdout), self._above_prompt(console.stderr)
        self._stack.enter_context(console.led(out, err, self))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.prompt.leave()
        self._thread.join(CLOSING_S)
        self._stack.close()

    def _above_prompt(self, stream: TextIO | None) -> TextIO | None:
        if stream is None or not is_terminal(stream):
            return stream
        return cast(TextIO, Above(self.prompt, stream))

    def _typing(self) -> None:
        try:
            self.prompt.run()
        finally:
            self._left()
            self._stack.close()  # what is still worked off is shown as without a prompt
            self._queue.close()

    # --- what the console shows and asks (any thread)

    def status(self, text: str) -> None:
        """Show what goes on, beside the prompt."""
        self._status = text
        self.prompt.refresh()

    def growing(self, text: str) -> None:
        """Show the unfinished last line of a text that grows."""
        self._growing = text
        self.prompt.refresh()

    def ask(self, question: str) -> str:
        """Return the answer to a question; what was half typed is put aside meanwhile."""
        try:
            return self._queue.ask(question, self.prompt.put_aside)
        finally:
            self.prompt.put_back()

    # --- what the prompt shows and takes (its thread)

    def above(self) -> str:
        """Return what stands above the cursor: what grows, what goes on, what waits, the mark."""
        room = self._console.columns - 1
        lines = wrapped(self._growing, room)[-GROWING_LINES:] if self._growing else []
        shown = (self._status, self._queued() if self._queue.waiting else "")
        lines += [cut(text, room) for text in shown if text]
        if question := self._queue.question:
            return "\n".join([*lines, *wrapped(question, room)]) + " "
        return "\n".join([*lines, self._mark])

    def accept(self, line: str) -> None:
        """Take a line as an answer, as something to do at once, or into the queue."""
        is_reply = line.strip().lower() in (*YES, *NO)
        if self._queue.question is not None and is_reply:
            self._queue.reply(line)
        elif not (self._queue.is_busy and self._at_once(line.strip())):
            self._queue.add(line)

    def stops(self) -> bool:
        """Break off what is under way; whether anything was."""
        if self._queue.is_busy:
            self._is_pressed = True
            interrupt()
        return self._queue.is_busy

    def leaves(self) -> bool:
        """Whether Ctrl-D is a goodbye: to a question it is a no."""
        if self._queue.question is None:
            return True
        self._queue.reply("")
        return False

    def offered(self) -> str:
        """Return what Tab stands for; nothing while something is under way."""
        return "" if self._queue.is_busy else self._offered


class Above(io.TextIOBase):
    """A stream of the terminal while a prompt stands on it: whole lines, written above."""

    def __init__(self, prompt: Prompt, stream: TextIO) -> None:
        self._prompt, self._stream = prompt, stream

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """What the terminal can carry."""
        return self._stream.encoding

    def isatty(self) -> bool:
        """It is the terminal's."""
        return True

    def write(self, text: str) -> int:
        """Write lines."""
        self._prompt.put(self._stream, text)
        return len(text)


def interrupt() -> None:
    """Do to the main thread what Ctrl-C does where no prompt reads it as a key."""
    if sys.platform == "win32":
        import _thread

        _thread.interrupt_main()
    else:  # a real signal, which breaks a wait for the network too
        ident = main_thread().ident
        assert ident is not None
        signal.pthread_kill(ident, signal.SIGINT)
