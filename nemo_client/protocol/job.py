"""A job: what was asked for and how far it got, folded from the ledger's records.

Pure. Each thing that can be recorded is a row of `FOLDS`; a job is its records folded in their
order, so that the process that began it and any later one see the same. The step that decides
about money is `turn`: once it has left NONE the message is out, and only a record that it was
provably not taken (`undelivered`, `refused`) leads back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

Facts = Mapping[str, Any]


class TurnAt(StrEnum):
    """How far the billed message got."""

    NONE = "none"
    SENDING = "sending"  # it may have left
    ACCEPTED = "accepted"  # the backend has it
    HEARD = "heard"  # the stream ended, well or badly
    OVER = "over"  # its outcome is known


@dataclass(frozen=True, slots=True)
class Job:
    """One job as its records tell it. Times are Unix seconds."""

    id: str
    kind: str = ""
    """`create`, `send`, `upload` or `export`."""
    realm: str = ""
    directory: str = ""
    wish: Facts = field(default_factory=dict)
    begun: float = 0.0
    updated: float = 0.0
    pid: int = 0
    session_id: str | None = None
    turn: TurnAt = TurnAt.NONE
    before: Facts | None = None
    """The snapshot taken before the message left."""
    heard: Facts | None = None
    outcome: Facts | None = None
    is_uploading: bool = False
    """An upload left and its answer is not known."""
    assets: tuple[Facts, ...] | None = None
    render_id: str | None = None
    fetched: Facts | None = None
    """The export, once its file is whole but may not have its name yet."""
    exported: Facts | None = None
    error: Facts | None = None
    is_ended: bool = False

    @property
    def state(self) -> str:
        """Where the job is, in one word: done, failed, in-doubt or unfinished."""
        if self.is_ended:
            return "failed" if self.error else "done"
        return "in-doubt" if self.turn in IN_DOUBT else "unfinished"


IN_DOUBT = frozenset({TurnAt.SENDING, TurnAt.ACCEPTED})
"""The message is out and its stream was not heard to the end."""


def _planned(job: Job, facts: Facts) -> Job:
    return replace(
        job,
        kind=str(facts.get("kind") or ""),
        realm=str(facts.get("realm") or ""),
        directory=str(facts.get("directory") or ""),
        wish=facts.get("wish") or {},
        pid=int(facts.get("pid") or 0),
        session_id=facts.get("session_id"),
    )


FOLDS: dict[str, Callable[[Job, Facts], Job]] = {
    "planned": _planned,
    "taken": lambda job, facts: replace(job, pid=int(facts.get("pid") or 0)),
    "session": lambda job, facts: replace(job, session_id=str(facts["session_id"])),
    "uploading": lambda job, facts: replace(job, is_uploading=True),
    "uploaded": lambda job, facts: replace(
        job, is_uploading=False, assets=tuple(facts.get("assets") or ())
    ),
    "snapshot": lambda job, facts: replace(job, before=facts),
    "sending": lambda job, facts: replace(job, turn=TurnAt.SENDING),
    "undelivered": lambda job, facts: replace(job, turn=TurnAt.NONE),
    "refused": lambda job, facts: replace(job, turn=TurnAt.NONE),
    "accepted": lambda job, facts: replace(job, turn=TurnAt.ACCEPTED),
    "heard": lambda job, facts: replace(job, turn=TurnAt.HEARD, heard=facts),
    "outcome": lambda job, facts: replace(job, turn=TurnAt.OVER, outcome=facts),
    "rendering": lambda job, facts: replace(job, render_id=str(facts["render_id"])),
    "fetched": lambda job, facts: replace(job, fetched=facts),
    "exported": lambda job, facts: replace(job, exported=facts),
    "ended": lambda job, facts: replace(job, is_ended=True, error=facts.get("error")),
    "reopened": lambda job, facts: replace(job, is_ended=False, error=None),
}
"""Every record there is, with what it does to the job; unknown ones are passed over."""

DURABLE = frozenset({"planned", "snapshot", "sending", "uploading", "rendering"})
"""Records that must be on the disk before what they announce may leave this machine."""


def fold(job: Job, record: Facts) -> Job:
    """Return the job after one more record; damaged facts leave it as it was."""
    at = float(record.get("at") or 0.0)
    facts = record.get("facts")
    change = FOLDS.get(str(record.get("what")))
    if change is not None and isinstance(facts, Mapping):
        try:
            job = change(job, facts)
        except (KeyError, TypeError, ValueError):
            return job
    return replace(job, begun=job.begun or at, updated=at)
