"""English clauses: which of them tell a reader to use a hand or a place on a screen.

Strategy: an instruction has a verb of pointing in the imperative, or a verb of looking together
with something that only exists on a screen and a reader who is told to. Whoever else acts ("she
hits the button", "I moved the clip") is in the film or at work on it, and that is content.
"""

from __future__ import annotations

import re

from nemo_client.speech import gui_tables as t
from nemo_client.speech.gui_elsewhere import BY_POINTING, CONTROL, SCREEN, is_elsewhere
from nemo_client.speech.gui_folding import fold, folded

_LEADS = folded(
    r"(?:[\s*_👉💡🎉✅➡️•·-]|and\b|then\b|or\b|so\b|but\b|now\b|next\b|finally\b|lastly\b|"
    r"first\b|also\b|just\b|simply\b|please\b|afterwards?\b|instead\b|alternatively\b|"
    r"otherwise\b|again\b|(?:all|what|"
    r"the only thing) (?:(?:that )?you (?:still )?(?:have|need) to do|(?:that |that(?:'s|’s) |'s |"
    r"’s |is |"
    r"that is )?(?:left|remains|remaining)(?: for you)?(?: to do)?) is(?: to)?\b|which\b|where\b|"
    r"that\b|from (?:there|here)\b|(?:t)?here you can\b|kindly\b|"
    r"optionally\b|why not\b|you(?:'re|’re| are) (?:welcome|free|able|good|all set|invited) to\b|"
    r"you(?:'ll|’ll| will) be able to\b|(?:it's |it’s )?time to\b|the (?:next|last|final) step is "
    r"to\b|you (?:just|only|then)\b|(?:once|when|"
    r"whenever|if|after|until|as soon as) you\b|you (?:may|might|can|could|will|"
    r"would) (?:also )?(?:want|like|wish|need|have) to\b|you(?:'ll|’ll)? (?:can|could|may|might|"
    r"should|"
    r"must|need to|have to|only (?:need|have) to|just (?:need|have) to|will (?:need|have) to|"
    r"want to)\b|you(?:'ll|’ll) (?:need|have|want) to\b|feel free to\b|go ahead and\b|"
    r"be sure to\b|remember to\b|make sure (?:to|you)\b|don't forget to\b|try to\b|i(?:'d|"
    r"’d)? (?:recommend|suggest)(?: that)?(?: you)?\b|either\b|easily\b|always\b|directly\b|"
    r"(?:could|can|would) you(?: please)?\b|quickly\b|after that\b|at any time\b|any time\b|"
    r"once (?:you're|you’re|you are|that's|"
    r"it's|it is) \w+\b|when (?:you're|you’re|you are|it's) \w+\b|if (?:needed|necessary|"
    r"you like|you want)\b)+",
)
_POINT = re.compile(
    rf"(?:{t.POINTING})\b(?!\s+{t.COMPOUND})(?!\s+(?-i:tracks?)\b)(?!-)"
    rf"(?=\s*$|[\s*_“\"'「]+{t.TOUCHED})",
    re.I,
)
_HAND = folded(t.POINTING)
_LOOK = folded(rf"(?:{t.LOOKING})\b")
_PAGE = re.compile(r"[A-Z]\w+ page")
_AND = folded(r"\s*(?:and|or)\b\s*")
_PICTURE = folded(t.IN_PICTURE)
TO_READER = folded(
    r"\byou(?:'ll|’ll| will| can| could| may| might| should| need to|"
    r" have to)\b(?: \w+)? (?:find|see|view|check|play|preview|open|access|download|export|"
    r"adjust|change|edit|move|review|drag|use|listen|watch|buy|top|purchase|manage|choose|"
    r"select|pick|turn|toggle|zoom|hide|show|rename|split|delete|replace|tweak|find out|toggle|"
    r"compare|trim|reorder|rearrange|upload|add|undo|scrub|compare|switch|get|save|do|slow|speed|"
    r"stretch|shorten|lengthen|crop|swap|"
    r"scale|resize|drop|place|position|mute|shift|nudge|fix|restore|fine-tune|grab|enlarge|"
    r"reach|flip|cycle|step|swipe|pause|rewind|loop|locate|jump|skip|scroll|browse|sort)|"
    r"\b(?:can|could|may|might) (?:also |now |always |still |easily )?be (?:\w+ed|found|seen|"
    r"undone|set|done|heard|drawn)\b",
)
# What is kept somewhere in the editor: "the tags show up in the asset browser".
_KEPT = folded(
    r"\b(?:is|are|it's|they're) (?:now |also |all )?(?:available|waiting|listed|located|found|"
    r"accessible|visible|shown|collected|ready for you)\b|\b(?:is|are|shows? up|appears?|lives?|"
    r"sits?) "
    r"(?:now |also |all )?(?:\w+ed )?(?:in|under|inside|on) (?:the|your) (?:\w+ ){0,2}(?:panel|tab|"
    r"side ?bar|tool ?bar|library|bin|inspector|dashboard|browser)\b",
)
_AT_SCREEN = folded(
    rf"\b(?:in|on|under|at|from|through|via|with|inside|by|below|above) (?:the|your|its|this) "
    rf"(?:[\w*“”\"-]+ ){{0,3}}?(?:{t.SCREEN})(?![\w-])|→",
)
FIRST_PERSON = folded(
    r"[\s*_]*(?:and |so |but |then )?(?:i|i'm|i've|i'll|i'd|i’m|i’ve|i’ll|i’d|we|we've|we'll|"
    r"we’ve|we’ll|my|our)\b",
)
_ADVICE = folded(r"\bi(?:'d|’d)? (?:recommend|suggest|advise)")
_HARD_LOOK = folded(
    r"(?:preview|scrub)\b(?= (?:to|it|the|your|this|how|before|each|them|all|everything|through|"
    r"along|in|your)\b|[ .]*$)|play (?:it|(?:the|this|that) (?:section|part|passage|scene|shot|"
    r"range|segment|first|last|whole|full|new|clip|video|result|preview|sequence|draft|cut)|"
    r"back)\b|(?:check|see|view|review|visit|manage|upgrade) (?:your|the) (?:account|plan|"
    r"balance|subscription|credits?|billing|remaining credits)\b|(?:open|check|see|view|expand|"
    r"inspect|look at) (?:the|your|all|all the|all your) (?:\w+ )?(?:timeline|tracks?|layers?|"
    r"assets?|project panel)\b(?! of)|top up\b|(?:watch|view|play) (?:it|this|"
    r"that)(?: in)? full ?screen|(?:pull|push|stretch|slide|grab|move) (?:the|its|"
    r"one|a|either) (?:[\w-]+ ){0,2}"
    r"(?:edge|corner|handle|triangle|border|dot|slider|knob|marker|end)s?\b|(?:refresh|reload|"
    r"close) (?:the|this|"
    r"your) (?:page|tab|browser|window)|scroll (?:up |down |along |through )+(?:the|"
    r"your) (?:time ?line|tracks|layers|assets|panel|list|library)\b|(?:go|head|proceed|"
    r"navigate) (?:over |up |down )?to the "
    r"(?:\w+ )?(?:upper|lower|top|bottom)[- ](?:left|right)(?:-hand)?(?: corner| side)?\b|"
    r"your (?:remaining |current )?(?:credits?|balance|plan|"
    r"usage) "
    r"(?:is|are) (?:shown|displayed|listed|visible)\b.*(?:corner|top|header|menu|bar|avatar|"
    r"account)",
)
_LABEL_FIRST = folded(
    rf"[\s*“\"▶⬇⏬📥↓]*(?:(?:{'|'.join(t.LABELS.values())}|file|settings)(?![\w-])|(?:ctrl|cmd|"
    rf"shift|"
    rf"alt) ?\+|[⌘⇧⌥⌃])",
)
GLUE = folded(
    r"[\s*_]*(?:(?:and|but|so|or|then),?\s+)?(?:for an? |if|when|whenever|once|as soon as|after|"
    r"before|"
    r"until|while|unless|in case|in order to|should (?:this|that|it|anything)|to (?!the|a\b)|"
    r"for (?:a |the )?(?:finer|better|"
    r"more|quick|full|manual|any|further|details?|small|other|additional|best)|should you|"
    r"so (?:that )?you can|where you (?:like|want|need|please)|that way|as needed|as you like|"
    r"wherever|without|with|in|on|at|under|"
    r"from|or|anytime|any time|not happy|happy|satisfied|prefer|want|need)\b",
)
# "... and the download button to take it home": the verb stands before the first of them.
_ALSO = folded(
    r"(?:the |your |its )?(?:[\w*-]+ ){0,2}?(?:button|icon|menu|key|slider|tab|panel|player|"
    r"timeline|list|wheel)\b(?: to \w+|[\s*.!]*$)",
)
_SOMEBODY = folded(
    r"\b(?:i|i'm|i've|we|he|she|they|who|somebody|someone|man|woman|boy|girl|hero|user|character|"
    r"viewer|actor|host|narrator|child|kid)\b",
)
_UNDER = re.compile(
    rf"\b(?:under|in|inside|via) (?:the )?[*“\"]*(?=[A-Z])(?i:{'|'.join(t.LABELS.values())})\b"
)
# "Double-tapping the drum is audible again": said of the film.
_IS = folded(r"\b(?:is|are|was|were|sounds|looks|feels)\b")
_LABEL = folded(rf"\b(?:{'|'.join(t.LABELS.values())})\b")
_SHOT = folded(
    r"(?:(?:smash |match |hard |jump )?cut (?:back )?to|pan|dolly|tilt|fade|dissolve|crane|rack|"
    r"push in|"
    r"(?:close|open|start|begin|end|hold|land) on|reveal|(?:follow|track) the (?!steps|instr|"
    r"prompt|link|"
    r"progress))\b(?! (?:button|icon|slider))",
)
_POLITE = folded(r"\s*(?:could|can|would) you\b")


