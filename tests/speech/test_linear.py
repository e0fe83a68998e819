"""Both layers stay linear, whatever is pasted into them.

Work is counted, not timed: the calls that Python makes for twice the text are about twice as many.
What a regular expression does inside cannot be counted, so hostile texts of 100 kB are read as
well: with a pattern that backs up, they would not come to an end.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from nemo_client.speech import route, translate

SEEDS = (
    "export, ",
    "click Export. ",
    "click Export, ",
    "- Click Export\n",
    "# A\n",
    "a.mp4\n",
    "a.mp4, ",
    "导出，",
    "点击导出。",
    '"a.mp4" ',
    "a.mp4:\n",
    "show a man who clicks export and exports, ",
    "if you like, ",
    "then ",
)
HOSTILE = (
    " ",
    "\t",
    "\n",
    ".",
    "'",
    '"',
    "“",
    "`",
    "*",
    "(",
    "~",
    "/",
    "-",
    "—",
    "x",
    "中",
    "🎉",
    "→ ",
    "in the ",
)


def _calls(function: Callable[[str], object], text: str) -> int:
    count = 0

    def tick(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(tick)
    try:
        function(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("function", [route, translate])
@pytest.mark.parametrize("seed", SEEDS)
def test_twice_the_text_is_twice_the_work(function: Callable[[str], object], seed: str) -> None:
    function(seed)
    once = _calls(function, seed * 60)
    twice = _calls(function, seed * 120)
    assert twice <= 2.3 * once


@pytest.mark.parametrize("function", [route, translate])
@pytest.mark.parametrize("seed", HOSTILE)
def test_a_hostile_text_of_100_kb_comes_to_an_end(
    function: Callable[[str], object], seed: str
) -> None:
    text = (seed * 100_000)[:100_000]
    assert function(text + "z")
