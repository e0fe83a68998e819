"""What completes a line that is being typed: slash commands, at its start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document


class Slashes(Completer):
    """Completes slash commands at the start of a line."""

    def __init__(self, commands: Sequence[str]) -> None:
        self._commands = commands

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Yield the commands that begin as the line does."""
        typed = document.text_before_cursor
        if typed.startswith("/"):
            yield from (Completion(c, -len(typed)) for c in self._commands if c.startswith(typed))
