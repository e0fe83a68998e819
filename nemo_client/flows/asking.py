"""One call, asked as often as its endpoint allows: the only place that repeats anything."""

from __future__ import annotations

from nemo_client.errors import NemoError, NotSent, RateLimited
from nemo_client.protocol import codes, retry
from nemo_client.protocol.calls import Call
from nemo_client.protocol.effects import Ask, Flow, Lost, Pause, Renew, Reply, Tell, Undelivered


def ask(call: Call, timeout_s: float | None = None) -> Flow[Reply]:
    """Return the reply to `call`, after the repeats that its description permits.

    A refused token is renewed once, where the account is anonymous. Raises NotSent where the
    network failed; failures that the backend tells are in the reply.
    """
    attempt = 0
    renewed = False
    while True:
        attempt += 1
        try:
            reply: Reply = yield Ask(call, timeout_s)
        except Undelivered as fault:
            yield from _wait(call, str(fault), retry.after_undelivered(attempt), "not_sent")
            continue
        except Lost as fault:
            pause = retry.after_fault(call.endpoint, attempt)
            yield from _wait(call, str(fault), pause, "connection_lost")
            continue
        failed = codes.failure(call.name, reply.status, codes.parse(reply.body))
        if _is_stale(call, failed) and not renewed:
            renewed = True
            if (yield Renew()):
                continue
        pause = _pause_after(call, reply, failed, attempt)
        if pause is None:
            return reply
        yield from _waited(call, f"HTTP {reply.status}", pause)


def _is_stale(call: Call, failed: NemoError | None) -> bool:
    return call.endpoint.bearer and failed is not None and failed.code == "token_refused"


def _pause_after(call: Call, reply: Reply, failed: NemoError | None, attempt: int) -> float | None:
    if isinstance(failed, RateLimited):
        return retry.after_rate_limit(call.endpoint, attempt, reply.headers.get("retry-after"))
    if reply.status in codes.TRANSIENT:
        return retry.after_fault(call.endpoint, attempt)
    return None


def _wait(call: Call, reason: str, pause: float | None, code: str) -> Flow[None]:
    if pause is None:
        raise NotSent(code, reason, call=call.name)
    yield from _waited(call, reason, pause)


def _waited(call: Call, reason: str, pause: float) -> Flow[None]:
    from nemo_client.protocol.notices import Waiting  # loaded by whoever has something to tell

    yield Tell(Waiting(call.name, reason, pause))
    yield Pause(pause)
