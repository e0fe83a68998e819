from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.protocol import retry
from nemo_client.protocol.calls import ENDPOINTS, Endpoint


@pytest.mark.rule("repeats")
@pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=lambda e: e.name)
def test_after_a_fault_only_what_is_repeatable_is_asked_again(endpoint: Endpoint) -> None:
    pauses = [retry.after_fault(endpoint, attempt) for attempt in range(1, 6)]
    expected = [1.0, 2.0, 4.0, None, None] if endpoint.repeatable else [None] * 5
    assert pauses == expected


def test_what_never_left_is_sent_again_twice() -> None:
    assert [retry.after_undelivered(n) for n in (1, 2, 3)] == [0.5, 1.0, None]


def test_polls_grow_from_two_to_fifteen_seconds_and_never_stop() -> None:
    pauses = [retry.POLL.pause(n) for n in range(1, 200)]
    assert pauses[:3] == [2.0, 3.0, 4.5]
    assert set(pauses[6:]) == {15.0}


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        (None, 30.0),
        ("5", 5.0),
        ("0.5", 0.5),
        ("-1", 0.0),
        ("120", 120.0),
        ("121", None),
        ("inf", None),
        ("nan", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 30.0),
    ],
)
def test_a_rate_limit_is_waited_for_once_and_not_for_long(
    said: str | None, pause: float | None
) -> None:
    assert retry.after_rate_limit(ENDPOINTS["state"], 1, said) == pause
    assert retry.after_rate_limit(ENDPOINTS["state"], 2, said) is None


@pytest.mark.rule("token-limit")
def test_a_weeks_quota_is_never_waited_for() -> None:
    assert retry.after_rate_limit(ENDPOINTS["token"], 1, None) is None
    assert retry.after_rate_limit(ENDPOINTS["token"], 1, "1") is None


@given(st.floats(0.1, 100), st.text(max_size=20), st.integers(0, 1000))
def test_jitter_stays_within_a_tenth_either_way(pause: float, seed: str, attempt: int) -> None:
    spread = retry.jittered(pause, seed, attempt)
    assert 0.9 * pause <= spread <= 1.1 * pause
    assert spread == retry.jittered(pause, seed, attempt)


def test_jitter_tells_seeds_apart() -> None:
    assert len({retry.jittered(10.0, f"render_{n}", 1) for n in range(50)}) > 40
