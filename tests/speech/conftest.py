"""The corpora and the scoring rules of the two language layers.

A plan is right when its intents are right in order and every slot named in the case matches; a chat
text when it is equal but for case, spaces and surrounding punctuation, or holds the words asked for
and none of another step. A shown text is right when the actions are equal as a set, every `keep` is
in it and no `strip` is.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Case = dict[str, Any]
FIXTURES = Path(__file__).parents[2] / "fixtures" / "speech"
_EDGES = " \t\n.,;:!?。，、；：！？…·-–—\"'“”‘’«»()（）[]"


@pytest.fixture(scope="session")
def corpus() -> Callable[[str], list[Case]]:
    """Reads a corpus by its file name, without its line of origin."""

    def read(name: str) -> list[Case]:
        lines = (FIXTURES / name).read_text(encoding="utf-8").splitlines()
        return [case for line in lines if "id" in (case := json.loads(line))]

    return read


@pytest.fixture(scope="session")
def plan_is_right() -> Callable[[Case, list[Case]], bool]:
    """Compares a plan with the one of the case."""
    return _plan_is_right


@pytest.fixture(scope="session")
def shown_is_right() -> Callable[[Case, str, tuple[str, ...]], bool]:
    """Compares a shown text and its actions with the case."""
    return _shown_is_right


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", " ", folded).strip(_EDGES)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[a-z0-9à-öø-ÿ'’.%]+|[^\W\d_a-zà-öø-ÿ]", _fold(text)))


def _chat_matches(want: str, got: str, others: list[str]) -> bool:
    if _fold(want) == _fold(got):
        return True
    need, have = _words(want), _words(got)
    foreign = {word for other in others for word in _words(other)}
    return not need - have and not any(w in foreign and w not in need for w in have - need)


def _plan_is_right(case: Case, plan: list[Case]) -> bool:
    wanted = case["plan"]
    if [step["intent"] for step in wanted] != [step["intent"] for step in plan]:
        return False
    for i, (want, got) in enumerate(zip(wanted, plan, strict=True)):
        others = [step.get("text", "") for j, step in enumerate(wanted) if j != i]
        if not all(_slot_matches(slot, want, got, others) for slot in want if slot != "intent"):
            return False
    return True


def _slot_matches(slot: str, want: Case, got: Case, others: list[str]) -> bool:
    if slot == "text":
        return _chat_matches(want["text"], got["text"], others)
    if slot == "sources":
        return bool(want["sources"] == got.get("sources"))
    return slot in got and _fold(str(want[slot])) == _fold(str(got[slot]))


def _shown_is_right(case: Case, text: str, actions: tuple[str, ...]) -> bool:
    if set(case["actions"]) != set(actions) or (case.get("unchanged") and text != case["text"]):
        return False
    return all(k in text for k in case["keep"]) and not any(s in text for s in case["strip"])
