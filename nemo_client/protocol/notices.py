"""What a flow tells while it runs: facts for a face to show, without words.

Past participles, one fact each. `as_json` gives the one machine form.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nemo_client.draft import Draft


@dataclass(frozen=True, slots=True)
class AccountMade:
    """A free anonymous account was made; the token is kept in `token_file`."""

    client_id_file: str
    token_file: str
    credits: float
    expires_at: str | None


@dataclass(frozen=True, slots=True)
class JobBegun:
    """A job is on record and under way; told before anything is waited for."""

    job_id: str
    kind: str
    session_id: str | None


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """A new session exists."""

    session_id: str
    language: str
    task_id: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """The next piece of the answer. `step` counts the agent's utterances in this turn."""

    text: str
    step: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """The final text of a step differs from the pieces shown: this is what holds."""

    text: str
    step: int


@dataclass(frozen=True, slots=True)
class Thought:
    """A piece of the agent's reasoning; never part of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolStarted:
    """The agent works with a tool."""

    name: str
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class StillWorking:
    """Nothing new for a while, but it goes on."""

    elapsed_s: float


@dataclass(frozen=True, slots=True)
class Checking:
    """The stream is gone; the state is read to see what became of the turn."""

    reason: str
    read: int
    reads: int
    next_in_s: float


@dataclass(frozen=True, slots=True)
class Generated:
    """A clip exists (stage one); finishing touches may follow."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Uploading:
    """Bytes of an upload that have left, of all files together."""

    sent: int
    total: int


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file is in the session."""

    name: str
    kind: str
    duration_s: float | None


@dataclass(frozen=True, slots=True)
class Rendering:
    """How far the render is; `percent` is None where the backend does not say."""

    render_id: str
    percent: float | None
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class Downloading:
    """Bytes of the video that have arrived; `total` is None where it is not announced."""

    received: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A repeatable call met a passing fault and is asked again."""

    call: str
    reason: str
    seconds: float


Notice = (
    AccountMade
    | JobBegun
    | SessionOpened
    | Said
    | Corrected
    | Thought
    | ToolStarted
    | StillWorking
    | Checking
    | Generated
    | Uploading
    | Uploaded
    | Rendering
    | Downloading
    | Waiting
)


def as_json(notice: Notice) -> dict[str, object]:
    """Return the notice as a JSON-ready object; `type` is its name in snake case."""
    name = type(notice).__name__
    kind = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
    if isinstance(notice, Generated):
        from nemo_client.draft import facts

        return {"type": kind, "timeline": facts(notice.draft)}
    return {"type": kind, **asdict(notice)}
