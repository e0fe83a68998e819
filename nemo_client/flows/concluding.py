"""What became of a turn that is out: the state is read and compared with the snapshot before it.

Read once where the stream ended well and the state shows what was paid for, again and again where
there is a doubt. Here ends every turn that was not refused, in the process that sent it or in a
later one; nothing here sends anything.
"""

from __future__ import annotations

from nemo_client.draft import Change
from nemo_client.draft.diff import changes
from nemo_client.errors import NemoError, StillRunning, Unsure
from nemo_client.flows import session as sessions
from nemo_client.flows.balance import read_credits
from nemo_client.protocol import codes
from nemo_client.protocol.effects import Flow, Now, Pause, Tell
from nemo_client.protocol.heard import Heard, goes_on, reserves
from nemo_client.protocol.notices import Checking, Generated
from nemo_client.protocol.outcome import Cost, Kind, Outcome
from nemo_client.protocol.since import Since
from nemo_client.protocol.snapshot import Conclusion, Snapshot, conclusion
from nemo_client.protocol.turn import Clocks, Move, Phase, Turn


def snapshot(session: str) -> Flow[Snapshot]:
    """Return what the session holds and the account has. Raises where the state is not told."""
    state = yield from sessions.read_state(session)
    try:
        credits = yield from read_credits()
    except NemoError:
        return Snapshot.of(state, None)  # a balance is worth knowing, not worth failing for
    return Snapshot.of(state, credits if credits.raw else None)  # no numbers are not zero credits


def concluded(
    turn: Turn,
    session: str,
    before: Snapshot,
    heard: Heard,
    clocks: Clocks,
    checks_s: tuple[float, ...],
) -> Flow[Outcome]:
    """Find out what became of a turn that is out."""
    doubt = heard.cut
    after: Snapshot | None = None
    if turn.phase is Phase.SETTLING:
        after, doubt = yield from _settled(turn, session, before, heard, clocks.settle_s)
    if turn.phase is Phase.DOUBTING:
        after = yield from _recovered(turn, session, before, heard, doubt, checks_s)
    stages = 0
    if after is not None and after.clips > before.clips:
        is_pending = bool(heard.waiting or doubt) and reserves(before, after)
        pauses = (*clocks.settle_s, *(checks_s if is_pending else ()))
        after, stages = yield from _second_stage(session, before, after, pauses)
    now: float = yield Now()
    return _outcome(session, heard, before, after, doubt, stages, turn.elapsed_s(now))


def concluded_since(
    turn: Turn, session: str, before: Snapshot, heard: Heard, since: Since
) -> Flow[Outcome]:
    """Conclude a turn that others have followed: by what they saw, where they saw it."""
    after = since.session
    if after is None:
        try:
            after = Snapshot.of((yield from sessions.read_state(session)), since.credits)
        except NemoError:
            after = None
    now: float = yield Now()
    turn.move(Move.COMPARED if after else Move.GAVE_UP, now)
    stages = 0
    if after is not None and after.clips > before.clips:
        stages = 1 + (after.touches > before.touches)
    doubt = heard.cut or goes_on(heard, before, after)
    return _outcome(session, heard, before, after, doubt, stages, turn.elapsed_s(now))


def _settled(
    turn: Turn, session: str, before: Snapshot, heard: Heard, settle_s: tuple[float, ...]
) -> Flow[tuple[Snapshot | None, str]]:
    """Read the state after a stream that ended well, and why the turn is not over, if it is not.

    A turn that was paid for has most likely changed something: a state that does not show it yet
    is read again. There is none where it cannot be read.
    """
    after: Snapshot | None = None
    for pause in (0.0, *settle_s):
        if pause:
            yield Pause(pause)
        try:
            after = yield from snapshot(session)
        except NemoError:
            break
        if conclusion(before, after) is not Conclusion.CHARGED:
            break
    doubt = goes_on(heard, before, after)
    now: float = yield Now()
    turn.move(Move.GOES_ON if doubt else Move.COMPARED if after else Move.GAVE_UP, now)
    return after, doubt


