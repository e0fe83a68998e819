"""Plans through both clients: done in order as one job, stopped where they must, refused early."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nemo_client import AsyncNemoClient, Done, NemoClient, Settings, orders
from nemo_client.drive import RealClock
from nemo_client.errors import CreditsFailed, NemoError, NothingToExport, Precondition, SessionBusy
from nemo_client.plans import Plans
from nemo_client.protocol.envelope import Credits
from nemo_client.protocol.job import Job
from nemo_client.protocol.outcome import Exported, Looked, Outcome
from nemo_client.speech import Chat, Export, Status, Upload
from nemo_client.testing import Backend, sandbox

CLIP = Path(__file__).parents[2] / "fixtures" / "clip.mp4"
TRIM = f"{CLIP} trim it to 1 second, export as mov, show me the timeline, then tell me my balance"
Use = Callable[..., Any]


class Hurry(RealClock):
    """A clock on which waiting takes a tenth of the time."""

    def now(self) -> float:
        return super().now() * 10

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds / 10)

    async def asleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 10)


def blocking(settings: Settings, name: str, *args: Any, consent: Any = None, **kw: Any) -> Any:
    with NemoClient(settings, clock=Hurry(), consent=consent) as client:
        return getattr(client, name)(*args, **kw)


def awaited(settings: Settings, name: str, *args: Any, consent: Any = None, **kw: Any) -> Any:
    async def main() -> Any:
        async with AsyncNemoClient(settings, clock=Hurry(), consent=consent) as client:
            return await getattr(client, name)(*args, **kw)

    return asyncio.run(main())


@pytest.fixture(params=[blocking, awaited], ids=["sync", "async"])
def use(request: pytest.FixtureRequest) -> Use:
    using: Use = request.param
    return using


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    with sandbox(tmp_path_factory.mktemp("plans"), silent_rate=0.0) as running:
        yield running


@pytest.mark.rule("same-truth")
def test_a_message_is_done_in_order_and_told_again(
    use: Use, backend: Backend, tmp_path: Path
) -> None:
    before = backend.books.count("chat")
    done: Done = use(backend.settings, "perform", None, TRIM, folder=tmp_path)
    kinds = [type(result) for result in done.results]
    assert kinds == [tuple, Outcome, Exported, Looked, Credits]
    assert done.exported is not None and done.exported.path is not None
    assert Path(done.exported.path).parent == tmp_path
    assert Path(done.exported.path).is_file()
    assert done.assets[0].name == "clip.mp4"
    assert backend.books.count("chat") == before + 1
    again = use(backend.settings, "resume", done.job_id)
    assert repr(again.results) == repr(done.results)


def test_steps_can_be_given_as_values(use: Use, backend: Backend, tmp_path: Path) -> None:
    out = tmp_path / "out.gif"
    steps = [Upload((str(CLIP),)), Chat("export as mov"), Chat("trim it to 1 second"), Status()]
    steps.append(Export(quality="best", output=str(out)))
    done: Done = use(backend.settings, "perform", None, steps)
    assert done.exported is not None
    assert (done.exported.format, done.exported.quality) == ("gif", "high")
    assert out.read_bytes()[:4] == b"GIF8"
    looked = done.results[3]
    assert isinstance(looked, Looked) and "1 s" in looked.words["en"][0]


def test_what_comes_after_a_failure_is_not_attempted(
    use: Use, backend: Backend, tmp_path: Path
) -> None:
    before = backend.books.count("chat")
    session = use(backend.settings, "open_session").id
    with pytest.raises(NothingToExport) as failed:
        use(backend.settings, "perform", session, "export it, then add music", folder=tmp_path)
    assert backend.books.count("chat") == before
    job = NemoClient(backend.settings).job(str(failed.value.facts["job"]))
    assert (job.state, len(job.past), len(job.steps)) == ("failed", 0, 2)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "text", ["", "upload nowhere.mp4 and trim it", "add music and export as mkv"]
)
def test_what_is_wrong_is_found_before_there_is_a_job(
    text: str, use: Use, backend: Backend
) -> None:
    before = len(backend.books.requests()), len(NemoClient(backend.settings).jobs())
    with pytest.raises(Precondition):
        use(backend.settings, "perform", None, text)
    assert (len(backend.books.requests()), len(NemoClient(backend.settings).jobs())) == before


@pytest.mark.rule("paid-once")
def test_consent_is_asked_before_each_message_and_what_is_refused_does_not_leave(
    use: Use, backend: Backend
) -> None:
    asked: list[Job] = []

    def consent(job: Job) -> None:
        asked.append(job)
        if len(asked) == 2:
            raise CreditsFailed("spend_refused", "enough")

    before = backend.books.count("chat")
    steps = [Chat("hello"), Chat("hello again"), Chat("and again")]
    with pytest.raises(CreditsFailed):
        use(backend.settings, "perform", None, steps, consent=consent)
    assert [len(job.past) for job in asked] == [0, 1]
    assert all(job.before and job.before["credits"] for job in asked)
    assert backend.books.count("chat") == before + 1


def test_a_job_whose_session_cannot_be_opened_is_over(use: Use, backend: Backend) -> None:
    before = len(NemoClient(backend.settings).jobs())
    with backend.server.fault("status:500:session"), pytest.raises(NemoError):
        use(backend.settings, "create", "hello")
    jobs = NemoClient(backend.settings).jobs()[before:]
    assert [(job.state, job.session_id) for job in jobs] == [("failed", None)]


def test_who_takes_a_job_that_another_has_just_ended_only_tells_it_again(
    backend: Backend,
) -> None:
    with NemoClient(backend.settings) as nemo:
        session = nemo.open_session().id
        late = plans(backend).begin("send", session, [orders.message("hello")])
        nemo.resume(late.journal.job.id)  # between the late one's look and its taking
        assert not late.journal.job.is_ended
        late.take()
        assert late.journal.job.is_ended
        assert nemo.resume(late.journal.job.id).outcome is not None  # to tell it needs no hold
        late.close()


@pytest.mark.rule("paid-once")
def test_a_job_that_is_carried_is_not_taken_up_by_another(backend: Backend) -> None:
    with NemoClient(backend.settings) as nemo:
        held = plans(backend).begin("send", None, [orders.message("hello")])
        held.take()
        with pytest.raises(SessionBusy):
            nemo.resume(held.journal.job.id)
        held.close()
        assert nemo.resume(held.journal.job.id).outcome is not None


def plans(backend: Backend) -> Plans:
    found = NemoClient(backend.settings)._plans
    assert isinstance(found, Plans)
    return found
