"""Where the bearer token comes from, in numbered order, and the one file that keeps it.

1. NEMO_TOKEN, used as it is, never stored.
2. The cached token of this backend and client id, while it is valid.
3. A new anonymous token for the client id (NEMO_CLIENT_ID, else the client-id file, which is
   made on first use). A lock across processes sees to it that many at once ask for one token:
   the service gives a client id one in seven days.

The token is in one file, readable by its owner only; no repr, message or address has it.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from nemo_client.config import Settings
from nemo_client.errors import AuthFailed, NotSent
from nemo_client.files import create_private, write_private
from nemo_client.protocol.calls import TOKEN

if TYPE_CHECKING:
    from nemo_client.protocol.notices import AccountMade
    from nemo_client.protocol.wire import TokenGrant

LIFETIME_S = 7 * 24 * 3600.0  # what the service grants where a reply names no expiry
LOCK_WAIT_S = 60.0
MAX_CLIENT_ID = 64


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token and what is known of it; `value` shows in no repr."""

    value: str = field(repr=False)
    source: str
    """`NEMO_TOKEN`, `cache` or `new`."""
    expires_at: float | None = None
    """Unix time in seconds."""
    bind_id: str | None = None


class Credentials:
    """The token for one backend; asks `mint` for a new one only when nothing else serves."""

    def __init__(
        self,
        settings: Settings,
        mint: Callable[[str], TokenGrant],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._mint = mint
        self._now = now
        self._token: Token | None = None
        self._made: AccountMade | None = None

    def token(self) -> Token:
        """Return the token, made if need be. Raises AuthFailed, RateLimited or NotSent."""
        if self._token is None:
            self._token = self.known() or self._fresh(refused=None)
        return self._token

    def take_made(self) -> AccountMade | None:
        """Return the news of an account that this object made, once."""
        made, self._made = self._made, None
        return made

    def renew(self, refused: Token | None = None) -> bool:
        """Replace a token that the backend refused, by default the present one.

        Many calls may have been refused with the same one: it is replaced once. False where it
        is the user's own.
        """
        refused = refused or self.token()
        if refused.source == "NEMO_TOKEN":
            return False
        if self._token is None or self._token.value == refused.value:
            self._token = self._fresh(refused=refused.value)
        return True

    def known(self) -> Token | None:
        """Return the token that is there already, without asking anyone."""
        if self._settings.token:
            return Token(self._settings.token, "NEMO_TOKEN")
        client_id = self._client_id(make=False)
        return self._cached(client_id) if client_id else None

    def forget(self) -> bool:
        """Remove this backend's cached token; return whether there was one."""
        self._token = None
        client_id = self._client_id(make=False)
        if client_id is None:
            return False
        with self._lock():
            entries = self._entries()
            if entries.pop(self._key(client_id), None) is None:
                return False
            self._save(entries)
        return True

    def _fresh(self, refused: str | None) -> Token:
        with self._lock():
            client_id = self._client_id(make=True)
            assert client_id is not None
            cached = self._cached(client_id)  # another process may have been faster
            if cached is not None and cached.value != refused:
                return cached
            return self._keep(client_id, self._mint(client_id))

    def _keep(self, client_id: str, grant: TokenGrant) -> Token:
        expires = _expiry(grant.expires_at, self._now())
        entries = self._entries()
        entries[self._key(client_id)] = {
            "token": grant.token,
            "expires_at": expires,
            "bind_id": grant.bind_id,
        }
        self._save(entries)
        from nemo_client.protocol.notices import AccountMade  # once a week

        self._made = AccountMade(
            client_id_file=self._client_id_place(),
            token_file=str(self._settings.token_file),
            credits=grant.credits,
            expires_at=datetime.fromtimestamp(expires, UTC).isoformat(timespec="seconds"),
        )
        return Token(grant.token, "new", expires, grant.bind_id)

    def _cached(self, client_id: str) -> Token | None:
        entry = self._entries().get(self._key(client_id))
        if not isinstance(entry, dict):
            return None
        value, bind = entry.get("token"), entry.get("bind_id")
        if not isinstance(value, str) or not re.fullmatch(TOKEN, value):
            return None
        expires = entry.get("expires_at")
        expires = float(expires) if isinstance(expires, int | float) else None
        if expires is not None and expires <= self._now():
            return None
        return Token(value, "cache", expires, bind if isinstance(bind, str) else None)

    def _key(self, client_id: str) -> str:
        return f"{self._settings.realm} {client_id}"

    def _entries(self) -> dict[str, object]:
        try:
            kept = json.loads(self._settings.token_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}  # a missing or damaged cache costs at most a new token
        tokens = kept.get("tokens") if isinstance(kept, dict) else None
        return tokens if isinstance(tokens, dict) else {}

    def _save(self, entries: dict[str, object]) -> None:
        text = json.dumps({"version": 1, "tokens": entries}, indent=1)
        write_private(self._settings.token_file, text)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        # Only whoever makes or removes a token waits for this import.
        from filelock import FileLock, Timeout

        self._settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(f"{self._settings.token_file}.lock", timeout=LOCK_WAIT_S)
        try:
            lock.acquire()
        except Timeout:
            raise NotSent("connection_lost", reason="token_awaited", seconds=LOCK_WAIT_S) from None
        try:
            yield
        finally:
            lock.release()

    def _client_id_place(self) -> str:
        return "NEMO_CLIENT_ID" if self._settings.client_id else str(self._settings.client_id_file)

    def _client_id(self, make: bool) -> str | None:
        """Return the client id; a file that can be read is never overwritten."""
        if self._settings.client_id:
            return _checked(self._settings.client_id, "NEMO_CLIENT_ID")
        path = self._settings.client_id_file
        try:
            text = path.read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            text = ""
        except OSError as problem:
            detail = problem.strerror or str(problem)
            raise AuthFailed("client_id_unusable", detail, where=str(path)) from None
        if text:
            return _checked(text, str(path))
        if not make:
            return None
        from uuid import uuid4  # once a machine

        fresh = str(uuid4())
        if not create_private(path, fresh + "\n"):
            if path.read_text(encoding="utf-8").strip():
                return self._client_id(make=False)
            write_private(path, fresh + "\n")  # an empty file, as a known shell slip leaves it
        return fresh


def _checked(text: str, where: str) -> str:
    text = text.strip()
    if not 1 <= len(text) <= MAX_CLIENT_ID:
        raise AuthFailed(
            "client_id_unusable", reason="client_id_length", where=where, length=len(text)
        )
    if not (text.isascii() and text.isprintable()):
        raise AuthFailed("client_id_unusable", reason="client_id_letters", where=where)
    return text


def _expiry(said: str, now: float) -> float:
    """Return when a token expires: as the reply said, else after the documented seven days."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return now + LIFETIME_S
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
