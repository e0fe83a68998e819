"""A job: an ordered list of steps, and how far it got, folded from the ledger's records.

Pure. Each thing that can be recorded is a row of `FOLDS`; a job is its records folded in their
order, so that the process that began it and any later one see the same. The record that ends a
step makes it past, for good, and the next one begins with nothing done. What decides about money
is `turn`: once it has left NONE the message is out, and only a record that it was provably not
taken (`undelivered`, `refused`) leads back. A row tells what it changes, and a Job is built once,
after its last record: thousands of jobs are read whenever they are listed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

Facts = Mapping[str, Any]


class TurnAt(StrEnum):
    """How far the billed message of the step at hand got."""

    NONE = "none"
    SENDING = "sending"  # it may have left
    ACCEPTED = "accepted"  # the backend has it
    HEARD = "heard"  # the stream ended, well or badly


@dataclass(frozen=True, slots=True)
class Past:
    """A step that came to its end: the record that ended it; empty where that was lost."""

    what: str = ""
    facts: Facts = field(default_factory=dict)
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Job:
    """One job as its records tell it. Times are Unix seconds."""

    id: str
    kind: str = ""
    """`create`, `send`, `upload`, `export` or `plan`."""
    realm: str = ""
    directory: str = ""
    wish: Facts = field(default_factory=dict)
    steps: tuple[Facts, ...] = ()
    """What is to be done, in order; each has an `intent`, that of a step of a plan."""
    begun: float = 0.0
    updated: float = 0.0
    pid: int = 0
    session_id: str | None = None
    past: tuple[Past, ...] = ()
    """What the first steps came to; the one after them is at hand, and the next fields its."""
    turn: TurnAt = TurnAt.NONE
    before: Facts | None = None
    """The snapshot taken before the message left."""
    heard: Facts | None = None
    is_uploading: bool = False
    """An upload left and its answer is not known."""
    render_id: str | None = None
    fetched: Facts | None = None
    """The export, once its file is whole but may not have its name yet."""
    error: Facts | None = None
    is_ended: bool = False

    @property
    def state(self) -> str:
        """Where the job is, in one word: done, failed, in-doubt or unfinished."""
        if self.is_ended:
            return "failed" if self.error else "done"
        return "in-doubt" if self.turn in IN_DOUBT else "unfinished"

    @property
    def outcome(self) -> Facts | None:
        """What the last turn came to, as far as any did."""
        return self.last("outcome")

    @property
    def text(self) -> str | None:
        """The first message of the job."""
        return next((str(s["text"]) for s in self.steps if s["intent"] == "chat"), None)

    @property
    def is_known(self) -> bool:
        """Whether each step is one that this version knows how to do."""
        return all(step["intent"] in NEEDS for step in self.steps)

    def last(self, what: str) -> Facts | None:
        """Return the facts of the last step that ended in such a record."""
        return next((past.facts for past in reversed(self.past) if past.what == what), None)

    def next_step(self) -> Job:
        """Return the job with nothing done of the step at hand."""
        return replace(self, **UNDONE)


UNDONE: Facts = {
    "turn": TurnAt.NONE,
    "heard": None,
    "is_uploading": False,
    "render_id": None,
    "fetched": None,
}
"""The fields of a step of which nothing is done."""

NEEDS: dict[str, set[str]] = {
    "upload": {"sources"},
    "chat": {"text"},
    "export": {"format"},
    "credits": set(),
    "status": set(),
}
"""The steps there are, with what each must tell."""

IN_DOUBT = frozenset({TurnAt.SENDING, TurnAt.ACCEPTED})
"""The message is out and its stream was not heard to the end."""


Row = Callable[[Facts, Facts], Facts]
"""Returns what a record changes of a job: given the job's fields so far and the record's facts."""


def _planned(job: Facts, facts: Facts) -> Facts:
    wish = facts.get("wish") or {}
    steps = tuple(wish["steps"]) if "steps" in wish else _older_steps(wish)
    if not all(NEEDS.get(step["intent"], set()) <= step.keys() for step in steps):
        raise ValueError("steps that do not tell what is to be done")
    return {
        "kind": str(facts.get("kind") or ""),
        "realm": str(facts.get("realm") or ""),
        "directory": str(facts.get("directory") or ""),
        "wish": wish,
        "steps": steps,
        "pid": int(facts.get("pid") or 0),
        "session_id": facts.get("session_id"),
    }


def _older_steps(wish: Facts) -> tuple[Facts, ...]:
    """Return the steps of a wish as it was written before there were plans."""
    steps: list[Facts] = []
    if wish.get("sources"):
        steps.append({"intent": "upload", "sources": wish["sources"]})
    if wish.get("text") is not None:
        steps.append({"intent": "chat", "text": wish["text"]})
    if wish.get("format"):
        named = {name: wish.get(name) for name in ("format", "quality", "output", "force")}
        steps.append({"intent": "export", **named})
    return tuple(steps)


def _ends(what: str) -> Row:
    """Return the row of a record that ends the step at hand."""

    def end(job: Facts, facts: Facts) -> Facts:
        if len(job["past"]) == len(job["steps"]):
            return {}
        return {**UNDONE, "past": (*job["past"], Past(what, facts, job["updated"]))}

    return end


FOLDS: dict[str, Row] = {
    "planned": _planned,
    "taken": lambda job, facts: {"pid": int(facts.get("pid") or 0)},
    "session": lambda job, facts: {"session_id": str(facts["session_id"])},
    "uploading": lambda job, facts: {"is_uploading": True},
    "uploaded": _ends("uploaded"),
    "snapshot": lambda job, facts: {"before": facts},
    "sending": lambda job, facts: {"turn": TurnAt.SENDING},
    "undelivered": lambda job, facts: {"turn": TurnAt.NONE},
    "refused": lambda job, facts: {"turn": TurnAt.NONE},
    "accepted": lambda job, facts: {"turn": TurnAt.ACCEPTED},
    "heard": lambda job, facts: {"turn": TurnAt.HEARD, "heard": facts},
    "outcome": _ends("outcome"),
    "rendering": lambda job, facts: {"render_id": str(facts["render_id"])},
    "fetched": lambda job, facts: {"fetched": facts},
    "exported": _ends("exported"),
    "balance": _ends("balance"),
    "looked": _ends("looked"),
    "ended": lambda job, facts: {"is_ended": True, "error": facts.get("error")},
}
"""Every record there is, with what it does to the job; unknown ones are passed over."""

OF: dict[str, str] = {
    "uploading": "upload",
    "uploaded": "upload",
    "snapshot": "chat",
    "sending": "chat",
    "undelivered": "chat",
    "refused": "chat",
    "accepted": "chat",
    "heard": "chat",
    "outcome": "chat",
    "rendering": "export",
    "fetched": "export",
    "exported": "export",
    "balance": "credits",
    "looked": "status",
}
"""The intent of the step that a record is about."""

DURABLE = frozenset({"planned", "snapshot", "sending", "uploading", "rendering"})
"""Records that must be on the disk before what they announce may leave this machine."""


def fold(job: Job, record: Facts) -> Job:
    """Return the job after one more record; damaged facts leave it as it was."""
    folding = Folding(job)
    folding.add(record)
    return folding.job()


class Folding:
    """A job while its records are read."""

    __slots__ = ("_so_far",)

    def __init__(self, job: Job) -> None:
        self._so_far: dict[str, Any] = {name: getattr(job, name) for name in FIELDS}

    def job(self) -> Job:
        """Return the job as far as its records were added."""
        return Job(**self._so_far)

    def add(self, record: Facts) -> None:
        """Take one more record in; damaged facts change nothing but the times."""
        so_far = self._so_far
        at = when(record)
        so_far["begun"] = so_far["begun"] or at
        so_far["updated"] = at
        what, facts = str(record.get("what")), record.get("facts")
        change = FOLDS.get(what)
        if change is None or not isinstance(facts, Mapping):
            return
        try:
            if passed := _passed(so_far, OF.get(what)):
                so_far |= {**passed, **change({**so_far, **passed}, facts)}
            else:
                so_far |= change(so_far, facts)
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
            return


def when(record: Facts) -> float:
    """Return when a record was written, as Unix time; 0 where it does not tell."""
    at = record.get("at")
    return float(at) if isinstance(at, int | float) else 0.0


FIELDS = tuple(each.name for each in fields(Job))


def _passed(job: Facts, intent: str | None) -> Facts:
    """Return what changes because the step of a record is reached: the steps before it are past.

    Only where the record of an end is missing is there anything to pass over. What may have been
    done must never count as not begun.
    """
    past, steps = job["past"], job["steps"]
    here = len(past)
    if intent is None or here >= len(steps) or steps[here]["intent"] == intent:
        return {}
    ahead = (n for n, step in enumerate(steps[here:]) if step["intent"] == intent)
    passed = next(ahead, 0)
    return {**UNDONE, "past": (*past, *[Past()] * passed)} if passed else {}
