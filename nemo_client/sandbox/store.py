"""One SQLite file: everything the sandbox must still know after a restart.

SQLite, not loose files, because a turn changes draft, undo history, credits and the list of
stages to come in ONE step, and a crash must leave either all of it or nothing. WAL with
synchronous=NORMAL survives a killed process and costs no fsync a request. One connection behind
a lock: statements take microseconds, and tests read the books from another thread.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB);
CREATE TABLE IF NOT EXISTS users (
  id TEXT PRIMARY KEY, client_id TEXT UNIQUE, available INTEGER, frozen INTEGER);
CREATE TABLE IF NOT EXISTS tokens (
  hash TEXT PRIMARY KEY, user_id TEXT, minted REAL, expires REAL);
CREATE TABLE IF NOT EXISTS sessions (
  id TEXT PRIMARY KEY, user_id TEXT, task_id TEXT, task_name TEXT, language TEXT,
  draft TEXT, history TEXT, edits INTEGER, used REAL DEFAULT 0);
CREATE TABLE IF NOT EXISTS assets (
  id TEXT PRIMARY KEY, session_id TEXT, name TEXT, kind TEXT, duration_ms INTEGER,
  width INTEGER, height INTEGER, fps REAL, has_audio INTEGER, file TEXT, hash TEXT,
  is_generated INTEGER, prompt TEXT);
CREATE TABLE IF NOT EXISTS turns (
  id INTEGER PRIMARY KEY, session_id TEXT, user_id TEXT, text TEXT, state TEXT,
  reserved INTEGER, cost INTEGER, kind TEXT, request INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS stages (
  id INTEGER PRIMARY KEY, session_id TEXT, prompt TEXT, lang TEXT, due REAL);
CREATE TABLE IF NOT EXISTS renders (
  key TEXT PRIMARY KEY, user_id TEXT, id TEXT, session_id TEXT, draft TEXT, format TEXT,
  quality TEXT, status TEXT, error TEXT, notes TEXT, size INTEGER, duration_s REAL, created REAL,
  completed REAL, UNIQUE (user_id, id));
CREATE TABLE IF NOT EXISTS claims (hash TEXT PRIMARY KEY, session_id TEXT, expires REAL);
CREATE TABLE IF NOT EXISTS requests (
  n INTEGER PRIMARY KEY, at REAL, call TEXT, method TEXT, path TEXT, headers TEXT,
  attribution TEXT, token TEXT, is_leak INTEGER, body_bytes INTEGER, status INTEGER,
  faults TEXT DEFAULT '');
CREATE INDEX IF NOT EXISTS assets_of ON assets (session_id);
"""

ADDED = (
    ("turns", "request", "INTEGER DEFAULT 0"),
    ("requests", "faults", "TEXT DEFAULT ''"),
    ("sessions", "used", "REAL DEFAULT 0"),
)
"""Columns that a file of an earlier version lacks."""


class Store:
    """The open file. Values are plain rows; what they mean is known by their owners."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)
        for table, column, kind in ADDED:
            if column not in {row["name"] for row in self.all(f"PRAGMA table_info({table})")}:
                self.run(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")

    def run(self, sql: str, *values: object) -> int:
        """Perform one statement; the id of an inserted row, or the number of rows changed."""
        with self._lock:
            cursor = self._db.execute(sql, values)
            inserted = sql.lstrip()[:6].upper() == "INSERT"
            return (cursor.lastrowid or 0) if inserted else cursor.rowcount

    def one(self, sql: str, *values: object) -> sqlite3.Row | None:
        """The first row, or None."""
        with self._lock:
            row: sqlite3.Row | None = self._db.execute(sql, values).fetchone()
            return row

    def all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Every row."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything inside happens, or none of it."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def secret(self, name: str) -> bytes:
        """Random bytes that stay the same for the life of the file."""
        self.run("INSERT OR IGNORE INTO meta VALUES (?, ?)", name, secrets.token_bytes(32))
        return bytes(self.meta(name))

    def meta(self, name: str, default: Any = None) -> Any:
        """A remembered value."""
        row = self.one("SELECT value FROM meta WHERE name = ?", name)
        return row["value"] if row else default

    def remember(self, name: str, value: object) -> None:
        """Keep a value for the next start."""
        self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()
