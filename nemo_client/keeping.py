"""What the drivers keep for a job while it runs: its journal, and the session it holds.

Here is also the one door to what costs: before the record that a message leaves is written, whoever
may say no is asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from threading import Lock
from typing import TYPE_CHECKING, Any

from nemo_client.ledger import Journal
from nemo_client.locks import Locks

if TYPE_CHECKING:
    from nemo_client.protocol.job import Job

CONSENT_S = 60.0
"""How long to wait while another message is being agreed to."""


class Keeper:
    """Writes one job's records and holds one session for it; closed when its flow ends."""

    def __init__(
        self, journal: Journal, locks: Locks, consent: Callable[[Job], None] | None = None
    ) -> None:
        self.journal = journal
        self._locks = locks
        self._consent = consent
        self._held = ExitStack()
        self._sessions: set[str] = set()
        self._is_taken = False
        self._closing = Lock()

    def take(self) -> None:
        """Become the one process that carries this job. Raises SessionBusy where another does."""
        job = self.journal.job
        self._held.enter_context(self._locks.held_now("job", job.id, "job_busy"))
        self._is_taken = True
        # Whoever held it may have gone on since it was read.
        job = self.journal.reread()
        if job.pid != os.getpid():
            self.journal.write("taken", {"pid": os.getpid()})

    def save(self, what: str, facts: Mapping[str, Any], draft: str | None) -> None:
        """Write a record, the draft that it names first."""
        if draft is not None and facts.get("fingerprint"):
            self.journal.keep_draft(str(facts["fingerprint"]), draft)
        if what == "snapshot":  # it is also the last look at the turns before this one
            job = self.journal.job
            facts = {**facts, "realm": job.realm, "session_id": job.session_id}
        if what == "sending" and self._consent is not None:
            # From the question to the record nobody else may spend: both would be within the cap.
            with self._locks.held_within(CONSENT_S, "spending", self.journal.job.realm):
                self._consent(self.journal.job)
                self.journal.write(what, facts)
            return
        self.journal.write(what, facts)

    def hold(self, session: str) -> None:
        """Be the session's only writer until `close`. Raises SessionBusy."""
        if session in self._sessions:
            return
        with ExitStack() as waited:
            waited.enter_context(self._locks.held(self.journal.job.realm, session))
            with self._closing:
                if self._is_taken:  # a thread may have waited on for a call that was cancelled
                    self._held.push(waited.pop_all())
                    self._sessions.add(session)

    def close(self) -> None:
        """Let go of what is held."""
        with self._closing:
            was_taken, self._is_taken = self._is_taken, False
            self._sessions.clear()
            self._held.close()
        job = self.journal.job
        if was_taken and job.is_ended:
            # Two who hold an ended job at once only tell it twice: its lock need not stay.
            self._locks.drop("job", job.id)
