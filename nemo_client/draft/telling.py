"""Changes in words: a list of them as sentences that a person would say.

What is alike shares a sentence: segments that came or went, a value that several of them got. Of
sentences that differ only in their facts the first few are told, then their number. Nothing is
compared here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from nemo_client.draft.change import Change, ChangeKind
from nemo_client.draft.summary import (
    field_of,
    label_of,
    length,
    quoted,
    range_of,
    shortened,
    value_of,
)
from nemo_client.phrases import Lang
from nemo_client.phrases.timeline import CHANGES, MANY, NOUNS, TIMELINE

SHOWN_ALIKE = 3
SHOWN_LINES = 20

_FAMILIES = {"subtitle": "text", "fade_in_ms": "fades", "fade_out_ms": "fades"}
"""Kinds of segments and fields that are told of together."""

_USUAL: Mapping[str, Any] = {"speed": 1, "volume_percent": 100}
"""What holds for a segment that does not say: as it was recorded."""

Group = Sequence[Change]


def describe(changes: Iterable[Change], lang: Lang) -> tuple[str, ...]:
    """Return the changes as sentences for a list, at most SHOWN_LINES and one more.

    Where a single change made the video longer or shorter, its sentence says so.
    """
    sorts: dict[Hashable, dict[Hashable, list[Change]]] = {}
    lengths: list[Change] = []
    for number, change in enumerate(changes):
        if change.kind is ChangeKind.DURATION:
            lengths.append(change)
            continue
        sort, same = _sort(change)
        sorts.setdefault(sort, {}).setdefault(number if same is None else same, []).append(change)
    told = [line for groups in sorts.values() for line in _few(groups.values(), lang)]
    if len(told) == len(lengths) == 1:
        told = [CHANGES["so_long"].say(lang, {"told": told[0], **_lengths(lengths[0], lang)})]
    else:
        told += [CHANGES["duration"].say(lang, _lengths(change, lang)) for change in lengths]
    if len(told) > SHOWN_LINES:
        rest = {"n": len(told) - SHOWN_LINES}
        told[SHOWN_LINES:] = [CHANGES["rest"].say(lang, rest)]
    return tuple(told)


def _sort(change: Change) -> tuple[Hashable, Hashable]:
    """Return what sentences share of which only the first few are told, and what changes share
    that are told in one; None for a sentence of its own."""
    kind = change.kind
    what, field = (_FAMILIES.get(each, each) for each in (change.what, change.field))
    match kind:
        case ChangeKind.OTHER:
            return (kind, change.pointer), kind
        case ChangeKind.ADDED | ChangeKind.REMOVED | ChangeKind.CUT:
            return (kind, what), kind
        case ChangeKind.MOVED if not field:
            return (kind, what, _shift(change)), kind
        case ChangeKind.CHANGED if what:
            return (kind, field), repr(change.after)
    return (kind, what, field), None


def _few(groups: Iterable[Group], lang: Lang) -> Iterator[str]:
    """Yield the sentences of one sort."""
    lines = [line for group in groups if (line := _SENTENCES[group[0].kind](group, lang))]
    yield from lines[:SHOWN_ALIKE]
    if len(lines) > SHOWN_ALIKE:
        yield CHANGES["more"].say(lang, {"n": len(lines) - SHOWN_ALIKE})


# --- one sentence


def _track(group: Group, lang: Lang) -> str:
    """Tell of a track without segments; of any other its segments tell."""
    change = group[0]
    count = change.before if change.kind is ChangeKind.TRACK_REMOVED else change.after
    label = label_of(change.what, lang)
    return "" if count else CHANGES[change.kind].say(lang, {"label": label})


def _come_or_gone(group: Group, lang: Lang) -> str:
    first = group[0]
    if len(group) == 1:
        facts = {"thing": _thing(first, lang), "when": _when(first, lang)}
        return CHANGES[first.kind].say(lang, facts)
    shown = [
        TIMELINE["segment"].say(lang, {"name": _called(c.name, lang), "when": _when(c, lang)})
        for c in group[:SHOWN_ALIKE]
    ]
    if len(group) > SHOWN_ALIKE:
        shown.append(TIMELINE["more"].say(lang, {"n": len(group) - SHOWN_ALIKE}))
    facts = {"things": _things(group, lang), "list": TIMELINE["and"].say(lang).join(shown)}
    return CHANGES[f"{first.kind}_many"].say(lang, facts)


def _when(change: Change, lang: Lang) -> str:
    return range_of(change.after or change.before, lang)


def _moved(group: Group, lang: Lang) -> str:
    first = group[0]
    count = sum(change.count for change in group)
    if first.field == "track":
        return _between(first, lang, "moved", label_of)
    if count > 1:
        by = _shift(first)
        facts = {"n": count, "by": length(abs(by), lang), "noun": _noun(first.what, lang)}
        return CHANGES["later" if by > 0 else "earlier"].say(lang, facts)
    row = "moved" if not first.field else "moved_last" if first.beside is None else "moved_before"
    return _between(first, lang, row, range_of)


def _shift(change: Change) -> int:
    return int(change.after[0] - change.before[0])


def _retimed(group: Group, lang: Lang) -> str:
    return _between(group[0], lang, "retimed", range_of)


def _cut(group: Group, lang: Lang) -> str:
    first = group[0]
    is_one = first.name and all(change.name == first.name for change in group)
    thing = _thing(first, lang) if is_one else CHANGES["whole"].say(lang)
    parts = [range_of(change.before, lang) for change in group]
    return CHANGES["cut"].say(lang, {"thing": thing, "when": TIMELINE["and"].say(lang).join(parts)})


def _split(group: Group, lang: Lang) -> str:
    first = group[0]
    facts = {"thing": _thing(first, lang), "at": length(first.after, lang)}
    return CHANGES["split"].say(lang, facts)


def _swapped(group: Group, lang: Lang) -> str:
    return CHANGES["swapped"].say(lang, _names(group[0], lang))


def _reordered(group: Group, lang: Lang) -> str:
    first = group[0]
    row = CHANGES["reordered" if first.before else "reordered_many"]
    things = _things(group, lang)
    return row.say(lang, {"things": things, "before": first.before, "after": first.after})


def _replaced(group: Group, lang: Lang) -> str:
    first = group[0]
    before, after = (_called(name, lang) for name in (first.before, first.after))
    facts = {"noun": _noun(first.what, lang), "before": before, "after": after}
    return CHANGES["replaced"].say(lang, facts)


def _changed(group: Group, lang: Lang) -> str:
    first = group[0]
    fields = dict.fromkeys(change.field for change in group)
    before, *others = {repr(_usual(change.field, change.before)) for change in group}
    facts = {
        "field": CHANGES["both"].say(lang).join(field_of(field, lang) for field in fields),
        "thing": _things(group, lang) if first.what else CHANGES["whole"].say(lang),
        "before": _value(first.field, first.before, lang),
        "after": _value(first.field, first.after, lang),
    }
    is_set = bool(others) or before == repr(None) or facts["before"] == facts["after"]
    return CHANGES["changed_to" if is_set else "changed"].say(lang, facts)


def _canvas(group: Group, lang: Lang) -> str:
    none = CHANGES["none"].say(lang)
    sides = (group[0].before, group[0].after)
    before, after = (f"{side[0]}x{side[1]}" if side else none for side in sides)
    row = CHANGES["canvas" if sides[0] else "canvas_to"]
    return row.say(lang, {"before": before, "after": after})


def _others(group: Group, lang: Lang) -> str:
    first, count = group[0], len(group)
    if not first.pointer and not first.field:
        return CHANGES["something"].say(lang)
    where = shortened(first.pointer + (first.field if count == 1 else "")) or "/"
    row = CHANGES["one_other" if count == 1 else "others"]
    return row.say(lang, {"n": count, "pointer": where})


def _lengths(change: Change, lang: Lang) -> dict[str, str]:
    return {"before": length(change.before, lang), "after": length(change.after, lang)}


_SENTENCES: Mapping[ChangeKind, Callable[[Group, Lang], str]] = {
    ChangeKind.TRACK_ADDED: _track,
    ChangeKind.TRACK_REMOVED: _track,
    ChangeKind.ADDED: _come_or_gone,
    ChangeKind.REMOVED: _come_or_gone,
    ChangeKind.MOVED: _moved,
    ChangeKind.RETIMED: _retimed,
    ChangeKind.CUT: _cut,
    ChangeKind.SPLIT: _split,
    ChangeKind.SWAPPED: _swapped,
    ChangeKind.REORDERED: _reordered,
    ChangeKind.REPLACED: _replaced,
    ChangeKind.CHANGED: _changed,
    ChangeKind.CANVAS: _canvas,
    ChangeKind.OTHER: _others,
}
"""How each kind is told; a change of length is told with the rest."""


# --- the words of a sentence


def _between(change: Change, lang: Lang, row: str, shown: Callable[[Any, Lang], str]) -> str:
    sides = {"before": shown(change.before, lang), "after": shown(change.after, lang)}
    return CHANGES[row].say(lang, _names(change, lang) | sides)


def _names(change: Change, lang: Lang) -> dict[str, str]:
    other = CHANGES["thing"].say(
        lang, {"noun": _noun(change.what, lang), "name": _called(change.beside or "", lang)}
    )
    return {"thing": _thing(change, lang), "beside": other}


def _things(group: Group, lang: Lang) -> str:
    """Return what several changes are about: `2 clips and music "Lo-fi"`."""
    kinds: dict[str, dict[str, Change]] = {}
    for change in group:
        kinds.setdefault(change.what, {})[change.pointer] = change
    told = []
    for what, found in kinds.items():
        (change, *_), count = found.values(), sum(each.count for each in found.values())
        row = MANY.get(what, MANY[""])
        many = row.say(lang, {"n": count, "noun": _noun(what, lang)})
        told.append(_thing(change, lang) if count == 1 else many)
    return CHANGES["both"].say(lang).join(told)


def _thing(change: Change, lang: Lang) -> str:
    facts = {"noun": _noun(change.what, lang), "name": _called(change.name, lang)}
    return CHANGES["thing"].say(lang, facts)


def _called(name: str, lang: Lang) -> str:
    return quoted(name, lang) if shortened(name) else TIMELINE["no_name"].say(lang)


def _noun(what: str, lang: Lang) -> str:
    row = NOUNS.get(what)
    return row.say(lang) if row else shortened(what)


def _usual(field: str, value: Any) -> Any:
    """Return a value, or what holds where a segment tells none; None where that is not known."""
    return _USUAL.get(field) if value is None else value


def _value(field: str, value: Any, lang: Lang) -> str:
    value = _usual(field, value)
    return CHANGES["none"].say(lang) if value is None else value_of(field, value, lang)
