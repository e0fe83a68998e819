"""The background server of a user: found, started once, stopped.

Ten commands at once find one server: who finds none takes the start lock, looks again, and only
then starts a process, holding the lock until that process answers. The fast way (a server is
there) imports neither a server nor a lock and costs one request. A server of another build, as
after an upgrade, is replaced when it has nothing to do.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from nemo_client.sandbox.presence import (
    LOG_FILE,
    SERVING_LOCK,
    START_LOCK,
    Endpoint,
    alive,
    asked,
    build,
    default_root,
    withdraw,
)

NEEDED = ("imageio_ffmpeg", "python_multipart", "starlette", "uvicorn")
START_WAIT_S = 30.0
STOP_WAIT_S = 30.0
LOOK_EVERY_S = 0.01
# On Windows what a new session is elsewhere: closing the terminal must not end the server.
_DETACHED: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(
    subprocess, "DETACHED_PROCESS", 0
)


class NotStarted(RuntimeError):
    """The background server did not come up; the message names its log file."""


class Outdated(RuntimeError):
    """The server that runs is of another build, and is at work."""


def running(root: Path | None = None) -> Endpoint | None:
    """The user's server if one answers."""
    return alive(root or default_root())


def ensure_running(root: Path | None = None) -> Endpoint:
    """The user's server, started if need be; raises NotStarted, Outdated, or ImportError."""
    root = root or default_root()
    found, ours = alive(root), build()
    if found and found.build == ours:
        return found
    from filelock import FileLock

    root.mkdir(parents=True, exist_ok=True)
    with FileLock(root / START_LOCK, timeout=START_WAIT_S):
        found = alive(root)
        if found and found.build != ours:
            _retire(root, found)
            found = None
        return found or _start(root)


def stop(root: Path | None = None) -> bool:
    """End the user's server and wait until it is gone; False when there was none."""
    from filelock import FileLock

    root = root or default_root()
    if not root.is_dir():
        return False
    with FileLock(root / START_LOCK, timeout=START_WAIT_S):
        found = alive(root)
        if found is None:
            return False
        _end(root, found)
    return True


def _retire(root: Path, old: Endpoint) -> None:
    """End a server of another build; Outdated while it has work under way."""
    _, health = asked(old, "GET", "/sandbox/health")
    if health.get("busy"):
        raise Outdated(
            "the sandbox that runs is of another version and still at work: try again when it is"
            " done, or end it with `nemo sandbox stop`"
        )
    _end(root, old)


def _end(root: Path, server: Endpoint) -> None:
    """Stop a server and wait until it has let go of its folder."""
    from filelock import FileLock

    asked(server, "POST", "/sandbox/stop", {"X-Sandbox-Nonce": server.nonce})
    with FileLock(root / SERVING_LOCK, timeout=STOP_WAIT_S):
        withdraw(root, server.nonce)


def _start(root: Path) -> Endpoint:
    """Start a detached process and wait until it answers."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise ModuleNotFoundError(f"the sandbox needs {', '.join(missing)}")
    with (root / LOG_FILE).open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "nemo_client.sandbox", "run", "--background"],
            env=_environment(root),
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            creationflags=_DETACHED,
        )
    deadline = time.monotonic() + START_WAIT_S
    while time.monotonic() < deadline:
        ended = process.poll() is not None
        if found := alive(root):
            process.returncode = 0  # it is on its own now: nobody waits for its end
            return found
        if ended:
            break
        time.sleep(LOOK_EVERY_S)
    raise NotStarted(f"the sandbox did not start; see {root / LOG_FILE}")


def _environment(root: Path) -> dict[str, str]:
    """Ours, plus where the package and the folder are, minus the token it has no use for."""
    package_home = str(Path(__file__).parents[2])
    environment = {k: v for k, v in os.environ.items() if k != "NEMO_TOKEN"}
    inherited = environment.get("PYTHONPATH")
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (package_home, inherited)))
    environment["NEMO_SANDBOX_ROOT"] = str(root)
    return environment
