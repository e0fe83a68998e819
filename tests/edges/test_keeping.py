"""What is kept around a job while it runs: who holds it, and what is left when nobody does."""

from __future__ import annotations

from pathlib import Path

import pytest

from nemo_client.errors import SessionBusy
from nemo_client.keeping import Keeper
from nemo_client.ledger import Ledger
from nemo_client.locks import Locks


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger")


@pytest.fixture
def locks(tmp_path: Path) -> Path:
    return tmp_path / "locks"


def a_keeper(ledger: Ledger, locks: Path, name: str = "") -> Keeper:
    journal = ledger.journal(name) if name else ledger.begin("send", realm="r", session_id="5")
    return Keeper(journal, Locks(locks))


def test_jobs_that_ended_leave_no_locks_and_open_ones_one(ledger: Ledger, locks: Path) -> None:
    for is_ended in (True, True, True, False):
        keeper = a_keeper(ledger, locks)
        keeper.take()
        keeper.hold("5")
        if is_ended:
            keeper.save("ended", {}, None)
        keeper.close()
    assert [path.suffix for path in locks.iterdir()] == [".lock"] * 2  # the job's, the session's


def test_who_is_turned_away_leaves_the_lock_to_its_holder(ledger: Ledger, locks: Path) -> None:
    holder = a_keeper(ledger, locks)
    holder.take()
    name = holder.journal.job.id
    for _ in range(2):
        other = a_keeper(ledger, locks, name)
        with pytest.raises(SessionBusy):
            other.take()
        other.close()
    holder.close()


def test_a_snapshot_says_whose_it_is(ledger: Ledger, locks: Path) -> None:
    keeper = a_keeper(ledger, locks)
    keeper.save("snapshot", {"fingerprint": None}, None)
    keeper.save("sending", {}, None)
    before = keeper.journal.job.before or {}
    assert (before["realm"], before["session_id"]) == ("r", "5")


def test_a_session_that_came_after_the_call_was_cancelled_is_let_go(
    ledger: Ledger, locks: Path
) -> None:
    cancelled = a_keeper(ledger, locks)
    cancelled.take()
    cancelled.close()
    cancelled.hold("5")
    other = a_keeper(ledger, locks)
    other.take()
    other.hold("5")
    other.close()
