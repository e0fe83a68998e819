"""Jobs from the outside: detached, waited for, watched, killed, recovered; paid for once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nemo_client.config import Settings
from nemo_client.ledger import Ledger
from nemo_client.testing import Backend, sandbox

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
WISH = "trim it to 1 second"


@pytest.fixture
def slow(lone_cli: Any, tmp_path: Path) -> Iterator[Backend]:
    """A backend that thinks for two seconds before every turn."""
    with sandbox(tmp_path / "slow", turn_delay_s=2.0, silent_rate=0.0) as backend:
        lone_cli.monkeypatch.setenv("NEMO_API_URL", backend.url)
        lone_cli.monkeypatch.setenv("NEMO_WEB_URL", backend.url)
        yield backend


@pytest.fixture
def run(command: Any) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Run the real command to its end; return its code and document."""

    def run(*argv: str) -> tuple[int, dict[str, Any]]:
        process = command(*argv, "--json")
        out, err = process.communicate(timeout=90)
        assert out, err
        return process.returncode, json.loads(out)

    return run


def until(true: Callable[[], object], process: subprocess.Popen[bytes] | None = None) -> None:
    pause = threading.Event()
    while not true():
        assert process is None or process.poll() is None
        pause.wait(0.02)


# --- a wait that ends, and what comes after it


@pytest.mark.rule("nothing-lost")
def test_a_wait_that_ends_names_the_job_and_watching_it_gives_the_same_document(
    run: Any, slow: Backend, clip: str
) -> None:
    code, begun = run("create", WISH, "--upload", clip, "-o", "out.mp4", "--wait", "0")
    assert (code, begun["error"]["code"]) == (4, "job_goes_on")
    job, session = begun["data"]["job"], begun["data"]["session_id"]
    assert begun["next"] == [f"nemo watch {job}"]
    assert session
    code, watched = run(*begun["next"][0].split()[1:])
    assert code == 0
    assert watched["data"]["export"]["path"] == "out.mp4"
    assert Path("out.mp4").read_bytes()[4:8] == b"ftyp"
    code, again = run("recover", job)
    assert (code, again["data"]) == (0, watched["data"])
    assert {"session_id", "assets", "turn", "export", "job"} <= watched["data"].keys()
    assert slow.books.count("chat") == 1


@pytest.mark.rule("same-truth")
def test_a_job_that_ends_within_the_wait_is_answered_as_without_one(
    run: Any, cli: Any, clip: str
) -> None:
    _, plain = run("create", WISH, "--upload", clip, "-o", "a.mp4")
    code, waited = run("create", WISH, "--upload", clip, "-o", "b.mp4", "--wait", "60")
    assert code == 0
    assert waited["data"].keys() | {"account"} == plain["data"].keys() | {"account"}
    assert waited["data"]["export"].keys() == plain["data"]["export"].keys()
    assert waited["data"]["turn"]["changes_in_words"] == plain["data"]["turn"]["changes_in_words"]


LONG: dict[str, tuple[str, ...]] = {
    "send": ("send", "set the volume to 50%"),
    "upload": ("upload", "CLIP"),
    "export": ("export", "-o", "late.mp4"),
    "create": ("create", WISH, "--upload", "CLIP", "-o", "later.mp4"),
}


@pytest.mark.parametrize("name", LONG)
def test_every_long_command_can_be_detached_and_watched(
    name: str, run: Any, cli: Any, clip: str
) -> None:
    assert cli("upload", clip).code == 0
    assert cli("send", WISH).code == 0
    argv = [clip if word == "CLIP" else word for word in LONG[name]]
    code, begun = run(*argv, "--detach")
    job = begun["data"]["job"]
    assert code in (0, 4)  # it may have been quicker than the look at it
    code, watched = run("watch", job, "--wait", "60")
    assert (code, watched["data"]["job"]) == (0, job), watched
    listed = cli("jobs", "--json").data["jobs"]
    assert next((j["state"], j["kind"]) for j in listed if j["id"] == job) == ("done", name)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_person_is_told_where_a_detached_job_can_be_seen(
    lang: str, command: Any, slow: Backend, run: Any
) -> None:
    process = command("send", "hello", "--detach", "--lang", lang)
    out, err = (text.decode() for text in process.communicate(timeout=60))
    assert (process.returncode, out) == (4, "")
    assert "nemo watch job_" in err
    assert ("任务仍在继续" in err) is (lang == "zh")
    assert run("watch")[0] == 0


# --- kills


@posix
@pytest.mark.rule("nothing-lost")
@pytest.mark.rule("paid-once")
def test_a_killed_command_is_finished_by_recover_and_paid_once(
    command: Any, lone_cli: Any, slow: Backend, clip: str
) -> None:
    process = command("create", WISH, "--upload", clip, "-o", "out.mp4", "--json")
    until(slow.books.turns, process)
    process.kill()
    process.communicate()
    recovering = lone_cli("recover", "--json")
    code, document = recovering.code, recovering.document
    assert code == 0, document
    (recovered,) = document["data"]["jobs"]
    assert (recovered["kind"], recovered["finished"], recovered["exit_code"]) == ("create", True, 0)
    assert recovered["data"]["export"]["path"] == "out.mp4"
    assert Path("out.mp4").read_bytes()[4:8] == b"ftyp"
    assert slow.books.count("chat") == 1
    assert lone_cli("recover", "--json").data == {"jobs": [], "count": 0}


