"""Sending the message, once, and listening to its stream to the end.

That it is about to leave is written down before it does, and so is every way of learning that it
was not taken. How the stream ended is an answer here, never a reason to send again. Once the
message may have left, a ledger that cannot be written is no reason to say otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from nemo_client.errors import NemoError, NotSent
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
    Opened,
    Quiet,
    Reply,
    Save,
    Tell,
    Undelivered,
)
from nemo_client.protocol.heard import Heard
from nemo_client.protocol.notices import StillWorking, ToolStarted
from nemo_client.protocol.sse import FrameReader
from nemo_client.protocol.transcript import Transcript
from nemo_client.protocol.turn import Clocks, Move, Turn


def exchange(turn: Turn, call: Call, clocks: Clocks) -> Flow[Heard]:
    """Send the message, listen to the end and return what was heard.

    Raises where the message was provably not taken, and in no other case.
    """
    now: float = yield Now()
    yield Save("sending", {})
    turn.move(Move.SENDING, now)
    first_byte_s = min(clocks.first_byte_s, clocks.total_s)
    try:
        answer = yield from _answered(
            turn,
            Listen(call, clocks.connect_s, first_byte_s, clocks.total_s, turn.until_notice_s(now)),
        )
    except Undelivered as fault:
        turn.move(Move.UNDELIVERED, now)
        yield from noted("undelivered", {"reason": str(fault)})
        raise NotSent("not_sent", str(fault), call="chat") from None
    except NemoError as error:  # no token to be had, no address to be made: it did not leave
        turn.move(Move.UNDELIVERED, now)
        yield from noted("undelivered", {"reason": error.code})
        raise
    except Lost as fault:
        turn.move(Move.CUT, now)
        return Heard(cut=str(fault))
    if isinstance(answer, Reply):
        return (yield from _refused(turn, answer))
    turn.move(Move.OPENED, answer.at)
    yield from noted("accepted", {})
    return (yield from _listen(turn))


def _answered(turn: Turn, listen: Listen) -> Flow[Opened | Reply]:
    """Return how the message was answered, telling meanwhile that it still works."""
    answer = yield listen
    while isinstance(answer, Quiet):
        if turn.notice_due(answer.at):
            yield Tell(StillWorking(turn.elapsed_s(answer.at)))
        answer = yield Next(turn.until_notice_s(answer.at))
    return answer  # type: ignore[no-any-return]


def noted(what: str, facts: Mapping[str, Any]) -> Flow[None]:
    """Write down what is so already; whoever finds no record of it reads the state instead."""
    with suppress(NemoError):
        yield Save(what, facts)


def _refused(turn: Turn, answer: Reply) -> Flow[Heard]:
    """Raise what the answer says; without a stream and without a reason there is a doubt."""
    failed = codes.failure("chat", answer.status, codes.parse(answer.body))
    if failed is None or failed.code == "backend_unavailable":
        # A gateway's fault, or a page in place of a stream, does not tell who got the message.
        turn.move(Move.CUT, answer.at)
        return Heard(cut=f"HTTP {answer.status} and no stream")
    turn.move(Move.REFUSED, answer.at)
    yield from noted("refused", {"code": failed.code})
    raise failed


def _listen(turn: Turn) -> Flow[Heard]:
    frames, transcript = FrameReader(), Transcript()
    now: float = yield Now()
    while True:
        heard = yield Next(turn.wait_s(now))
        now = heard.at
        if isinstance(heard, Closed | Broke):
            told, half_told = frames.close()
            if isinstance(heard, Broke):
                told = [frame for frame in told if ev.is_whole(frame)]
            yield from _fold(turn, transcript, told, now)
            return _ended(turn, transcript, _why_ended(heard, half_told), now)
        if isinstance(heard, Chunk):
            yield from _fold(turn, transcript, frames.feed(heard.data), now)
            if frames.overflow:
                return _ended(turn, transcript, frames.overflow, now)
        if turn.ended(now):
            return _ended(turn, transcript, "", now, left_open=True)
        if rung := turn.rung(now):
            # Heartbeats that went on after the last word: nothing is missing.
            reason = "" if turn.looks_final else f"the {rung[0]} clock of {rung[1]:g} s ran out"
            return _ended(turn, transcript, reason, now, left_open=True)
        if turn.notice_due(now):
            yield Tell(StillWorking(turn.elapsed_s(now)))


def _ended(
    turn: Turn, transcript: Transcript, reason: str, now: float, left_open: bool = False
) -> Heard:
    turn.move(Move.CUT if reason else Move.ENDED, now)
    return Heard.of(transcript, reason, left_open)


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
