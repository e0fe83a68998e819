"""`nemo chat`: the way into the conversation, at a terminal or with piped lines."""

from __future__ import annotations

from nemo_client.answers import Answer
from nemo_client.app import App
from nemo_client.cli.grammar import command
from nemo_client.console import is_terminal
from nemo_client.errors import Precondition
from nemo_client.phrases.cli import CHAT
from nemo_client.phrases.usage import MISTAKES


@command("chat")
def chat(app: App) -> Answer:
    """Talk to the agent, line by line."""
    from nemo_client.repl.lines import Lines, PipedLines, TypedLines
    from nemo_client.repl.talk import Talk, names

    is_piped = not is_terminal(app.console.stdin)
    if not is_piped and not app.console.can_ask:
        option = "--json" if app.given.json else "--no-input"
        raise Precondition("usage", MISTAKES["no_lines"].say(app.lang, {"option": option}))
    lines: Lines
    if is_piped:
        lines = PipedLines(app.console.stdin)
    else:
        lines = TypedLines(CHAT["prompt"].say(app.lang), app.state_dir / "history", names())
    return Talk(app, lines, is_piped).run()
