"""Where lines come from when nobody types them: streams."""

from __future__ import annotations

import io
from typing import Any

import pytest

from nemo_client.repl.lines import Lines, PipedLines


@pytest.mark.parametrize(
    "stream",
    [
        io.StringIO("a\nb"),
        io.TextIOWrapper(io.BytesIO(b"a\r\nb")),
        io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfa\nb\n"), encoding="cp1252"),
    ],
)
def test_piped_lines_come_as_they_are(stream: Any) -> None:
    lines = PipedLines(stream)
    assert [lines.read(), lines.read()] == ["a", "b"]
    with pytest.raises(EOFError):
        lines.read()


def test_no_stream_is_an_end() -> None:
    with pytest.raises(EOFError):
        PipedLines(None).read()


def test_a_source_without_a_queue_has_nothing_in_it() -> None:
    with Lines() as lines:
        lines.hold()
        lines.release()
        assert (lines.waiting, lines.was_queued, lines.is_interrupted()) == ((), False, False)
        with pytest.raises(IndexError):
            lines.drop(1)
        with pytest.raises(EOFError):
            lines.read()
