"""A job from wherever its records leave it to its end: the same in the process that began it and
in any later one.

Each step looks whether it is on record; if so its result is taken from there, if it was begun it
is concluded, else it is done and written down. Nothing that may have been paid for is done again,
and what comes after a failure, a doubt or a question is not attempted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from nemo_client.errors import CreditsFailed, NemoError, StillRunning
from nemo_client.flows import session as sessions
from nemo_client.flows.balance import read_credits
from nemo_client.flows.chat import chat, resumed
from nemo_client.flows.export import export
from nemo_client.flows.upload import upload
from nemo_client.protocol import records
from nemo_client.protocol.effects import Deliver, Flow, R, Save
from nemo_client.protocol.envelope import Credits
from nemo_client.protocol.job import Facts, Job, TurnAt
from nemo_client.protocol.media import Source, is_url
from nemo_client.protocol.outcome import Exported, Looked, Outcome
from nemo_client.protocol.records import Result
from nemo_client.protocol.since import Since
from nemo_client.protocol.turn import Clocks
from nemo_client.protocol.wire import Asset


@dataclass(frozen=True, slots=True)
class Means:
    """What a job needs besides its records: clocks, where files go, where pages are."""

    clocks: Clocks
    wait_s: float
    web: str
    stall_s: float
    places: Mapping[int, str] = field(default_factory=dict)
    """Where exports go, by the number of the step; without one the file stays at the backend."""
    draft_before: str | None = None
    """The draft of the snapshot, where the turn was begun by another process."""
    since: Since | None = None
    """What later turns saw, where there were any."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a job came to: one result for each step that was taken, in order."""

    job_id: str
    session_id: str
    """Empty where the job needed none."""
    results: tuple[Result, ...] = ()

    @property
    def assets(self) -> tuple[Asset, ...]:
        """What was uploaded."""
        return tuple(a for result in self.results if isinstance(result, tuple) for a in result)

    @property
    def outcome(self) -> Outcome | None:
        """The end of the last turn."""
        return next((r for r in reversed(self.results) if isinstance(r, Outcome)), None)

    @property
    def exported(self) -> Exported | None:
        """The last export."""
        return next((r for r in reversed(self.results) if isinstance(r, Exported)), None)


def perform(job: Job, means: Means) -> Flow[Done]:
    """Take a job to its end and return what it came to; an error that ends it is written down.

    Raises what its steps raise. A job that may still be concluded (still running, unsure, a
    network that is away) stays open for whoever takes it up next.
    """
    if job.is_ended and job.error is not None:
        raise _again(job.error)
    done = yield from _closing(job, _steps(job, means))
    if not job.is_ended and (done.outcome is None or done.outcome.kind != "unsure"):
        yield Save("ended", {})
    return done


def opened(job: Job) -> Flow[None]:
    """Open the session of a job that needs one and has none yet."""
    if job.session_id is None and not job.is_ended and any(map(needs_session, job.steps)):
        yield from _closing(job, _opened(job))


def needs_session(step: Facts) -> bool:
    """Whether a step works on a session; a balance belongs to the account."""
    return str(step["intent"]) != "credits"


def _closing(job: Job, flow: Flow[R]) -> Flow[R]:
    """Run a part of a job; an error that leaves it nothing to do ends it."""
    try:
        return (yield from flow)
    except NemoError as error:
        error.facts.setdefault("job", job.id)
        if error.code in FINAL or isinstance(error, CreditsFailed) or _was_not_taken(error):
            yield Save("ended", {"error": records.of_error(error)})
        raise


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


def _again(facts: Facts) -> NemoError:
    error = records.error_of(facts)
    assert error is not None
    return error


def _opened(job: Job) -> Flow[None]:
    name = str(job.wish.get("name") or "project")
    try:
        found = yield from sessions.open_session(name, str(job.wish.get("language") or "en"))
    except NemoError as error:
        error.facts["taken"] = False
        raise
    yield Save("session", {"session_id": found.id, "task_id": found.task_id})


@dataclass(frozen=True, slots=True)
class _At:
    """A step of a job that is not past; `job` says how far it got."""

    job: Job
    number: int
    means: Means

    @property
    def step(self) -> Facts:
        return self.job.steps[self.number]

    @property
    def session(self) -> str:
        return str(self.job.session_id)


