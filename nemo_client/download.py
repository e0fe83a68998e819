"""What becomes of a download's bytes: written, hashed and counted.

Disk and hash work in a thread of their own, a little behind the network, so that neither waits
for the other and an event loop waits for neither; how far behind is bounded, and so is memory.
What is no video is never stored, and what does not continue a part does not touch it.
"""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from nemo_client.errors import Precondition
from nemo_client.partial import Kept, is_encoded
from nemo_client.protocol.effects import Fetched, Lost
from nemo_client.protocol.media import looks_like_text
from nemo_client.protocol.notices import Downloading, Notice
from nemo_client.transport import Incoming

HEAD_BYTES = 512
ASIDE_BYTES = 64 * 1024
BATCH_BYTES = 1024 * 1024
BATCHES_WAITING = 4


@contextmanager
def storing(incoming: Incoming, kept: Kept, tell: Callable[[Notice], None]) -> Iterator[Download]:
    """Store a download; settled on leaving. A cut is not raised but told by `fetched`.

    Raises Precondition with what the disk refuses.
    """
    try:
        with open(kept.part, "a+b") as file:
            download = Download(incoming, file, kept, tell)
            try:
                yield download
            except Lost as fault:
                download.broke(str(fault))
            finally:
                download.finish()
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Precondition("output_unwritable", reason, path=str(kept.part)) from None


class Download:
    """What both drivers do with the bytes of a download."""

    def __init__(
        self, incoming: Incoming, file: IO[bytes], kept: Kept, tell: Callable[[Notice], None]
    ) -> None:
        self._status = incoming.status
        self._headers = incoming.headers
        self._kind = self._headers.get("content-type", "")
        self._file = file
        self._kept = kept
        self._tell = tell
        self._received = 0
        self._length: int | None = None
        self._most: int | None = None
        self._cut = ""
        self._stored = self._is_wanted(incoming)
        self._sniffed = self._status == 206  # its first byte is not the file's
        self._head = b""
        self._aside = b""
        self._batch: list[bytes] = []
        self._batch_bytes = 0
        self._sha = hashlib.sha256()
        self._problem: OSError | None = None
        self._waiting: queue.Queue[list[bytes] | None] = queue.Queue(BATCHES_WAITING)
        self._thread = threading.Thread(target=self._store, name="nemo-download", daemon=True)
        self._thread.start()

    def _is_wanted(self, incoming: Incoming) -> bool:
        """Whether the reply's body goes to the file, and from where to where."""
        if self._status == 206 or (self._status == 416 and self._kept.offset):
            self._most = self._kept.end_of_rest(self._headers) if self._status == 206 else None
            if self._most is None:
                self._cut = "the answer does not continue the file"
                return False
            self._received, self._length = self._kept.offset, self._kept.length
        elif self._status == 200 and not is_encoded(self._headers):
            self._length = self._most = incoming.length
        return self._status in (200, 206) and not looks_like_text(b"", self._kind)

    def take(self, piece: bytes) -> None:
        """Keep a piece; what is no video is kept aside. Raises OSError, and Lost to stop."""
        if not self._stored:
            self._aside = (self._aside + piece)[:ASIDE_BYTES]
            if len(self._aside) == ASIDE_BYTES:
                raise Lost("enough was read of what is no video")
            return
        self._batch.append(piece)
        self._batch_bytes += len(piece)
        self._received += len(piece)
        if self._batch_bytes >= BATCH_BYTES:
            self._hand_over()
        self._tell(Downloading(self._received, self._length))

    def broke(self, reason: str) -> None:
        """The connection was cut; what came is kept."""
        if self._stored:
            self._cut = reason or "the connection was cut"

    def finish(self) -> None:
        """Wait until all is on its way to the disk, then judge the whole. Raises OSError."""
        if self._problem is None:
            self._hand_over()
        self._waiting.put(None)
        self._thread.join()
        if self._problem is not None:
            raise self._problem
        self._settle()

    def fetched(self) -> Fetched:
        """Return what arrived; after `finish`."""
        return Fetched(
            status=self._status,
            content_type=self._kind,
            received=self._received if self._stored else 0,
            expected=self._length if self._stored else None,
            sha256=self._sha.hexdigest(),
            head=self._head or self._aside[:HEAD_BYTES],
            body=self._aside,
            cut=self._cut,
        )

    def _hand_over(self) -> None:
        if self._problem is not None:
            raise self._problem
        batch, self._batch, self._batch_bytes = self._batch, [], 0
        if not (self._stored and batch):
            return
        if not self._sniffed and looks_like_text(_head_of(batch), self._kind):
            self._stored, self._aside = False, b"".join(batch)[:ASIDE_BYTES]
            return
        self._sniffed = True
        self._waiting.put(batch)

    def _settle(self) -> None:
        """Drop what must not be continued; where the file is whole, its note has served."""
        if self._stored and self._most is not None and self._received > self._most:
            self._stored, self._cut = False, "more arrived than was announced"
        is_text = self._stored and looks_like_text(self._head, self._kind)
        if is_text or (self._cut and not self._stored):
            self._drop()
        elif self._stored and self._received == self._length:
            self._cut = ""
            self._kept.note.unlink(missing_ok=True)
        elif self._stored and self._length is not None:
            self._cut = self._cut or f"{self._received} of {self._length} bytes arrived"

    def _drop(self) -> None:
        self._file.truncate(0)
        self._kept.note.unlink(missing_ok=True)

    def _store(self) -> None:
        begun = False
        while (batch := self._waiting.get()) is not None:
            if self._problem is not None:
                continue
            try:
                if not begun:
                    self._begin()
                    begun = True
                if len(self._head) < HEAD_BYTES:
                    self._head = (self._head + _head_of(batch))[:HEAD_BYTES]
                self._file.writelines(batch)
                for piece in batch:
                    self._sha.update(piece)
            except OSError as problem:
                self._problem = problem

    def _begin(self) -> None:
        """Empty the file, or hash what it has; not before the first good bytes are there."""
        if self._status == 200:
            self._file.truncate(0)
            self._kept.write_note(self._headers.get("etag", ""), self._length)
            return
        self._file.seek(0)
        there = 0
        while piece := self._file.read(BATCH_BYTES):
            self._head = (self._head + piece[:HEAD_BYTES])[:HEAD_BYTES]
            self._sha.update(piece)
            there += len(piece)
        if there != self._kept.offset:
            raise OSError("another process writes to it")


def _head_of(batch: list[bytes]) -> bytes:
    head = b""
    for piece in batch:
        head += piece[:HEAD_BYTES]
        if len(head) >= HEAD_BYTES:
            break
    return head[:HEAD_BYTES]
