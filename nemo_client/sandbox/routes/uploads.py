"""Uploads: files of a form streamed to disk, or addresses the server fetches itself."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from nemo_client.sandbox.backend import Backend
from nemo_client.sandbox.faulty.intake import arriving, refused_early, told
from nemo_client.sandbox.intake import Part, drain, fetch, receive
from nemo_client.sandbox.replies import Refused, ok
from nemo_client.sandbox.routes.account import json_body
from nemo_client.sandbox.sessions import upload_item
from nemo_client.sandbox.switches import present


async def upload(request: Request, backend: Backend, user: str) -> Response:
    """Take files into the session: all of them or none."""
    path = request.path_params
    kind = request.headers.get("content-type", "")
    is_form = kind.startswith("multipart/")
    faults = present(request.scope)
    if early := refused_early(faults):
        return early
    try:
        session = backend.sessions.get(user, path["session"], named=path["user"])
    except Refused:
        await refuse_body(request)
        raise
    limit = backend.options.max_upload_bytes
    if is_form:
        body = arriving(request.stream(), faults)
        parts = await receive(body, kind, backend.media.incoming, limit)
    else:
        parts = await _fetched(request, backend, limit)
    taken = await backend.media.adopt(session.id, parts)
    return ok(told([upload_item(each) for each in taken], faults))


async def _fetched(request: Request, backend: Backend, limit: int) -> list[Part]:
    """The files behind the addresses of a JSON body."""
    urls = (await json_body(request)).get("urls")
    if not isinstance(urls, list) or not urls or not all(isinstance(url, str) for url in urls):
        raise Refused("bad_request", "`urls` must be a list of addresses")
    parts: list[Part] = []
    try:
        for url in urls:
            parts.append(await asyncio.to_thread(fetch, url, backend.media.incoming, limit))
    except BaseException:
        for part in parts:
            part.drop()
        raise
    return parts


async def refuse_body(request: Request) -> None:
    """Read a body nobody wants, unless the sender waits for permission to send it."""
    if "100-continue" not in request.headers.get("expect", "").lower():
        await drain(request.stream())
