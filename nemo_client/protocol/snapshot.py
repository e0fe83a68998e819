"""What a session held and an account had at one moment, and what two moments tell of a turn.

A snapshot is taken before a message leaves and written down, so that any later process can
compare. `conclusion` is the whole rule of recovery: it sees two snapshots and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from nemo_client.draft import Draft, TrackKind
from nemo_client.draft.codec import DraftUnreadable, fingerprint, parse
from nemo_client.protocol.envelope import Credits
from nemo_client.protocol.wire import Asset, State


class Conclusion(StrEnum):
    """What comparing two snapshots tells of a turn whose stream was lost."""

    CHANGED = "changed"
    RUNNING = "running"  # credits are still reserved for it
    CHARGED = "charged"  # paid for, and nothing on the timeline differs: a reply, most likely
    NO_SIGN = "no-sign"
    UNKNOWN = "unknown"  # no balance to compare, or no state to read


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Draft, media and balance of one moment."""

    draft: Draft | None
    draft_text: str | None
    fingerprint: str | None
    generated: int
    """How many media the backend has generated."""
    clips: int
    """How many of them are clips rather than music."""
    touches: int
    """How many tracks hold something else than clips."""
    assets: tuple[Asset, ...]
    credits: Credits | None
    bind_id: str | None = None

    @classmethod
    def of(cls, state: State, credits: Credits | None) -> Snapshot:
        """Return the snapshot of a state and a balance."""
        return cls(
            draft=state.draft,
            draft_text=state.draft_text,
            fingerprint=fingerprint(state.draft.raw) if state.draft else None,
            generated=len(state.generated),
            clips=_clips(state.generated),
            touches=_touches(state.draft),
            assets=state.assets,
            credits=credits,
            bind_id=state.bind_id,
        )

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any], draft_text: str | None) -> Snapshot:
        """Return a snapshot as it was written down; without its draft, changes have no words."""
        try:
            draft = Draft(parse(draft_text), draft_text) if draft_text else None
        except DraftUnreadable:
            draft = None
        return cls(
            draft=draft,
            draft_text=draft_text,
            fingerprint=facts.get("fingerprint"),
            generated=int(facts.get("generated") or 0),
            clips=int(facts.get("clips") or 0),
            touches=int(facts["touches"]) if "touches" in facts else _touches(draft),
            assets=tuple(Asset.model_validate(a) for a in facts.get("assets") or ()),
            credits=Credits(**facts["credits"]) if facts.get("credits") else None,
            bind_id=facts.get("bind_id"),
        )

    def as_facts(self) -> dict[str, Any]:
        """Return the snapshot JSON-ready, the draft by its fingerprint."""
        return {
            "fingerprint": self.fingerprint,
            "generated": self.generated,
            "clips": self.clips,
            "touches": self.touches,
            "assets": [{"name": a.name, "url": a.url} for a in self.assets],
            "credits": asdict(self.credits) if self.credits else None,
            "bind_id": self.bind_id,
        }

    def differs(self, other: Snapshot) -> bool:
        """Whether draft, generated media or known media differ."""
        return self._print() != other._print()

    def has_other_draft(self, other: Snapshot) -> bool:
        """Whether the drafts differ, whatever media there are."""
        return self.fingerprint != other.fingerprint

    def has_made(self, before: Snapshot) -> bool:
        """Whether media were generated since, on the timeline or not."""
        return self.generated > before.generated

    def new_assets(self, before: Snapshot) -> tuple[Asset, ...]:
        """Return the media that were not there before."""
        known = {(a.name, a.url) for a in before.assets}
        return tuple(a for a in self.assets if (a.name, a.url) not in known)

    def _print(self) -> tuple[str | None, int, int]:
        return self.fingerprint, self.generated, len(self.assets)


def conclusion(before: Snapshot, after: Snapshot | None) -> Conclusion:
    """Return what the two snapshots around a turn tell of it."""
    if after is None:
        return Conclusion.UNKNOWN
    if after.differs(before):
        return Conclusion.CHANGED
    if before.credits is None or after.credits is None:
        return Conclusion.UNKNOWN
    if after.credits.frozen > before.credits.frozen:
        return Conclusion.RUNNING
    if after.credits.total < before.credits.total:
        return Conclusion.CHARGED
    return Conclusion.NO_SIGN


def _clips(generated: tuple[object, ...]) -> int:
    """Count generated media, music aside; what has no known shape counts as a clip."""
    kinds = [m.get("file_type") or m.get("type") for m in generated if isinstance(m, dict)]
    return len(generated) - kinds.count("audio")


def _touches(draft: Draft | None) -> int:
    """Count the tracks that hold music, titles or effects."""
    tracks = draft.tracks if draft else ()
    return sum(track.kind != TrackKind.VIDEO and bool(track.segments) for track in tracks)
