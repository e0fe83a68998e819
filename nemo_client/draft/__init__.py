"""What a timeline is: drafts read without loss, told in words, and compared. Pure."""

from nemo_client.draft.change import Change, ChangeKind
from nemo_client.draft.codec import (
    DraftUnreadable,
    canonical,
    fingerprint,
    parse,
    span,
)
from nemo_client.draft.details import details, everything, findings
from nemo_client.draft.diff import changes
from nemo_client.draft.issues import ISSUES, Issue
from nemo_client.draft.keys import Provenance, Reading, TrackKind
from nemo_client.draft.model import Draft, Track
from nemo_client.draft.patch import Operation, applied, patch
from nemo_client.draft.segment import Segment
from nemo_client.draft.summary import facts, lines
from nemo_client.draft.telling import describe
from nemo_client.draft.times import Stretch

__all__ = [
    "ISSUES",
    "Change",
    "ChangeKind",
    "Draft",
    "DraftUnreadable",
    "Issue",
    "Operation",
    "Provenance",
    "Reading",
    "Segment",
    "Stretch",
    "Track",
    "TrackKind",
    "applied",
    "canonical",
    "changes",
    "describe",
    "details",
    "everything",
    "facts",
    "findings",
    "fingerprint",
    "lines",
    "parse",
    "patch",
    "span",
]
