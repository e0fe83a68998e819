from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PEER = Path(__file__).parent / "peer.py"


@pytest.fixture(scope="session")
def adk_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of ADK's own server, running as a program of its own."""
    home = tmp_path_factory.mktemp("adk")
    env = {
        **os.environ,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    log = home / "log"
    with open(log, "wb") as errors:
        peer = subprocess.Popen(
            [sys.executable, str(PEER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=home,
            env=env,
        )
    assert peer.stdin is not None and peer.stdout is not None
    try:
        url = peer.stdout.readline().decode().strip()
        assert url.startswith("http://"), log.read_text(encoding="utf-8", errors="replace")
        yield url
    finally:
        peer.stdin.close()
        try:
            peer.wait(10)
        except subprocess.TimeoutExpired:
            peer.kill()
            peer.wait()
        peer.stdout.close()
