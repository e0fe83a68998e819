"""Telling and asking: is a wish meant, or does it stand in a question, a story or a text to show?

Strategy: what opens a story (someone who clicks, a text that says, a lesson how to) is found once a
sentence, and so is what closes it again (a quote, "then"). Also tells a reason from a request:
"my boss is waiting" is not for the agent, "the music is too loud" is.
Knows how people talk; refuses to know what the wishes are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from nemo_client.speech.clauses import Message, Span
from nemo_client.speech.export_wish import names_file
from nemo_client.speech.frames import (
    LATER,
    LATER_ZH,
    NOBODY_YET,
    compares,
    is_listed,
    speaks_in_general,
)
from nemo_client.speech.lexicons import asks_for_edit
from nemo_client.speech.likely import is_remark
from nemo_client.speech.wordlists import listed
from nemo_client.speech.words import Token

# Words after which a text or a story is told: what follows is content.
_STORY = re.compile(
    r"\b(?:says?|saying|reads|reading|titled|how to|how (?:they|people|we|you)|tutorial|"
    r"explain\w*|teach\w*|"
    r"types|typing|(?:user|someone|people|person|man|woman|guy|girl|boy|kid|he|she|they|narrator|"
    r"character|who|where) \w+)\b|"
    r"写着|写上|显示|内容是|台词|旁白|说|教|讲|介绍|怎么(?![样了还])|如何(?![，,。？?！]|$)|教程|演示|角色|主角|用户|"
    r"加一?句|依次写|假装|想象|\b(?:imagine|pretend|suppose|slogans?|slogan ideas)\b|"
    r"(?:标题|字幕|文字|文案)(?:上?写|是|为|改[成为]|加上|[：:])|テロップ|タイトル",
    re.I,
)
_TEACHING = re.compile(r"\bhow[- ]to \w+|[教讲][^，。]{0,6}(?:怎么|如何)", re.I)
_CLICKING = re.compile(r"\b(?:click|press|tap)\w*", re.I)
_CLOSING = re.compile(
    r"(?:,|\band) ?then\b|\bfinally\b|\bafter that\b|然后|最后|"
    r"的(?:视频|短片|片子|动画|广告|片段|教程|片)(?=[，,、\s]*)",
    re.I,
)
_FIRM_LEAD = re.compile(
    r"\s*(?:and then|then|after that|afterwards|finally|lastly|when|once|dann|danach|puis|ensuite|"
    r"luego|después|depois|poi|然后|接着|最后|之后|再|完成|それから|その後|最後)",
    re.I,
)
_TURNED_INTO = re.compile(r"做成|拍成|写成|制成|制作成|编成|画成")
_ASKING = re.compile(
    r"[\s,]*(?:(?:ok|okay|so|and|but|hey|hi|hmm|well|um|und|et|y|e|и)[\s,]+)*(?:which|why|how|what|whats|"
    r"what['’]s|who|"
    r"when|is|are|does|do|did|should|shall|may|will|was|were|has|have|warum|welche\w*|wie|kann|ist|"
    r"quel\w*|comment|pourquoi|est[- ]ce|cómo|qué|cuál|por qué|como|qual|por que)\b",
    re.I,
)
_ASKING_ZH = re.compile(r"怎么|如何|为什么|为啥|能否|是否|会不会|哪个|支持|什么|どうやって|なぜ")
_ASKED_POLITELY = re.compile(
    r"\s*(?:(?:ok|okay|so|and|hey|hi|please|now)[\s,]+)*(?:can|could|would|will) (?:you|u|we)\b|"
    r"\s*(?:请问)?你?(?:能|可以|可不可以)|\s*(?:kannst|könntest|peux|pourrais|puedes|podrías|"
    r"pode|puoi)\b",
    re.I,
)
_DEFERRED = re.compile(
    rf"{LATER}[^.!?]*$|(?:{LATER_ZH})[^。！？]*$|等\s?{NOBODY_YET}[^。！？，,、]{{1,16}}$", re.I
)
# Names of topics, after which single words are topics too ("mention savings, balance and debts").
_MENTIONING = re.compile(
    r"\b(?:infographic|flow ?chart|diagram|pipeline|arrows|ideas?|chapters?|storyboard|mention\w*|"
    r"covers?|covering|include|includes|including|such as|featuring|topics?|keywords?|points|"
    r"bullets?|about|über|sobre|sur)\b|提到|包括|包含|关于|内容|科普|讲|聊|"
    r"[要卖]点|依次写|加一句|写[着上]|文案|口号|三个",
    re.I,
)
_TOPIC = 3
_TO_ME = listed("me, us, mir, uns, moi, nous, 我")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one look at a sentence tells about everything in it; places are in the message."""

    span: Span
    is_question: bool
    is_polite_question: bool
    asks_from: int
    clicks_from: int
    turned_until: int
    in_brief: bool
    in_general: bool
    compares: bool
    teaches_from: int
    mentions_from: int
    stories: tuple[int, ...]
    closings: tuple[int, ...]

    def in_story(self, at: int) -> bool:
        """Whether a story that began before this place is still being told."""
        story = bisect_left(self.stories, at) - 1
        if story < 0:
            return False
        closing = bisect_left(self.closings, at) - 1
        return closing < 0 or self.closings[closing] < self.stories[story]


