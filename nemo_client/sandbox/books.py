"""The books: every request that arrived and every turn that was paid, kept to prove things.

"One token request", "the three headers on every call", "never sent twice" are questions to this
file. A token is written down as a salted fingerprint; in a URL, or where files are fetched, it is
a leak. Every turn that was accepted is here, and what it cost, whatever became of it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from sqlite3 import Row
from typing import Any

from nemo_client.sandbox.identity import fingerprint, holds_token, redacted
from nemo_client.sandbox.store import Store

ATTRIBUTION = ("x-skill-source", "x-skill-version", "x-skill-platform")
FOREIGN = ("signed_file", "media")  # as if on somebody else's server: no place for a token
KEPT = 100_000  # requests; older ones are forgotten


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request. `call` is the endpoint's name ("" when no route matched).

    `status` None: no answer went out. `faults`: what went wrong with it on purpose.
    """

    n: int
    at: float
    call: str
    method: str
    path: str
    headers: tuple[str, ...]
    attribution: dict[str, str]
    token: str
    is_leak: bool
    body_bytes: int
    status: int | None
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One accepted chat turn, and the number of the request it came with.

    `state` is running, done, failed or aborted; `kind` generation, edit or free ("" if nothing
    came of it); `cost` what it took in the end.
    """

    n: int
    session_id: str
    text: str
    state: str
    kind: str
    reserved: int
    cost: int
    request: int


class Books:
    """What the sandbox saw, readable from any thread."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store, self._clock = store, clock
        self._salt = store.secret("books")

    def arrived(self, method: str, target: str, headers: Mapping[str, str]) -> int:
        """Write a request down before it is answered; its number."""
        bearer = headers.get("authorization", "")
        attribution = {name: headers[name] for name in ATTRIBUTION if name in headers}
        n = self._store.run(
            "INSERT INTO requests (at, call, method, path, headers, attribution, token, is_leak,"
            " body_bytes) VALUES (?, '', ?, ?, ?, ?, ?, ?, 0)",
            self._clock(),
            method,
            redacted(target),
            " ".join(sorted(set(headers))),
            json.dumps(attribution),
            fingerprint(bearer, self._salt) if bearer else "",
            holds_token(target),
        )
        if n % 1000 == 0:
            self._store.run("DELETE FROM requests WHERE n <= ?", n - KEPT)
        return n

    def entered(self, n: int, call: str) -> None:
        """Note which endpoint the request is for, whether or not it is ever answered."""
        sql = "UPDATE requests SET call = ?, is_leak = is_leak OR (? AND token != '') WHERE n = ?"
        self._store.run(sql, call, call in FOREIGN, n)

    def answered(self, n: int, body_bytes: int, status: int | None, faults: Sequence[str]) -> None:
        """Complete the entry; happens before the answer is on its way."""
        sql = "UPDATE requests SET body_bytes = ?, status = ?, faults = ? WHERE n = ?"
        self._store.run(sql, body_bytes, status, " ".join(faults), n)

    def requests(self, call: str | None = None, *, since: int = 0) -> tuple[Recorded, ...]:
        """Every request in order of arrival, or those to one endpoint, or after number `since`."""
        rows = self._store.all("SELECT * FROM requests WHERE n > ? ORDER BY n", since)
        return tuple(_recorded(row) for row in rows if call in (None, row["call"]))

    def count(self, call: str) -> int:
        """How often an endpoint was called."""
        return len(self.requests(call))

    def turns(self) -> tuple[Turn, ...]:
        """Every chat turn in order of acceptance."""
        rows = self._store.all("SELECT * FROM turns ORDER BY id")
        names = ("session_id", "text", "state", "kind", "reserved", "cost", "request")
        return tuple(Turn(row["id"], *(row[name] for name in names)) for row in rows)

    def billed(self) -> tuple[Turn, ...]:
        """The turns that cost credits, or may still."""
        return tuple(t for t in self.turns() if t.cost or (t.state == "running" and t.reserved))

    def leaks(self) -> tuple[Recorded, ...]:
        """Requests with a bearer token in their URL, or for a file with one in their headers."""
        return tuple(request for request in self.requests() if request.is_leak)

    def as_dict(self) -> dict[str, Any]:
        """All of it, for people and for tests in another process."""
        requests, turns = self.requests(), self.turns()
        return {
            "counts": dict(Counter(r.call or "unknown" for r in requests)),
            "accepted": len(turns),
            "billed": len(self.billed()),
            "aborted": sum(turn.state == "aborted" for turn in turns),
            "spent": sum(turn.cost for turn in turns),
            "leaks": sum(r.is_leak for r in requests),
            "turns": [asdict(turn) for turn in turns],
            "requests": [asdict(request) for request in requests],
        }


def _recorded(row: Row) -> Recorded:
    return Recorded(
        n=row["n"],
        at=row["at"],
        call=row["call"],
        method=row["method"],
        path=row["path"],
        headers=tuple(row["headers"].split()),
        attribution=json.loads(row["attribution"]),
        token=row["token"],
        is_leak=bool(row["is_leak"]),
        body_bytes=row["body_bytes"],
        status=row["status"],
        faults=tuple(row["faults"].split()),
    )
