"""What a flow may ask of the world, and what the world answers.

A flow is a generator: it yields one of these effects and is sent its answer; the two drivers
perform them. Every answer carries the monotonic time (`at`, seconds) at which it came, so that
no flow reads a clock. The two exceptions are thrown into the flow: they differ in the one fact
that decides about money, whether the request can have arrived.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from nemo_client.protocol.calls import Call

if TYPE_CHECKING:
    from nemo_client.protocol.notices import Notice

R = TypeVar("R")
Flow = Generator["Effect", Any, R]
"""A conversation with the world that ends in an R."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Send a call, read the whole reply. Answer: Reply."""

    call: Call
    timeout_s: float | None = None


@dataclass(frozen=True, slots=True)
class Listen:
    """Send a call whose answer may be a stream. Answer: Opened, or Reply if it is none.

    Quiet if neither came within `within_s`; then Next waits on, and has the answer.
    """

    call: Call
    connect_s: float
    first_byte_s: float
    bound_s: float
    """The longest silence the connection itself may bear; the flow's clocks are tighter."""
    within_s: float


@dataclass(frozen=True, slots=True)
class Next:
    """Wait up to `within_s` for the stream. Answer: Chunk, Quiet, Closed or Broke."""

    within_s: float


@dataclass(frozen=True, slots=True)
class Fetch:
    """Stream a file to `part`: from a foreign `url` without any of our headers, or from a call.

    Answer: Fetched. Progress is told while it runs. Where `part` holds the beginning of the same
    `render`, only the rest is asked for; without a render it is begun anew.
    """

    source: str | Call
    part: str
    render: str | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Let time pass. Answer: the time afterwards."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Now:
    """Answer: the monotonic time in seconds."""


@dataclass(frozen=True, slots=True)
class NewId:
    """Answer: a text never used before, beginning with `prefix`."""

    prefix: str


@dataclass(frozen=True, slots=True)
class Renew:
    """The token was refused: get another, if that is allowed. Answer: whether there is one."""


@dataclass(frozen=True, slots=True)
class Save:
    """Write a record of this job into the ledger, before what it announces. Answer: None.

    `draft` is the text of the draft whose fingerprint the facts name.
    """

    what: str
    facts: Mapping[str, Any]
    draft: str | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Be the session's only writer until the flow ends. Answer: None. Raises SessionBusy."""

    session: str


@dataclass(frozen=True, slots=True)
class Deliver:
    """Give a fetched file its name. Answer: whether it has it, now or since an earlier try."""

    part: str
    path: str
    force: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Tell the user. Answer: None."""

    notice: Notice


Effect = Ask | Listen | Next | Fetch | Pause | Now | NewId | Renew | Save | Hold | Deliver | Tell


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    at: float


@dataclass(frozen=True, slots=True)
class Opened:
    """The stream is open: the backend has the request."""

    at: float


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes of the stream."""

    data: bytes
    at: float


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing came within the time asked for."""

    at: float


@dataclass(frozen=True, slots=True)
class Closed:
    """The stream ended as streams should."""

    at: float


@dataclass(frozen=True, slots=True)
class Broke:
    """The stream was cut."""

    at: float
    reason: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A download ended, or was cut while it ran.

    All of it is about the whole file, whichever attempt brought its bytes: `received` and
    `expected` count it, `head` is its first bytes.
    """

    status: int
    content_type: str
    received: int
    expected: int | None
    sha256: str
    head: bytes
    body: bytes = b""
    """The reply itself where it was an error."""
    cut: str = ""
    """Why the rest did not come; what came is kept for the next attempt."""


class Undelivered(Exception):
    """The request provably never left this machine."""


class Lost(Exception):
    """The request left, or may have left, and its answer did not come."""