def look_at(message: Message, span: Span, in_brief: bool = False) -> Sentence:
    """The facts of a sentence, read once."""
    text, start, end = message.plain, span.start, span.end
    asks_zh = _ASKING_ZH.search(text, start, end)
    clicks = _CLICKING.search(text, start, end)
    teaches = _TEACHING.search(text, start, end)
    mentions = _MENTIONING.search(text, start, end)
    turned = [match.start() for match in _TURNED_INTO.finditer(text, start, end)]
    quotes = [token.start for token in message.words(span) if token.mark]
    closings = [match.start() for match in _CLOSING.finditer(text, start, end)]
    ends_asking = text[end - 1] in "?？"
    return Sentence(
        span,
        ends_asking and bool(_ASKING.match(text, start)),
        bool(_ASKED_POLITELY.match(text, start)),
        asks_zh.start() if asks_zh and ends_asking else len(text),
        clicks.start() if clicks else len(text),
        turned[-1] if turned else -1,
        in_brief,
        speaks_in_general(message, span),
        compares(message, span),
        teaches.start() if teaches else len(text),
        mentions.start() if mentions else len(text),
        tuple(match.start() for match in _STORY.finditer(text, start, end)),
        tuple(sorted(quotes + closings)),
    )


def is_told(message: Message, span: Span, sentence: Sentence, tokens: tuple[Token, ...]) -> bool:
    """Whether a wish inside a sentence belongs to a question, a story or a text to be shown."""
    if span == sentence.span:
        return False
    if sentence.compares:
        return True
    if sentence.is_question:
        return not _ASKING.match(message.plain, span.start)
    at = span.start
    if sentence.asks_from < at or sentence.clicks_from < at or sentence.turned_until >= span.end:
        return True
    if is_deferred(message, span, sentence):
        return True
    named = any(token.mark for token in tokens) or names_file(tokens)
    if is_listed(message, span, sentence.span) and not named:
        return True
    is_meant = named or any(token.text in _TO_ME for token in tokens)
    is_firm = bool(_FIRM_LEAD.match(message.plain, at))
    if sentence.in_brief:
        return not (is_meant and is_firm)
    if sentence.teaches_from < at and not is_firm:
        return True
    if sentence.mentions_from < at and len(tokens) <= _TOPIC and not named:
        return not is_firm
    return sentence.in_story(at) and not (is_meant or is_firm)


def is_deferred(message: Message, span: Span, sentence: Sentence) -> bool:
    """Whether what stands before the clause puts it off ("wait until I say so, then ...")."""
    before = message.plain[max(sentence.span.start, span.start - 40) : span.start]
    return bool(_DEFERRED.search(before))


def leads_firmly(message: Message, span: Span) -> bool:
    """Whether a clause begins with "then" or the like: its place in the order is meant."""
    return bool(_FIRM_LEAD.match(message.plain, span.start))


# --- leftovers that ask for nothing -------------------------------------------------------------

