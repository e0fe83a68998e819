"""What a day has cost: what is not known counts as the estimate, never as nothing."""

from __future__ import annotations

from typing import Any

import pytest

from nemo_client.consent import spent_since, turns_of
from nemo_client.protocol.job import Job, fold

LIKELY = 50.0
NOON = 1000.0


def cost(before: object, after: object) -> dict[str, Any]:
    return {"cost": {"before": before, "after": after}}


def credits(total: float, frozen: float = 0.0) -> dict[str, float]:
    return {"available": total - frozen, "frozen": frozen, "total": total}


def a_job(*told: tuple[str, object], at: float = NOON) -> Job:
    chat = {"intent": "chat", "text": "a"}
    steps = [chat, chat, {"intent": "status"}]
    job = Job("j")
    for what, facts in [("planned", {"wish": {"steps": steps}}), *told]:
        job = fold(job, {"what": what, "facts": facts, "at": at})
    return job


KNOWN = ("outcome", cost(credits(9), credits(6)))
SENT: tuple[str, object] = ("sending", {})
SPENT: dict[str, tuple[Job, float]] = {
    "nothing left": (a_job(), 0),
    "measured": (a_job(SENT, KNOWN), 3),
    "measured to be free": (a_job(SENT, ("outcome", cost(credits(9), credits(9)))), 0),
    "still reserved": (a_job(SENT, ("outcome", cost(credits(9), credits(9, frozen=9)))), LIKELY),
    "balance never told": (a_job(SENT, ("outcome", cost(None, credits(9)))), LIKELY),
    "balance not told after": (a_job(SENT, ("outcome", cost(credits(9), None))), LIKELY),
    "paid in meanwhile": (a_job(SENT, ("outcome", cost(credits(9), credits(500)))), LIKELY),
    "damaged": (a_job(SENT, ("outcome", {"cost": "nonsense"})), LIKELY),
    "end lost": (a_job(SENT, KNOWN, SENT, ("looked", {})), 3 + LIKELY),
    "in doubt": (a_job(SENT), LIKELY),
    "heard, not concluded": (a_job(SENT, ("heard", {})), LIKELY),
    "refused": (a_job(SENT, ("refused", {})), 0),
    "never left": (a_job(SENT, ("undelivered", {})), 0),
    "one known, one in doubt": (a_job(SENT, KNOWN, SENT), 3 + LIKELY),
    "yesterday": (a_job(SENT, KNOWN, SENT, at=NOON - 1), 0),
}


@pytest.mark.parametrize("name", SPENT)
def test_a_message_counts_as_measured_or_as_the_estimate(name: str) -> None:
    job, spent = SPENT[name]
    assert spent_since(NOON, turns_of([job]), LIKELY) == spent


def test_each_of_many_turns_counts_once() -> None:
    jobs = [job for job, _ in SPENT.values()]
    assert spent_since(NOON, turns_of(jobs), LIKELY) == sum(spent for _, spent in SPENT.values())
