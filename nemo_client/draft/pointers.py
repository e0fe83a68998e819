"""JSON pointers (RFC 6901): made of keys, taken apart, followed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_INDEX = re.compile("0|[1-9][0-9]{0,9}")


def pointed(pointer: str, *keys: int | str) -> str:
    """Return the JSON pointer (RFC 6901) of `keys` below `pointer`."""
    for key in keys:
        step = key if isinstance(key, int) else key.replace("~", "~0").replace("/", "~1")
        pointer = f"{pointer}/{step}"
    return pointer


def keys_of(pointer: str) -> tuple[str, ...]:
    """Return the keys that a JSON pointer names. Raises ValueError where it is none."""
    if pointer and not pointer.startswith("/"):
        raise ValueError(f"a JSON pointer begins with a slash: {pointer!r}")
    return tuple(key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:])


def reached(raw: Any, steps: Sequence[str]) -> Any:
    """Return the value under the keys. Raises KeyError where there is none."""
    for step in steps:
        try:
            raw = raw[int(step)] if isinstance(raw, list) and _INDEX.fullmatch(step) else raw[step]
        except (LookupError, TypeError):
            raise KeyError(pointed("", *steps)) from None
    return raw
