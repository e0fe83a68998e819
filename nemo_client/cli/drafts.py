"""Commands about the draft: draft convert, draft media, draft import."""

from __future__ import annotations

from pathlib import Path

import click

from nemo_client.answers import Answer
from nemo_client.app import App
from nemo_client.cli.grammar import Commands, command, option

FILE = click.Path(path_type=Path)
_draft = click.argument("source", required=False, type=FILE, metavar="[DRAFT]")

draft = Commands(
    "draft",
    table={
        "convert": "drafts:convert",
        "media": "drafts:media",
        "import": "drafts:bring",
    },
)


@command("convert")
@_draft
@option("-o", "--output", required=True, type=FILE, metavar="FILE")
@option("--fps", metavar="RATE")
@option("--media", "folder", type=FILE, metavar="DIR")
@option("--force", is_flag=True)
def convert(
    app: App, source: Path | None, output: Path, fps: str | None, folder: Path | None, force: bool
) -> Answer:
    """Write the timeline in another format."""
    from nemo_client.drafting import converting

    return converting.convert(app, source, output, fps, folder, force)


@command("media")
@_draft
@option("--download", "folder", type=FILE, metavar="DIR")
def media(app: App, source: Path | None, folder: Path | None) -> Answer:
    """List or fetch the media of the timeline."""
    from nemo_client.drafting import gathering

    return gathering.media(app, source, folder)


@command("import")
@click.argument("file", type=FILE)
@_draft
@option("--send", is_flag=True)
@option("--replace", "replacing", is_flag=True)
@option("--max-credits", type=click.FloatRange(min=0), metavar="N")
def bring(
    app: App,
    file: Path,
    source: Path | None,
    send: bool,
    replacing: bool,
    max_credits: float | None,
) -> Answer:
    """Show or say what a file changes."""
    from nemo_client.drafting import importing

    return importing.bring(app, file, source, send, replacing, max_credits)
