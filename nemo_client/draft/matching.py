"""Two sequences side by side: which member is which, and the most that kept their order.

Made for hundreds of thousands of members: nothing is allocated for one that is alone with its key.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")


def matched(
    key: Callable[[T], Hashable],
    old: Sequence[T],
    free_old: Sequence[int],
    new: Sequence[T],
    free_new: Sequence[int],
) -> Iterator[tuple[int, int]]:
    """Yield the number in `new` and in `old` of those with one key, the first of equals first.

    Only the free ones are looked at; a key of None matches nothing.
    """
    first: dict[Hashable, int] = {}
    follower: dict[int, int] = {}
    for i in reversed(free_old):
        name = key(old[i])
        if name in first:
            follower[i] = first[name]
        first[name] = i
    first.pop(None, None)
    for j in free_new if first else ():
        name = key(new[j])
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
