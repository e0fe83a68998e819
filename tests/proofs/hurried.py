"""`nemo` as it is, but for its pauses: they take a hundredth of their time."""

from __future__ import annotations

import sys
from functools import partial

from ways import ShortPauses  # beside this file, which is run as a program

from nemo_client.app import App
from nemo_client.cli.running import run
from nemo_client.console import Console

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], Console.real(), partial(App, clock=ShortPauses())))
