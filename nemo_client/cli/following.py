"""Commands about jobs: jobs, jobs prune, watch, recover, and the hidden one of workers."""

from __future__ import annotations

import click

from nemo_client import watching
from nemo_client.answers import Answer
from nemo_client.app import App
from nemo_client.cli.grammar import Commands, command, option
from nemo_client.ledger import KEEP_DAYS
from nemo_client.locks import QUEUE_S

SECONDS = click.FloatRange(min=0)


@command("jobs", cls=Commands, table={"prune": "following:prune"})
@option("--all", "everywhere", is_flag=True)
@option("--limit", default=20, type=click.IntRange(min=1))
def jobs(app: App, everywhere: bool, limit: int) -> Answer:
    """List the jobs on record."""
    return watching.jobs(app, everywhere, limit)


@command("prune")
@option("--days", default=KEEP_DAYS, type=SECONDS, metavar="N")
def prune(app: App, days: float) -> Answer:
    """Drop what ended long ago."""
    return watching.prune(app, days)


@command("watch")
@click.argument("job", required=False)
@option("--wait", type=SECONDS, metavar="SECONDS")
def watch(app: App, job: str | None, wait: float | None) -> Answer:
    """Follow a job to its end."""
    return watching.watch(app, job, wait)


@command("recover")
@click.argument("job", required=False)
@option("--wait", type=SECONDS, metavar="SECONDS")
def recover(app: App, job: str | None, wait: float | None) -> Answer:
    """Take up what was left."""
    return watching.recover(app, job, wait)


@command("_work", hidden=True)
@click.argument("job")
@option("--queue", is_flag=True)
def work(app: App, job: str, queue: bool) -> Answer:
    """Carry a job to its end in a process of its own."""
    app.queue_s = QUEUE_S if queue else 0.0
    return watching.recover(app, job, None)
