"""Which files the service takes: kinds and MIME types by extension, and what a file really is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

MIME: dict[str, str] = {
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".avi": "video/x-msvideo",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
}
"""Every extension the service documents, with the type an upload is labelled with."""

SOFT_LIMIT_BYTES = 500 * 1000 * 1000
"""Above this an upload is announced as large; the service documents no hard limit."""

_NOT_VIDEO = (b"<", b"{", b"[")


@dataclass(frozen=True, slots=True)
class Source:
    """Something to upload: the path of a checked local file, or an address."""

    place: str
    is_url: bool

    @property
    def name(self) -> str:
        """The file name the backend will know it by."""
        return PurePath(urlsplit(self.place).path if self.is_url else self.place).name


def mime_of(name: str) -> str | None:
    """Return the MIME type for a file name, None where the service does not take it."""
    return MIME.get(PurePath(name).suffix.lower())


def is_url(place: str) -> bool:
    """Whether `place` is an address rather than a path."""
    return urlsplit(place).scheme in ("http", "https")


def looks_like_text(head: bytes, content_type: str) -> bool:
    """Whether a download that should be media is a page or a message instead."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("text/html", "application/json", "application/xml", "text/xml"):
        return True
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in _NOT_VIDEO
