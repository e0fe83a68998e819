"""A reply that arrives in pieces is translated as the whole is, and plain text does not wait."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.speech import Translator, translate
from nemo_client.speech.gui_tables import LABELS

FIXTURES = Path(__file__).parents[2] / "fixtures" / "speech"
SIZE = int(os.environ.get("NEMO_STREAM_BYTES", "20000"))


def texts_of(name: str) -> list[str]:
    """The replies of a set, without its line of origin."""
    lines = (FIXTURES / name).read_text(encoding="utf-8").splitlines()
    return [case["text"] for line in lines if "id" in (case := json.loads(line))]


CORPORA = tuple(sorted(path.name for path in FIXTURES.glob("gui_speak*.jsonl")))
REPLIES = tuple(text for name in CORPORA for text in texts_of(name))

WORDS = (
    "Click Export. ", "- ", "\n", "1. ", "press the ", "button", ", ", ": ", "(", ")", "“",
    "”", "Tip: ", "**", "`", "```\n", "| a |\n", "# ", "> ", "。", "，", "点击", "导出", "请",
    "按钮", "再", "You can ", "drag ", "the clip ", "I moved ", "if you like", "cliquez sur ",
    "Exporter", "ボタンを", "押してください", "…", "→ ", "https://a.io/x ",
    "a.mp4", "?", "！", "✨ ", "4 s",
    *(labels.split("|")[0] for labels in LABELS.values()),
)  # fmt: skip
"""What replies are made of, in any order."""


def streamed(pieces: Sequence[str]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Translate a reply piece by piece."""
    translator = Translator()
    shown = [translator.feed(piece) for piece in pieces]
    rest, actions = translator.finish()
    return "".join(shown) + rest, actions, translator.stripped


def cut(text: str, sizes: Sequence[int]) -> list[str]:
    """Cut a text into pieces of these sizes, over and over."""
    pieces, at, i = [], 0, 0
    while at < len(text):
        size = sizes[i % len(sizes)]
        pieces.append(text[at : at + size])
        at, i = at + size, i + 1
    return pieces


def assert_streams_as_whole(text: str, sizes: Sequence[int]) -> None:
    """Any pieces give the text, the actions and the stripped of the whole."""
    whole = translate(text)
    assert streamed(cut(text, sizes)) == (whole.text, whole.actions, whole.stripped)


@pytest.mark.parametrize("name", CORPORA)
@pytest.mark.parametrize("size", [1, 7])
def test_a_labelled_reply_in_pieces_is_translated_as_the_whole(name: str, size: int) -> None:
    for text in texts_of(name):
        assert_streams_as_whole(text, [size])


@given(st.sampled_from(REPLIES), st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_any_cut_of_a_labelled_reply_gives_the_whole(text: str, sizes: list[int]) -> None:
    assert_streams_as_whole(text, sizes)


@given(st.lists(st.sampled_from(WORDS), max_size=60), st.lists(st.integers(1, 9), min_size=1))
def test_any_cut_of_any_words_gives_the_whole(words: list[str], sizes: list[int]) -> None:
    assert_streams_as_whole("".join(words), sizes)


@given(st.text(max_size=300), st.integers(1, 9))
def test_any_cut_of_any_text_gives_the_whole(text: str, size: int) -> None:
    assert_streams_as_whole(text, [size])


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_nothing_is_lost_without_an_instruction(words: list[str]) -> None:
    text = "".join(words)
    shown = translate(text)
    assert shown.stripped or (shown.text, shown.actions) == (text, ())


PLAIN = (
    "The clip is 4 s long. ",
    "I moved the title to the left! ",
    "标题改好了。",
    "配乐是 96 BPM，很轻。",
    "Which one do you prefer? ",
)


@given(st.lists(st.sampled_from(PLAIN), min_size=2, max_size=12), st.integers(1, 11))
def test_plain_text_waits_for_one_sentence_at_most(sentences: list[str], size: int) -> None:
    translator = Translator()
    shown = fed = 0
    ends = [sum(map(len, sentences[: i + 1])) for i in range(len(sentences))]
    for piece in cut("".join(sentences), [size]):
        shown += len(translator.feed(piece))
        fed += len(piece)
        begun = sum(end < fed for end in ends)
        assert shown >= (ends[begun - 1] - 1 if begun else 0)


def _calls(function: Callable[[], object]) -> int:
    count = 0

    def tick(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(tick)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "seed", ["click Export. ", "a word and ", "- Click Export\n", "点击导出。", "x", "# A\n", '"a ']
)
def test_single_characters_cost_twice_as_much_for_twice_the_text(seed: str) -> None:
    def work(size: int) -> Callable[[], Any]:
        return lambda: streamed((seed * (size // len(seed) + 1))[:size])

    once, twice = _calls(work(SIZE // 10)), _calls(work(SIZE // 5))
    assert twice <= 2.4 * once
    assert streamed((seed * SIZE)[:SIZE])[0] == translate((seed * SIZE)[:SIZE]).text


@pytest.mark.parametrize("name", CORPORA)
def test_every_set_of_replies_is_streamed(name: str) -> None:
    assert len(texts_of(name)) >= 50
