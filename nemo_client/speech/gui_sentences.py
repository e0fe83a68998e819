"""A line of a reply in sentences, and a sentence with its quotes and code blanked.

Strategy: a quote is content unless a hand is put on it ("click “Export”"): then it is the label of
a control and stays readable. Knows nothing of what a sentence says.
"""

from __future__ import annotations

import re

from nemo_client.speech import gui_tables as t
from nemo_client.speech.marks import find_marks

_STOP = re.compile(
    r"(?<![.!?])[.!?]++[\"”’)*_]*(?=\s|$)|[。！？…]+[”」』）*_]*|[；;](?=\s|[一-鿿])|"
    r"(?<![~～])[~～]++(?=[一-鿿]|$)|[\U0001F300-\U0001FAFF✅✨⚠️❤️](?=\s{1,3}[A-Z一-鿿])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|approx|no|min|max|sec|ca|etc|mr|mrs|dr|fig))$", re.I
)


def sentences_of(line: str) -> list[str]:
    """The line in sentences; joined again they are the line."""
    marks = [(m.start, m.end) for m in find_marks(line)]
    parts: list[str] = []
    at, m = 0, 0
    for stop in _STOP.finditer(line):
        while m < len(marks) and marks[m][1] <= stop.start():
            m += 1
        if m < len(marks) and marks[m][0] <= stop.start() and stop.end() < marks[m][1] + 1:
            continue
        if stop.group()[0] == "." and _ABBREVIATION.search(
            line, max(at, stop.start() - 8), stop.start()
        ):
            continue
        end = stop.end()
        while end < len(line) and line[end].isspace():
            end += 1
        parts.append(line[at:end])
        at = end
    if at < len(line):
        parts.append(line[at:])
    return parts


_LABEL_BEFORE = re.compile(
    r"(?:click|press|tap|hit|choose|select|push|pick|button|labell?ed|menu|the|on|点击?|单击|"
    r"点一下|点开|点选|按下?|选择?|选中|勾选|打开|前往|的|到|里点|进入|展开|切换到|通过|"
    r"用)[\s*_“\"「]*$",
    re.I,
)
_LABEL_AFTER = re.compile(
    r"[\s*_”\"」]*(?:button|icon|menu|tab|panel|option|key|checkbox|in the (?:top|bottom|left|"
    r"right|side|tool)|按钮|图标|键|菜单|选项|面板|标签|窗口|就|即可|开始|来)",
    re.I,
)
_POINTED = re.compile(
    rf"(?:(?<![\w-])(?:{t.POINTING}|choose|select|pick)(?: on)?(?: the)?|{t.POINTING_ZH}|"
    rf"[点选按]|打开|选择|勾选|展开)[\s*_]*$",
    re.I,
)


_POINTED_NEAR = re.compile(
    rf"(?:(?<![\w-])(?:{t.POINTING}|choose|select|pick|use)\b|{t.POINTING_ZH}|[点按选]|打开|"
    rf"前往|进入|通过|用)[^,.;，。；]*$",
    re.I,
)
_LABEL_TEXT = re.compile(rf"[\w ]{{0,12}}(?:{'|'.join(t.LABELS.values())})[\w ]{{0,12}}", re.I)


def masked(sentence: str) -> str:
    """The sentence with quotes, code and links blanked, except the labels of controls."""
    plain = list(sentence)
    for mark in find_marks(sentence):
        before = sentence[max(0, mark.start - 24) : mark.start]
        is_label = mark.kind == "quote" and (
            _POINTED.search(before)
            or (_POINTED_NEAR.search(before) and _LABEL_TEXT.fullmatch(mark.value))
            or (_LABEL_AFTER.match(sentence, mark.end) and _LABEL_BEFORE.search(before))
        )
        if not is_label or len(mark.value) > 24:
            plain[mark.start : mark.end] = "□" * (mark.end - mark.start)
    return "".join(plain)
