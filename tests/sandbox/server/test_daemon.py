"""The background server: one for a folder, found by many, gone when nobody needs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from nemo_client.sandbox import Options, daemon
from nemo_client.sandbox.presence import (
    LOG_FILE,
    SERVING_LOCK,
    STATE_FILE,
    Endpoint,
    announce,
    default_root,
)
from nemo_client.sandbox.service import FolderBusy, Service

HOME = Path(__file__).parents[3]
ASK = """
import sys
from pathlib import Path
from nemo_client.sandbox import ensure_running
print(ensure_running(Path(sys.argv[1])))
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A folder whose server is gone when the test ends."""
    monkeypatch.setenv("NEMO_SANDBOX_ROOT", str(tmp_path))
    yield tmp_path
    daemon.stop(tmp_path)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=HOME, capture_output=True, encoding="utf-8"
    )


def test_a_server_is_started_found_again_and_stopped(root, web):
    assert daemon.running() is None
    assert daemon.stop() is False
    started = daemon.ensure_running()
    assert started.pid != os.getpid()
    assert web.get(started.url + "/sandbox/health").json()["nonce"] == started.nonce
    assert daemon.ensure_running() == daemon.running() == started
    assert daemon.stop() is True
    assert daemon.running() is None and not (root / STATE_FILE).exists()
    assert daemon.ensure_running().url == started.url


def test_ten_processes_at_once_find_one_server(root):
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: command("-c", ASK, str(root)), range(10)))
    assert [answer.returncode for answer in answers] == [0] * 10, answers[0].stderr
    assert len({answer.stdout for answer in answers}) == 1
    log = (root / LOG_FILE).read_text(encoding="utf-8")
    assert log.count("listening on") == 1


def test_an_idle_server_ends_by_itself_and_is_started_again_when_needed(root, monkeypatch):
    monkeypatch.setenv("NEMO_SANDBOX_IDLE_S", "0.05")
    first = daemon.ensure_running()
    with FileLock(root / SERVING_LOCK, timeout=20):  # held by the server until it is gone
        assert not (root / STATE_FILE).exists()
    second = daemon.ensure_running()
    assert second.nonce != first.nonce


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a thing of POSIX")
def test_a_killed_server_is_replaced(root, web):
    first = daemon.ensure_running()
    os.kill(first.pid, signal.SIGKILL)
    second = daemon.ensure_running()
    assert second.pid != first.pid
    assert web.get(second.url + "/sandbox/health").json()["nonce"] == second.nonce


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM is a thing of POSIX")
def test_a_terminated_server_takes_its_state_file_away(root):
    os.kill(daemon.ensure_running().pid, signal.SIGTERM)
    with FileLock(root / SERVING_LOCK, timeout=20):
        assert not (root / STATE_FILE).exists()


def test_a_state_file_is_believed_only_when_the_server_knows_its_nonce(root, house):
    announce(root, Endpoint(house.url, os.getpid(), "of somebody else"))
    assert daemon.running() is None
    announce(root, Endpoint("http://127.0.0.1:9", os.getpid(), "nobody listens"))
    assert daemon.running() is None
    for damaged in ("", "{", "[]", '{"url": 1}'):
        (root / STATE_FILE).write_text(damaged, encoding="utf-8")
        assert daemon.running() is None


def test_a_server_of_another_build_is_replaced_on_the_same_folder(root, web, monkeypatch):
    old = daemon.ensure_running()
    assert daemon.ensure_running() == old
    announce(root, replace(old, build="of an earlier release"))
    new = daemon.ensure_running()
    assert (new.nonce != old.nonce, new.build, new.url) == (True, old.build, old.url)
    assert web.get(new.url + "/sandbox/health").json()["nonce"] == new.nonce


def test_a_server_from_before_there_were_build_stamps_is_of_another_build(root):
    old = daemon.ensure_running()
    said = json.loads((root / STATE_FILE).read_text(encoding="utf-8"))
    del said["build"]
    (root / STATE_FILE).write_text(json.dumps(said), encoding="utf-8")
    assert daemon.ensure_running().nonce != old.nonce


def test_a_server_of_another_build_that_is_at_work_is_left_alone_and_that_is_said(
    root, serve, meet
):
    busy = serve(Options(turn_delay_s=30.0))
    person = meet(busy)
    nonce = person.http.get("/sandbox/health").json()["nonce"]
    announce(root, Endpoint(busy.url, os.getpid(), nonce, "of an earlier release"))
    turn = person.message("add the clip")
    with (
        person.http.stream("POST", "/run_sse", json=turn),
        pytest.raises(daemon.Outdated) as told,
    ):
        daemon.ensure_running()
    assert str(told.value).count(".") == 0 and "nemo sandbox stop" in str(told.value)
    (root / STATE_FILE).unlink()


def test_a_folder_has_one_server(root):
    daemon.ensure_running()
    with pytest.raises(FolderBusy):
        Service(root, Options(), time.time, lambda: None, lock_wait_s=0)


def test_the_server_process_never_gets_the_users_token(root, monkeypatch):
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_secret")
    assert "NEMO_TOKEN" not in daemon._environment(root)
    assert daemon._environment(root)["NEMO_SANDBOX_ROOT"] == str(root)


def test_options_come_from_the_environment_and_a_bad_one_is_named(root, monkeypatch, web):
    monkeypatch.setenv("NEMO_SANDBOX_CREDITS", "many")
    with pytest.raises(daemon.NotStarted) as failed:
        daemon.ensure_running()
    assert LOG_FILE in str(failed.value)
    assert "NEMO_SANDBOX_CREDITS" in (root / LOG_FILE).read_text(encoding="utf-8")
    monkeypatch.setenv("NEMO_SANDBOX_CREDITS", "7")
    url = daemon.ensure_running().url
    reply = web.post(url + "/api/auth/anonymous-token", headers={"X-Client-Id": "me"})
    assert reply.json()["data"]["credits"] == 7


def test_the_module_tells_and_stops_from_the_command_line(root):
    module = ("-m", "nemo_client.sandbox")
    assert command(*module, "status").returncode == 1
    url = daemon.ensure_running().url
    assert command(*module, "status").stdout.startswith(url)
    assert command(*module, "run").returncode == 1
    assert command(*module, "stop").returncode == 0
    assert command(*module, "stop").stdout == "not running\n"


def test_finding_a_server_imports_no_server():
    code = """
import json, sys
import nemo_client.sandbox.daemon
print(json.dumps([m for m in sys.modules if m.split(".")[0] in
      ("starlette", "uvicorn", "asyncio", "sqlite3", "filelock", "platformdirs")]))
"""
    assert json.loads(command("-c", code).stdout) == []


def test_the_folder_is_the_users_data_folder_unless_set(monkeypatch):
    monkeypatch.delenv("NEMO_SANDBOX_ROOT", raising=False)
    assert default_root().parts[-2:] == ("nemo-client", "sandbox")
