"""What people ask to see, done once for every face: a function takes the App, returns an Answer.

An Answer holds the facts for programs and the same in words for people; a face only shows it.
What fails half-way keeps what was done: facts stay in the Answer beside the error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nemo_client.errors import ExitCode, NemoError
from nemo_client.phrases.cli import DOING, TOLD

if TYPE_CHECKING:
    from nemo_client.app import App
    from nemo_client.draft import Draft
    from nemo_client.pictures.chart import Line
    from nemo_client.protocol.envelope import Credits
    from nemo_client.sessions import Remembered

RENDER_WAIT_S = 600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a command: lines and drawing are for stdout, `talk` is for stderr."""

    data: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    talk: tuple[str, ...] = ()
    error: NemoError | None = None
    next: tuple[str, ...] = ()
    drawing: tuple[Line, ...] = ()
    """What is shown below the lines."""
    before: tuple[Answer, ...] = ()
    """Steps that came before, which are shown first; their facts are in `data`."""

    @property
    def exit_code(self) -> ExitCode:
        """What the process returns for it."""
        return self.error.exit_code if self.error else ExitCode.DONE

    @property
    def told(self) -> tuple[str, ...]:
        """All that is told, step by step."""
        return tuple(line for part in (*self.before, self) for line in (*part.lines, *part.talk))


@dataclass(frozen=True, slots=True)
class Target:
    """How and where to an export goes; an output of None is a free name in this folder."""

    output: Path | None = None
    format: str | None = None
    quality: str = "high"
    force: bool = False
    wait_s: float = RENDER_WAIT_S


def show(app: App, answer: Answer) -> None:
    """Show what was done, step by step: what was asked for, then what is said of it."""
    for part in (*answer.before, answer):
        app.tell(part.lines)
        app.console.drawing(part.drawing)
        for line in part.talk:
            app.console.say(line)


def status(app: App) -> Answer:
    """Show what the session holds."""
    from nemo_client import narration, reports

    session = app.session()
    with app.console.working(DOING["asking"].say(app.lang)):
        state = app.client.state(session)
    known = app.remembered()
    has_render = known is not None and known.last_render is not None
    last = {
        "outcome": narration.ending(known.last_outcome if known else None, app.lang),
        "exported": TOLD["yes" if has_render else "no"].say(app.lang),
    }
    is_ready = state.draft is not None and state.draft.is_exportable
    return Answer(
        data=reports.of_state(state)
        | {
            "last_outcome": known and known.last_outcome,
            "last_render": known and known.last_render,
        },
        lines=tuple(narration.timeline(state, app.lang)),
        talk=(TOLD["last"].say(app.lang, last),),
        next=(app.step("export") if is_ready else app.step("send", "..."),),
        drawing=drawn(app, state.draft),
    )


def drawn(app: App, draft: Draft | None) -> tuple[Line, ...]:
    """Return the timeline as it fits into the terminal; a program needs none."""
    from nemo_client.pictures.chart import draw

    return draw(draft, app.lang, app.console.columns) if draft and not app.given.json else ()


def credits(app: App) -> Answer:
    """Show the balance."""
    with app.console.working(DOING["asking"].say(app.lang)):
        return balance(app, app.client.credits())


def balance(app: App, found: Credits) -> Answer:
    """Tell a balance, and where to get more."""
    from nemo_client import narration, reports

    link = app.client.settings.web_url
    return Answer(
        data=reports.of_credits(found) | {"web": link},
        lines=(narration.balance(found, app.lang),),
        talk=() if found.available else (TOLD["register"].say(app.lang, {"url": link}),),
    )


def link(app: App) -> Answer:
    """Show a link that opens the project in a browser."""
    from nemo_client import reports
    from nemo_client.errors import BackendFailed

    session = app.session()
    with app.console.working(DOING["asking"].say(app.lang)):
        found = app.client.claim_link(session)
    if found is None:
        raise BackendFailed("no_link", session=session)
    return Answer({"session_id": session, **reports.of_claim(found)}, (found.url,))


def sessions(app: App, everywhere: bool, limit: int) -> Answer:
    """List the sessions this machine remembers for the backend."""
    from dataclasses import asdict

    from nemo_client.lettering import in_columns

    known = app.sessions.all(app.settings.realm)
    found = [s for s in known if everywhere or s.directory == app.directory]
    is_here = bool(found) and found[0].directory == app.directory
    rows = [
        _session_row(app, session, is_current=is_here and n == 0)
        for n, session in enumerate(found[:limit])
    ]
    return Answer(
        data={"sessions": [asdict(s) for s in found[:limit]], "count": len(found)},
        lines=in_columns(rows, app.console.room, spare=(2, 1)),
        talk=() if found else (TOLD["no_sessions"].say(app.lang),),
        next=(app.step("chat", session=found[0].id),) if found else (),
    )


def _session_row(app: App, session: Remembered, is_current: bool) -> tuple[str, ...]:
    """Return a session as cells: which, when, what it came to, what it is about."""
    from datetime import datetime

    from nemo_client import narration

    return (
        f"{'*' if is_current else ' '} {session.id}",
        datetime.fromtimestamp(session.last_used).strftime("%Y-%m-%d %H:%M"),
        narration.ending(session.last_outcome, app.lang),
        session.title or "-",
    )
