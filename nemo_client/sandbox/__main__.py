"""`python -m nemo_client.sandbox run | status | stop`: the background server by hand."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from nemo_client.sandbox.presence import Endpoint, alive, default_root


def main() -> int:
    """Perform one of the three; 0 when it was done, 1 when there was nothing to do it to."""
    parser = argparse.ArgumentParser(prog="python -m nemo_client.sandbox", description=__doc__)
    parser.add_argument("what", choices=("run", "status", "stop"))
    parser.add_argument("--root", type=Path, default=None, help="folder of the sandbox")
    parser.add_argument("--background", action="store_true", help="end when idle")
    given = parser.parse_args()
    root: Path = (given.root or default_root()).absolute()
    if given.what == "run":
        return _run(root, given.background)
    from nemo_client.sandbox import daemon

    if given.what == "stop":
        return _told("stopped" if daemon.stop(root) else "")
    found = alive(root)
    return _told(f"{found.url} (pid {found.pid})" if found else "")


def _run(root: Path, is_background: bool) -> int:
    from nemo_client.sandbox.options import Options
    from nemo_client.sandbox.serve import FolderBusy, run

    def ready(endpoint: Endpoint) -> None:
        if not is_background:
            print(f"listening on {endpoint.url}", flush=True)

    try:
        options = Options.from_environment(os.environ)
        run(root, options, is_background=is_background, on_ready=ready)
    except (FolderBusy, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _told(text: str) -> int:
    print(text or "not running")
    return 0 if text else 1


if __name__ == "__main__":
    sys.exit(main())
