"""What makes something: send, upload, create, export. Each is a job, begun here, and its ending.

A job is carried in this process, or by a worker that outlives it; its Answer is built from what
the ledger knows of it alone, so that whoever looks later is told the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nemo_client.answers import RENDER_WAIT_S, SESSION_LETTERS, Answer, Target
from nemo_client.errors import NemoError, Precondition, StillRunning
from nemo_client.following import Patience, WorkerSaid, error_in, follow, start_worker
from nemo_client.phrases.cli import DOING, TOLD
from nemo_client.phrases.usage import MISTAKES

if TYPE_CHECKING:
    from nemo_client.app import App
    from nemo_client.flows.jobs import Done
    from nemo_client.protocol.job import Job
    from nemo_client.protocol.outcome import Exported, Outcome

HERE = Patience()


def send(app: App, text: str, patience: Patience = HERE, cap: float | None = None) -> Answer:
    """Say something to the agent, once, and tell what became of it."""
    from nemo_client.consent import consent

    if not text.strip():
        raise _mistake("no_text", app)
    consent(app, cap)
    with app.console.working(DOING["sending"].say(app.lang)):
        session = app.session_or_new(text)
        return carried(app, app.client.begin("send", session_id=session, text=text), patience)


def upload(app: App, sources: Sequence[str], patience: Patience = HERE) -> Answer:
    """Upload files and addresses into the session."""
    from nemo_client import files

    files.check_sources(sources)  # before a session is opened for nothing
    with app.console.working(DOING["uploading"].say(app.lang)):
        session = app.session_or_new(Path(sources[0]).name)
        job = app.client.begin("upload", session_id=session, sources=sources)
        return carried(app, job, patience)


def create(
    app: App,
    text: str,
    sources: Sequence[str],
    target: Target,
    patience: Patience = HERE,
    cap: float | None = None,
) -> Answer:
    """Make a video of one wish: session, uploads, turn, export; stops where it must."""
    from nemo_client import files
    from nemo_client.consent import consent

    if not text.strip():
        raise _mistake("no_text", app)
    target.check(app.lang)
    # Whatever can go wrong for free goes wrong first; any name tells whether the folder serves.
    files.discard_empty(files.check_output(target.place("0" * SESSION_LETTERS), target.force))
    if sources:
        files.check_sources(sources)
    consent(app, cap)
    with app.console.working(DOING["asking"].say(app.lang)):
        session = app.given.session or app.open_session(text)
        app.go_on_with(session)
        wish = _export_wish(target, app.session())
        job = app.client.begin("create", session_id=session, text=text, sources=sources, **wish)
        return carried(app, job, patience)


def export(app: App, target: Target, patience: Patience = HERE) -> Answer:
    """Render the timeline and put the file where it belongs."""
    target.check(app.lang)
    session = app.session()
    with app.console.working(DOING["exporting"].say(app.lang)):
        job = app.client.begin("export", session_id=session, **_export_wish(target, session))
        return carried(app, job, patience, target.wait_s)


def _export_wish(target: Target, session: str) -> dict[str, Any]:
    return {
        "output": target.place(session),
        "format": target.container,
        "quality": target.quality,
        "force": target.force,
    }


def carried(app: App, job: Job, patience: Patience, render_wait_s: float = RENDER_WAIT_S) -> Answer:
    """Return what a job came to, carried here or elsewhere."""
    app.facts["job"] = job.id
    if not patience.is_elsewhere:
        return told(app, job, lambda: app.client.resume(job.id, wait_s=render_wait_s))
    worker = start_worker(app, job.id)
    return told(app, job, lambda: follow(app, job.id, patience.wait_s or 0.0, worker))


def told(app: App, job: Job, finish: Callable[[], Done]) -> Answer:
    """Return the Answer of a job that `finish` takes to its end; parts stay where it fails."""
    app.facts["job"] = job.id
    try:
        done = finish()
    except WorkerSaid as worker:
        document = worker.document
        error = error_in(document)
        return Answer(document["data"] or {}, error=error, next=tuple(document["next"]))
    except NemoError as error:
        left = app.client.job(job.id)
        app.facts |= _so_far(app, left)
        if not left.is_ended:  # going on with it is right, beginning it again is not
            error.facts.setdefault("next", f"nemo watch {job.id}")
        raise
    if job.directory == app.directory:
        app.go_on_with(done.session_id)
        _remember(app, done)
    app.facts["session_id"] = done.session_id
    ending = ENDINGS[job.kind](app, job, done)
    return replace(ending, data={**ending.data, "job": job.id})


def _so_far(app: App, job: Job) -> dict[str, Any]:
    """Return what is on record of a job that is not done, as its Answer would tell it."""
    from nemo_client import reports
    from nemo_client.protocol import records

    facts: dict[str, Any] = {"session_id": job.session_id} if job.session_id else {}
    if job.assets is not None:
        facts["assets"] = reports.of_assets([records.asset_of(a) for a in job.assets])
    if job.outcome is not None:
        facts["turn"] = reports.of_outcome(records.outcome_of(job.outcome))
    return facts


def _remember(app: App, done: Done) -> None:
    facts: dict[str, object] = {}
    if done.outcome is not None:
        facts["last_outcome"] = done.outcome.kind
    if done.exported is not None:
        facts["last_render"] = done.exported.render_id
    app.remember(**facts)


def _sent(app: App, job: Job, done: Done) -> Answer:
    from nemo_client import narration, reports

    outcome = _outcome(done)
    with_words = app.console.level > 1 and outcome.thoughts
    thoughts = (TOLD["thought"].say(app.lang, {"text": outcome.thoughts}),) if with_words else ()
    return Answer(
        data=reports.of_outcome(outcome),
        lines=tuple(narration.answer(outcome, app.lang, app.step)),
        talk=(*thoughts, *narration.aftermath(outcome, app.lang, app.step)),
        error=outcome.error,
        next=_after_turn(app, job, outcome),
    )


def _outcome(done: Done) -> Outcome:
    assert done.outcome is not None
    return done.outcome


def _after_turn(app: App, job: Job, outcome: Outcome) -> tuple[str, ...]:
    if outcome.kind == "unsure":
        return (app.step(f"watch {job.id}"), app.step("status"))
    if outcome.error is not None:
        return app.steps_after(outcome.error) or (app.step("status"),)
    if outcome.question is not None:
        return (app.step("send", "..."),)
    return (app.step("export"),) if outcome.draft_changed else (app.step("status"),)


def _uploaded(app: App, job: Job, done: Done) -> Answer:
    from nemo_client import narration, reports

    assets = [{"name": a.name, "facts": narration.asset_facts(a, app.lang)} for a in done.assets]
    return Answer(
        data={"session_id": done.session_id, "assets": reports.of_assets(done.assets)},
        lines=tuple(TOLD["uploaded"].say(app.lang, facts) for facts in assets),
        next=(app.step("send", "..."),),
    )


def _created(app: App, job: Job, done: Done) -> Answer:
    uploaded = _uploaded(app, job, done) if done.assets else Answer()
    said = _sent(app, job, done)
    facts = {**uploaded.data, "session_id": done.session_id, "turn": dict(said.data)}
    talk = (*uploaded.lines, *said.lines, *said.talk)
    if stop := _why_not_export(_outcome(done)):
        return Answer(facts, talk=talk, error=stop, next=said.next)
    if said.data["draft_changed"] is False:
        talk = (*talk, TOLD["untouched"].say(app.lang))
    saved = _exported(app, job, done)
    return replace(saved, data=facts | {"export": saved.data}, talk=(*talk, *saved.talk))


def _why_not_export(outcome: Outcome) -> NemoError | None:
    """Return why a turn is not followed by an export, if it is not."""
    if outcome.error is not None:
        return outcome.error
    if outcome.question is not None:
        return StillRunning("asked", outcome.question.text)
    return None


def _exported(app: App, job: Job, done: Done) -> Answer:
    from nemo_client import narration, reports

    assert done.exported is not None
    saved = replace(done.exported, path=_from_here(app, done.exported.path))
    length_ms = _length_ms(app, saved)
    return Answer(
        data=reports.of_exported(saved) | {"duration_ms": length_ms},
        lines=(str(saved.path),),
        talk=tuple(narration.exported(saved, length_ms, app.lang)),
        next=(app.step("send", "..."),),
    )


ENDINGS: dict[str, Callable[[App, Job, Done], Answer]] = {
    "send": _sent,
    "upload": _uploaded,
    "create": _created,
    "export": _exported,
}
"""How each kind of job is told."""


def _from_here(app: App, path: str | None) -> str | None:
    """Return a path as one would write it in this directory."""
    if path is None or not app.directory or not Path(path).is_relative_to(app.directory):
        return path
    return str(Path(path).relative_to(app.directory))


def _length_ms(app: App, done: Exported) -> int | None:
    """Return how long the video is, as the timeline says; not worth failing for."""
    try:
        draft = app.client.state(done.session_id).draft
    except NemoError:
        return None
    return draft.duration_ms if draft else None


def _mistake(key: str, app: App) -> Precondition:
    return Precondition("usage", MISTAKES[key].say(app.lang))
