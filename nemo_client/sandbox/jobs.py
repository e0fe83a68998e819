"""What is told about a render: the job as it stands, and the two shapes it is told in.

Both shapes are on record for the hosted service, so clients must read both. Values only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """A render as it stands; progress in per cent, times in epoch seconds."""

    key: str
    user_id: str
    id: str
    status: str
    progress: float
    error: str
    notes: tuple[str, ...]
    format: str
    size: int
    duration_s: float
    created: float
    completed: float | None
    path: Path

    @property
    def file_name(self) -> str:
        """What the file is called when it is saved."""
        return f"{self.id}.{self.format}"


def status_flat(job: Job, link: str | None) -> dict[str, Any]:
    """The shape most texts show: everything at the top, the address in `output.url`."""
    body: dict[str, Any] = {"code": 0, "id": job.id}
    body |= {"status": job.status, "progress": job.progress}
    if link:
        body["output"] = {"url": link, "duration": job.duration_s, "size": job.size}
    if job.notes:
        body["notes"] = list(job.notes)
    if job.error:
        body["error"] = job.error
    return body


def status_wrapped(job: Job, link: str | None) -> dict[str, Any]:
    """The older shape: everything in `data`, the address in `outputUrl`, times in epoch ms."""
    data: dict[str, Any] = {
        "id": job.id,
        "status": job.status,
        "progress": job.progress,
        "createdAt": round(job.created * 1000),
    }
    if job.completed is not None:
        data["completedAt"] = round(job.completed * 1000)
    if link:
        data["outputUrl"] = link
    if job.error:
        data["error"] = job.error
    return {"success": True, "data": data}


SHAPES: dict[str, Callable[[Job, str | None], dict[str, Any]]] = {
    "flat": status_flat,
    "wrapped": status_wrapped,
}
