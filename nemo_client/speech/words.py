"""Words with a place, and how far a vocabulary explains them.

Strategy: text becomes folded tokens (a Latin or Cyrillic word, one Chinese or Japanese
character, one mark); a `Lexicon` then reads them by the longest phrase it knows. What it does
not know stays unknown, and that is the gate: a wish counts as understood only when no word of
it is left over. Knows no intents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from nemo_client.speech.marks import Mark
from nemo_client.speech.patterns import Pattern

_WORD = Pattern(
    r"[0-9]+(?:[.:][0-9]+)+%?"
    r"|[0-9A-Za-zÀ-ÖØ-öø-ɏЀ-ӿ×_]+(?:['’][A-Za-zà-ÿ]+)*%?"
    r"|[぀-ヿ㐀-鿿豈-﫿가-힯々〇]"
    r"|[?？]"
)
_ELIDED = Pattern(r"(l|d|j|qu|n|m|s|c|t)['’]([a-zà-ÿ]{2,})")
_SIMPLE = str.maketrans(
    "匯導輸額點數餘幫個這還嗎麼給後從對時間軸項專檔視頻畫質圖顯聽說讀寫請問剛開關閉現實樣裡裏邊進過長"
    "場門見觀讓變換刪減選擇擴聲響樂調錄鏡頭標題詞語傳發載儲錢帳戶買賣購費總結終當斷線網絡經準備處"
    "產業別為無與並歡樓層燈壓縮轉場軌條級聯繫應該誰難麗師學習題單雙複雜簡體幾萬億類組織續綫終於",
    "汇导输额点数余帮个这还吗么给后从对时间轴项专档视频画质图显听说读写请问刚开关闭现实样里里边进过长"
    "场门见观让变换删减选择扩声响乐调录镜头标题词语传发载储钱帐户买卖购费总结终当断线网络经准备处"
    "产业别为无与并欢楼层灯压缩转场轨条级联系应该谁难丽师学习题单双复杂简体几万亿类组织续线终于",
)
FIRST_CJK = "぀"
_NONE: frozenset[str] = frozenset()


class Token(NamedTuple):
    """One word, folded; `mark` is set when it stands for a whole quote, link or path."""

    text: str
    start: int
    end: int
    mark: Mark | None = None


class Unit(NamedTuple):
    """One phrase of a vocabulary found in the text, or one unknown token."""

    roles: frozenset[str]
    text: str
    first: Token
    last: Token

    @property
    def is_known(self) -> bool:
        """Whether the vocabulary has a use for it."""
        return bool(self.roles)


def simple(text: str) -> str:
    """The text with traditional Chinese characters as simplified ones, place by place."""
    return text if text.isascii() else text.translate(_SIMPLE)


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
        word = match.group()
        first, last = match.span()
        if word.isalnum() and (word.isascii() or len(word) == 1):
            yield Token(word.lower() if word.isascii() else _folded(word), first, last)
            continue
        word = _folded(word)
        elided = _ELIDED.fullmatch(word)
        for part in elided.groups() if elided else (word,):
            yield Token(part.replace("'", "").replace("’", ""), first, last)


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def _joined(text: str, word: str) -> str:
    """One word more, after a space, but none inside Chinese or Japanese."""
    needs_space = text and (word[0] < FIRST_CJK or text[-1] < FIRST_CJK)
    return f"{text} {word}" if needs_space else text + word


class Words(tuple[Token, ...]):
    """The tokens of one piece of a message, which remember what was found in the message."""

    whole: tuple[Token, ...]
    first: int
    found: dict[Lexicon, dict[int, tuple[Unit, int]]]
    units: dict[Lexicon, list[Unit]]
    likeliest: object = None

    def __new__(
        cls,
        whole: tuple[Token, ...],
        first: int,
        last: int,
        found: dict[Lexicon, dict[int, tuple[Unit, int]]],
    ) -> Words:
        """Cut a piece out of all tokens of a message."""
        piece = super().__new__(cls, whole[first:last])
        piece.whole, piece.first, piece.found, piece.units = whole, first, found, {}
        return piece

    def without_last(self) -> Words:
        """The piece without its last token."""
        return Words(self.whole, self.first, self.first + len(self) - 1, self.found)

    def without_first(self, number: int) -> Words:
        """The piece without its first tokens."""
        return Words(self.whole, self.first + number, self.first + len(self), self.found)


class Lexicon:
    """Phrases with their roles; the longest phrase wins, and a phrase may have several roles."""

    __slots__ = ("_first", "_typos")

    def __init__(self, *tables: Mapping[str, str], typos_of: str = "") -> None:
        self._first = _Node()
        for table in tables:
            for role, phrases in table.items():
                roles = frozenset((role.split()[0],))
                for key in _keys(phrases):
                    self._first.leaf(key).roles |= roles
        typos = {word: tuple(_typos(word)) for word in typos_of.split()}
        self._typos = {typo: word for word, spelt in typos.items() for typo in spelt}
        self._first.alias(typos)

    def read(self, tokens: Sequence[Token]) -> list[Unit]:
        """The tokens as units, left to right, unknown ones one by one; a piece is read once."""
        if not isinstance(tokens, Words):
            return self._read(tokens)
        units = tokens.units.get(self)
        if units is None:
            units = tokens.units[self] = self._read(tokens)
        return units

    def _read(self, tokens: Sequence[Token]) -> list[Unit]:
        whole, first, found = tokens, 0, {}
        if isinstance(tokens, Words):
            whole, first, found = tokens.whole, tokens.first, tokens.found.setdefault(self, {})
        units: list[Unit] = []
        at, last = first, first + len(tokens)
        while at < last:
            hit = found.get(at)
            if hit is None:
                hit = found[at] = self._unit(whole, at)
            if at + hit[1] > last:  # the phrase goes on beyond this piece
                hit = self._unit(tokens, at - first)
            units.append(hit[0])
            at += hit[1]
        return units

    def _unit(self, tokens: Sequence[Token], at: int) -> tuple[Unit, int]:
        first = tokens[at]
        node = self._first.after.get(first.text)
        if node is None:
            return Unit(_NONE, self._typos.get(first.text, first.text), first, first), 1
        best, last, i = None, at, at
        while node is not None:
            if node.roles:
                best, last = node, i
            i += 1
            if i == len(tokens):
                break
            node = node.after.get(tokens[i].text)
        if best is None:
            return Unit(_NONE, self._typos.get(first.text, first.text), first, first), 1
        return Unit(best.roles, best.text, first, tokens[last]), last - at + 1


class _Node:
    """A word within phrases: what it means to end here, and which words may follow."""

    __slots__ = ("after", "roles", "text")

    def __init__(self, text: str = "") -> None:
        self.after: dict[str, _Node] = {}
        self.roles, self.text = _NONE, text

    def leaf(self, key: Sequence[str]) -> _Node:
        """The node at the end of a phrase, which is made where there is none."""
        node = self
        for word in key:
            after = node.after.get(word)
            if after is None:
                after = node.after[word] = _Node(_joined(node.text, word))
            node = after
        return node

    def alias(self, typos: Mapping[str, Iterable[str]]) -> None:
        """Let misspelt words lead where the word leads, at every place in every phrase."""
        for word, node in list(self.after.items()):
            node.alias(typos)
            for typo in typos.get(word, ()):
                self.after.setdefault(typo, node)


@cache
def _keys(phrases: str) -> tuple[tuple[str, ...], ...]:
    """Each phrase as the texts of its tokens; most tables are a part of several lexicons."""
    keys = (_key(phrase.strip()) for phrase in phrases.split(","))
    return tuple(key for key in keys if key)


def _key(phrase: str) -> tuple[str, ...]:
    if phrase.isascii() and "'" not in phrase:
        return tuple(phrase.split())
    dense = phrase.replace(" ", "")
    if dense.isalpha() and min(dense) >= FIRST_CJK:  # one character, one word
        return tuple(_folded(simple(dense)))
    return tuple(token.text for token in tokens_of(simple(phrase)))


def _typos(word: str) -> Iterable[str]:
    """One swap of neighbours, one letter too few, one doubled: not one exchanged (expert)."""
    for i in range(1, len(word) - 1):
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        yield word[:i] + word[i + 1 :]
        yield word[: i + 1] + word[i] + word[i + 1 :]
