"""The order of clips, and those that go: one move, a swap or a whole order, as a person says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from nemo_client.interchange.asks import Ask


class Movable(Protocol):
    """A clip on its way: what is left of it, and the clip it is of."""

    kept: Any
    parts: list[Any]


class Ordered(NamedTuple):
    """The asks, and the clips as they then stand; those still to go are last."""

    said: list[Ask]
    blocks: Sequence[Any]


def ordered(blocks: Sequence[Movable], is_moving: bool = True) -> Ordered:
    """Return how to get from the order there is to the file's; else only what is to go."""
    staying = [block for block in blocks if not block.kept.is_gone]
    wanted = _wanted(staying)
    gone = [block for block in blocks if block.kept.is_gone]
    numbers = {id(block): number for number, block in enumerate(blocks, 1)}
    if wanted == staying or not is_moving:
        return Ordered(_removed([numbers[id(b)] for b in gone], gone), staying)
    wanted = [*wanted, *gone]
    return Ordered([_order([numbers[id(block)] for block in wanted], blocks)], wanted)


def _wanted(blocks: Sequence[Movable]) -> list[Movable]:
    """Return the clips in the file's order; one that the file lacks stays behind its neighbour."""
    groups: list[list[Movable]] = []
    first: list[Movable] = []
    for block in blocks:
        if block.parts:
            groups.append([block])
        else:
            (groups[-1] if groups else first).append(block)
    groups.sort(key=lambda group: group[0].parts[0].piece.start)
    return [*first, *(block for group in groups for block in group)]


def _removed(numbers: Sequence[int], gone: Sequence[Movable]) -> list[Ask]:
    if not numbers:
        return []
    about = ", ".join(block.kept.clip.label for block in gone)
    return [Ask("delete" if len(numbers) == 1 else "delete_many", about, {"numbers": numbers})]


def _order(wanted: Sequence[int], blocks: Sequence[Movable]) -> Ask:
    """Return the shortest way to say an order that is not the present one."""
    ranked = sorted(wanted)
    names = [block.kept.clip.label for block in blocks]
    for number in wanted:
        if [n for n in wanted if n != number] == [n for n in ranked if n != number]:
            at = wanted.index(number)
            behind = wanted[at + 1] if at + 1 < len(wanted) else None
            about = names[number - 1]
            if behind is None:
                return Ask("move_last", about, {"n": number})
            return Ask("move_before", about, {"n": number, "other": behind})
    apart = [one for one, other in zip(wanted, ranked, strict=True) if one != other]
    about = ", ".join(names[number - 1] for number in sorted(apart))
    if len(apart) == 2:
        return Ask("swap", about, {"n": min(apart), "other": max(apart)})
    return Ask("order", about, {"numbers": wanted})
