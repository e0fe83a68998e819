"""The exact difference of two JSON values, as operations that turn the first into the second.

JSON Patch (RFC 6902), exact in what that leaves open: number types and the order of keys. Where a
key belongs before another, `before` names that one; readers that do not know it lose the order and
nothing else. Members of lists are paired when equal, then by id, then by place; the fewest move.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Literal

from nemo_client.draft.matching import by, matched, rising
from nemo_client.draft.pointers import keys_of, pointed

Do = Literal["add", "remove", "replace", "move"]
Partners = dict[int, int]
"""Which old member of a list each new one is, by number."""

_MOST_STEPS = 50_000_000
"""Moving within a list takes a walk along it: beyond this the list is replaced whole."""
_spelled = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Operation:
    """One step; `before` is the key that an added or moved key comes to stand in front of."""

    op: Do
    path: str
    value: Any = None
    origin: str = ""
    before: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the step as JSON Patch writes it."""
        step: dict[str, Any] = {"op": self.op, "path": self.path}
        if self.op == "move":
            step["from"] = self.origin
        if self.op in ("add", "replace"):
            step["value"] = self.value
        if self.before is not None:
            step["before"] = self.before
        return step


def patch(before: Any, after: Any) -> tuple[Operation, ...]:
    """Return the operations that make `after` of `before`, none where they are the same."""
    return tuple(_compared(before, after, ""))


def applied(raw: Any, operations: Sequence[Operation]) -> Any:
    """Return a copy of a value with the operations done in their order."""
    whole = {"": deepcopy(raw)}
    for step in operations:
        holder, key = _place(whole, step.path)
        if step.op == "replace":
            holder[key] = deepcopy(step.value)
        elif step.op == "add":
            _put(holder, key, deepcopy(step.value), step.before)
        else:
            origin, name = _place(whole, step.origin or step.path)
            gone = origin.pop(name)
            if step.op == "move":
                _put(holder, key, gone, step.before)
    return whole[""]


def is_same(one: Any, two: Any) -> bool:
    """Whether two JSON values are written alike: 1 is not 1.0, and the order of keys counts."""
    return _spelled(one) == _spelled(two)


# --- comparing


def _compared(old: Any, new: Any, at: str) -> Iterator[Operation]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _of_objects(old, new, at)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_lists(old, new, at)
    elif not _is_scalar_same(old, new):
        yield Operation("replace", at, new)


def _is_scalar_same(old: Any, new: Any) -> bool:
    """Whether two values are written alike; never said of collections."""
    kind = type(old)
    if kind is not type(new) or kind is dict or kind is list:
        return False
    return repr(old) == repr(new) if kind is float else bool(old == new)


def _of_objects(old: dict[str, Any], new: dict[str, Any], at: str) -> Iterator[Operation]:
    kept = list(old)
    if kept != list(new):
        yield from _of_keys(old, new, at)
        kept = [key for key in old if key in new]
    for key in kept:
        if not _is_scalar_same(old[key], new[key]):
            yield from _compared(old[key], new[key], pointed(at, key))


def _of_keys(old: dict[str, Any], new: dict[str, Any], at: str) -> Iterator[Operation]:
    """Yield what makes the keys of `new`, in their order."""
    yield from (Operation("remove", pointed(at, key)) for key in old if key not in new)
    number = {key: n for n, key in enumerate(key for key in old if key in new)}
    order = [key for key in new if key in number]
    staying = {order[n] for n in rising([number[key] for key in order])}
    follower = _followers(new, staying)
    for key, value in new.items():
        place = pointed(at, key)
        if key not in old:
            yield Operation("add", place, value, before=follower[key])
        elif key not in staying:
            yield Operation("move", place, origin=place, before=follower[key])


def _followers(new: dict[str, Any], staying: set[str]) -> dict[str, str | None]:
    """Return for each key the next one that stays: what comes in goes right before it."""
    follower: dict[str, str | None] = {}
    after: str | None = None
    for key in reversed(new):
        follower[key] = after
        after = key if key in staying else after
    return follower


