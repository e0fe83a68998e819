"""A person at a terminal: a prompt that stays open while the last wish is worked on.

The only place that knows prompt_toolkit. The prompt lives in a thread of its own; the conversation
stays in the main thread, where Ctrl-C can break any wait. All that is written passes above the
prompt in whole lines; what changes all the time (progress, text that still grows, the queue) stands
on lines that belong to the prompt and are painted with it, so that nothing tears.
"""

from __future__ import annotations

import asyncio
import io
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from contextvars import copy_context
from pathlib import Path
from threading import Event, Thread, main_thread
from types import TracebackType
from typing import TYPE_CHECKING, TextIO, cast

from nemo_client.console import NO, YES, Console, is_terminal
from nemo_client.lettering import cut, wrapped
from nemo_client.repl.lines import Lines
from nemo_client.repl.queue import Queue

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.output import Output

GROWING_LINES = 4  # of a text that still grows; the rest of it is on its way up
CLOSING_S = 5.0


class Desk(Lines):
    """Lines typed at a terminal, with editing, history, completion and a queue."""

    def __init__(
        self,
        console: Console,
        prompt: str,
        history: Path,
        commands: Sequence[str],
        *,
        input: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self._console = console
        self._prompt = prompt
        self._session = _session(history, commands, self._keys(), input, output)
        self._queue = Queue()
        self._at_once: Callable[[str], bool] = lambda line: False
        self._queued: Callable[[], str] = str
        self._status = self._growing = self._default = ""
        self._is_pressed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._out: asyncio.Queue[tuple[TextIO, str]] = asyncio.Queue()
        self._is_open = Event()
        self._is_ready = Event()
        self._stack = ExitStack()
        self._thread = Thread(
            target=copy_context().run, args=(self._typing,), name="nemo-prompt", daemon=True
        )

    def serves(self, at_once: Callable[[str], bool], queued: Callable[[], str]) -> None:
        """Ask `at_once` of each line typed during a turn whether it was done; show `queued`."""
        self._at_once, self._queued = at_once, queued

    @property
    def waiting(self) -> tuple[str, ...]:  # type: ignore[override]
        """Lines that were typed while another was worked on."""
        return self._queue.waiting

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
        self._console.say(f"{self._prompt}{line}", "dim")
        return line

    def hold(self) -> None:
        """Let what waits wait on."""
        self._queue.hold()

    def release(self) -> None:
        """Let what waits come."""
        self._queue.release()

    def drop(self, number: int) -> str:
        """Take a waiting line out, by its place from 1. Raises IndexError."""
        dropped = self._queue.drop(number)
        self._refresh()
        return dropped

    def give_back(self, text: str) -> None:
        """Put a text into the prompt."""
        self._default = text
        self._soon(self._put_back)

    def __enter__(self) -> Desk:
        self._thread.start()
        self._is_ready.wait()
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
        self._soon(self._leave)
        self._thread.join(CLOSING_S)
        self._stack.close()

    def _above_prompt(self, stream: TextIO | None) -> TextIO | None:
        if stream is None or not is_terminal(stream):
            return stream
        return cast(TextIO, Above(self, stream))

    # --- what the console shows and asks (any thread)

    def status(self, text: str) -> None:
        """Show what goes on, beside the prompt."""
        self._status = text
        self._refresh()

    def growing(self, text: str) -> None:
        """Show the unfinished last line of a text that grows."""
        self._growing = text
        self._refresh()

    def ask(self, question: str) -> str:
        """Return the answer to a question; what was half typed is put aside meanwhile."""
        try:
            return self._queue.ask(question, lambda: self._soon(self._put_aside))
        finally:
            self._soon(self._put_back)

    def put(self, stream: TextIO, text: str) -> None:
        """Write above the prompt, or plainly where there is none any more."""
        if self._is_open.is_set() and self._loop is not None:
            self._loop.call_soon_threadsafe(self._out.put_nowait, (stream, text))
        else:
            stream.write(text)
            stream.flush()

    # --- the thread of the prompt

    def _typing(self) -> None:
        try:
            asyncio.run(self._converse())
        finally:
            self._is_open.clear()
            self._is_ready.set()
            self._stack.close()  # what is still worked off is shown as without a prompt
            self._queue.close()

    async def _converse(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._is_open.set()
        self._is_ready.set()
        writer = asyncio.ensure_future(self._write())
        try:
            while True:
                default, self._default = self._default, ""
                self._accept(await self._session.prompt_async(self._above, default=default))
        except EOFError:
            pass
        finally:
            self._is_open.clear()
            writer.cancel()
            while not self._out.empty():
                stream, text = self._out.get_nowait()
                stream.write(text)
                stream.flush()

    async def _write(self) -> None:
        """Write what was put, all there is at a time; the prompt steps aside for it."""
        from prompt_toolkit.application import in_terminal

        while True:
            pieces = [await self._out.get()]
            while not self._out.empty():
                pieces.append(self._out.get_nowait())
            async with in_terminal():
                for stream, text in pieces:
                    stream.write(text)
                    stream.flush()

    def _accept(self, text: str) -> None:
        is_reply = text.strip().lower() in (*YES, *NO)
        if self._queue.question is not None and is_reply:
            self._queue.reply(text)
        elif not (self._queue.is_busy and self._at_once(text.strip())):
            self._queue.add(text)

    def _above(self) -> str:
        """Return what stands above the cursor: what grows, what goes on, what waits, the prompt."""
        room = self._console.columns - 1
        lines = wrapped(self._growing, room)[-GROWING_LINES:] if self._growing else []
        shown = (self._status, self._queued() if self._queue.waiting else "")
        lines += [cut(text, room) for text in shown if text]
        if question := self._queue.question:
            return "\n".join([*lines, *wrapped(question, room)]) + " "
        return "\n".join([*lines, self._prompt])

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()

        @keys.add("c-c")
        def _(event: KeyPressEvent) -> None:
            if self._queue.is_busy:
                self._is_pressed = True
                interrupt()
            else:
                event.current_buffer.reset()

        @keys.add("c-d")
        def _(event: KeyPressEvent) -> None:
            if event.current_buffer.text:
                event.current_buffer.delete()
            elif self._queue.question is not None:
                self._queue.reply("")
            else:
                event.app.exit(exception=EOFError())

        return keys

    def _put_aside(self) -> None:
        self._default = self._session.default_buffer.text
        self._session.default_buffer.reset()
        self._session.app.invalidate()

    def _put_back(self) -> None:
        if self._default and self._queue.question is None:
            self._session.default_buffer.insert_text(self._default)
            self._default = ""
        self._session.app.invalidate()

    def _leave(self) -> None:
        if self._session.app.is_running:
            self._session.app.exit(exception=EOFError())

    def _refresh(self) -> None:
        self._soon(self._session.app.invalidate)

    def _soon(self, perform: Callable[[], None]) -> None:
        if self._is_open.is_set() and self._loop is not None:
            self._loop.call_soon_threadsafe(perform)


class Above(io.TextIOBase):
    """A stream of the terminal while a prompt stands on it: whole lines, written above."""

    def __init__(self, desk: Desk, stream: TextIO) -> None:
        self._desk, self._stream = desk, stream

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """What the terminal can carry."""
        return self._stream.encoding

    def isatty(self) -> bool:
        """It is the terminal's."""
        return True

    def write(self, text: str) -> int:
        """Write lines."""
        self._desk.put(self._stream, text)
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


def _session(
    history: Path,
    commands: Sequence[str],
    keys: KeyBindings,
    input: Input | None,
    output: Output | None,
) -> PromptSession[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory
    from prompt_toolkit.output import create_output
    from prompt_toolkit.shortcuts import CompleteStyle

    from nemo_client.repl.completion import Slashes

    kept: History
    try:
        history.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        history.touch(mode=0o600)
        kept = FileHistory(str(history))
    except OSError:  # a history is worth having, not worth failing for
        kept = InMemoryHistory()
    return PromptSession(
        history=kept,
        completer=Slashes(commands),
        complete_while_typing=False,
        complete_style=CompleteStyle.READLINE_LIKE,  # no menu, so no blank lines kept for one
        reserve_space_for_menu=0,
        key_bindings=keys,
        erase_when_done=True,  # the line is told again where it is worked on
        input=input,
        output=output or create_output(always_prefer_tty=True),
    )