def _steps(job: Job, means: Means) -> Flow[Done]:
    results: list[Result] = []
    at_hand = job
    for number, step in enumerate(job.steps):
        if number < len(job.past):
            result = records.result_of(job.past[number])
        elif job.is_ended:
            break
        else:
            result = yield from DO[step["intent"]](_At(at_hand, number, means))
            at_hand = job.next_step()
        results.append(result)
        if isinstance(result, Outcome) and not leads_on(result):
            break
    return Done(job.id, job.session_id or "", tuple(results))


def leads_on(outcome: Outcome) -> bool:
    """Whether a turn is followed by what comes after it: not after a doubt, failure or question."""
    return outcome.kind not in ("unsure", "failed", "asked")


def _assets(at: _At) -> Flow[tuple[Asset, ...]]:
    sources = [Source(place, is_url(place)) for place in at.step["sources"]]
    if at.job.is_uploading and (found := (yield from _stored(at.session, sources))):
        stored = found
    else:
        yield Save("uploading", {})
        stored = yield from upload(at.session, sources)
    yield Save("uploaded", records.of_assets(stored))
    return stored


def _stored(session: str, sources: list[Source]) -> Flow[tuple[Asset, ...]]:
    """Return what an upload whose answer was lost has stored, if it has stored all of it."""
    state = yield from sessions.read_state(session)
    wanted = [source.name for source in sources]
    found = tuple(asset for asset in state.assets if asset.name in wanted)
    return found if sorted(a.name for a in found) == sorted(wanted) else ()


def _turn(at: _At) -> Flow[Outcome]:
    means = at.means
    if at.job.turn is TurnAt.NONE:
        try:
            outcome = yield from chat(at.session, str(at.step["text"]), means.clocks)
        except StillRunning:
            raise
        except NemoError as error:
            error.facts["taken"] = False  # all else that a turn raises, it raises before that
            raise
    else:
        outcome = yield from resumed(at.job, means.draft_before, means.clocks, means.since)
    if outcome.kind != "unsure":  # a doubt stays open: a later look may end it
        seen = outcome.draft.text if outcome.draft else None
        yield Save("outcome", records.of_outcome(outcome), seen)
    return outcome


def _exported(at: _At) -> Flow[Exported]:
    place = at.means.places.get(at.number)
    if at.job.fetched is not None and place is not None:
        known = records.exported_of(at.job.fetched)
        if (yield from _delivered(at, known, place)):
            return known
    try:
        exported = yield from export(
            at.session,
            part=part_of(place) if place else None,
            format=str(at.step["format"]),
            quality=str(at.step.get("quality") or "high"),
            wait_s=at.means.wait_s,
            web=at.means.web,
            render_id=at.job.render_id,
            stall_s=at.means.stall_s,
        )
    except StillRunning as error:
        error.facts["next"] = f"nemo watch {at.job.id}"
        raise
    if place is not None:
        exported = replace(exported, path=place)
        yield Save("fetched", records.of_exported(exported))
        yield from _delivered(at, exported, place)
    else:
        yield Save("exported", records.of_exported(exported))
    return exported


def part_of(path: str) -> str:
    """Return where a file is built."""
    return f"{path}.part"


def _delivered(at: _At, exported: Exported, place: str) -> Flow[bool]:
    """Put the file where it belongs and write that down; False where the file is gone."""
    force = bool(at.step.get("force"))
    if not (yield Deliver(part_of(place), place, force, str(exported.sha256))):
        return False
    yield Save("exported", records.of_exported(exported))
    return True


def _balance(at: _At) -> Flow[Credits]:
    credits = yield from read_credits()
    yield Save("balance", records.of_balance(credits))
    return credits


def _look(at: _At) -> Flow[Looked]:
    found = records.looked((yield from sessions.read_state(at.session)))
    yield Save("looked", records.of_looked(found))
    return found


DO: dict[str, Callable[[_At], Flow[Result]]] = {
    "upload": _assets,
    "chat": _turn,
    "export": _exported,
    "credits": _balance,
    "status": _look,
}
"""How each kind of step is done."""
