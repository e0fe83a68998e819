"""The embedded backend: a real server on loopback that edits and renders, without an account.

A peer of the hosted service, not a mock: it speaks the documented protocol over a socket, keeps
everything on disk, and imports nothing of the client. What it INVENTS beyond that protocol:

* Draft keys besides `t tt sg d m` (and `m.title/width/height`): segment `id start source_in
  source_out speed volume fade_in fade_out`, `m.name/asset/src/kind/text/role/position/look`.
* Prices: 100 credits at the start, 20 for a generation, 2 for an edit, nothing for questions.
  The hosted service charges about 100 and 50. A turn never costs more than was reserved for it
  when it was accepted; a new anonymous token after expiry keeps the user and refills to 100.
* HTTP status of refusals: 200 for the codes 1001 1002 2001 4001 4002, the code itself for
  400 402 403 404 409 429. 1001 and 2001 on /run_sse come as an envelope before the stream.
* Fields: `user_id`, `bind_id` in token and session replies, `message` texts, `data` of a 2001
  (`bind_id required available register_url`), `generated_media` as a list of upload items with
  `id` and `prompt`, `canvas_config` as width, height, aspect_ratio.
* A failed turn ends as ADK 2.13 ends one (an `errorCode` event, then `{"error"}`) and is free.
  Edits number 3, 7, 10, 13 ... of a session are silent at the default rate of 0.3.
* What the agent asks comes as a call of `ask_question` with one question; its options are messages
  to send, and a bare number in the next message chooses one. Reasons for doing nothing are text.
* `notes` beside the status of a finished render: what could not be done as asked, in sentences.
* Cancelling answers `{"code": 0, "data": {"id", "status"}}`; rendering an empty draft, an unknown
  format or a malformed body is HTTP 400 with code 400.
* A turn whose listener hangs up goes on. The books name the request each accepted turn came with,
  and its end: running, done, failed, aborted. A token sent to where files are is a leak as well.
* Faults on purpose (`known_faults()`): from the start by `Options(faults="cut:2*1,slow:3:state")`
  or NEMO_SANDBOX_FAULTS, for one request by the header `X-Sandbox-Fault`, at run time by
  `set_faults(url, "...")` or `Sandbox.fault("...")`. They are done at the seams in `faulty/`.
  A second port serves nothing but files, for `foreign_link` and `redirect`.
* What a folder keeps: when a server starts, sessions unused for 30 days go with their files, and
  renders that ended so long ago (`keep_days`). Above 10 GiB (`keep_bytes`) the oldest renders go
  and then the sessions used longest ago, but none used within a day, none with work under way, and
  no render whose link still works. A session that is gone answers 1002, a render 404.
* Paths: `/media/<id>/<name>`, `/renders/<key>/<name>?expires=&signature=`, `/register` with a
  button that adds pretend credits, `/workspace/claim` as a page, `/sandbox/health`,
  `/sandbox/books`, `/sandbox/faults`, `/sandbox/stop`. Every request must name a loopback host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nemo_client.sandbox.daemon import ensure_running, running, stop
    from nemo_client.sandbox.faults import known_faults
    from nemo_client.sandbox.options import Options
    from nemo_client.sandbox.presence import Endpoint
    from nemo_client.sandbox.serve import Sandbox
    from nemo_client.sandbox.switching import set_faults

_HOMES = {
    "Endpoint": "presence",
    "Options": "options",
    "Sandbox": "serve",
    "ensure_running": "daemon",
    "known_faults": "faults",
    "running": "daemon",
    "set_faults": "switching",
    "stop": "daemon",
}

__all__ = [
    "Endpoint",
    "Options",
    "Sandbox",
    "ensure_running",
    "known_faults",
    "running",
    "set_faults",
    "stop",
]


def __getattr__(name: str) -> Any:
    """Public names load on first use: asking whether a server runs must not import one."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
