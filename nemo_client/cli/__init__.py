"""The command line: `nemo`. Parses, runs one command, shows its Answer; the end of every path.

Whatever happens, a person reads sentences and a program reads exactly one JSON document, and the
exit code says what happened. No logic of a command lives here.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from nemo_client.console import Console

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None, console: Console | None = None) -> int:
    """Run the command line and return the exit code."""
    try:
        from nemo_client.cli.running import run

        return run(sys.argv[1:] if argv is None else argv, console or Console.real())
    except KeyboardInterrupt:  # before there was anything to answer
        return INTERRUPTED
