"""`nemo sandbox`: serve the embedded backend here, look for the background one, stop it."""

from __future__ import annotations

import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nemo_client.answers import Answer
from nemo_client.app import App
from nemo_client.cli.grammar import Call, Commands, command, need_command, option
from nemo_client.errors import BackendFailed, Precondition
from nemo_client.lettering import explained
from nemo_client.phrases.cli import FAULTS, SANDBOX

if TYPE_CHECKING:
    from nemo_client.sandbox import Endpoint, Options

TABLE = {name: f"backend:{name}" for name in ("run", "status", "stop", "faults")}
OFF = "off"
_fault_option = option("--fault", "faults", multiple=True, metavar="NAME[:ARGS]")


@command("sandbox", cls=Commands, table=TABLE)
@_fault_option
def sandbox(app: App, faults: tuple[str, ...]) -> Answer:
    """Make things go wrong in the running backend, and nothing else than these."""
    from nemo_client.sandbox import ensure_running, set_faults

    if not faults:
        need_command(click.get_current_context())
    try:
        url = app.given.api_url or ensure_running().url
        active = set_faults(url, _listed(faults))
    except ImportError as missing:
        raise Precondition("sandbox_missing", str(missing)) from None
    except ValueError as problem:
        raise Precondition("no_such_fault", str(problem)) from None
    except OSError as problem:
        raise BackendFailed("sandbox_failed", str(problem)) from None
    told = FAULTS["on" if active else "off"].say(app.lang, {"faults": ", ".join(active)})
    return Answer({"faults": active, "url": url}, (told,))


@command("faults")
def faults(app: App) -> Answer:
    """List what can be made to go wrong, with what may be said about it."""
    from nemo_client.sandbox import known_faults

    facts = [
        {
            "name": fault.name,
            "usage": fault.signature,
            "where": fault.where,
            "what": fault.line_zh if app.lang == "zh" else fault.line,
        }
        for fault in known_faults()
    ]
    rows = [(fault["usage"], fault["what"]) for fault in facts]
    return Answer({"faults": facts}, explained(rows, app.console.room))


def _faulty(options: Options, faults: tuple[str, ...]) -> Options:
    """Return options with these faults. Raises Precondition where there are none of that name."""
    try:
        return replace(options, faults=_listed(faults)) if faults else options
    except ValueError as problem:
        raise Precondition("no_such_fault", str(problem)) from None


def _listed(faults: tuple[str, ...]) -> str:
    return ",".join(fault for fault in faults if fault != OFF)


@command("run")
@option("--root", type=click.Path(path_type=Path), metavar="FOLDER")
@_fault_option
def run(app: App, root: Path | None, faults: tuple[str, ...]) -> Answer:
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

        options = _faulty(Options.from_environment(os.environ), faults)
        serve(root or default_root(), options, on_ready=ready)
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
