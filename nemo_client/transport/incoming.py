"""A reply whose head is there: what it is, and its body as it arrives."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from nemo_client.transport.faults import folded


@dataclass(frozen=True, slots=True)
class Incoming:
    """A reply whose body is still to be read; header names are in lower case."""

    response: httpx.Response

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def headers(self) -> dict[str, str]:
        """The reply's headers."""
        return dict(self.response.headers)

    @property
    def is_stream(self) -> bool:
        """Whether this is an event stream; anything else is an answer to be read whole."""
        kind = self.response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return self.status == 200 and kind == "text/event-stream"

    @property
    def length(self) -> int | None:
        """The announced length of the body, None where there is none."""
        length = self.response.headers.get("content-length", "")
        return int(length) if length.isdigit() else None

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it arrives. Raises Lost where it is cut."""
        with folded("byte-idle"):
            yield from self.response.iter_bytes()

    async def apieces(self) -> AsyncGenerator[bytes]:
        """Yield the body as it arrives. Raises Lost where it is cut."""
        with folded("byte-idle"):
            async for piece in self.response.aiter_bytes():
                yield piece


def redirected(response: httpx.Response) -> str | None:
    """Return where a reply leads on to, None where it leads nowhere and is the answer."""
    if not response.has_redirect_location:
        return None
    try:
        return urljoin(str(response.url), response.headers["location"])
    except ValueError:
        return None
