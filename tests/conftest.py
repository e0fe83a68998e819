from __future__ import annotations

import os

import pytest
from hypothesis import settings

HUNT = os.environ.get("NEMO_EXAMPLES", "")
"""How many examples a property is tried with, other ones each time; without it, always the same."""

settings.register_profile(
    "here",
    deadline=None,  # time is not asked for
    max_examples=int(HUNT or "60"),
    derandomize=not HUNT,
)
settings.load_profile("here")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "rule(id): the rule of tests/requirements.py it proves")


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on the loop that AsyncNemoClient is made for."""
    return "asyncio"
