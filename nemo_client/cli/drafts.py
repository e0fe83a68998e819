"""Commands about the draft: nemo draft show, save, validate, diff, log, and where it goes."""

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
        "show": "drafts:show",
        "save": "drafts:save",
        "validate": "drafts:validate",
        "diff": "drafts:diff",
        "log": "drafts:log",
        "convert": "drafts:convert",
        "media": "drafts:media",
        "import": "drafts:bring",
        "picture": "drafts:picture",
    },
)


@command("show")
@_draft
@option("--short", "is_short", is_flag=True)
def show(app: App, source: Path | None, is_short: bool) -> Answer:
    """Tell what is on the timeline."""
    from nemo_client.drafting import showing

    return showing.show(app, source, is_short)


@command("save")
@_draft
@option("-o", "--output", required=True, type=FILE, metavar="FILE")
@option("--force", is_flag=True)
def save(app: App, source: Path | None, output: Path, force: bool) -> Answer:
    """Write the draft as it was received."""
    from nemo_client.drafting import showing

    return showing.save(app, source, output, force)


@command("validate")
@_draft
def validate(app: App, source: Path | None) -> Answer:
    """List what could not be read."""
    from nemo_client.drafting import showing

    return showing.validate(app, source)


@command("diff")
@click.argument("before", type=FILE)
@click.argument("after", required=False, type=FILE)
def diff(app: App, before: Path, after: Path | None) -> Answer:
    """Tell what became of one draft in another."""
    from nemo_client.drafting import comparing

    return comparing.diff(app, before, after)


@command("log")
@option("--limit", default=20, type=click.IntRange(min=1))
def log(app: App, limit: int) -> Answer:
    """List the versions on record."""
    from nemo_client.drafting import comparing

    return comparing.log(app, limit)


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


@command("picture")
@_draft
@option("-o", "--output", required=True, type=FILE, metavar="FILE")
@option("--since", type=FILE, metavar="DRAFT")
@option("--media", "folder", type=FILE, metavar="DIR")
@option("--force", is_flag=True)
def picture(
    app: App,
    source: Path | None,
    output: Path,
    since: Path | None,
    folder: Path | None,
    force: bool,
) -> Answer:
    """Draw the timeline."""
    from nemo_client.drafting import picturing

    return picturing.picture(app, source, output, since, folder, force)
