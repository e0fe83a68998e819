from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nemo_client.draft import Draft, parse

DRAFTS = Path(__file__).parents[2] / "fixtures" / "drafts"


@pytest.fixture
def text_of() -> Callable[[str], str]:
    """Read a fixture as text."""
    return lambda name: (DRAFTS / f"{name}.json").read_text(encoding="utf-8")


@pytest.fixture
def draft_of(text_of: Callable[[str], str]) -> Callable[[str], Draft]:
    """Read a fixture as a draft."""
    return lambda name: Draft(parse(text_of(name)), text_of(name))
