from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.protocol.sse import BEAT, FrameReader

MIXED = (
    b"\xef\xbb\xbf: hello\n"
    b'data: {"a": "one"}\n\n'
    b"event: heartbeat\r\ndata: x\r\n\r\n"
    b"data: two\rdata:  three\r\r"
    b"id: 7\ndata: four\n\n"
    b"\n\n"
    b"retry: 10\nnonsense\n: c\ndata\n\n"
    b"data: " + "\u4f60\u597d \u2028\u2029\u0085\x0b\x0c \U0001f3ac".encode() + b"\r\n\r\n"
    b"data:{}\n\n"
)
FRAMES = [
    BEAT,  # the comment
    '{"a": "one"}',
    BEAT,  # the event named heartbeat
    "two\n three",
    "four",
    BEAT,  # the comment inside
    "",  # an event with an empty data line
    "\u4f60\u597d \u2028\u2029\u0085\x0b\x0c \U0001f3ac",
    "{}",
]


def told(*chunks: bytes) -> tuple[list[str], bool]:
    reader = FrameReader()
    frames = [frame for chunk in chunks for frame in reader.feed(chunk)]
    rest, half_told = reader.close()
    return frames + rest, half_told


@pytest.mark.rule("line-ends")
def test_a_stream_gives_its_frames() -> None:
    assert told(MIXED) == (FRAMES, False)


@pytest.mark.rule("line-ends")
@pytest.mark.parametrize("at", range(len(MIXED) + 1))
def test_a_cut_at_any_byte_changes_nothing(at: int) -> None:
    assert told(MIXED[:at], MIXED[at:]) == (FRAMES, False)


@pytest.mark.rule("line-ends")
def test_a_stream_of_single_bytes_changes_nothing() -> None:
    assert told(*(MIXED[i : i + 1] for i in range(len(MIXED)))) == (FRAMES, False)


@given(cuts=st.lists(st.integers(0, len(MIXED)), max_size=12))
def test_any_cuts_with_empty_pieces_change_nothing(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(MIXED)]
    pieces = [MIXED[a:b] for a, b in itertools.pairwise(edges)]
    assert told(*pieces) == (FRAMES, False)


@pytest.mark.rule("line-ends")
@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_each_line_end_alone_gives_the_same_frames(end: bytes) -> None:
    stream = b"data: a\ndata: b\n\ndata: c\n\n".replace(b"\n", end)
    assert told(stream) == (["a\nb", "c"], False)
    assert told(*(stream[i : i + 1] for i in range(len(stream)))) == (["a\nb", "c"], False)


def test_only_a_leading_bom_is_dropped() -> None:
    assert told(b"\xef\xbb\xbfdata: a\n\n") == (["a"], False)
    assert told(b"data: \xef\xbb\xbfa\n\n") == (["\ufeffa"], False)
    assert told(b"\xef", b"\xbb", b"\xbf", b"data: a\n\n") == (["a"], False)


@pytest.mark.rule("heartbeats")
@pytest.mark.parametrize(
    "frame",
    [b": ping\n", b":\n", b"event: heartbeat\ndata: {}\n\n", b"event: ping\n\n", b"data:\n\n"],
)
def test_a_heartbeat_of_any_form_is_an_empty_frame(frame: bytes) -> None:
    assert told(frame) == ([BEAT], False)


def test_blank_lines_after_an_id_are_no_events() -> None:
    assert told(b"id: 5\ndata: a\n\n\n\n\ndata: b\n\n") == (["a", "b"], False)


def test_one_space_after_the_colon_is_dropped_and_no_more() -> None:
    assert told(b"data:a\n\ndata: a\n\ndata:  a\n\n") == (["a", "a", " a"], False)


@pytest.mark.rule("last-frame")
def test_a_last_event_without_its_blank_line_is_told() -> None:
    assert told(b"data: a\n\ndata: b\n") == (["a", "b"], False)


@pytest.mark.rule("last-frame")
def test_a_line_cut_in_the_middle_is_half_told_and_not_an_event() -> None:
    assert told(b'data: a\n\ndata: {"b') == (["a"], True)
    assert told(b"data: whole\ndata: ha") == ([], True)


def test_an_empty_stream_tells_nothing_and_is_not_half_told() -> None:
    assert told() == ([], False)
    assert told(b"", b"") == ([], False)


@pytest.mark.rule("size-bound")
@pytest.mark.parametrize("step", [4096, 65536, 5_000_010])
def test_a_large_event_survives_any_chunking(step: int) -> None:
    stream = b"data: " + b"x" * 5_000_000 + b"\n\n"
    pieces = (stream[i : i + step] for i in range(0, len(stream), step))
    assert told(*pieces) == (["x" * 5_000_000], False)


@pytest.mark.rule("size-bound")
def test_an_unfinished_line_is_kept_in_its_pieces_until_it_ends() -> None:
    """Joining at each piece would make the cost of a large event grow with its square."""
    reader = FrameReader()
    pieces = [b"data: ", *[b"x" * 1000] * 500]
    assert [reader.feed(piece) for piece in pieces] == [[]] * len(pieces)
    assert reader._open == pieces
    assert reader.feed(b"\n\n") == ["x" * 500_000]
    assert reader._open == []


@pytest.mark.rule("size-bound")
@pytest.mark.parametrize("step", [7, 100, 10_000])
def test_the_bound_is_the_same_for_every_chunking(step: int) -> None:
    fits = b"data: " + b"x" * 994 + b"\n\n"
    over = b"data: " + b"x" * 995 + b"\n\n"

    def fed(stream: bytes) -> tuple[list[str], str]:
        reader = FrameReader(max_event_bytes=1000)
        pieces = (stream[i : i + step] for i in range(0, len(stream), step))
        return [frame for piece in pieces for frame in reader.feed(piece)], reader.overflow

    assert fed(fits * 3) == (["x" * 994] * 3, "")
    assert fed(fits + over + fits) == (["x" * 994], "an event of more than 0 MiB")


@pytest.mark.rule("size-bound")
def test_many_lines_of_one_event_count_together_and_comments_do_not() -> None:
    reader = FrameReader(max_event_bytes=1000)
    for _ in range(500):
        assert reader.feed(b": heart") == []
        assert reader.feed(b"beat\n") == [BEAT]
    assert reader.feed(b"data: a\n\n" + b"data: 0123456789\n" * 100) == ["a"]
    assert reader.overflow
    assert reader.feed(b"data: b\n\n") == []
    assert reader.close() == ([], True)


def test_broken_utf8_becomes_a_replacement_mark_and_nothing_raises() -> None:
    assert told(b"data: a\xffb\xe4\xbd\n\n") == (["a\ufffdb\ufffd"], False)


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_no_bytes_raise_and_chunking_never_matters(chunks: list[bytes]) -> None:
    assert told(*chunks) == told(b"".join(chunks))
