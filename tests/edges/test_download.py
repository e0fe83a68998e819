from __future__ import annotations

import errno
import hashlib
import io
import threading
from collections.abc import Iterable
from pathlib import Path

import httpx
import pytest

from nemo_client.download import BATCH_BYTES, BATCHES_WAITING, HEAD_BYTES, Download, storing
from nemo_client.errors import Precondition
from nemo_client.protocol.notices import Downloading, Notice
from nemo_client.transport import Incoming


class Full(io.BytesIO):
    """A disk that has no room."""

    def writelines(self, lines: Iterable[object], /) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


class Slow(io.BytesIO):
    """A disk that stores nothing before the gate opens."""

    def __init__(self, gate: threading.Event) -> None:
        super().__init__()
        self._gate = gate

    def writelines(self, lines: Iterable[bytes], /) -> None:  # type: ignore[override]
        self._gate.wait(10)
        super().writelines(lines)


def incoming(status: int = 200, **headers: str) -> Incoming:
    return Incoming(httpx.Response(status, headers=headers))


def test_pieces_of_any_size_are_stored_in_order(tmp_path: Path) -> None:
    pieces = [b"a" * n for n in (0, 1, HEAD_BYTES, BATCH_BYTES - 1, 3, BATCH_BYTES * 2, 70_000)]
    told: list[Notice] = []
    length = str(sum(map(len, pieces)))
    with storing(incoming(**{"content-length": length}), str(tmp_path / "v"), told.append) as got:
        for piece in pieces:
            got.take(piece)
    fetched = got.fetched()
    data = b"".join(pieces)
    assert (tmp_path / "v").read_bytes() == data
    assert (fetched.received, fetched.expected) == (len(data), len(data))
    assert fetched.sha256 == hashlib.sha256(data).hexdigest()
    assert fetched.head == data[:HEAD_BYTES]
    assert told[-1] == Downloading(len(data), len(data))


def test_a_full_disk_is_told_and_ends_the_download(tmp_path: Path) -> None:
    with (
        pytest.raises(Precondition) as failed,
        storing(incoming(), str(tmp_path / "v"), lambda _: None) as got,
    ):
        got._file = Full()
        while True:
            got.take(b"x" * BATCH_BYTES)
    assert failed.value.code == "output_unwritable"
    assert "No space left" in str(failed.value)


def test_a_disk_that_fails_at_the_very_end_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(Precondition),
        storing(incoming(), str(tmp_path / "v"), lambda _: None) as got,
    ):
        got._file = Full()
        got.take(b"the only piece")


def test_a_slow_disk_holds_the_network_back_and_memory_with_it() -> None:
    gate = threading.Event()
    seen: list[int] = []
    pieces = BATCHES_WAITING * 3
    download = Download(incoming(), Slow(gate), lambda notice: seen.append(notice.received))

    def feed() -> None:
        for _ in range(pieces):
            download.take(b"x" * BATCH_BYTES)

    feeder = threading.Thread(target=feed)
    feeder.start()
    feeder.join(0.3)
    assert feeder.is_alive()
    assert len(seen) <= BATCHES_WAITING + 2
    gate.set()
    feeder.join()
    download.finish()
    assert download.fetched().received == pieces * BATCH_BYTES


def test_an_exception_on_the_way_leaves_no_thread_behind(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="cut"),
        storing(incoming(), str(tmp_path / "v"), lambda _: None),
    ):
        raise ValueError("cut")
    assert [t for t in threading.enumerate() if t.name == "nemo-download"] == []
