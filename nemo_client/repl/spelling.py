"""How a conversation spells what to do next: as one types it here, not as in a shell.

What only a shell can do (`nemo doctor`) stays as it is. Pure.
"""

from __future__ import annotations

import re

from nemo_client.errors import NemoError
from nemo_client.phrases import Lang
from nemo_client.phrases.chat import HINTS
from nemo_client.repl.commands import COMMANDS

_SHELL = re.compile(r"`nemo (?P<name>[a-z]+)(?: (?P<argument>[^`-][^`]*))?`")


def spelled(name: str, argument: str = "") -> str:
    """Spell a command as one types it here; what is said to the agent is just said."""
    if name.startswith("send"):
        return argument
    return f"/{name} {argument}".strip()


def hinted(error: NemoError, lang: Lang) -> str:
    """Return what helps after an error, "" where its message says it all."""
    if error.code in HINTS:
        row = HINTS[error.code]
        return row.say(lang, error.facts) if row else ""
    return _SHELL.sub(_here, error.hint(lang))


def _here(found: re.Match[str]) -> str:
    name, argument = found["name"], found["argument"] or ""
    if name == "send":
        return argument or found[0]
    return f"`{spelled(name, argument)}`" if f"/{name}" in COMMANDS else found[0]
