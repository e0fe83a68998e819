"""What each fault of a stream does to its bytes: fields, line ends, pieces."""

from __future__ import annotations

import gzip
import json
import re
from itertools import pairwise

import pytest


@pytest.mark.fault("no_space")
def test_there_is_no_space_behind_data(lab):
    raw = lab.edit("no_space").raw
    assert raw.startswith(b'data:{"') and b"data: " not in raw


@pytest.mark.fault("multi_data")
def test_a_payload_has_several_data_lines(lab):
    [first, *_] = lab.ask("multi_data").text.split("\n\n")
    lines = [line.removeprefix("data: ") for line in first.split("\n")]
    assert len(lines) > 5 and json.loads("\n".join(lines))["content"]


@pytest.mark.fault("fields")
def test_every_event_has_every_field(lab):
    frames = lab.edit("fields").text.strip().split("\n\n")
    names = [[line.partition(":")[0] for line in each.split("\n")] for each in frames]
    assert names == [["id", "event", "retry", "flavour", "data"]] * len(frames)


@pytest.mark.fault("empty_events")
def test_blank_lines_and_empty_events_are_everywhere(lab):
    raw = lab.ask("empty_events").raw
    assert raw.startswith(b"id: 1\n\ndata: {") and raw.endswith(b"}\n\n\n\nevent: ping\n\n")


@pytest.mark.fault("comments")
def test_comments_flood_the_stream(lab):
    lines = lab.edit("comments:50").text.split("\n")
    assert sum(line.startswith(":") for line in lines) == 150


@pytest.mark.fault("no_last_blank")
def test_the_stream_ends_right_behind_its_last_payload(lab):
    raw = lab.edit("no_last_blank").raw
    assert raw.endswith(b"}") and raw.count(b"}\n\ndata: ") == 2


@pytest.mark.fault("line_ends")
@pytest.mark.parametrize("kind", ["crlf", "cr", "mixed"])
def test_lines_end_otherwise(lab, kind):
    raw = lab.edit(f"line_ends:{kind},fields").raw
    ends = set(re.findall(rb"\r\n|\r|\n", raw))
    expected = {"crlf": {b"\r\n"}, "cr": {b"\r"}, "mixed": {b"\r\n", b"\r", b"\n"}}[kind]
    assert ends == expected
    frames = re.split(r"(?:(?>\r\n|\r|\n)){2}", raw.decode())
    assert [frame.count("data: {") for frame in frames] == [1, 1, 1, 0]


@pytest.mark.fault("bom")
def test_a_byte_order_mark_comes_first_and_once(lab):
    raw = lab.ask("bom").raw
    assert raw.startswith(b"\xef\xbb\xbfdata: ") and raw.count(b"\xef\xbb\xbf") == 1


@pytest.mark.fault("buffered")
def test_everything_comes_at_once(lab):
    heard = lab.edit("buffered,slow_turn:0.1,heartbeat:0.01")
    assert len(heard.pieces) == 1 and heard.raw.startswith(b": heartbeat")
    assert len(lab.edit("slow_turn:0.1,heartbeat:0.01").pieces) > 3


@pytest.mark.fault("gzip")
def test_the_stream_is_compressed_though_nobody_asked(lab):
    heard = lab.edit("gzip", streaming=True)
    assert heard.headers["content-encoding"] == "gzip" and len(heard.pieces) > 3
    assert gzip.decompress(heard.raw).startswith(b'data: {"content"')


@pytest.mark.fault("chunks")
def test_pieces_have_the_size_that_was_asked_for(lab):
    whole = lab.ask("").raw
    ones = lab.ask("chunks").pieces
    assert {len(piece) for piece in ones} == {1} and len(ones) == pytest.approx(len(whole), abs=99)
    assert {len(piece) for piece in lab.ask("chunks:7").pieces[:-1]} == {7}


def test_pieces_can_end_inside_characters_and_inside_data(lab):
    pieces = lab.ask("chunks:utf8,separators").pieces
    assert sum(piece[-1] >= 0xC0 for piece in pieces) >= 3
    pieces = lab.edit("chunks:data").pieces
    assert sum(p.endswith(b"da") and n.startswith(b"ta:") for p, n in pairwise(pieces)) == 3
