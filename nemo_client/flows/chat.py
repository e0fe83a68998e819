"""One billed turn, from the snapshot before it to what became of it.

The message is sent once. Whatever happens afterwards, the state is read and compared with the
snapshot; nothing here ever sends the message again.
"""

from __future__ import annotations

from dataclasses import dataclass

from nemo_client.draft.codec import fingerprint
from nemo_client.draft.diff import changes
from nemo_client.errors import BackendFailed, NemoError, NotSent, Unsure
from nemo_client.flows import session as sessions
from nemo_client.flows.balance import read_credits
from nemo_client.protocol import calls, codes
from nemo_client.protocol import events as ev
from nemo_client.protocol.calls import Call
from nemo_client.protocol.effects import (
    Broke,
    Chunk,
    Closed,
    Flow,
    Listen,
    Lost,
    Next,
    Now,
    Pause,
    Renew,
    Reply,
    Tell,
    Undelivered,
)
from nemo_client.protocol.envelope import Credits
from nemo_client.protocol.notices import Checking, Generated, StillWorking, ToolStarted
from nemo_client.protocol.outcome import Cost, Kind, Outcome
from nemo_client.protocol.sse import FrameReader
from nemo_client.protocol.transcript import Transcript
from nemo_client.protocol.turn import Clocks, Move, Phase, Turn
from nemo_client.protocol.wire import Asset, State


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the session held and what the account had, at one moment."""

    state: State
    credits: Credits | None

    @property
    def print(self) -> tuple[str | None, int, int]:
        """What differs when a turn did something: draft, media made, media known."""
        draft = self.state.draft
        return (
            fingerprint(draft.raw) if draft else None,
            len(self.state.generated),
            len(self.state.assets),
        )


def chat(session: str, text: str, clocks: Clocks) -> Flow[Outcome]:
    """Say `text` to the agent and return what became of it.

    Raises where the turn was provably not accepted; every doubt after sending is an Outcome.
    """
    before = yield from _snapshot(session)
    now: float = yield Now()
    turn = Turn(clocks, now)
    transcript = Transcript()
    reason = yield from _exchange(turn, calls.chat(session, text), transcript, clocks, session)
    if turn.phase is Phase.DOUBTING:
        after = yield from _recovered(turn, session, before, reason, clocks)
    else:
        after = yield from _settled(turn, session, before)
    stages = 0
    if after is not None and _made_clip(before, after):
        after, stages = yield from _second_stage(session, before, after, clocks)
    now = yield Now()
    return _outcome(session, transcript, before, after, reason, stages, turn.elapsed_s(now))


def _snapshot(session: str) -> Flow[Snapshot]:
    state = yield from sessions.read_state(session)
    try:
        credits = yield from read_credits()
    except NemoError:
        return Snapshot(state, None)  # a balance is worth knowing, not worth failing for
    return Snapshot(state, credits)


def _exchange(
    turn: Turn, call: Call, transcript: Transcript, clocks: Clocks, session: str
) -> Flow[str]:
    """Send the message and listen to the end; return why the stream ended badly, or nothing."""
    now: float = yield Now()
    turn.move(Move.SENDING, now)
    try:
        answer = yield Listen(call, clocks.connect_s, clocks.first_byte_s, clocks.total_s)
    except Undelivered as fault:
        turn.move(Move.UNDELIVERED, now)
        raise NotSent("not_sent", str(fault), call="chat") from None
    except Lost as fault:
        turn.move(Move.CUT, now)
        return str(fault)
    if isinstance(answer, Reply):
        failed = codes.failure("chat", answer.status, codes.parse(answer.body))
        if failed is None or failed.code == "backend_unavailable":
            # A gateway's fault, or a page in place of a stream, does not tell who got the message.
            turn.move(Move.CUT, answer.at)
            return f"HTTP {answer.status} and no stream"
        turn.move(Move.REFUSED, answer.at)
        raise (yield from _refused(failed, session))
    turn.move(Move.OPENED, answer.at)
    return (yield from _listen(turn, transcript))


def _refused(failed: NemoError, session: str) -> Flow[NemoError]:
    """Return why a message was not accepted; a stale token is renewed for the next call."""
    failed.facts.setdefault("session", session)
    if failed.code == "token_refused" and (yield Renew()):
        failed.facts["renewed"] = True
    return failed


def _listen(turn: Turn, transcript: Transcript) -> Flow[str]:
    frames = FrameReader()
    now: float = yield Now()
    while True:
        heard = yield Next(turn.wait_s(now))
        now = heard.at
        if isinstance(heard, Closed | Broke):
            told, half_told = frames.close()
            yield from _fold(turn, transcript, told, now)
            reason = _why_ended(heard, half_told)
            turn.move(Move.CUT if reason else Move.ENDED, now)
            return reason
        if isinstance(heard, Chunk):
            try:
                told = frames.feed(heard.data)
            except BackendFailed as fault:
                turn.move(Move.CUT, now)
                return fault.detail
            yield from _fold(turn, transcript, told, now)
        if turn.ended(now):
            turn.move(Move.ENDED, now)
            return ""
        if rung := turn.rung(now):
            turn.move(Move.CUT, now)
            return f"the {rung[0]} clock of {rung[1]:.0f} s ran out"
        if turn.notice_due(now):
            yield Tell(StillWorking(turn.elapsed_s(now)))


def _why_ended(heard: Closed | Broke, half_told: bool) -> str:
    if isinstance(heard, Broke):
        return heard.reason or "the connection broke"
    return "the stream stopped in the middle of an event" if half_told else ""


def _fold(turn: Turn, transcript: Transcript, frames: list[str], now: float) -> Flow[None]:
    progress = False
    for frame in frames:
        for event in ev.read(frame):
            if isinstance(event, ev.Beat):
                continue
            progress = True
            for notice in transcript.add(event):
                yield Tell(notice)
            if isinstance(event, ev.ToolCalled):
                yield Tell(ToolStarted(event.name, turn.elapsed_s(now)))
    turn.heard(now, progress, transcript.looks_final)


def _settled(turn: Turn, session: str, before: Snapshot) -> Flow[Snapshot | None]:
    """Read the state after a stream that ended well; None where it cannot be had."""
    now: float = yield Now()
    try:
        after = yield from _snapshot(session)
    except NemoError:
        turn.move(Move.GAVE_UP, now)
        return None
    turn.move(Move.COMPARED, now)
    return after


def _recovered(
    turn: Turn, session: str, before: Snapshot, reason: str, clocks: Clocks
) -> Flow[Snapshot | None]:
    """Read the state again and again, never the message: what changed tells what happened."""
    after: Snapshot | None = None
    now = 0.0
    for read, pause in enumerate(clocks.checks_s, 1):
        yield Tell(Checking(reason, read, len(clocks.checks_s), pause))
        yield Pause(pause)
        now = yield Now()
        try:
            after = yield from _snapshot(session)
        except NemoError:
            continue
        if after.print != before.print:
            turn.move(Move.COMPARED, now)
            return after
    turn.move(Move.GAVE_UP, now)
    return after


def _made_clip(before: Snapshot, after: Snapshot) -> bool:
    """Whether a clip is new among the generated media, which is stage one of a generation."""
    return _clips(after.state) > _clips(before.state)


def _clips(state: State) -> int:
    """Count generated media, music aside; what has no known shape counts as a clip."""
    kinds = [m.get("file_type") or m.get("type") for m in state.generated if isinstance(m, dict)]
    return len(state.generated) - kinds.count("audio")


def _second_stage(
    session: str, before: Snapshot, after: Snapshot, clocks: Clocks
) -> Flow[tuple[Snapshot, int]]:
    """Tell of the clip at once, then look for the finishing touches for a while."""
    if after.state.draft is not None:
        yield Tell(Generated(after.state.draft))
    if _tracks(after) > 1:
        return after, 2  # there is more than the bare clip already: nothing to wait for
    for pause in clocks.settle_s:
        yield Pause(pause)
        try:
            later = yield from _snapshot(session)
        except NemoError:
            continue
        if later.print != after.print:
            return later, 2
    return after, 1


def _tracks(snapshot: Snapshot) -> int:
    return len(snapshot.state.draft.tracks) if snapshot.state.draft else 0


def _outcome(
    session: str,
    transcript: Transcript,
    before: Snapshot,
    after: Snapshot | None,
    reason: str,
    stages: int,
    elapsed_s: float,
) -> Outcome:
    changed = after.print != before.print if after else None
    made = _new_assets(before, after) if after and stages else ()
    error = _error(transcript, changed, reason)
    if error is not None:
        error.facts.setdefault("session", session)
    return Outcome(
        kind=_kind(transcript, error, changed, stages),
        session_id=session,
        text=transcript.text,
        replied=bool(transcript.text),
        draft_changed=changed,
        generated=made,
        changes=changes(before.state.draft, after.state.draft) if after else (),
        cost=Cost(before.credits, after.credits if after else None),
        elapsed_s=elapsed_s,
        question=transcript.question,
        tools=tuple(transcript.tools),
        media=tuple(transcript.media),
        thoughts=transcript.thoughts,
        incomplete=bool(reason),
        stages=stages,
        error=error,
    )


def _new_assets(before: Snapshot, after: Snapshot) -> tuple[Asset, ...]:
    known = {(a.name, a.url) for a in before.state.assets}
    return tuple(a for a in after.state.assets if (a.name, a.url) not in known)


def _error(transcript: Transcript, changed: bool | None, reason: str) -> NemoError | None:
    if fault := transcript.fault:
        return codes.in_stream(fault.code, fault.message)
    if changed is None and not transcript.text:
        reason = reason or "the state could not be read"
    if reason and not changed:
        return Unsure("unsure", reason, call="chat", next="nemo status")
    return None


def _kind(
    transcript: Transcript, error: NemoError | None, changed: bool | None, stages: int
) -> Kind:
    if isinstance(error, Unsure):
        return "unsure"
    if error is not None:
        return "failed"
    if transcript.question is not None:
        return "asked"
    if stages:
        return "generated"
    if changed:
        return "changed"
    return "replied" if transcript.text else "unchanged"
