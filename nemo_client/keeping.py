"""What the drivers keep for a job while it runs: its journal, and the session it holds."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from nemo_client.ledger import Journal
from nemo_client.locks import Locks


class Keeper:
    """Writes one job's records and holds one session for it; closed when its flow ends."""

    def __init__(self, journal: Journal, locks: Locks) -> None:
        self.journal = journal
        self._locks = locks
        self._held = ExitStack()
        self._sessions: set[str] = set()

    def take(self) -> None:
        """Become the one process that carries this job. Raises SessionBusy where another does."""
        job = self.journal.job
        self._held.enter_context(self._locks.held_now("job", job.id, "job_busy"))
        # Whoever held it may have gone on since it was read.
        job = self.journal.job = self.journal.ledger.journal(job.id).job
        if job.pid != os.getpid():
            self.journal.write("taken", {"pid": os.getpid()})

    def save(self, what: str, facts: Mapping[str, Any], draft: str | None) -> None:
        """Write a record, the draft that it names first."""
        if draft is not None and facts.get("fingerprint"):
            self.journal.keep_draft(str(facts["fingerprint"]), draft)
        self.journal.write(what, facts)

    def hold(self, session: str) -> None:
        """Be the session's only writer until `close`. Raises SessionBusy."""
        if session not in self._sessions:
            self._held.enter_context(self._locks.held(self.journal.job.realm, session))
            self._sessions.add(session)

    def close(self) -> None:
        """Let go of what is held."""
        self._sessions.clear()
        self._held.close()


def part_of(output: str | None) -> Path | None:
    """Return where the file of an output is built."""
    return Path(output).with_name(Path(output).name + ".part") if output else None
