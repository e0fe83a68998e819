"""Anonymous users: their tokens, and credits that are reserved, spent or given back.

`available` can be spent, `frozen` is reserved for running work. Tokens are kept as digests.
Knows no requests and no turns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from nemo_client.sandbox.identity import digest, new_token, new_user
from nemo_client.sandbox.options import Options
from nemo_client.sandbox.replies import Refused
from nemo_client.sandbox.store import Store

DAY_S = 86_400.0
WEEK_S = 7 * DAY_S


@dataclass(frozen=True, slots=True)
class Minted:
    """A new token; this value is the only place where it is readable."""

    token: str
    user_id: str
    credits: int
    expires_at: str


@dataclass(frozen=True, slots=True)
class Balance:
    """Credits of one user."""

    available: int
    frozen: int

    @property
    def total(self) -> int:
        """All credits, reserved ones included."""
        return self.available + self.frozen


class Accounts:
    """Users, tokens and credits in the store."""

    def __init__(self, store: Store, options: Options, clock: Callable[[], float]) -> None:
        self._store, self._options, self._clock = store, options, clock

    def mint(self, client_id: str) -> Minted:
        """A token for this client; Refused when it had its share of the week already."""
        now = self._clock()
        with self._store.together():
            user = self._user_of(client_id)
            recent = self._store.one(
                "SELECT count(*) AS n FROM tokens WHERE user_id = ? AND minted > ?",
                user,
                now - WEEK_S,
            )
            if recent and recent["n"] >= self._options.tokens_per_week:
                raise Refused("too_many_tokens")
            token, expires = new_token(), now + self._options.token_days * DAY_S
            self._store.run(
                "INSERT INTO tokens VALUES (?, ?, ?, ?)", digest(token), user, now, expires
            )
            self._store.run(
                "UPDATE users SET available = max(available, ?) WHERE id = ?",
                self._options.credits,
                user,
            )
        return Minted(token, user, self.balance(user).available, _iso(expires))

    def _user_of(self, client_id: str) -> str:
        """The user behind a client id; the same one after the token has expired."""
        row = self._store.one("SELECT id FROM users WHERE client_id = ?", client_id)
        if row:
            return str(row["id"])
        user = new_user()
        self._store.run("INSERT INTO users VALUES (?, ?, 0, 0)", user, client_id)
        return user

    def user_for(self, token: str) -> str | None:
        """Whose token this is; None for an unknown or expired one."""
        row = self._store.one(
            "SELECT user_id FROM tokens WHERE hash = ? AND expires > ?",
            digest(token),
            self._clock(),
        )
        return str(row["user_id"]) if row else None

    def expire(self, token: str) -> None:
        """End a token before its time; its client may ask for another."""
        self._store.run("DELETE FROM tokens WHERE hash = ?", digest(token))

    def balance(self, user: str) -> Balance:
        """What the user has."""
        row = self._store.one("SELECT available, frozen FROM users WHERE id = ?", user)
        return Balance(row["available"], row["frozen"]) if row else Balance(0, 0)

    def reserve(self, user: str, amount: int) -> bool:
        """Set credits aside for work that begins; False when there are not enough."""
        changed = self._store.run(
            "UPDATE users SET available = available - ?1, frozen = frozen + ?1"
            " WHERE id = ?2 AND (?1 = 0 OR available >= ?1)",
            amount,
            user,
        )
        return changed == 1

    def settle(self, user: str, reserved: int, cost: int) -> None:
        """End a reservation: the cost is gone, the rest is available again."""
        self._store.run(
            "UPDATE users SET frozen = frozen - ?1, available = available + ?1 - ?2 WHERE id = ?3",
            reserved,
            cost,
            user,
        )

    def exists(self, user: str) -> bool:
        """Whether there is such a user."""
        return self._store.one("SELECT 1 FROM users WHERE id = ?", user) is not None

    def top_up(self, user: str) -> bool:
        """Add pretend credits; False when there is no such user."""
        sql = "UPDATE users SET available = available + ? WHERE id = ?"
        return self._store.run(sql, self._options.credits, user) == 1


def _iso(at: float) -> str:
    """A moment as ISO 8601 in UTC, ending in Z."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
