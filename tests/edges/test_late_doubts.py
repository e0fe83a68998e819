"""A doubt that is taken up late: what others did meanwhile is not taken for its doing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nemo_client import Clocks, NemoClient, Outcome
from nemo_client.protocol.notices import Said
from nemo_client.testing import Backend, sandbox

CLIP = Path(__file__).parents[2] / "fixtures" / "clip.mp4"
QUICK = Clocks(checks_s=(0.01,), settle_s=())


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    with sandbox(tmp_path_factory.mktemp("doubts"), silent_rate=0.0) as running:
        yield running


def a_session(nemo: NemoClient) -> str:
    session = nemo.open_session().id
    nemo.upload(session, [CLIP])
    nemo.send(session, "add the clip to the timeline", clocks=QUICK)
    return session


def taken_up(nemo: NemoClient, job: str) -> Outcome:
    outcome = nemo.resume(job, clocks=QUICK).outcome
    assert outcome is not None
    return outcome


class Killed(BaseException):
    """The process ended here."""


def left(backend: Backend, session: str, text: str) -> str:
    """Say something and die before its answer; return the job that is left."""

    def die(notice: object) -> None:
        if isinstance(notice, Said):
            raise Killed

    with NemoClient(backend.settings, on_notice=die) as nemo:
        with pytest.raises(Killed):
            nemo.send(session, text, clocks=QUICK)
        backend.settle()
        return nemo.jobs()[-1].id


@pytest.mark.rule("doubt-has-a-name", "paid-once")
@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_message_that_never_arrived_is_not_credited_with_what_others_did(
    backend: Backend, elsewhere: bool
) -> None:
    with NemoClient(backend.settings) as nemo:
        session = a_session(nemo)
        with backend.server.fault("hangup:chat"):
            assert nemo.send(session, "mute the clip", clocks=QUICK).kind == "unsure"
        doubt = nemo.jobs()[-1].id
        other = a_session(nemo) if elsewhere else session
        assert nemo.send(other, "set the volume to 40%", clocks=QUICK).kind == "changed"
        late = taken_up(nemo, doubt)
    assert (late.kind, late.cost.spent, late.changes) == ("unsure", 0.0, ())


@pytest.mark.rule("nothing-lost", "never-silent")
@pytest.mark.parametrize("elsewhere", [False, True])
def test_an_edit_whose_process_died_is_told_with_its_own_cost_and_change(
    backend: Backend, elsewhere: bool
) -> None:
    with NemoClient(backend.settings) as nemo:
        session = a_session(nemo)
        doubt = left(backend, session, "set the volume to 30%")
        other = a_session(nemo) if elsewhere else session
        nemo.send(other, "set the volume to 40%", clocks=QUICK)
        late = taken_up(nemo, doubt)
    assert (late.kind, late.cost.spent) == ("changed", 2.0)
    assert "30" in str(late.changes) and "40" not in str(late.changes)
