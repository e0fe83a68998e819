"""What can be done with jobs on record: list, prune, watch to the end, recover.

Answers of watching and recovering are those of the command that began the job.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nemo_client import making, narration
from nemo_client.answers import Answer
from nemo_client.errors import NemoError, Precondition
from nemo_client.following import Patience, at_hand, finish, log_file
from nemo_client.lettering import in_columns
from nemo_client.phrases.cli import JOBS

if TYPE_CHECKING:
    from nemo_client.app import App
    from nemo_client.ledger import Ledger
    from nemo_client.protocol.job import Job


def jobs(app: App, everywhere: bool, limit: int) -> Answer:
    """List the jobs on record for the backend, newest first."""
    ledger = _ledger(app)
    found = list(reversed(_of_here(app, ledger.outlines(), everywhere)))
    shown = list(reversed(ledger.jobs({job.id for job in found[:limit]}).values()))
    goes_on = next((job for job in found if not job.is_ended), None)
    return Answer(
        data={"jobs": [of_job(job) for job in shown], "count": len(found)},
        lines=in_columns([_row(app, job) for job in shown], app.console.room, spare=(4, 1, 3)),
        talk=() if found else (JOBS["none"].say(app.lang),),
        next=(app.step(f"watch {goes_on.id}"),) if goes_on else (),
    )


def _ledger(app: App) -> Ledger:
    from nemo_client.ledger import Ledger

    return Ledger(app.settings.data_dir / "ledger")


def _of_here(app: App, found: Mapping[str, Job], everywhere: bool = False) -> list[Job]:
    """Return the jobs of the backend that were begun in this directory, or anywhere."""
    return [
        job
        for job in found.values()
        if job.realm == app.settings.realm and (everywhere or job.directory == app.directory)
    ]


def of_job(job: Job) -> dict[str, Any]:
    """Return a job as the ledger has it, without what its own Answer tells."""
    kept = ("id", "kind", "directory", "begun", "updated", "pid", "session_id")
    return {
        **{name: getattr(job, name) for name in kept},
        "render_id": job.render_id or (job.last("exported") or {}).get("render_id"),
        "state": job.state,
        "what": _what(job),
        "error": (job.error or {}).get("code"),
    }


def _what(job: Job) -> str:
    """Return what a job is about, in a few words of its own."""
    from nemo_client.sessions import title_of

    named = (" ".join(step.get("sources") or ()) or step.get("output") for step in job.steps)
    intents = ", ".join(step["intent"] for step in job.steps)
    return title_of(job.text or next(filter(None, named), intents))


def _row(app: App, job: Job) -> tuple[str, ...]:
    """Return a job as cells: which, its kind and state, its age, its session, what it is about."""
    age = narration.duration(max(0, round(time.time() - job.begun)), app.lang)
    return (
        job.id,
        job.kind,
        JOBS[job.state].say(app.lang),
        JOBS["ago"].say(app.lang, {"age": age}),
        job.session_id or "-",
        _what(job) or "-",
    )


def prune(app: App, days: float) -> Answer:
    """Drop ended jobs that are older, and what their workers said."""
    ledger = _ledger(app)
    count = ledger.prune(days)
    known = ledger.outlines()
    for log in log_file(app, "any").parent.glob("*.log"):
        if log.stem not in known:
            log.unlink(missing_ok=True)
    return Answer({"pruned": count}, (JOBS["pruned"].say(app.lang, {"n": count}),))


def watch(app: App, job_id: str | None, wait_s: float | None) -> Answer:
    """Follow a job to its end, or take it up where nobody carries it."""
    job = app.client.job(job_id) if job_id else _newest(app)
    with app.console.working(at_hand(app, job)):
        if wait_s is None or job.is_ended:
            return making.told(app, job, lambda: finish(app, job.id))
        return making.carried(app, job, Patience(wait_s))


def recover(app: App, job_id: str | None, wait_s: float | None) -> Answer:
    """Take up a job at once, or every open one of this directory."""
    if job_id is not None:
        job = app.client.job(job_id)
        with app.console.working(at_hand(app, job)):
            return _recovered(app, job, wait_s)
    return _recovered_all(app, _open(app), wait_s)


def _recovered(app: App, job: Job, wait_s: float | None) -> Answer:
    if wait_s is None or job.is_ended:
        return making.told(app, job, lambda: app.client.resume(job.id))
    return making.carried(app, job, Patience(wait_s))


def _recovered_all(app: App, found: Sequence[Job], wait_s: float | None) -> Answer:
    """Take up jobs one after the other; the first error is the answer's, all are told."""
    reports: list[dict[str, Any]] = []
    talk: list[str] = []
    errors: list[NemoError] = []
    steps: list[str] = []
    for job in found:
        app.facts.clear()
        with app.console.working(at_hand(app, job)):
            ending = _ending(app, job, wait_s)
        reports.append(_report(app, job, ending))
        talk += [_verdict(app, job, ending), *ending.told]
        steps += ending.next if ending.error else ()
        errors += [ending.error] if ending.error else []
    app.facts.clear()
    if not found:
        talk.append(JOBS["nothing_open"].say(app.lang))
    return Answer(
        {"jobs": reports, "count": len(reports)},
        talk=tuple(talk),
        error=errors[0] if errors else None,
        next=tuple(dict.fromkeys(steps)),
    )


def _ending(app: App, job: Job, wait_s: float | None) -> Answer:
    try:
        return _recovered(app, job, wait_s)
    except NemoError as error:
        return Answer(dict(app.facts), error=error, next=app.steps_after(error))


def _report(app: App, job: Job, ending: Answer) -> dict[str, Any]:
    error = ending.error
    told = {"code": error.code, "message": error.message(app.lang)} if error else None
    return {
        "job": job.id,
        "kind": job.kind,
        "finished": app.client.job(job.id).is_ended,
        "exit_code": int(ending.exit_code),
        "data": dict(ending.data),
        "error": told,
    }


def _verdict(app: App, job: Job, ending: Answer) -> str:
    error = ending.error
    key = "open" if error else "finished"
    reason = error.message(app.lang) if error else ""
    return JOBS[key].say(app.lang, {"id": job.id, "kind": job.kind, "reason": reason})


def _open(app: App) -> list[Job]:
    ledger = _ledger(app)
    names = {job.id for job in _of_here(app, ledger.outlines()) if not job.is_ended}
    return list(ledger.jobs(names).values()) if names else []


def _newest(app: App) -> Job:
    """Return the newest open job of this directory, else the newest that ended."""
    if found := _open(app):
        return found[-1]
    ended = _of_here(app, _ledger(app).outlines())
    if not ended:
        raise Precondition("no_jobs", directory=app.directory)
    return app.client.job(ended[-1].id)
