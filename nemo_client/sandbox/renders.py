"""Renders: jobs that turn a submitted draft into a file, and go on when nobody asks.

A job is a row; what changes many times a second (progress, the wish to stop) lives in memory.
After a restart an unfinished job starts over. Links to files are signed and expire; they never
hold a bearer token.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import IntegrityError, Row
from typing import Any

from nemo_client.sandbox.faults import Taken
from nemo_client.sandbox.identity import signature
from nemo_client.sandbox.jobs import Job
from nemo_client.sandbox.media import Media
from nemo_client.sandbox.options import Options
from nemo_client.sandbox.replies import Refused, dumps
from nemo_client.sandbox.store import Store
from nemo_client.sandbox.workshop import Workshop

ENDED = ("completed", "failed", "cancelled")
SLOW_SHARE = 0.9  # of its progress that a slow render spends dawdling
LOOK_EVERY_S = 0.02
log = logging.getLogger("nemo_client.sandbox")


@dataclass(slots=True)
class Live:
    """What only a running job has."""

    progress: float = 0.0
    cancelled: threading.Event = field(default_factory=threading.Event)
    faults: Taken = field(default_factory=dict)

    def at(self, fraction: float) -> None:
        """Called from the rendering thread."""
        self.progress = max(self.progress, fraction)

    async def dawdle(self) -> None:
        """Take as long as it is to take longer, getting on all the time."""
        seconds = float(self.faults.get("render_slow", {}).get("seconds", 0.0))
        begun = time.monotonic()
        while (passed := time.monotonic() - begun) < seconds and not self.cancelled.is_set():
            self.progress = SLOW_SHARE * passed / seconds
            await asyncio.sleep(min(LOOK_EVERY_S, seconds - passed))


@dataclass(slots=True)
class Renders:
    """All jobs of the server."""

    store: Store
    media: Media
    workshop: Workshop
    options: Options
    clock: Callable[[], float]
    folder: Path
    url: str
    files_url: str
    _live: dict[str, Live] = field(default_factory=dict)

    def submit(
        self,
        user: str,
        name: str,
        session: str,
        draft: Mapping[str, Any],
        output: Mapping[str, Any],
        *,
        is_duplicate_error: bool,
        take: Callable[[], Taken],
    ) -> Job:
        """Start a job; with an id that is known, the job of that id, or Refused.

        What is to go wrong is taken from the switches only for a job that is new.
        """
        from nemo_client.sandbox.render import FORMATS

        kind = str(output.get("format") or "mp4").lower()
        if kind not in FORMATS:
            raise Refused("bad_request", f"Unknown format {kind!r}: {', '.join(FORMATS)}")
        key = signature(self.store.secret("renders"), f"{user} {name}")[:32]
        quality = str(output.get("resolution") or output.get("quality") or "high")
        values = (key, user, name, session, dumps(draft), kind, quality, self.clock())
        try:
            self.store.run(
                "INSERT INTO renders (key, user_id, id, session_id, draft, format, quality,"
                " status, error, notes, size, duration_s, created)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', '', '[]', 0, 0, ?)",
                *values,
            )
        except IntegrityError:
            if is_duplicate_error:
                raise Refused("duplicate", f"A render with id {name!r} exists") from None
            return self.get(user, name)
        self._begin(key, take())
        return self.get(user, name)

    def get(self, user: str, name: str) -> Job:
        """The user's job of this id."""
        row = self.store.one("SELECT * FROM renders WHERE user_id = ? AND id = ?", user, name)
        if row is None:
            raise Refused("not_found", f"There is no render {name!r}")
        return self._job(row)

    def of_session(self, session: str) -> list[Job]:
        """Every job of a session."""
        sql = "SELECT * FROM renders WHERE session_id = ? ORDER BY created"
        rows = self.store.all(sql, session)
        return [self._job(row) for row in rows]

    def cancel(self, job: Job) -> Job:
        """Stop a job; one that has ended stays as it is."""
        if job.status not in ENDED:
            self._mark(job.key, "cancelled")
            self._live[job.key].cancelled.set()
        return self.get(job.user_id, job.id)

    def link(self, job: Job, *, age_s: float = 0.0, is_foreign: bool = False) -> str:
        """A signed address of the finished file, good for a while, as if it were so old."""
        expires = int(self.clock() + self.options.link_ttl_s - age_s)
        proof = signature(self.store.secret("links"), f"{job.key} {expires}")
        path = f"/renders/{job.key}/{job.file_name}"
        host = self.files_url if is_foreign else self.url
        return f"{host}{path}?expires={expires}&signature={proof}"

    def linked(self, key: str, expires: str, proof: str) -> Job | None:
        """The job a signed address leads to; None for a bad or expired one."""
        expected = signature(self.store.secret("links"), f"{key} {expires}")
        if not hmac.compare_digest(expected, proof) or int(expires) < self.clock():
            return None
        row = self.store.one("SELECT * FROM renders WHERE key = ?", key)
        return self._job(row) if row else None

    def recover(self) -> None:
        """After a start: what was not finished starts over."""
        unfinished = "SELECT key FROM renders WHERE status IN ('pending', 'processing')"
        for row in self.store.all(unfinished):
            self._begin(row["key"], {})

    def interrupt(self) -> None:
        """Stop the running ones without giving them up: the next start takes them on."""
        for live in self._live.values():
            live.cancelled.set()

    def _begin(self, key: str, faults: Taken) -> None:
        live = self._live[key] = Live(faults=faults)
        if stuck := faults.get("render_stuck"):
            live.progress = stuck["percent"] / 100
            self._mark(key, "processing")  # and there it stays, until a restart or a cancel
        else:
            self.workshop.start(self._perform(key, live))

    async def _perform(self, key: str, live: Live) -> None:
        row = self.store.one("SELECT * FROM renders WHERE key = ?", key)
        if row is None:
            return
        try:
            await live.dawdle()
            await self.workshop.heavy(self._render, row, live)
        finally:
            self._live.pop(key, None)

    def _render(self, row: Row, live: Live) -> None:
        """Perform one job; runs in a thread."""
        from nemo_client.sandbox.render import RenderCancelled, RenderFailed, render

        if live.cancelled.is_set():
            return
        self._mark(row["key"], "processing")
        if "render_fails" in live.faults:
            self._mark(row["key"], "failed", error="The renderer gave up")
            return
        job, user = self._job(row), row["user_id"]
        try:
            report = render(
                json.loads(row["draft"]),
                lambda segment: self.media.source(user, segment),
                job.path,
                format=row["format"],
                quality=row["quality"],
                on_progress=live.at,
                cancelled=live.cancelled,
            )
        except RenderCancelled:
            return
        except RenderFailed as error:
            self._mark(job.key, "failed", error=str(error))
        except Exception as error:
            log.exception("render %s failed", job.id)
            self._mark(job.key, "failed", error=f"{type(error).__name__}: {error}")
        else:
            facts = {"size": report.size, "duration_s": report.duration_s}
            self._mark(job.key, "completed", **facts, notes=dumps(list(report.notes)))

    def _mark(self, key: str, status: str, **facts: object) -> None:
        """Move a job on, unless it has ended."""
        if status in ENDED:
            facts["completed"] = self.clock()
        changes = ", ".join(f"{name} = ?" for name in ("status", *facts))
        self.store.run(
            f"UPDATE renders SET {changes} WHERE key = ? AND status IN ('pending', 'processing')",
            status,
            *facts.values(),
            key,
        )

    def _job(self, row: Row) -> Job:
        live = self._live.get(row["key"])
        done = 1.0 if row["status"] == "completed" else live.progress if live else 0.0
        return Job(
            key=row["key"],
            user_id=row["user_id"],
            id=row["id"],
            status=row["status"],
            progress=round(100 * done),
            error=row["error"],
            notes=tuple(json.loads(row["notes"])),
            format=row["format"],
            size=row["size"],
            duration_s=row["duration_s"],
            created=row["created"],
            completed=row["completed"],
            path=self.folder / f"{row['key']}.{row['format']}",
        )
