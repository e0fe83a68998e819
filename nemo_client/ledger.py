"""The ledger: an append-only local record of turns, uploads and renders, written ahead.

One JSON object a line, each with a checksum, in one file that all processes of a user share. A
journal file rather than a database, because its worst case is plain: a power cut leaves at most
a torn last line, which is passed over, and everything before it stands. Records that money hangs
on are on the disk before the request leaves. What a draft looked like before a turn lies beside
it, in a file named by its fingerprint. Never a token.
"""

from __future__ import annotations

import json
import os
import time
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path
from typing import Any

from nemo_client.errors import Precondition, redact
from nemo_client.files import create_private, write_private
from nemo_client.protocol.job import DURABLE, Job, fold

LOCK_WAIT_S = 30.0
KEEP_DAYS = 90.0
VERSION = 1


class Ledger:
    """The records of one user in one folder; `now` is Unix time."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self.path = folder / "ledger.jsonl"
        self._now = now

    def begin(self, kind: str, **facts: Any) -> Journal:
        """Write a new job down; return the journal of it."""
        journal = Journal(self, Job(f"job_{uuid.uuid4().hex[:12]}"), self._size())
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
                _append(self.path, _sealed(record), durable=what in DURABLE)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise Precondition("ledger_unwritable", reason, path=str(self.path)) from None
        return fold(job, record)

    def jobs(self) -> dict[str, Job]:
        """Return every job by its id, in the order in which they began."""
        return _folded(self.records())

    def journal(self, name: str, begins: int = 0) -> Journal:
        """Return the journal of a job. Raises Precondition where there is no such job.

        `begins` is where its records began when last seen.
        """
        job = _folded(self.records(name, begins=begins)).get(name)
        if begins and (job is None or not job.kind):  # pruning has moved them
            return self.journal(name)
        if job is None:
            raise Precondition("no_job", job=name)
        return Journal(self, job, begins)

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

    def records(self, name: str = "", since: str = "", begins: int = 0) -> Iterator[dict[str, Any]]:
        """Yield the records that are whole; torn and foreign lines are passed over.

        Only lines that hold `name` are read, from byte `begins` and the first on that holds
        `since`: one job costs little among thousands.
        """
        held, first = name.encode(), since.encode()
        with suppress(FileNotFoundError), open(self.path, "rb") as file:
            file.seek(begins)
            for line in dropwhile(lambda line: first not in line, file):
                if held in line and (record := _opened(line)) is not None:
                    yield record

    def keep_draft(self, fingerprint: str, text: str) -> None:
        """Keep a draft as it was before a turn, so that any process can tell what changed."""
        create_private(self._draft_place(fingerprint), text)

    def draft(self, fingerprint: str | None) -> str | None:
        """Return a kept draft, None where it is gone."""
        if not fingerprint:
            return None
        try:
            return self._draft_place(fingerprint).read_text("utf-8")
        except (OSError, ValueError):
            return None

    def prune(self, keep_days: float = KEEP_DAYS) -> int:
        """Drop ended jobs older than `keep_days` with their drafts; return how many."""
        oldest = self._now() - keep_days * 86400
        with self._locked():
            jobs = self.jobs()
            gone = {j.id for j in jobs.values() if j.is_ended and j.updated < oldest}
            if gone:
                kept = (_sealed(r) for r in self.records() if r["job"] not in gone)
                write_private(self.path, b"".join(kept).decode("utf-8"))
            self._drop_drafts([j for j in jobs.values() if j.id not in gone])
        return len(gone)

    def _size(self) -> int:
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def _drop_drafts(self, kept: list[Job]) -> None:
        needed = {self._draft_place(str((j.before or {}).get("fingerprint"))) for j in kept}
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
    begins: int = 0

    def reread(self) -> Job:
        """Return the job as it is now, whoever has gone on with it."""
        self.job = self.ledger.journal(self.job.id, self.begins).job
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


def _folded(records: Iterable[Mapping[str, Any]]) -> dict[str, Job]:
    found: dict[str, Job] = {}
    for record in records:
        name = str(record["job"])
        found[name] = fold(found.get(name) or Job(name), record)
    return found


def _sealed(record: Mapping[str, Any]) -> bytes:
    """Return a record as a line: its checksum, a space, its JSON without secrets."""
    body = {k: v for k, v in record.items() if k != "crc"}
    text = redact(json.dumps(body, ensure_ascii=True, separators=(",", ":"), default=str))
    return f"{zlib.crc32(text.encode()):08x} {text}\n".encode()


def _opened(line: bytes) -> dict[str, Any] | None:
    """Return the record of a line, None where it is torn or not ours."""
    seal, _, text = line.rstrip(b"\n").partition(b" ")
    try:
        if not line.endswith(b"\n") or int(seal, 16) != zlib.crc32(text):
            return None
        record = json.loads(text)
    except ValueError:
        return None
    return record if isinstance(record, dict) and "job" in record else None


def _append(path: Path, line: bytes, durable: bool) -> None:
    """Add a line in one write; a torn line before it is closed off first."""
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        size = os.fstat(handle).st_size
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
            if os.read(handle, 1) != b"\n":
                line = b"\n" + line
        os.write(handle, line)
        if durable:
            os.fsync(handle)
    finally:
        os.close(handle)
