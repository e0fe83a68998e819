"""Every sentence a person may read, in English and Chinese, side by side in one row.

Tables only: who says what, and when, is decided elsewhere. A row holds both languages so that
neither can be forgotten; placeholders use str.format names and both languages must use the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

Lang = Literal["en", "zh"]

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Variables that name the locale of messages, the strongest first."""
_QUOTED = re.compile(r"[\"“「『《‘][^\"”」』》’]*[\"”」』》’]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\u1100-\u11ff\uac00-\ud7af]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+")


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


def written_in(text: str) -> Lang | None:
    """Return "zh" for text a Chinese reader wrote; None says nothing about what to speak.

    What stands in quotes is content, and may be in any language.
    """
    own = _QUOTED.sub(" ", text)
    han = len(_HAN.findall(own))
    is_chinese = han > 0 and han >= len(_LATIN_WORD.findall(own))
    return "zh" if is_chinese and not _KANA_OR_HANGUL.search(own) else None


def spoken(env: Mapping[str, str], written: Lang | None = None) -> Lang:
    """Return the language to speak: NEMO_LANG, else what was written, else the locale."""
    if tag := env.get("NEMO_LANG"):
        return lang_of(tag)
    return written or lang_of(next((env[name] for name in LOCALE if env.get(name)), None))
