"""From draft to render to file: submit exactly what was received, poll with patience, fetch.

Exports are free, so a render that the backend reports as failed is tried once more under a new
id; one whose fate is unknown is looked up by its id before anything is sent again. Where the
file ends up, and whether it may replace another, is settled before this flow begins.
"""

from __future__ import annotations

from dataclasses import dataclass

from nemo_client.errors import BackendFailed, NemoError, NothingToExport, NotSent, StillRunning
from nemo_client.flows import session as sessions
from nemo_client.flows.asking import ask
from nemo_client.flows.fetching import fetch
from nemo_client.protocol import calls, retry, wire
from nemo_client.protocol.calls import Call
from nemo_client.protocol.effects import Fetched, Flow, NewId, Now, Pause, Reply, Save, Tell
from nemo_client.protocol.notices import Rendering
from nemo_client.protocol.outcome import Exported
from nemo_client.protocol.wire import RenderStatus, State

RENDER_TRIES = 2
RETRIED = frozenset({"render_failed", "request_refused", "backend_error", "backend_unavailable"})
"""Failures that a new render id may cure; asking for a render is free."""
PASSING = frozenset({"not_sent", "connection_lost", "backend_unavailable", "rate_limited"})
"""What a poll may meet that says nothing about the render: the same id is asked again."""
DONE_WITHOUT_URL_POLLS = 3  # then the API's own download is used
STALL_S = 300.0


@dataclass(frozen=True, slots=True)
class _Patience:
    """When to stop polling: how long in all, and how long without a change of progress."""

    began: float
    wait_s: float
    stall_s: float


def export(
    session: str,
    *,
    part: str | None,
    format: str,
    quality: str,
    wait_s: float,
    web: str,
    render_id: str | None = None,
    stall_s: float = STALL_S,
) -> Flow[Exported]:
    """Render the session's draft and, where `part` is given, fetch it to that path.

    With `render_id`, that earlier render is taken up; it is asked for anew only where the backend
    does not know it or it failed. Raises NothingToExport for an empty draft, StillRunning when
    `wait_s` is over or nothing has changed for `stall_s`.
    """
    began: float = yield Now()
    patience = _Patience(began, wait_s, stall_s)
    state = yield from sessions.read_state(session)
    status = None
    if render_id is not None:
        status = yield from _taken_up(render_id, patience)
    if status is None:
        output: dict[str, object] = {"format": format, "quality": quality}
        status = yield from _rendered(session, _exportable(state), output, patience)
    fetched: Fetched | None = None
    if part is not None:
        fetched = yield from fetch(status, part)
    claim = None
    if state.task_id:
        claim = yield from sessions.claim_link(session, state.task_id, web)
    now: float = yield Now()
    return Exported(
        session_id=session,
        render_id=str(status.id),
        format=format,
        quality=quality,
        path=part,
        bytes=fetched.received if fetched else None,
        sha256=fetched.sha256 if fetched else None,
        url=status.url,
        claim=claim,
        elapsed_s=now - began,
        duration_ms=state.draft.duration_ms if state.draft else None,
    )


def _exportable(state: State) -> str:
    if state.draft is None or state.draft_text is None or not state.draft.is_exportable:
        raise NothingToExport("nothing_to_export", session=state.session_id)
    return state.draft_text


def _rendered(
    session: str, draft: str, output: dict[str, object], patience: _Patience
) -> Flow[RenderStatus]:
    for attempt in range(1, RENDER_TRIES + 1):
        render_id: str = yield NewId("render_")
        yield Save("rendering", {"render_id": render_id})
        try:
            status = yield from _submit(calls.render(render_id, session, draft, output), render_id)
            return (yield from _polled(status, patience))
        except BackendFailed as error:
            if attempt == RENDER_TRIES or error.code not in RETRIED:
                raise
    raise AssertionError("the last attempt returns or raises")


def _taken_up(render_id: str, patience: _Patience) -> Flow[RenderStatus | None]:
    """Follow a render that an earlier process asked for; None where it is unknown or failed."""
    try:
        found, _ = yield from _looked_up(render_id)
        status = found or RenderStatus(id=render_id, phase="PENDING", status="unknown")
        return (yield from _polled(status.model_copy(update={"id": render_id}), patience))
    except BackendFailed as error:
        if error.code not in RETRIED:
            raise
        return None


def _submit(call: Call, render_id: str) -> Flow[RenderStatus]:
    """Submit a render; after a lost reply look its id up before giving up."""
    try:
        reply = yield from ask(call)
    except NotSent as error:
        if error.code != "connection_lost":
            raise
        reply = yield from ask(calls.render_status(render_id))
    status = wire.read_render(reply, "render")
    return status if status.id else status.model_copy(update={"id": render_id})


def _polled(status: RenderStatus, patience: _Patience) -> Flow[RenderStatus]:
    render_id = str(status.id)
    asked = without_url = 0
    least_s = 0.0
    moved_at: float = yield Now()
    now = moved_at
    while True:
        if status.phase in ("FAILED", "CANCELLED"):
            raise BackendFailed("render_failed", status.error or status.status, render_id=render_id)
        if status.phase == "DONE":
            if status.url or without_url == DONE_WITHOUT_URL_POLLS:
                return status.model_copy(update={"id": render_id})
            without_url += 1
        yield Tell(Rendering(render_id, status.progress, now - patience.began))
        asked += 1
        pause = retry.jittered(retry.POLL.pause(asked) or 0.0, render_id, asked)
        pause = max(pause, least_s)
        _check(patience, now, now - moved_at, pause, status, render_id)
        yield Pause(pause)
        found, least_s = yield from _looked_up(render_id)
        now = yield Now()
        if found is None or _progress(found) != _progress(status):
            moved_at = now  # a poll that was not answered says nothing about the render
        status = found or status


def _progress(status: RenderStatus) -> tuple[str, float | None]:
    return status.status, status.progress


def _looked_up(render_id: str) -> Flow[tuple[RenderStatus | None, float]]:
    """Return how the render is doing and the pause asked for; None where asking failed in passing.

    Raises BackendFailed where the backend does not know the render.
    """
    least_s = 0.0
    try:
        reply: Reply = yield from ask(calls.render_status(render_id))
        least_s = _retry_after(reply)
        return wire.read_render(reply), least_s
    except NemoError as error:
        if error.code not in PASSING:
            raise
        return None, least_s


def _retry_after(reply: Reply) -> float:
    """Return the pause that a reply asks for, in seconds, within reason; 0 where it asks none."""
    try:
        wanted = float(reply.headers.get("retry-after", 0))
    except ValueError:
        return 0.0
    return min(max(0.0, wanted), retry.MAX_RETRY_AFTER_S)


def _check(
    patience: _Patience,
    now: float,
    still_s: float,
    pause: float,
    status: RenderStatus,
    render_id: str,
) -> None:
    """Raise StillRunning, naming the clock, where it is not worth or allowed to wait on."""
    done = f"{status.progress:.0f} %" if status.progress is not None else status.status
    if still_s >= patience.stall_s:
        clock = f"stall of {patience.stall_s:.0f} s"
        done += f", unchanged for {still_s:.0f} s"
    elif now - patience.began + pause > patience.wait_s:
        clock = f"wait of {patience.wait_s:.0f} s"
    else:
        return
    raise StillRunning(
        "still_running",
        f"render {render_id}, {done}",
        waited_s=now - patience.began,
        clock=clock,
        render_id=render_id,
        next="nemo export",
    )
