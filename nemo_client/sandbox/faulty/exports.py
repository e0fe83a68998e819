"""Renders gone wrong, as far as their status and their address tell it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nemo_client.sandbox.backend import Backend
from nemo_client.sandbox.jobs import SHAPES, Job
from nemo_client.sandbox.switches import Present

WORDS = {
    "pending": "queued",
    "processing": "rendering",
    "completed": "success",
    "failed": "error",
    "cancelled": "cancelled",
}


def status(backend: Backend, job: Job, faults: Present) -> dict[str, Any]:
    """What is told about a render with the faults that are on."""
    link = _link(backend, job, faults) if job.status == "completed" else None
    if (wrong := faults.take("wrong_size")) and job.size:
        job = replace(job, size=job.size + wrong["bytes"])
    if faults.take("render_words") is not None:
        job = replace(job, status=WORDS[job.status])
    if faults.take("render_fraction") is not None:
        job = replace(job, progress=job.progress / 100)
    return SHAPES[_shape(backend, faults)](job, link)


def _shape(backend: Backend, faults: Present) -> str:
    """The name of the shape to tell it in."""
    other = faults.take("render_shape")
    if other is None:
        return backend.options.render_shape
    if other["kind"] == "mixed":
        return next(backend.aftermath.shapes)
    return str(other["kind"])


def _link(backend: Backend, job: Job, faults: Present) -> str | None:
    """The address of the file, or of something that is none."""
    if faults.take("render_no_url") is not None:
        return None
    is_foreign = faults.take("foreign_link") is not None
    renders, aftermath = backend.renders, backend.aftermath
    if dead := faults.take("expired_link"):
        link = renders.link(job, age_s=backend.options.link_ttl_s + 1, is_foreign=is_foreign)
        aftermath.kill(_proof(link), int(dead["kind"]))
        return link
    if mortal := faults.take("one_shot_link"):
        # Another address than the next one, which lives.
        link = renders.link(job, age_s=-1, is_foreign=is_foreign)
        aftermath.kill(_proof(link), int(mortal["kind"]), after_use=True)
        return link
    return renders.link(job, is_foreign=is_foreign)


def _proof(link: str) -> str:
    return link.rpartition("signature=")[2]
