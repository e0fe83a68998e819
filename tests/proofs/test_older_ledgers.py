"""A ledger from before there were plans still leads to the same end, wherever it stops."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from nemo_client import NemoClient
from nemo_client.drive import RealClock
from nemo_client.testing import Backend, sandbox

FIXTURES = Path(__file__).parents[2] / "fixtures"
OLDER = (FIXTURES / "ledger" / "create_before_plans.jsonl").read_text("utf-8").splitlines()
WISH = "trim it to 1 second"
KEPT = ("uploaded", "accepted", "fetched", "exported", "ended")


class Hurry(RealClock):
    """A clock on which waiting takes a tenth of the time."""

    def now(self) -> float:
        return super().now() * 10

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds / 10)


def rewritten(backend: Backend, folder: Path, session: str, last: str) -> str:
    """Put the recorded journal down, as far as the record `last`; return the id of its job."""
    told = {"5000000000000000001": session, "/FOLDER": str(folder)}
    place = backend.settings.data_dir / "ledger" / "ledger.jsonl"
    place.parent.mkdir(parents=True, exist_ok=True)
    with open(place, "w", encoding="utf-8") as file:
        for line in OLDER:
            for old, new in told.items():
                line = line.replace(old, new)
            file.write(f"{zlib.crc32(line.encode()):08x} {line}\n")
            if json.loads(line)["what"] == last:
                break
    return str(json.loads(line)["job"])


@pytest.mark.rule("nothing-lost", "paid-once")
def test_a_job_of_an_older_ledger_is_finished_and_not_paid_again(tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    with sandbox(tmp_path) as backend, NemoClient(backend.settings, clock=Hurry()) as nemo:
        session = nemo.open_session().id
        nemo.upload(session, [FIXTURES / "clip.mp4"])
        assert nemo.send(session, WISH).kind == "changed"
        for said, last in enumerate(KEPT):
            out.unlink(missing_ok=True)
            done = nemo.resume(rewritten(backend, tmp_path, session, last))
            assert [type(result).__name__ for result in done.results] == [
                "tuple",
                "Outcome",
                "Exported",
            ]
            assert done.assets[0].name == "clip.mp4"
            assert done.exported is not None and done.exported.path == str(out)
            # The message that had not left is said once; from then on nothing is said.
            assert backend.books.count("chat") == 2, said
            assert out.is_file() is (last not in ("exported", "ended"))
