"""Uploads gone wrong: cut off on the way, refused before they come, answered in another shape."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from starlette.responses import Response

from nemo_client.sandbox.faulty.line import HungUp
from nemo_client.sandbox.replies import RULES, as_json
from nemo_client.sandbox.switches import Present

Reply = dict[str, Any]


async def arriving(body: AsyncIterator[bytes], faults: Present) -> AsyncIterator[bytes]:
    """The body, up to where the connection is to end."""
    cut = faults.take("upload_cut")
    arrived = 0
    async for data in body:
        arrived += len(data)
        if cut and arrived >= cut["bytes"]:
            raise HungUp(cut["reset"])
        yield data


def refused_early(faults: Present) -> Response | None:
    """A refusal that does not wait for the body."""
    early = faults.take("upload_early")
    if early is None:
        return None
    code = early["code"]
    messages = {rule.code: rule.message for rule in RULES.values()}
    message = messages.get(code, "Payload too large")
    response = as_json({"code": code, "message": message}, code if code < 600 else 200)
    if early["close"]:
        response.headers["connection"] = "close"
    return response


def told(items: Sequence[Reply], faults: Present) -> Reply:
    """What the reply says about the files."""
    other = faults.take("upload_reply")
    return SHAPES[other["kind"]](items) if other else _files(items)


def _files(items: Sequence[Reply]) -> Reply:
    return {"files": list(items), "session_state_applied": True}


def _uploaded_files(items: Sequence[Reply]) -> Reply:
    return {"uploaded_files": [{"url": i["cdn_url"], "name": i["filename"]} for i in items]}


def _url(items: Sequence[Reply]) -> Reply:
    return {"url": items[0]["cdn_url"], "filename": items[0]["filename"]}


def _file_id(items: Sequence[Reply]) -> Reply:
    file_id = items[0]["cdn_url"].split("/")[-2]
    return {"file_id": file_id, **_url(items)}


SHAPES: Mapping[str, Callable[[Sequence[Reply]], Reply]] = {
    "uploaded_files": _uploaded_files,
    "url": _url,
    "file_id": _file_id,
}
