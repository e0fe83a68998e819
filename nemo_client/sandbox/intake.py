"""Bytes from a request to `*.part` files: constant memory, whatever the size of the upload.

The form parser calls back with slices; they are gathered and written (and hashed) in a thread in
large pieces while the next ones arrive. Extension and size are checked as soon as they are known.
A refused body is still read to its end, so that the sender hears the reason and not a reset.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO
from urllib.parse import unquote, urlsplit

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from nemo_client.sandbox.replies import Refused

FIELD = "files"
GATHERED_BYTES = 4 * 1024**2  # written at once
FETCH_TIMEOUT_S = 60.0
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "video": ("mp4", "mov", "avi", "webm", "mkv"),
    "image": ("jpg", "jpeg", "png", "gif", "webp"),
    "audio": ("mp3", "wav", "m4a", "aac"),
}
KNOWN = {extension: kind for kind, names in EXTENSIONS.items() for extension in names}


@dataclass(slots=True)
class Part:
    """One file on its way in."""

    name: str
    path: Path
    size: int = 0
    hash: str = ""
    _sum: hashlib._Hash = field(default_factory=hashlib.sha256)
    _file: IO[bytes] | None = None

    def write(self, data: bytes | memoryview | None) -> None:
        """Append a piece; None ends the file."""
        if self._file is None:
            self._file = self.path.open("wb")
        if data is None:
            self._file.close()
            self.hash = self._sum.hexdigest()
        else:
            self._file.write(data)
            self._sum.update(data)

    def drop(self) -> None:
        """Leave nothing behind."""
        if self._file is not None:
            self._file.close()
        self.path.unlink(missing_ok=True)


Piece = tuple[Part, memoryview | None]  # None ends the file


def clean_name(given: str) -> str:
    """The last piece of a file name from anywhere, printable, with an extension we can read."""
    name = PureWindowsPath(PurePosixPath(given).name).name
    name = "".join(c for c in name if c.isprintable()).strip()[-120:]
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or extension.lower() not in KNOWN:
        formats = ", ".join(KNOWN)
        raise Refused("unsupported_file", f"Unsupported file type: {name or given!r} ({formats})")
    return name


class Form:
    """The callbacks of one multipart body: parts begin, grow and end."""

    def __init__(self, boundary: bytes, folder: Path, limit: int) -> None:
        self.parts: list[Part] = []
        self.is_whole = False
        self._folder, self._limit = folder, limit
        self._part: Part | None = None
        self._field = self._value = b""
        self._disposition = b""
        self._waiting: list[Piece] = []
        self.waiting_bytes = 0
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._finish,
            },
        )

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the body."""
        self._parser.write(data)

    def taken(self) -> list[Piece]:
        """What has gathered for writing; it is the caller's from now on."""
        waiting, self._waiting, self.waiting_bytes = self._waiting, [], 0
        return waiting

    def _begin(self) -> None:
        self._part, self._disposition = None, b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._field.lower() == b"content-disposition":
            self._disposition = self._value
        self._field = self._value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        given = options.get(b"filename")
        if options.get(b"name") != FIELD.encode() or given is None:
            return
        name = clean_name(given.decode("utf-8", "replace"))
        self._part = Part(name, self._folder / f"{secrets.token_hex(8)}.part")
        self.parts.append(self._part)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._part is None:
            return
        self._part.size += end - start
        if self._part.size > self._limit:
            raise Refused("too_large", f"{self._part.name} is larger than {self._limit} bytes")
        self._waiting.append((self._part, memoryview(data)[start:end]))
        self.waiting_bytes += end - start

    def _end(self) -> None:
        if self._part is not None:
            self._waiting.append((self._part, None))

    def _finish(self) -> None:
        self.is_whole = True


async def receive(
    body: AsyncIterator[bytes], content_type: str, folder: Path, limit: int
) -> list[Part]:
    """Every file of a multipart body, complete on disk; Refused leaves none."""
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise Refused("bad_request", "A multipart form with the field `files` is expected")
    form = Form(boundary, folder, limit)
    try:
        await _pour(body, form)
        if not form.is_whole or not form.parts:
            raise Refused("bad_request", "The form holds no whole file in the field `files`")
    except BaseException as error:
        for part in form.parts:
            part.drop()
        if isinstance(error, MultipartParseError):
            raise Refused("bad_request", "The multipart body is damaged") from error
        raise
    return form.parts


async def _pour(body: AsyncIterator[bytes], form: Form) -> None:
    """Read all of the body; the disk writes one piece while the next is gathered."""
    writing: asyncio.Future[None] | None = None
    loop = asyncio.get_running_loop()
    refused: Exception | None = None
    try:
        async for data in body:
            if refused is not None:
                continue
            try:
                form.feed(data)
            except (Refused, MultipartParseError) as error:
                refused = error
            if form.waiting_bytes >= GATHERED_BYTES:
                if writing is not None:
                    await writing
                writing = loop.run_in_executor(None, _write, form.taken())
    finally:
        if writing is not None:
            await writing
    if refused is not None:
        raise refused
    await loop.run_in_executor(None, _write, form.taken())


def _write(pieces: list[Piece]) -> None:
    for part, data in pieces:
        part.write(data)


async def drain(body: AsyncIterator[bytes]) -> None:
    """Read a body that is refused anyway."""
    async for _ in body:
        pass


def fetch(url: str, folder: Path, limit: int) -> Part:
    """A file from the web, complete on disk; runs in a thread."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise Refused("bad_request", f"Only http and https addresses can be fetched, not {url!r}")
    part = Part(clean_name(unquote(urlsplit(url).path)), folder / f"{secrets.token_hex(8)}.part")
    try:
        with urllib.request.urlopen(url, timeout=FETCH_TIMEOUT_S) as reply:
            while data := reply.read(1024**2):
                part.size += len(data)
                if part.size > limit:
                    raise Refused("too_large", f"{part.name} is larger than {limit} bytes")
                part.write(data)
        part.write(None)
    except BaseException as error:
        part.drop()
        if isinstance(error, (urllib.error.URLError, OSError, ValueError)):
            raise Refused("bad_request", f"{url} could not be fetched: {error}") from error
        raise
    return part
