"""Commands that make something: send, create, upload, export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from nemo_client import making
from nemo_client.answers import RENDER_WAIT_S, Answer, Target
from nemo_client.app import App
from nemo_client.cli.grammar import F, command, option
from nemo_client.cli.texts import text_of
from nemo_client.following import Patience
from nemo_client.locks import QUEUE_S
from nemo_client.orders import FORMATS

SECONDS = click.FloatRange(min=0)


def _options(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for each in reversed(decorators):
            function = each(function)
        return function

    return decorate


_target_options = _options(
    option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE"),
    option("--format", type=click.Choice(FORMATS)),
    option("--quality", default="high", metavar="QUALITY"),
    option("--force", is_flag=True),
)
_patience_options = _options(
    option("--wait", type=SECONDS, metavar="SECONDS"),
    option("--detach", is_flag=True),
    option("--queue", is_flag=True),
)
_cap_option = option("--max-credits", type=SECONDS, metavar="N")


def _patience(app: App, given: dict[str, Any]) -> Patience:
    """Take the options of patience out of what was given."""
    app.queue_s = QUEUE_S if given.pop("queue") else 0.0
    return Patience(given.pop("wait"), given.pop("detach"))


@command("send")
@click.argument("text", nargs=-1)
@option("--prompt-file", metavar="FILE")
@option("--as-is", is_flag=True)
@_cap_option
@_patience_options
def send(
    app: App,
    text: tuple[str, ...],
    prompt_file: str | None,
    as_is: bool,
    max_credits: float | None,
    **given: Any,
) -> Answer:
    """Do what a message asks for, or say it to the agent."""
    app.stream_answers()
    patience = _patience(app, given)
    return making.send(app, text_of(app, text, prompt_file), patience, max_credits, as_is)


@command("create")
@click.argument("prompt", nargs=-1)
@option("--prompt-file", metavar="FILE")
@option("--upload", multiple=True, metavar="FILE|URL")
@_target_options
@_cap_option
@_patience_options
def create(
    app: App,
    prompt: tuple[str, ...],
    prompt_file: str | None,
    upload: tuple[str, ...],
    max_credits: float | None,
    **given: Any,
) -> Answer:
    """Make a video of one wish."""
    patience = _patience(app, given)
    text = text_of(app, prompt, prompt_file)
    return making.create(app, text, upload, Target(**given), patience, max_credits)


@command("upload")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|URL...")
@_patience_options
def upload(app: App, sources: tuple[str, ...], **given: Any) -> Answer:
    """Put media into the session."""
    return making.upload(app, sources, _patience(app, given))


@command("export")
@_target_options
@_patience_options
def export(app: App, **given: Any) -> Answer:
    """Render the timeline to a file; --wait alone is how long this process waits for it."""
    patience = _patience(app, given)
    if patience.detach:
        return making.export(app, Target(**given), patience)
    wait_s = RENDER_WAIT_S if patience.wait_s is None else patience.wait_s
    return making.export(app, Target(**given, wait_s=wait_s))
