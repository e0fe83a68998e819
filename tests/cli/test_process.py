"""The real command, as a process: pipes that close, signals, encodings, the background server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from nemo_client.testing import sandbox

REPO = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")


def _told(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, (out or b"").decode(), (err or b"").decode()


def test_version_and_help_load_no_engine(lone_cli: Any) -> None:
    heavy = "{'httpx', 'pydantic', 'prompt_toolkit', 'platformdirs', 'importlib.metadata'}"
    for argument in ("--version", "--help"):
        code = (
            "import sys; from nemo_client.cli import main; "
            f"code = main(['{argument}']); sys.exit(code or bool({heavy} & sys.modules.keys()))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=False, cwd=REPO
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.rule("runs-here")
def test_the_sandbox_serves_all_commands_and_can_be_stopped(command: Any, clip: str) -> None:
    made = _told(command("--sandbox", "create", "trim it to 1 second", "--upload", clip, "--json"))
    assert made[0] == 0, made
    path = json.loads(made[1])["data"]["export"]["path"]
    assert Path(path).read_bytes()[4:8] == b"ftyp"
    code, out, _ = _told(command("status", "--sandbox", "--json"))
    assert (code, json.loads(out)["data"]["timeline"]["duration_ms"]) == (0, 1000)
    assert json.loads(_told(command("sandbox", "status", "--json"))[1])["data"]["running"] is True
    code, out, _ = _told(command("sandbox", "stop", "--json"))
    assert (code, json.loads(out)["data"]) == (0, {"stopped": True})
    assert json.loads(_told(command("sandbox", "status", "--json"))[1])["data"]["running"] is False


@posix
def test_the_sandbox_in_the_foreground_gives_its_address_at_once(
    command: Any, lone_cli: Any, tmp_path: Path
) -> None:
    process = command("sandbox", "run", "--root", str(tmp_path / "root"), "--json")
    try:
        document = json.loads(process.stdout.readline())
        assert document["ok"] is True
        url = document["data"]["url"]
        assert lone_cli("credits", "--api-url", url).code == 0
    finally:
        process.send_signal(signal.SIGINT)
    assert _told(process)[:2] == (0, "")


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_says_what_goes_on_and_ends_with_130(
    how: signal.Signals, command: Any, tmp_path: Path
) -> None:
    with sandbox(tmp_path / "slow", turn_delay_s=2.0) as backend:
        process = command("send", "hello", "--json", env={"NEMO_API_URL": backend.url})
        arrived = threading.Event()
        while not backend.books.turns() and process.poll() is None:
            arrived.wait(0.02)
        process.send_signal(how)
        code, out, _ = _told(process)
    document = json.loads(out)
    assert (code, document["exit_code"], document["error"]["code"]) == (130, 130, "interrupted")
    assert document["next"] == [f"nemo watch {document['data']['job']}"]
    assert document["data"]["session_id"]


@posix
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_closed_pipe_is_borne_in_silence(stream: str, command: Any, cli: Any) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = command("credits", "-v", **{stream: writer})
    os.close(writer)
    code, out, err = _told(process)
    assert code == 0
    assert "Traceback" not in err and "Exception" not in err
    assert out or stream == "stdout"


@posix
def test_a_full_disk_is_no_success(command: Any) -> None:
    if not Path("/dev/full").exists():
        pytest.fail("this system has no /dev/full")
    with open("/dev/full", "wb") as full:
        code, _, err = _told(command("help", "exit-codes", stdout=full))
    assert code == 1
    assert "No space left" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("encoding", ["cp1252", "gbk", "ascii"])
def test_hostile_encodings_do_not_break_a_word(encoding: str, command: Any) -> None:
    env = {"PYTHONIOENCODING": encoding, "NEMO_LANG": "zh", "LC_ALL": "C", "PYTHONUTF8": "0"}
    process = command("--help", env=env)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert b"nemo create" in out
    out.decode(encoding)


def test_stdin_that_nobody_offered_is_not_read(command: Any, cli: Any) -> None:
    process = command("send", "hello", stdin=subprocess.PIPE)  # and never closed by us
    assert process.wait(timeout=60) == 0
    process.communicate()
