"""A hundred sessions at once from one process, with heartbeats for ten minutes: memory and time.

Run `python benchmarks/sessions.py [sessions]`; it takes about a minute and a half. A turn waits in
each session while a server in another process sends it heartbeats, each in a chunk of its own.

Ten minutes are simulated: each session gets the 120 heartbeats of ten minutes, but one every 50 ms
instead of every 5 s. The client does nothing between heartbeats (it sleeps until the next bytes or
the next clock), so the work is that of ten minutes, and its processor time is divided by them.
Then a real minute, with a heartbeat every 5 s, as a check. Aims: at most 100 MB at the peak,
imports included, and at most 5 % of one core.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nemo_client import AsyncNemoClient, Settings

MINUTES = 10
RHYTHM_S = 5.0
BEATS = int(MINUTES * 60 / RHYTHM_S)
COMPRESSED_S = 0.05
PEAK_MB, CORE = 100, 5.0
HEARTBEATS = (b": heartbeat\n\n", b'data: {"type":"heartbeat"}\n\n', b"data:\n\n")


# --- the other end: just enough of a backend, in a process of its own


def whole(value: object) -> bytes:
    """Return a reply of known length."""
    body = json.dumps(value).encode()
    head = (
        f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def chunk(data: bytes) -> bytes:
    """Return a piece of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(data), data)


REPLIES = {
    "/api/state/": whole({"code": 0, "data": {"session_id": "5", "state": {}}}),
    "/api/credits/": whole({"code": 0, "data": {"available": 9, "frozen": 0, "total": 9}}),
}
OPENED = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
LAST = {"author": "nemo_agent", "content": {"parts": [{"text": "Done."}]}, "finishReason": "STOP"}
ENDING = chunk(b"data: " + json.dumps(LAST).encode() + b"\n\n") + b"0\r\n\r\n"


async def serve(beats: int, pause_s: float) -> None:
    """Answer until standard input closes; print the port first."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := (await reader.readuntil(b"\r\n\r\n")).decode():
            lines = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:-2])
            await reader.readexactly(int(lines.get("content-length", 0)))
            path = head.split(" ")[1]
            if path != "/run_sse":
                writer.write(next(REPLIES[start] for start in REPLIES if path.startswith(start)))
                continue
            writer.write(OPENED)
            for number in range(beats):
                await asyncio.sleep(pause_s)
                writer.write(chunk(HEARTBEATS[number % len(HEARTBEATS)]))
            writer.write(ENDING)

    async def quietly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(quietly, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


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


async def talk_in(sessions: int, url: str, folder: Path) -> dict[str, float]:
    """Hold a turn in each session at once; return what that took."""
    settings = Settings(
        api_url=url, token="nmv_usr_bench", client_id_file=folder / "id", data_dir=folder
    )
    imported_mb, began, worked = peak_mb(), time.monotonic(), time.process_time()
    async with AsyncNemoClient(settings) as client:
        turns = [client.send(str(number), "say") for number in range(sessions)]
        outcomes = await asyncio.gather(*turns)
    assert [outcome.text for outcome in outcomes] == ["Done."] * sessions
    return {
        "imported_mb": imported_mb,
        "peak_mb": peak_mb(),
        "processor_s": time.process_time() - worked,
        "lasted_s": time.monotonic() - began,
    }


def measured(sessions: int, beats: int, pause_s: float) -> dict[str, float]:
    """Run both ends, each in a process of its own; return what the client measured of itself."""
    script = [sys.executable, __file__]
    with (
        tempfile.TemporaryDirectory(prefix="nemo-bench-") as folder,
        subprocess.Popen(
            [*script, "--serve", str(beats), str(pause_s)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as server,
    ):
        assert server.stdin and server.stdout
        url = f"http://127.0.0.1:{int(server.stdout.readline())}"
        done = subprocess.run(
            [*script, "--talk", str(sessions), url, folder],
            stdout=subprocess.PIPE,
            check=True,
        )
        server.stdin.close()
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main(sessions: int) -> None:
    """Print both measurements and whether they reach their aims."""
    empty = measured(sessions, 0, 0.0)
    simulated = measured(sessions, BEATS, COMPRESSED_S)
    beats_s = simulated["processor_s"] - empty["processor_s"]
    core = 100 * simulated["processor_s"] / (MINUTES * 60)
    print(f"{sessions} sessions, {MINUTES} simulated minutes: {BEATS} heartbeats each, one every")
    print(f"{COMPRESSED_S * 1000:.0f} ms instead of {RHYTHM_S:.0f} s")
    print(f"  beginning and ending all turns  {empty['processor_s']:6.2f} s of processor time")
    print(f"  and with all heartbeats         {simulated['processor_s']:6.2f} s")
    print(f"  one heartbeat                   {beats_s / sessions / BEATS * 1e6:6.0f} us")
    print(f"  of one core, over ten minutes   {core:6.2f} %    (aim: under {CORE:.0f} %)")
    print(f"  memory, imports alone           {simulated['imported_mb']:6.1f} MB")
    print(f"  memory at its peak              {simulated['peak_mb']:6.1f} MB   (aim: {PEAK_MB} MB)")
    minute = measured(sessions, int(60 / RHYTHM_S), RHYTHM_S)
    core = 100 * minute["processor_s"] / minute["lasted_s"]
    print(f"{sessions} sessions, {minute['lasted_s']:.0f} real seconds, a heartbeat every 5 s")
    print(f"  of one core, all turns' beginning and ending included  {core:6.2f} %")
    beats = 100 * (minute["processor_s"] - empty["processor_s"]) / minute["lasted_s"]
    print(f"  of one core, heartbeats alone                          {beats:6.2f} %")
    print(f"  memory at its peak                                     {minute['peak_mb']:6.1f} MB")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--serve", beats, pause_s]:
            asyncio.run(serve(int(beats), float(pause_s)))
        case ["--talk", sessions, url, folder]:
            print(json.dumps(asyncio.run(talk_in(int(sessions), url, Path(folder)))))
        case arguments:
            main(int(arguments[0]) if arguments else 100)
