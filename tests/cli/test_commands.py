"""What the commands do and say, for people: words, streams, files, languages."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

SUPPORTED = ("mp4", "mov", "webm", "gif")


@pytest.fixture
def project(cli: Any, clip: str) -> Any:
    """`nemo` with a session here that holds a clip."""
    assert cli("upload", clip).code == 0
    assert cli("send", "trim it to 1 second").code == 0
    return cli


def test_create_saves_a_file_and_says_what_comes_next(cli: Any, clip: str, backend: Any) -> None:
    done = cli("create", "trim it to 1 second", "--upload", clip, "-o", "out.mp4")
    assert (done.code, done.out) == (0, "out.mp4\n")
    assert Path("out.mp4").read_bytes()[4:8] == b"ftyp"
    assert done.err.index("Session ") < done.err.index("clip.mp4") < done.err.index("Saved: mp4")
    assert f"{backend.url}/workspace/claim?ct=" in done.err
    assert done.err.splitlines()[-1].startswith("Next: nemo send --session ")


@pytest.mark.parametrize(
    ("wish", "given", "saved"),
    [
        ("trim it to 1 second and export it as gif to small.gif", (), "small.gif"),
        ("trim it to 1 second, then export it as gif", ("-o", "mine.mp4"), "mine.mp4"),
        ("把它剪到1秒，然后导出成 gif，保存为 小.gif", (), "小.gif"),
    ],
)
def test_a_wish_that_ends_with_an_export_says_how_it_is_saved(
    wish: str, given: tuple[str, ...], saved: str, cli: Any, clip: str, backend: Any
) -> None:
    before = len(backend.books.turns())
    done = cli("create", wish, "--upload", clip, *given)
    assert (done.code, done.out) == (0, f"{saved}\n")
    assert Path(saved).exists()
    (turn,) = backend.books.turns()[before:]
    assert not any(word in turn.text for word in ("export", "导出", "gif"))


def test_create_without_a_name_takes_the_next_free_one(cli: Any, clip: str) -> None:
    cli("create", "trim it to 1 second", "--upload", clip)
    first = next(Path().glob("nemo-*.mp4"))
    before = first.read_bytes()
    second = cli("export").out.strip()
    assert second == f"{first.stem}-2.mp4"
    assert first.read_bytes() == before


@pytest.mark.parametrize("format", SUPPORTED)
def test_the_ending_of_the_name_is_the_format(format: str, project: Any) -> None:
    data = project("export", "-o", f"out.{format}", "--json").data
    assert (data["format"], data["path"]) == (format, f"out.{format}")
    assert Path(f"out.{format}").stat().st_size == data["bytes"]
    assert len(data["sha256"]) == 64


@pytest.mark.rule("no-overwrite")
def test_a_file_is_overwritten_only_by_force(project: Any) -> None:
    Path("mine.mp4").write_bytes(b"mine")
    assert project("export", "-o", "mine.mp4").code == 2
    assert project("create", "trim it to 1 second", "-o", "mine.mp4", "--json").data is None
    assert Path("mine.mp4").read_bytes() == b"mine"
    assert project("export", "-o", "mine.mp4", "--force").code == 0
    assert Path("mine.mp4").read_bytes()[4:8] == b"ftyp"
    assert list(Path().glob("*.part")) == []


def test_create_checks_everything_that_is_free_before_anything_that_is_not(
    cli: Any, clip: str, backend: Any
) -> None:
    before = len(backend.books.requests())
    assert cli("create", "trim it to 1 second", "--upload", "nowhere.mp4").code == 2
    assert cli("create", "trim it to 1 second", "-o", "no/such/folder/out.mp4").code == 2
    assert len(backend.books.requests()) == before


def test_the_session_of_a_directory_is_used_again(project: Any, tmp_path: Path) -> None:
    session = project("status", "--json").data["session_id"]
    assert project("send", "hello", "--json").data["session_id"] == session
    other = tmp_path / "other"
    other.mkdir()
    project.monkeypatch.chdir(other)
    assert project("status").code == 2
    assert project("status", "--session", session).code == 0


def test_new_begins_another_session(project: Any) -> None:
    first = project("status", "--json").data["session_id"]
    second = project("send", "hello", "--new", "--json").data["session_id"]
    assert second != first
    assert project("status", "--json").data["session_id"] == second
    listed = project("sessions", "--json").data["sessions"]
    assert [s["id"] for s in listed] == [second, first]
    assert listed[1]["title"] == "clip.mp4"
    assert project("sessions", "--json", "--limit", "1").data["count"] == 2


def test_sessions_of_another_directory_are_listed_on_demand(project: Any, tmp_path: Path) -> None:
    project.monkeypatch.chdir(tmp_path)
    assert project("sessions").out == ""
    assert "clip.mp4" in project("sessions", "--all").out


def test_the_next_command_can_be_run_as_it_stands(project: Any, backend: Any) -> None:
    project.monkeypatch.delenv("NEMO_API_URL")
    step = project("--api-url", backend.url, "status", "--json").document["next"][0]
    program, *argv = step.split()
    assert program == "nemo"
    assert project(*argv, "-o", "again.mp4").code == 0


@pytest.mark.rule("never-silent")
def test_a_silent_edit_is_told_by_what_changed(scripted: Any, lone_cli: Any) -> None:
    call = {"functionCall": {"id": "1", "name": "edit", "args": {}}}
    events: list[dict[str, Any]] = [
        {"author": "nemo_agent", "content": {"parts": [call]}},
        {"author": "nemo_agent", "errorCode": "MODEL_RETURNED_NO_CONTENT"},
    ]
    scripted.stream = b"".join(b"data: %s\n\n" % json.dumps(e).encode() for e in events)
    segment = {"id": "a", "d": 1000, "m": {"name": "rain"}}
    scripted.drafts = [None, {"d": 1000, "t": [{"tt": 0, "sg": [segment]}]}]
    done = lone_cli("send", "do it")
    assert done.code == 0
    assert "without a word" in done.out
    assert '"rain"' in done.out


@pytest.mark.rule("four-facts")
def test_what_the_backend_wants_clicked_becomes_a_command_and_is_not_run(
    scripted: Any, lone_cli: Any
) -> None:
    said = "I added music at 35%. Click the Export button in the top right to download your video."
    event = {"author": "nemo_agent", "content": {"parts": [{"text": said}]}, "turnComplete": True}
    scripted.stream = b"data: %s\n\n" % json.dumps(event).encode()
    done = lone_cli("send", "add music")
    assert done.out == "I added music at 35%.\n"
    assert "To export: nemo export --session 9000000000000000001" in done.err
    data = lone_cli("send", "add music", "--json").data
    assert (data["actions"], data["replied"], data["draft_changed"]) == (["export"], True, False)


def test_the_answer_is_alone_on_stdout_and_control_characters_are_gone(
    scripted: Any, lone_cli: Any
) -> None:
    said = "Fine\x1b[31m!\x1b]0;owned\x07 \u202egnorw\u202c"
    event = {"author": "nemo_agent", "content": {"parts": [{"text": said}]}, "turnComplete": True}
    scripted.stream = b"data: %s\n\n" % json.dumps(event).encode()
    done = lone_cli("send", "do it")
    assert done.out == "Fine! gnorw\n"
    assert "Cost: 0 credits (measured). Left: 100, reserved: 0." in done.err
    raw = lone_cli("send", "do it", "--json").out
    assert raw.isascii() and raw.rstrip("\n").isprintable()
    assert json.loads(raw)["data"]["text"] == said


def test_quiet_says_nothing_but_errors(project: Any) -> None:
    assert project("credits", "-q").err == ""
    assert project("status", "-q").err == ""
    assert "error:" in project("export", "-q", "--session", "1").err


def test_chinese_is_spoken_throughout(cli: Any, clip: str) -> None:
    cli.monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    done = cli("create", "裁剪到1秒", "--upload", clip)
    assert done.code == 0
    assert "会话 " in done.err and "消耗：" in done.err and "已保存：" in done.err
    assert "视频" in cli("status").out
    assert "错误：" in cli("export", "--bogus").err


@pytest.mark.parametrize("encoding", ["cp1252", "gbk", "ascii", "utf-16-le"])
def test_every_encoding_survives_every_character(encoding: str, cli: Any, clip: str) -> None:
    cli.monkeypatch.setenv("NEMO_LANG", "zh")
    shutil.copy(clip, "片 🎬.mp4")
    done = cli("create", "裁剪到1秒", "--upload", "片 🎬.mp4", encoding=encoding)
    assert done.code == 0
    assert done.out.endswith(".mp4\n")
    assert cli("status", "--json", encoding="ascii").data["session_id"] in done.err


def test_a_narrow_terminal_gets_no_line_that_wraps(cli: Any, clip: str) -> None:
    cli.monkeypatch.setenv("COLUMNS", "20")
    done = cli("upload", clip, live=True)
    assert done.code == 0
    painted = [line for line in done.err.replace("\n", "\r").split("\r") if "ploading" in line]
    assert painted
    assert all(len(line) < 20 for line in painted)


@pytest.mark.parametrize("source", ["arguments", "dash", "pipe", "file", "file of a pipe"])
def test_the_text_comes_from_where_it_was_given(source: str, cli: Any, backend: Any) -> None:
    Path("text.txt").write_text("\ufeffhello   there\n", encoding="utf-8")
    argv: dict[str, tuple[tuple[str, ...], str | None]] = {
        "arguments": (("hello   there",), "not this"),
        "dash": (("-",), "hello   there\r\n"),
        "pipe": ((), "hello   there\n"),
        "file": (("--prompt-file", "text.txt"), "not this"),
        "file of a pipe": (("--prompt-file", "-"), "hello   there"),
    }
    words, stdin = argv[source]
    assert cli("send", *words, stdin=stdin).code == 0
    assert backend.books.turns()[-1].text == "hello   there"


def test_a_terminal_is_never_waited_for(cli: Any) -> None:
    assert cli("send", live=True).code == 2
    assert cli("send", "-", live=True).code == 2


def test_text_that_is_no_utf8_is_sent_as_something_readable(cli: Any, backend: Any) -> None:
    broken = os.fsdecode(b"caf\xe9")
    assert cli("send", broken).code == 0
    assert backend.books.turns()[-1].text.startswith("caf")


@pytest.mark.rule("one-door")
def test_a_new_account_is_told_in_one_line_or_one_fact_and_never_with_its_token(cli: Any) -> None:
    data = cli("credits", "--json").data
    account = data["account"]
    token_file = Path(account["token_file"])
    assert account["created"] is True
    token = next(iter(json.loads(token_file.read_text())["tokens"].values()))["token"]
    runs = [cli(*a) for a in (("auth", "status"), ("doctor",), ("credits", "-v"), ("sessions",))]
    runs += [cli("auth", "status", "--json"), cli("doctor", "--json", "--debug")]
    assert all(token not in run.out + run.err for run in runs)
    assert cli("auth", "status", "--json").data["masked"] == f"***{token[-4:]}"
    cli.monkeypatch.setenv("NEMO_CLIENT_ID", "another")
    assert cli("credits").err.splitlines()[0].startswith("Made a free anonymous account (100 cr")


def test_a_short_token_shows_nothing_of_itself(lone_cli: Any) -> None:
    lone_cli.monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_EXAMPLE")
    assert lone_cli("auth", "status", "--json").data["masked"] == "***"


def test_auth_makes_removes_and_explains(cli: Any) -> None:
    assert "No token yet" in cli("auth", "status").out
    assert cli("auth", "anonymous").code == 0
    assert cli("auth", "status", "--json").data["token_source"] == "cache"
    assert cli("auth", "logout", "--json").data["removed"] is True
    assert cli("auth", "logout", "--json").data["removed"] is False
    cli.monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_EXAMPLE")
    assert "NEMO_TOKEN is set" in cli("auth", "anonymous").out


def test_doctor_names_what_is_wrong(cli: Any, tmp_path: Path) -> None:
    cli("credits")
    data = cli("doctor", "--json").data
    assert {c["status"] for c in data["checks"]} <= {"ok", "skip", "warn"}
    cli.monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "gone.pem"))
    cli.monkeypatch.setenv("https_proxy", "http://user:secret@127.0.0.1:1")
    cli.monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:2")
    done = cli("doctor", "--json")
    found = {c["name"]: c for c in done.data["checks"]}
    assert done.code == 2
    assert found["certificates"]["status"] == "fail"
    assert found["proxy"]["status"] == "warn"
    assert "secret" not in done.out
    assert "FAIL" in cli("doctor").out


@pytest.mark.skipif(os.name != "posix", reason="permissions are a matter of POSIX")
def test_doctor_sees_a_token_file_that_others_can_read(cli: Any) -> None:
    token_file = Path(cli("credits", "--json").data["account"]["token_file"])
    token_file.chmod(0o644)
    found = {c["name"]: c for c in cli("doctor", "--json").data["checks"]}
    assert (found["token_file"]["status"], found["token_file"]["mode"]) == ("fail", "0644")


def test_doctor_makes_no_account_and_no_turn(cli: Any, backend: Any) -> None:
    before = backend.books.count("token"), len(backend.books.turns())
    assert cli("doctor").code == 0
    assert (backend.books.count("token"), len(backend.books.turns())) == before


def test_open_gives_the_link_and_opens_nothing_without_a_terminal(project: Any) -> None:
    done = project("open", "--browser")
    assert done.code == 0
    assert "/workspace/claim?ct=clm_" in done.out
    assert done.out.count("\n") == 1


def test_a_session_that_cannot_be_remembered_fails_nothing(
    cli: Any, clip: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    cli.monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    done = cli("create", "trim it to 1 second", "--upload", clip)
    assert done.code == 0
    assert "could not be remembered" in done.err


@pytest.mark.parametrize("argv", [("send", "hi"), ("jobs",), ("credits",), ("recover",)])
@pytest.mark.parametrize("name", ["XDG_DATA_HOME", "XDG_CONFIG_HOME"])
def test_a_folder_that_cannot_be_used_is_named(
    argv: tuple[str, ...], name: str, cli: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    cli.monkeypatch.setenv(name, str(tmp_path / "file"))
    done = cli(*argv, "--json")
    if done.code:
        assert done.code == 2
        assert str(tmp_path / "file") in done.document["error"]["message"]


def test_status_draws_the_timeline_as_wide_as_the_terminal(project: Any) -> None:
    project.monkeypatch.setenv("COLUMNS", "60")
    drawn = project("status").out.splitlines()
    (row,) = [line for line in drawn if line.startswith("1 Video [")]
    assert len(row) == 59 and row.endswith("]")
    assert "\x1b[30;46m[" in project("status", live=True).out
    assert "1 Video [" not in project("status", "--json").out
