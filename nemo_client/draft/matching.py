"""Two sequences side by side: which member is which, and the most that kept their order.

Made for hundreds of thousands of members: nothing is allocated for one that is alone with its key.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")
Key = Callable[[int], Hashable]
"""What a member is known by, by its number; None where that is nothing."""


def by(key: Callable[[T], Hashable], members: Sequence[T]) -> Key:
    """Return what members are known by, from what one is known by."""
    return lambda number: key(members[number])


def matched(
    old: Key, free_old: Sequence[int], new: Key, free_new: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the new and the old number of those with one key, the first of equals first."""
    first: dict[Hashable, int] = {}
    follower: dict[int, int] = {}
    for i in reversed(free_old):
        name = old(i)
        if name in first:
            follower[i] = first[name]
        first[name] = i
    first.pop(None, None)
    for j in free_new if first else ():
        name = new(j)
        found = first.get(name)
        if found is not None:
            yield j, found
            if found in follower:
                first[name] = follower[found]
            else:
                del first[name]


def rising(values: Sequence[int]) -> list[int]:
    """Return the places of a longest rising run of different numbers, gaps allowed."""
    if all(one < two for one, two in pairwise(values)):
        return list(range(len(values)))
    tails: list[int] = []
    places: list[int] = []
    earlier: list[int] = []
    for place, value in enumerate(values):
        n = bisect_left(tails, value)
        earlier.append(places[n - 1] if n else -1)
        if n == len(tails):
            tails.append(value)
            places.append(place)
        else:
            tails[n], places[n] = value, place
    found = []
    place = places[-1] if places else -1
    while place >= 0:
        found.append(place)
        place = earlier[place]
    return found[::-1]
