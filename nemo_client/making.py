"""What makes something: a plan, send, upload, create, export. Each is a job, begun here.

A job is carried in this process, or by a worker that outlives it; either way it is on record
before anything leaves, and told by `endings`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nemo_client import orders
from nemo_client.answers import RENDER_WAIT_S, Answer, Target
from nemo_client.errors import NemoError, Precondition
from nemo_client.following import Patience, WorkerSaid, error_in, follow, start_worker
from nemo_client.phrases.cli import DOING
from nemo_client.phrases.usage import MISTAKES

if TYPE_CHECKING:
    from nemo_client.app import App
    from nemo_client.flows.jobs import Done
    from nemo_client.protocol.job import Facts, Job
    from nemo_client.speech import Step

HERE = Patience()


def send(
    app: App,
    text: str,
    patience: Patience = HERE,
    cap: float | None = None,
    as_is: bool = False,
) -> Answer:
    """Do what a message asks for; `as_is` says all of it to the agent."""
    from nemo_client.speech import Chat, route

    if not text.strip():
        raise Precondition("usage", MISTAKES["no_text"].say(app.lang))
    return perform(app, (Chat(text),) if as_is else route(text), patience, cap)


def perform(
    app: App, steps: Iterable[Step], patience: Patience = HERE, cap: float | None = None
) -> Answer:
    """Take the steps of a plan in order, as one job; a message alone is told as one."""
    ordered = orders.ordered(steps, Path())
    is_message = [step["intent"] for step in ordered] == ["chat"]
    job = _begun(app, "send" if is_message else "plan", ordered, _session(app, ordered), cap)
    with app.console.working(DOING["sending"].say(app.lang)):
        return carried(app, job, patience)


def upload(app: App, sources: Sequence[str], patience: Patience = HERE) -> Answer:
    """Upload files and addresses into the session."""
    steps = [orders.upload(sources)]
    job = _begun(app, "upload", steps, _session(app, steps))
    with app.console.working(DOING["uploading"].say(app.lang)):
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
    if not text.strip():
        raise Precondition("usage", MISTAKES["no_text"].say(app.lang))
    wish, export = _wish(text, target)
    # Whatever can go wrong for free goes wrong first.
    steps = [*([orders.upload(sources)] if sources else []), orders.message(wish), export]
    job = _begun(app, "create", steps, app.given.session, cap)
    with app.console.working(DOING["asking"].say(app.lang)):
        return carried(app, job, patience)


def export(app: App, target: Target, patience: Patience = HERE) -> Answer:
    """Render the timeline and put the file where it belongs."""
    step = _rendered(target)
    job = _begun(app, "export", [step], app.session())
    with app.console.working(DOING["exporting"].say(app.lang)):
        return carried(app, job, patience, target.wait_s)


def _wish(text: str, target: Target) -> tuple[str, Facts]:
    """Return what to say to the agent, and the export: how the wish ends with one says it too."""
    from nemo_client.speech import Chat, Export, route

    match route(text):
        case (Chat(text=wish), Export() as last):
            if target.output is None and target.format is None:
                quality = last.quality or target.quality
                asked = replace(last, quality=quality)
                return wish, orders.ordered((asked,), Path(), target.force)[0]
            return wish, _rendered(target)
    return text, _rendered(target)


def _rendered(target: Target) -> Facts:
    return orders.render(target.output, Path(), target.format, target.quality, target.force)


def _session(app: App, steps: Sequence[Facts]) -> str | None:
    """Return the session to work on, None where there is none and the first step can open one."""
    try:
        return app.session()
    except Precondition as missing:
        first = next((s["intent"] for s in steps if s["intent"] != "credits"), "chat")
        if missing.code != "no_session" or first not in ("chat", "upload"):
            raise
        return None


def _begun(
    app: App, kind: str, steps: Sequence[Facts], session: str | None, cap: float | None = None
) -> Job:
    """Write a job down, with the consent to what it may cost."""
    from nemo_client.consent import consent

    turns = sum(step["intent"] == "chat" for step in steps)
    is_agreed = consent(app, cap, turns)
    return app.client.begin(
        kind,
        steps,
        session_id=session,
        language=app.lang,
        name=_title(steps) or "project",
        max_credits=cap,
        is_agreed=is_agreed,
    )


def _title(steps: Sequence[Facts]) -> str:
    """Return what to call a project that begins with these steps."""
    from nemo_client.sessions import title_of

    said = (step["text"] for step in steps if step["intent"] == "chat")
    given = (Path(step["sources"][0]).name for step in steps if step["intent"] == "upload")
    return title_of(next(said, None) or next(given, ""))


def carried(app: App, job: Job, patience: Patience, render_wait_s: float = RENDER_WAIT_S) -> Answer:
    """Return what a job came to, carried here or elsewhere."""
    app.facts["job"] = job.id
    if not patience.is_elsewhere:
        return told(app, job, lambda: app.client.resume(job.id, wait_s=render_wait_s))
    worker = start_worker(app, job.id)
    return told(app, job, lambda: follow(app, job.id, patience.wait_s or 0.0, worker))


def told(app: App, job: Job, finish: Callable[[], Done]) -> Answer:
    """Return the Answer of a job that `finish` takes to its end; parts stay where it fails."""
    from nemo_client.endings import ENDINGS

    app.facts["job"] = job.id
    is_ours = job.directory == app.directory
    app.title = _title(job.steps) if is_ours else None
    try:
        done = finish()
    except WorkerSaid as worker:
        document = worker.document
        error = error_in(document)
        return Answer(document["data"] or {}, error=error, next=tuple(document["next"]))
    except NemoError as error:
        return _failed(app, job, error)
    if is_ours and done.session_id:
        app.go_on_with(done.session_id)
        _remember(app, done)
    app.facts["session_id"] = done.session_id or None
    ending = ENDINGS[job.kind](app, replace(job, session_id=done.session_id or None), done)
    return replace(ending, data={**ending.data, "job": job.id})


def _failed(app: App, job: Job, error: NemoError) -> Answer:
    """Tell what a job came to that an error ended or left open."""
    from nemo_client import endings
    from nemo_client.protocol.records import result_of

    left = app.client.job(job.id)
    if left.kind == "plan":
        answer = endings.plan(app, left, [result_of(past) for past in left.past], error)
        return replace(answer, data={**answer.data, "job": job.id})
    app.facts |= endings.so_far(app, left)
    if not left.is_ended:  # going on with it is right, beginning it again is not
        error.facts.setdefault("next", f"nemo watch {job.id}")
    raise error


def _remember(app: App, done: Done) -> None:
    facts: dict[str, object] = {}
    if done.outcome is not None:
        facts["last_outcome"] = done.outcome.kind
    if done.exported is not None:
        facts["last_render"] = done.exported.render_id
    app.remember(**facts)
