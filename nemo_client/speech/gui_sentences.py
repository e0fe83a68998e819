"""Where a sentence ends, and a sentence with its quotes and code blanked.

Strategy: one scan that steps over quotes and asks for the first sign behind a stop, so that an end
found in the beginning of a line is an end in the whole of it. A quote is content unless a hand is
put on it ("click “Export”"): then it is the label of a control and stays readable.
Knows nothing of what a sentence says.
"""

from __future__ import annotations

import re
from typing import Final

from nemo_client.speech import gui_tables as t
from nemo_client.speech.gui_folding import fold, folded
from nemo_client.speech.gui_tongues import CONTROLS, HANDS
from nemo_client.speech.marks import QUOTES, Mark, find_marks

LIMIT: Final = 1000
"""A sentence is cut here at the latest: it bounds the work that any text can ask for."""

_REACH = 300  # a quote that does not close within this is none
_SINGLE = "'‘"  # an apostrophe as well
_QUOTES = re.escape("".join(QUOTES))
_TOKEN = re.compile(
    rf"[{_QUOTES}.!?。！？…；;~～✅✨⚠️❤️\U0001F300-\U0001FAFF](?:"  # one set is found fastest
    rf"(?<=[{_QUOTES}])|(?<=[.!?])(?<![.!?][.!?])[.!?]*+[\"”’)*_]*(?=\s|$)|"
    r"(?<=[。！？…])[。！？…]*+[”」』）)*_]*|"
    r"(?<=[；;])(?=\s|[一-鿿])|(?<=[~～])(?<![~～][~～])[~～]*+(?=[一-鿿]|$)|"
    r"(?<=[\U0001F300-\U0001FAFF✅✨⚠️❤️])(?=\s{1,3}[A-Z一-鿿]))"
)
_SHORT = (
    "e.g", "i.e", "z.b", "vs", "approx", "no", "nr", "min", "max", "sec", "ca", "etc", "mr",
    "mrs", "ms", "dr", "fig",
)  # fmt: skip
_ABBREVIATION = folded(
    rf"\b(?:{'|'.join(map(re.escape, _SHORT))}|(?:step|schritt|paso|passo|étape) ?\d+)$"
)
_COUNTED = re.compile(r"[:,;：，；] \d\d?\Z")  # "Shots: 1. push the door, 2. ..."
_KEY = re.compile(r"(?:press|hit|tap|shift|\+|按|和|加) \Z", re.I)  # "press ? to see all keys"
_SHORT_ENDS = (*_SHORT, *"0123456789")
# A sentence in quotes ends the one around it when another begins behind it.
_BEGINS = re.compile(r"[*_)）]*(?:\s++(?=[A-Z*])|\s*+(?=(?![的这那两几字和与或及在是为])[一-鿿]))")
_SPACE = re.compile(r"\s*+")


def sentence_end(text: str, at: int, stop: int, is_whole: bool) -> int:
    """Where the sentence at `at` ends; -1 while what comes behind `stop` may still decide it."""
    limit = min(stop, at + LIMIT)
    is_whole = is_whole or limit < stop
    pos, missed = at, ""
    while token := _TOKEN.search(text, pos, limit):
        pos = token.end()
        closer = QUOTES.get(token.group())
        if closer is None:
            space = _SPACE.match(text, pos, limit)
            end = space.end() if space else pos
            if end == limit and not is_whole:
                return -1
            begin = token.start()
            if text[begin] == "?" and _KEY.search(text, max(at, begin - 7), begin):
                continue
            if text[begin] != "." or not (
                _is_abbreviated(text[max(at, begin - 10) : begin])
                or (text[end : end + 1].islower() and _COUNTED.search(text, at, begin))
            ):
                return end
        elif closer not in missed and _may_open(text, token.start(), at):
            closed = _closing(text, pos, min(limit, pos + _REACH), closer)
            if not is_whole and (closed if closed >= 0 else pos + _REACH) >= limit - 1:
                return -1
            missed += closer if closed < 0 else ""
            pos = max(pos, closed + 1)
            if closed > 0 and text[closed - 1] in ".!?。！？":
                if not is_whole and not text[pos:limit].strip(" \t*_)）"):
                    return -1
                if begins := _BEGINS.match(text, pos, limit):
                    return begins.end()
    return _cut(text, at, limit, stop) if is_whole else -1


def _is_abbreviated(end: str) -> bool:
    """ "e.g." and "step 2." end no sentence."""
    low = fold(end)
    return low.endswith(_SHORT_ENDS) and bool(_ABBREVIATION.search(low))


