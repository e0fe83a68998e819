"""`nemo sandbox`: serve the embedded backend here, look for the background one, stop it."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nemo_client.answers import Answer
from nemo_client.app import App
from nemo_client.cli.grammar import Call, Commands, command, option
from nemo_client.errors import BackendFailed, Precondition
from nemo_client.phrases.cli import SANDBOX

if TYPE_CHECKING:
    from nemo_client.sandbox import Endpoint

sandbox = Commands(
    "sandbox",
    table={"run": "backend:run", "status": "backend:status", "stop": "backend:stop"},
)


@command("run")
@option("--root", type=click.Path(path_type=Path), metavar="FOLDER")
def run(app: App, root: Path | None) -> Answer:
    """Serve in the foreground until stopped; the answer is given as soon as it listens."""
    from nemo_client.cli.running import show

    call = click.get_current_context().find_object(Call)
    assert call is not None

    def ready(endpoint: Endpoint) -> None:
        facts = _facts(endpoint)
        talk = tuple(SANDBOX[key].say(app.lang, facts) for key in ("serving", "use"))
        show(call, Answer(facts, (endpoint.url,), talk))

    try:
        from nemo_client.sandbox.options import Options
        from nemo_client.sandbox.presence import default_root
        from nemo_client.sandbox.serve import FolderBusy
        from nemo_client.sandbox.serve import run as serve

        serve(root or default_root(), Options.from_environment(os.environ), on_ready=ready)
    except ImportError as missing:
        raise Precondition("sandbox_missing", str(missing)) from None
    except KeyboardInterrupt:
        pass  # which is how one ends it
    except (FolderBusy, OSError, ValueError) as problem:
        raise BackendFailed("sandbox_failed", str(problem)) from None
    return Answer(talk=(SANDBOX["ended"].say(app.lang),))


@command("status")
def status(app: App) -> Answer:
    """Show whether the background one runs."""
    from nemo_client.sandbox import running

    found = running()
    if found is None:
        return Answer({"running": False}, (SANDBOX["not_running"].say(app.lang),))
    facts = _facts(found)
    return Answer({"running": True, **facts}, (SANDBOX["running"].say(app.lang, facts),))


@command("stop")
def stop(app: App) -> Answer:
    """Stop the background one, if it runs."""
    from nemo_client.sandbox import stop as stop_it

    was_running = stop_it()
    key = "ended" if was_running else "not_running"
    return Answer({"stopped": was_running}, (SANDBOX[key].say(app.lang),))


def _facts(endpoint: Endpoint) -> dict[str, Any]:
    facts = asdict(endpoint)
    facts.pop("nonce", None)  # who has it may stop the server
    return facts
