from __future__ import annotations

from typing import Any

import pytest

from nemo_client.errors import NemoError, Precondition
from nemo_client.flows import session as sessions
from nemo_client.flows.upload import upload
from nemo_client.protocol import effects as fx
from nemo_client.protocol.calls import Files, Json
from nemo_client.protocol.media import Source
from nemo_client.protocol.notices import SessionOpened, Uploaded

SID = "5529000000000000001"


def test_a_session_is_opened_and_told_of(world: Any) -> None:
    world.replies = {"open_session": [{"code": 0, "data": {"session_id": int(SID)}}]}
    assert world.run(sessions.open_session("project", "zh")).id == SID
    assert world.told(SessionOpened) == [SessionOpened(SID, "zh")]


def test_an_unknown_session_is_told_by_its_id(world: Any) -> None:
    world.replies = {"state": [(200, {"code": 1002})]}
    with pytest.raises(Precondition) as failed:
        world.run(sessions.read_state(SID))
    assert SID in str(failed.value)


@pytest.mark.rule("claim-only")
def test_a_claim_link_finds_its_task_in_the_state(world: Any) -> None:
    world.replies = {
        "state": [{"data": {"task_id": 77, "state": {}}}],
        "claim": [{"data": {"claim_token": "clm_x"}}],
    }
    link = world.run(sessions.claim_link(SID, None, "https://w.example"))
    assert link.url == "https://w.example/workspace/claim?ct=clm_x"
    (ask,) = world.asked("claim")
    assert ask.call.body == Json(b'{"task_id":"77","session_id":"%s"}' % SID.encode())


def test_a_session_without_a_task_has_no_claim_link(world: Any) -> None:
    world.replies = {"state": [{"data": {"state": {}}}]}
    assert world.run(sessions.claim_link(SID, None, "https://w.example")) is None


def stored(*names: str) -> dict[str, Any]:
    return {"code": 0, "data": {"files": [{"filename": n, "file_type": "video"} for n in names]}}


def test_files_and_addresses_go_in_their_order_neighbours_together(world: Any) -> None:
    world.replies = {"upload": [stored("a", "b"), stored("d")], "import": [stored("c")]}
    sources = [
        Source("a.mp4", False),
        Source("b.mp4", False),
        Source("https://x.example/c.mp4", True),
        Source("d.mp4", False),
    ]
    assets = world.run(upload(SID, sources))
    assert [asset.name for asset in assets] == ["a", "b", "c", "d"]
    assert world.names() == ["upload", "import", "upload"]
    bodies = [ask.call.body for ask in world.asked("upload")]
    assert bodies == [Files(("a.mp4", "b.mp4")), Files(("d.mp4",))]
    assert [told.name for told in world.told(Uploaded)] == ["a", "b", "c", "d"]


@pytest.mark.rule("repeats")
def test_an_upload_that_was_cut_is_not_repeated(world: Any) -> None:
    world.replies = {"upload": [fx.Lost("cut")]}
    with pytest.raises(NemoError) as failed:
        world.run(upload(SID, [Source("a.mp4", False)]))
    assert failed.value.code == "connection_lost"
    assert world.names() == ["upload"]


@pytest.mark.parametrize(("code", "name"), [(4001, "file_refused"), (4002, "file_too_large")])
def test_a_file_that_the_backend_refuses_is_told(world: Any, code: int, name: str) -> None:
    world.replies = {"upload": [(200, {"code": code, "message": "x.bin"})]}
    with pytest.raises(Precondition) as failed:
        world.run(upload(SID, [Source("a.mp4", False)]))
    assert (failed.value.code, failed.value.detail) == (name, "x.bin")