def _may_open(text: str, quote: int, at: int) -> bool:
    """ "27″" and "don't" open nothing."""
    before = text[quote - 1 : quote] if quote > at else ""
    if text[quote] in _SINGLE:
        return not before.isalnum() and not text[quote + 1 : quote + 2].isspace()
    return text[quote] != '"' or not before.isdigit()


def _closing(text: str, start: int, stop: int, closer: str) -> int:
    if closer not in "'’":
        return text.find(closer, start, stop)
    match = re.compile(closer + r"(?!\w)").search(text, start, stop)
    return match.start() if match else -1


def _cut(text: str, at: int, limit: int, stop: int) -> int:
    if limit == stop:
        return limit
    return max(text.rfind(" ", at, limit), at + LIMIT // 2) + 1


_LABEL_BEFORE = folded(
    r"(?:click|press|tap|hit|choose|select|push|pick|button|labell?ed|menu|the|on|bot[óã]\w*|"
    r"bouton|pulsante|schaltfläche|knopf|auf|en|sur|su|em|点击?|单击|"
    r"点一下|点开|点选|按下?|选择?|选中|勾选|打开|前往|的|到|里点|进入|展开|切换到|通过|"
    r"用)[\s*_“\"「]*$"
)
_LABEL_AFTER = folded(
    r"[\s*_”\"」]*(?:button|icon|menu|tab|panel|option|key|checkbox|in the (?:top|bottom|left|"
    r"right|side|tool)|按钮|图标|键|菜单|选项|面板|标签|窗口|处|就|即可|开始|来|ボタン|タブ|"
    r"メニュー|"
    r"버튼|탭|메뉴)"
)
_POINTED = folded(
    rf"(?:(?<![\w-])(?:{t.POINTING}|choose|select|pick)(?: on)?(?: the)?|{t.POINTING_ZH}|"
    rf"[点选按]|打开|选择|勾选|展开)[\s*_]*$"
)
_POINTED_NEAR = folded(
    rf"(?:(?<![\w-])(?:{t.POINTING}|choose|select|pick|use|{HANDS})\b|{t.POINTING_ZH}|[点按选]|"
    rf"打开|展开|前往|进入|通过|用)[^,.;，。；]*$"
)
_LABEL_TEXT = folded(rf"[\w ]{{0,12}}(?:{'|'.join(t.LABELS.values())}|{CONTROLS})[\w ]{{0,12}}")
_PATH = re.compile(r"\s(?:→|>|›|»)\s")
# Japanese and Korean put the hand behind what it touches.
_TOUCHED_AFTER = re.compile(
    r"(?:ボタン|メニュー|タブ|버튼|메뉴|一点(?:就|即))|[^。.]{0,14}(?:クリック|タップ|押し|押す|"
    r"ドラッグ|選択|"
    r"選んで|클릭|누르|눌러|선택|탭하)"
)


_CERTAIN = re.escape("".join(set(QUOTES) - set(_SINGLE)) + "/\\(（")
_MARKED = re.compile(
    rf"[{_CERTAIN}.{_SINGLE}](?:(?<=[{_CERTAIN}])|(?<=\.)\w|(?<=[{_SINGLE}])"
    rf"(?<![^\W_][{_SINGLE}])\S)"
)
_CUTS = ",，;；:：()（）"
# "Choose MP4 (H.264)": a name, not a clause.
_ASIDE = re.compile("[(（]")
_SHORT_ASIDE = re.compile(r"[(（]([A-Za-z0-9.+⌘/-]{1,10})[)）]")


def masked(sentence: str) -> str:
    """The sentence with quotes, code and links blanked, except the labels of controls."""
    if not _MARKED.search(sentence):
        return sentence
    plain = list(sentence)
    for mark in find_marks(sentence):
        is_label = mark.kind == "quote" and len(mark.value) <= 24 and _is_label(sentence, mark)
        for i in range(mark.start, mark.end):
            if not is_label or plain[i] in _CUTS:
                plain[i] = "□"
    blanked = "".join(plain)
    return _SHORT_ASIDE.sub(r"□\1□", blanked) if _ASIDE.search(blanked) else blanked


def _is_label(sentence: str, mark: Mark) -> bool:
    before, after = fold(sentence[max(0, mark.start - 48) : mark.start]), fold(sentence[mark.end :])
    if _PATH.search(mark.value):
        return True
    if _LABEL_AFTER.match(after) and _LABEL_BEFORE.search(before):
        return True
    is_near = bool(_POINTED_NEAR.search(before))
    if is_near and _POINTED.search(before):
        return True
    is_touched = is_near or bool(_TOUCHED_AFTER.match(after))
    return is_touched and bool(_LABEL_TEXT.fullmatch(fold(mark.value)))
