"""One change of a timeline, and how a list of them is told in words.

Changes of the same sort are told together: the first few one by one, the rest by their number;
segments that only made room for another edit share one sentence. Nothing is compared here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from nemo_client.draft.keys import file_name
from nemo_client.draft.summary import decimal, label_of, length, quoted, range_of, shortened
from nemo_client.phrases import Lang
from nemo_client.phrases.timeline import CHANGES, FIELDS, NOUNS, TIMELINE

SHOWN_ALIKE = 3
SHOWN_LINES = 20


class ChangeKind(StrEnum):
    """What happened; the values are what JSON output shows."""

    TRACK_ADDED = "track_added"
    TRACK_REMOVED = "track_removed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RETIMED = "retimed"
    CHANGED = "changed"
    CANVAS = "canvas"
    DURATION = "duration"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `pointer` leads into the new draft, for what was removed into the old one.

    `before` and `after` are (start_ms, end_ms) for segments added, removed, moved and retimed,
    kinds of track for one moved to another, (width, height) for the canvas, milliseconds for the
    duration, the number of segments for tracks, and values as read for a changed `field`. For
    `other` the field is a pointer below `pointer` and the values are as received.
    """

    kind: ChangeKind
    pointer: str = ""
    what: str = ""
    name: str = ""
    field: str = ""
    before: Any = None
    after: Any = None


def describe(changes: Iterable[Change], lang: Lang) -> tuple[str, ...]:
    """Return the changes as sentences for a list, at most SHOWN_LINES and one more."""
    groups: dict[Hashable, list[Change]] = {}
    for change in changes:
        groups.setdefault(_sort(change), []).append(change)
    told = [line for group in groups.values() for line in _told(group, lang)]
    if len(told) > SHOWN_LINES:
        rest = {"n": len(told) - SHOWN_LINES}
        told[SHOWN_LINES:] = [CHANGES["rest"].say(lang, rest)]
    return tuple(told)


def _sort(change: Change) -> Hashable:
    """Return what changes must share to be told together."""
    if change.kind is ChangeKind.OTHER:
        return change.kind, change.pointer
    if change.kind is ChangeKind.MOVED and not change.field:
        return change.kind, change.what, _shift(change)
    return change.kind, change.what, change.field


def _shift(change: Change) -> int:
    return int(change.after[0] - change.before[0])


def _told(group: Sequence[Change], lang: Lang) -> Iterator[str]:
    """Yield the sentences for changes of one sort."""
    first = group[0]
    if first.kind is ChangeKind.OTHER:
        yield _others(first, len(group), lang)
    elif first.kind is ChangeKind.MOVED and not first.field and len(group) > 1:
        yield _shifted(first, len(group), lang)
    else:
        lines = [line for change in group if (line := _SENTENCES[change.kind](change, lang))]
        yield from lines[:SHOWN_ALIKE]
        if len(lines) > SHOWN_ALIKE:
            yield CHANGES["more"].say(lang, {"n": len(lines) - SHOWN_ALIKE})


def _others(change: Change, count: int, lang: Lang) -> str:
    if not change.pointer and not change.field:
        return CHANGES["something"].say(lang)
    where = shortened(change.pointer + (change.field if count == 1 else "")) or "/"
    return CHANGES["one_other" if count == 1 else "others"].say(
        lang, {"n": count, "pointer": where}
    )


def _shifted(change: Change, count: int, lang: Lang) -> str:
    by = _shift(change)
    return CHANGES["later" if by > 0 else "earlier"].say(
        lang, {"n": count, "by": length(abs(by), lang), "noun": _noun(change.what, lang)}
    )


def _track(change: Change, lang: Lang) -> str:
    """Tell of a track without segments; of any other its segments tell."""
    count = change.before if change.kind is ChangeKind.TRACK_REMOVED else change.after
    label = label_of(change.what, lang)
    return "" if count else CHANGES[change.kind].say(lang, {"label": label})


def _come_or_gone(change: Change, lang: Lang) -> str:
    when = range_of(change.after or change.before, lang)
    return CHANGES[change.kind].say(lang, {"thing": _thing(change, lang), "when": when})


def _timed(change: Change, lang: Lang) -> str:
    if change.field:
        return _between(change, lang, label_of(change.before, lang), label_of(change.after, lang))
    return _between(change, lang, range_of(change.before, lang), range_of(change.after, lang))


def _field(change: Change, lang: Lang) -> str:
    before, after = (_value(change.field, side, lang) for side in (change.before, change.after))
    row = FIELDS.get(change.field)
    facts = {
        "field": row.say(lang) if row else change.field,
        "thing": _thing(change, lang),
        "before": before,
        "after": after,
    }
    return CHANGES["changed" if change.what else "project"].say(lang, facts)


def _canvas(change: Change, lang: Lang) -> str:
    none = CHANGES["none"].say(lang)
    before, after = (
        f"{side[0]}x{side[1]}" if side else none for side in (change.before, change.after)
    )
    return _between(change, lang, before, after)


def _duration(change: Change, lang: Lang) -> str:
    return _between(change, lang, length(change.before, lang), length(change.after, lang))


def _between(change: Change, lang: Lang, before: str, after: str) -> str:
    return CHANGES[change.kind].say(
        lang, {"thing": _thing(change, lang), "before": before, "after": after}
    )


_SENTENCES: Mapping[ChangeKind, Callable[[Change, Lang], str]] = {
    ChangeKind.TRACK_ADDED: _track,
    ChangeKind.TRACK_REMOVED: _track,
    ChangeKind.ADDED: _come_or_gone,
    ChangeKind.REMOVED: _come_or_gone,
    ChangeKind.MOVED: _timed,
    ChangeKind.RETIMED: _timed,
    ChangeKind.CHANGED: _field,
    ChangeKind.CANVAS: _canvas,
    ChangeKind.DURATION: _duration,
}


def _thing(change: Change, lang: Lang) -> str:
    name = quoted(change.name, lang) if shortened(change.name) else TIMELINE["no_name"].say(lang)
    return CHANGES["thing"].say(lang, {"noun": _noun(change.what, lang), "name": name})


def _noun(what: str, lang: Lang) -> str:
    row = NOUNS.get(what)
    return row.say(lang) if row else shortened(what)


def _value(field: str, value: Any, lang: Lang) -> str:
    """Return a value of a field with its unit."""
    if value is None:
        return CHANGES["none"].say(lang)
    if isinstance(value, str):
        return quoted(file_name(value) if field == "source" else value, lang)
    if field.endswith("_ms"):
        return length(value, lang)
    unit = {"volume_percent": "%", "speed": "x"}.get(field, "")
    return decimal(value) + unit
