"""Other people's cases for event streams, by their names; docs/testing.md says which do not apply.

`wpt` is the `eventsource/` folder of web-platform-tests, `ld` the SSE contract tests of
LaunchDarkly. Each stream is fed whole, byte by byte, and cut in two at every position. What a frame
is told without (event name, id, retry) is not compared: this client uses none of it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from nemo_client.protocol.sse import BEAT, FrameReader

BOM = b"\xef\xbb\xbf"
COMMENT = BEAT
"""Comments are told as signs of life; an event whose data is empty looks the same."""
EMPTY = BEAT
SMALL = 8192
"""Longer streams are cut near their ends and at every 4099th byte, or it would take hours."""


class Case(NamedTuple):
    name: str
    stream: bytes
    frames: list[str]


def wpt(name: str, message: bytes, frames: list[str], newline: bytes = b"\n\n") -> Case:
    """A case as their server sends it: the message, two newlines unless told, and one more."""
    return Case(f"wpt/{name}", message + newline + b"\n", frames)


def ld(name: str, stream: str, *frames: str) -> Case:
    return Case(f"ld/{name}", stream.encode(), list(frames))


LONG = b"x" * 2048
WPT = [
    wpt("event-data", b"data:msg\ndata: msg\n\n:\nfalsefield:msg\n\nfalsefield:msg\nData:data\n\n"
        b"data\n\ndata:end", ["msg\nmsg", COMMENT, EMPTY, "end"]),
    wpt("eventsource-onmessage", b"data: data", ["data"]),
    wpt("format-bom", BOM + b"data:1\n\n" + BOM + b"data:2\n\ndata:3", ["1", "3"]),
    wpt("format-bom-2", BOM + BOM + b"data:1\n\ndata:2\n\ndata:3", ["2", "3"]),
    wpt("format-comments", b"data:1\r:\0\n:\r\ndata:2\n:" + LONG + b"\rdata:3\n:data:fail\r:" + LONG
        + b"\ndata:4\n", [*[COMMENT] * 5, "1\n2\n3\n4"], newline=b""),
    wpt("format-field-data", b"data:\n\ndata\ndata\n\ndata:test", [EMPTY, "\n", "test"]),
    wpt("format-field-event", b"event:test\ndata:x\n\ndata:x", ["x", "x"]),
    wpt("format-field-event-empty", b"event: \ndata:data", ["data"]),
    wpt("format-field-id", "id: …\nretry: 200\ndata: hello".encode(), ["hello"]),
    wpt("format-field-id-3/persists", b"id: 1\ndata: 1\n\ndata:2", ["1", "2"]),
    wpt("format-field-id-3/changes", b"id: 1\ndata: 1\n\nid: 2\ndata:2\n\ndata:3", ["1", "2", "3"]),
    wpt("format-field-id-3/resets", b"id: 1\ndata: 1\n\nid:\ndata:2\n\ndata:3", ["1", "2", "3"]),
    wpt("format-field-id-null", b"id: \0\0\ndata: hello", ["hello"]),
    wpt("format-field-parsing", b"data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\r"
        b"data_5\ndata:3\rdata:\r\n data:32\ndata:4\n", ["\0\n 2\n1\n3\n\n4"], newline=b""),
    wpt("format-field-retry", b"retry:02000\ndata:x", ["x"]),
    wpt("format-field-retry-bogus", b"retry:2000\nretry:1000x\ndata:x", ["x"]),
    wpt("format-field-retry-empty", b"retry\ndata:test", ["test"]),
    wpt("format-field-unknown", b"data:test\n data\ndata\nfoobar:xxx\njustsometext\n"
        b":thisisacommentyay\ndata:test", [COMMENT, "test\n\ntest"]),
    wpt("format-leading-space", b"data:\ttest\rdata: \ndata:test", ["\ttest\n\ntest"]),
    wpt("format-newlines", b"data:test\r\ndata\ndata:test\r\n\r", ["test\n\ntest"], newline=b""),
    wpt("format-null-character", b"data:\0\n\n", ["\0"]),
    wpt("format-utf-8", "data:ok…".encode(), ["ok…"]),
    wpt("field-name-event", b"event: testevent\ndata: x", ["x"]),
]  # fmt: skip

BASIC = [
    ld("one-line message in one chunk", "data: Hello\n\n", "Hello"),
    ld("two one-line messages in one chunk", "data: Hello\n\ndata: World\n\n", "Hello", "World"),
    ld("one two-line message in one chunk", "data: Hello\ndata:World\n\n", "Hello\nWorld"),
    ld("empty data", "data:\n\n", EMPTY),
    ld("event with specific type", "event: greeting\ndata: Hello\n\n", "Hello"),
    ld("event with ID", "id: abc\ndata: Hello\n\n", "Hello"),
    ld("event with type and ID", "event: greeting\nid: abc\ndata: Hello\n\n", "Hello"),
    ld("ID field is ignored if it contains a null", "id: a\0bc\ndata: Hello\n\n", "Hello"),
    ld("last ID persists if not overridden by later event",
       "id: abc\ndata: first\n\ndata: second\n\n", "first", "second"),
    ld("last ID can be overridden by an empty value",
       "id: abc\ndata: first\n\nid: \ndata: second\n\n", "first", "second"),
    ld("fields in reverse order", "data: Hello\nid: abc\nevent: greeting\n\n", "Hello"),
    ld("unknown field is ignored", "event: greeting\ncolor: blue\ndata: Hello\n\n", "Hello"),
    ld("fields without leading space", "event:greeting\ndata:Hello\n\n", "Hello"),
    ld("fields with extra leading space", "event:  greeting\ndata:  Hello\n\n", " Hello"),
    ld("field with no colon", "data\n\ndata\ndata\n\n", EMPTY, "\n"),
    ld("multi-byte characters", "data: €豆腐\n\n", "€豆腐"),
    ld("many messages in rapid succession", "".join(f"data: message {n}\n\n" for n in range(100)),
       *(f"message {n}" for n in range(100))),
]  # fmt: skip

BOMS = [
    ld("BOM at start of stream is stripped", "\ufeffdata: Hello\n\n", "Hello"),
    ld("BOM stripped before first event with type and ID",
       "\ufeffevent: greeting\nid: abc\ndata: Hello\n\n", "Hello"),
    ld("BOM stripped with multiple messages",
       "\ufeffdata: First\n\ndata: Second\n\n", "First", "Second"),
    ld("BOM only stripped at stream start, not from later data",
       "data: First\n\ndata: \ufeffSecond\n\n", "First", "\ufeffSecond"),
    ld("only first BOM at start is stripped", "\ufeffdata: \ufeffHello\n\n", "\ufeffHello"),
    ld("BOM with multi-line data", "\ufeffdata: Line1\ndata: Line2\n\n", "Line1\nLine2"),
    ld("BOM with comment at start", "\ufeff:comment\ndata: Hello\n\n", COMMENT, "Hello"),
    ld("BOM does not affect empty data field", "\ufeffdata:\n\n", EMPTY),
]  # fmt: skip

COMMENTS = [
    ld("single comment", ":Hello\n", COMMENT),
    ld("two comments in a row", ":Hello\n:World\n", COMMENT, COMMENT),
    ld("comment before event", ":Hello\ndata: Hello\n\n", COMMENT, "Hello"),
    ld("comment after event", "data: Hello\n\n:Hello\n", "Hello", COMMENT),
]

TERMINATED = [
    ("one-line event", "data: event 1\n\n", ["event 1"]),
    ("one-line event + two-line event",
     "data: event 1\n\ndata: event 2 line 1\ndata: event 2 line 2\n\n",
     ["event 1", "event 2 line 1\nevent 2 line 2"]),
    ("3-line event with empty line at beginning", "data:\ndata: line2\ndata: line3\n\n",
     ["\nline2\nline3"]),
    ("3-line event with empty line in middle", "data: line1\ndata:\ndata: line3\n\n",
     ["line1\n\nline3"]),
    ("ignores 1 extra empty line", "data: event 1\n\n\ndata: event 2\n\n", ["event 1", "event 2"]),
    ("ignores 2 extra empty lines", "data: event 1\n\n\n\ndata: event 2\n\n",
     ["event 1", "event 2"]),
]  # fmt: skip
ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}
LINEFEEDS = [
    ld(f"{end} separator/{name}", stream.replace("\n", ENDS[end]), *frames)
    for end in ENDS
    for name, stream, frames in TERMINATED
]
SIZES = [1, 128, 512, 1023, 1024, 1025, 2048, 3999, 4094, 4096, 4098, 6144, 8189, 8192, 8195,
         12288, 16384, 32768, 65536, 262144, 1048576]  # fmt: skip
PAYLOADS = [
    ld(f"payload of {size} bytes is delivered promptly", f"data: {'x' * size}\n\n", "x" * size)
    for size in SIZES
]
CASES = [*WPT, *BASIC, *BOMS, *COMMENTS, *LINEFEEDS, *PAYLOADS]


def told(pieces: Iterable[bytes]) -> list[str]:
    reader = FrameReader()
    frames = [frame for piece in pieces for frame in reader.feed(piece)]
    rest, half_told = reader.close()
    assert not half_told
    return frames + rest


def cuts(stream: bytes) -> Iterator[list[bytes]]:
    """Yield the stream whole, in its smallest pieces, and in two at every position."""
    size = len(stream)
    yield [stream]
    step = 1 if size < SMALL else 509
    yield [stream[at : at + step] for at in range(0, size, step)]
    ends = itertools.chain(range(16), range(0, size, 4099), range(size - 16, size + 1))
    for at in range(size + 1) if size < SMALL // 2 else sorted(set(ends)):
        yield [stream[:at], stream[at:]]


@pytest.mark.rule("line-ends", "heartbeats")
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_conforms(case: Case) -> None:
    for pieces in cuts(case.stream):
        assert told(pieces) == case.frames


CHUNKED = [
    ("one-line message in two chunks", ["data: Hel", "lo\n\n"], ["Hello"]),
    ("CRLF where CR is end of 1 chunk",
     ["data: Hello\r", "\ndata: World\r", "\n\r\ndata: OK\r", "\n", "\r", "\n"],
     ["Hello\nWorld", "OK"]),
    ("multi-byte characters sent in single-byte pieces", list("data: €豆腐\n\n".encode()),
     ["€豆腐"]),
    ("BOM split across first two chunks", [b"\xef\xbb", b"\xbfdata: Hello\n\n"], ["Hello"]),
    ("BOM split byte by byte across chunks", [b"\xef", b"\xbb", b"\xbf", b"data: Hello\n\n"],
     ["Hello"]),
]  # fmt: skip


@pytest.mark.rule("line-ends")
@pytest.mark.parametrize(
    ("chunks", "frames"), [c[1:] for c in CHUNKED], ids=[f"ld/{c[0]}" for c in CHUNKED]
)
def test_conforms_in_these_chunks(chunks: list[str | bytes | int], frames: list[str]) -> None:
    pieces = [
        chunk.encode() if isinstance(chunk, str) else bytes([chunk]) if isinstance(chunk, int)
        else chunk
        for chunk in chunks
    ]  # fmt: skip
    assert told(pieces) == frames


def test_the_documents_name_every_case_of_wpt() -> None:
    text = (Path(__file__).parents[2] / "docs" / "testing.md").read_text(encoding="utf-8")
    names = {case.name.split("/")[1] for case in WPT}
    assert {name for name in names if f"`{name}`" not in text} == set()


# --- where this client differs, and says so


@pytest.mark.rule("last-frame")
def test_wpt_data_before_final_empty_line_is_told_because_nothing_will_ask_again() -> None:
    """A browser drops it and reconnects; here the last line of an answer would be lost."""
    stream = b"retry:1000\ndata:test1\n\nid:test\ndata:test2\n"
    for pieces in cuts(stream):
        assert told(pieces) == ["test1", "test2"]


@pytest.mark.rule("last-frame")
def test_ld_discards_partial_messages() -> None:
    """Their connection breaks inside a line: what it said is no event, and the cut is known."""
    reader = FrameReader()
    assert reader.feed(b"id: abc\ndata: Hello\n\nid: def\ndata: Goodbye") == ["Hello"]
    assert reader.close() == ([], True)


@pytest.mark.rule("heartbeats")
def test_an_event_named_as_a_heartbeat_is_one_whatever_its_data() -> None:
    for pieces in cuts(b"event: ping\n\nevent: heartbeat\ndata: {}\n\nevent: other\n\ndata: x\n\n"):
        assert told(pieces) == [BEAT, BEAT, "x"]
