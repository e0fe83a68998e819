from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.interchange import RATES, Rate, rate_of

EVERY = list(RATES.values())


@pytest.mark.parametrize("rate", EVERY, ids=RATES)
def test_timecodes_are_those_of_the_reference_library(rate: Rate) -> None:
    exact = float(rate.exact)
    near = [
        f
        for n in (1, 2, 10, 60)
        for f in range(n * 60 * rate.nominal - 40, n * 60 * rate.nominal + 4)
    ]
    for frame in [0, 1, *near, rate.day - 1]:
        time = otio.opentime.RationalTime(frame, exact)
        assert rate.timecode(frame) == otio.opentime.to_timecode(time, exact)
    assert rate.timecode(rate.day) >= "24:00:00"


@given(st.sampled_from(EVERY), st.floats(0, 1e8), st.floats(0, 1e8))
def test_a_boundary_is_off_by_half_a_frame_at_most_and_keeps_its_order(
    rate: Rate, one: float, two: float
) -> None:
    half = Fraction(500) / rate.exact + Fraction(1, 1000)
    assert abs(rate.ms(rate.frame(one)) - Fraction(one)) <= half
    assert (rate.frame(one) <= rate.frame(two)) == (one <= two) or rate.frame(one) == rate.frame(
        two
    )


@given(st.sampled_from(EVERY), st.integers(0, 10_000_000))
def test_a_frame_keeps_its_number_through_milliseconds(rate: Rate, frame: int) -> None:
    assert rate.frame(rate.ms(frame)) == frame
    assert rate.frame(float(rate.ms(frame))) == frame


def test_an_hour_of_odd_cuts_does_not_drift() -> None:
    for rate in EVERY:
        bounds = [rate.frame(cut * 10_001 / 3) for cut in range(1_081)]
        assert sum(b - a for a, b in pairwise(bounds)) == bounds[-1]
        assert abs(rate.ms(bounds[-1]) - Fraction(1_080 * 10_001, 3)) <= 21


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("29.97", "29.97"),
        ("30000/1001", "29.97"),
        (29.97003, "29.97"),
        (30, "30"),
        ("23.98", "23.976"),
    ],
)
def test_a_rate_has_several_spellings(said: str | float, name: str) -> None:
    assert rate_of(said) is RATES[name]


@pytest.mark.parametrize("said", ["", "fast", "1/0", "12", 0, "nan", "inf"])
def test_what_is_no_rate_is_none(said: str | int) -> None:
    assert rate_of(said) is None
