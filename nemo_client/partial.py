"""A file that is not all there yet: how much, of which render, and how to ask for the rest.

A note beside the part says what it is a part of. It is continued only where validator, length and
offset all agree; anything else begins it anew, because a wrong file is worse than a slow one.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nemo_client.protocol.effects import Fetch

_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Kept:
    """What earlier attempts left of a file, and the note beside it that says of which file."""

    part: Path
    render: str | None
    offset: int = 0
    length: int = 0
    etag: str = ""

    @property
    def note(self) -> Path:
        """Where it is written down what the part is a part of."""
        return self.part.with_name(self.part.name + ".meta")

    def headers(self) -> dict[str, str]:
        """Return the headers that ask for the rest, none where nothing is there yet."""
        if not self.offset:
            return {}
        return {"Range": f"bytes={self.offset}-", "If-Range": self.etag}

    def end_of_rest(self, headers: Mapping[str, str]) -> int | None:
        """Return where the bytes of a 206 end; None where they do not continue the part."""
        span = _RANGE.fullmatch(headers.get("content-range", ""))
        if not self.offset or span is None or is_encoded(headers):
            return None
        start, last, total = map(int, span.groups())
        fits = start == self.offset and total == self.length and start <= last < total
        return last + 1 if fits and headers.get("etag", self.etag) == self.etag else None

    def write_note(self, etag: str, length: int | None) -> None:
        """Note which file is begun; without a strong validator and a length none can be resumed."""
        if not (self.render and length and etag.startswith('"')):
            self.note.unlink(missing_ok=True)
            return
        fresh = self.note.with_name(self.note.name + ".new")
        facts = {"render": self.render, "etag": etag, "length": length}
        fresh.write_text(json.dumps(facts), encoding="utf-8")
        os.replace(fresh, self.note)


def kept_of(effect: Fetch) -> Kept:
    """Return what an earlier attempt, of whichever process, left of this very render."""
    nothing = Kept(Path(effect.part), effect.render)
    try:
        facts = json.loads(nothing.note.read_text(encoding="utf-8"))
        size, length = nothing.part.stat().st_size, int(facts["length"])
        etag, render = str(facts["etag"]), facts["render"]
    except (OSError, ValueError, KeyError, TypeError):
        return nothing
    if render != effect.render or not 0 < size < length:
        return nothing
    return replace(nothing, offset=size, length=length, etag=etag)


def is_encoded(headers: Mapping[str, str]) -> bool:
    """Whether lengths and offsets count other bytes than those that are stored."""
    return headers.get("content-encoding", "identity").lower() != "identity"
