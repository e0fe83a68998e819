"""Patterns that cost nothing until they are used.

Strategy: to compile a pattern takes a hundred times as long as to write it down, and no message
needs all of them; the first call compiles and puts the methods of the compiled pattern in place.
Knows no words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

_Match: TypeAlias = "re.Match[str] | None"
_METHODS = ("search", "match", "fullmatch", "finditer", "sub")


class Pattern:
    """A regular expression that is compiled when one of its methods is first asked for."""

    search: Callable[..., _Match]
    match: Callable[..., _Match]
    fullmatch: Callable[..., _Match]
    finditer: Callable[..., Iterator[re.Match[str]]]
    sub: Callable[..., str]

    def __init__(self, source: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        """Take the pattern as `re.compile` does."""
        self.source, self.flags = source, flags

    def __getattr__(self, name: str) -> Any:
        """Compile, as no method is there yet."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.source, self.flags)
        self.__dict__.update((method, getattr(compiled, method)) for method in _METHODS)
        return self.__dict__[name]
