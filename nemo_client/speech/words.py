"""Words with a place, and how far a vocabulary explains them.

Strategy: text becomes folded tokens (a Latin or Cyrillic word, one Chinese or Japanese
character, one mark); a `Lexicon` then reads them by the longest phrase it knows. What it does
not know stays unknown, and that is the gate: a wish counts as understood only when no word of
it is left over. Knows no intents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nemo_client.speech.marks import Mark

_WORD = re.compile(
    r"[0-9]+(?:[.:][0-9]+)+%?"
    r"|[0-9A-Za-zÀ-ÖØ-öø-ɏЀ-ӿ×_]+(?:['’][A-Za-zà-ÿ]+)*%?"
    r"|[぀-ヿ㐀-鿿豈-﫿가-힯々〇]"
    r"|[?？]"
)
_ELIDED = re.compile(r"(l|d|j|qu|n|m|s|c|t)['’]([a-zà-ÿ]{2,})")
_FIRST_CJK = "぀"
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Token:
    """One word, folded; `mark` is set when it stands for a whole quote, link or path."""

    text: str
    start: int
    end: int
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One phrase of a vocabulary found in the text, or one unknown token."""

    roles: frozenset[str]
    text: str
    first: Token
    last: Token

    @property
    def is_known(self) -> bool:
        """Whether the vocabulary has a use for it."""
        return bool(self.roles)


def tokens_of(text: str, marks: Sequence[Mark] = ()) -> tuple[Token, ...]:
    """The text as folded tokens, each mark as a single one."""
    found: list[Token] = []
    at = 0
    for mark in marks:
        found += _plain(text, at, mark.start)
        found.append(Token(f"<{mark.kind}>", mark.start, mark.end, mark))
        at = mark.end
    return (*found, *_plain(text, at, len(text)))


def _plain(text: str, start: int, stop: int) -> Iterable[Token]:
    for match in _WORD.finditer(text, start, stop):
        word = unicodedata.normalize("NFKC", match.group()).casefold()
        elided = _ELIDED.fullmatch(word)
        for part in elided.groups() if elided else (word,):
            bare = part.replace("'", "").replace("’", "")
            yield Token(bare, match.start(), match.end())


def _joined(words: Iterable[str]) -> str:
    """Words with spaces between them, but none inside Chinese or Japanese."""
    text = ""
    for word in words:
        needs_space = text and (word[0] < _FIRST_CJK or text[-1] < _FIRST_CJK)
        text += f" {word}" if needs_space else word
    return text


class Lexicon:
    """Phrases with their roles; the longest phrase wins, and a phrase may have several roles."""

    __slots__ = ("_longest", "_phrases", "_typos")

    def __init__(self, *tables: Mapping[str, str], typos_of: str = "") -> None:
        self._phrases: dict[tuple[str, ...], frozenset[str]] = {}
        for table in tables:
            for role, phrases in table.items():
                for phrase in phrases.split(","):
                    key = tuple(token.text for token in tokens_of(phrase))
                    if key:
                        self._phrases[key] = self._phrases.get(key, _NONE) | {role.split()[0]}
        self._longest: dict[str, int] = {}
        for key in self._phrases:
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 1))
        self._typos = {typo: word for word in typos_of.split() for typo in _typos(word)}

    def read(self, tokens: Sequence[Token]) -> list[Unit]:
        """The tokens as units, left to right, unknown ones one by one."""
        units: list[Unit] = []
        at = 0
        while at < len(tokens):
            roles, size = self._longest_at(tokens, at)
            text = _joined(self._typos.get(t.text, t.text) for t in tokens[at : at + size])
            units.append(Unit(roles, text, tokens[at], tokens[at + size - 1]))
            at += size
        return units

    def _longest_at(self, tokens: Sequence[Token], at: int) -> tuple[frozenset[str], int]:
        first = self._typos.get(tokens[at].text, tokens[at].text)
        following = tokens[at + 1 : at + self._longest.get(first, 1)]
        texts = (first, *(self._typos.get(token.text, token.text) for token in following))
        for size in range(len(texts), 0, -1):
            if roles := self._phrases.get(texts[:size]):
                return roles, size
        return _NONE, 1


def _typos(word: str) -> Iterable[str]:
    """One swap of neighbours, one letter too few, one doubled: not one exchanged (expert)."""
    for i in range(1, len(word) - 1):
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        yield word[:i] + word[i + 1 :]
        yield word[: i + 1] + word[i] + word[i + 1 :]
