"""The versions of a session's draft, from the ledger: what was there, and which message changed it.

A version is a draft as a turn found it or left it; one that no turn on record made was changed
elsewhere, in the browser or on another machine. Version 0 is what the first turn found. Nothing is
asked of the backend.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nemo_client.draft import Change, Draft, DraftUnreadable, changes, parse
from nemo_client.errors import Precondition
from nemo_client.ledger import Ledger
from nemo_client.protocol.records import outcome_of

if TYPE_CHECKING:
    from nemo_client.app import App
    from nemo_client.protocol.job import Job


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the draft; `job` and `text` are of the turn that made it, empty for others."""

    number: int
    at: float
    fingerprint: str | None
    job: str = ""
    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The outcome of that turn, as it was written down."""


@dataclass(frozen=True, slots=True)
class History:
    """All versions of one session, oldest first, and where their texts are."""

    ledger: Ledger
    versions: tuple[Version, ...]

    def draft(self, number: int) -> Draft:
        """Return the draft of a version. Raises Precondition where there is none."""
        if number >= len(self.versions):
            raise Precondition(
                "draft_file_unreadable",
                reason="no_version",
                path=f"@{number}",
                last=len(self.versions) - 1,
            )
        if (found := self.kept(self.versions[number])) is None:
            raise Precondition("draft_file_unreadable", reason="not_kept", path=f"@{number}")
        return found

    def is_kept(self, version: Version) -> bool:
        """Whether the draft of a version is still there."""
        return version.fingerprint is None or self.ledger.has_draft(version.fingerprint)

    def kept(self, version: Version) -> Draft | None:
        """Return the draft of a version, None where its text is gone."""
        if version.fingerprint is None:
            return Draft({})
        text = self.ledger.draft(version.fingerprint)
        try:
            return Draft(parse(text), text) if text is not None else None
        except DraftUnreadable:
            return None

    def changes(self, version: Version) -> tuple[Change, ...]:
        """Return what this version changed: as the turn was told of it, else by comparing."""
        if version.facts:
            return outcome_of(version.facts).changes
        before = self.kept(self.versions[version.number - 1]) if version.number else None
        after = self.kept(version)
        return changes(before, after) if before and after else ()


def history(app: App) -> History:
    """Return the versions of the session's draft that are on record."""
    ledger = Ledger(app.settings.data_dir / "ledger")
    place = (app.settings.realm, app.session())
    jobs = {j.id: j for j in ledger.jobs().values() if (j.realm, j.session_id) == place}
    return History(ledger, tuple(_versions(ledger, jobs, app.session())))


def _versions(ledger: Ledger, jobs: Mapping[str, Job], session: str) -> Iterator[Version]:
    texts = {name: _said(job) for name, job in jobs.items()}
    number, current = 0, None
    for record in ledger.records(session):
        name, what, facts = str(record["job"]), record.get("what"), record.get("facts")
        if name not in jobs or what not in ("snapshot", "outcome") or not facts:
            continue
        seen, at = facts.get("fingerprint"), float(record["at"])
        text = next(texts[name], "") if what == "outcome" else ""
        if number and (seen == current or (text and not facts.get("draft_changed"))):
            continue
        if what == "outcome":
            yield Version(number, at, seen, name, text, facts)
        else:
            yield Version(number, at, seen)
        number, current = number + 1, seen


def _said(job: Job) -> Iterator[str]:
    """Yield the messages of the turns of a job that are over."""
    pairs = zip(job.steps, job.past, strict=False)
    return (str(step["text"]) for step, past in pairs if past.what == "outcome")
