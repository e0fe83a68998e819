"""Every clock of a turn, with time that is fed: it rings by its name, with its budget, when due."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nemo_client.flows.chat import chat
from nemo_client.protocol.effects import Lost
from nemo_client.protocol.notices import StillWorking
from nemo_client.protocol.outcome import Outcome
from nemo_client.protocol.turn import Clocks

CLOCKS = Clocks(
    connect_s=3.0,
    first_byte_s=7.0,
    byte_idle_s=50.0,
    progress_idle_s=100.0,
    total_s=300.0,
    grace_s=10.0,
    notice_s=40.0,
)
DEFAULT = Clocks()
STATE = {"code": 0, "data": {"session_id": "5", "state": {}}}
CREDITS = {"code": 0, "data": {"available": 100, "frozen": 0, "total": 100}}
BEATS = [
    b":\n",
    b": heartbeat\n\n",
    b"event: heartbeat\ndata:\n\n",
    b"event: ping\n\n",
    b"data:\n\n",
    b"data: ping\n\n",
    b'data: {"type":"heartbeat"}\n\n',
    b'data: {"heartbeat":true}\n\n',
]
BEAT = BEATS[0]


def says(text: str, **more: object) -> bytes:
    told = {"author": "agent", "content": {"parts": [{"text": text}]}, **more}
    return b"data: " + json.dumps(told).encode() + b"\n\n"


WORD = says("word", partial=True)
LAST = says("Done.", finishReason="STOP")


def turned(
    world: Any, *stream: tuple[float, Any], clocks: Clocks = CLOCKS, began: float = 0.0
) -> tuple[Outcome, float]:
    """Run a turn; return its outcome and when its listening ended, from its beginning."""
    world.now = began
    world.replies = {"state": [STATE], "credits": [CREDITS]}
    world.stream = list(stream)
    outcome: Outcome = world.run(chat("5", "say", clocks))
    return outcome, outcome.elapsed_s - sum(world.pauses())


RINGS: list[tuple[str, Clocks, list[tuple[float, Any]], str, float]] = [
    ("no byte at all", CLOCKS, [], "byte-idle clock of 50 s", 50),
    ("no byte after a word", CLOCKS, [(10, WORD)], "byte-idle clock of 50 s", 60),
    ("no byte after a heartbeat", CLOCKS, [(45, BEAT)], "byte-idle clock of 50 s", 95),
    ("a byte now and then that ends no line", CLOCKS, [(10, b"x")] * 40,
     "progress-idle clock of 100 s", 100),
    ("heartbeats after a word", CLOCKS, [(10, WORD), *[(10, BEAT)] * 40],
     "progress-idle clock of 100 s", 110),
    ("words for ever", CLOCKS, [(10, WORD)] * 40, "total clock of 300 s", 300),
    ("a word just before each clock", CLOCKS, [(49, BEAT), (49, WORD)] * 9,
     "total clock of 300 s", 300),
    ("silence, as it comes", DEFAULT, [], "byte-idle clock of 360 s", 360),
    ("heartbeats, as it comes", DEFAULT, [(5, BEAT)] * 200, "progress-idle clock of 600 s", 600),
    ("words, as it comes", DEFAULT, [(5, WORD)] * 200, "total clock of 900 s", 900),
]  # fmt: skip


@pytest.mark.rule("named-clocks", "doubt-has-a-name")
@pytest.mark.parametrize("began", [0.0, 1e9])
@pytest.mark.parametrize(
    ("clocks", "stream", "name", "at"), [r[1:] for r in RINGS], ids=[r[0] for r in RINGS]
)
def test_a_clock_that_rings_tells_its_name_and_budget(
    world: Any, clocks: Clocks, stream: Any, name: str, at: float, began: float
) -> None:
    outcome, ended = turned(world, *stream, clocks=clocks, began=began)
    assert outcome.error is not None
    assert outcome.error.detail == f"the {name} ran out"
    assert (outcome.kind, ended) == ("unsure", at)


@pytest.mark.rule("named-clocks", "heartbeats")
@pytest.mark.parametrize("beat", BEATS)
def test_no_heartbeat_is_progress(world: Any, beat: bytes) -> None:
    outcome, ended = turned(world, *[(10, beat)] * 40)
    assert outcome.error is not None
    assert "progress-idle" in outcome.error.detail
    assert (outcome.text, ended) == ("", 100)


@pytest.mark.rule("named-clocks")
def test_the_clocks_of_the_connection_go_with_the_request(world: Any) -> None:
    """They ring in the driver, which names them; the longest silence is the turn's to bound."""
    turned(world, (1, LAST), (0, "closed"))
    (listen,) = world.listened()
    assert (listen.connect_s, listen.first_byte_s, listen.bound_s) == (3.0, 7.0, 300.0)