_TELLERS = listed(
    """
    i, im, ive, id, my, the, we, were, weve, it, its, this, that, thats, they, he, she, our, there,
    looks, sounds, no, not, dont, do, never, sorry, boss, client, everyone, everybody, running,
    deadline, meeting, ich, wir, mein, meine, der, die, das, je, nous, mon, ma, le, la, yo, mi, el,
    eu, meu, minha, nós, o, a
    """
)
_PRAISE = re.compile(
    r"\b(?:love|loved|like|likes|great|perfect|approved?|happy|good|fine|nice|works|awesome|"
    r"thanks|gut|"
    r"parfait|génial|perfecto|genial|ótimo|perfeito|adoro)\b|喜欢|满意|不错|很好|通过|没问题|"
    r"完美|OK|好看|棒",
    re.I,
)
_MISSING = re.compile(
    r"\b(?:but|too|should|could|needs?|must|has to|more|less|except|wrong|missing|broken|"
    r"blurry|zu|trop|"
    r"demasiado|muito|aber|mais|pero|mas)\b|太|但|应该|需要|希望|不对|错了|有点",
    re.I,
)
_OUR_BUSINESS = re.compile(
    r"\s*(?:and |but |so )?(?:i|we)(?:['’]ll| will| can)\b.{0,60}\b(?:later|tomorrow|next|"
    r"afterwards|myself|ourselves)\b",
    re.I,
)
# "Forget the video for a second, ...": what comes next is meant.
_SETTING_ASIDE = re.compile(
    r"\W*(?:ok |okay |please |just |let['’]?s )*(?:forget|never ?mind|ignore|leave|put|set|park|skip|"
    r"pause|hold|stop|vergiss|lass|olvida|deja|oublie|laisse|esquece|deixa|lascia|dimentica)\b.{0,50}?"
    r"(?:\bfor (?:a |one )?(?:sec\w*|moment|minute|bit|while|now)|\baside\b|\bto one side|"
    r"\blast message|\bwhat i (?:just )?said|\bthat thought|\bhere\W*$|\bun momento|\bde côté|"
    r"\bune seconde|\bun instant|\bpor (?:um|un) (?:segundo|momento)|\bpor ahora|\bpor enquanto)|"
    r"\W*(?:never ?mind|forget about)\b.{0,30}$|\W*(?:vergiss|lass) (?:kurz|mal|erst)|"
    r"\W*before (?:we|i) (?:continue|go on|carry on|start|keep going|move on)\W*$|"
    r"[^，。]{0,10}先(?:不管|别管|放一放|放一边|放着|放下|不聊|不说|不谈|不提|搁|停一下|不弄|不剪|不做)|"
    r".{0,12}置いといて",
    re.I,
)
_PLACED = re.compile(
    r"\W*(?:放|垫|插|接|贴|铺|叠|盖|当|用|配|作|加|排|摆)(?:在|到|进|成|作|做|为|第)|"
    r"\W*(?:it|this|that|they|these) (?:goes|go|belongs?|comes?|should (?:go|come|be))\b|"
    r"\W*for the \w+ (?:part|scene|section|bit|shot|segment)\b",
    re.I,
)
_IN_PROJECT = re.compile(r"(?:项目|素材库|库|工程)(?:里|中|里面)?\W*$|\b(?:project|library|bin)\W*$", re.I)
_REFUSING = re.compile(r"\s*(?:(?:please|i|we|you)\s+)?(?:do ?n['’]?o?t|no need|not|never)\b", re.I)
_REFUSING_ZH = re.compile(r"\s*先?(?:不|别|暂时不|没)(?!要|够|是)")
_TELLING_ZH = re.compile(r"\s*(?:我|他|她|老板|客户|大家|领导|甲方|这|就|今天|明天|马上要)")


def says_place(message: Message, span: Span) -> bool:
    """Whether a leftover says where in the film a file belongs ("放在回忆那一段")."""
    text = message.plain[span.start : span.end]
    return bool(_PLACED.match(text)) and not _IN_PROJECT.search(text)


def asks_something(message: Message, span: Span) -> bool:
    """Whether a leftover is for the agent, and not just the reason for the client's action."""
    tokens = message.words(span)
    text = message.plain[span.start : span.end]
    if any(token.mark for token in tokens) or "?" in text or "？" in text:
        return True
    if _SETTING_ASIDE.match(text):
        return False
    if says_place(message, span):
        return True
    if (
        not (_REFUSING.match(text) or _REFUSING_ZH.match(text))
        and (remark := is_remark(tokens)) is not None
    ):
        return not remark
    if _OUR_BUSINESS.match(text):
        return False
    misses = bool(_MISSING.search(text))
    tells = bool(tokens) and (tokens[0].text in _TELLERS or bool(_TELLING_ZH.match(text)))
    if _PRAISE.search(text) and not misses:
        return not (tells or len(tokens) < 8)
    if _REFUSING_ZH.match(text):
        return misses
    return (
        asks_for_edit(tokens)
        or not tells
        or (misses and "i" not in {token.text for token in tokens[:1]})
    )
