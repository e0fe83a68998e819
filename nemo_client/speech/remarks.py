"""Leftovers beside a client action: is there anything in them for the agent?

Strategy: "my boss is waiting" is a reason, "forget the video for a second" sets something aside,
"the music is too loud" and "it goes at the end" are wishes. Surface patterns first, the weights
where they are sure. Knows one leftover at a time.
"""

from __future__ import annotations

import re

from nemo_client.speech.clauses import Message, Span
from nemo_client.speech.lexicons import asks_for_edit, orders_edit
from nemo_client.speech.likely import is_remark
from nemo_client.speech.patterns import Pattern
from nemo_client.speech.wordlists import listed

_TELLERS = listed(
    """
    i, im, ive, id, my, the, we, were, weve, it, its, this, that, thats, they, he, she, our, there,
    looks, sounds, no, not, dont, do, never, sorry, boss, client, everyone, everybody, running,
    deadline, meeting, ich, wir, mein, meine, der, die, das, je, nous, mon, ma, le, la, yo, mi, el,
    eu, meu, minha, nós, o, a
    """
)
_PRAISE = Pattern(
    r"\b(?:love|loved|like|likes|great|perfect|approved?|happy|good|fine|nice|works|awesome|"
    r"thanks|gut|"
    r"parfait|génial|perfecto|genial|ótimo|perfeito|adoro)\b|喜欢|满意|不错|很好|通过|没问题|"
    r"完美|OK|好看|棒",
    re.I,
)
_MISSING = Pattern(
    r"\b(?:but|too|should|could|needs?|must|has to|more|less|except|wrong|missing|broken|"
    r"blurry|zu|trop|"
    r"demasiado|muito|aber|mais|pero|mas)\b|太|但|应该|需要|希望|不对|错了|有点",
    re.I,
)
_OUR_BUSINESS = Pattern(
    r"\s*(?:and |but |so )?(?:i|we)(?:['’]ll| will| can)\b.{0,60}\b(?:later|tomorrow|next|"
    r"afterwards|myself|ourselves)\b",
    re.I,
)
# "Forget the video for a second, ...": what comes next is meant.
_SETTING_ASIDE = Pattern(
    r"\W*(?:ok |okay |please |just |let['’]?s )*(?:forget|never ?mind|ignore|leave|put|set|park|"
    r"skip|pause|hold|stop|vergiss|lass|olvida|deja|oublie|laisse|esquece|deixa|lascia|dimentica)\b.{0,50}?"
    r"(?:\bfor (?:a |one )?(?:sec\w*|moment|minute|bit|while|now)|\baside\b|\bto one side|"
    r"\blast message|\bwhat i (?:just )?said|\bthat thought|\bhere\W*$|\bun momento|\bde côté|"
    r"\bune seconde|\bun instant|\bpor (?:um|un) (?:segundo|momento)|\bpor ahora|\bpor enquanto)|"
    r"\W*(?:never ?mind|forget about)\b.{0,30}$|\W*(?:vergiss|lass) (?:kurz|mal|erst)|"
    r"\W*before (?:we|i) (?:continue|go on|carry on|start|keep going|move on)\W*$|"
    r"[^，。]{0,10}先(?:不管|别管|放一放|放一边|放着|放下|不聊|不说|不谈|不提|搁|停一下|不弄|不剪|不做)|"
    r".{0,12}置いといて",
    re.I,
)
_PLACED = Pattern(
    r"\W*(?:放|垫|插|接|贴|铺|叠|盖|当|用|配|作|加|排|摆)(?:在|到|进|成|作|做|为|第)|"
    r"\W*(?:it|this|that|they|these) (?:goes|go|belongs?|comes?|should (?:go|come|be))\b|"
    r"\W*for the \w+ (?:part|scene|section|bit|shot|segment)\b",
    re.I,
)
_IN_PROJECT = Pattern(
    r"(?:项目|素材库|库|工程)(?:里|中|里面)?\W*$|\b(?:project|library|bin)\W*$", re.I
)
_REFUSING = Pattern(r"\s*(?:(?:please|i|we|you)\s+)?(?:do ?n['’]?o?t|no need|not|never)\b", re.I)
_REFUSING_ZH = Pattern(r"\s*先?(?:不|别|暂时不|没)(?!要|够|是)")
_TELLING_ZH = Pattern(r"\s*(?:我|他|她|老板|客户|大家|领导|甲方|这|就|今天|明天|马上要)")


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
    if says_place(message, span) or orders_edit(tokens):
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
