"""Sending the message, once, and listening to its stream to the end.

That it is about to leave is written down before it does, and so is every way of learning that it
was not taken. How the stream ended is an answer here, never a reason to send again.
"""

from __future__ import annotations

from nemo_client.errors import BackendFailed, NemoError, NotSent
from nemo_client.protocol import codes
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
    Renew,
    Reply,
    Save,
    Tell,
    Undelivered,
)
from nemo_client.protocol.notices import StillWorking, ToolStarted
from nemo_client.protocol.sse import FrameReader
from nemo_client.protocol.transcript import Transcript
from nemo_client.protocol.turn import Clocks, Move, Turn


def exchange(
    turn: Turn, call: Call, transcript: Transcript, clocks: Clocks, session: str
) -> Flow[str]:
    """Send the message and listen to the end; return why the stream ended badly, or nothing."""
    now: float = yield Now()
    yield Save("sending", {})
    turn.move(Move.SENDING, now)
    try:
        answer = yield Listen(call, clocks.connect_s, clocks.first_byte_s, clocks.total_s)
    except Undelivered as fault:
        turn.move(Move.UNDELIVERED, now)
        yield Save("undelivered", {"reason": str(fault)})
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
        yield Save("refused", {"code": failed.code})
        raise (yield from _refused(failed, session))
    turn.move(Move.OPENED, answer.at)
    yield Save("accepted", {})
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
            if turn.looks_final:  # heartbeats went on after the last word: nothing is missing
                turn.move(Move.ENDED, now)
                return ""
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