def _recovered(
    turn: Turn,
    session: str,
    before: Snapshot,
    heard: Heard,
    doubt: str,
    checks_s: tuple[float, ...],
) -> Flow[Snapshot | None]:
    """Read the state again and again, never the message: what changed tells what happened.

    Raises StillRunning where credits are still reserved for the turn after the last reading.
    """
    after: Snapshot | None = None
    now = 0.0
    for read, pause in enumerate(checks_s, 1):
        yield Tell(Checking(doubt, read, len(checks_s), pause))
        if pause:
            yield Pause(pause)
        now = yield Now()
        try:
            after = yield from snapshot(session)
        except NemoError:
            continue
        if conclusion(before, after) is Conclusion.CHANGED and not goes_on(heard, before, after):
            break
    found = conclusion(before, after)
    told = found in (Conclusion.CHANGED, Conclusion.CHARGED)  # what was paid for may show late
    turn.move(Move.COMPARED if told else Move.GAVE_UP, now)
    if found is Conclusion.RUNNING:
        raise StillRunning(
            "still_running",
            reason="still_reserved",
            waited_s=turn.elapsed_s(now),
            clock="recovery",
            next="nemo recover",
        )
    return after


def _second_stage(
    session: str, before: Snapshot, after: Snapshot, pauses_s: tuple[float, ...]
) -> Flow[tuple[Snapshot, int]]:
    """Tell of the clip at once, then look for the finishing touches for a while."""
    if after.draft is not None:
        yield Tell(Generated(after.draft))
    if after.touches > before.touches:
        return after, 2  # there is more than the bare clip already: nothing to wait for
    for pause in pauses_s:
        yield Pause(pause)
        try:
            later = yield from snapshot(session)
        except NemoError:
            continue
        if later.differs(after):
            return later, 2
    return after, 1


def _outcome(
    session: str,
    heard: Heard,
    before: Snapshot,
    after: Snapshot | None,
    doubt: str,
    stages: int,
    elapsed_s: float,
) -> Outcome:
    changed = None if after is None else after.has_other_draft(before)
    has_made = after is not None and after.has_made(before)
    if changed is None and not (heard.text or heard.question):
        doubt = doubt or "the state could not be read"
    error = _error(heard, doubt, conclusion(before, after))
    if error is not None:
        situated(error, session, before)
    return Outcome(
        kind=_kind(heard, error, changed, bool(stages) or (has_made and not changed)),
        session_id=session,
        text=heard.text,
        replied=bool(heard.text),
        draft_changed=changed,
        generated=after.new_assets(before) if after and has_made else (),
        changes=_changes(before, after) if after else (),
        cost=Cost(before.credits, after.credits if after else None),
        elapsed_s=elapsed_s,
        question=heard.question,
        tools=heard.tools,
        media=heard.media,
        thoughts=heard.thoughts,
        incomplete=bool(heard.cut) or heard.interrupted,
        stages=stages,
        error=error,
        fingerprint=after.fingerprint if after else None,
        draft=after.draft if after else None,
    )


def _changes(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """Return what differs, none where the draft of before is known by its fingerprint alone."""
    is_lost = before.draft is None and before.fingerprint is not None
    return () if is_lost else changes(before.draft, after.draft)


def _error(heard: Heard, doubt: str, found: Conclusion) -> NemoError | None:
    if heard.fault:
        return codes.in_stream(*heard.fault)
    if doubt and found not in (Conclusion.CHANGED, Conclusion.CHARGED):
        return Unsure("unsure", doubt, call="chat", conclusion=str(found), next="nemo status")
    return None


def _kind(heard: Heard, error: NemoError | None, changed: bool | None, generated: bool) -> Kind:
    if isinstance(error, Unsure):
        return "unsure"
    if error is not None:
        return "failed"
    if heard.question is not None:
        return "asked"
    if generated:
        return "generated"
    if changed:
        return "changed"
    return "replied" if heard.text else "unchanged"


def situated(error: NemoError, session: str, before: Snapshot) -> None:
    """Give an error of a turn what its words need: where it was, and whose account."""
    error.facts.setdefault("session", session)
    if before.bind_id is not None:
        error.facts.setdefault("bind_id", before.bind_id)
