"""What a message asks for, done in order by `nemo send`: one job, each step once, or why not."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from nemo_client import orders
from nemo_client.cli.running import run
from nemo_client.console import Console
from nemo_client.errors import Precondition
from nemo_client.sandbox.render import probe
from nemo_client.speech import Export
from nemo_client.testing import Backend, sandbox

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
MP4_THEN_GIF = "cut it to 1 second, export as mp4, then add the title 'Hi' and export as gif"


@pytest.fixture
def here(clip: str) -> str:
    """A clip in the folder we work in."""
    copy(clip, "clip.mp4")
    return "clip.mp4"


@pytest.fixture
def slow(lone_cli: Any, tmp_path: Path) -> Iterator[Backend]:
    """A backend that thinks for a second before every turn."""
    with sandbox(tmp_path / "slow", turn_delay_s=1.0, silent_rate=0.0) as backend:
        lone_cli.monkeypatch.setenv("NEMO_API_URL", backend.url)
        lone_cli.monkeypatch.setenv("NEMO_WEB_URL", backend.url)
        yield backend


def until(true: Callable[[], object], process: subprocess.Popen[bytes]) -> None:
    pause = threading.Event()
    while not true():
        assert process.poll() is None
        pause.wait(0.02)


def ran(process: subprocess.Popen[bytes]) -> tuple[int, dict[str, Any]]:
    out, err = process.communicate(timeout=90)
    assert out, err
    return process.returncode, json.loads(out)


def states(document: dict[str, Any]) -> list[str]:
    return [f"{s['step']['intent']} {s['state']}" for s in document["data"]["steps"]]


# --- done


@pytest.mark.rule("same-truth")
def test_a_message_is_uploaded_edited_and_exported_as_it_says(
    cli: Any, backend: Any, here: str
) -> None:
    before = backend.books.count("chat")
    text = "here is clip.mp4, cut it to 1 second and send me the result as mov"
    document = cli("send", text, "--json").document
    data = document["data"]
    assert document["exit_code"] == 0
    assert states(document) == ["upload done", "chat done", "export done"]
    assert [step["intent"] for step in data["plan"]] == ["upload", "chat", "export"]
    assert data["plan"] == [step["step"] for step in data["steps"]]
    assert data["turn"] == data["steps"][1]["data"]
    assert data["export"] == data["steps"][2]["data"]
    assert Path(data["export"]["path"]).suffix == ".mov"
    assert probe(Path(data["export"]["path"])).duration_s == pytest.approx(1.0, abs=0.1)
    assert data["export"]["duration_ms"] == 1000
    assert backend.books.count("chat") == before + 1
    (job,) = cli("jobs", "--json").data["jobs"]
    assert (job["id"], job["kind"], job["state"]) == (data["job"], "plan", "done")
    told = cli("watch", data["job"], "--json")
    assert (told.code, told.data) == (0, {k: v for k, v in data.items() if k != "account"})


def test_a_person_reads_each_result_in_order(cli: Any, here: str) -> None:
    done = cli("send", "upload clip.mp4, cut it to 1 second, then export it and show my credits")
    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[0].startswith("clip.mp4 (video")
    assert lines[-2].endswith(".mp4")
    assert "credits available" in lines[-1]


def test_a_look_is_told_after_what_the_turn_before_it_changed(cli: Any, here: str) -> None:
    cli("upload", here)
    seen: list[str] = []

    class Screen:
        """Both streams of a terminal, which shows them in the order of their writing."""

        encoding, closed = "utf-8", False

        def write(self, text: str) -> None:
            seen.append(text)

        def flush(self) -> None:
            pass

        def isatty(self) -> bool:
            return False

    screen: Any = Screen()
    argv = ("send", "trim it to 1 second and show the timeline")
    assert run(argv, Console(None, screen, screen, dict(os.environ))) == 0
    told = "".join(seen)
    assert told.index("Changed:") < told.index("Cost:") < told.index("Timeline (")


def test_two_turns_and_two_exports_are_one_job(cli: Any, backend: Any, here: str) -> None:
    cli("upload", here)
    before = backend.books.count("chat")
    document = cli("send", MP4_THEN_GIF, "--json").document
    assert states(document) == ["chat done", "export done", "chat done", "export done"]
    paths = [step["data"].get("path") for step in document["data"]["steps"]]
    assert [Path(path).suffix for path in paths if path] == [".mp4", ".gif"]
    assert all(Path(path).is_file() for path in paths if path)
    assert backend.books.count("chat") == before + 2
    assert len({s["data"].get("render_id") for s in document["data"]["steps"]}) == 3


LOOKS = {
    "how many credits do I have?": ("credits", "credits available"),
    "show me the timeline": ("status", "Timeline"),
    "给我看看时间线": ("status", "时间线"),
}


@pytest.mark.parametrize("text", LOOKS)
def test_what_only_looks_sends_nothing(text: str, cli: Any, backend: Any, here: str) -> None:
    intent, words = LOOKS[text]
    cli("upload", here)
    cli("send", "cut it to 1 second")
    before = backend.books.count("chat")
    done = cli("send", text)
    assert (done.code, words in done.out) == (0, True)
    document = cli("send", text, "--json").document
    assert states(document) == [f"{intent} done"]
    assert backend.books.count("chat") == before


def test_a_balance_needs_no_session(cli: Any) -> None:
    document = cli("send", "what's my balance?", "--json").document
    assert (document["exit_code"], document["data"]["session_id"]) == (0, None)
    assert document["data"]["steps"][0]["data"]["available"] == 100
    assert cli("sessions", "--json").data["count"] == 0


def test_as_is_says_everything_to_the_agent(cli: Any, backend: Any, here: str) -> None:
    cli("upload", here)
    before = backend.books.count("chat")
    done = cli("send", "--as-is", "export as mov", "--json")
    assert (done.code, done.data["kind"]) == (0, "replied")
    assert "steps" not in done.data
    assert backend.books.count("chat") == before + 1
    assert not list(Path().glob("*.mov"))


def test_a_prompt_file_is_read_as_a_plan_too(cli: Any, here: str) -> None:
    Path("wish.txt").write_text(f"upload {here}\n", encoding="utf-8")
    assert states(cli("send", "--prompt-file", "wish.txt", "--json").document) == ["upload done"]
    document = cli("send", "--as-is", "--prompt-file", "wish.txt", "--json").document
    assert "steps" not in document["data"]


def test_what_a_quality_is_called_is_what_the_backend_knows(cli: Any, here: str) -> None:
    cli("upload", here)
    cli("send", "cut it to 1 second")
    document = cli("send", "export it in full hd to best.mp4", "--json").document
    assert document["data"]["plan"][0]["quality"] == "1080p"
    assert probe(Path("best.mp4")).height == 1080


# --- before anything leaves

WRONG: dict[str, tuple[str, str]] = {
    "a file that is not there": ("upload nothere.mp4 and cut the silence", "nothere.mp4"),
    "a file in a home that is not there": ("here is ~/nothere.mov, add music", "nothere.mov"),
    "a format nobody makes": ("add music and export as mkv", "mkv"),
    "a format nobody makes, by its name": ("add music and export it to a.avi", "avi"),
    "a quality nobody knows": ("add music and export in 9000p", "9000p"),
    "a file that exists": ("add music and export it to taken.mp4", "taken.mp4"),
    "a folder that is not there": ("add music and export it to nowhere/a.mp4", "nowhere"),
    "two files of one name": ("export to a.mp4, add music, export to a.mp4", "a.mp4"),
    "nothing to upload": ("upload my clip", "file"),
    "nothing to look at": ("show me the timeline", "session"),
    "nothing to export": ("export it, then add music", "session"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_done_is_said_before_anything_leaves(name: str, lone_cli: Any) -> None:
    text, word = WRONG[name]
    Path("taken.mp4").touch()
    lone_cli.monkeypatch.setenv("NEMO_API_URL", "http://127.0.0.1:9")  # nobody is there
    document = lone_cli("send", text, "--json").document
    assert document["exit_code"] == 2, document
    assert word in document["error"]["message"]
    assert lone_cli("jobs", "--all", "--json").data["count"] == 0
    assert lone_cli("send", text, "--lang", "zh").code == 2


def test_every_word_for_a_quality_has_a_meaning() -> None:
    from nemo_client.speech.vocabulary import export

    said = ", ".join((export.QUALITY_WORDS, export.QUALITY_NAMES)).split(",")
    unknown = []
    for word in (w.strip() for w in said):
        try:
            (step,) = orders.ordered([Export(quality=word)], Path("/"), force=True)
        except Precondition:
            unknown.append(word)
        else:
            assert step["quality"] in orders.QUALITIES
    assert unknown == ["hdr"]


# --- stopped half-way

ASKED = (
    b'data: {"author": "a", "content": {"parts": [{"functionCall": {"id": "1", "name":'
    b' "ask_question", "args": {"question": "Which?", "options": ["calm", "wild"]}}}]}}\n\n'
)
FAILED: dict[str, tuple[bytes, int]] = {
    "asked": (ASKED, 4),
    "failed": (b'data: {"error": "it broke"}\n\n', 7),
    "unsure": (b'data: {"content": {"pa', 9),
}


@pytest.mark.parametrize("name", FAILED)
@pytest.mark.rule("never-silent")
def test_after_a_turn_that_did_not_end_well_the_rest_is_not_attempted(
    name: str, scripted: Any, lone_cli: Any, fast_clock: Any
) -> None:
    scripted.stream, code = FAILED[name]
    text = "make it shorter, then export as mov"
    document = lone_cli("send", text, "--json", clock=fast_clock).document
    assert document["exit_code"] == code
    assert states(document) == [f"chat {name}", "export not_attempted"]
    assert document["data"]["turn"]["kind"] == name
    assert "export" not in document["data"]
    assert scripted.chats == 1
    steps = document["next"]
    if name == "unsure":
        assert steps[0] == f"nemo watch {document['data']['job']}"
    else:
        assert steps[-1].startswith("nemo export --format mov --session 9000000000000000001")
    again = lone_cli("send", text, clock=fast_clock)
    assert "Not done" in again.err and "nemo export" in again.err


@pytest.mark.rule("never-silent")
def test_the_commands_to_go_on_do_what_was_not_done(cli: Any, here: str) -> None:
    cli("send", "hello")
    document = cli("send", "export as mov, then add the title 'A \"b\" $c'", "--json").document
    assert document["error"]["code"] == "nothing_to_export"
    assert states(document) == ["export failed", "chat not_attempted"]
    cli("upload", here)
    cli("send", "cut it to 1 second")
    assert len(document["next"]) >= 2
    for step in document["next"]:
        words = [word for word in shlex.split(step)[1:] if word != "..."]
        done = cli(*words, "--json")
        assert done.code == 0, done.document
    assert list(Path().glob("*.mov"))
    assert 'A "b" $c' in done.document["data"]["text"]


def test_a_text_that_reads_otherwise_alone_is_repeated_as_it_is(cli: Any) -> None:
    from nemo_client.app import App, Given
    from nemo_client.console import Console
    from nemo_client.endings import command

    app = App(Given(), Console(None, cli.stream(), cli.stream(), {}))
    told = command(app, {"intent": "chat", "text": "export as mov"}, "5")
    assert told == 'nemo send --as-is --session 5 "export as mov"'


# --- by whoever comes next


@posix
@pytest.mark.rule("nothing-lost", "paid-once")
def test_a_plan_that_was_killed_is_finished_by_recover_and_each_turn_paid_once(
    command: Any, lone_cli: Any, slow: Backend, here: str
) -> None:
    lone_cli("upload", here)
    process = command("send", MP4_THEN_GIF, "--json")
    until(lambda: slow.books.count("chat") == 2, process)
    process.kill()
    process.communicate()
    recovering = lone_cli("recover", "--json").document
    (recovered,) = recovering["data"]["jobs"]
    assert (recovered["finished"], recovered["exit_code"]) == (True, 0), recovering
    assert [step["state"] for step in recovered["data"]["steps"]] == ["done"] * 4
    assert slow.books.count("chat") == 2
    assert {p.suffix for p in Path().glob("nemo-*")} == {".mp4", ".gif"}


@pytest.mark.rule("same-truth")
def test_a_plan_can_be_detached_and_watched(command: Any, slow: Backend, here: str) -> None:
    code, begun = ran(command("send", f"upload {here} then cut it to 1 second, then show status",
                              "--detach", "--json"))  # fmt: skip
    assert (code, begun["error"]["code"]) == (4, "job_goes_on")
    assert states(begun)[0] in ("upload done", "upload unfinished")
    assert begun["next"] == [f"nemo watch {begun['data']['job']}"]
    code, watched = ran(command("watch", begun["data"]["job"], "--json"))
    assert (code, states(watched)) == (0, ["upload done", "chat done", "status done"])
    assert slow.books.count("chat") == 1


def test_the_session_a_killed_command_opened_is_that_of_its_folder(
    command: Any, lone_cli: Any, slow: Backend
) -> None:
    process = command("send", "hello", "--json")
    until(lambda: slow.books.count("chat"), process)
    process.kill()
    process.communicate()
    (session,) = lone_cli("sessions", "--json").data["sessions"]
    (job,) = lone_cli("jobs", "--json").data["jobs"]
    assert (session["id"], session["title"]) == (job["session_id"], "hello")


# --- what may be spent


def policy(cli: Any, text: str) -> None:
    path: Path = cli.home / "xdg_config_home" / "nemo-client" / "policy.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("said", "code"), [("y\n", 0), ("n\n", 5)])
def test_a_person_is_asked_once_for_all_turns_of_a_plan(
    said: str, code: int, cli: Any, backend: Any, here: str
) -> None:
    cli("upload", here)
    cli("send", "cut it to 1 second")
    before = backend.books.count("chat")
    policy(cli, 'spend = "ask"')
    done = cli("send", "mute it, show my credits, then add the title 'Hi'", stdin=said, live=True)
    assert done.code == code, done.err
    assert "about 4 credits" in done.err
    assert done.err.count("[y/N]") == 1
    assert backend.books.count("chat") == before + (0 if code else 2)


@pytest.mark.parametrize("text", ['spend = "deny"', "max_per_turn = 1", "max_per_day = 1"])
@pytest.mark.rule("paid-once")
def test_whoever_takes_a_job_up_is_bound_by_the_policy(
    text: str, cli: Any, backend: Any, here: str
) -> None:
    from nemo_client import NemoClient, Settings

    cli("upload", here)
    cli("send", "cut it to 1 second")
    before = backend.books.count("chat")
    with NemoClient(Settings.from_env()) as nemo:
        session = cli("status", "--json").data["session_id"]
        job = nemo.begin("send", [orders.message("mute it")], session_id=session)
    policy(cli, text)
    document = cli("recover", job.id, "--json").document
    assert (document["exit_code"], document["error"]["code"]) == (5, "spend_refused")
    policy(cli, "")
    assert cli("recover", "--json").data["count"] == 0  # who wants it still says it again
    assert backend.books.count("chat") == before


def test_a_cap_of_the_call_binds_whoever_takes_the_job_up(cli: Any, backend: Any) -> None:
    from nemo_client import NemoClient, Settings

    before = backend.books.count("chat")
    with NemoClient(Settings.from_env()) as nemo:
        job = nemo.begin("send", [orders.message("hello")], max_credits=1)
    assert cli("watch", job.id, "--json").document["error"]["code"] == "spend_refused"
    assert backend.books.count("chat") == before


@pytest.mark.rule("paid-once")
def test_of_two_commands_at_once_one_is_over_the_cap_of_the_day(
    command: Any, lone_cli: Any, slow: Backend
) -> None:
    policy(lone_cli, "max_per_day = 150")  # nothing was measured yet: a turn may cost 100
    lone_cli("credits")
    both = [command("send", "--new", "hello", "--json") for _ in range(2)]
    codes = sorted(ran(process)[0] for process in both)
    assert codes == [0, 5]
    assert slow.books.count("chat") == 1


def test_a_yes_goes_with_the_job_to_the_process_that_carries_it(
    cli: Any, backend: Any, here: str
) -> None:
    policy(cli, 'spend = "ask"')
    before = backend.books.count("chat")
    done = cli("send", "hello", "--wait", "3000", stdin="y\n", live=True)
    assert done.code == 0, done.err
    assert backend.books.count("chat") == before + 1
