"""Asked before a message that may cost credits leaves: the owner's policy, and the owner.

Twice: before a job is written down, so that a refusal costs nothing and a person is asked once,
and at the moment a message leaves, one process at a time, so that a cap holds whoever sends. Where
nothing is limited nothing is read. A question is put only to somebody who is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from nemo_client.errors import CreditsFailed
from nemo_client.narration import amount
from nemo_client.phrases.cli import SPEND
from nemo_client.policy import policy_file, read_policy
from nemo_client.protocol.job import Job, Past, TurnAt
from nemo_client.protocol.spending import Policy, estimate, verdict

if TYPE_CHECKING:
    from nemo_client.app import App


def consent(app: App, cap: float | None, turns: int = 1) -> bool:
    """Raise CreditsFailed where a job's messages may not be paid for; `cap` only lowers.

    Return whether a person has said yes to them, which is put on record with the job.
    """
    policy = read_policy(policy_file()).lowered(cap)
    if policy.is_free or not turns:
        return False
    jobs = app.client.jobs()
    return _settled(app, policy, jobs, app.client.credits().available, turns)


def check(app: App, job: Job) -> None:
    """Raise CreditsFailed where the message of a job that is about to leave may not be paid for.

    Whoever takes a job up, and whenever, is bound by the policy of that moment.
    """
    policy = read_policy(policy_file()).lowered(job.wish.get("max_credits"))
    if policy.is_free:
        return
    if policy.spend == "ask" and job.wish.get("is_agreed"):
        policy = replace(policy, spend="allow")
    balance = ((job.before or {}).get("credits") or {}).get("available")
    _settled(app, policy, app.client.jobs(), balance, 1)


def _settled(
    app: App, policy: Policy, jobs: tuple[Job, ...], balance: float | None, turns: int
) -> bool:
    """Return whether a person was asked, and agreed. Raises CreditsFailed."""
    likely = estimate([cost for _, cost in costs(jobs)])
    spent = spent_today(jobs, likely)
    found = verdict(
        policy,
        balance=balance,
        spent_today=spent + likely * (turns - 1),
        estimate=likely,
    )
    facts = {"estimate": found.estimate * turns, "spent_today": spent, **_caps(policy)}
    if found.reason or (found.asks and not _agrees(app, facts)):
        words = SPEND[found.reason or "not_agreed"].say(app.lang, _shown(facts))
        raise CreditsFailed("spend_refused", words, path=str(policy_file()), **facts)
    return found.asks


def costs(jobs: tuple[Job, ...]) -> Iterator[tuple[Past, float]]:
    """Yield what turns cost, as measured, in the order of their jobs."""
    from nemo_client.protocol.records import outcome_of

    for past in (past for job in jobs for past in job.past if past.what == "outcome"):
        spent = outcome_of(past.facts).cost.spent
        if spent is not None:
            yield past, spent


def spent_today(jobs: tuple[Job, ...], likely: float) -> float:
    """Return what was spent today; a turn that is still in doubt counts as an estimate."""
    known = sum(max(cost, 0.0) for past, cost in costs(jobs) if _is_today(past.at))
    doubts = [job for job in jobs if job.turn is not TurnAt.NONE and _is_today(job.updated)]
    return known + likely * len(doubts)


def _is_today(at: float) -> bool:
    return datetime.fromtimestamp(at).date() == datetime.now().date()


def _agrees(app: App, facts: dict[str, object]) -> bool:
    return app.console.can_ask and app.console.confirm(
        SPEND["question"].say(app.lang, _shown(facts))
    )


def _caps(policy: Policy) -> dict[str, object]:
    return {"max_per_turn": policy.max_per_turn, "max_per_day": policy.max_per_day}


def _shown(facts: dict[str, object]) -> dict[str, object]:
    return {k: amount(v) for k, v in facts.items() if isinstance(v, int | float)}
