"""The connection of one request, from the moment there is one: any thread may cut it."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any

_MADE = (".connect_tcp.complete", ".start_tls.complete")


class Line:
    """A connection that somebody waits on, for whoever has waited long enough."""

    def __init__(self) -> None:
        self._stream: Any = None
        self._is_cut = False

    def trace(self, event: str, told: dict[str, Any]) -> None:
        """Learn of the connection; httpx calls this for each step of a request that it is given."""
        if event.endswith(_MADE):
            self._stream = told["return_value"]
            if self._is_cut:
                self.cut()

    def cut(self) -> None:
        """Cut the connection, now or when there is one: whoever waits for bytes wakes up."""
        self._is_cut = True
        raw = self._stream.get_extra_info("socket") if self._stream is not None else None
        if raw is not None:
            with suppress(OSError):
                raw.shutdown(socket.SHUT_RDWR)
