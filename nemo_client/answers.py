"""What people ask for, each done once for every face: a function takes the App, returns an Answer.

An Answer holds the facts for programs and the same in words for people; a face only shows it.
What fails half-way keeps what was done: facts stay in the Answer beside the error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nemo_client.errors import ExitCode, NemoError, Precondition
from nemo_client.phrases import Lang
from nemo_client.phrases.cli import DOING, TOLD
from nemo_client.phrases.usage import MISTAKES

if TYPE_CHECKING:
    from nemo_client.app import App
    from nemo_client.protocol.outcome import Exported, Outcome

FORMATS = ("mp4", "mov", "webm", "gif")
RENDER_WAIT_S = 600.0
SESSION_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a command: `lines` are data for stdout, `talk` is for stderr."""

    data: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    talk: tuple[str, ...] = ()
    error: NemoError | None = None
    next: tuple[str, ...] = ()

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

    @property
    def container(self) -> str:
        """The format: as given, else what the file name says, else mp4."""
        return self.format or self._named or FORMATS[0]

    @property
    def _named(self) -> str | None:
        ending = self.output.suffix[1:].lower() if self.output else ""
        return ending if ending in FORMATS else None

    def check(self, lang: Lang) -> None:
        """Raise Precondition where format and name contradict each other, or cannot be had."""
        if self.container not in FORMATS:
            raise _mistake("no_format", lang, format=self.format, formats=", ".join(FORMATS))
        if self._named not in (None, self.container):
            raise _mistake("lying_name", lang, path=self.output, format=self.format)

    def place(self, session: str) -> Path:
        """Return where the file goes: as given, else the next free name for the session."""
        if self.output is not None:
            return self.output
        stem, suffix = f"nemo-{session[-SESSION_LETTERS:]}", self.container
        names = (f"{stem}.{suffix}", *(f"{stem}-{n}.{suffix}" for n in range(2, 1000)))
        return next((p for p in map(Path, names) if not p.exists()), Path(names[0]))


def send(app: App, text: str) -> Answer:
    """Say something to the agent, once, and tell what became of it."""
    from nemo_client import narration, reports

    outcome = _turn(app, text)
    with_words = app.console.level > 1 and outcome.thoughts
    thoughts = (TOLD["thought"].say(app.lang, {"text": outcome.thoughts}),) if with_words else ()
    return Answer(
        data=reports.of_outcome(outcome),
        lines=tuple(narration.answer(outcome, app.lang, app.step)),
        talk=(*thoughts, *narration.aftermath(outcome, app.lang, app.step)),
        error=outcome.error,
        next=_after_turn(app, outcome),
    )


def _turn(app: App, text: str) -> Outcome:
    if not text.strip():
        raise _mistake("no_text", app.lang)
    with app.console.working(DOING["sending"].say(app.lang)):
        session = app.session_or_new(text)
        outcome = app.client.send(session, text)
    app.remember(last_outcome=outcome.kind)
    return outcome


def _after_turn(app: App, outcome: Outcome) -> tuple[str, ...]:
    if outcome.error is not None:
        return app.steps_after(outcome.error) or (app.step("status"),)
    if outcome.question is not None:
        return (app.step("send", "..."),)
    return (app.step("export"),) if outcome.draft_changed else (app.step("status"),)


def upload(app: App, sources: Sequence[str]) -> Answer:
    """Upload files and addresses into the session."""
    from nemo_client import files, narration, reports

    files.check_sources(sources)  # before a session is opened for nothing
    with app.console.working(DOING["uploading"].say(app.lang)):
        session = app.session_or_new(Path(sources[0]).name)
        assets = app.client.upload(session, sources)
    app.remember()
    told = ({"name": a.name, "facts": narration.asset_facts(a, app.lang)} for a in assets)
    return Answer(
        data={"session_id": session, "assets": reports.of_assets(assets)},
        lines=tuple(TOLD["uploaded"].say(app.lang, facts) for facts in told),
        next=(app.step("send", "..."),),
    )


def create(app: App, text: str, sources: Sequence[str], target: Target) -> Answer:
    """Make a video of one wish: session, uploads, turn, export; stops where it must."""
    from nemo_client import files

    if not text.strip():
        raise _mistake("no_text", app.lang)
    target.check(app.lang)
    # Whatever can go wrong for free goes wrong first; any name tells whether the folder serves.
    files.discard_empty(files.check_output(target.place("0" * SESSION_LETTERS), target.force))
    if sources:
        files.check_sources(sources)
    if app.given.session is None:
        with app.console.working(DOING["asking"].say(app.lang)):
            app.open_session(text)
    uploaded = upload(app, sources) if sources else Answer()
    app.facts |= uploaded.data
    said = send(app, text)
    app.facts["turn"] = dict(said.data)
    for line in (*uploaded.lines, *said.lines, *said.talk):
        app.console.say(line)
    if stop := _why_not_export(said):
        return Answer(error=stop, next=said.next)
    if said.data["draft_changed"] is False:
        app.console.say(TOLD["untouched"].say(app.lang))
    done = export(app, target)
    return replace(done, data={"export": done.data})


def _why_not_export(said: Answer) -> NemoError | None:
    """Return why a turn is not followed by an export, if it is not."""
    from nemo_client.errors import StillRunning

    if said.error is not None:
        return said.error
    if question := said.data["question"]:
        return StillRunning("asked", question["text"])
    return None


def export(app: App, target: Target) -> Answer:
    """Render the timeline and put the file where it belongs."""
    from nemo_client import narration, reports

    target.check(app.lang)
    session = app.session()
    with app.console.working(DOING["exporting"].say(app.lang)):
        done = app.client.export(
            session,
            output=target.place(session),
            format=target.container,
            quality=target.quality,
            force=target.force,
            wait_s=target.wait_s,
        )
        length_ms = _length_ms(app, done)
    app.remember(last_render=done.render_id)
    return Answer(
        data=reports.of_exported(done) | {"duration_ms": length_ms},
        lines=(str(done.path),),
        talk=tuple(narration.exported(done, length_ms, app.lang)),
        next=(app.step("send", "..."),),
    )


def _mistake(key: str, lang: Lang, **facts: object) -> Precondition:
    return Precondition("usage", MISTAKES[key].say(lang, facts))


def _length_ms(app: App, done: Exported) -> int | None:
    """Return how long the video is, as the timeline says; not worth failing for."""
    try:
        draft = app.client.state(done.session_id).draft
    except NemoError:
        return None
    return draft.duration_ms if draft else None


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
    )


def credits(app: App) -> Answer:
    """Show the balance."""
    from nemo_client import narration, reports

    with app.console.working(DOING["asking"].say(app.lang)):
        found = app.client.credits()
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
