from __future__ import annotations

import os

import pytest
from hypothesis import settings

EXAMPLES = int(os.environ.get("NEMO_EXAMPLES", "60"))
"""How many examples a property is tried with."""

settings.register_profile("here", deadline=None, max_examples=EXAMPLES)  # time is not asked for
settings.load_profile("here")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "rule(id): the rule of tests/requirements.py it proves")


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on the loop that AsyncNemoClient is made for."""
    return "asyncio"
