"""Commands that only look: status, credits, open, sessions."""

from __future__ import annotations

import click

from nemo_client import answers
from nemo_client.answers import Answer
from nemo_client.app import App
from nemo_client.cli.grammar import command, option


@command("status")
def status(app: App) -> Answer:
    """Show what the session holds."""
    return answers.status(app)


@command("credits")
def credits(app: App) -> Answer:
    """Show the balance."""
    return answers.credits(app)


@command("open")
@option("--browser", is_flag=True)
def link(app: App, browser: bool) -> Answer:
    """Print a link to the project; open it where a person asked for that and is there."""
    answer = answers.link(app)
    if browser and app.console.can_ask:
        import webbrowser

        webbrowser.open(answer.lines[0])
    return answer


@command("sessions")
@option("--all", "everywhere", is_flag=True)
@option("--limit", default=20, type=click.IntRange(min=1))
def sessions(app: App, everywhere: bool, limit: int) -> Answer:
    """List what is remembered."""
    return answers.sessions(app, everywhere, limit)
