"""The ledger: whole records survive whatever happens to the last one, and many may write."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from nemo_client import sealing
from nemo_client.errors import Precondition
from nemo_client.ledger import SURELY_OLDER, Ledger
from nemo_client.protocol.job import DURABLE, FOLDS, IN_DOUBT, Job, TurnAt, fold

DAY = 86400.0


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger")


def a_job(ledger: Ledger, *records: str) -> str:
    journal = ledger.begin("send", realm="r", directory="/d", session_id="5", wish={"text": "hi"})
    for what in records:
        journal.write(what, {"session_id": "5", "render_id": "r1"})
    return journal.job.id


def test_a_job_reads_back_as_it_was_written(ledger: Ledger) -> None:
    name = a_job(ledger, "snapshot", "sending", "accepted")
    job = ledger.jobs()[name]
    assert (job.kind, job.realm, job.session_id, job.wish) == ("send", "r", "5", {"text": "hi"})
    assert job.turn is TurnAt.ACCEPTED
    assert job.state == "in-doubt"


@pytest.mark.rule("nothing-lost")
def test_a_ledger_cut_at_every_byte_keeps_every_whole_record(ledger: Ledger) -> None:
    a_job(ledger, "snapshot", "sending", "accepted", "heard", "outcome", "ended")
    whole = ledger.path.read_bytes()
    ends = [i for i, byte in enumerate(whole) if byte == 10]
    for cut in range(len(whole) + 1):
        ledger.path.write_bytes(whole[:cut])
        assert len(list(ledger.records())) == sum(end < cut for end in ends)


def test_after_a_torn_record_the_next_one_is_whole(ledger: Ledger) -> None:
    name = a_job(ledger, "sending")
    ledger.path.write_bytes(ledger.path.read_bytes()[:-9])
    ledger.journal(name).write("accepted", {})
    assert [r["what"] for r in ledger.records()] == ["planned", "accepted"]


@pytest.mark.parametrize("damage", [b"\x00\xff\n", b"garbage\n", b"00000000 {}\n", b"\n"])
def test_foreign_lines_are_passed_over(ledger: Ledger, damage: bytes) -> None:
    name = a_job(ledger, "sending")
    ledger.path.write_bytes(damage + ledger.path.read_bytes() + damage)
    assert ledger.jobs()[name].turn is TurnAt.SENDING


@pytest.mark.rule("one-door")
def test_no_token_gets_into_it(ledger: Ledger) -> None:
    ledger.begin("send", wish={"text": "my token is nmv_usr_SECRETSECRETSECRET"})
    assert b"nmv_usr_" not in ledger.path.read_bytes()


def write_many(folder: Path, count: int) -> None:
    ledger = Ledger(folder)
    for _ in range(count):
        a_job(ledger, "sending")


def test_many_processes_write_without_losing_a_record(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_many, args=(tmp_path, 20)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [w.exitcode for w in writers] == [0] * 4
    assert len(list(Ledger(tmp_path).records())) == 4 * 20 * 2
    assert len(Ledger(tmp_path).jobs()) == 80


def test_what_cannot_be_written_is_a_precondition(tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text("a file where a folder should be")
    with pytest.raises(Precondition) as raised:
        Ledger(tmp_path / "ledger").begin("send")
    assert raised.value.code == "ledger_unwritable"


def test_an_unknown_job_is_a_precondition(ledger: Ledger) -> None:
    with pytest.raises(Precondition, match="job_nope"):
        ledger.journal("job_nope")


def test_only_old_ended_jobs_are_pruned_with_their_drafts(tmp_path: Path) -> None:
    now = [0.0]
    ledger = Ledger(tmp_path, now=lambda: now[0])
    old, open_one = a_job(ledger, "ended"), a_job(ledger, "sending")
    ledger.keep_draft("sha256:aa", "{}")
    now[0] = 100 * DAY
    fresh = a_job(ledger, "ended")
    assert ledger.prune() == 1
    assert set(ledger.jobs()) == {open_one, fresh} != {old}
    assert ledger.draft("sha256:aa") is None


@pytest.mark.parametrize("what", FOLDS)
def test_damaged_facts_leave_a_job_as_it_was(what: str) -> None:
    job = Job("j", turn=TurnAt.ACCEPTED, begun=1.0)
    after = fold(job, {"what": what, "facts": "nonsense", "at": 2.0})
    assert after == Job("j", turn=TurnAt.ACCEPTED, begun=1.0, updated=2.0)


@pytest.mark.rule("paid-once")
def test_only_a_record_that_it_was_not_taken_leads_back_to_not_sent() -> None:
    back = set()
    for turn in TurnAt:
        for what in FOLDS:
            facts = {"session_id": "5", "render_id": "r", "assets": []}
            if turn is not TurnAt.NONE:
                job = fold(Job("j", turn=turn), {"what": what, "facts": facts, "at": 1.0})
                back |= {what} if job.turn is TurnAt.NONE else set()
    assert back == {"undelivered", "refused"}
    assert {"sending", "snapshot", "planned"} <= DURABLE
    assert {TurnAt.SENDING, TurnAt.ACCEPTED} == IN_DOUBT


def test_one_job_among_many_is_read_from_its_own_lines_alone(ledger: Ledger) -> None:
    names = [a_job(ledger, "snapshot", "sending", "accepted") for _ in range(5)]
    whole = list(ledger.records())
    for name in names:
        assert list(ledger.records(name)) == [r for r in whole if r["job"] == name]
        assert ledger.journal(name).job == ledger.jobs()[name]


def test_a_job_is_read_again_from_where_it_began_wherever_pruning_has_moved_it(
    tmp_path: Path,
) -> None:
    now = [0.0]
    ledger = Ledger(tmp_path, now=lambda: now[0])
    a_job(ledger, "ended")
    now[0] = 100 * DAY
    journal = ledger.begin("send", session_id="5")
    for _ in range(2):
        ledger.journal(journal.job.id).write("taken", {"pid": 7})
        assert journal.reread().pid == 7
        ledger.prune()


def looked(ledger: Ledger, mark: str, *records: str, realm: str = "r") -> Job:
    journal = ledger.begin("send", realm=realm, session_id="5", wish={"text": "hi"})
    journal.write("snapshot", {"realm": realm, "session_id": "5", "fingerprint": mark})
    for what in records:
        journal.write(what, {})
    return journal.job


def test_later_looks_are_those_of_messages_that_left_for_the_same_backend(ledger: Ledger) -> None:
    looked(ledger, "earlier", "sending", "accepted")
    doubt = looked(ledger, "own", "sending")
    looked(ledger, "never said")
    looked(ledger, "refused", "sending", "refused")
    looked(ledger, "elsewhere", "sending", realm="other")
    looked(ledger, "first", "sending", "accepted")
    looked(ledger, "second", "sending")
    assert [look["fingerprint"] for look in ledger.looks_since(doubt)] == ["first", "second"]


def test_who_looks_again_before_it_says_it_again_counts_from_there(ledger: Ledger) -> None:
    doubt = ledger.journal(looked(ledger, "own", "sending", "undelivered").id)
    looked(ledger, "between", "sending")
    doubt.write("snapshot", {"realm": "r", "session_id": "5", "fingerprint": "own again"})
    doubt.write("sending", {})
    assert ledger.looks_since(doubt.job) == ()


@pytest.mark.parametrize("facts", ["nonsense", None, 5, []])
def test_damaged_looks_are_passed_over(ledger: Ledger, facts: object) -> None:
    doubt = looked(ledger, "own", "sending")
    ledger.append(Job("other"), "snapshot", facts)  # type: ignore[arg-type]
    ledger.append(Job("other"), "refused", {})
    assert ledger.looks_since(doubt) == ()


def test_jobs_can_be_told_in_part_without_reading_the_rest(ledger: Ledger) -> None:
    names = [a_job(ledger, *told) for told in [("sending", "ended"), ("ended",), ("sending",)]]
    every = ledger.jobs()
    assert ledger.jobs(names[:2]) == {name: every[name] for name in names[:2]}
    assert ledger.jobs(()) == {}
    outlines = ledger.outlines()
    assert list(outlines) == names
    for told in ("realm", "directory", "kind", "steps", "begun", "is_ended"):
        whole = [getattr(job, told) for job in every.values()]
        assert [getattr(job, told) for job in outlines.values()] == whole


def days(folder: Path, *began: float) -> Ledger:
    """Return a ledger with a turn begun on each day; it took ten seconds."""
    now = [0.0]
    ledger = Ledger(folder, now=lambda: now[0])
    for day in began:
        now[0] = day * DAY
        journal = ledger.begin("send", realm="r", wish={"text": "hi"})
        journal.write("sending", {})
        now[0] += 10
        journal.write("outcome", {})
    return ledger


def test_what_was_lately_is_read_from_the_end_whole_jobs_only(tmp_path: Path) -> None:
    ledger = days(tmp_path, *[1.0] * 300, 2.0, 2.0, 3.0)
    every = list(ledger.jobs().values())
    for since, turns, least in [(3, 0, 1), (2, 0, 3), (3, 2, 2), (2.0001, 0, 3), (0, 0, 303)]:
        found = ledger.lately("r", since * DAY, turns)
        assert list(found) == every[-len(found) :]
        assert least <= len(found) <= least + SURELY_OLDER
    assert len(ledger.lately("r", 3 * DAY, 290)) >= 290
    assert len(ledger.lately("r", 3 * DAY, 1)) < 303
    assert ledger.lately("other", 0, 5) == ()


def test_a_clock_that_was_wrong_for_a_while_hides_no_turn_of_today(tmp_path: Path) -> None:
    ledger = days(tmp_path, *[1.0] * 300, 9.0, 9.0, *[0.0] * 10, 9.0)
    lately = [job for job in ledger.lately("r", 9 * DAY, 0) if job.updated >= 9 * DAY]
    assert len(lately) == 3


@pytest.mark.parametrize("at", ["soon", None, [], {}])
def test_a_record_without_a_time_is_still_a_record(ledger: Ledger, at: object) -> None:
    name = a_job(ledger, "sending")
    record = {"job": name, "at": at, "what": "accepted", "facts": {}}
    sealing.append(ledger.path, sealing.sealed(record), durable=False)
    assert ledger.journal(name).job.turn is TurnAt.ACCEPTED
    assert ledger.jobs()[name] == ledger.journal(name).job == ledger.lately("r", 0, 1)[0]


def test_pruning_outlives_damaged_facts(ledger: Ledger) -> None:
    name = a_job(ledger, "sending")
    ledger.append(Job(name), "fingerprint", "nonsense")  # type: ignore[arg-type]
    assert ledger.prune() == 0
    assert ledger.journal(name).job.turn is TurnAt.SENDING
