"""Where a background server is, told by a file and proven by an answer.

The state file holds url, pid, a nonce and a build stamp, and is written only when the server
listens. A server is alive when it answers with the same nonce; a pid proves nothing, it may be
somebody else's by now. Light on purpose: every command comes through here, so this imports no
server and no lock.
"""

from __future__ import annotations

import http.client
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

STATE_FILE = "server.json"
START_LOCK = "start.lock"  # held while a server is started, or takes its state file away
SERVING_LOCK = "serving.lock"  # held by a server for as long as it uses the folder
LOG_FILE = "sandbox.log"
PROOF_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A running server."""

    url: str
    pid: int
    nonce: str
    build: str = ""


def build() -> str:
    """What tells this installation's code from any other: its folder, and its files as they are."""
    home = Path(__file__).parent
    files = [os.path.join(folder, name) for folder, _, names in os.walk(home) for name in names]
    stats = [(name, os.stat(name)) for name in sorted(files) if name.endswith(".py")]
    seen = repr([(name, each.st_size, each.st_mtime_ns) for name, each in stats])
    return f"{crc32(seen.encode()):08x}"


def default_root() -> Path:
    """Where this user's sandbox lives: NEMO_SANDBOX_ROOT, else the folder for application data."""
    if given := os.environ.get("NEMO_SANDBOX_ROOT"):
        return Path(given).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("nemo-client", appauthor=False) / "sandbox"


def announce(root: Path, endpoint: Endpoint) -> None:
    """Write the state file in one step."""
    draft = root / f"{STATE_FILE}.{os.getpid()}"
    draft.write_text(json.dumps(asdict(endpoint)), encoding="utf-8")
    draft.replace(root / STATE_FILE)


def withdraw(root: Path, nonce: str) -> None:
    """Take the state file away, if it is the one of this server."""
    found = announced(root)
    if found is not None and found.nonce == nonce:
        (root / STATE_FILE).unlink(missing_ok=True)


def announced(root: Path) -> Endpoint | None:
    """What the state file says, alive or not."""
    try:
        said = json.loads((root / STATE_FILE).read_text(encoding="utf-8"))
        stamp = str(said.get("build", ""))  # a server of long ago did not say
        return Endpoint(str(said["url"]), int(said["pid"]), str(said["nonce"]), stamp)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def alive(root: Path) -> Endpoint | None:
    """The running server, after it has proven that it is the announced one."""
    found = announced(root)
    if found is None:
        return None
    status, body = asked(found, "GET", "/sandbox/health")
    return found if status == 200 and body.get("nonce") == found.nonce else None


def asked(
    endpoint: Endpoint, method: str, path: str, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, object]]:
    """Status and JSON of one request to a server, (0, {}) when it does not answer."""
    where = urlsplit(endpoint.url)
    connection = http.client.HTTPConnection(
        where.hostname or "", where.port, timeout=PROOF_TIMEOUT_S
    )
    try:
        connection.request(method, path, headers=headers or {})
        reply = connection.getresponse()
        body = json.loads(reply.read())
        return reply.status, body if isinstance(body, dict) else {}
    except (OSError, ValueError, http.client.HTTPException):
        return 0, {}
    finally:
        connection.close()
