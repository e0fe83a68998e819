"""Faults of a running server, switched from another process. Light: loads no server."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

PATH = "/sandbox/faults"
TIMEOUT_S = 5.0
# A proxy of the environment has no business on loopback.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def set_faults(endpoint_url: str, faults: str) -> list[str]:
    """Switch these faults on and all others off ("" ends all); what is on now, as text.

    ValueError says what cannot be understood, OSError that no sandbox answers.
    """
    body = json.dumps({"faults": faults}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(endpoint_url.rstrip("/") + PATH, body, headers)
    try:
        with _OPENER.open(request, timeout=TIMEOUT_S) as reply:
            active = json.loads(reply.read())["active"]
    except urllib.error.HTTPError as refused:
        with refused:
            raise ValueError(json.loads(refused.read())["message"]) from None
    return [str(each) for each in active]
