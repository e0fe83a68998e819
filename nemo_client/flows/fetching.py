"""A finished render into a file: from its own link, from a fresh one, or through the API.

A cut download is continued where it stopped; what is no video is refused. Attempts are counted
from the last byte of progress, so that a bad line is slow and not a failure.
"""

from __future__ import annotations

from nemo_client.errors import BackendFailed, NemoError
from nemo_client.flows.asking import ask
from nemo_client.protocol import calls, codes, wire
from nemo_client.protocol.calls import Call
from nemo_client.protocol.effects import Fetch, Fetched, Flow, Lost, Pause, Tell, Undelivered
from nemo_client.protocol.media import looks_like_text
from nemo_client.protocol.notices import Waiting
from nemo_client.protocol.retry import Backoff
from nemo_client.protocol.wire import RenderStatus

PATIENCE = Backoff(first=1.0, factor=2.0, most=30.0, attempts=6)
HASTE = Backoff(first=1.0, factor=2.0, most=30.0, attempts=2)
"""For a link that never gave a byte: there is another way to the file."""
LINKS = 5
GONE = frozenset({401, 403, 404, 410})
"""What a link answers that was good once; the render's status has a fresh one."""
BUSY = codes.TRANSIENT | {429}


def fetch(status: RenderStatus, part: str) -> Flow[Fetched]:
    """Fetch the video of a finished render to `part`. Raises BackendFailed."""
    render_id = str(status.id)
    link, tried = status.url, set[str]()
    while link and link not in tried and len(tried) < LINKS:
        tried.add(link)
        fetched, reason = yield from _patiently(link, part, render_id)
        if fetched and not reason:
            return fetched
        is_gone = fetched is not None and fetched.status in GONE
        link = (yield from _fresh_link(render_id)) if is_gone else None
    fetched, reason = yield from _patiently(calls.render_file(render_id), part, render_id)
    if reason and fetched and (link := _named(fetched)) and link not in tried:
        fetched, reason = yield from _patiently(link, part, render_id)
    if fetched and not reason:
        return fetched
    raise BackendFailed("download_failed", reason, render_id=render_id, next="nemo export")


def fetch_link(link: str, part: str) -> Flow[Fetched]:
    """Fetch a medium from its address to `part`. Raises BackendFailed."""
    fetched, reason = yield from _patiently(link, part, None)
    if fetched and not reason:
        return fetched
    raise BackendFailed("download_failed", reason, url=link)


def _named(fetched: Fetched) -> str | None:
    """Return the link that an answer names instead of being the video."""
    return wire.link_in(codes.parse(fetched.body)) if fetched.status == 200 else None


def _fresh_link(render_id: str) -> Flow[str | None]:
    """Return where the render is to be had now, None where nothing is said about it."""
    try:
        return wire.read_render((yield from ask(calls.render_status(render_id)))).url
    except NemoError:
        return None


def _patiently(
    source: str | Call, part: str, render_id: str | None
) -> Flow[tuple[Fetched | None, str]]:
    """Fetch from one source, again after each cut; the reason is empty where the file is whole."""
    most = failures = 0
    while True:
        fetched: Fetched | None = None
        try:
            fetched = yield Fetch(source, part, render_id)
            assert fetched is not None
            if not (reason := _passing(fetched)):
                return fetched, _refusal(fetched)
            if fetched.received > most:
                most, failures = fetched.received, 0
        except (Lost, Undelivered) as fault:
            reason = str(fault)
        failures += 1
        backoff = PATIENCE if most or isinstance(source, Call) else HASTE
        pause = backoff.pause(failures)
        if pause is None:
            return fetched, reason
        yield Tell(Waiting("render_file", reason, pause))
        yield Pause(pause)


def _passing(fetched: Fetched) -> str:
    """Return why another attempt may bring the rest, or nothing where none would."""
    if fetched.cut or fetched.status in BUSY:
        return fetched.cut or f"HTTP {fetched.status}"
    if fetched.expected is not None and fetched.received < fetched.expected:
        return f"{fetched.received} of {fetched.expected} bytes arrived"
    return ""


def _refusal(fetched: Fetched) -> str:
    """Return why the bytes are not the video, or nothing where they are."""
    if fetched.status not in (200, 206):
        failed = codes.failure("render_file", fetched.status, codes.parse(fetched.body))
        return f"HTTP {fetched.status} {failed.detail if failed else ''}".strip()
    if not fetched.received or looks_like_text(fetched.head, fetched.content_type):
        return f"the link gave {fetched.content_type or 'nothing'} instead of a video"
    if fetched.expected is not None and fetched.received != fetched.expected:
        return f"{fetched.received} of {fetched.expected} bytes arrived"
    return ""
