"""Exports: submit a draft, ask how far it is, cancel, and the finished file by two ways."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from nemo_client.sandbox.backend import Backend
from nemo_client.sandbox.books import ATTRIBUTION
from nemo_client.sandbox.faulty.exports import status as told
from nemo_client.sandbox.faulty.files import served
from nemo_client.sandbox.jobs import Job
from nemo_client.sandbox.replies import Refused, as_json, ok
from nemo_client.sandbox.routes.account import json_body, session_of
from nemo_client.sandbox.switches import present

JOB = ("render_fails", "render_stuck", "render_slow")  # faults of a job, not of one answer
_RENDER_ID = re.compile(r"[A-Za-z0-9._\-]{1,128}")


class Download(FileResponse):
    """A file in pieces large enough for the speed of the wire, with ranges and HEAD."""

    chunk_size = 1024**2

    def __init__(self, path: Path, name: str) -> None:
        try:
            found = path.stat()
        except FileNotFoundError:
            raise Refused("not_found", "The file is gone") from None
        super().__init__(path, filename=name, stat_result=found)


async def submit(request: Request, backend: Backend, user: str) -> Response:
    """Start a render of exactly the draft that was sent."""
    missing = [name for name in ATTRIBUTION if not request.headers.get(name, "").strip()]
    if missing:
        raise Refused("no_attribution", f"Export needs the headers {', '.join(missing)}")
    body = await json_body(request)
    name = str(body.get("id") or "")
    if not _RENDER_ID.fullmatch(name):
        raise Refused("bad_request", "`id` must be 1 to 128 letters, digits, dots or dashes")
    session = backend.sessions.get(user, session_of(body, "sessionId"))
    draft, output = body.get("draft"), body.get("output") or {}
    if not isinstance(draft, dict) or not isinstance(output, dict) or not is_exportable(draft):
        raise Refused("bad_request", "The draft has nothing to render")
    faults = present(request.scope)
    is_strict = backend.options.duplicate_render == "error"
    job = backend.renders.submit(
        user,
        name,
        session.id,
        draft,
        output,
        is_duplicate_error=faults.take("duplicate_error") is not None or is_strict,
        take=lambda: {name: values for name in JOB if (values := faults.take(name)) is not None},
    )
    return as_json(told(backend, job, faults))


def is_exportable(draft: dict[str, Any]) -> bool:
    """Whether tracks exist and at least one has a segment."""
    tracks = draft.get("t")
    return isinstance(tracks, list) and any(isinstance(t, dict) and t.get("sg") for t in tracks)


async def status(request: Request, backend: Backend, user: str) -> Response:
    """How far a render is."""
    job = backend.renders.get(user, request.path_params["render"])
    return as_json(told(backend, job, present(request.scope)))


async def cancel(request: Request, backend: Backend, user: str) -> Response:
    """Stop a render."""
    job = backend.renders.cancel(backend.renders.get(user, request.path_params["render"]))
    return ok({"id": job.id, "status": job.status})


async def download(request: Request, backend: Backend, user: str) -> Response:
    """The finished file for the owner of the token."""
    job = backend.renders.get(user, request.path_params["render"])
    if job.status != "completed":
        raise Refused("not_found", f"Render {job.id} is {job.status}")
    faults = present(request.scope)
    if faults.take("download_json") is not None:
        return ok({"output": {"url": backend.renders.link(job)}})
    if faults.take("redirect") is not None:
        return RedirectResponse(backend.renders.link(job, is_foreign=True), 302)
    return _file(job, request)


async def signed_download(request: Request, backend: Backend, user: str) -> Response:
    """The finished file for whoever has the link, and for nobody who shows a token here."""
    if "authorization" in request.headers:
        raise Refused("bad_request", "A signed link must be opened without Authorization")
    query = request.query_params
    proof = (query.get("expires", ""), query.get("signature", ""))
    if dead := backend.aftermath.opened(proof[1]):
        return as_json({"code": dead, "message": "The link has expired"}, dead)
    job = backend.renders.linked(request.path_params["key"], *proof)
    if job is None:
        raise Refused("bad_link")
    return _file(job, request)


async def media(request: Request, backend: Backend, user: str) -> Response:
    """A stored file; its id is what gives the right to read it."""
    stored = backend.sessions.file(request.path_params["asset"])
    if stored is None:
        raise Refused("not_found")
    return Download(Path(stored.asset.path), stored.asset.name)


def _file(job: Job, request: Request) -> Response:
    return served(Download(job.path, job.file_name), request, present(request.scope))
