"""The log of a background server: a file of bounded size in which no secret is ever written."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

from nemo_client.sandbox.identity import redacted

LOG_BYTES = 1_000_000


class Redacting(logging.Formatter):
    """Log lines without secrets, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with every token cut out."""
        return redacted(super().format(record))


def log_to(path: Path) -> logging.Handler:
    """Send the server's log to a file of bounded size."""
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8"
    )
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(message)s"))
    for name in ("nemo_client.sandbox", "uvicorn.error"):
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(logging.INFO)
    return handler
