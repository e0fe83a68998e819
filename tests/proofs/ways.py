"""Three ways to make the same call, and what came of it in the same words: the blocking client,
the async one, and the command line with its one JSON document. Knows no fault and no expectation.
"""

from __future__ import annotations

import asyncio
import io
import json
import shlex
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from nemo_client import (
    AsyncNemoClient,
    Clocks,
    Credits,
    Exported,
    NemoClient,
    NemoError,
    Outcome,
    Settings,
)
from nemo_client.app import App, Given
from nemo_client.cli.grammar import Call
from nemo_client.cli.running import nemo, run
from nemo_client.console import Console
from nemo_client.errors import StillRunning
from nemo_client.flows.jobs import Done
from nemo_client.reports import of_assets, of_credits, of_exported, of_outcome

WAYS = ("command", "sync", "async")


Settle = Callable[[], object]


class ShortPauses:
    """The machine's clock, on which a pause takes a hundredth of its time.

    `settle` waits until the backend is at rest. It is waited for when a call has paused for more
    than `HASTE_S`: however slow the machine is, work that ends is found ended.
    """

    PACE = 100.0
    HASTE_S = 62.0

    def __init__(self, settle: Settle = lambda: None) -> None:
        self._skipped = 0.0
        self._settle = settle
        self._hurries_until = self.HASTE_S

    def begin(self) -> None:
        """A call begins."""
        self._hurries_until = self._skipped + self.HASTE_S

    def now(self) -> float:
        return time.monotonic() + self._skipped

    def sleep(self, seconds: float) -> None:
        time.sleep(self._passing(seconds))
        if self._skipped > self._hurries_until:
            self._settle()

    async def asleep(self, seconds: float) -> None:
        await asyncio.sleep(self._passing(seconds))
        if self._skipped > self._hurries_until:
            await asyncio.to_thread(self._settle)

    def _passing(self, seconds: float) -> float:
        real = seconds / self.PACE
        self._skipped += seconds - real
        return real


@dataclass(frozen=True)
class Wish:
    """One call to make."""

    action: str
    session: str
    text: str
    clip: Path
    output: Path
    wait_s: float
    clocks: Clocks


@dataclass(frozen=True)
class Told:
    """What a call came to, as a program reads it."""

    exit: int
    facts: Any = None
    """The report of what was made or said, where there is one."""
    error: Mapping[str, Any] = field(default_factory=dict)
    next: tuple[str, ...] | None = None
    """The commands that lead on, ids as capitals; None where the way has no commands."""

    @property
    def end(self) -> str:
        """The kind of the outcome, `done` for a call without one, or the code of the error."""
        if isinstance(self.facts, dict) and "kind" in self.facts:
            return str(self.facts["kind"])
        return str(self.error["code"]) if self.error else "done"


class Library:
    """One of the two clients, called as if it were the blocking one."""

    def __init__(self, way: str, settings: Settings, settle: Settle) -> None:
        self._loop = asyncio.Runner() if way == "async" else None
        self._clock = ShortPauses(settle)
        make: Callable[..., Any] = NemoClient if self._loop is None else AsyncNemoClient
        self._client = make(settings, clock=self._clock)

    def __call__(self, wish: Wish) -> Told:
        """Make the call and return what came of it, an error included."""
        self._clock.begin()
        try:
            return _told(ACTIONS[wish.action](self._call, wish))
        except NemoError as error:
            return Told(int(error.exit_code), error=_plain(_error(error)))

    def _call(self, name: str, *args: Any, **more: Any) -> Any:
        call: Callable[..., Any] = getattr(self._client, name)
        if self._loop is None:
            return call(*args, **more)

        async def awaited() -> Any:
            answer: Awaitable[Any] = call(*args, **more)
            return await answer

        return self._loop.run(awaited())

    def close(self) -> None:
        """Close the connections."""
        self._call("close")
        if self._loop is not None:
            self._loop.close()


def _generate(call: Callable[..., Any], wish: Wish) -> Any:
    return call("send", call("open_session").id, wish.text, clocks=wish.clocks)


def _export(call: Callable[..., Any], wish: Wish) -> Any:
    more = {"output": wish.output, "quality": "low", "wait_s": wish.wait_s}
    return call("export", wish.session, **more)


def _create(call: Callable[..., Any], wish: Wish) -> Any:
    more = {"output": wish.output, "quality": "low", "wait_s": wish.wait_s}
    return call("create", wish.text, clocks=wish.clocks, **more)


ACTIONS: Mapping[str, Callable[[Callable[..., Any], Wish], Any]] = {
    "send": lambda call, wish: call("send", wish.session, wish.text, clocks=wish.clocks),
    "generate": _generate,
    "create": _create,
    "upload": lambda call, wish: call("upload", wish.session, [wish.clip]),
    "credits": lambda call, wish: call("credits"),
    "export": _export,
}


