"""What each call of the clients does, as flows, with the jobs and files around them.

Calls that make something are jobs of the ledger; calls that only look are not. Everything is
checked here that can be checked before a request leaves, and every error learns here where the
web pages are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlsplit

from nemo_client.config import Settings
from nemo_client.credentials import Credentials
from nemo_client.errors import NemoError, Precondition
from nemo_client.protocol.effects import Flow, Tell

if TYPE_CHECKING:
    from nemo_client.flows.jobs import Done
    from nemo_client.keeping import Keeper
    from nemo_client.ledger import Ledger
    from nemo_client.protocol.effects import Fetched
    from nemo_client.protocol.envelope import Credits
    from nemo_client.protocol.job import Facts, Job
    from nemo_client.protocol.since import Since
    from nemo_client.protocol.turn import Clocks
    from nemo_client.protocol.wire import ClaimLink, Session, State

R = TypeVar("R")
Consent = Callable[["Job"], None]
"""Asked before a billed message of a job leaves; whoever refuses raises."""


class Plans:
    """The flows of one client."""

    def __init__(
        self,
        settings: Settings,
        credentials: Credentials,
        queue_s: float,
        consent: Consent | None = None,
    ) -> None:
        self._settings = settings
        self._consent = consent
        self._host = urlsplit(settings.api_url).netloc
        self._credentials = credentials
        self._queue_s = queue_s
        self._bind_id: str | None = None  # of the session that was opened last

    @property
    def ledger(self) -> Ledger:
        """The ledger of this user."""
        from nemo_client.ledger import Ledger  # whoever asks for a balance keeps no books

        return Ledger(self._settings.data_dir / "ledger")

    def open_session(self, language: str | None, name: str) -> Flow[Session]:
        """Create a session."""
        from nemo_client.flows.session import open_session

        flow = open_session(name, language or self._settings.language)
        session = yield from self._explained(flow)
        self._bind_id = session.bind_id
        return session

    def claim_link(self, session_id: str) -> Flow[ClaimLink | None]:
        """Find the link that opens the project in a browser."""
        from nemo_client.flows.session import claim_link

        return self._explained(claim_link(session_id, None, self._settings.web_url))

    def download(self, url: str, output: Path, force: bool) -> Flow[Fetched]:
        """Fetch a medium to `output`. Raises BackendFailed and Precondition."""
        from nemo_client import files
        from nemo_client.flows.fetching import fetch_link

        part = files.check_output(output, force)
        try:
            fetched = yield from self._explained(fetch_link(url, str(part)))
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        files.deliver(part, output, force)
        return fetched

    def state(self, session_id: str) -> Flow[State]:
        """Read what a session holds."""
        from nemo_client.flows.session import read_state

        return self._explained(read_state(session_id))

    def credits(self) -> Flow[Credits]:
        """Read the balance."""
        from nemo_client.flows.balance import read_credits

        return self._explained(read_credits())

    def begin(
        self,
        kind: str,
        session_id: str | None,
        steps: Sequence[Facts],
        *,
        language: str | None = None,
        name: str | None = None,
        max_credits: float | None = None,
        is_agreed: bool = False,
    ) -> Keeper:
        """Write a job down; nothing is sent. Raises Precondition."""
        journal = self.ledger.begin(
            kind,
            realm=self._settings.realm,
            directory=_here(),
            session_id=session_id,
            wish={
                "steps": list(steps),
                "language": language or self._settings.language,
                "name": name,
                "max_credits": max_credits,
                "is_agreed": is_agreed,
            },
        )
        return self._kept(journal)

    def taken_up(self, job_id: str) -> Keeper:
        """Return the keeper of a job that is on record. Raises Precondition."""
        return self._kept(self.ledger.journal(job_id))

    def perform(
        self, keeper: Keeper, clocks: Clocks | None, wait_s: float, stall_s: float
    ) -> Flow[Done]:
        """Take a job from where its records leave it to its end."""
        from nemo_client import files, orders
        from nemo_client.flows.jobs import Means, opened, part_of, perform
        from nemo_client.protocol.notices import JobBegun
        from nemo_client.protocol.turn import Clocks

        if not keeper.journal.job.is_known:
            raise Precondition("job_unreadable", job=keeper.journal.job.id)
        if not keeper.journal.job.is_ended:  # to tell of an end is anybody's
            keeper.take()
        job = keeper.journal.job
        yield Tell(JobBegun(job.id, job.kind, job.session_id))
        yield from self._explained(opened(job))
        job = keeper.journal.job  # which has its session now
        places = {} if job.is_ended else orders.places(job)
        means = Means(
            clocks=clocks or Clocks(),
            wait_s=wait_s,
            web=self._settings.web_url,
            stall_s=stall_s,
            places=places,
            draft_before=keeper.journal.draft_before(),
            since=self._since(job),
        )
        try:
            done = yield from self._explained(perform(job, means))
            if done.outcome is not None and done.outcome.error is not None:
                self.explain(done.outcome.error)
            return done
        finally:
            for path in places.values():
                files.discard_empty(Path(part_of(path)))

    def _since(self, job: Job) -> Since | None:
        """Return what later turns saw, where it is not known what became of this one's."""
        from nemo_client.protocol.job import TurnAt
        from nemo_client.protocol.since import since

        if job.turn is TurnAt.NONE:
            return None
        return since(job, self.ledger.looks_since(job), self.ledger.draft)

    def jobs(self) -> tuple[Job, ...]:
        """Return the jobs of this backend, in the order in which they began."""
        found = self.ledger.jobs().values()
        return tuple(job for job in found if job.realm == self._settings.realm)

    def _kept(self, journal: Any) -> Keeper:
        from nemo_client.keeping import Keeper
        from nemo_client.locks import Locks

        locks = Locks(self._settings.data_dir / "locks", self._queue_s)
        return Keeper(journal, locks, self._consent)

    def _explained(self, flow: Flow[R]) -> Flow[R]:
        """Run a flow; what it raises learns where the web pages are."""
        try:
            return (yield from flow)
        except NemoError as error:
            raise self.explain(error) from error.__cause__

    def explain(self, error: NemoError) -> NemoError:
        """Return an error with what its words need to be of help."""
        error.facts.setdefault("web", self._settings.web_url)
        error.facts.setdefault("host", self._host)
        if error.code == "out_of_credits":
            error.facts.setdefault("link", self._register_link(error))
        if error.code == "token_refused":
            known = self._credentials.known()
            error.facts.setdefault("token_source", known.source if known else "?")
        return error

    def _register_link(self, error: NemoError) -> str:
        """Return where an anonymous user registers so that the project moves along.

        Where nobody named the account, an address that the backend named comes first.
        """
        known = self._credentials.known()
        bind = error.facts.get("bind_id") or self._bind_id or (known.bind_id if known else None)
        page = f"{self._settings.web_url}/register"
        if bind:
            return f"{page}?bind={quote(str(bind), safe='')}"
        urls = error.facts.get("urls")
        return str(urls[0]) if isinstance(urls, list) else page


def _here() -> str:
    with suppress(OSError):
        return str(Path.cwd())
    return ""
