"""Sessions remembered per directory and backend, so that a command needs no id. Never a token.

One JSON file, written whole under a lock, pruned to the newest entries; a damaged file is put
aside and begun anew, because what it held is also at the backend. Fields of other versions stay.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from nemo_client.errors import Precondition
from nemo_client.files import write_private

KEPT = 500
LOCK_WAIT_S = 10.0
TITLE_LETTERS = 48


@dataclass(frozen=True, slots=True)
class Remembered:
    """One session as this machine knows it; times are Unix seconds."""

    id: str
    realm: str
    directory: str
    task: str | None = None
    title: str = ""
    created: float = 0.0
    last_used: float = 0.0
    language: str = "en"
    last_render: str | None = None
    last_outcome: str | None = None


_FIELDS = tuple(field.name for field in fields(Remembered))


class Sessions:
    """The index of one user; `now` is Unix time."""

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self._path = path
        self._now = now

    def here(self, realm: str, directory: str) -> Remembered | None:
        """Return the session last used in `directory` with the backend `realm`."""
        return next((s for s in self.all(realm) if s.directory == directory), None)

    def all(self, realm: str) -> tuple[Remembered, ...]:
        """Return all sessions of a backend, the one used last first."""
        found = (_read(entry) for entry in self._entries())
        return tuple(s for s in found if s is not None and s.realm == realm)

    def touch(self, session: str, realm: str, directory: str, **facts: object) -> None:
        """Note that a session was used here, and what is new about it."""
        with self._lock():
            entries = self._entries()
            now = self._now()
            same = (e for e in entries if e.get("id") == session and e.get("realm") == realm)
            entry = next(same, None)
            if entry is None:
                entry = asdict(Remembered(session, realm, directory, created=now))
            else:
                entries.remove(entry)
            entry |= {"directory": directory, "last_used": now} | facts
            self._save([entry, *entries][:KEPT])

    def _entries(self) -> list[dict[str, Any]]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        sessions = kept.get("sessions") if isinstance(kept, dict) else None
        return [e for e in sessions if isinstance(e, dict)] if isinstance(sessions, list) else []

    def _save(self, entries: list[dict[str, Any]]) -> None:
        text = json.dumps({"version": 1, "sessions": entries}, indent=1)
        write_private(self._path, text)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # only whoever writes waits for this import

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with FileLock(f"{self._path}.lock", timeout=LOCK_WAIT_S):
                self._put_aside()
                yield
        except Timeout:
            raise Precondition(
                "output_unwritable", reason="held", path=str(self._path), seconds=LOCK_WAIT_S
            ) from None
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise Precondition("output_unwritable", reason, path=str(self._path)) from None

    def _put_aside(self) -> None:
        """Keep a file that cannot be read under another name instead of writing over it."""
        with suppress(FileNotFoundError):
            try:
                json.loads(self._path.read_text(encoding="utf-8"))
            except ValueError:
                os.replace(self._path, f"{self._path}.damaged")


def title_of(text: str) -> str:
    """Return the first words of a message, as a title."""
    words = " ".join(text.split())
    if len(words) <= TITLE_LETTERS:
        return words
    head = words[:TITLE_LETTERS]
    return (head.rpartition(" ")[0] or head) + "…"


def _read(entry: dict[str, Any]) -> Remembered | None:
    known = {name: entry[name] for name in _FIELDS if name in entry}
    texts = (known.get(name) for name in ("id", "realm", "directory"))
    times = (known.get(name, 0) for name in ("created", "last_used"))
    if all(isinstance(t, str) for t in texts) and all(isinstance(t, int | float) for t in times):
        return Remembered(**known)
    return None
