"""What each call of the clients does, as flows, with the jobs and files around them.

Calls that make something are jobs of the ledger; calls that only look are not. Everything is
checked here that can be checked before a request leaves, and every error learns here where the
web pages are.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
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
    from nemo_client.protocol.envelope import Credits
    from nemo_client.protocol.job import Job
    from nemo_client.protocol.turn import Clocks
    from nemo_client.protocol.wire import ClaimLink, Session, State

R = TypeVar("R")


class Plans:
    """The flows of one client."""

    def __init__(self, settings: Settings, credentials: Credentials, queue_s: float) -> None:
        self._settings = settings
        self._host = urlsplit(settings.api_url).netloc
        self._credentials = credentials
        self._queue_s = queue_s

    @property
    def ledger(self) -> Ledger:
        """The ledger of this user."""
        from nemo_client.ledger import Ledger  # whoever asks for a balance keeps no books

        return Ledger(self._settings.data_dir / "ledger")

    def open_session(self, language: str | None, name: str) -> Flow[Session]:
        """Create a session."""
        from nemo_client.flows.session import open_session

        return self._explained(open_session(name, language or self._settings.language))

    def claim_link(self, session_id: str) -> Flow[ClaimLink | None]:
        """Find the link that opens the project in a browser."""
        from nemo_client.flows.session import claim_link

        return self._explained(claim_link(session_id, None, self._settings.web_url))

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
        *,
        text: str | None = None,
        sources: Sequence[str | os.PathLike[str]] = (),
        output: Path | None = None,
        format: str | None = None,
        quality: str | None = None,
        force: bool = False,
        language: str | None = None,
        name: str | None = None,
    ) -> Keeper:
        """Check a job's wish and write it down; nothing is sent. Raises Precondition."""
        from nemo_client import files

        if text is not None and not text.strip():
            raise Precondition("usage", "Nothing to say: the message is empty.")
        if output is not None:
            output = output.absolute()
            files.discard_empty(files.check_output(output, force))
        wish = {
            "text": text,
            "sources": [_absolute(s.place, s.is_url) for s in files.check_sources(sources)]
            if sources or kind == "upload"
            else [],
            "output": str(output) if output else None,
            "format": format,
            "quality": quality,
            "force": force,
            "language": language or self._settings.language,
            "name": name,
        }
        journal = self.ledger.begin(
            kind,
            realm=self._settings.realm,
            directory=_here(),
            session_id=session_id,
            wish=wish,
        )
        return self._kept(journal)

    def taken_up(self, job_id: str) -> Keeper:
        """Return the keeper of a job that is on record. Raises Precondition."""
        return self._kept(self.ledger.journal(job_id))

    def perform(self, keeper: Keeper, clocks: Clocks | None, wait_s: float) -> Flow[Done]:
        """Take a job from where its records leave it to its end."""
        from nemo_client import files
        from nemo_client.flows.jobs import Means, perform
        from nemo_client.keeping import part_of
        from nemo_client.protocol.notices import JobBegun
        from nemo_client.protocol.turn import Clocks

        keeper.take()
        job = keeper.journal.job
        yield Tell(JobBegun(job.id, job.kind, job.session_id))
        part = part_of(job.wish.get("output"))
        means = Means(
            clocks=clocks or Clocks(),
            wait_s=wait_s,
            web=self._settings.web_url,
            part=str(part) if part else None,
            draft_before=keeper.journal.draft_before(),
        )
        try:
            return (yield from self._explained(perform(job, means)))
        finally:
            if part is not None:
                files.discard_empty(part)

    def jobs(self) -> tuple[Job, ...]:
        """Return the jobs of this backend, in the order in which they began."""
        found = self.ledger.jobs().values()
        return tuple(job for job in found if job.realm == self._settings.realm)

    def _kept(self, journal: Any) -> Keeper:
        from nemo_client.keeping import Keeper
        from nemo_client.locks import Locks

        return Keeper(journal, Locks(self._settings.data_dir / "locks", self._queue_s))

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
            error.facts.setdefault("link", self._register_link())
        if error.code == "token_refused":
            known = self._credentials.known()
            error.facts.setdefault("token_source", known.source if known else "?")
        return error

    def _register_link(self) -> str:
        """Return where an anonymous user registers so that the project moves along."""
        known = self._credentials.known()
        bind = known.bind_id if known else None
        page = f"{self._settings.web_url}/register"
        return f"{page}?bind={quote(bind, safe='')}" if bind else page


def _absolute(place: str, is_url: bool) -> str:
    """Return a path that means the same from any directory."""
    return place if is_url else str(Path(place).absolute())


def _here() -> str:
    with suppress(OSError):
        return str(Path.cwd())
    return ""
