"""The ledger: an append-only local record of turns, uploads and renders, written ahead.

A file of sealed lines that all processes of a user share, rather than a database, because its
worst case is plain (`sealing`). Records that money hangs on are on the disk before the request
leaves. What was last is read from the end: one job costs little among thousands. What a draft
looked like before a turn lies beside it and after it, in files named by their fingerprints. Never
a token.
"""

from __future__ import annotations

import os
import re
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path
from typing import Any

from nemo_client import sealing
from nemo_client.errors import Precondition
from nemo_client.files import create_private, write_private
from nemo_client.protocol.job import DURABLE, Folding, Job, fold, when

LOCK_WAIT_S = 30.0
KEEP_DAYS = 90.0
SURELY_OLDER = 500
"""So many older records in a row end a search for those since a time; a clock may have jumped."""
VERSION = 1


class Ledger:
    """The records of one user in one folder; `now` is Unix time."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self.path = folder / "ledger.jsonl"
        self._now = now

    def begin(self, kind: str, **facts: Any) -> Journal:
        """Write a new job down; return the journal of it."""
        journal = Journal(self, Job(f"job_{uuid.uuid4().hex[:12]}"))
        journal.write("planned", {"kind": kind, "pid": os.getpid(), **facts})
        return journal

    def append(self, job: Job, what: str, facts: Mapping[str, Any]) -> Job:
        """Write one record of a job; return the job after it.

        Durable records are on the disk when this returns. Raises Precondition where it cannot
        be written: what is not on record must not be sent.
        """
        record = {"v": VERSION, "job": job.id, "at": self._now(), "what": what, "facts": facts}
        try:
            with self._locked():
                sealing.append(self.path, sealing.sealed(record), durable=what in DURABLE)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise Precondition("ledger_unwritable", reason, path=str(self.path)) from None
        return fold(job, record)

    def jobs(self, names: Collection[str] | None = None) -> dict[str, Job]:
        """Return jobs by their ids, in the order in which they began: those of `names`, or all."""
        lines = sealing.forward(self.path)
        return _folded(lines if names is None else (x for x in lines if _name_in(x) in names))

    def outlines(self) -> dict[str, Job]:
        """Return every job as its first and its last record tell it: what is between is not read.

        Which jobs there are, whose and whether they ended costs little among thousands.
        """
        lines = sealing.forward(self.path)
        return _folded(line for line in lines if any(mark in line for mark in _ENDS))

    def lately(self, realm: str, since: float, turns: int) -> tuple[Job, ...]:
        """Return the jobs of a backend that were on record since a time, and its last `turns`.

        More may be among them. Only the end of the ledger is read, as far back as they reach.
        """
        told: dict[str, list[Mapping[str, Any]]] = {}
        unbegun: set[str] = set()
        older = found = 0
        for record in _records(sealing.backward(self.path)):
            name = str(record["job"])
            older = older + 1 if when(record) < since else 0
            if older >= SURELY_OLDER and found >= turns:
                if not unbegun:
                    break
                if name not in unbegun:
                    continue
            told.setdefault(name, []).append(record)
            unbegun.add(name)
            if record.get("what") == "planned":
                unbegun.discard(name)
                is_ours = _facts(record).get("realm") == realm
                found += is_ours * sum(each.get("what") == "outcome" for each in told[name])
        jobs = [_job(name, reversed(records)) for name, records in told.items()]
        return tuple(job for job in reversed(jobs) if job.realm == realm)

    def journal(self, name: str) -> Journal:
        """Return the journal of a job. Raises Precondition where there is no such job."""
        own: list[Mapping[str, Any]] = []
        held = name.encode()
        for record in _records(x for x in sealing.backward(self.path) if held in x):
            if record["job"] == name:
                own.append(record)
                if record.get("what") == "planned":
                    break
        job = _job(name, reversed(own))
        if not job.kind:
            raise Precondition("no_job", job=name)
        return Journal(self, job)

    def looks_since(self, job: Job) -> tuple[Mapping[str, Any], ...]:
        """Return the snapshots before the messages that followed this job's, in their order.

        Each tells what was there before that message added to it.
        """
        looks: dict[str, Mapping[str, Any]] = {}
        found: list[tuple[str, Mapping[str, Any]]] = []
        for record in self.records(since=job.id):
            name, facts = str(record["job"]), record.get("facts")
            match record.get("what"), facts:
                case "snapshot", _ if name == job.id:
                    found.clear()
                case "snapshot", Mapping() as seen if seen.get("realm") == job.realm:
                    looks[name] = seen
                case "sending", _ if name in looks:
                    found.append((name, looks[name]))
                case "undelivered" | "refused", _ if (name, looks.get(name)) in found:
                    found.remove((name, looks[name]))  # what was not taken adds nothing
        return tuple(facts for _, facts in found)

    def records(self, name: str = "", since: str = "") -> Iterator[dict[str, Any]]:
        """Return the records that are whole; torn and foreign lines are passed over.

        Only lines that hold `name` are read, from the first on that holds `since`.
        """
        held, first = name.encode(), since.encode()
        lines = dropwhile(lambda line: first not in line, sealing.forward(self.path))
        return _records(line for line in lines if held in line)

    def keep_draft(self, fingerprint: str, text: str) -> None:
        """Keep a draft as it was around a turn, so that any process can tell what changed."""
        if not self.has_draft(fingerprint):  # as a turn left it, the next one finds it
            create_private(self._draft_place(fingerprint), text)

    def draft(self, fingerprint: str | None) -> str | None:
        """Return a kept draft, None where it is gone."""
        if not fingerprint:
            return None
        try:
            return self._draft_place(fingerprint).read_text("utf-8")
        except (OSError, ValueError):
            return None

    def has_draft(self, fingerprint: str) -> bool:
        """Whether a draft is still kept."""
        return self._draft_place(fingerprint).exists()

    def prune(self, keep_days: float = KEEP_DAYS) -> int:
        """Drop ended jobs older than `keep_days` with their drafts; return how many."""
        oldest = self._now() - keep_days * 86400
        with self._locked():
            gone = {j.id for j in self.outlines().values() if j.is_ended and j.updated < oldest}
            if gone:
                kept = (sealing.sealed(r) for r in self.records() if r["job"] not in gone)
                write_private(self.path, b"".join(kept).decode("utf-8"))
            self._drop_drafts()
        return len(gone)

    def _drop_drafts(self) -> None:
        """Remove the drafts that no record names any more."""
        named = (_facts(record).get("fingerprint") for record in self.records("fingerprint"))
        needed = {self._draft_place(str(fingerprint)) for fingerprint in named}
        for place in (self.folder / "drafts").glob("*.json"):
            if place not in needed:
                place.unlink(missing_ok=True)

    def _draft_place(self, fingerprint: str) -> Path:
        return self.folder / "drafts" / f"{fingerprint.rpartition(':')[2]}.json"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # Only what writes waits for this import.
        from filelock import FileLock, Timeout

        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with FileLock(f"{self.path}.lock", timeout=LOCK_WAIT_S):
                yield
        except Timeout:
            raise Precondition(
                "ledger_unwritable", reason="held", path=str(self.path), seconds=LOCK_WAIT_S
            ) from None


@dataclass(slots=True)
class Journal:
    """One job's place in the ledger: write a record, and `job` is what it makes of the job."""

    ledger: Ledger
    job: Job

    def reread(self) -> Job:
        """Return the job as it is now, whoever has gone on with it."""
        self.job = self.ledger.journal(self.job.id).job
        return self.job

    def write(self, what: str, facts: Mapping[str, Any]) -> None:
        """Write a record of this job."""
        self.job = self.ledger.append(self.job, what, facts)

    def keep_draft(self, fingerprint: str, text: str) -> None:
        """Keep a draft that a record will name. Raises Precondition where that fails."""
        try:
            self.ledger.keep_draft(fingerprint, text)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise Precondition("ledger_unwritable", reason, path=str(self.ledger.folder)) from None

    def draft_before(self) -> str | None:
        """Return the draft of this job's snapshot."""
        return self.ledger.draft((self.job.before or {}).get("fingerprint"))


def _folded(lines: Iterable[bytes]) -> dict[str, Job]:
    found: dict[str, Folding] = {}
    for record in _records(lines):
        name = str(record["job"])
        if name not in found:
            found[name] = Folding(Job(name))
        found[name].add(record)
    return {name: folding.job() for name, folding in found.items()}


def _job(name: str, records: Iterable[Mapping[str, Any]]) -> Job:
    folding = Folding(Job(name))
    for record in records:
        folding.add(record)
    return folding.job()


def _records(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    return (record for record in sealing.whole(lines) if "job" in record)


def _facts(record: Mapping[str, Any]) -> Mapping[str, Any]:
    facts = record.get("facts")
    return facts if isinstance(facts, Mapping) else {}


_ENDS = (b'"what":"planned"', b'"what":"ended"')
_NAME = re.compile(rb'"job":"([^"]+)"')


def _name_in(line: bytes) -> str | None:
    """Return the job that a line is of, without reading the rest of it."""
    found = _NAME.search(line)  # quotes inside of texts are escaped: the first is the record's own
    return found[1].decode("ascii", "replace") if found else None
