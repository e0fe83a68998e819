"""What users test their own code with."""

from __future__ import annotations

from pathlib import Path

import pytest

from nemo_client import NemoClient
from nemo_client.testing import sandbox


@pytest.mark.rule("runs-here")
def test_a_backend_for_tests_is_one_line(tmp_path: Path) -> None:
    with sandbox(tmp_path, credits=7) as backend, NemoClient(backend.settings) as client:
        assert client.credits().available == 7
        session = client.open_session()
        assert client.send(session.id, "hello").replied
        backend.settle()
        assert backend.books.count("token") == 1
        assert backend.books.count("chat") == 1
    assert backend.settings.token_file.is_relative_to(tmp_path)


def test_without_a_folder_it_leaves_nothing_behind() -> None:
    with sandbox() as backend:
        root = backend.root
        assert root.is_dir()
        assert backend.environment["NEMO_API_URL"] == backend.url
    assert not root.exists()


def test_an_option_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError), sandbox(no_such_option=1):
        pass
