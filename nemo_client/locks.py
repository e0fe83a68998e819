"""One writer per session, across processes: a lock file that names its holder.

The lock is the operating system's, so that it ends with its process however that ends: a stale
file is no lock. Beside it lies who holds it and since when, for those who are turned away.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from nemo_client.errors import SessionBusy

QUEUE_S = 3600.0  # longer than any turn may take


class Locks:
    """The session locks of one user. `queue_s` is how long to wait for another's turn."""

    def __init__(self, folder: Path, queue_s: float = 0.0) -> None:
        self._folder = folder
        self._queue_s = queue_s

    @contextmanager
    def held(self, realm: str, session: str) -> Iterator[None]:
        """Hold a session until the block ends, after another's turn where that may be waited for.

        Raises SessionBusy naming the holder.
        """
        with self._lock(realm, session, "session_busy", self._queue_s):
            yield

    @contextmanager
    def held_now(self, realm: str, name: str, code: str) -> Iterator[None]:
        """Hold something else by its name, without waiting. Raises SessionBusy under `code`."""
        with self._lock(realm, name, code, 0.0):
            yield

    @contextmanager
    def held_within(self, wait_s: float, realm: str, name: str) -> Iterator[None]:
        """Hold something that is never held for long. Raises SessionBusy after `wait_s`."""
        with self._lock(realm, name, "spending_busy", wait_s):
            yield

    def drop(self, realm: str, name: str) -> None:
        """Remove the file of a lock that guards nothing any more."""
        with suppress(OSError):  # some systems keep what is open elsewhere
            self._place(realm, name).unlink()

    def _place(self, realm: str, name: str) -> Path:
        stem = hashlib.sha256(f"{realm} {name}".encode()).hexdigest()[:24]
        return self._folder / f"{stem}.lock"

    @contextmanager
    def _lock(self, realm: str, name: str, code: str, wait_s: float) -> Iterator[None]:
        from filelock import FileLock, Timeout

        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = self._place(realm, name)
        # Taken in one thread and let go in another by the driver for event loops.
        lock = FileLock(place, timeout=wait_s, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            raise self._busy(place, name, code) from None
        try:
            self._name_holder(place)
            yield
        finally:
            with suppress(OSError):
                _note(place).unlink(missing_ok=True)
            lock.release()

    def _name_holder(self, place: Path) -> None:
        with suppress(OSError):
            note = {"pid": os.getpid(), "since": time.time()}
            _note(place).write_text(json.dumps(note), encoding="utf-8")

    @staticmethod
    def _busy(place: Path, name: str, code: str) -> SessionBusy:
        try:
            note = json.loads(_note(place).read_text(encoding="utf-8"))
            pid = int(note["pid"])
            since = datetime.fromtimestamp(note["since"], UTC).isoformat(timespec="seconds")
        except (OSError, ValueError, KeyError, TypeError):
            return SessionBusy(code, reason="another_process", name=name)
        return SessionBusy(code, reason="process_since", name=name, pid=pid, since=since)


def _note(place: Path) -> Path:
    return place.with_suffix(".json")
