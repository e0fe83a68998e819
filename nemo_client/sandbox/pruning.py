"""What a folder need not keep: looked at once, when its server starts and nobody is served yet.

A session that nobody has used for `keep_days` goes with its files, and so does a render that ended
so long ago. Where the files take more than `keep_bytes`, old renders go first and then the
sessions used longest ago, until they fit. What is live stays whatever it takes: a session of the
last day, one with work under way or whose files another one shows, a render whose link still works.
Rows go first; a file goes when no row names it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nemo_client.sandbox.options import Options
from nemo_client.sandbox.store import Store

DAY_S = 86_400.0
log = logging.getLogger("nemo_client.sandbox")

_SESSIONS = """
SELECT id, used FROM sessions s WHERE used < ?
  AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.session_id = s.id AND t.state = 'running')
  AND NOT EXISTS (SELECT 1 FROM stages g WHERE g.session_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM renders r WHERE r.session_id = s.id AND r.completed IS NULL)
  AND NOT EXISTS (SELECT 1 FROM assets a JOIN sessions o ON o.id != s.id
                  WHERE a.session_id = s.id AND instr(coalesce(o.draft, '') || o.history, a.id) > 0)
ORDER BY used
"""
_RENDERS = "SELECT key, completed FROM renders WHERE completed < ? ORDER BY completed"
_OF_SESSION = ("assets", "claims", "renders")


@dataclass(frozen=True, slots=True)
class Pruning:
    """One look at a folder, at a moment (`now`, Unix time)."""

    store: Store
    options: Options
    media: Path
    renders: Path
    now: float

    def perform(self) -> None:
        """Forget what is too old, then what is too much, then remove the files of neither."""
        self.store.run("UPDATE sessions SET used = ? WHERE used = 0", self.now)  # an older version
        oldest = self.now - self.options.keep_days * DAY_S
        for forget, name in self._spare(oldest):
            forget(name)
        size = self._sweep()
        for forget, name in self._spare(self.now):
            if size <= self.options.keep_bytes:
                break
            forget(name)
            size = self._sweep()

    def _spare(self, before: float) -> Iterator[tuple[Callable[[str], None], str]]:
        """Yield what was last used before a time and may go: how, and its name, oldest first."""
        for row in self.store.all(_RENDERS, min(before, self.now - self.options.link_ttl_s)):
            yield self._forget_render, row["key"]
        for row in self.store.all(_SESSIONS, min(before, self.now - DAY_S)):
            yield self._forget_session, row["id"]

    def _forget_render(self, key: str) -> None:
        self.store.run("DELETE FROM renders WHERE key = ?", key)

    def _forget_session(self, session: str) -> None:
        with self.store.together():
            for table in _OF_SESSION:
                self.store.run(f"DELETE FROM {table} WHERE session_id = ?", session)
            self.store.run("DELETE FROM sessions WHERE id = ?", session)

    def _sweep(self) -> int:
        """Remove the files that no row names; return how many bytes the others take."""
        named = {row["file"] for row in self.store.all("SELECT file FROM assets")}
        rows = self.store.all("SELECT key, format FROM renders")
        named |= {f"{row['key']}.{row['format']}" for row in rows}
        size = 0
        for path in (*self.media.iterdir(), *self.renders.iterdir()):
            if not path.is_file():
                continue
            if path.name in named:
                size += path.stat().st_size
                continue
            with suppress(OSError):  # open elsewhere: the next start removes it
                path.unlink()
                log.info("removed %s", path.name)
        return size
