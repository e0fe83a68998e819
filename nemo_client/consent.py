"""Asked before a message that may cost credits leaves: the owner's policy, and the owner.

Twice: before a job is written down, so that a refusal costs nothing and a person is asked once,
and at the moment a message leaves, one process at a time, so that a cap holds whoever sends. Where
nothing is limited nothing is read. A cost that nobody measured counts as the estimate: no cap is
passed because costs are unknown. A question is put only to somebody who is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from nemo_client.errors import CreditsFailed
from nemo_client.ledger import Ledger
from nemo_client.narration import amount
from nemo_client.phrases.cli import SPEND
from nemo_client.policy import policy_file, read_policy
from nemo_client.protocol.job import Job, Past, TurnAt
from nemo_client.protocol.records import cost_of
from nemo_client.protocol.spending import LAST_TURNS, Policy, estimate, verdict

if TYPE_CHECKING:
    from nemo_client.app import App


def consent(app: App, cap: float | None, turns: int = 1) -> bool:
    """Raise CreditsFailed where a job's messages may not be paid for; `cap` only lowers.

    Return whether a person has said yes to them, which is put on record with the job.
    """
    policy = read_policy(policy_file()).lowered(cap)
    if policy.is_free or not turns:
        return False
    realm = app.client.settings.realm
    return _settled(app, policy, realm, app.client.credits().available, turns)


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
    _settled(app, policy, job.realm, balance, 1)


def _settled(app: App, policy: Policy, realm: str, balance: float | None, turns: int) -> bool:
    """Return whether a person was asked, and agreed. Raises CreditsFailed."""
    since = _midnight()
    ledger = Ledger(app.settings.data_dir / "ledger")
    taken = tuple(turns_of(ledger.lately(realm, since, LAST_TURNS)))
    likely = estimate([cost for _, cost in taken if cost is not None])
    spent = spent_since(since, taken, likely)
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


def turns_of(jobs: Iterable[Job]) -> Iterator[tuple[float, float | None]]:
    """Yield when each message was last on record, and what it cost: None where that is unknown."""
    for job in jobs:
        for step, past in zip(job.steps, job.past, strict=False):
            if step.get("intent") == "chat":
                yield past.at or job.updated, measured(past)
        if job.turn is not TurnAt.NONE:
            yield job.updated, None


def measured(past: Past) -> float | None:
    """Return what a message cost, None where that was not told or others paid in meanwhile."""
    if past.what != "outcome":
        return None
    spent = cost_of(past.facts).spent
    return spent if spent is not None and spent >= 0 else None


def spent_since(since: float, taken: Iterable[tuple[float, float | None]], likely: float) -> float:
    """Return what messages cost since a time; what is not known counts as the estimate."""
    return sum(likely if cost is None else cost for at, cost in taken if at >= since)


def _midnight() -> float:
    return datetime.now().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def _agrees(app: App, facts: dict[str, object]) -> bool:
    return app.console.can_ask and app.console.confirm(
        SPEND["question"].say(app.lang, _shown(facts))
    )


def _caps(policy: Policy) -> dict[str, object]:
    return {"max_per_turn": policy.max_per_turn, "max_per_day": policy.max_per_day}


def _shown(facts: dict[str, object]) -> dict[str, object]:
    return {k: amount(v) for k, v in facts.items() if isinstance(v, int | float)}
