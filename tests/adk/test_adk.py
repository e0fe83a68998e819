"""The client, unchanged, in conversation with a server that others wrote."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nemo_client.client import NemoClient
from nemo_client.client_async import AsyncNemoClient
from nemo_client.config import Settings
from nemo_client.errors import Precondition
from nemo_client.protocol.notices import Corrected, Notice, Said, ToolStarted
from nemo_client.protocol.outcome import Outcome

ODD = "one\u2028two\u2029three\u0085four\x0bfive\r\nsix 视频"
Talk = Callable[..., list[Outcome]]


def blocking(settings: Settings, *texts: str, session: str | None = None,
             told: list[Notice] | None = None) -> list[Outcome]:  # fmt: skip
    with NemoClient(settings, on_notice=(told if told is not None else []).append) as client:
        number = session or client.open_session().id
        return [client.send(number, text) for text in texts]


def awaited(settings: Settings, *texts: str, session: str | None = None,
            told: list[Notice] | None = None) -> list[Outcome]:  # fmt: skip
    async def main() -> list[Outcome]:
        notices = told if told is not None else []
        async with AsyncNemoClient(settings, on_notice=notices.append) as client:
            number = session or (await client.open_session()).id
            return [await client.send(number, text) for text in texts]

    return asyncio.run(main())


@pytest.fixture(params=[blocking, awaited], ids=["sync", "async"])
def talk(request: pytest.FixtureRequest, adk_url: str, tmp_path: Path) -> Any:
    """Say these texts in a new session of ADK, with each client."""
    settings = Settings(
        api_url=adk_url,
        token="nmv_usr_test",
        client_id_file=tmp_path / "client_id",
        data_dir=tmp_path / "data",
    )
    return lambda *texts, **more: request.param(settings, *texts, **more)


def shown(told: list[Notice]) -> str:
    assert not any(isinstance(notice, Corrected) for notice in told)
    return "".join(notice.text for notice in told if isinstance(notice, Said))


@pytest.mark.rule("partial-then-final")
@pytest.mark.parametrize("scene", ["stream", "whole"])
def test_partial_and_final_text_is_told_once(talk: Talk, scene: str) -> None:
    told: list[Notice] = []
    (outcome,) = talk(scene, told=told)
    assert (outcome.kind, outcome.text, shown(told)) == ("replied", "Hello.", "Hello.")
    assert (outcome.incomplete, outcome.error, outcome.draft_changed) == (False, None, False)


@pytest.mark.rule("line-ends")
def test_odd_separators_in_a_text_survive(talk: Talk) -> None:
    (outcome,) = talk("odd")
    assert outcome.text == ODD


@pytest.mark.rule("thoughts-apart")
def test_thoughts_are_not_the_answer(talk: Talk) -> None:
    (outcome,) = talk("think")
    assert (outcome.text, outcome.thoughts) == ("Yes.", "Hm. ")


@pytest.mark.rule("tools-from-wholes")
def test_text_around_a_tool_is_told_once_and_the_tool_is_no_text(talk: Talk) -> None:
    told: list[Notice] = []
    (outcome,) = talk("edit", told=told)
    assert outcome.text == "Working on it.\n\nDone."
    assert shown(told) == "Working on it.Done."
    assert [n.name for n in told if isinstance(n, ToolStarted)] == ["edit_multitrack"]
    assert (outcome.kind, outcome.tools) == ("changed", ("edit_multitrack",))
    assert outcome.changes


@pytest.mark.rule("silent-edit", "never-silent")
def test_an_ending_without_content_after_a_tool_is_a_silent_edit(talk: Talk) -> None:
    _, silent = talk("edit", "silent")
    assert (silent.kind, silent.text, silent.error) == ("changed", "", None)
    assert [change.name for change in silent.changes if change.name] == ["Hello"]


def test_an_ending_without_content_and_without_work_is_a_failure(talk: Talk) -> None:
    (outcome,) = talk("nothing")
    assert outcome.kind == "failed"


@pytest.mark.rule("one-failure")
def test_an_exception_in_the_stream_is_one_failure(talk: Talk) -> None:
    (outcome,) = talk("boom")
    assert (outcome.kind, outcome.text) == ("failed", "Wor")
    assert outcome.error is not None
    assert outcome.error.code == "turn_failed"
    assert "cannot" in outcome.error.detail


def test_a_refusal_of_the_model_is_a_failure_with_its_reason(talk: Talk) -> None:
    (outcome,) = talk("refuse")
    assert outcome.error is not None
    assert (outcome.kind, outcome.error.detail) == ("failed", "blocked")


@pytest.mark.parametrize("session", ["ghost-1", "5529000000000009999"])
def test_an_unknown_session_is_an_unknown_session(talk: Talk, session: str) -> None:
    """The first is refused by the chat endpoint itself, the second when its state is read."""
    with pytest.raises(Precondition) as failed:
        talk("whole", session=session)
    assert failed.value.code == "session_not_found"
    assert failed.value.facts["session"] == session


def test_a_session_goes_on_after_a_failure(talk: Talk) -> None:
    kinds = [outcome.kind for outcome in talk("boom", "edit", "whole", "edit")]
    assert kinds == ["failed", "changed", "replied", "replied"]
