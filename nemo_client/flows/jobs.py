"""A job from wherever its records leave it to its end: the same in the process that began it and
in any later one.

Each step looks whether it is on record; if so its result is taken from there, if it was begun it
is concluded, else it is done and written down. Nothing that may have been paid for is done again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from nemo_client.errors import CreditsFailed, NemoError, StillRunning
from nemo_client.flows import session as sessions
from nemo_client.flows.chat import chat, resumed
from nemo_client.flows.export import export
from nemo_client.flows.upload import upload
from nemo_client.protocol import records
from nemo_client.protocol.effects import Deliver, Flow, Save
from nemo_client.protocol.job import Job, TurnAt
from nemo_client.protocol.media import Source, is_url
from nemo_client.protocol.outcome import Exported, Outcome
from nemo_client.protocol.turn import Clocks
from nemo_client.protocol.wire import Asset


@dataclass(frozen=True, slots=True)
class Means:
    """What a job needs besides its records: clocks, where files are built, where pages are."""

    clocks: Clocks
    wait_s: float
    web: str
    part: str | None = None
    draft_before: str | None = None
    """The draft of the snapshot, where the turn was begun by another process."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a job came to."""

    job_id: str
    session_id: str
    assets: tuple[Asset, ...] = ()
    outcome: Outcome | None = None
    exported: Exported | None = None


def perform(job: Job, means: Means) -> Flow[Done]:
    """Take a job to its end and return what it came to; an error that ends it is written down.

    Raises what its steps raise. A job that may still be concluded (still running, unsure, a
    network that is away) stays open for whoever takes it up next.
    """
    if job.is_ended and job.error is not None:
        raise _again(job.error)
    try:
        done = yield from _steps(job, means)
    except NemoError as error:
        error.facts.setdefault("job", job.id)
        if error.code in FINAL or isinstance(error, CreditsFailed) or _was_not_taken(error):
            yield Save("ended", {"error": records.of_error(error)})
        raise
    if not job.is_ended and (done.outcome is None or done.outcome.kind != "unsure"):
        yield Save("ended", {})
    return done


def _was_not_taken(error: NemoError) -> bool:
    """Whether the message was not taken: whoever says it again begins another job.

    Left open, this one would be sent by the next recovery, and both would be paid for.
    """
    return error.facts.get("taken") is False


FINAL = frozenset(
    {
        "file_refused",
        "file_too_large",
        "nothing_to_export",
        "plan_refused",
        "request_refused",
        "backend_error",
        "session_not_found",
        "asked",
    }
)
"""Errors after which a job has nothing left to do."""


def _again(facts: Any) -> NemoError:
    error = records.error_of(facts)
    assert error is not None
    return error


def _steps(job: Job, means: Means) -> Flow[Done]:
    session = yield from _session(job)
    done = Done(job.id, session)
    if job.wish.get("sources"):
        done = replace(done, assets=(yield from _assets(job, session)))
    if job.wish.get("text") is not None:
        outcome = yield from _turn(job, session, means)
        done = replace(done, outcome=outcome)
        if not leads_on(outcome):
            return done
    if job.wish.get("format"):
        done = replace(done, exported=(yield from _exported(job, session, means)))
    return done


def leads_on(outcome: Outcome) -> bool:
    """Whether a turn is followed by what comes after it: not after a doubt, failure or question."""
    return outcome.kind not in ("unsure", "failed", "asked")


def _session(job: Job) -> Flow[str]:
    if job.session_id is not None:
        return job.session_id
    name = str(job.wish.get("name") or "project")
    opened = yield from sessions.open_session(name, str(job.wish.get("language") or "en"))
    yield Save("session", {"session_id": opened.id, "task_id": opened.task_id})
    return opened.id


def _assets(job: Job, session: str) -> Flow[tuple[Asset, ...]]:
    if job.assets is not None:
        return tuple(records.asset_of(a) for a in job.assets)
    sources = [Source(place, is_url(place)) for place in job.wish["sources"]]
    if job.is_uploading and (found := (yield from _stored(session, sources))):
        stored = found
    else:
        yield Save("uploading", {})
        stored = yield from upload(session, sources)
    yield Save("uploaded", {"assets": [records.of_asset(a) for a in stored]})
    return stored


def _stored(session: str, sources: list[Source]) -> Flow[tuple[Asset, ...]]:
    """Return what an upload whose answer was lost has stored, if it has stored all of it."""
    state = yield from sessions.read_state(session)
    wanted = [source.name for source in sources]
    found = tuple(asset for asset in state.assets if asset.name in wanted)
    return found if sorted(a.name for a in found) == sorted(wanted) else ()


def _turn(job: Job, session: str, means: Means) -> Flow[Outcome]:
    if job.outcome is not None:
        return records.outcome_of(job.outcome)
    if job.turn is TurnAt.NONE:
        try:
            outcome = yield from chat(session, str(job.wish["text"]), means.clocks)
        except StillRunning:
            raise
        except NemoError as error:
            error.facts["taken"] = False  # all else that a turn raises, it raises before that
            raise
    else:
        outcome = yield from resumed(job, means.draft_before, means.clocks)
    if outcome.kind != "unsure":  # a doubt stays open: a later look may end it
        yield Save("outcome", records.of_outcome(outcome))
    return outcome


def _exported(job: Job, session: str, means: Means) -> Flow[Exported]:
    if job.exported is not None:
        return records.exported_of(job.exported)
    if job.fetched is not None:
        known = records.exported_of(job.fetched)
        if (yield from _delivered(job, known, means)):
            return known
    try:
        exported = yield from export(
            session,
            part=means.part,
            format=str(job.wish["format"]),
            quality=str(job.wish.get("quality") or "high"),
            wait_s=means.wait_s,
            web=means.web,
            render_id=job.render_id,
        )
    except StillRunning as error:
        error.facts["next"] = f"nemo watch {job.id}"
        raise
    if means.part is not None:
        exported = replace(exported, path=str(job.wish["output"]))
        yield Save("fetched", records.of_exported(exported))
        yield from _delivered(job, exported, means)
    else:
        yield Save("exported", records.of_exported(exported))
    return exported


def _delivered(job: Job, exported: Exported, means: Means) -> Flow[bool]:
    """Put the file where it belongs and write that down; False where the file is gone."""
    force = bool(job.wish.get("force"))
    effect = Deliver(str(means.part), str(exported.path), force, str(exported.sha256))
    if not (yield effect):
        return False
    yield Save("exported", records.of_exported(exported))
    return True
