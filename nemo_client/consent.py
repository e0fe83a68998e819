"""Asked before a message that may cost credits leaves: the owner's policy, and the owner.

Where nothing is limited nothing is read. A question is put only to somebody who is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from nemo_client.errors import CreditsFailed
from nemo_client.narration import amount
from nemo_client.phrases.cli import SPEND
from nemo_client.policy import policy_file, read_policy
from nemo_client.protocol.job import Job, TurnAt
from nemo_client.protocol.spending import Policy, estimate, verdict

if TYPE_CHECKING:
    from nemo_client.app import App


def consent(app: App, cap: float | None) -> None:
    """Raise CreditsFailed where the next message may not be paid for; `cap` only lowers."""
    policy = read_policy(policy_file()).lowered(cap)
    if policy.is_free:
        return
    jobs = app.client.jobs()
    likely = estimate([cost for _, cost in costs(jobs)])
    spent = spent_today(jobs, likely)
    found = verdict(
        policy,
        balance=app.client.credits().available,
        spent_today=spent,
        estimate=likely,
    )
    facts = {"estimate": found.estimate, "spent_today": spent, **_caps(policy)}
    if found.reason or (found.asks and not _agrees(app, facts)):
        words = SPEND[found.reason or "not_agreed"].say(app.lang, _shown(facts))
        raise CreditsFailed("spend_refused", words, path=str(policy_file()), **facts)


def costs(jobs: tuple[Job, ...]) -> Iterator[tuple[Job, float]]:
    """Yield what turns cost, as measured, oldest first."""
    from nemo_client.protocol.records import outcome_of

    for job in jobs:
        if job.outcome is not None:
            spent = outcome_of(job.outcome).cost.spent
            if spent is not None:
                yield job, spent


def spent_today(jobs: tuple[Job, ...], likely: float) -> float:
    """Return what was spent today; a turn that is still in doubt counts as an estimate."""
    known = sum(max(cost, 0.0) for job, cost in costs(jobs) if _is_today(job))
    doubts = [j for j in jobs if j.turn is not TurnAt.NONE and j.outcome is None and _is_today(j)]
    return known + likely * len(doubts)


def _is_today(job: Job) -> bool:
    return datetime.fromtimestamp(job.begun).date() == datetime.now().date()


def _agrees(app: App, facts: dict[str, object]) -> bool:
    return app.console.can_ask and app.console.confirm(
        SPEND["question"].say(app.lang, _shown(facts))
    )


def _caps(policy: Policy) -> dict[str, object]:
    return {"max_per_turn": policy.max_per_turn, "max_per_day": policy.max_per_day}


def _shown(facts: dict[str, object]) -> dict[str, object]:
    return {k: amount(v) for k, v in facts.items() if isinstance(v, int | float)}
