"""How people wrap a command: courtesies, joints between clauses, negation, pronouns, talk.

Tables of patterns over folded text, and the few functions that apply them. Nothing here
knows what a command is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from nemo_client.sandbox.agent.folding import Strip
from nemo_client.sandbox.agent.numbers import TIME

COURTESY = {
    "en": re.compile(
        r"(?:hi|hey|hello|ok|okay|so|well|alright|great|cool|perfect|nice|thanks|yes|yeah|sure|and|also|"
        r"plus|please|pls|plz|kindly|now|next|first of all|firstly|finally|lastly|then|just|simply|"
        r"go ahead and|could you|can you|would you|will you|can we|could we|i'd like (?:you )?to|"
        r"i would like (?:you )?to|i want (?:you )?to|i need (?:you )?to|i wanna|let's|let us|"
        r"help me(?: to)?|don't forget to|remember to|make sure to|be sure to|"
        r"first(?=,)|first(?= (?:trim|cut|add|remove|delete|split|put|make|speed|mute)(?![a-z])))"
        r"[\s,:!.]+"
    ),
    "zh": re.compile(
        r"(?:麻烦你?|请你?|帮我|帮忙|给我|我想要?|我要|我需要|能不能|能否|可不可以|可以|能|你|嗯+|那个|好的?|首先|先|再|"
        r"然后|接着|现在|直接|顺便|同时|并且|并|还有|另外|记得|别忘了|hi|ok|最后(?=[加把将给再导])|就|也)[\s,]*"
    ),
}
AFTERWORD = {
    "en": re.compile(
        r"[\s,]+(?:please|pls|plz|thanks|thank you|thx|for me|now|too|as well|ok|okay|asap|"
        r"if possible)$"
    ),
    "zh": re.compile(r"[\s,]*(?:一下|吧|吗|呢|啊|哦|呀|嘛|好吗|可以吗|行吗|好不好|谢谢你?)$"),
}
ABILITY = re.compile(
    r"^(?:hey |hi |so |ok(?:ay)?,? )?(?:can|could) (?:you|i|we)\b|^(?:你?(?:能|可以|能不能|"
    r"可不可以))"
)

# between sentences: what follows stands for itself
HARD = re.compile(
    r"[\n;。!?]+\s*(?:(?:\d{1,2}[.)、]|[-*•])\s+)?|\.(?=\s|$)|^\s*(?:\d{1,2}[.)、]|[-*•])\s+|"
    r"[\s,]+(?:and )?(?:then|after that|afterwards)(?=[\s,])|,?(?:然后|接着|之后(?=[再把加]))"
)
NUMBERED = re.compile(rf"{HARD.pattern}|(?:^|[\s,]+)\(?\d{{1,2}}[.)、](?!\d)\s*")
# inside a sentence: what follows may be a new clause or belong to this one
SOFT = re.compile(
    r"\s*[,、]\s*(?:(?:and|plus|also|并且|并|同时|还有|另外|再|以及)(?![a-z])\s*)?|"
    r"\s+(?:and also|and|plus|&)\s+|(?:并且|并|同时|以及|还有|和|及|"
    r"(?<![不别要勿没])再(?=[加把将给剪删去配调]))"
)
NEGATION = {
    "en": re.compile(
        r"(?<![a-z])(?:don't|dont|do not|never|not|no|without|nor|neither|avoid|can't|cannot|won't|"
        r"shouldn't|isn't|aren't|wasn't|doesn't|didn't|instead of|rather than|nothing|"
        r"stop)(?![a-z])"
    ),
    "zh": re.compile(r"不(?!要了)|别|勿|没|无|未|非|而不是|避免"),
}
NEGATED = {
    "en": re.compile(
        r"^(?:please )?(?:don't|dont|do not|never|no need to)(?: you)?(?: yet| ever)? "
    ),
    "zh": re.compile(r"^(?:请|先|千万)?(?:不要再?|别再?|不用|不需要|无需|勿|不必)(?:去|给我)?"),
}
APART = re.compile(r"\s*[,、]\s*(?:but )?|\s+but\s+|而是|但是?")
EXTRAS = {"music": "music|bgm|音乐|配乐", "title": "titles?|标题|片名"}
UNWANTED = re.compile(r"(?:我?(?:不要|不想要))(?P<what>[^,]+?)了")
EITHER = re.compile(r"(?<![a-z])(?:or|nor|neither|either)(?![a-z])|或|也不|也别|都不|都别")
CONTRAST = re.compile(r"(?:just|only|but|instead|rather|simply|please|把|将|只|而是|改|直接|请)")
QUALIFIER = re.compile(
    r"(?<![a-z])(?:but|except|unless|if|when|while|until|although|instead|otherwise|because|only|"
    r"besides|apart from|other than)(?![a-z])|除了|但|如果|除非|只有|而不是|要是|否则|除外|以外"
)
PRONOUN = {
    "en": re.compile(r"(?<![a-z])(?:it|them|that one|this one)(?![a-z'])"),
    "zh": re.compile("它们?|其(?!他|它|余|中)"),
}
WHOLE = re.compile(
    r"(?<![a-z])(?:video|whole|entire|everything|timeline|movie|film|project|all)(?![a-z])|"
    "视频|整个|全部|整体|全片|影片|片子|所有|整段|时间"
)
SAYING = re.compile(
    r"(?<![a-z])(?:saying|that says|which says|that reads|reading|with the (?:text|words))[:\s]+|"
    r"写着[:\s]*|(?:内容|文字)[是为:][:\s]*"
)
FOR_FIRST = re.compile(rf"\s+(?:for|during|in) the (?:first|last) {TIME}$")

# whole messages that are talk or questions about the project
TALK: tuple[tuple[str, str], ...] = (
    (
        "hello",
        r"(?:hi|hey|hello|good (?:morning|evening|afternoon)|yo)(?: there| everyone)?|你好|您好|"
        r"嗨|哈喽|在吗",
    ),
    ("thanks", r"(?:thanks|thank you|thx|cheers)(?: so much| a lot| very much)?|谢谢你?|多谢|感谢"),
    ("bye", r"(?:bye|goodbye|see you)(?: later)?|再见|拜拜"),
    (
        "ok",
        r"(?:ok|okay|great|nice|cool|perfect|good|yes|looks good|awesome|well done|no|nevermind|"
        r"never mind)|"
        r"好的?|不错|很好|可以|行|嗯|算了|没事",
    ),
    (
        "help",
        r"(?:help|what can you do|what do you do|who are you|what are you|how does this work|"
        r"commands|"
        r"how do i use this|what can i (?:do|say|ask))(?: here| for me)?|帮助|你能(?:做|"
        r"干)(?:些)?什么|你能做哪些事|"
        r"你(?:会|可以)(?:做|干)?(?:些)?什么|你是谁|怎么用|有哪些功能",
    ),
    (
        "timeline",
        r"(?:(?:show|list|describe)(?: me)? (?:the )?(?:timeline|tracks?|track list|clips|draft|"
        r"project)|"
        r"what(?:'s| is| are)? (?:there )?(?:in|on) (?:the |my )?(?:timeline|draft|project|"
        r"video)(?: now| right now)?|"
        r"what (?:do we have|have we got|is in it|clips are there|clips do i have)|"
        r"how many clips(?: are there| do i have)?|status)|"
        r"(?:现在)?(?:时间[线轴]|草稿|项目|视频)(?:上|里|中)?(?:现在)?(?:都)?有(?:些)?什么|(?:显示|看看|查看)(?:时间[线轴]|轨道|草稿)|"
        r"现在什么样了?|状态|有(?:几|多少)(?:个|段)(?:片段|视频|素材)?",
    ),
    (
        "length",
        r"(?:how long (?:is|does) (?:it|the (?:video|clip|movie|timeline|draft)|"
        r"my video)(?: now| last)?|"
        r"what(?:'s| is) the (?:length|duration)(?: of (?:it|the video))?)|"
        r"(?:这个|现在的?)?(?:视频|影片|片子)?(?:现在)?(?:有)?(?:多长|多久|总时长|时长是多少|多少秒)(?:了)?",
    ),
    (
        "export",
        r"(?:export|render|download|save)(?: it| the video| this| the project)?(?: now)?|"
        r"导出(?:视频)?|下载(?:视频)?|渲染",
    ),
)


class Joint(NamedTuple):
    """A separator between clauses: its place, and whether it is a comma."""

    start: int
    end: int
    is_comma: bool


def talk_topic(text: str) -> str | None:
    """What a message that is no command is about."""
    bare = re.sub(r"[\s,.!?。~🙏👍😊]+$|^\s+", "", text)
    bare = re.sub(r"(?:,? ?please|吗|呢|啊|呀|吧)$", "", bare)
    for topic, pattern in TALK:
        if re.fullmatch(pattern, bare):
            return topic
    return None


def unwrapped(strip: Strip, lang: str) -> Strip:
    """A clause without the courtesies around it."""
    strip = strip.trimmed()
    while strip.text:
        before = COURTESY[lang].match(strip.text)
        after = AFTERWORD[lang].search(strip.text)
        start = before.end() if before else 0
        end = after.start() if after and after.start() > start else len(strip.text)
        if start >= end or (start == 0 and end == len(strip.text)):
            break
        strip = strip.part(start, end).trimmed()
    return strip


def unwrapped_front(strip: Strip, lang: str) -> Strip:
    """A text without the courtesies before it; the end stays as it is."""
    strip = strip.trimmed()
    while before := COURTESY[lang].match(strip.text):
        if before.end() == len(strip.text):
            break
        strip = strip.part(before.end(), len(strip.text))
    return strip


def divided(strip: Strip, joints: re.Pattern[str]) -> list[Strip]:
    """The pieces between separators, empty ones left out."""
    pieces, place = [], 0
    for found in joints.finditer(strip.text):
        if not _inside_number(strip.text, found):
            pieces.append(strip.part(place, found.start()))
            place = found.end()
    pieces.append(strip.part(place, len(strip.text)))
    return [piece for piece in (each.trimmed() for each in pieces) if piece.text]


def _inside_number(text: str, found: re.Match[str]) -> bool:
    """Whether a comma belongs to a number: 12,000."""
    around = text[max(0, found.start() - 1) : found.end() + 3]
    return (
        bool(re.fullmatch(r"\d,\d{3}", around))
        and not text[found.end() + 3 : found.end() + 4].isdigit()
    )


def joints_of(strip: Strip) -> list[Joint]:
    """Where a sentence may be divided into clauses."""
    found = (each for each in SOFT.finditer(strip.text) if not _inside_number(strip.text, each))
    return [
        Joint(each.start(), each.end(), each[0].strip()[:1] in ",、")
        for each in found
        if each.start()
    ]
