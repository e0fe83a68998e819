"""What becomes of a download's bytes: written, hashed and counted.

Disk and hash work in a thread of their own, a little behind the network, so that neither waits
for the other and an event loop waits for neither; how far behind is bounded, and so is memory.
"""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from nemo_client.errors import Precondition
from nemo_client.protocol.effects import Fetched
from nemo_client.protocol.notices import Downloading, Notice
from nemo_client.transport import Incoming

HEAD_BYTES = 512
ERROR_BODY_BYTES = 64 * 1024
BATCH_BYTES = 1024 * 1024
BATCHES_WAITING = 4


@contextmanager
def storing(incoming: Incoming, part: str, tell: Callable[[Notice], None]) -> Iterator[Download]:
    """Store a download at `part`; what the disk refuses is told as such. Complete on leaving."""
    try:
        with open(part, "wb") as file:
            download = Download(incoming, file, tell)
            try:
                yield download
            finally:
                download.finish()
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Precondition("output_unwritable", reason, path=part) from None


class Download:
    """What both drivers do with the bytes of a download."""

    def __init__(self, incoming: Incoming, file: IO[bytes], tell: Callable[[Notice], None]) -> None:
        self._incoming = incoming
        self._length = incoming.length
        self._file = file
        self._tell = tell
        self._ok = incoming.status in (200, 206)
        self._head = b""
        self._body = b""
        self._received = 0
        self._batch: list[bytes] = []
        self._batch_bytes = 0
        self._sha = hashlib.sha256()
        self._problem: OSError | None = None
        self._waiting: queue.Queue[list[bytes] | None] = queue.Queue(BATCHES_WAITING)
        self._thread = threading.Thread(target=self._store, name="nemo-download", daemon=True)
        self._thread.start()

    def take(self, piece: bytes) -> None:
        """Keep a piece; a reply that is an error is kept aside instead. Raises OSError."""
        if not self._ok:
            self._body = (self._body + piece)[:ERROR_BODY_BYTES]
            return
        if len(self._head) < HEAD_BYTES:
            self._head = (self._head + piece)[:HEAD_BYTES]
        self._batch.append(piece)
        self._batch_bytes += len(piece)
        if self._batch_bytes >= BATCH_BYTES:
            self._hand_over()
        self._received += len(piece)
        self._tell(Downloading(self._received, self._length))

    def finish(self) -> None:
        """Wait until all is on its way to the disk. Raises OSError."""
        self._waiting.put(self._batch)
        self._waiting.put(None)
        self._thread.join()
        if self._problem is not None:
            raise self._problem

    def fetched(self) -> Fetched:
        """Return what arrived; after `finish`."""
        return Fetched(
            status=self._incoming.status,
            content_type=self._incoming.headers.get("content-type", ""),
            received=self._received,
            expected=self._length if self._ok else None,
            sha256=self._sha.hexdigest(),
            head=self._head,
            body=self._body,
        )

    def _hand_over(self) -> None:
        if self._problem is not None:
            raise self._problem
        self._waiting.put(self._batch)
        self._batch, self._batch_bytes = [], 0

    def _store(self) -> None:
        while (batch := self._waiting.get()) is not None:
            if self._problem is not None:
                continue
            try:
                self._file.writelines(batch)
                for piece in batch:
                    self._sha.update(piece)
            except OSError as problem:
                self._problem = problem
