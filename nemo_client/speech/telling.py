"""Telling and asking: is a wish meant, or does it stand in a question, a story or a text to show?

Strategy: what opens a story (someone who clicks, a text that says, a lesson how to) is found once a
sentence, and so is what closes it again (a quote, "then").
Knows how people talk; refuses to know what the wishes are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

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
from nemo_client.speech.patterns import Pattern
from nemo_client.speech.wordlists import listed
from nemo_client.speech.words import Token

# Words after which a text or a story is told: what follows is content.
_STORY = Pattern(
    r"\b(?:says?|saying|reads|reading|titled|how to|how (?:they|people|we|you)|tutorial|"
    r"explain\w*|teach\w*|"
    r"types|typing|(?:user|someone|people|person|man|woman|guy|girl|boy|kid|he|she|they|narrator|"
    r"character|who|where) \w+)\b|"
    r"写着|写上|显示|内容是|台词|旁白|(?<!先不)说|教|讲|介绍|怎么(?![样了还])|如何(?![，,。？?！]|$)|教程|演示|角色|主角|用户|"
    r"加一?句|依次写|假装|想象|\b(?:imagine|pretend|suppose|slogans?|slogan ideas)\b|"
    r"(?:标题|字幕|文字|文案)(?:上?写|是|为|改[成为]|加上|[：:])|テロップ|タイトル",
    re.I,
)
_TEACHING = Pattern(r"\bhow[- ]to \w+|[教讲][^，。]{0,6}(?:怎么|如何)", re.I)
_CLICKING = Pattern(r"\b(?:click|press|tap)\w*", re.I)
_CLOSING = Pattern(
    r"(?:,|\band) ?then\b|\bfinally\b|\bafter that\b|然后|最后|"
    r"的(?:视频|短片|片子|动画|广告|片段|教程|片)(?=[，,、\s]*)",
    re.I,
)
_FIRM_LEAD = Pattern(
    r"\s*(?:and then|then|after that|afterwards|finally|lastly|when|once|dann|danach|puis|ensuite|"
    r"luego|después|depois|poi|然后|接着|最后|之后|再|完成|それから|その後|最後)",
    re.I,
)
_TURNED_INTO = Pattern(r"做成|拍成|写成|制成|制作成|编成|画成")
_ASKING = Pattern(
    r"[\s,]*(?:(?:ok|okay|so|and|but|hey|hi|hmm|well|um|und|et|y|e|и)[\s,]+)*(?:which|why|how|what|whats|"
    r"what['’]s|who|"
    r"when|is|are|does|do|did|should|shall|may|will|was|were|has|have|warum|welche\w*|wie|kann|ist|"
    r"quel\w*|comment|pourquoi|est[- ]ce|cómo|qué|cuál|por qué|como|qual|por que)\b",
    re.I,
)
_ASKING_ZH = Pattern(r"怎么|如何|为什么|为啥|能否|是否|会不会|哪个|支持|什么|どうやって|なぜ")
_ASKED_POLITELY = Pattern(
    r"\s*(?:(?:ok|okay|so|and|hey|hi|please|now)[\s,]+)*(?:can|could|would|will) (?:you|u|we)\b|"
    r"\s*(?:请问)?你?(?:能|可以|可不可以)|\s*(?:kannst|könntest|peux|pourrais|puedes|podrías|"
    r"pode|puoi)\b",
    re.I,
)
_DEFERRED = Pattern(
    rf"{LATER}[^.!?]*$|(?:{LATER_ZH})[^。！？]*$|等\s?{NOBODY_YET}[^。！？，,、]{{1,16}}$", re.I
)
# Names of topics, after which single words are topics too ("mention savings, balance and debts").
_MENTIONING = Pattern(
    r"\b(?:infographic|flow ?chart|diagram|pipeline|arrows|ideas?|chapters?|storyboard|mention\w*|"
    r"covers?|covering|include|includes|including|such as|featuring|topics?|keywords?|points|"
    r"bullets?|about|über|sobre|sur)\b|提到|包括|包含|关于|内容|科普|讲|聊|"
    r"[要卖]点|依次写|加一句|写[着上]|文案|口号|三个",
    re.I,
)
_TOLD_TO_SAY = Pattern(r"\W*(?:please )?(?:mention|say|state|explain|point out) that\b", re.I)
_TOPIC = 3
_TO_ME = listed("me, us, mir, uns, moi, nous, 我")


class Sentence:
    """A sentence and what it tells about everything in it, each looked up when first asked for.

    Places are in the message; what is not there is behind its end.
    """

    def __init__(self, message: Message, span: Span, in_brief: bool = False) -> None:
        """Take the sentence; `in_brief` is for the parts of a thing to be made."""
        self.message, self.span, self.in_brief = message, span, in_brief

    @cached_property
    def is_question(self) -> bool:
        """Whether it asks for an answer."""
        return self._ends_asking and bool(_ASKING.match(self.message.plain, self.span.start))

    @cached_property
    def is_polite_question(self) -> bool:
        """Whether it is an order in the form of a question."""
        return bool(_ASKED_POLITELY.match(self.message.plain, self.span.start))

    @cached_property
    def asks_from(self) -> int:
        """Where a Chinese question begins."""
        return self._first(_ASKING_ZH) if self._ends_asking else len(self.message.plain)

    @cached_property
    def clicks_from(self) -> int:
        """Where somebody clicks."""
        return self._first(_CLICKING)

    @cached_property
    def turned_until(self) -> int:
        """Up to where things are told that a film is made of."""
        turned = _TURNED_INTO.finditer(self.message.plain, self.span.start, self.span.end)
        return max((match.start() for match in turned), default=-1)

    @cached_property
    def in_general(self) -> bool:
        """Whether it is about what is usual."""
        return speaks_in_general(self.message, self.span)

    @cached_property
    def compares(self) -> bool:
        """Whether it asks which of two is better, or what would be."""
        return compares(self.message, self.span)

    @cached_property
    def teaches_from(self) -> int:
        """Where somebody is taught how to do it."""
        return self._first(_TEACHING)

    @cached_property
    def mentions_from(self) -> int:
        """Where topics begin."""
        return self._first(_MENTIONING)

    @cached_property
    def _ends_asking(self) -> bool:
        return self.message.plain[self.span.end - 1] in "?？"

    @cached_property
    def _stories(self) -> list[int]:
        return self._all(_STORY)

    @cached_property
    def _closings(self) -> list[int]:
        quotes = [token.start for token in self.message.words(self.span) if token.mark]
        return sorted(quotes + self._all(_CLOSING))

    def in_story(self, at: int) -> bool:
        """Whether a story that began before this place is still being told."""
        story = bisect_left(self._stories, at) - 1
        if story < 0:
            return False
        closing = bisect_left(self._closings, at) - 1
        return closing < 0 or self._closings[closing] < self._stories[story]

    def _first(self, pattern: Pattern) -> int:
        found = pattern.search(self.message.plain, self.span.start, self.span.end)
        return found.start() if found else len(self.message.plain)

    def _all(self, pattern: Pattern) -> list[int]:
        found = pattern.finditer(self.message.plain, self.span.start, self.span.end)
        return [match.start() for match in found]


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
    if _TOLD_TO_SAY.match(message.plain, sentence.span.start) and not (named or is_firm):
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