def bare(plain: str) -> str:
    """The clause without the words that only lead in ("then you can simply ...")."""
    return plain[lead_of(fold(plain)) :]


def lead_of(low: str) -> int:
    """Where the words that only lead in end."""
    match = _LEADS.match(low)
    return match.end() if match else 0


def continues(before: str, plain: str) -> bool:
    """Whether "and points on the timeline" only goes on with what the reader is told to do."""
    match = _AND.match(low := fold(plain))
    if match is None or not SCREEN.search(low, match.end()):
        return False
    before, rest = fold(before), plain[match.end() :]
    if SCREEN.search(before):
        return False
    is_told = _LOOK.match(bare(before)) or TO_READER.search(before)
    start = bare(rest)
    return bool(is_told) and not (_LOOK.match(fold(start)) or _POINT.match(start))


def is_asked_by_hand(plain: str) -> bool:
    """Whether a polite question wants a hand on a control: "could you use the icon?"."""
    low = fold(plain)
    return bool(_POLITE.match(low)) and bool(CONTROL.search(low))


def is_gui(plain: str, low: str, after_gui: bool) -> bool:
    """Whether the clause instructs; `after_gui` when one before it in the sentence does."""
    lead = lead_of(low)
    start, begin = low[lead:], plain[lead:]
    if _SHOT.match(start) or (FIRST_PERSON.match(low) and not _ADVICE.search(low)):
        return False
    if _HAND.match(start) and (point := _POINT.match(begin)):
        return after_gui or not point.group().endswith("ing") or _is_told_by_doing(begin, start)
    if _HARD_LOOK.match(start) or (after_gui and _is_next(begin, start)):
        return True
    if is_elsewhere(low, begin, start, after_gui) and not _is_in_film(low):
        return True
    reader = bool(_LOOK.match(start) or TO_READER.search(low))
    if (reader or GLUE.match(low)) and BY_POINTING.search(low):
        return True
    is_shown = reader and (SCREEN.search(low) or _is_named(plain, low))
    is_kept = not is_shown and _KEPT.search(low) and _AT_SCREEN.search(low)
    return bool(is_shown or is_kept) and not _PICTURE.search(low)


def _is_named(plain: str, low: str) -> bool:
    """ "You will find it under Assets", "open the Export page": a capital names a control."""
    if _PAGE.search(plain):
        return True
    return bool(_UNDER.search(plain) and TO_READER.search(low))


def _is_told_by_doing(begin: str, start: str) -> bool:
    """ "Clicking it opens the menu" begins a sentence, and is about a screen if it describes."""
    if not _IS.search(start):
        return begin[:1].isupper()
    return begin[:1].isupper() and bool(SCREEN.search(start) or _LABEL.search(start))


def _is_next(begin: str, start: str) -> bool:
    """ "Click Play, then Export": the verb stands before the first of them."""
    is_named = begin[:1].isupper() or begin[:1] in '*“"⌘⇧⌥⌃▶⬇⏬📥↓'
    return (is_named and bool(_LABEL_FIRST.match(start))) or bool(_ALSO.match(start))


def _is_in_film(low: str) -> bool:
    return bool(_SOMEBODY.search(low) or _PICTURE.search(low))
