"""The media a draft uses, and the names its files get on this machine.

A name comes from the server and may be anything; what is made of it is one harmless word on every
system: no separators, no controls, no reserved names, not too long, not twice in a folder.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from nemo_client.draft import Draft
from nemo_client.draft.codec import settled
from nemo_client.draft.keys import file_name

MOST_BYTES = 180
"""What leaves room, within the 255 of most file systems, for numbers and marks."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*%]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)")
_UNSEEN = ("C", "Zl", "Zp")


class Medium(NamedTuple):
    """One medium: its address, the name for its file, and the segments that use it."""

    source: str
    name: str
    kind: str
    used_by: tuple[str, ...]

    @property
    def is_address(self) -> bool:
        """Whether it can be fetched from where it says it is."""
        return is_address(self.source)


def media_of(
    draft: Draft, known: Mapping[str, str] | None = None, taken: Iterable[str] = ()
) -> tuple[Medium, ...]:
    """Return the media in order of first use; `known` names stay, new ones avoid those `taken`.

    Known names are by identity, so that a link signed anew is the same medium.
    """
    names = dict(known or {})
    used = {fold(name) for name in (*names.values(), *taken)}
    rows: dict[str, dict[str, Any]] = {}
    for track in draft.tracks:
        for segment in track.segments:
            if segment.source:
                row = rows.setdefault(
                    identity(segment.source),
                    {"source": segment.source, "kind": track.kind.label, "used_by": []},
                )
                row["used_by"].append(segment.pointer)
    for key, row in rows.items():
        if key not in names:
            names[key] = _free(safe_name(file_name(row["source"])), used)
            used.add(fold(names[key]))
    return tuple(
        Medium(row["source"], names[key], row["kind"], tuple(row["used_by"]))
        for key, row in rows.items()
    )


def identity(source: str) -> str:
    """Return what stays the same of an address when it is signed anew."""
    return str(settled(source))


def is_address(source: str) -> bool:
    """Whether a source is an address on the web."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def safe_name(name: str) -> str:
    """Return a file name that means one file in one folder on every system."""
    seen = "".join(_seen(char) for char in unicodedata.normalize("NFC", name))
    text = _FORBIDDEN.sub("_", " ".join(seen.split())).strip(". ").lstrip("-~")
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = text, ""
    room = MOST_BYTES - len(ending.encode()) - 1
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    text = f"{stem}.{ending}" if stem and ending else stem or ending
    return f"_{text}" if _RESERVED.match(text) else text or "media"


def fold(name: str) -> str:
    """Return what two names share that are one on some systems."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def _seen(char: str) -> str:
    return "" if unicodedata.category(char).startswith(_UNSEEN) else char


def _free(name: str, used: set[str]) -> str:
    return next(name for name in _numbered(name) if fold(name) not in used)


def _numbered(name: str) -> Iterator[str]:
    yield name
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    number = 2
    while True:
        yield f"{stem}-{number}{dot}{ending}"
        number += 1
