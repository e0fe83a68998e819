"""The line that is typed into and what is written above it: all that is known of prompt_toolkit.

The terminal stays raw from the first prompt to the last, so that no key is echoed twice and Ctrl-C
is a key at any moment. What is written passes above the prompt in whole lines, without a pause in
which keys would be the terminal's. What the keys mean is decided by whoever sits behind it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.output import Output


class Sitter(Protocol):
    """Whoever sits behind the prompt; called in the prompt's own thread."""

    def above(self) -> str:
        """Return what stands above and before what is typed."""

    def accept(self, line: str) -> None:
        """Take a line that was typed."""

    def stops(self) -> bool:
        """Break off what is under way; whether anything was."""

    def leaves(self) -> bool:
        """Whether Ctrl-D on an empty line is a goodbye."""

    def offered(self) -> str:
        """Return the line that Tab stands for on an empty line, "" for none."""


class Prompt:
    """A prompt that is there again after each line, until somebody leaves."""

    def __init__(
        self,
        sitter: Sitter,
        history: Path,
        commands: Sequence[str],
        input: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self._sitter = sitter
        self._session = _session(history, commands, _keys(sitter), input, output)
        self._default = ""  # what the next prompt begins with
        self._is_aside = False  # whether that waits for the end of a question
        self._loop: asyncio.AbstractEventLoop | None = None
        self._out: asyncio.Queue[tuple[TextIO, str]] = asyncio.Queue()
        self._is_open = Event()
        self._is_ready = Event()

    # --- any thread

    def wait_until_ready(self) -> None:
        """Return when lines can be typed, or never will be."""
        self._is_ready.wait()

    def put(self, stream: TextIO, text: str) -> None:
        """Write above the prompt, or plainly where there is none any more."""
        if self._is_open.is_set() and self._loop is not None:
            self._loop.call_soon_threadsafe(self._out.put_nowait, (stream, text))
        else:
            stream.write(text)
            stream.flush()

    def refresh(self) -> None:
        """Paint it anew."""
        self._soon(self._session.app.invalidate)

    def begin_with(self, text: str) -> None:
        """Put a text where it can be edited, once no question stands there."""
        self._default = text
        self._soon(self._fill)

    def put_aside(self) -> None:
        """Clear the line for a question; what was half typed comes back with `put_back`."""
        self._soon(self._put_aside)

    def put_back(self) -> None:
        """Bring back what was half typed: the question is over."""
        self._soon(self._put_back)

    def leave(self) -> None:
        """End it as Ctrl-D does."""
        self._soon(self._leave)

    # --- the thread of the prompt

    def run(self) -> None:
        """Take lines until somebody leaves."""
        try:
            asyncio.run(self._converse())
        finally:
            self._is_open.clear()
            self._is_ready.set()

    async def _converse(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._is_open.set()
        self._is_ready.set()
        writer = asyncio.ensure_future(self._write())
        with self._session.app.input.raw_mode():
            try:
                while True:
                    default, self._default = self._default, ""
                    above = self._sitter.above
                    self._sitter.accept(await self._session.prompt_async(above, default=default))
            except EOFError:
                pass
            finally:
                self._is_open.clear()
                writer.cancel()
                self._flush()

    async def _write(self) -> None:
        """Write what was put, all there is at a time; the prompt steps aside for it."""
        while True:
            first = await self._out.get()
            app = self._session.app
            if app.is_running:
                app.renderer.erase()
            self._flush(first)
            app.invalidate()

    def _flush(self, *first: tuple[TextIO, str]) -> None:
        pieces = list(first)
        while not self._out.empty():
            pieces.append(self._out.get_nowait())
        for stream, text in pieces:
            stream.write(text)
            stream.flush()

    def _put_aside(self) -> None:
        self._is_aside = True
        self._default = self._session.default_buffer.text
        self._session.default_buffer.reset()
        self._session.app.invalidate()

    def _put_back(self) -> None:
        self._is_aside = False
        self._fill()

    def _fill(self) -> None:
        if self._default and not self._is_aside:
            self._session.default_buffer.insert_text(self._default)
            self._default = ""
        self._session.app.invalidate()

    def _leave(self) -> None:
        if self._session.app.is_running:
            self._session.app.exit(exception=EOFError())

    def _soon(self, perform: Callable[[], None]) -> None:
        if self._is_open.is_set() and self._loop is not None:
            self._loop.call_soon_threadsafe(perform)


def _keys(sitter: Sitter) -> KeyBindings:
    from prompt_toolkit.application import get_app
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        if not sitter.stops():
            event.current_buffer.reset()

    @keys.add("c-d")
    def _(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.delete()
        elif sitter.leaves():
            event.app.exit(exception=EOFError())

    @keys.add("tab", filter=Condition(lambda: not get_app().current_buffer.text))
    def _(event: KeyPressEvent) -> None:
        line = sitter.offered()
        if line.endswith(" "):  # it wants to be completed
            event.current_buffer.insert_text(line)
        elif line:
            event.app.exit(result=line)

    return keys


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
