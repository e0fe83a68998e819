from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("here", deadline=None)  # no test asks how long something took
settings.load_profile("here")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "rule(id): the rule of tests/requirements.py it proves")


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on the loop that AsyncNemoClient is made for."""
    return "asyncio"
