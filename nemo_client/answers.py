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

    @property
    def exit_code(self) -> ExitCode:
        """What the process returns for it."""
        return self.error.exit_code if self.error else ExitCode.DONE


@dataclass(frozen=True, slots=True)
class Target:
    """How and where to an export goes; an output of None is a free name in this folder."""

    output: Path | None = None
    format: str | None = None
    quality: str = "high"
    force: bool = False
    wait_s: float = RENDER_WAIT_S


def status(app: App) -> Answer:
    """Show what the session holds."""
    from nemo_client import narration, reports

    session = app.session()
    with app.console.working(DOING["asking"].say(app.lang)):
        state = app.client.state(session)
    known = app.remembered()
    never = TOLD["never"].say(app.lang)
    last = {
        "outcome": (known and known.last_outcome) or never,
        "render": (known and known.last_render) or never,
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
    from datetime import datetime

    known = app.sessions.all(app.settings.realm)
    found = [s for s in known if everywhere or s.directory == app.directory]
    never = TOLD["never"].say(app.lang)
    lines = [
        TOLD["session"].say(
            app.lang,
            {
                "mark": "*" if s.directory == app.directory and n == 0 else " ",
                "id": s.id,
                "used": datetime.fromtimestamp(s.last_used).strftime("%Y-%m-%d %H:%M"),
                "title": s.title or "-",
                "outcome": s.last_outcome or never,
            },
        )
        for n, s in enumerate(found[:limit])
    ]
    return Answer(
        data={"sessions": [asdict(s) for s in found[:limit]], "count": len(found)},
        lines=tuple(lines),
        talk=() if found else (TOLD["no_sessions"].say(app.lang),),
        next=(app.step("chat", session=found[0].id),) if found else (),
    )
