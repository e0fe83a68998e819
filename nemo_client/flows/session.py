"""Sessions, their state and the link to a browser: short questions, one answer."""

from __future__ import annotations

from nemo_client.errors import NemoError
from nemo_client.flows.asking import ask
from nemo_client.protocol import calls, wire
from nemo_client.protocol.effects import Flow, Tell
from nemo_client.protocol.notices import SessionOpened
from nemo_client.protocol.wire import ClaimLink, Session, State


def open_session(name: str, language: str) -> Flow[Session]:
    """Create a session and return it."""
    session = wire.read_session((yield from ask(calls.open_session(name, language))))
    yield Tell(SessionOpened(session.id, language, session.task_id))
    return session


def read_state(session: str) -> Flow[State]:
    """Return what the session holds now. Raises Precondition for an unknown session."""
    reply = yield from ask(calls.state(session))
    try:
        return wire.read_state(reply, session)
    except NemoError as error:
        error.facts.setdefault("session", session)
        raise


def claim_link(session: str, task: str | None, web: str) -> Flow[ClaimLink | None]:
    """Return a link that opens the project in a browser, or None where there is none to be had.

    The link carries a claim token without API rights; without one there is no link at all,
    because every other form on record would put the account's token into an address.
    """
    if task is None:
        task = (yield from read_state(session)).task_id
    if task is None:
        return None
    try:
        claim = wire.read_claim((yield from ask(calls.claim(task, session))))
    except NemoError:
        return None
    return ClaimLink(
        url=f"{web.rstrip('/')}/workspace/claim?ct={claim.claim_token}",
        expires_in_s=claim.expires_in,
    )
