"""Patterns of the router: all of them are sound, and none is compiled before it is used."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest

from nemo_client import speech
from nemo_client.speech.patterns import Pattern

PATTERNS = {
    f"{module.name}.{name}": value
    for module in iter_modules(speech.__path__)
    for name, value in vars(import_module(f"{speech.__name__}.{module.name}")).items()
    if isinstance(value, Pattern)
}
COUNT = """
import gc
from nemo_client.speech import route
from nemo_client.speech.patterns import Pattern
found = [thing for thing in gc.get_objects() if isinstance(thing, Pattern)]
print(len(found), sum("search" in vars(pattern) for pattern in found))
"""


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_compiles_when_it_is_first_used(name: str) -> None:
    pattern = Pattern(PATTERNS[name].source, PATTERNS[name].flags)
    assert "search" not in vars(pattern)
    assert [match.span() for match in pattern.finditer("zzz")] == [
        match.span() for match in PATTERNS[name].finditer("zzz")
    ]
    assert "search" in vars(pattern)


def test_a_pattern_has_no_other_methods() -> None:
    with pytest.raises(AttributeError):
        Pattern("a").__getattr__("groups")


def test_to_load_the_router_compiles_no_pattern() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COUNT], capture_output=True, check=True, encoding="utf-8"
    )
    found, compiled = map(int, done.stdout.split())
    assert found >= 40 and compiled == 0
