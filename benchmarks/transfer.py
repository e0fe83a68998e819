"""Uploads and downloads of the client against curl, to the same server in the same run.

Run `python benchmarks/transfer.py [MiB of the upload]`; 2048 by default, the download is half of
it. The file is a real clip followed by a hole of that size. Median of five; curl's time is that of
its process, ours begins when Python has started and imported (`startup.py` measures that). Aims:
upload at least 0.7 of curl's pace, download at least 0.8, the client's memory at most 60 MB at
its peak, imports included.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

from nemo_client import NemoClient, Settings
from nemo_client.credentials import Credentials
from nemo_client.drive import RealClock, World
from nemo_client.protocol.effects import Fetch, Fetched
from nemo_client.testing import Backend, sandbox
from nemo_client.transport import Transport

ROUNDS = 5
MIB = 1024 * 1024
AIMS = {"upload": 0.7, "download": 0.8}
PEAK_MB = 60


# --- the client's side, in a process of its own


def peak_mb() -> float:
    """Return the most memory this process ever held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # what a parent held before it started us does not count
        lines = status.read_text(encoding="utf-8").splitlines()
        kib = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
        return kib * 1024 / 1e6
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def upload(session: str, path: str) -> None:
    """Upload a file as any program would."""
    with NemoClient() as client:
        client.upload(session, [path])


def download(url: str, part: str) -> None:
    """Fetch a file the way an export does."""

    def flow() -> Generator[Any, Any, Fetched]:
        fetched: Fetched = yield Fetch(url, part)
        return fetched

    settings = Settings.from_env()
    transport = Transport(settings)
    credentials = Credentials(settings, lambda client_id: sys.exit("no token"))
    fetched = World(transport, credentials, lambda notice: None, RealClock()).run(flow())
    transport.close()
    assert (fetched.status, fetched.received) == (200, fetched.expected)


# --- the comparison


def clip_of(size: int, folder: Path) -> Path:
    """Make a playable clip of `size` bytes: a second of video, then a box that holds nothing."""
    from nemo_client.sandbox.render import make_footage

    path = folder / "large.mp4"
    make_footage("large", 1, 320, 180, path)
    begun = path.stat().st_size
    with open(path, "r+b") as file:
        file.seek(begun)
        file.write((1).to_bytes(4, "big") + b"free" + (size - begun).to_bytes(8, "big"))
        file.truncate(size)
    return path


def timed(command: list[str], environment: dict[str, str]) -> tuple[float, str]:
    """Return how long a command took and what it printed."""
    began = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr or done.stdout}")
    return time.perf_counter() - began, done.stdout


class Round:
    """One server with one session, and both sides' ways to use it."""

    def __init__(self, backend: Backend, folder: Path) -> None:
        with NemoClient(backend.settings) as client:
            self.session = client.open_session().id
            tokens = json.loads(backend.settings.token_file.read_text(encoding="utf-8"))["tokens"]
        self.token = next(iter(tokens.values()))["token"]
        self.url, self.folder = backend.url, folder
        self.environment = {**os.environ, **backend.environment, "NEMO_TOKEN": self.token}

    def ours(self, job: str, source: str, target: str) -> tuple[float, float]:
        """Run a job of the client; return seconds and the peak of its memory in MB."""
        command = [sys.executable, __file__, job, source, target]
        seconds, memory = timed(command, self.environment)[1].split()
        return float(seconds), float(memory)

    def curl(self, *arguments: str) -> float:
        """Run curl; the token is in a file, as it should be."""
        headers = self.folder / "headers"
        headers.write_text(f"Authorization: Bearer {self.token}\n", encoding="utf-8")
        command = ["curl", "-sS", "--fail", "--noproxy", "*", *arguments]
        if "-F" in arguments:
            command += ["-H", f"@{headers}"]
        return timed(command, self.environment)[0]

    def asset(self) -> str:
        """Return the address of what was uploaded."""
        with NemoClient(Settings(api_url=self.url, token=self.token)) as client:
            return client.state(self.session).assets[-1].url


def one_upload(folder: Path, clip: Path) -> tuple[float, float, float]:
    """Upload with both sides to a fresh server each; return both times and our memory."""
    with sandbox() as backend:
        here = Round(backend, folder)
        mine, memory = here.ours("upload", here.session, str(clip))
    with sandbox() as backend:
        here = Round(backend, folder)
        place = f"{here.url}/api/upload-video/nemo_agent/me/{here.session}"
        theirs = here.curl("-F", f"files=@{clip}", "-o", os.devnull, place)
    return mine, theirs, memory


def one_download(here: Round, url: str) -> tuple[float, float, float]:
    """Download with both sides; return both times and our memory."""
    mine, memory = here.ours("download", url, str(here.folder / "ours.part"))
    theirs = here.curl("-o", str(here.folder / "curl.part"), url)
    return mine, theirs, memory


def told(name: str, size: int, rounds: list[tuple[float, float, float]]) -> None:
    """Print one row: the median pace of each side, their ratio, the highest peak."""
    mine, theirs = (statistics.median(times) for times in list(zip(*rounds, strict=True))[:2])
    memory = max(peak for _, _, peak in rounds)
    pace = [size / 1e6 / seconds for seconds in (mine, theirs)]
    print(f"{name:>9} {size / MIB:6.0f} MiB {pace[0]:6.0f} MB/s {pace[1]:6.0f} MB/s", end="")
    print(f" {theirs / mine:6.2f} (>= {AIMS[name]}) {memory:7.1f} MB (<= {PEAK_MB})")


def main(size: int) -> None:
    """Print the table."""
    if shutil.which("curl") is None:
        sys.exit("this comparison needs curl")
    print(f"{'':>20} {'ours':>11} {'curl':>11}  ratio          peak memory")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clip = clip_of(size, folder)
        told("upload", size, [one_upload(folder, clip) for _ in range(ROUNDS)])
        clip = clip_of(size // 2, folder)
        with sandbox() as backend:
            here = Round(backend, folder)
            here.ours("upload", here.session, str(clip))
            url = here.asset()
            told("download", size // 2, [one_download(here, url) for _ in range(ROUNDS)])


if __name__ == "__main__":
    if len(sys.argv) == 4:
        started = time.perf_counter()
        {"upload": upload, "download": download}[sys.argv[1]](sys.argv[2], sys.argv[3])
        print(time.perf_counter() - started, peak_mb())
    else:
        main(int(sys.argv[1] if len(sys.argv) > 1 else 2048) * MIB)
