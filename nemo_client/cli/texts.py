"""Where the words of a message come from: arguments, a file, `-`, or a pipe that was offered.

Standard input is read only where no text was given, never from a terminal, and a pipe that stays
silent is not waited for without end.
"""

from __future__ import annotations

import select
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from nemo_client.app import App
from nemo_client.console import is_terminal
from nemo_client.errors import Precondition
from nemo_client.lettering import decoded
from nemo_client.phrases.cli import TOLD
from nemo_client.phrases.usage import MISTAKES

FIRST_WORD_S = 30.0
"""How long a pipe that nobody mentioned may stay silent."""


def text_of(app: App, words: Sequence[str], file: str | None) -> str:
    """Return the message, from now on in its language. Raises Precondition where there is none."""
    text = _text(app, words, file)
    app.listen(text)
    return text


def _text(app: App, words: Sequence[str], file: str | None) -> str:
    if file is not None:
        if words:
            raise _mistake(app, "text_twice")
        return _piped(app, is_asked=True) if file == "-" else _from_file(file)
    if list(words) == ["-"]:
        return _piped(app, is_asked=True)
    if words:
        # Arguments that were no UTF-8 arrive with surrogates, which nothing can send.
        return " ".join(words).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _piped(app, is_asked=False)


def _from_file(name: str) -> str:
    try:
        return decoded(Path(name).read_bytes())
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Precondition("file_missing", reason, path=name) from None


def _piped(app: App, is_asked: bool) -> str:
    stdin = app.console.stdin
    if stdin is None or is_terminal(stdin):
        raise _mistake(app, "terminal" if is_asked else "no_text")
    if not is_asked and not _offers(stdin):
        raise _mistake(app, "idle_pipe", seconds=FIRST_WORD_S)
    with app.console.working(TOLD["reading"].say(app.lang)):
        text = decoded(stdin.buffer.read()) if hasattr(stdin, "buffer") else stdin.read()
    if not text.strip():
        raise _mistake(app, "no_text")
    return text


def _offers(stdin: TextIO) -> bool:
    """Whether something comes, be it the end, before the clock rings."""
    if sys.platform == "win32":  # where only sockets can be waited for
        return True
    try:
        ready, _, _ = select.select([stdin.fileno()], [], [], FIRST_WORD_S)
    except (OSError, ValueError):  # no file at all, as in tests, or one that is always ready
        return True
    return bool(ready)


def _mistake(app: App, key: str, **facts: object) -> Precondition:
    return Precondition("usage", MISTAKES[key].say(app.lang, facts))
