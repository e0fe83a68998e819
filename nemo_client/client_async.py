"""AsyncNemoClient: the calls of NemoClient, awaited."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from nemo_client import orders
from nemo_client.client import RENDER_WAIT_S, STALL_S, Account, OnNotice, Shared
from nemo_client.config import Settings
from nemo_client.drive import Clock
from nemo_client.drive_async import AsyncWorld
from nemo_client.plans import Consent
from nemo_client.protocol.effects import Flow
from nemo_client.transport.looped import AsyncTransport

if TYPE_CHECKING:
    from nemo_client.flows.jobs import Done
    from nemo_client.keeping import Keeper
    from nemo_client.protocol.effects import Fetched
    from nemo_client.protocol.envelope import Credits
    from nemo_client.protocol.outcome import Exported, Outcome
    from nemo_client.protocol.turn import Clocks
    from nemo_client.protocol.wire import Asset, ClaimLink, Session, State
    from nemo_client.speech import Step

R = TypeVar("R")


class AsyncNemoClient(Shared):
    """NemoClient for an event loop: the same calls, awaited."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        on_notice: OnNotice | None = None,
        clock: Clock | None = None,
        queue_s: float = 0.0,
        consent: Consent | None = None,
    ) -> None:
        super().__init__(settings, on_notice, clock, queue_s, consent)
        self._transport = AsyncTransport(self.settings)

    async def _run(self, flow: Flow[R], keeper: Keeper | None = None) -> R:
        world = AsyncWorld(self._transport, self._credentials, self._tell, self._clock, keeper)
        return await world.run(flow)

    async def _job(
        self,
        keeper: Keeper,
        clocks: Clocks | None = None,
        wait_s: float = RENDER_WAIT_S,
        stall_s: float = STALL_S,
    ) -> Done:
        return await self._run(self._plans.perform(keeper, clocks, wait_s, stall_s), keeper)

    async def account(self) -> Account:
        """Return where the token comes from, making a free anonymous account if there is none."""
        from asyncio import to_thread

        return self.told(await to_thread(self._account))

    async def open_session(self, *, language: str | None = None, name: str = "project") -> Session:
        """Create a session. `language` is what the agent answers in, as a BCP-47 tag."""
        return await self._run(self._plans.open_session(language, name))

    async def send(self, session_id: str, text: str, *, clocks: Clocks | None = None) -> Outcome:
        """Say `text` to the agent, once, and return what became of it. May cost credits.

        Raises where the message was provably not accepted; a doubt is an Outcome of kind `unsure`.
        """
        keeper = self._plans.begin("send", session_id, [orders.message(text)])
        return self.asked(await self._job(keeper, clocks))

    async def perform(
        self,
        session_id: str | None,
        plan: str | Iterable[Step],
        *,
        folder: Path | None = None,
        force: bool = False,
        language: str | None = None,
        name: str = "project",
        clocks: Clocks | None = None,
        wait_s: float = RENDER_WAIT_S,
        stall_s: float = STALL_S,
    ) -> Done:
        """Do all that a message asks for, in order: uploads, turns, exports, looks; one job.

        `plan` is the message or its steps (`nemo_client.speech`); exports without a name go to
        `folder`, by default the working directory. What comes after a question, a failure or a
        doubt is not attempted: there is no result of it. Without a session, one is opened. Raises
        what its steps raise, and Precondition for all that can be wrong beforehand.
        """
        steps = orders.ordered(plan, folder or Path(), force)
        keeper = self._plans.begin("plan", session_id, steps, language=language, name=name)
        return await self._job(keeper, clocks, wait_s, stall_s)

    async def upload(
        self, session_id: str, sources: Sequence[str | os.PathLike[str]]
    ) -> tuple[Asset, ...]:
        """Upload files and media addresses into the session, in their order."""
        keeper = self._plans.begin("upload", session_id, [orders.upload(sources)])
        return (await self._job(keeper)).assets

    async def state(self, session_id: str) -> State:
        """Return what the session holds now."""
        return await self._run(self._plans.state(session_id))

    async def credits(self) -> Credits:
        """Return the balance."""
        return await self._run(self._plans.credits())

    async def claim_link(self, session_id: str) -> ClaimLink | None:
        """Return a link that opens the project in a browser, None where there is none."""
        return await self._run(self._plans.claim_link(session_id))

    async def download(self, url: str, output: Path, *, force: bool = False) -> Fetched:
        """Fetch a medium of the timeline to `output`; no foreign host is shown the token.

        Raises Precondition where `output` exists and `force` is not given, and BackendFailed.
        """
        return await self._run(self._plans.download(url, output, force))

    async def export(
        self,
        session_id: str,
        *,
        output: Path | None = None,
        format: str = "mp4",
        quality: str = "high",
        force: bool = False,
        wait_s: float = RENDER_WAIT_S,
        stall_s: float = STALL_S,
    ) -> Exported:
        """Render the draft and, where `output` is given, put the video there. Free of credits.

        Raises NothingToExport, StillRunning after `wait_s` seconds or `stall_s` seconds without
        progress, and Precondition where `output` exists and `force` is not given.
        """
        step = orders.export(output, None, format, quality, force)
        keeper = self._plans.begin("export", session_id, [step])
        exported = (await self._job(keeper, None, wait_s, stall_s)).exported
        assert exported is not None
        return exported

    async def create(
        self,
        text: str,
        *,
        sources: Sequence[str | os.PathLike[str]] = (),
        output: Path | None = None,
        format: str = "mp4",
        quality: str = "high",
        force: bool = False,
        session_id: str | None = None,
        language: str | None = None,
        name: str = "project",
        clocks: Clocks | None = None,
        wait_s: float = RENDER_WAIT_S,
        stall_s: float = STALL_S,
    ) -> Done:
        """Make a video of one wish: session, uploads, turn, export; one job, taken up at will.

        The export is left out where the turn ends in a question, a failure or a doubt.
        """
        steps = [
            *([orders.upload(sources)] if sources else []),
            orders.message(text),
            orders.export(output, None, format, quality, force),
        ]
        keeper = self._plans.begin("create", session_id, steps, language=language, name=name)
        return await self._job(keeper, clocks, wait_s, stall_s)

    async def resume(
        self,
        job_id: str,
        *,
        clocks: Clocks | None = None,
        wait_s: float = RENDER_WAIT_S,
        stall_s: float = STALL_S,
    ) -> Done:
        """Take a job from wherever its records leave it to its end; an ended one is told again.

        Raises what the job's steps raise, and SessionBusy where another process carries it.
        """
        return await self._job(self._plans.taken_up(job_id), clocks, wait_s, stall_s)

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
