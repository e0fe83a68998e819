"""Fills the rows of the wording tables, and says numbers, lengths and lists.

Times are given in ms under names that end in `ms` and come out as "6.5 s" or "6.5 秒".
Nothing is decided here.
"""

from __future__ import annotations

from typing import Any

from nemo_client.sandbox.agent.questions import ASK
from nemo_client.sandbox.agent.reports import Row


def say(table: dict[str, Row], key: str, lang: str, **facts: Any) -> str:
    """One row in the language asked for, with its facts."""
    return _filled(table[key], lang, facts)


def asked(code: str, lang: str, **facts: Any) -> tuple[str, tuple[str, ...]]:
    """The sentence of a question and its example messages."""
    sentence, *examples = (_filled(row, lang, facts) for row in ASK[code])
    return sentence, tuple(examples)


def _filled(row: Row, lang: str, facts: dict[str, Any]) -> str:
    shown = {
        name: seconds(value, lang) if name.endswith("ms") and isinstance(value, int) else value
        for name, value in facts.items()
    }
    return row[1 if lang == "zh" else 0].format_map(shown)


def number_text(value: float) -> str:
    """A number without needless decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def seconds(ms: int, lang: str) -> str:
    """A length in words: "6.5 s", "6.5 秒"."""
    return f"{number_text(ms / 1000)} {'秒' if lang == 'zh' else 's'}"


def listed(items: list[str], lang: str) -> str:
    """Items one after the other."""
    return ("、" if lang == "zh" else ", ").join(items)


def in_quotes(items: list[str], lang: str) -> str:
    """Verbatim items, each in quotes."""
    return listed([f"“{item}”" for item in items], lang)
