"""Interchange in words: the loss report for people, and the wish for the agent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from nemo_client.draft import Change, Draft, Segment
from nemo_client.draft.summary import decimal, plain
from nemo_client.interchange.losses import Loss
from nemo_client.phrases import Lang
from nemo_client.phrases.interchange import LOST, WHATS, WHYS, WISHES
from nemo_client.phrases.timeline import FIELDS, NOUNS, TIMELINE

_MARKS = {"en": ('""', "“”", "「」", "''"), "zh": ("“”", "「」", '""', "''")}
_TEXTS = ("text", "subtitle")


def told(losses: Sequence[Loss], format: str, lang: Lang) -> tuple[str, ...]:
    """Return the loss report: the same loss told once, with how often and where first."""
    if not losses:
        return (LOST["none"].say(lang, {"format": format}),)
    groups: dict[tuple[str, str], list[Loss]] = {}
    for loss in losses:
        groups.setdefault((loss.what, loss.why), []).append(loss)
    lines = [LOST["head"].say(lang, {"format": format, "n": len(losses)})]
    for (what, why), group in groups.items():
        row = LOST["one" if len(group) == 1 else "more"]
        name = (WHATS.get(what) or FIELDS[what]).say(lang)
        place = plain(group[0].pointer) or "/"
        facts = {"what": name, "n": len(group), "pointer": place, "why": WHYS[why].say(lang)}
        lines.append(row.say(lang, facts))
    return tuple(lines)


def wish(changes: Iterable[Change], draft: Draft, lang: Lang) -> str:
    """Return what to ask of the agent, a sentence a line; nothing where nothing changes."""
    segments = {s.pointer: s for track in draft.tracks for s in track.segments}
    named = Counter((s.what, s.text or s.name) for s in segments.values())
    lines = []
    for change in changes:
        is_alone = named[change.what, change.name] < 2
        which = None if is_alone else segments.get(change.pointer)
        lines.append(_sentence(change, which, lang) + WISHES["end"].say(lang))
    return "\n".join(lines)


def _sentence(change: Change, which: Segment | None, lang: Lang) -> str:
    key: str = change.field or change.kind
    if change.what in _TEXTS:
        key = {"added": "added_text", "moved": "moved_text", "retimed": "moved_text"}.get(key, key)
    spans = (side for side in (change.after, change.before) if isinstance(side, tuple))
    start, end = next(spans, (0, 0))
    noun = NOUNS.get(change.what)
    name = quoted(change.name, lang)
    if which is not None:  # there are others of that name
        name = WISHES["which"].say(lang, {"name": name, "start": _seconds(which.start_ms)})
    facts = {"noun": noun.say(lang) if noun else change.what, "name": name}
    value = _value(change, lang)
    times = {"start": _seconds(start), "end": _seconds(end)}
    return WISHES[key].say(lang, {**facts, **times, "value": value})


def _value(change: Change, lang: Lang) -> str:
    value: Any = change.after
    if change.field == "text":
        return quoted(str(value), lang)
    if change.field.endswith("_ms"):
        return _seconds(value)
    return decimal(value) if change.field else ""


def _seconds(ms: float) -> str:
    return decimal(ms / 1000)


def quoted(text: str, lang: Lang) -> str:
    """Return a whole text in marks that it does not hold itself, so that it cannot end them."""
    text = plain(text)
    if not text:
        return TIMELINE["no_name"].say(lang)
    marks = next((m for m in _MARKS[lang] if not set(m) & set(text)), None)
    if marks is None:
        marks, text = '""', text.translate({ord(char): "'" for char in '"“”'})
    return f"{marks[0]}{text}{marks[1]}"
