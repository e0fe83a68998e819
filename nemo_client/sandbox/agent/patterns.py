"""The table of slots: how times, clips, amounts and places are said in English and Chinese.

Longest readings come first, because a match hides its words from the rows below. A slot
keeps the preposition ("to 5 s", "by 5 s", "at 5 s", "the first 5 s" are different slots), so
a rule can only get what it asks for. A value function gets the captured groups that matched
(or the whole match) and raises `ValueError` when the words only look like the slot.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from nemo_client.sandbox.agent.folding import HIDDEN
from nemo_client.sandbox.agent.numbers import (
    EN_NUMBER,
    ORDINALS,
    TIME,
    ZH_NUMBER,
    milliseconds,
    number,
)
from nemo_client.sandbox.agent.ops import LAST
from nemo_client.sandbox.agent.vocabulary import (
    KNOWN_RATIOS,
    POSITIONS,
    RATIOS,
    named,
    style_named,
    style_words,
    ways,
)

B = r"(?<![a-z0-9.])"  # word edges that also hold next to Chinese
E = r"(?![a-z0-9])"
T = rf"({TIME})"
_ORD = rf"(?:{'|'.join(ORDINALS)})"
_NUM = rf"({EN_NUMBER})"
_HAN = r"[零一二两三四五六七八九十\d]+"
_NOUN = r"(?:clips?|shots?|scenes?|segments?|one|video clip)"
_HAN_NOUN = r"(?:视频片段|片段|镜头|视频|素材|画面)"
_SMALL = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
_NOT_TEXT = r"(?!的?(?:标题|字幕|文字|音乐|秒|分))"
EN_CLIP = (
    rf"(?:(?:the )?(?:very )?(?:{_ORD}|\d+(?:st|nd|rd|th)) {_NOUN}{E}|"
    rf"(?:clip|shot|scene|segment) ?(?:number |no\.? ?|#)?{_SMALL}{E}|#\d+{E})"
)
ZH_CLIP = (
    rf"(?:第 ?{_HAN} ?(?:[个段条张]{_HAN_NOUN}?|{_HAN_NOUN}){_NOT_TEXT}|"
    rf"最后(?:一|1)?(?:[个段条张]{_HAN_NOUN}?|{_HAN_NOUN}){_NOT_TEXT}|"
    rf"(?:片段|镜头) ?{_HAN}{_NOT_TEXT})"
)
_NO_TIME = r"(?!面|的? ?[\d零一二两三四五六七八九十半])"
_CLIP_LIST = (
    rf"(?:clips|shots|scenes|segments) \d+(?: ?(?:,|,? ?and|&|to|-|through) ?\d+)+{E}|"
    rf"(?:the )?{_ORD}(?: and (?:the )?{_ORD})+ (?:clips|shots|scenes|segments){E}"
)
_PRE = r"(?:(?:for|in|during|over|within|from|on|at) )?(?:just |only )?(?:the )?(?:very )?"
_OF = r"(?:off|from|of|at|on) (?:of )?(?:the )?(?:very )?"
_ALONE = r"(?=$|[,.]| (?:of|off|from|and)(?![a-z]))"
_HEAD = r"(?:start|beginning|front|head)"
_TAIL = r"(?:end|tail|back)"
_TO = r"(?:to|until|till|through|-|–|—|~)"
_LOW = rf"({TIME}|(?<![\d.:零一二两三四五六七八九十])(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十]+))"
_PCT = r"(\d+(?:\.\d+)?) ?(?:%|percent)"


def _span(low: str, high: str) -> tuple[int, int]:
    if not re.search("[a-z分秒:]", low):
        unit = re.search("[a-z分秒]+", high)
        low += unit[0] if unit else "s"
    return milliseconds(low), milliseconds(high)


def _between(low: str, high: str) -> tuple[int, ...]:
    return tuple(range(int(number(low)), int(number(high)) + 1))


def clip_number(words: str) -> int:
    """The position a reference to one clip stands for."""
    if digits := re.search(r"\d+", words):
        return int(digits[0])
    if "最后" in words:
        return LAST
    if han := re.search("[零一二两三四五六七八九十]+", words):
        return int(number(han[0]))
    for word in re.findall(r"[a-z]+", words):
        if word in ORDINALS:
            return ORDINALS[word]
    return int(number(words.split()[-1]))


def _clips(words: str) -> tuple[int, ...]:
    if not re.search(r"\d", words):
        return tuple(ORDINALS[word] for word in re.findall("[a-z]+", words) if word in ORDINALS)
    if between := re.search(r"(\d+) ?(?:to|-|through) ?(\d+)", words):
        return _between(between[1], between[2])
    return tuple(int(each) for each in re.findall(r"\d+", words))


def _han_list(words: str) -> tuple[int, ...]:
    return tuple(
        int(number(each)) for each in re.findall(r"\d+|[零一二两三四五六七八九十]+", words)
    )


def _nth(words: str) -> int:
    return ORDINALS[words] if words in ORDINALS else int(number(words))


def _ratio(wide: str, high: str) -> str:
    if (ratio := f"{wide}:{high}") not in KNOWN_RATIOS:
        raise ValueError(ratio)
    return ratio


def _numbers(words: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d+", words))


def _tenths(words: str) -> float:
    return number(words) * 10


def _always(value: Any) -> Callable[..., Any]:
    return lambda *_: value


def _position(words: str) -> str:
    return named(POSITIONS, words)


Row = tuple[str, str, Callable[..., Any]]

TABLE: tuple[Row, ...] = (
    *((kind, f"([{chr(first)}-{chr(last)}])", str) for kind, (first, last) in HIDDEN.items()),
    ("ratio", rf"{B}(\d{{1,2}}) ?(?:[:x×]|比) ?(\d{{1,2}})(?![\d:])", _ratio),
    ("ratio", rf"{B}({ways(RATIOS, 'en')}){E}|({ways(RATIOS, 'zh')})", lambda w: named(RATIOS, w)),
    (
        "look",
        rf"{B}(?:black[- ]?(?:and|&|n)[- ]?white|b ?[&/] ?w|gr[ae]y-?scale|monochrome){E}|"
        "黑白|灰度|单色",
        _always("grayscale"),
    ),
    (
        "look",
        rf"{B}(?:back )?(?:in|to|into) (?:full |its |the |their )?(?:original )?colou?rs?{E}|"
        "彩色|(?:原来|原有|原本)的?颜色",
        _always("color"),
    ),
    # clips
    ("before_clip", rf"{B}(?:before|in front of|ahead of) ({EN_CLIP})", clip_number),
    ("before_clip", rf"({ZH_CLIP})的?(?:之前|前面|前边|前){_NO_TIME}", clip_number),
    ("after_clip", rf"{B}(?:after|behind|following) ({EN_CLIP})", clip_number),
    ("after_clip", rf"({ZH_CLIP})的?(?:之后|后面|后边|后){_NO_TIME}", clip_number),
    (
        "order",
        r"(?<![\d.:#])\d+(?:(?: ?(?:,|、|-|>|->|→) ?| )\d+){2,}(?![\d.:%]| ?[a-z秒分])",
        _numbers,
    ),
    ("clips", rf"{B}(?:{_CLIP_LIST})", _clips),
    (
        "clips",
        rf"第 ?({_HAN}) ?[个段]?(?:到|至|-|~)第? ?({_HAN}) ?(?:[个段]{_HAN_NOUN}?|{_HAN_NOUN})",
        _between,
    ),
    (
        "clips",
        rf"第 ?((?:\d+|{_HAN})(?: ?[个段]?(?:、|,|和|及) ?第? ?(?:\d+|"
        rf"{_HAN}))+) ?(?:[个段]{_HAN_NOUN}?|{_HAN_NOUN})",
        _han_list,
    ),
    ("every_clip", rf"{B}(?:all|every|each|both)(?: of)?(?: the| my)? {_NOUN}{E}", _always(True)),
    ("every_clip", "(?:所有|全部|每个|每段|每一段|每一个)的?(?:片段|镜头)(?:都)?", _always(True)),
    ("every_clip", "(?:每一?段|各段)(?:视频|素材)?都?", _always(True)),
    ("clips", rf"{B}({EN_CLIP})|({ZH_CLIP})", lambda words: (clip_number(words),)),
    (
        "the_clip",
        rf"{B}(?:the|this|that) (?:clip|shot|scene){E}(?! (?:sound|audio|volume|order))",
        _always(0),
    ),
    ("the_clip", "(?:这个?|那个?|该)(?:片段|镜头|段)(?:视频)?", _always(0)),
    # what is to stay
    ("to_first", rf"{B}(?:down )?to (?:just |only )?(?:the )?(?:first|opening) {T}", milliseconds),
    ("to_last", rf"{B}(?:down )?to (?:just |only )?(?:the )?(?:last|final) {T}", milliseconds),
    ("to_range", rf"{B}(?:down )?to (?:just )?{_LOW} ?{_TO} ?{T}", _span),
    # the head and the tail
    (
        "range_to",
        rf"{B}(?:from )?(?:the )?(?:very )?{_HEAD} (?:to|until|till|up to) {T}",
        milliseconds,
    ),
    ("range_to", rf"从?(?:开头|开始|头)到第? ?{T}", milliseconds),
    ("range_from", rf"{B}(?:from )?{T} (?:to|until|till) (?:the )?(?:very )?end{E}", milliseconds),
    ("range_from", rf"{B}(?:from )?{T} (?:on|onwards?){E}", milliseconds),
    ("range_from", rf"{B}(?:after|past|beyond) (?:the )?{T}(?:[- ]mark)?", milliseconds),
    ("range_from", rf"从?第? ?{T}(?:到|至)(?:视频)?(?:结尾|最后|结束|末尾)", milliseconds),
    ("range_from", rf"第? ?{T}(?:之后|以后|往后|后面)的?(?:部分|内容|视频)?", milliseconds),
    ("range_before", rf"{B}before (?:the )?{T}(?:[- ]mark)?", milliseconds),
    ("range_before", rf"第? ?{T}(?:之前|以前)的?(?:部分|内容|视频)?", milliseconds),
    ("first", rf"{B}{_PRE}(?:first|opening|initial) {T}", milliseconds),
    ("first", rf"{B}{T} {_OF}{_HEAD}{E}", milliseconds),
    ("first", rf"(?:在|从)?(?:最?开头|片头|最?前面?|头)(?:的|前)? ?{T}", milliseconds),
    ("for", rf"(?:(?<=title )|(?<=text )|(?<=caption )|(?<= it ))last(?:s|ing)? {T}", milliseconds),
    ("first", rf"{B}{_PRE}(?:first|opening) second{_ALONE}", _always(1000)),
    ("last", rf"{B}{_PRE}(?:last|final) second{_ALONE}", _always(1000)),
    ("last", rf"{B}{_PRE}(?:last|final|closing) {T}", milliseconds),
    ("last", rf"{B}{T} {_OF}{_TAIL}{E}", milliseconds),
    ("last", rf"在?(?:最后|末尾|结尾|片尾|(?<![以之然往])后面?)的? ?{T}", milliseconds),
    ("range", rf"{B}(?:between )(?:the )?{_LOW} ?and ?(?:the )?{T}(?:[- ]mark)?", _span),
    ("range", rf"{B}(?:from )?(?:second )?{_LOW} ?{_TO} ?(?:the )?{T}(?:[- ]mark)?", _span),
    (
        "range",
        rf"(?:从|在)?第? ?{_LOW} ?(?:到|至|-|~|—) ?第? ?{T}(?:之间)?的?(?:部分|内容|这段|那段)?",
        _span,
    ),
    ("to", rf"{B}(?:down )?to (?:be )?{T}(?: long| total| in total| in length)?", milliseconds),
    ("to", rf"(?:到|成|为) ?{T}(?:长|以内|之内)?|在 ?{T}(?:以内|之内)", milliseconds),
    ("by", rf"{B}by {T}", milliseconds),
    (
        "start",
        rf"{B}(?:starting|beginning|start|from) (?:at |from )?(?:the )?{T}(?:[- ]mark)?",
        milliseconds,
    ),
    (
        "start",
        rf"从第? ?{T}处?(?:开始|起)|从第? ?{T}(?!的?[地位]|处)|第? ?{T}处?(?:开始|起)",
        milliseconds,
    ),
    ("at", rf"{B}at (?:the )?(?:second )?{T}(?:[- ]?mark)?", milliseconds),
    ("at", rf"[在从]?第? ?{T}(?:的?地方|的?位置|的?时候|处|时)|(?:在第?|第) ?{T}", milliseconds),
    ("for", rf"{B}(?:for|lasting|over) {T}", milliseconds),
    ("for", rf"(?<=持续|显示|时长|停留) ?{T}", milliseconds),
    ("dur", rf"{T}(?:[- ]long{E}|长|钟)?", milliseconds),
    # amounts
    ("by_percent", rf"{B}by {_PCT}", number),
    (
        "to_percent",
        rf"{B}(?:to|at) {_PCT}|(?:到|为|成) ?{_PCT}|(?:到|为|成)百分之({ZH_NUMBER})",
        number,
    ),
    ("to_percent", "(?:到|为|成)([一二三四五六七八九])成", _tenths),
    ("percent", rf"{_PCT}|百分之({ZH_NUMBER})", number),
    ("percent", "(?<![零一二三四五六七八九十])([一二三四五六七八九])成", _tenths),
    (
        "factor",
        rf"{B}(?:(?:by|at|to) )?(?:(\d+(?:\.\d+)?) ?[x×](?: (?:the )?speed)?|"
        rf"x ?(\d+(?:\.\d+)?)){E}",
        number,
    ),
    ("factor", rf"{B}{_NUM} times (?:faster|as fast|the speed)|({ZH_NUMBER}) ?倍速?度?", number),
    (
        "factor",
        rf"{B}(?:twice|double)(?: (?:the|its|as))?(?: normal)?(?: fast| speed){E}",
        _always(2.0),
    ),
    (
        "factor",
        rf"{B}(?:at )?half(?: (?:the|its|as))?(?: normal)?(?: fast| speed){E}|{B}by half{E}|"
        "一半的?速度|(?<=放慢|减速)一半",
        _always(0.5),
    ),
    ("steps", rf"{B}twice{E}", _always(2)),
    ("steps", rf"{B}(\d+|two|three) (?:steps|times|changes|edits){E}|({ZH_NUMBER}) ?[步次]", _nth),
    # which title, where in the picture, where on the timeline
    ("which", rf"{B}(?:the )?({_ORD}) (?=titles?|subtitles?|captions?|texts?)", _nth),
    ("which", rf"第 ?({_HAN}) ?[个条句](?=标题|字幕|文字)", _nth),
    ("which", "最后一?[个条句](?=标题|字幕|文字)", _always(LAST)),
    (
        "position",
        rf"{B}(?:(?:at|in|on|to) )?(?:the )?(?:very )?({ways(POSITIONS, 'en')}){E}"
        r"(?: of the (?:screen|frame|picture))?",
        _position,
    ),
    ("position", rf"(?:在|到|放在)?(?:画面|屏幕)?的?({ways(POSITIONS, 'zh')})(?:位置)?", _position),
    ("nth", rf"{B}(?:to|in|into|at) (?:position |place |spot )(\d+){E}", _nth),
    ("nth", rf"{B}(?:to|in|into|at) (?:the )?({_ORD}) (?:position|place|spot){E}", _nth),
    ("nth", rf"(?:到|在)第 ?({_HAN}) ?(?:位|个位置)", _nth),
    (
        "place",
        rf"{B}(?:at|to|in|on) (?:the )?(?:very )?(?:start|beginning|front|opening){E}|"
        "(?:在|到)?(?:最前面|最前|最?开头|片头|最开始)",
        _always("start"),
    ),
    (
        "place",
        rf"{B}(?:at|to|on) (?:the )?(?:very )?end{E}|(?:在|到)?(?:最后面?|片尾|结尾|末尾)",
        _always("end"),
    ),
    ("style", rf"{B}({style_words('en')}){E}|({style_words('zh')})(?:风格)?的?", style_named),
)