GRACES: list[tuple[str, list[tuple[float, Any]], float]] = [
    ("silence", [(5, LAST)], 15),
    ("a stream that closes", [(5, LAST), (3, "closed")], 8),
    ("a heartbeat, then silence", [(5, LAST), (9, BEAT)], 24),
    ("more words, then the last again", [(5, LAST), (9, WORD), (30, LAST)], 54),
    ("an end told without words", [(5, WORD), (5, b'data: {"turnComplete":true}\n\n')], 20),
    ("an end in the plain dialect", [(5, b'data: {"text":"a"}\n\ndata: [DONE]\n\n')], 15),
]


@pytest.mark.rule("named-clocks")
@pytest.mark.parametrize(("stream", "at"), [g[1:] for g in GRACES], ids=[g[0] for g in GRACES])
def test_after_the_last_word_the_turn_ends_well_when_its_grace_is_over(
    world: Any, stream: Any, at: float
) -> None:
    outcome, ended = turned(world, *stream)
    assert (outcome.kind, outcome.error, outcome.incomplete) == ("replied", None, False)
    assert ended == at


@pytest.mark.rule("named-clocks")
def test_without_a_last_word_there_is_no_grace(world: Any) -> None:
    call = {"functionCall": {"id": "1", "name": "edit"}}
    told = {"author": "agent", "content": {"parts": [call]}, "finishReason": "STOP"}
    outcome, ended = turned(world, (5, b"data: " + json.dumps(told).encode() + b"\n\n"))
    assert (outcome.kind, ended) == ("unsure", 55)


NOTICES: list[tuple[str, list[tuple[float, Any]], list[float]]] = [
    ("silence", [], [120, 240]),
    ("heartbeats", [(5, BEAT)] * 200, [120, 240, 360, 480]),
    ("heartbeats out of step", [(7, BEAT)] * 80 + [(0, "cut")], [120, 240, 360, 480]),
    ("a word after 100 s, then heartbeats", [(100, WORD), *[(5, BEAT)] * 40, (0, "cut")],
     [220]),
    ("words all the time", [(30, WORD)] * 29 + [(0, "cut")], []),
    ("a head that comes late", [(250, "head"), (5, LAST), (0, "closed")], [120, 240]),
    ("a late head, then silence", [(130, "head"), (200, LAST), (0, "closed")], [120, 240]),
    ("no head at all", [(300, Lost("the first-byte clock of 300 s ran out"))], [120, 240]),
    ("a head that comes at once", [(0, "head"), (130, LAST), (0, "closed")], [120]),
]  # fmt: skip


@pytest.mark.rule("named-clocks")
@pytest.mark.parametrize(("stream", "at"), [n[1:] for n in NOTICES], ids=[n[0] for n in NOTICES])
def test_every_two_minutes_without_news_it_is_said_that_it_still_works(
    world: Any, stream: Any, at: list[float]
) -> None:
    turned(world, *stream, clocks=DEFAULT)
    assert [notice.elapsed_s for notice in world.told(StillWorking)] == at
