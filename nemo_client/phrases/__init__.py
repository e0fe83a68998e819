"""Every sentence a person may read, in English and Chinese, side by side in one row.

Tables only: who says what, and when, is decided elsewhere. A row holds both languages so that
neither can be forgotten; placeholders use str.format names and both languages must use the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Lang = Literal["en", "zh"]


class Row(NamedTuple):
    """One sentence in both languages."""

    en: str
    zh: str

    def say(self, lang: Lang, facts: Mapping[str, object] | None = None) -> str:
        """Return the sentence in `lang`, with its placeholders filled from `facts`."""
        template = self.zh if lang == "zh" else self.en
        return template.format_map(_Facts(facts or {}))


class _Facts(dict[str, object]):
    """Facts for a template; a missing one shows as a question mark, never as an error."""

    def __init__(self, facts: Mapping[str, object]) -> None:
        super().__init__(facts)

    def __missing__(self, key: str) -> object:
        return _Missing()


class _Missing:
    def __format__(self, spec: str) -> str:
        return "?"


def lang_of(tag: str | None) -> Lang:
    """Map a locale or BCP-47 tag to one of the two languages we speak."""
    return "zh" if (tag or "").lower().startswith("zh") else "en"
