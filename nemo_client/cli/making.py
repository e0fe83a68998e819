"""Commands that make something: send, create, upload, export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from nemo_client import answers
from nemo_client.answers import FORMATS, RENDER_WAIT_S, Answer, Target
from nemo_client.app import App
from nemo_client.cli.grammar import F, command, option
from nemo_client.cli.texts import text_of


def _export_options(function: F) -> F:
    for decorate in reversed(
        (
            option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE"),
            option("--format", type=click.Choice(FORMATS)),
            option("--quality", default="high", metavar="QUALITY"),
            option("--force", is_flag=True),
            option("--wait", default=RENDER_WAIT_S, type=click.FloatRange(min=0), metavar="S"),
        )
    ):
        function = decorate(function)
    return function


def _target(given: dict[str, Any]) -> Target:
    wait_s = given.pop("wait")
    return Target(**given, wait_s=wait_s)


@command("send")
@click.argument("text", nargs=-1)
@option("--prompt-file", metavar="FILE")
def send(app: App, text: tuple[str, ...], prompt_file: str | None) -> Answer:
    """Say something to the agent."""
    return answers.send(app, text_of(app, text, prompt_file))


@command("create")
@click.argument("prompt", nargs=-1)
@option("--prompt-file", metavar="FILE")
@option("--upload", multiple=True, metavar="FILE|URL")
@_export_options
def create(
    app: App,
    prompt: tuple[str, ...],
    prompt_file: str | None,
    upload: tuple[str, ...],
    **given: Any,
) -> Answer:
    """Make a video of one wish."""
    return answers.create(app, text_of(app, prompt, prompt_file), upload, _target(given))


@command("upload")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|URL...")
def upload(app: App, sources: tuple[str, ...]) -> Answer:
    """Put media into the session."""
    return answers.upload(app, sources)


@command("export")
@_export_options
def export(app: App, **given: Any) -> Answer:
    """Render the timeline to a file."""
    return answers.export(app, _target(given))
