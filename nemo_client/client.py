"""NemoClient: every call, blocking; and what its twin for event loops shares with it.

What each call does is said once, in `plans`, as a flow; the clients only run it. Both tell what
happens on the way through `on_notice`. Every failure is a NemoError. A flow is loaded when it is
first used: whoever asks for a balance does not wait for the rules of a turn.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from nemo_client import orders
from nemo_client.backend import located
from nemo_client.config import Settings
from nemo_client.credentials import Credentials
from nemo_client.drive import Clock, RealClock, World
from nemo_client.flows.asking import ask
from nemo_client.plans import Consent, Plans
from nemo_client.protocol import calls
from nemo_client.protocol.effects import Flow
from nemo_client.transport import Transport

if TYPE_CHECKING:
    from nemo_client.flows.jobs import Done
    from nemo_client.keeping import Keeper
    from nemo_client.protocol.effects import Fetched
    from nemo_client.protocol.envelope import Credits
    from nemo_client.protocol.job import Facts, Job
    from nemo_client.protocol.notices import Notice
    from nemo_client.protocol.outcome import Exported, Outcome
    from nemo_client.protocol.turn import Clocks
    from nemo_client.protocol.wire import Asset, ClaimLink, Session, State, TokenGrant
    from nemo_client.speech import Step

R = TypeVar("R")
OnNotice = Callable[["Notice"], None]
RENDER_WAIT_S = 600.0
STALL_S = 300.0


@dataclass(frozen=True, slots=True)
class Account:
    """Where the token comes from and how long it lasts; never the token itself."""

    token_source: str
    expires_at: float | None
    """Unix time in seconds; None where nobody said."""
    bind_id: str | None
    created: bool


class Shared:
    """What both clients are made of, whichever way they wait."""

    def __init__(
        self,
        settings: Settings | None,
        on_notice: OnNotice | None,
        clock: Clock | None,
        queue_s: float,
        consent: Consent | None,
    ) -> None:
        self.settings = located(settings or Settings.from_env())
        self.on_notice = on_notice
        self._clock = clock or RealClock()
        self._credentials = Credentials(self.settings, self._mint)
        self._plans = Plans(self.settings, self._credentials, queue_s, consent)

    def _tell(self, notice: Notice) -> None:
        if self.on_notice is not None:
            self.on_notice(notice)

    def _mint(self, client_id: str) -> TokenGrant:
        """Ask for a token, on a connection of its own: it happens once a week."""
        transport = Transport(self.settings)
        try:
            flow = _granted(client_id)
            return World(transport, self._credentials, self._tell, self._clock).run(flow)
        finally:
            transport.close()

    def _account(self) -> Account:
        before = self._credentials.known()
        token = self._credentials.token()
        return Account(token.source, token.expires_at, token.bind_id, created=before is None)

    def told(self, account: Account) -> Account:
        """Return an account, telling that it was made where it was."""
        if made := self._credentials.take_made():
            self._tell(made)
        return account

    def begin(
        self,
        kind: str,
        steps: Sequence[Facts],
        *,
        session_id: str | None = None,
        language: str | None = None,
        name: str | None = None,
        max_credits: float | None = None,
        is_agreed: bool = False,
    ) -> Job:
        """Write a job down without sending anything; `resume` takes it to its end.

        `steps` are those of `nemo_client.orders`. A session is opened where none is given;
        `max_credits` and `is_agreed` are for whoever gives consent before a message leaves.
        """
        return self._plans.begin(
            kind,
            session_id,
            steps,
            language=language,
            name=name,
            max_credits=max_credits,
            is_agreed=is_agreed,
        ).journal.job

    def jobs(self) -> tuple[Job, ...]:
        """Return the jobs of this backend that are on record, the newest last."""
        return self._plans.jobs()

    def job(self, job_id: str) -> Job:
        """Return one job as the ledger has it. Raises Precondition where there is none."""
        return self._plans.taken_up(job_id).journal.job

    def asked(self, done: Done) -> Outcome:
        """Return the outcome of a job that is a turn."""
        assert done.outcome is not None
        return done.outcome


def _granted(client_id: str) -> Flow[TokenGrant]:
    from nemo_client.protocol import wire  # once a week

    return wire.read_token((yield from ask(calls.token(client_id))))


class NemoClient(Shared):
    """The backend's sessions, chat, media and exports; each call blocks until it is done.

    `settings` default to the environment. `on_notice` is told what happens on the way. `consent`
    is asked before a message that may cost leaves; it may raise CreditsFailed to keep it. Close
    the client, or use it in a `with` statement.
    """

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
        self._transport = Transport(self.settings)

    def _run(self, flow: Flow[R], keeper: Keeper | None = None) -> R:
        return World(self._transport, self._credentials, self._tell, self._clock, keeper).run(flow)

    def _job(
        self,
        keeper: Keeper,
        clocks: Clocks | None = None,
        wait_s: float = RENDER_WAIT_S,
        stall_s: float = STALL_S,
    ) -> Done:
        return self._run(self._plans.perform(keeper, clocks, wait_s, stall_s), keeper)

    def account(self) -> Account:
        """Return where the token comes from, making a free anonymous account if there is none."""
        return self.told(self._account())

    def open_session(self, *, language: str | None = None, name: str = "project") -> Session:
        """Create a session. `language` is what the agent answers in, as a BCP-47 tag."""
        return self._run(self._plans.open_session(language, name))

    def send(self, session_id: str, text: str, *, clocks: Clocks | None = None) -> Outcome:
        """Say `text` to the agent, once, and return what became of it. May cost credits.

        Raises where the message was provably not accepted; a doubt is an Outcome of kind `unsure`.
        """
        keeper = self._plans.begin("send", session_id, [orders.message(text)])
        return self.asked(self._job(keeper, clocks))

    def perform(
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
        return self._job(keeper, clocks, wait_s, stall_s)

    def upload(
        self, session_id: str, sources: Sequence[str | os.PathLike[str]]
    ) -> tuple[Asset, ...]:
        """Upload files and media addresses into the session, in their order."""
        keeper = self._plans.begin("upload", session_id, [orders.upload(sources)])
        return (self._job(keeper)).assets

    def state(self, session_id: str) -> State:
        """Return what the session holds now."""
        return self._run(self._plans.state(session_id))

    def credits(self) -> Credits:
        """Return the balance."""
        return self._run(self._plans.credits())

    def claim_link(self, session_id: str) -> ClaimLink | None:
        """Return a link that opens the project in a browser, None where there is none."""
        return self._run(self._plans.claim_link(session_id))

    def download(self, url: str, output: Path, *, force: bool = False) -> Fetched:
        """Fetch a medium of the timeline to `output`; no foreign host is shown the token.

        Raises Precondition where `output` exists and `force` is not given, and BackendFailed.
        """
        return self._run(self._plans.download(url, output, force))

    def export(
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
        exported = (self._job(keeper, None, wait_s, stall_s)).exported
        assert exported is not None
        return exported

    def create(
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
        return self._job(keeper, clocks, wait_s, stall_s)

    def resume(
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
        return self._job(self._plans.taken_up(job_id), clocks, wait_s, stall_s)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
