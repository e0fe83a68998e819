"""Pages for people (register, claim) and the sandbox's own doors (health, books, faults, stop)."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from nemo_client.sandbox.backend import Backend
from nemo_client.sandbox.faults import known_faults
from nemo_client.sandbox.identity import holds_token
from nemo_client.sandbox.replies import Refused, as_json
from nemo_client.sandbox.routes.account import json_body
from nemo_client.sandbox.sessions import Stored
from nemo_client.sandbox.switches import parse

NONCE_HEADER = "x-sandbox-nonce"
TAGS = {
    "video": "<video controls src='{}'></video>",
    "image": "<img src='{}' alt='' style='max-width:100%'>",
    "audio": "<audio controls src='{}'></audio>",
}
TRACK_KINDS = {0: "video", 1: "audio", 7: "text"}
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="referrer" content="no-referrer">
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem}}
video{{max-width:100%}} td,th{{text-align:left;padding:.2rem 1rem .2rem 0}}</style></head>
<body><h1>{title}</h1>
{body}
<p><small>This is the local sandbox of nemo_client. Nothing here leaves this machine.</small></p>
</body></html>
"""


def page(title: str, body: str, status: int = 200) -> Response:
    """An HTML page; `body` is markup, `title` is text."""
    return HTMLResponse(_PAGE.format(title=escape(title), body=body), status)


async def register(request: Request, backend: Backend, user: str) -> Response:
    """The page with the button that adds pretend credits."""
    bind = request.query_params.get("bind", "")
    return _register_page(backend, bind, "")


async def top_up(request: Request, backend: Backend, user: str) -> Response:
    """The button was pressed."""
    form = parse_qs((await request.body()).decode("utf-8", "replace"))
    bind = form.get("bind", [""])[0]
    done = backend.accounts.top_up(bind)
    return _register_page(backend, bind, "Credits were added." if done else "")


def _register_page(backend: Backend, bind: str, said: str) -> Response:
    if not backend.accounts.exists(bind):
        body = "<p>Open this page with <code>?bind=</code> and the id the backend told you.</p>"
        return page("Register", body, 404)
    has = backend.accounts.balance(bind)
    return page(
        "Register",
        f"<p>{said}</p><p>{escape(bind)} has {has.available} credits"
        f" and {has.frozen} reserved.</p>"
        '<form method="post" action="/register">'
        f'<input type="hidden" name="bind" value="{escape(bind)}">'
        f"<button>Add {backend.options.credits} pretend credits</button></form>",
    )


async def claim_page(request: Request, backend: Backend, user: str) -> Response:
    """The project behind a claim token; any other credential is turned away."""
    query = request.query_params
    if "token" in query or holds_token(str(request.url)):
        return page("Bad link", "<p>A claim link holds <code>ct</code> and never a token.</p>", 400)
    session = backend.sessions.claimed(query.get("ct", ""))
    if session is None:
        return page("Unknown link", "<p>This link is unknown or older than seven days.</p>", 404)
    films = [
        f"<h2>{escape(job.file_name)}</h2>{TAGS['video'].format(escape(backend.renders.link(job)))}"
        for job in backend.renders.of_session(session.id)
        if job.status == "completed"
    ]
    files = [_file(stored) for stored in backend.sessions.files(session.id)]
    parts = [_timeline(session.draft), *films, "<h2>Media</h2>", *(files or ["<p>None yet.</p>"])]
    return page(session.task_name, "\n".join(parts))


def _timeline(draft: dict[str, Any] | None) -> str:
    """The tracks as a table."""
    if not draft or not draft.get("t"):
        return "<p>The timeline is empty.</p>"
    rows = "".join(
        f"<tr><td>{TRACK_KINDS.get(track.get('tt'), 'track')}</td><td>{start / 1000:.1f} s</td>"
        f"<td>{length / 1000:.1f} s</td><td>{escape(label)}</td></tr>"
        for track in draft["t"]
        for start, length, label in map(_segment, track.get("sg") or [])
    )
    head = "<tr><th>track</th><th>start</th><th>length</th><th></th></tr>"
    length = f"<p>{draft.get('d', 0) / 1000:.1f} seconds</p>"
    return f"{length}<table>{head}{rows}</table>"


def _segment(segment: dict[str, Any]) -> tuple[int, int, str]:
    meta = segment.get("m") or {}
    label = meta.get("text") or meta.get("title") or meta.get("name") or ""
    return segment.get("start", 0), segment.get("d", 0), str(label)


def _file(stored: Stored) -> str:
    """A media file as something to play or look at."""
    asset = stored.asset
    source = escape(asset.cdn_url)
    return f"<p>{escape(asset.name)}<br>{TAGS[asset.kind].format(source)}</p>"


async def health(request: Request, backend: Backend, user: str) -> Response:
    """Proof of life: the nonce is the one of the state file."""
    if backend.activity.is_closing:
        return as_json({"status": "stopping"}, 503)
    return as_json({"status": "ok", "nonce": backend.nonce, "busy": backend.workshop.busy})


async def books(request: Request, backend: Backend, user: str) -> Response:
    """Everything that was received and billed."""
    return as_json(backend.books.as_dict())


async def faults(request: Request, backend: Backend, user: str) -> Response:
    """What goes wrong on purpose now, and what could."""
    known = [{"fault": f.signature, "where": f.where, "line": f.line} for f in known_faults()]
    return as_json({"active": backend.faults.active(), "known": known})


async def switch_faults(request: Request, backend: Backend, user: str) -> Response:
    """Switch faults on, and all others off.

    JSON is demanded because a page of somebody else cannot send it here unasked.
    """
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise Refused("bad_request", "JSON is expected")
    try:
        backend.faults.set(parse(str((await json_body(request)).get("faults", ""))))
    except ValueError as error:
        raise Refused("bad_request", str(error)) from error
    return as_json({"active": backend.faults.active()})


async def stop(request: Request, backend: Backend, user: str) -> Response:
    """End the server; only for who has read its state file."""
    if request.headers.get(NONCE_HEADER) != backend.nonce:
        raise Refused("bad_request", "The nonce is not the one of this server")
    backend.stop()
    return as_json({"status": "stopping"})
