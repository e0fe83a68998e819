"""From draft to file: submit exactly what was received, poll with patience, fetch and check.

Exports are free, so a render that the backend reports as failed is tried once more under a new
id; a submit whose reply was lost is looked up by its id before anything is sent again. Where the
file ends up, and whether it may replace another, is settled before this flow begins.
"""

from __future__ import annotations

from nemo_client.errors import BackendFailed, NemoError, NothingToExport, NotSent, StillRunning
from nemo_client.flows import session as sessions
from nemo_client.flows.asking import ask
from nemo_client.protocol import calls, codes, retry, wire
from nemo_client.protocol.calls import Call
from nemo_client.protocol.effects import (
    Fetch,
    Fetched,
    Flow,
    Lost,
    NewId,
    Now,
    Pause,
    Tell,
    Undelivered,
)
from nemo_client.protocol.media import looks_like_text
from nemo_client.protocol.notices import Rendering
from nemo_client.protocol.outcome import Exported
from nemo_client.protocol.wire import RenderStatus

RENDER_TRIES = 2
RETRIED = frozenset({"render_failed", "request_refused", "backend_error", "backend_unavailable"})
"""Failures that a new render id may cure; asking for a render is free."""
PASSING = frozenset({"not_sent", "connection_lost", "backend_unavailable", "rate_limited"})
"""What a poll may meet that says nothing about the render: the same id is asked again."""
DONE_WITHOUT_URL_POLLS = 3  # then the API's own download is used


def export(
    session: str,
    *,
    part: str | None,
    format: str,
    quality: str,
    wait_s: float,
    web: str,
) -> Flow[Exported]:
    """Render the session's draft and, where `part` is given, fetch it to that path.

    Raises NothingToExport for an empty draft, StillRunning when `wait_s` is over.
    """
    began: float = yield Now()
    state = yield from sessions.read_state(session)
    if state.draft is None or state.draft_text is None or not state.draft.is_exportable:
        raise NothingToExport("nothing_to_export", session=session)
    output: dict[str, object] = {"format": format, "quality": quality}
    status = yield from _rendered(session, state.draft_text, output, began, wait_s)
    render_id = str(status.id)
    fetched = None
    if part is not None:
        fetched = yield from _fetched(status, part)
    claim = None
    if state.task_id:
        claim = yield from sessions.claim_link(session, state.task_id, web)
    now: float = yield Now()
    return Exported(
        session_id=session,
        render_id=render_id,
        format=format,
        quality=quality,
        path=part,
        bytes=fetched.received if fetched else None,
        sha256=fetched.sha256 if fetched else None,
        url=status.url,
        claim=claim,
        elapsed_s=now - began,
    )


def _rendered(
    session: str, draft: str, output: dict[str, object], began: float, wait_s: float
) -> Flow[RenderStatus]:
    for attempt in range(1, RENDER_TRIES + 1):
        render_id: str = yield NewId("render_")
        try:
            status = yield from _submit(calls.render(render_id, session, draft, output), render_id)
            return (yield from _polled(status, began, wait_s))
        except BackendFailed as error:
            if attempt == RENDER_TRIES or error.code not in RETRIED:
                raise
    raise AssertionError("the last attempt returns or raises")


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


def _polled(status: RenderStatus, began: float, wait_s: float) -> Flow[RenderStatus]:
    render_id = str(status.id)
    asked = 0
    without_url = 0
    while True:
        if status.phase in ("FAILED", "CANCELLED"):
            raise BackendFailed("render_failed", status.error or status.status, render_id=render_id)
        if status.phase == "DONE":
            if status.url or without_url == DONE_WITHOUT_URL_POLLS:
                return status.model_copy(update={"id": render_id})
            without_url += 1
        now: float = yield Now()
        yield Tell(Rendering(render_id, status.progress, now - began))
        asked += 1
        pause = retry.jittered(retry.POLL.pause(asked) or 0.0, render_id, asked)
        if now - began + pause > wait_s:
            raise _still_running(render_id, now - began, wait_s, status)
        yield Pause(pause)
        status = yield from _looked_up(render_id, status)


def _looked_up(render_id: str, known: RenderStatus) -> Flow[RenderStatus]:
    """Return how the render is doing, or what is known of it where asking failed in passing."""
    try:
        return wire.read_render((yield from ask(calls.render_status(render_id))))
    except NemoError as error:
        if error.code not in PASSING:
            raise
        return known


def _still_running(
    render_id: str, waited_s: float, wait_s: float, status: RenderStatus
) -> StillRunning:
    done = f"{status.progress:.0f} %" if status.progress is not None else status.status
    return StillRunning(
        "still_running",
        f"render {render_id}, {done}",
        waited_s=waited_s,
        clock=f"wait of {wait_s:.0f} s",
        render_id=render_id,
        next="nemo export",
    )


def _fetched(status: RenderStatus, part: str) -> Flow[Fetched]:
    """Fetch the video from its own link, or through the API where the link does not serve."""
    fallback = calls.render_file(str(status.id))
    sources: list[str | Call] = [status.url, fallback] if status.url else [fallback]
    reason = ""
    for source in sources:
        try:
            fetched: Fetched = yield Fetch(source, part)
        except (Lost, Undelivered) as fault:
            reason = str(fault)
            continue
        reason = _refusal(fetched)
        if not reason:
            return fetched
    raise BackendFailed("download_failed", reason, render_id=status.id, next="nemo export")


def _refusal(fetched: Fetched) -> str:
    """Return why the bytes are not the video, or nothing where they are."""
    if fetched.status != 200:
        failed = codes.failure("render_file", fetched.status, codes.parse(fetched.body))
        return f"HTTP {fetched.status} {failed.detail if failed else ''}".strip()
    if fetched.expected is not None and fetched.received != fetched.expected:
        return f"{fetched.received} of {fetched.expected} bytes arrived"
    if not fetched.received or looks_like_text(fetched.head, fetched.content_type):
        return f"the link gave {fetched.content_type or 'nothing'} instead of a video"
    return ""
