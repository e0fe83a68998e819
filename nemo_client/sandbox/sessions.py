"""Sessions: one project of one user, with its draft, undo history and files.

Owns what the state endpoint shows. A session of somebody else does not exist here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from sqlite3 import Row
from typing import Any
from urllib.parse import quote

from nemo_client.sandbox.assets import Asset
from nemo_client.sandbox.identity import digest, new_claim, new_number
from nemo_client.sandbox.replies import Refused, dumps
from nemo_client.sandbox.store import Store

CLAIM_TTL_S = 604_800
NOTED_S = 3600.0  # how exactly it is known when a session was used
ME = "me"  # stands for the owner of the token, in paths and bodies


@dataclass(frozen=True, slots=True)
class Session:
    """One row, with the draft parsed."""

    id: str
    user_id: str
    task_id: str
    task_name: str
    draft: dict[str, Any] | None
    history: tuple[dict[str, Any], ...]
    edits: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a session: what the agent sees of it, and what only the server knows."""

    asset: Asset
    hash: str
    is_generated: bool
    prompt: str


class Sessions:
    """Sessions and their files in the store."""

    def __init__(self, store: Store, url: str, media: Path, clock: Callable[[], float]) -> None:
        self._store, self._url, self._media, self._clock = store, url, media, clock

    def open(self, user: str, task_name: str, language: str) -> Session:
        """A new, empty session."""
        session = new_number()
        self._store.run(
            "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, NULL, '[]', 0, ?)",
            session,
            user,
            new_number(),
            task_name,
            language,
            self._clock(),
        )
        return self.get(user, session)

    def get(self, user: str, session: str, named: str = ME) -> Session:
        """The user's session; Refused when there is none, or when it is asked for as another."""
        row = self._store.one("SELECT * FROM sessions WHERE id = ? AND user_id = ?", session, user)
        if row is None or named not in (ME, user):
            raise Refused("no_session")
        if self._clock() - row["used"] > NOTED_S:
            self._store.run("UPDATE sessions SET used = ? WHERE id = ?", self._clock(), session)
        return _session(row)

    def forget(self, user: str) -> None:
        """Lose every session of the user."""
        self._store.run("DELETE FROM sessions WHERE user_id = ?", user)

    def keep(
        self, session: str, draft: Mapping[str, Any] | None, history: Sequence[Mapping[str, Any]]
    ) -> None:
        """Store what a turn made of the draft."""
        self._store.run(
            "UPDATE sessions SET draft = ?, history = ? WHERE id = ?",
            None if draft is None else dumps(draft),
            dumps(list(history)),
            session,
        )

    def count_edit(self, session: str) -> None:
        """One more edit was made."""
        self._store.run("UPDATE sessions SET edits = edits + 1 WHERE id = ?", session)

    def add(self, session: str, stored: Stored) -> None:
        """Remember a file of the session."""
        a = stored.asset
        seen = (a.id, session, a.name, a.kind, a.duration_ms, a.width, a.height, a.fps)
        kept = (a.has_audio, Path(a.path).name, stored.hash, stored.is_generated, stored.prompt)
        marks = ", ".join("?" * (len(seen) + len(kept)))
        self._store.run(f"INSERT INTO assets VALUES ({marks})", *seen, *kept)

    def files(self, session: str) -> list[Stored]:
        """The files of the session in the order they came."""
        rows = self._store.all("SELECT * FROM assets WHERE session_id = ? ORDER BY rowid", session)
        return [self._stored(row) for row in rows]

    def file(self, asset: str, of: str | None = None) -> Stored | None:
        """One file by its id; with `of`, only when it belongs to that user."""
        row = self._store.one(
            "SELECT a.* FROM assets a JOIN sessions s ON s.id = a.session_id"
            " WHERE a.id = ?1 AND (?2 IS NULL OR s.user_id = ?2)",
            asset,
            of,
        )
        return self._stored(row) if row else None

    def url_of(self, asset_id: str, name: str) -> str:
        """Where a file can be fetched."""
        return f"{self._url}/media/{asset_id}/{quote(name)}"

    def register_url(self, user: str) -> str:
        """The page where credits are added."""
        return f"{self._url}/register?bind={quote(user)}"

    def _stored(self, row: Row) -> Stored:
        asset = Asset(
            id=row["id"],
            name=row["name"],
            kind=row["kind"],
            duration_ms=row["duration_ms"],
            width=row["width"],
            height=row["height"],
            fps=row["fps"],
            has_audio=bool(row["has_audio"]),
            path=str(self._media / row["file"]),
            cdn_url=self.url_of(row["id"], row["name"]),
        )
        return Stored(asset, row["hash"], bool(row["is_generated"]), row["prompt"])

    def claim(self, session: str) -> str:
        """A claim token for the session; every one of them stays good for seven days."""
        token = new_claim()
        expires = self._clock() + CLAIM_TTL_S
        self._store.run("INSERT INTO claims VALUES (?, ?, ?)", digest(token), session, expires)
        return token

    def claimed(self, token: str) -> Session | None:
        """The session a claim token opens."""
        row = self._store.one(
            "SELECT s.* FROM claims c JOIN sessions s ON s.id = c.session_id"
            " WHERE c.hash = ? AND c.expires > ?",
            digest(token),
            self._clock(),
        )
        return _session(row) if row else None

    def state(self, session: Session) -> dict[str, Any]:
        """What the state endpoint answers with."""
        files = self.files(session.id)
        return {
            "session_id": session.id,
            "task_id": session.task_id,
            "task_name": session.task_name,
            "user_id": session.user_id,
            "state": {
                "video_infos": [upload_item(stored) for stored in files],
                "draft": session.draft or {},
                "canvas_config": _canvas(session.draft),
                "generated_media": [
                    {**upload_item(s), "id": s.asset.id, "prompt": s.prompt}
                    for s in files
                    if s.is_generated
                ],
            },
        }


def upload_item(stored: Stored) -> dict[str, Any]:
    """A file as the upload endpoint describes it; `duration` is in seconds."""
    asset = stored.asset
    return {
        "filename": asset.name,
        "file_type": asset.kind,
        "cdn_url": asset.cdn_url,
        "duration": asset.duration_ms / 1000,
        "width": asset.width,
        "height": asset.height,
        "fps": asset.fps,
        "hash": stored.hash,
    }


def _canvas(draft: Mapping[str, Any] | None) -> dict[str, Any]:
    meta = (draft or {}).get("m") or {}
    width, height = meta.get("width"), meta.get("height")
    if not (isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0):
        return {}
    shared = gcd(width, height)
    ratio = f"{width // shared}:{height // shared}"
    return {"width": width, "height": height, "aspect_ratio": ratio}


def _session(row: Row) -> Session:
    return Session(
        id=row["id"],
        user_id=row["user_id"],
        task_id=row["task_id"],
        task_name=row["task_name"],
        draft=json.loads(row["draft"]) if row["draft"] else None,
        history=tuple(json.loads(row["history"])),
        edits=row["edits"],
    )
