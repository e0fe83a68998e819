"""Where the lines of a conversation come from: an editor at a terminal, or plain standard input.

The only place that knows prompt_toolkit. A reader returns a line, raises EOFError at the end and
KeyboardInterrupt where a person dropped the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from nemo_client.console import decoded

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output


class Lines(Protocol):
    """A source of lines."""

    def read(self) -> str:
        """Return the next line. Raises EOFError or KeyboardInterrupt."""


class PipedLines:
    """Lines of standard input, as they come."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def read(self) -> str:
        """Return the next line. Raises EOFError at the end."""
        if self._stream is None:
            raise EOFError
        source = getattr(self._stream, "buffer", self._stream)
        line: bytes | str = source.readline()
        if not line:
            raise EOFError
        return decoded(line) if isinstance(line, bytes) else line.rstrip("\r\n")


class TypedLines:
    """Lines typed at a terminal, with editing, history and completion of commands."""

    def __init__(
        self,
        prompt: str,
        history: Path,
        commands: Sequence[str],
        *,
        input: Input | None = None,
        output: Output | None = None,
    ) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import FileHistory, History, InMemoryHistory
        from prompt_toolkit.output import create_output
        from prompt_toolkit.shortcuts import CompleteStyle

        kept: History
        try:
            history.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            history.touch(mode=0o600)
            kept = FileHistory(str(history))
        except OSError:  # a history is worth having, not worth failing for
            kept = InMemoryHistory()
        self._prompt = prompt
        self._session: PromptSession[str] = PromptSession(
            history=kept,
            completer=completer(commands),
            complete_while_typing=False,
            complete_style=CompleteStyle.READLINE_LIKE,  # no menu, so no blank lines kept for one
            reserve_space_for_menu=0,
            input=input,
            output=output or create_output(always_prefer_tty=True),
        )

    def read(self) -> str:
        """Return the next line. Raises EOFError on Ctrl-D, KeyboardInterrupt on Ctrl-C."""
        return self._session.prompt(self._prompt)


def completer(commands: Sequence[str]) -> Completer:
    """Return what completes slash commands."""
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.completion import Completion as Found

    class Slashes(Completer):
        """Completes slash commands at the start of a line."""

        def get_completions(
            self, document: Document, complete_event: CompleteEvent
        ) -> Iterable[Completion]:
            typed = document.text_before_cursor
            if typed.startswith("/"):
                yield from (Found(c, -len(typed)) for c in commands if c.startswith(typed))

    return Slashes()