def _told(answer: Any) -> Told:
    match answer:
        case Outcome():
            error = answer.error
            return Told(
                int(error.exit_code) if error else 0,
                _plain(of_outcome(answer)),
                _plain(_error(error)) if error else {},
            )
        case Done():
            return _told_made(answer)
        case Exported():
            return Told(0, _plain(of_exported(answer)))
        case Credits():
            return Told(0, _plain(of_credits(answer)))
        case _:
            return Told(0, _plain(of_assets(answer)))


def _told_made(done: Done) -> Told:
    """Return what a wish for a file came to: the file, or why there is none."""
    if done.exported is not None:
        return Told(0, _plain(of_exported(done.exported)))
    assert done.outcome is not None
    error = done.outcome.error
    if done.outcome.question is not None:  # no failure to a program, which can answer it
        error = StillRunning("asked", done.outcome.question.text)
    assert error is not None
    return Told(int(error.exit_code), error=_plain(_error(error)))


def _error(error: NemoError) -> dict[str, Any]:
    return {"code": error.code, "message": error.message(), "hint": error.hint(), **error.facts}


def _plain(value: Any) -> Any:
    """Return a value as it comes out of the JSON that programs are given."""
    return json.loads(json.dumps(value, allow_nan=False))


class CommandLine:
    """`nemo ... --json` in this process, streams and clock its own."""

    def __init__(self, settings: Settings, settle: Settle) -> None:
        self._settings = settings
        self._settle = settle

    def __call__(self, wish: Wish) -> Told:
        """Run the command and return what its document tells."""
        out, err = io.StringIO(), io.StringIO()
        console = Console(None, out, err, {})
        code = run([*ARGV[wish.action](wish), "--json"], console, partial(self._app, wish))
        assert err.getvalue() == ""
        (line,) = out.getvalue().splitlines()
        return _read(json.loads(line), code, wish)

    def _app(self, wish: Wish, given: Given, console: Console) -> App:
        home = self._settings.data_dir
        clock, state_dir = ShortPauses(self._settle), home / "state"
        app = App(given, console, settings=self._settings, state_dir=state_dir, clock=clock)
        client = app.client
        client.resume = partial(client.resume, clocks=wish.clocks)  # type: ignore[method-assign]
        return app

    def close(self) -> None:
        """Nothing is left open between commands."""


def _film(wish: Wish) -> tuple[str, ...]:
    return "-o", str(wish.output), "--quality", "low"


ARGV: Mapping[str, Callable[[Wish], tuple[str, ...]]] = {
    "send": lambda wish: ("send", wish.text, "--session", wish.session),
    "generate": lambda wish: ("send", wish.text, "--new"),
    "create": lambda wish: ("create", wish.text, *_film(wish)),
    "upload": lambda wish: ("upload", str(wish.clip), "--session", wish.session),
    "credits": lambda wish: ("credits",),
    "export": lambda wish: (
        *("export", "--session", wish.session, "--wait", str(wish.wait_s)),
        *_film(wish),
    ),
}

KEYS = {"schema", "ok", "command", "exit_code", "data", "error", "next"}
REPORTS: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    "send": lambda data: data if "kind" in data else None,
    "generate": lambda data: data if "kind" in data else None,
    "create": lambda data: data.get("export"),
    "upload": lambda data: data.get("assets"),
    "credits": lambda data: {name: data[name] for name in ("available", "frozen", "total")},
    "export": lambda data: data if "bytes" in data else None,
}
"""Where in the data of a document the report is that the clients give too."""


def _read(document: dict[str, Any], code: int, wish: Wish) -> Told:
    assert document.keys() == KEYS
    assert document["exit_code"] == code
    assert document["ok"] is (code == 0) is (document["error"] is None)
    assert document["command"] == ARGV[wish.action](wish)[0]
    assert document["schema"] == f"nemo.{document['command']}/1"
    data, error = document["data"] or {}, document["error"] or {}
    known = error or wish.action == "credits" or data["job"]
    assert known
    ids = {data.get("job") or error.get("job"): "JOB", data.get("session_id"): "SESSION"}
    steps = tuple(_generic(step, ids) for step in document["next"])
    facts = None if error and "kind" not in data else REPORTS[wish.action](data)
    return Told(code, facts, error, steps)


def _generic(step: str, ids: Mapping[str | None, str]) -> str:
    """Return a command with names in place of ids, after it has been parsed as a command."""
    check_parses(step)
    for known, name in ids.items():
        step = step.replace(known, name) if known else step
    return step


def check_parses(step: str) -> None:
    """Assert that a command line is one that `nemo` understands."""
    name, *words = shlex.split(step)
    assert name == "nemo", step
    with nemo.make_context("nemo", words, obj=Call(Console(None, None, None, {}))) as root:
        _, command, rest = nemo.resolve_command(root, [*root._protected_args, *root.args])
        assert command is not None
        with command.make_context(command.name, rest, parent=root):
            pass
