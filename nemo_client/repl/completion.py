"""What completes a line that is being typed: slash commands at its start, then names of files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

TAKING_FILES = ("/upload ", "/export ")


class Slashes(Completer):
    """Completes slash commands, and the files that some of them take."""

    def __init__(self, commands: Sequence[str]) -> None:
        self._commands = commands
        self._paths = PathCompleter(expanduser=True)

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Yield the commands, or the files, that begin as the last word does."""
        typed = document.text_before_cursor
        if typed.startswith(TAKING_FILES):
            word = Document(typed.rpartition(" ")[2])
            found = self._paths.get_completions(word, complete_event)
            # A blank would end the word: such a name has to be quoted by whoever types it.
            yield from (each for each in found if " " not in each.text)
        elif typed.startswith("/"):
            yield from (Completion(c, -len(typed)) for c in self._commands if c.startswith(typed))
