"""What became of a turn or an export: facts that were observed, kept apart.

Replied, draft changed, media generated and exported are four different facts; `kind` is the
one word a face may lead with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from nemo_client.draft import Change, Draft
    from nemo_client.errors import NemoError
    from nemo_client.protocol.envelope import Credits
    from nemo_client.protocol.wire import Asset, ClaimLink

Kind = Literal["replied", "changed", "unchanged", "asked", "generated", "failed", "unsure"]


@dataclass(frozen=True, slots=True)
class Question:
    """The backend asks the user something; `options` may be empty."""

    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Media:
    """Media that came inside the stream: URL-safe base64 data, or an address."""

    mime: str
    data: str
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """Credits before and after a turn, as measured; None where the balance was not to be had."""

    before: Credits | None
    after: Credits | None

    @property
    def spent(self) -> float | None:
        """Credits that the total fell by, or None where that is not known, or not yet."""
        if self.before is None or self.after is None or self.after.frozen > self.before.frozen:
            return None
        return round(self.before.total - self.after.total, 6)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a turn."""

    kind: Kind
    session_id: str
    text: str
    """What the agent said, whole, as it said it."""
    replied: bool
    draft_changed: bool | None
    """None where the state could not be compared."""
    generated: tuple[Asset, ...]
    changes: tuple[Change, ...]
    cost: Cost
    elapsed_s: float
    question: Question | None = None
    tools: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    thoughts: str = ""
    incomplete: bool = False
    """The stream was cut: `text` may lack its end."""
    stages: int = 0
    """For a generation: 1 when the clip was there, 2 when the finishing touches had landed."""
    error: NemoError | None = None
    """Set for `failed` and `unsure`."""
    fingerprint: str | None = None
    """Of the draft after the turn; the ledger keeps its text under it."""
    draft: Draft | None = field(default=None, compare=False, repr=False)
    """The draft after the turn; None where there is none, or the turn is told from records."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A render that is done and, where a path was given, on disk."""

    session_id: str
    render_id: str
    format: str
    quality: str
    path: str | None
    bytes: int | None
    sha256: str | None
    url: str | None
    """Where the backend keeps the file; expires."""
    claim: ClaimLink | None
    elapsed_s: float
    duration_ms: int | None = None
    """How long the video is, as the timeline says."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a session held at one moment; the timeline as facts and in words, by language."""

    session_id: str
    task_id: str | None
    timeline: Mapping[str, Any] | None
    words: Mapping[str, Sequence[str]]
    assets: tuple[Asset, ...]
    generated_count: int