@posix
@pytest.mark.rule("nothing-lost")
def test_a_killed_worker_is_noticed_and_its_job_taken_up(
    command: Any, lone_cli: Any, slow: Backend, clip: str
) -> None:
    assert lone_cli("upload", clip).code == 0
    process = command("send", WISH, "--wait", "60", "--json")
    until(slow.books.turns, process)
    job = lone_cli("jobs", "--json").data["jobs"][0]
    assert job["pid"] != process.pid
    os.kill(job["pid"], signal.SIGKILL)
    out, _ = process.communicate(timeout=60)
    left = json.loads(out)
    assert (process.returncode, left["error"]["code"]) == (4, "job_left")
    assert left["next"] == [f"nemo recover {job['id']}"]
    done = lone_cli(*left["next"][0].split()[1:], "--json")
    assert (done.code, done.data["job"]) == (0, job["id"])
    assert slow.books.count("chat") == 1


@posix
@pytest.mark.rule("paid-once")
def test_a_job_that_is_carried_is_followed_by_watch_and_left_alone_by_recover(
    command: Any, run: Any, slow: Backend
) -> None:
    process = command("send", "hello", "--json")
    until(slow.books.turns, process)
    job = run("jobs")[1]["data"]["jobs"][0]["id"]
    code, refused = run("recover", job)
    assert (code, refused["error"]["code"]) == (10, "job_busy")
    code, watched = run("watch")
    out, _ = process.communicate(timeout=60)
    assert code == 0
    first = json.loads(out)["data"]
    first.pop("account")  # which only the first command of a home makes
    assert watched["data"] == first
    assert slow.books.count("chat") == 1


@posix
def test_an_interrupted_wait_leaves_its_worker_at_work(
    command: Any, run: Any, slow: Backend
) -> None:
    process = command("send", "hello", "--wait", "60", "--json")
    until(slow.books.turns, process)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    document = json.loads(out)
    assert (process.returncode, document["error"]["code"]) == (130, "interrupted")
    code, _ = run(*document["next"][0].split()[1:])
    assert code == 0
    assert slow.books.count("chat") == 1


# --- one writer


@pytest.mark.rule("paid-once")
def test_a_second_writer_is_told_who_holds_the_session_or_waits_in_line(
    command: Any, run: Any, slow: Backend, clip: str
) -> None:
    session = run("upload", clip)[1]["data"]["session_id"]
    first = command("send", WISH, "--json")
    until(slow.books.turns, first)
    code, busy = run("send", "hello", "--session", session)
    assert (code, busy["error"]["code"]) == (10, "session_busy")
    assert busy["error"]["pid"] == first.pid
    assert busy["error"]["since"]
    assert busy["next"] == []  # it was not taken, and nothing will send it later
    code, _ = run("send", "hello", "--session", session, "--queue")
    assert code == 0
    assert first.wait(timeout=60) == 0
    first.communicate()
    assert slow.books.count("chat") == 2


# --- the record


def test_jobs_are_listed_with_what_they_are_and_pruned_when_old(cli: Any, clip: str) -> None:
    assert cli("jobs").out == ""
    cli("upload", clip)
    cli("send", WISH)
    shown = cli("jobs").out.splitlines()
    assert [line.split()[1:3] for line in shown] == [["send", "done"], ["upload", "done"]]
    assert WISH in shown[0]
    assert "clip.mp4" in shown[1]
    assert "完成" in cli("jobs", "--lang", "zh", "--limit", "1").out
    assert cli("jobs", "--limit", "1", "--json").data["count"] == 2
    assert cli("jobs", "prune", "--json").data == {"pruned": 0}
    assert cli("jobs", "prune", "--days", "0").out == "2 ended jobs dropped\n"
    assert cli("jobs", "--json").data == {"jobs": [], "count": 0}


def test_jobs_of_another_directory_are_listed_on_demand(cli: Any, tmp_path: Path) -> None:
    cli("send", "hello")
    cli.monkeypatch.chdir(tmp_path)
    assert cli("jobs", "--json").data["count"] == 0
    (job,) = cli("jobs", "--all", "--json").data["jobs"]
    assert cli("watch", "--json").document["error"]["code"] == "no_jobs"
    assert cli("watch", job["id"], "--json").data["text"]
    # Looking at it from here does not make its session the one of this directory.
    assert cli("status").code == 2


@pytest.mark.rule("paid-once")
def test_a_turn_in_doubt_stays_open_and_is_named_by_recover(
    scripted: Any, lone_cli: Any, fast_clock: Any
) -> None:
    scripted.stream = b'data: {"content": {"pa'
    document = lone_cli("send", "do it", "--json", clock=fast_clock).document
    job = document["data"]["job"]
    assert (document["exit_code"], document["next"][0]) == (9, f"nemo watch {job}")
    told = lone_cli("recover", "--json", clock=fast_clock).document
    (left,) = told["data"]["jobs"]
    assert (told["exit_code"], left["finished"], left["error"]["code"]) == (9, False, "unsure")
    assert "job_" in lone_cli("recover", clock=fast_clock).err
    assert scripted.chats == 1


@pytest.mark.rule("nothing-lost")
def test_a_job_of_a_later_version_is_left_to_it_and_keeps_no_other_from_its_end(cli: Any) -> None:
    settings = Settings.from_env()
    ledger = Ledger(settings.data_dir / "ledger")
    facts = {"realm": settings.realm, "directory": str(Path.cwd())}
    steps = [{"intent": "credits"}]
    later = ledger.begin("plan", **facts, wish={"steps": [*steps, {"intent": "dance"}]}).job.id
    own = ledger.begin("plan", **facts, wish={"steps": steps}).job.id
    document = cli("recover", "--json").document
    assert (document["exit_code"], document["error"]["code"]) == (2, "job_unreadable")
    told = {job["job"]: job["finished"] for job in document["data"]["jobs"]}
    assert told == {later: False, own: True}
    assert cli("jobs", "--json").data["count"] == 2
    watched = cli("watch", later, "--json").document
    assert watched["error"]["code"] == "job_unreadable"
