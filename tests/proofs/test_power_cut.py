"""A ledger that lost its end, as a power cut leaves it, still leads to the same end.

Records that money hangs on are on the disk before the request leaves, so a cut can only fall
behind `sending`. Wherever it falls, within a record too, any later process finishes the job.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nemo_client import Clocks, Done, NemoClient
from nemo_client.testing import Backend, sandbox

QUICK = Clocks(checks_s=(0.2, 0.5, 1.0), settle_s=(0.5, 1.0, 1.0, 2.0))


def resumed(backend: Backend, job_id: str) -> Done:
    with NemoClient(backend.settings) as nemo:
        return nemo.resume(job_id, clocks=QUICK)


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


@pytest.mark.rule("nothing-lost", "paid-once")
def test_wherever_the_ledger_ends_the_job_is_finished_and_billed_once(tmp_path: Path) -> None:
    with sandbox(tmp_path, second_stage_delay_s=0.1) as backend:
        out = tmp_path / "out.mp4"
        with NemoClient(backend.settings) as nemo:
            whole = nemo.create("Generate a 1-second clip of rain", output=out, clocks=QUICK)
        ledger = backend.settings.data_dir / "ledger" / "ledger.jsonl"
        records = lines_of(ledger)
        first = 1 + next(n for n, line in enumerate(records) if b'"what":"sending"' in line)
        for kept in range(first, len(records) + 1):
            torn = records[kept][: len(records[kept]) // 2] if kept < len(records) else b""
            ledger.write_bytes(b"".join(records[:kept]) + torn)
            out.unlink(missing_ok=True)  # a file nobody has on record is not ours to replace
            end = resumed(backend, whole.job_id)
            assert end.outcome is not None and end.exported is not None
            assert end.outcome.kind == "generated"
            assert whole.outcome is not None
            assert end.outcome.changes == whole.outcome.changes
            assert out.is_file() or kept >= len(records) - 1  # from there on it was delivered
            assert backend.books.count("chat") == 1
        assert len(backend.books.billed()) == 1


@pytest.mark.rule("never-silent", "nothing-lost")
def test_another_process_tells_what_changed_in_the_same_words(tmp_path: Path) -> None:
    with sandbox(tmp_path, second_stage_delay_s=0.1) as backend:
        with NemoClient(backend.settings) as nemo:
            session = nemo.open_session()
            nemo.send(session.id, "Generate a 2-second clip of rain", clocks=QUICK)
            said = nemo.send(session.id, "add a title 'Hi' for 1 second", clocks=QUICK)
            (_, edit) = nemo.jobs()
        ledger = backend.settings.data_dir / "ledger" / "ledger.jsonl"
        accepted = [line for line in lines_of(ledger) if b'"outcome"' not in line[:120]]
        cut = [line for line in accepted if b'"what":"ended"' not in line]
        ledger.write_bytes(b"".join(line for line in cut if b'"what":"heard"' not in line))
        end = resumed(backend, edit.id)
        assert end.outcome is not None
        assert end.outcome.changes == said.changes
        assert replace(end.outcome.cost, before=None) == replace(said.cost, before=None)
        assert backend.books.count("chat") == 2
