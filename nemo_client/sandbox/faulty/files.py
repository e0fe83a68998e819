"""Downloads gone wrong: ranges, validators and lengths that are not what they should be.

Works on the request's headers before the file is served, and on the answer's on its way out.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Message, Receive, Scope, Send

from nemo_client.sandbox.faults import Taken
from nemo_client.sandbox.switches import Present

HOP = "hop"
RawHeaders = list[tuple[bytes, bytes]]


def served(response: Response, request: Request, faults: Present) -> Response:
    """The file as it is served with the faults that are on."""
    if (redirect := faults.take("redirect")) and (away := _next_hop(request, redirect["hops"])):
        return away
    taken = faults.take_all("file")
    if "etag_changes" in taken:
        response.headers["etag"] = f'"{secrets.token_hex(16)}"'
    return Tampered(response, taken) if taken else response


def _next_hop(request: Request, hops: int | str) -> Response | None:
    """A redirect to the same address, until there were enough of them."""
    hop = request.query_params.get(HOP, "")
    done = int(hop) if hop.isdecimal() else 0
    if hops != "loop" and done >= int(hops):
        return None
    query = dict(request.query_params) | {HOP: str(done + 1)}
    return RedirectResponse(f"{request.url.path}?{urlencode(query)}", 302)


class Tampered(Response):
    """A file response between a changed request and a changed answer."""

    def __init__(self, inner: Response, faults: Taken) -> None:
        super().__init__()
        self._inner, self._faults = inner, faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the file, but not as asked or not as told."""
        room = 0

        async def sent(message: Message) -> None:
            nonlocal room
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                room = self._change(headers)
                message = {**message, "headers": headers.raw}
            else:
                body = message.get("body", b"")[:room]
                room -= len(body)
                message = {**message, "body": body}
            await send(message)

        asked = list(self._asked(scope["headers"]))
        await self._inner({**scope, "headers": asked}, receive, sent)

    def _asked(self, headers: RawHeaders) -> Iterable[tuple[bytes, bytes]]:
        """The request as the file sees it."""
        lies = self._faults.get("etag_changes", {}).get("kind") == "lie"
        for name, value in headers:
            if name == b"range" and "range_ignored" in self._faults:
                continue
            if name == b"if-range" and lies:
                continue
            if name == b"range" and (shift := self._faults.get("range_shifted")):
                value = re.sub(rb"(?<==)\d+", lambda m: b"%d" % (int(m[0]) + shift["bytes"]), value)
            yield name, value

    def _change(self, headers: MutableHeaders) -> int:
        """Change the answer's headers; how many bytes of the body may pass."""
        length = int(headers.get("content-length", "0"))
        if short := self._faults.get("short_file"):
            length = max(0, length - short["bytes"])
            headers["content-length"] = str(length)
        if "no_validators" in self._faults:
            del headers["etag"], headers["last-modified"]
        if "no_length" in self._faults:
            del headers["content-length"]
        return length
