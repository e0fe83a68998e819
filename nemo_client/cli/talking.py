"""`nemo chat`: the way into the conversation, at a terminal or with piped lines."""

from __future__ import annotations

from nemo_client.answers import Answer
from nemo_client.app import App
from nemo_client.cli.grammar import command
from nemo_client.console import is_terminal
from nemo_client.errors import Precondition
from nemo_client.phrases.chat import CHAT
from nemo_client.phrases.usage import MISTAKES


@command("chat")
def chat(app: App) -> Answer:
    """Talk to the agent, line by line."""
    from nemo_client.repl.talk import Talk

    is_piped = not is_terminal(app.console.stdin)
    if not is_piped and not app.console.can_ask:
        option = "--json" if app.given.json else "--no-input"
        raise Precondition("usage", MISTAKES["no_lines"].say(app.lang, {"option": option}))
    if is_piped:
        from nemo_client.repl.lines import PipedLines

        return Talk(app, PipedLines(app.console.stdin), is_piped).run()
    from nemo_client.repl.commands import names
    from nemo_client.repl.desk import Desk

    prompt = CHAT["prompt"].say(app.lang)
    desk = Desk(app.console, prompt, app.state_dir / "history", names())
    talk = Talk(app, desk, is_piped)
    desk.serves(talk.at_once, talk.queued, talk.left)
    return talk.run()
