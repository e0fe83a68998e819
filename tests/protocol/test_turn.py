from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.protocol.turn import MOVES, Clocks, IllegalMove, Move, Phase, Turn

CLOCKS = Clocks(byte_idle_s=50.0, progress_idle_s=100.0, total_s=300.0, grace_s=10.0, notice_s=40.0)
TO_LISTENING = (Move.SENDING, Move.OPENED)


def turned(*moves: Move, at: float = 0.0) -> Turn:
    turn = Turn(CLOCKS, at)
    for move in moves:
        turn.move(move, at)
    return turn


@pytest.mark.rule("paid-once")
@pytest.mark.parametrize(("phase", "move"), [*itertools.product(Phase, Move)])
def test_every_state_makes_the_moves_of_the_table_and_no_other(phase: Phase, move: Move) -> None:
    turn = turned()
    turn.phase = phase
    if move in MOVES[phase]:
        assert turn.move(move, 1.0) is MOVES[phase][move]
    else:
        with pytest.raises(IllegalMove, match=f"{move.name} in {phase.name}"):
            turn.move(move, 1.0)
        assert turn.phase is phase


@pytest.mark.rule("paid-once")
def test_nothing_leads_back_to_ready_and_only_ready_sends() -> None:
    edges = [(here, move, there) for here, row in MOVES.items() for move, there in row.items()]
    assert [edge for edge in edges if edge[2] is Phase.READY] == []
    assert [edge[0] for edge in edges if edge[1] is Move.SENDING] == [Phase.READY]
    assert [edge[0] for edge in edges if edge[2] is Phase.SENT] == [Phase.READY]


@pytest.mark.rule("paid-once")
def test_no_path_through_the_table_sends_twice() -> None:
    paths: list[tuple[Move, ...]] = []

    def walk(phase: Phase, path: tuple[Move, ...]) -> None:
        assert len(path) <= len(Phase), "the table has a loop"
        if not MOVES[phase]:
            paths.append(path)
        for move, there in MOVES[phase].items():
            walk(there, (*path, move))

    walk(Phase.READY, ())
    assert len(paths) > 5
    assert {path.count(Move.SENDING) for path in paths} == {1}


def test_every_phase_but_the_last_has_a_way_on_and_every_phase_is_reached() -> None:
    assert [phase for phase in Phase if not MOVES[phase]] == [Phase.OVER]
    assert {there for row in MOVES.values() for there in row.values()} == set(Phase) - {Phase.READY}


@pytest.mark.rule("named-clocks")
@pytest.mark.parametrize(
    ("heard", "rings", "at"),
    [
        ([], ("byte-idle", 50.0), 50.0),
        ([(t, False) for t in range(0, 100, 10)], ("progress-idle", 100.0), 100.0),
        ([(t, True) for t in range(0, 300, 10)], ("total", 300.0), 300.0),
    ],
    ids=["silence", "only heartbeats", "always something new"],
)
def test_each_clock_rings_by_its_name(
    heard: list[tuple[float, bool]], rings: tuple[str, float], at: float
) -> None:
    turn = turned(*TO_LISTENING)
    for now, progress in heard:
        assert turn.rung(now) is None
        turn.heard(now, progress, looks_final=False)
    assert turn.rung(at - 1) is None
    assert turn.rung(at) == rings


def test_the_idle_clocks_start_when_the_stream_opens() -> None:
    turn = turned()
    turn.move(Move.SENDING, 0.0)
    turn.move(Move.OPENED, 45.0)
    assert turn.rung(90.0) is None
    assert turn.rung(95.0) == ("byte-idle", 50.0)


def test_the_grace_after_the_last_word_ends_the_turn() -> None:
    turn = turned(*TO_LISTENING)
    turn.heard(5.0, True, looks_final=True)
    assert not turn.ended(14.0)
    assert turn.ended(15.0)


@pytest.mark.rule("heartbeats")
def test_a_heartbeat_prolongs_the_grace_and_more_words_undo_it() -> None:
    turn = turned(*TO_LISTENING)
    turn.heard(5.0, True, looks_final=True)
    turn.heard(14.0, False, looks_final=False)
    assert not turn.ended(23.0)
    assert turn.ended(24.0)
    turn.heard(24.0, True, looks_final=False)
    assert not turn.ended(500.0)


def test_a_notice_is_due_after_a_quiet_while_and_then_again() -> None:
    turn = turned(*TO_LISTENING)
    assert [now for now in range(0, 130, 10) if turn.notice_due(now)] == [40, 80, 120]
    turn.heard(130.0, True, looks_final=False)
    assert not turn.notice_due(160.0)
    assert turn.notice_due(170.0)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.booleans(), st.booleans()), max_size=20),
    st.integers(0, 10**9),
)
def test_after_the_longest_wait_something_is_due(
    heard: list[tuple[int, bool, bool]], began: int
) -> None:
    """Otherwise a driver would wait for nothing, or ask for no time for ever."""
    turn = turned(*TO_LISTENING, at=began)
    now = float(began)
    for wait, progress, final in heard:
        now += wait
        turn.heard(now, progress, looks_final=final)
    now += turn.wait_s(now)
    assert turn.rung(now) or turn.ended(now) or turn.notice_due(now)


def test_the_default_clocks_are_those_the_service_names() -> None:
    clocks = Clocks()
    assert (clocks.progress_idle_s, clocks.total_s, clocks.notice_s) == (600.0, 900.0, 120.0)
    assert clocks.checks_s == (30.0, 60.0, 60.0, 60.0, 60.0)
