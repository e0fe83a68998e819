"""What later turns saw before they left: the last that tells of an earlier turn and no other.

Pure. A turn may be concluded long after it was sent, when others have changed the same session or
spent from the same account; what they did must not be taken for its doing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nemo_client.protocol.envelope import Credits
from nemo_client.protocol.job import Job
from nemo_client.protocol.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Since:
    """The first looks of later turns at what a turn left."""

    session: Snapshot | None
    """The session before the next message to it, None where there was none."""
    credits: Credits | None
    """The account before the next message from it, None where something was running then."""


def since(
    job: Job, looks: Sequence[Mapping[str, Any]], draft: Callable[[str | None], str | None]
) -> Since | None:
    """Return what the snapshots of later turns tell of a job's turn, None without any.

    `draft` finds a kept draft by its fingerprint.
    """
    if not looks:
        return None
    first = Snapshot.of_facts(looks[0], None).credits
    frozen = ((job.before or {}).get("credits") or {}).get("frozen", 0.0)
    credits = first if first is not None and first.frozen <= frozen else None
    look = next((look for look in looks if look.get("session_id") == job.session_id), None)
    if look is None:
        return Since(None, credits)
    seen = Snapshot.of_facts(look, draft(look.get("fingerprint")))
    return Since(replace(seen, credits=credits), credits)
