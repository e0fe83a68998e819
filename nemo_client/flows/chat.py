"""One billed turn, from the snapshot before it to what became of it.

The message is sent once. Whatever happens afterwards, the state is read and compared with the
snapshot; nothing here ever sends the message again. What any later process needs to conclude
the turn is written down before it matters, and `resumed` is that later process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nemo_client.draft.diff import changes
from nemo_client.errors import NemoError, StillRunning, Unsure
from nemo_client.flows import session as sessions
from nemo_client.flows.balance import read_credits
from nemo_client.flows.listening import exchange
from nemo_client.protocol import calls, codes
from nemo_client.protocol.effects import Flow, Hold, Now, Pause, Save, Tell
from nemo_client.protocol.job import Job, TurnAt
from nemo_client.protocol.notices import Checking, Generated
from nemo_client.protocol.outcome import Cost, Kind, Media, Outcome, Question
from nemo_client.protocol.snapshot import Conclusion, Snapshot, conclusion
from nemo_client.protocol.transcript import Transcript
from nemo_client.protocol.turn import Clocks, Move, Phase, Turn


@dataclass(frozen=True, slots=True)
class Heard:
    """What a stream said, whole or as far as it came; `cut` is why it ended badly, or empty."""

    text: str = ""
    tools: tuple[str, ...] = ()
    thoughts: str = ""
    question: Question | None = None
    media: tuple[Media, ...] = ()
    fault: tuple[int | str | None, str] | None = None
    interrupted: bool = False
    cut: str = ""

    @classmethod
    def of(cls, transcript: Transcript, cut: str) -> Heard:
        """Return what a transcript holds at the end of its stream."""
        fault = transcript.fault
        return cls(
            text=transcript.text,
            tools=tuple(transcript.tools),
            thoughts=transcript.thoughts,
            question=transcript.question,
            media=tuple(transcript.media),
            fault=(fault.code, fault.message) if fault else None,
            interrupted=transcript.interrupted,
            cut=cut,
        )

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> Heard:
        """Return what was written down of a stream."""
        asked = facts.get("question")
        fault = facts.get("fault")
        return cls(
            text=str(facts.get("text") or ""),
            tools=tuple(facts.get("tools") or ()),
            thoughts=str(facts.get("thoughts") or ""),
            question=Question(asked["text"], tuple(asked["options"])) if asked else None,
            fault=(fault[0], str(fault[1])) if fault else None,
            interrupted=bool(facts.get("interrupted")),
            cut=str(facts.get("cut") or ""),
        )

    def as_facts(self) -> dict[str, Any]:
        """Return it JSON-ready; media stay with the backend."""
        facts = asdict(self)
        del facts["media"]
        return facts


def chat(session: str, text: str, clocks: Clocks) -> Flow[Outcome]:
    """Say `text` to the agent and return what became of it.

    Raises where the turn was provably not accepted; every doubt after sending is an Outcome.
    """
    yield Hold(session)
    before = yield from _snapshot(session)
    yield Save("snapshot", before.as_facts(), before.draft_text)
    now: float = yield Now()
    turn = Turn(clocks, now)
    transcript = Transcript()
    cut = yield from exchange(turn, calls.chat(session, text), transcript, clocks, session)
    heard = Heard.of(transcript, cut)
    yield Save("heard", heard.as_facts())
    return (yield from _concluded(turn, session, before, heard, clocks, clocks.checks_s))


def resumed(job: Job, draft_text: str | None, clocks: Clocks) -> Flow[Outcome]:
    """Conclude the turn of a job whose process ended, from its records and the state alone."""
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
    # Time has passed since it was sent: the first look need not wait.
    return (yield from _concluded(turn, session, before, heard, clocks, (0.0, *clocks.checks_s)))


def _concluded(
    turn: Turn,
    session: str,
    before: Snapshot,
    heard: Heard,
    clocks: Clocks,
    checks_s: tuple[float, ...],
) -> Flow[Outcome]:
    """Find out what became of a turn that is out, and write it down."""
    if turn.phase is Phase.DOUBTING:
        after = yield from _recovered(turn, session, before, heard.cut, checks_s)
    else:
        after = yield from _settled(turn, session, before, clocks.settle_s)
    stages = 0
    if after is not None and after.clips > before.clips:
        after, stages = yield from _second_stage(session, after, clocks)
    now: float = yield Now()
    return _outcome(session, heard, before, after, stages, turn.elapsed_s(now))


def _snapshot(session: str) -> Flow[Snapshot]:
    state = yield from sessions.read_state(session)
    try:
        credits = yield from read_credits()
    except NemoError:
        return Snapshot.of(state, None)  # a balance is worth knowing, not worth failing for
    return Snapshot.of(state, credits if credits.raw else None)  # no numbers are not zero credits


def _settled(
    turn: Turn, session: str, before: Snapshot, settle_s: tuple[float, ...]
) -> Flow[Snapshot | None]:
    """Read the state after a stream that ended well; None where it cannot be had.

    A turn that was paid for has most likely changed something: a state that does not show it yet
    is read again.
    """
    after: Snapshot | None = None
    for pause in (0.0, *settle_s):
        if pause:
            yield Pause(pause)
        try:
            after = yield from _snapshot(session)
        except NemoError:
            break
        if conclusion(before, after) is not Conclusion.CHARGED:
            break
    now: float = yield Now()
    turn.move(Move.COMPARED if after else Move.GAVE_UP, now)
    return after


def _recovered(
    turn: Turn, session: str, before: Snapshot, reason: str, checks_s: tuple[float, ...]
) -> Flow[Snapshot | None]:
    """Read the state again and again, never the message: what changed tells what happened.

    Raises StillRunning where credits are still reserved for the turn after the last reading.
    """
    after: Snapshot | None = None
    now = 0.0
    for read, pause in enumerate(checks_s, 1):
        yield Tell(Checking(reason, read, len(checks_s), pause))
        if pause:
            yield Pause(pause)
        now = yield Now()
        try:
            after = yield from _snapshot(session)
        except NemoError:
            continue
        if conclusion(before, after) is Conclusion.CHANGED:
            turn.move(Move.COMPARED, now)
            return after
    if conclusion(before, after) is Conclusion.CHARGED:  # what it changed may show late, or never
        turn.move(Move.COMPARED, now)
        return after
    turn.move(Move.GAVE_UP, now)
    if conclusion(before, after) is Conclusion.RUNNING:
        raise StillRunning(
            "still_running",
            "credits are still reserved for it",
            waited_s=turn.elapsed_s(now),
            clock="recovery",
            next="nemo recover",
        )
    return after


def _second_stage(session: str, after: Snapshot, clocks: Clocks) -> Flow[tuple[Snapshot, int]]:
    """Tell of the clip at once, then look for the finishing touches for a while."""
    if after.draft is not None:
        yield Tell(Generated(after.draft))
    if after.tracks > 1:
        return after, 2  # there is more than the bare clip already: nothing to wait for
    for pause in clocks.settle_s:
        yield Pause(pause)
        try:
            later = yield from _snapshot(session)
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
    stages: int,
    elapsed_s: float,
) -> Outcome:
    found = conclusion(before, after)
    changed = None if after is None else after.differs(before)
    error = _error(heard, found, changed)
    if error is not None:
        error.facts.setdefault("session", session)
    return Outcome(
        kind=_kind(heard, error, changed, stages),
        session_id=session,
        text=heard.text,
        replied=bool(heard.text),
        draft_changed=changed,
        generated=after.new_assets(before) if after and stages else (),
        changes=changes(before.draft, after.draft) if after else (),
        cost=Cost(before.credits, after.credits if after else None),
        elapsed_s=elapsed_s,
        question=heard.question,
        tools=heard.tools,
        media=heard.media,
        thoughts=heard.thoughts,
        incomplete=bool(heard.cut) or heard.interrupted,
        stages=stages,
        error=error,
    )


def _error(heard: Heard, found: Conclusion, changed: bool | None) -> NemoError | None:
    if heard.fault:
        return codes.in_stream(*heard.fault)
    reason = heard.cut
    if changed is None and not heard.text:
        reason = reason or "the state could not be read"
    if reason and found not in (Conclusion.CHANGED, Conclusion.CHARGED):
        return Unsure("unsure", reason, call="chat", conclusion=str(found), next="nemo status")
    return None


def _kind(heard: Heard, error: NemoError | None, changed: bool | None, stages: int) -> Kind:
    if isinstance(error, Unsure):
        return "unsure"
    if error is not None:
        return "failed"
    if heard.question is not None:
        return "asked"
    if stages:
        return "generated"
    if changed:
        return "changed"
    return "replied" if heard.text else "unchanged"
