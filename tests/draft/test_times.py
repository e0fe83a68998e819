"""When something is on a timeline, and what stands at a pointer: what scripts ask a draft."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.draft import Draft, Segment, Track


def track(*pieces: tuple[float, float]) -> Track:
    """A track of pieces, each from a start to an end."""
    return Draft({"t": [{"tt": 0, "sg": [{"start": a, "d": b - a} for a, b in pieces]}]}).tracks[0]


def places(found: Any) -> list[tuple[int, int]]:
    return [tuple(each) for each in found]


PIECES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 10)).map(lambda p: (p[0], p[0] + p[1])), max_size=8
)


@given(PIECES)
def test_every_millisecond_is_filled_or_in_a_gap(pieces: list[tuple[int, int]]) -> None:
    row = track(*pieces)
    shown = [any(a <= ms < b for a, b in pieces) for ms in range(60)]
    begins = max((a for a, b in pieces if a < b), default=0)
    empty = [any(a <= ms < b for a, b in row.gaps()) for ms in range(60)]
    assert row.filled_ms == sum(shown)
    assert empty == [not is_shown and ms < begins for ms, is_shown in enumerate(shown)]


@given(PIECES)
def test_what_overlaps_is_told_once_for_each_that_begins_too_early(
    pieces: list[tuple[int, int]],
) -> None:
    lasting = sorted((p for p in pieces if p[0] < p[1]), key=lambda p: p[0])
    early = [p for n, p in enumerate(lasting) if any(p[0] < q[1] for q in lasting[:n])]
    found = track(*pieces).overlaps()
    assert [(two.start_ms, two.end_ms) for _, two in found] == early
    assert all(one.start_ms <= two.start_ms < one.end_ms for one, two in found)


def test_fractions_of_milliseconds_are_no_gaps() -> None:
    row = track((0, 719.9999700000001), (720, 1599.9999), (1600.0001, 2000))
    assert (row.gaps(), row.overlaps(), row.filled_ms) == ((), (), 2000)


def test_a_track_that_begins_late_begins_with_a_gap() -> None:
    row = track((1000, 2000), (3000, 5000), (4000, 4500))
    assert places(row.gaps()) == [(0, 1000), (2000, 3000)]
    assert (row.end_ms, row.filled_ms, row.gaps()[0].duration_ms) == (5000, 3000, 1000)
    assert (track().end_ms, track().filled_ms, track().gaps()) == (0, 0, ())


@pytest.mark.parametrize(
    ("at_ms", "names"),
    [
        (0, ["intro", "Lo-fi", "Hello"]),
        (2499.9, ["intro", "Lo-fi"]),
        (2500, ["outro", "Lo-fi"]),
        (4000, []),
        (-1, []),
    ],
)
def test_what_is_seen_and_heard_at_a_moment(at_ms: float, names: list[str]) -> None:
    clips = [{"d": 2500, "m": {"name": "intro"}}, {"d": 1500, "m": {"name": "outro"}}]
    texts = [{"d": 1000, "m": {"text": "Hello"}}, {"d": 0, "m": {"text": "never"}}]
    music = [{"d": 4000, "m": {"title": "Lo-fi"}}]
    rows = [{"tt": 0, "sg": clips}, {"tt": 1, "sg": music}, {"tt": 7, "sg": texts}]
    found = Draft({"t": rows}).visible_at(at_ms)
    assert [segment.text or segment.name for segment in found] == names


def test_a_pointer_leads_to_a_view_where_there_is_one_and_to_the_value_elsewhere() -> None:
    draft = Draft({"t": [{"tt": 7, "sg": [3, {"d": 10, "m": {"text": "a"}}], "a/b": 1}], "": 0})
    segment = draft.at("/t/0/sg/1")
    assert isinstance(segment, Segment) and segment.text == "a"
    assert isinstance(draft.at("/t/0"), Track)
    assert draft.at("") is draft.raw and draft.at("/t/0/sg/0") == 3
    assert draft.at("/t/0/a~1b") == 1 and draft.at("/") == 0
    assert draft.at("/t/0/sg/1/m/text") == "a"
    assert [s.pointer for s in draft.segments] == ["/t/0/sg/1"]


@pytest.mark.parametrize(
    "pointer", ["/x", "/t/1", "/t/-1", "/t/01", "/t/0/tt/0", "/t/x", "/t/" + "9" * 5000]
)
def test_a_pointer_to_nothing_says_so(pointer: str) -> None:
    with pytest.raises(KeyError):
        Draft({"t": [{"tt": 0}]}).at(pointer)


def test_tracks_kept_as_a_map_are_reached_by_their_keys() -> None:
    draft = Draft({"t": {"v": {"tt": 0, "sg": {"a": {"d": 5}}}}})
    assert isinstance(draft.at("/t/v/sg/a"), Segment)


def test_every_segment_is_found_by_its_own_pointer() -> None:
    draft = Draft({"t": [{"sg": [{"d": 1}, None, {"d": 2}]}, 7, {"sg": {"~": {"d": 3}}}]})
    assert [draft.at(s.pointer).raw for s in draft.segments] == [s.raw for s in draft.segments]
    assert [draft.at(t.pointer).raw for t in draft.tracks] == [t.raw for t in draft.tracks]
