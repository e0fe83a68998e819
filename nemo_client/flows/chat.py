"""One billed turn, from the snapshot before it to what became of it.

The message is sent once. Whatever happens afterwards is found out by reading the state; nothing
here ever sends the message again. What any later process needs to conclude the turn is written
down before it matters, and `resumed` is that later process.
"""

from __future__ import annotations

from dataclasses import replace

from nemo_client.errors import NemoError
from nemo_client.flows.concluding import concluded, concluded_since, situated, snapshot
from nemo_client.flows.listening import exchange, noted
from nemo_client.protocol import calls
from nemo_client.protocol.effects import Flow, Hold, Now, Renew, Save
from nemo_client.protocol.heard import Heard
from nemo_client.protocol.job import Job, TurnAt
from nemo_client.protocol.outcome import Outcome
from nemo_client.protocol.since import Since
from nemo_client.protocol.snapshot import Snapshot
from nemo_client.protocol.turn import Clocks, Move, Turn


def chat(session: str, text: str, clocks: Clocks) -> Flow[Outcome]:
    """Say `text` to the agent and return what became of it.

    Raises where the turn was provably not accepted; every doubt after sending is an Outcome.
    """
    yield Hold(session)
    try:
        turn, before, heard = yield from _said(session, text, clocks)
    except NemoError as refusal:
        if not _is_stale(refusal) or not (yield Renew()):
            raise
        # That turn is over, and the account may have another balance: this is another turn.
        turn, before, heard = yield from _said(session, text, clocks)
    yield from noted("heard", heard.as_facts())
    return (yield from concluded(turn, session, before, heard, clocks, clocks.checks_s))


def _said(session: str, text: str, clocks: Clocks) -> Flow[tuple[Turn, Snapshot, Heard]]:
    """Take the snapshot, say `text` once, and return what there was and what was heard."""
    before = yield from snapshot(session)
    yield Save("snapshot", before.as_facts(), before.draft_text)
    now: float = yield Now()
    turn = Turn(clocks, now)
    try:
        heard = yield from exchange(turn, calls.chat(session, text), clocks)
    except NemoError as error:
        situated(error, session, before)
        raise
    return turn, before, heard


def _is_stale(refusal: NemoError) -> bool:
    """Whether the message itself was refused for its token; other calls renew it themselves."""
    return refusal.code == "token_refused" and refusal.facts.get("call") == "chat"


def resumed(
    job: Job, draft_text: str | None, clocks: Clocks, since: Since | None = None
) -> Flow[Outcome]:
    """Conclude the turn of a job whose process ended, from its records and the state alone.

    What later turns did is not taken for its doing: `since` is what they saw before they left.
    """
    session = str(job.session_id)
    yield Hold(session)
    before = Snapshot.of_facts(job.before or {}, draft_text)
    heard = Heard.of_facts(job.heard or {"cut": "the process that sent it ended"})
    now: float = yield Now()
    turn = Turn(clocks, now)
    turn.move(Move.SENDING, now)  # on record; here it is only retraced
    if job.turn is TurnAt.HEARD and not heard.cut:
        turn.move(Move.OPENED, now)
        turn.move(Move.ENDED, now)
    else:
        turn.move(Move.CUT, now)
    if since is not None and (since.session or since.credits):
        return (yield from concluded_since(turn, session, before, heard, since))
    if since is not None:  # the balance of now tells of others, too
        before = replace(before, credits=None)
    # Time has passed since it was sent: the first look need not wait.
    return (yield from concluded(turn, session, before, heard, clocks, (0.0, *clocks.checks_s)))
