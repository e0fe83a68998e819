"""Interchange in words: the loss report for people, and the wish for the agent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nemo_client.draft.summary import decimal, plain
from nemo_client.interchange.asks import Ask
from nemo_client.interchange.losses import Loss
from nemo_client.phrases import Lang
from nemo_client.phrases.interchange import LOST, NTH, WHATS, WHYS, WISHES
from nemo_client.phrases.timeline import FIELDS, NOUNS, TIMELINE

_MARKS = {"en": ('""', "“”", "「」", "''"), "zh": ("“”", "「」", '""', "''")}
PLACING = ("place_first", "place_last")
"""Files are named without marks: in them they would be words to show."""


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


def wish(said: Iterable[Ask], lang: Lang) -> str:
    """Return what to ask of the agent, a sentence a line; nothing where nothing is said."""
    return "\n".join(sentence(ask, lang) for ask in said)


def sentence(ask: Ask, lang: Lang) -> str:
    """Return one ask as a sentence."""
    facts = dict(ask.facts)
    if "what" in facts:
        facts |= {"noun": NOUNS[facts["what"]].say(lang), "thing": _thing(ask, lang)}
    if "text" in facts:
        facts["text"] = plain(facts["text"]) if ask.key in PLACING else quoted(facts["text"], lang)
    if "new" in facts:
        facts["new"] = quoted(facts["new"], lang)
    if "numbers" in facts:
        facts["numbers"] = _listed(ask.key, facts["numbers"], lang)
    if isinstance(facts.get("value"), int | float):
        facts["value"] = decimal(facts["value"])
    return WISHES[ask.key].say(lang, facts) + WISHES["end"].say(lang)


def _thing(ask: Ask, lang: Lang) -> str:
    """Return a text by its words, by its number where others say the same."""
    noun = NOUNS[ask.facts["what"]].say(lang)
    if number := ask.facts.get("which"):
        usual = f"{number}th" if lang == "en" else str(number)
        nth = NTH[number - 1] if lang == "en" and number <= len(NTH) else usual
        return WISHES["nth"].say(lang, {"noun": noun, "nth": nth})
    return WISHES["named"].say(lang, {"noun": noun, "name": quoted(ask.facts["text"], lang)})


def _listed(key: str, numbers: Sequence[int], lang: Lang) -> str:
    if key == "order":
        return ", ".join(map(str, numbers))
    if lang == "zh":
        return "、".join(f"片段{number}" for number in numbers)
    return " and ".join(filter(None, (", ".join(map(str, numbers[:-1])), str(numbers[-1]))))


def quoted(text: str, lang: Lang) -> str:
    """Return a whole text in marks that it does not hold itself, so that it cannot end them."""
    text = plain(text)
    if not text:
        return TIMELINE["no_name"].say(lang)
    marks = next((m for m in _MARKS[lang] if not set(m) & set(text)), None)
    if marks is None:
        marks, text = '""', text.translate({ord(char): "'" for char in '"“”'})
    return f"{marks[0]}{text}{marks[1]}"
