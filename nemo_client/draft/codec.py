"""The text of a draft: reading it within limits, cutting it out, and telling two texts apart.

Strategy: the standard library's parser, because it alone keeps huge integers, NaN and lone
surrogates; a linear scan bounds the depth before it runs. What goes to render is never written
from values: `span` cuts it from the reply exactly as received. Knows nothing of what keys mean.
"""

from __future__ import annotations

import json
import re
from array import array
from hashlib import sha256
from itertools import accumulate
from typing import Any

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 200

_BOM = "\ufeff"
_NOT_STRUCTURE = bytes(set(range(256)) - set(b'"[]{}'))
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))

_DATES = (
    *("created_at", "create_time", "updated_at", "update_time", "modified_at", "saved_at"),
    *("last_modified", "last_updated", "expires_at", "timestamp"),
)
VOLATILE = frozenset(_DATES) | {re.sub(r"_(.)", lambda m: m[1].upper(), key) for key in _DATES}
"""Keys that change without an edit, in both spellings."""
_SIGNED = re.compile(
    r"https?://[^?]*\?(?:.*&)?(?:x-(?:amz|goog|oss|cos)-\w+|q-sign\w*|signature|sig|expires|token"
    r"|auth_key)[\w-]*=",
    re.IGNORECASE | re.DOTALL,
)


class DraftUnreadable(ValueError):
    """The text is no JSON value within the limits; `reason` says which rule it broke."""

    code = "draft_unreadable"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def parse(text: bytes | str) -> Any:
    """Return the JSON value of `text` with nothing rounded; raise DraftUnreadable otherwise.

    Reasons: `too_large` (over 64 MB), `too_deep` (over 200 levels), `not_json`.
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(data) > MAX_BYTES:
        raise DraftUnreadable("too_large", f"{len(data)} bytes; the limit is {MAX_BYTES}")
    if _depth(data) > MAX_DEPTH:
        raise DraftUnreadable("too_deep", f"nested more than {MAX_DEPTH} levels deep")
    try:
        source = text if isinstance(text, str) else data.decode("utf-8", "surrogatepass")
        return json.loads(source.removeprefix(_BOM))
    except RecursionError:
        raise DraftUnreadable("too_deep", "nested too deep to read") from None
    except ValueError as problem:
        raise DraftUnreadable("not_json", str(problem)) from None


def span(text: str, path: tuple[str, ...]) -> str | None:
    """Return the source text of the value under the object keys of `path`, or None.

    Of a repeated key the last one counts, as it does for the parser.
    """
    start = len(_BOM) if text.startswith(_BOM) else 0
    try:
        return _cut(text, _after_space(text, start), path)[0]
    except (ValueError, RecursionError):
        return None


def canonical(raw: Any) -> bytes:
    """Return one spelling for equal JSON values: sorted keys, no spaces, ASCII."""
    return _ENCODER.encode(raw).encode("ascii")


def settled(raw: Any) -> Any:
    """Return a copy without what changes by itself: dates, and the queries of signed URLs.

    Numbers that compare equal (1, 1.0, true) become one, so that canonical text and == agree.
    """
    if isinstance(raw, dict):
        return {key: settled(value) for key, value in raw.items() if key not in VOLATILE}
    if isinstance(raw, list):
        return [settled(item) for item in raw]
    if isinstance(raw, str):
        return raw.partition("?")[0] if "?" in raw and _SIGNED.match(raw) else raw
    if isinstance(raw, bool) or (isinstance(raw, float) and raw.is_integer()):
        return int(raw)
    return "NaN" if raw != raw else raw


def fingerprint(raw: Any) -> str:
    """Return `sha256:<hex>`, equal for drafts that differ in nothing a user could have edited."""
    return "sha256:" + sha256(canonical(settled(raw))).hexdigest()


def _depth(data: bytes) -> int:
    """Return how deep brackets outside strings nest, in a few passes over the bytes."""
    if b"\\" in data:  # escaped backslashes first, so that the quote of "\\" still closes it
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    # Without their content most strings are "", and dropping a pair of quotes keeps the parity.
    marks = data.translate(None, _NOT_STRUCTURE).replace(b'""', b"")
    outside = b"".join(marks.split(b'"')[::2])
    return max(accumulate(array("b", outside.translate(_STEPS))), default=0)


def _cut(text: str, at: int, path: tuple[str, ...]) -> tuple[str | None, int]:
    """Return the text under `path` in the value at `at`, and where that value ends."""
    if not path or not text.startswith("{", at):
        end = _DECODER.raw_decode(text, at)[1]
        return (None if path else text[at:end]), end
    found = None
    at = _after_space(text, at + 1)
    while not text.startswith("}", at):
        key, at = _DECODER.raw_decode(text, at)
        at = _after(text, ":", at)
        if key == path[0]:
            found, at = _cut(text, at, path[1:])
        else:
            at = _DECODER.raw_decode(text, at)[1]
        at = _after_space(text, at)
        if not text.startswith("}", at):
            at = _after(text, ",", at)
    return found, at + 1


def _after(text: str, mark: str, at: int) -> int:
    """Return the place after `mark` and the space around it."""
    at = _after_space(text, at)
    if not text.startswith(mark, at):
        raise ValueError(f"expected {mark!r} at {at}")
    return _after_space(text, at + 1)


def _after_space(text: str, at: int) -> int:
    """Return the first place at or after `at` that is no JSON white space."""
    space = _SPACE.match(text, at)
    return space.end() if space else at
