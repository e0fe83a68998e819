"""Sessions remembered per directory: found again, kept apart, never lost to a race or damage."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nemo_client.errors import Precondition
from nemo_client.sessions import KEPT, Remembered, Sessions, title_of

REALM = "https://example.org"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "sessions.json"


@pytest.fixture
def sessions(path: Path) -> Sessions:
    moments = iter(range(1, 10_000))
    return Sessions(path, lambda: float(next(moments)))


def test_the_session_used_last_here_is_the_one(sessions: Sessions) -> None:
    sessions.touch("1", REALM, "/a")
    sessions.touch("2", REALM, "/a")
    sessions.touch("3", REALM, "/b")
    sessions.touch("1", REALM, "/a")
    here = sessions.here(REALM, "/a")
    assert here is not None
    assert here.id == "1"
    assert sessions.here(REALM, "/c") is None


def test_backends_are_kept_apart(sessions: Sessions) -> None:
    sessions.touch("1", REALM, "/a")
    sessions.touch("1", "sandbox:", "/a", title="other")
    assert [s.title for s in sessions.all(REALM)] == [""]
    assert [s.title for s in sessions.all("sandbox:")] == ["other"]


def test_what_is_new_is_noted_and_the_rest_stays(sessions: Sessions) -> None:
    sessions.touch("1", REALM, "/a", title="rain", task="9", language="zh")
    sessions.touch("1", REALM, "/b", last_outcome="changed", last_render="render_1")
    assert sessions.all(REALM) == (
        Remembered("1", REALM, "/b", "9", "rain", 1.0, 2.0, "zh", "render_1", "changed"),
    )


def test_fields_of_other_versions_stay(sessions: Sessions, path: Path) -> None:
    sessions.touch("1", REALM, "/a")
    kept = json.loads(path.read_text())
    kept["sessions"][0]["later"] = [1]
    path.write_text(json.dumps(kept))
    sessions.touch("1", REALM, "/a")
    assert json.loads(path.read_text())["sessions"][0]["later"] == [1]


DAMAGED = {
    "cut": '{"version": 1, "sess',
    "empty": "",
    "not an object": "[1]",
    "no list": '{"sessions": {"a": 1}}',
    "strange entries": '{"sessions": [1, null, {"id": 5}, {"id": "1", "realm": 2}]}',
    "strange times": '{"sessions": [{"id": "1", "realm": "r", "directory": "", "created": "x"}]}',
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_hides_nothing_and_stops_nothing(
    name: str, sessions: Sessions, path: Path
) -> None:
    path.parent.mkdir()
    path.write_text(DAMAGED[name])
    assert sessions.all("r") == ()
    sessions.touch("1", REALM, "/a")
    assert sessions.here(REALM, "/a") is not None
    if name in ("cut", "empty"):
        assert path.with_name("sessions.json.damaged").read_text() == DAMAGED[name]


def test_the_oldest_are_forgotten(sessions: Sessions) -> None:
    for number in range(KEPT + 5):
        sessions.touch(str(number), REALM, "/a")
    found = sessions.all(REALM)
    assert len(found) == KEPT
    assert found[-1].id == "5"


@pytest.mark.skipif(os.name != "posix", reason="permissions are a matter of POSIX")
def test_the_file_is_for_its_owner_only(sessions: Sessions, path: Path) -> None:
    sessions.touch("1", REALM, "/a")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_is_a_precondition(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Precondition) as raised:
        Sessions(tmp_path / "file" / "sessions.json").touch("1", REALM, "/a")
    assert raised.value.code == "output_unwritable"


def test_many_processes_at_once_lose_nothing(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from nemo_client.sessions import Sessions\n"
        "for n in range(5): Sessions(Path(sys.argv[1])).touch(f'{sys.argv[2]}-{n}', 'r', '/a')"
    )
    repo = Path(__file__).parents[1]
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(path), str(n)], cwd=repo)
        for n in range(4)
    ]
    assert [process.wait(60) for process in processes] == [0] * 4
    assert {s.id for s in Sessions(path).all("r")} == {
        f"{process}-{n}" for process in range(4) for n in range(5)
    }


def test_a_title_is_the_first_words() -> None:
    assert title_of("  make\n it   rain ") == "make it rain"
    long = title_of("a very long wish that goes on and on and on and on until nobody listens")
    assert long == "a very long wish that goes on and on and on and…"
    assert title_of("一" * 80) == "一" * 48 + "…"
