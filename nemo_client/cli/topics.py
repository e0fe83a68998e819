"""`nemo help [TOPIC]`: a command's help, what exit codes mean, what the environment sets."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

import click

from nemo_client.answers import Answer
from nemo_client.app import App
from nemo_client.cli.grammar import command
from nemo_client.errors import Precondition
from nemo_client.lettering import explained
from nemo_client.phrases.usage import COMMANDS, ENVIRONMENT, EXIT_CODES, MISTAKES


@command("help")
@click.argument("topic", nargs=-1)
def topics(app: App, topic: tuple[str, ...]) -> Answer:
    """Explain a topic or a command."""
    name = " ".join(topic)
    if explain := TOPICS.get(name):
        return explain(app)
    text = _command_help(topic)
    if text is None:
        told = MISTAKES["no_topic"].say(app.lang, {"name": name})
        known = [*TOPICS, *(path for path in COMMANDS if path != "nemo")]
        if nearly := get_close_matches(name, known, 1):
            told = MISTAKES["nearly"].say(app.lang, {"told": told, "meant": nearly[0]})
        raise Precondition("usage", told)
    return Answer({"help": text}, (text,))


def _exit_codes(app: App) -> Answer:
    meanings = {code: row.say(app.lang) for code, row in EXIT_CODES.items()}
    rows = [(f"{code:>3}", meaning) for code, meaning in meanings.items()]
    lines = explained(rows, app.console.room)
    return Answer({"exit_codes": {str(code): text for code, text in meanings.items()}}, lines)


def _environment(app: App) -> Answer:
    meanings = {name: row.say(app.lang) for name, row in ENVIRONMENT.items()}
    return Answer({"environment": meanings}, explained(list(meanings.items()), app.console.room))


TOPICS: dict[str, Callable[[App], Answer]] = {
    "exit-codes": _exit_codes,
    "environment": _environment,
}
"""What can be explained besides commands."""


def _command_help(path: tuple[str, ...]) -> str | None:
    """Return the help of a command, None where there is none of that name."""
    ctx = click.get_current_context().find_root()
    for name in path:
        group = ctx.command
        found = group.get_command(ctx, name) if isinstance(group, click.Group) else None
        if found is None:
            return None
        ctx = click.Context(found, info_name=name, parent=ctx)
    return ctx.get_help()
