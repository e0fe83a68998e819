"""Faults that are switched on: read from text, set for everybody or for one request, used up.

A part of the service that can go wrong asks `take(name)` at the place where it would, and gets
the arguments when it is to. Asking is what uses up a fault that was limited to so many times.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import TracebackType
from typing import Any

from nemo_client.sandbox.faults import KNOWN, Fault, Taken, Values

PRESENT = "nemo.faults"  # in the ASGI scope: the faults as its request meets them


@dataclass(slots=True, eq=False)
class Switch:
    """One fault that is on; `left` is how many times more, None is for good."""

    fault: Fault
    values: Values
    text: str
    left: int | None = None

    def fits(self, name: str, call: str) -> bool:
        """Whether this is that fault, at that endpoint, and not used up."""
        wanted = self.values.get("call")
        return self.fault.name == name and wanted in (None, call) and self.left != 0

    def __str__(self) -> str:
        return self.text if self.left is None else f"{self.text}*{self.left}"


def parse(text: str) -> tuple[Switch, ...]:
    """The faults of `name:argument*times,name`; ValueError says what cannot be understood."""
    return tuple(_switch(piece.strip()) for piece in text.split(",") if piece.strip())


def _switch(piece: str) -> Switch:
    text, star, times = piece.partition("*")
    name, *given = text.strip().split(":")
    if name not in KNOWN:
        near = get_close_matches(name, KNOWN, 3)
        raise ValueError(f"unknown fault {name!r}" + (f": {', '.join(near)}?" if near else ""))
    if star and not (times.isdecimal() and int(times) > 0):
        raise ValueError(f"{piece!r}: after `*` comes how many times")
    return Switch(
        KNOWN[name], KNOWN[name].values(given), text.strip(), int(times) if star else None
    )


class Board:
    """The faults that are on for everybody; safe from any thread."""

    def __init__(self, switches: Iterable[Switch] = ()) -> None:
        self._lock = threading.Lock()
        self._on = list(switches)

    def take(self, name: str, call: str) -> Values | None:
        """The arguments of this fault if it is on, used up by one time."""
        with self._lock:
            for switch in self._on:
                if switch.fits(name, call):
                    if switch.left is not None:
                        switch.left -= 1
                    return switch.values
        return None

    def set(self, switches: Iterable[Switch]) -> None:
        """These and no others."""
        with self._lock:
            self._on = list(switches)

    def add(self, switches: Iterable[Switch]) -> None:
        """These too; what was switched on last is asked first."""
        with self._lock:
            self._on = [*switches, *self._on]

    def remove(self, switches: Sequence[Switch]) -> None:
        """Not these any more."""
        with self._lock:
            self._on = [switch for switch in self._on if switch not in switches]

    def active(self) -> list[str]:
        """What is on and not used up, as text."""
        with self._lock:
            return [str(switch) for switch in self._on if switch.left != 0]


@dataclass(slots=True)
class Present:
    """The faults as one request meets them: its own first, then those of everybody."""

    call: str
    own: Board
    board: Board
    met: list[str] = field(default_factory=list)  # names, for the books

    def take(self, name: str) -> Values | None:
        """The arguments of this fault if it is on here, used up by one time."""
        values = self.own.take(name, self.call)
        if values is None:
            values = self.board.take(name, self.call)
        if values is not None:
            self.met.append(name)
        return values

    def take_all(self, *parts: str) -> Taken:
        """Every fault of these parts of the table that is on here."""
        names = [name for name, fault in KNOWN.items() if fault.where in parts]
        return {name: values for name in names if (values := self.take(name)) is not None}


def present(scope: MutableMapping[str, Any]) -> Present:
    """The faults of the request with this ASGI scope."""
    found: Present = scope[PRESENT]
    return found


class Switched:
    """Faults that were switched on; as a context, they are off again at its end."""

    def __init__(self, board: Board, text: str) -> None:
        self._board, self._switches = board, parse(text)
        board.add(self._switches)

    def __enter__(self) -> Switched:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.off()

    def off(self) -> None:
        """Switch them off."""
        self._board.remove(self._switches)
