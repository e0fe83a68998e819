"""Fills the rows of the wording tables, and says numbers, lengths and lists.

Times are given in ms under names that end in `ms` and come out as "6.5 s" or "6.5 秒".
Nothing is decided here.
"""

from __future__ import annotations

from typing import Any

from nemo_client.sandbox.agent.questions import ASK, EXAMPLES, SUCH_AS
from nemo_client.sandbox.agent.reports import Row


def say(table: dict[str, Row], key: str, lang: str, **facts: Any) -> str:
    """One row in the language asked for, with its facts."""
    return _filled(table[key], lang, facts)


def asked(code: str, lang: str, **facts: Any) -> tuple[str, tuple[str, ...]]:
    """The sentence of a question, with its examples, and the messages to choose from."""
    sentence, *options = (_filled(row, lang, facts) for row in ASK[code])
    examples = [_filled(row, lang, facts) for row in EXAMPLES.get(code, ())]
    if examples:
        sentence += _filled(SUCH_AS, lang, {"examples": in_quotes(examples, lang)})
    return sentence[:1].upper() + sentence[1:], tuple(options)


def is_asking(code: str) -> bool:
    """Whether the sentence of this row is a question, not only a reason."""
    return "?" in ASK[code][0][0]


def _filled(row: Row, lang: str, facts: dict[str, Any]) -> str:
    shown = {
        name: seconds(value, lang) if name.endswith("ms") and isinstance(value, int) else value
        for name, value in facts.items()
    }
    return row[1 if lang == "zh" else 0].format_map(shown)


def number_text(value: float) -> str:
    """A number without needless decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def clip_words(clip: int | None, lang: str) -> str:
    """How a clip is named in a message, empty for the video as a whole."""
    if clip is None:
        return ""
    if lang == "zh":
        return {0: "这段", -1: "最后一段"}.get(clip, f"第{clip}段")
    return {0: "the clip", -1: "the last clip"}.get(clip, f"clip {clip}")


def of_clip(clip: int | None, lang: str) -> str:
    """The words that say of which clip something is, empty for the video as a whole."""
    shown = clip_words(clip, lang)
    return shown and (f"{shown}的" if lang == "zh" else f" of {shown}")


def seconds(ms: int, lang: str) -> str:
    """A length in words: "6.5 s", "6.5 秒"."""
    return f"{number_text(ms / 1000)} {'秒' if lang == 'zh' else 's'}"


def listed(items: list[str], lang: str) -> str:
    """Items one after the other."""
    return ("、" if lang == "zh" else ", ").join(items)


def in_quotes(items: list[str], lang: str) -> str:
    """Verbatim items, each in quotes."""
    return listed([f"“{item}”" for item in items], lang)