def _of_lists(old: Sequence[Any], new: Sequence[Any], at: str) -> Iterator[Operation]:
    partner = _partners(old, new)
    paired = sorted(partner)
    rank = {partner[j]: n for n, j in enumerate(paired)}
    current = [rank[i] for i in sorted(rank)]
    staying = {current[n] for n in rising(current)}
    if (len(current) - len(staying)) * len(current) > _MOST_STEPS:
        yield Operation("replace", at, list(new))
        return
    yield from (Operation("remove", f"{at}/{i}") for i in range(len(old))[::-1] if i not in rank)
    for n in range(len(paired)):
        if n not in staying:
            here = current.index(n)
            del current[here]
            there = current.index(n - 1) + 1 if n else 0
            current.insert(there, n)
            yield Operation("move", f"{at}/{there}", origin=f"{at}/{here}")
    yield from (Operation("add", f"{at}/{j}", new[j]) for j in range(len(new)) if j not in partner)
    for j in paired:
        if old[partner[j]] is not new[j]:
            yield from _compared(old[partner[j]], new[j], f"{at}/{j}")


def _partners(old: Sequence[Any], new: Sequence[Any]) -> Partners:
    """Pair the members of two lists: those equal at both ends, then by id, by value, by place."""
    head = _alike(zip(old, new, strict=False))
    rest = range(head, min(len(old), len(new)))
    tail = _alike((old[head - 1 - n], new[head - 1 - n]) for n in rest)
    partner = {j: j for j in range(head)}
    partner |= {len(new) - n: len(old) - n for n in range(1, tail + 1)}
    free_old, free_new = range(head, len(old) - tail), range(head, len(new) - tail)
    for key in (_id, _spelled):
        taken = set(partner.values())
        left_old = [i for i in free_old if i not in taken]
        left_new = [j for j in free_new if j not in partner]
        if len(left_old) == len(left_new) == 1:
            break  # there is nothing to find out
        partner.update(matched(by(key, old), left_old, by(key, new), left_new))
    return _with_neighbours(partner, old, new)


def _with_neighbours(partner: Partners, old: Sequence[Any], new: Sequence[Any]) -> Partners:
    """Pair what is left between two that stay, in its order: that moves nothing."""
    paired = sorted(partner)
    fixed = [paired[n] for n in rising([partner[j] for j in paired])]
    taken = set(partner.values())
    low_old = low_new = 0
    for j, i in (*((j, partner[j]) for j in fixed), (len(new), len(old))):
        free_old = [each for each in range(low_old, i) if each not in taken]
        free_new = [each for each in range(low_new, j) if each not in partner]
        for one, two in zip(free_old, free_new, strict=False):
            names = {_id(old[one]), _id(new[two])}
            if None in names or len(names) == 1:  # two ids are two things
                partner[two] = one
        low_old, low_new = i + 1, j + 1
    return partner


def _alike(pairs: Iterable[tuple[Any, Any]]) -> int:
    """Return how many pairs from the first on are equal; 1 and 1.0 are told apart later."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _id(item: Any) -> Hashable | None:
    found = item.get("id") if isinstance(item, dict) else None
    return found if isinstance(found, (str, int)) and not isinstance(found, bool) else None


# --- applying


def _place(whole: Any, pointer: str) -> tuple[Any, Any]:
    """Return what holds the value of a pointer, and its key or index there."""
    holder: Any = whole
    *above, last = ("", *keys_of(pointer))
    for key in above:
        holder = holder[int(key)] if isinstance(holder, list) else holder[key]
    return holder, int(last) if isinstance(holder, list) else last


def _put(holder: Any, key: Any, value: Any, before: str | None) -> None:
    if isinstance(holder, list):
        holder.insert(key, value)
        return
    later = list(holder)
    later = later[later.index(before) :] if before is not None else []
    holder[key] = value
    for each in later:  # whatever is to follow is put behind it
        holder[each] = holder.pop(each)
