"""The connection under a request, and how to break it: nothing in ASGI can."""

from __future__ import annotations

import asyncio
import os
import socket
import struct

from starlette.types import Receive, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

TRANSPORT = "nemo.transport"  # in the state of the ASGI scope
_LINGER = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)  # on, for no time: send a reset


class HungUp(Exception):
    """Raised where the connection is to end; `is_reset`: without a goodbye."""

    def __init__(self, is_reset: bool = False) -> None:
        self.is_reset = is_reset
        super().__init__("the connection ends here on purpose")


class Wired(H11Protocol):
    """uvicorn's protocol, with the transport where a request finds it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection begins."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, TRANSPORT: transport}


async def hang_up(scope: Scope, receive: Receive, is_reset: bool = False) -> None:
    """End the connection after what was sent already, and wait until it has ended."""
    drop(scope, is_reset)
    await left(receive)


def drop(scope: Scope, is_reset: bool = False) -> None:
    """End the connection: what was sent still arrives, unless it is reset."""
    transport: asyncio.Transport = scope["state"][TRANSPORT]
    if is_reset:
        wire = transport.get_extra_info("socket")
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
        transport.abort()
    else:
        transport.close()


async def left(receive: Receive) -> None:
    """Return when the other side has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
