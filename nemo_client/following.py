"""Jobs that another process carries: start a worker for one, and follow it in the ledger.

A worker is this program again (`_work JOB`), in a process group of its own, so that it outlives
the terminal and the host that began it. Both sides meet only in the ledger, and the client's
lock keeps two from carrying the same job; what a worker says goes to a log file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nemo_client.errors import NemoError, SessionBusy, StillRunning
from nemo_client.phrases.cli import AT_HAND, DOING

if TYPE_CHECKING:
    from nemo_client.app import App
    from nemo_client.flows.jobs import Done
    from nemo_client.protocol.job import Job

LOOK_S = 0.25
OPENING_S = 10.0
"""How long even the shortest wait waits for the id of the session."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a job; `wait_s` of None is to its end, in this process."""

    wait_s: float | None = None
    detach: bool = False

    @property
    def is_elsewhere(self) -> bool:
        """Whether another process carries the job."""
        return self.detach or self.wait_s is not None


class WorkerSaid(Exception):
    """A worker ended and left the job open: its own document says why."""

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__(document.get("exit_code"))
        self.document = document


def log_file(app: App, job_id: str) -> Path:
    """Return where a worker of a job says what it does."""
    return app.state_dir / "workers" / f"{job_id}.log"


def start_worker(app: App, job_id: str) -> subprocess.Popen[bytes]:
    """Start a process that carries a job to its end, whatever becomes of this one."""
    place = log_file(app, job_id)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # -P: a file in the user's folder must not stand in for a module of ours.
    argv = [sys.executable, "-P", "-m", "nemo_client", "_work", job_id, "--json", *_given(app)]
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        return subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=handle,
            stderr=subprocess.STDOUT,
            env=dict(app.console.env),
            **_apart(),
        )
    finally:
        os.close(handle)


def _apart() -> dict[str, Any]:
    """Return what puts a process out of reach of this one's signals and end."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _given(app: App) -> list[str]:
    """Return the options that a worker must share with who started it."""
    given = app.given
    options = ["--lang", app.lang]
    options += ["--sandbox"] if given.sandbox else []
    options += ["--api-url", given.api_url] if given.api_url else []
    return options + (["--queue"] if app.queue_s else [])


def follow(
    app: App, job_id: str, wait_s: float, worker: subprocess.Popen[bytes] | None = None
) -> Done:
    """Return what a job came to that another process carries, looking at the ledger.

    Raises StillRunning when the wait is over, and WorkerSaid where the worker left it open.
    """
    try:
        return _followed(app, job_id, wait_s, worker)
    finally:
        if worker is not None and worker.poll() is None:
            worker.returncode = 0  # it is on its own now: nobody waits for its end


def _followed(app: App, job_id: str, wait_s: float, worker: subprocess.Popen[bytes] | None) -> Done:
    clock = app.clock
    began = clock.now()
    while True:
        is_gone = worker is not None and worker.poll() is not None  # looked at before the job is
        job = app.client.job(job_id)
        if job.is_ended:
            return app.client.resume(job_id)
        if is_gone:
            _check_left(app, job)
            worker = None
        waited = clock.now() - began
        if waited >= wait_s and (job.session_id or waited >= OPENING_S):
            raise goes_on(job)
        _tell_at_hand(app, job)
        clock.sleep(LOOK_S)


def finish(app: App, job_id: str) -> Done:
    """Carry a job to its end here, or follow it where another process already does."""
    while True:
        try:
            return app.client.resume(job_id)
        except SessionBusy as busy:
            if busy.code != "job_busy":
                raise
        job = app.client.job(job_id)
        _tell_at_hand(app, job)
        app.clock.sleep(LOOK_S)


def at_hand(app: App, job: Job) -> str:
    """Return what of a job goes on now, in words."""
    left = job.steps[len(job.past) :]
    if job.is_ended or not left or not job.is_known:
        return DOING["watching"].say(app.lang, {"job": job.id})
    step = left[0]
    sources = ", ".join(map(str, step.get("sources") or ()))
    facts = {"text": " ".join(str(step.get("text")).split()), "sources": sources}
    what = AT_HAND[step["intent"]].say(app.lang, facts)
    if len(job.steps) == 1:
        return what
    place = {"n": len(job.past) + 1, "steps": len(job.steps), "what": what}
    return AT_HAND["of"].say(app.lang, place)


def _tell_at_hand(app: App, job: Job) -> None:
    facts = {"what": at_hand(app, job), "pid": job.pid}
    app.console.progress(DOING["following"].say(app.lang, facts))


def goes_on(job: Job) -> StillRunning:
    """Return the error of a wait that ended before its job did."""
    return StillRunning(
        "job_goes_on", job=job.id, session=job.session_id, next=f"nemo watch {job.id}"
    )


def _check_left(app: App, job: Job) -> None:
    """Raise what a worker that is gone had to say about the job it left open."""
    said = _said(app, job.id)
    if said is None:
        log = str(log_file(app, job.id))
        raise StillRunning("job_left", job=job.id, log=log, next=f"nemo recover {job.id}")
    if (said["error"] or {}).get("code") == "job_busy":
        return  # somebody else carries it
    raise WorkerSaid(said)


def _said(app: App, job_id: str) -> dict[str, Any] | None:
    """Return the document a worker ended with, None where it came to none."""
    try:
        lines = log_file(app, job_id).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    for line in reversed(lines):
        try:
            document = json.loads(line)
        except ValueError:
            continue
        if isinstance(document, dict) and "exit_code" in document:
            return document
    return None


def error_in(document: dict[str, Any]) -> NemoError | None:
    """Return the error of a document as the error it was."""
    facts = dict(document["error"] or {})
    if not facts:
        return None
    kinds = {int(kind.exit_code): kind for kind in NemoError.__subclasses__()}
    kind = kinds.get(document["exit_code"], NemoError)
    known = {k: v for k, v in facts.items() if k not in ("code", "message", "hint", "detail")}
    return kind(str(facts["code"]), str(facts.get("detail") or ""), **known)
