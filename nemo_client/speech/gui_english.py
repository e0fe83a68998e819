"""English clauses: which of them tell a reader to use a hand or a place on a screen.

Strategy: an instruction has a verb of pointing in the imperative, or a verb of looking together
with something that only exists on a screen and a reader who is told to. Whoever else acts ("she
hits the button", "I moved the clip") is in the film or at work on it, and that is content.
"""

from __future__ import annotations

import re

from nemo_client.speech import gui_tables as t

_LEADS = re.compile(
    r"(?:[\s*_👉💡🎉✅➡️•·-]|and\b|then\b|or\b|so\b|but\b|now\b|next\b|finally\b|lastly\b|"
    r"first\b|also\b|just\b|simply\b|please\b|afterwards?\b|instead\b|alternatively\b|"
    r"otherwise\b|again\b|all (?:you (?:have|need) to do|that(?:'s|’s) left(?: for you| to do)?) is"
    r"(?: to)?\b|which\b|where\b|that\b|from (?:there|here)\b|(?:t)?here you can\b|kindly\b|"
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
    re.I,
)
_POINT = re.compile(
    rf"(?:{t.POINTING})\b(?!\s+{t.COMPOUND})(?!-)(?=\s*$|[\s*_“\"'「]+{t.TOUCHED})", re.I
)
_BY_POINTING = re.compile(
    rf"\b(?:by|via|when you|if you|after you|until you|after|before|you|try|with a|"
    rf"simply) (?:\w+ )?(?:{t.POINTING})\b(?!\s+{t.COMPOUND})",
    re.I,
)
_LOOK = re.compile(rf"(?:{t.LOOKING})\b", re.I)
_SCREEN = re.compile(rf"(?<![\w-])(?:{t.SCREEN})(?![\w-])|→|⌘", re.I)
_AND = re.compile(r"\s*(?:and|or)\b\s*", re.I)
_PICTURE = re.compile(t.IN_PICTURE, re.I)
_TO_READER = re.compile(
    r"\byou(?:'ll|’ll| will| can| could| may| might| should| need to|"
    r" have to)\b(?: \w+)? (?:find|see|view|check|play|preview|open|access|download|export|"
    r"adjust|change|edit|move|review|drag|use|listen|watch|buy|top|purchase|manage|choose|"
    r"select|pick|turn|toggle|zoom|hide|show|rename|split|delete|replace|tweak|find out|toggle|"
    r"compare|trim|reorder|rearrange|upload|add|undo|scrub|compare|switch|get|save|do|slow|speed|"
    r"stretch|shorten|lengthen|crop|swap|"
    r"scale|resize|drop|place|position|mute|shift|nudge|fix|restore|fine-tune|grab|enlarge|"
    r"reach|locate|jump|skip|scroll|browse|sort)|"
    r"\b(?:can|could|may|might) (?:also |now |always |still |easily )?be (?:\w+ed|found|seen|"
    r"undone|set|done|heard|drawn)\b",
    re.I,
)
# What is kept somewhere in the editor: "the tags show up in the asset browser".
_KEPT = re.compile(
    r"\b(?:is|are|it's|they're) (?:now |also |all )?(?:available|waiting|listed|located|found|"
    r"accessible|visible|shown|collected|ready for you)\b|\b(?:is|are|shows? up|appears?|lives?|"
    r"sits?) "
    r"(?:now |also |all )?(?:\w+ed )?(?:in|under|inside|on) (?:the|your) (?:\w+ ){0,2}(?:panel|tab|"
    r"side ?bar|tool ?bar|library|bin|inspector|dashboard|browser)\b",
    re.I,
)
_AT_SCREEN = re.compile(
    rf"\b(?:in|on|under|at|from|through|via|with|inside|by|below|above) (?:the|your|its|this) "
    rf"(?:[\w*“”\"-]+ ){{0,3}}?(?:{t.SCREEN})(?![\w-])|→",
    re.I,
)
_FIRST_PERSON = re.compile(
    r"[\s*_]*(?:and |so |but |then )?(?:i|i'm|i've|i'll|i'd|i’m|i’ve|i’ll|i’d|we|we've|we'll|"
    r"we’ve|we’ll|my|our)\b",
    re.I,
)
_ADVICE = re.compile(r"\bi(?:'d|’d)? (?:recommend|suggest|advise)", re.I)
_HARD_LOOK = re.compile(
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
    r"your) (?:page|tab|browser|window)|your (?:remaining |current )?(?:credits?|balance|plan|"
    r"usage) "
    r"(?:is|are) (?:shown|displayed|listed|visible)\b.*(?:corner|top|header|menu|bar|avatar|"
    r"account)",
    re.I,
)
_LABEL_FIRST = re.compile(
    rf"[\s*“\"▶⬇⏬📥↓]*(?:(?:{'|'.join(t.LABELS.values())}|file|settings)(?![\w-])|(?:ctrl|cmd|"
    rf"shift|"
    rf"alt) ?\+|[⌘⇧⌥⌃])",
    re.I,
)
_HANDS = re.compile(
    r"(?:select|choose|pick|draw|type|enter|paste|set|adjust|find|scroll|resize|wait|hold|grab|"
    r"pull|move|go|open|look|check|use|confirm|play|watch|listen|place|rotate|add|name|give it|"
    r"fill|follow|log|sign|release|let go|repeat|switch|turn|enable|drop|double|see|stretch|"
    r"shrink|slide|zoom|browse|locate|trim|cut|split|edit|save|download|export|upload|import|"
    r"share|copy|close|one click|and it's yours|it's yours|the (?:file|export|download|render|"
    r"video) (?:will|starts|begins|"
    r"is saved)|the (?:mp4|mov|gif|webm|clip|movie) (?:lands|drops|ends up|is yours)|it(?:'ll|"
    r" will| should)? (?:download|save|open|appear|start|pop)\w*|"
    r"your (?:download|browser)|a (?:dialog|window|menu|pop-?up)\w*)\b",
    re.I,
)
# "... and you should see that the pole is gone" tells something.
_NOTICES = re.compile(
    r"[\s*_]*(?:and )?(?:then )?you(?:'ll|’ll| will| should| can| might| may)? (?:also |"
    r"now )?(?:see|hear|notice|find)"
    r"(?: \S+){4,}",
    re.I,
)
_GLUE = re.compile(
    r"[\s*_]*(?:(?:and|but|so|or|then),?\s+)?(?:for an? |if|when|whenever|once|as soon as|after|"
    r"before|"
    r"until|while|unless|in case|in order to|to (?!the|a\b)|for (?:a |the )?(?:finer|better|"
    r"more|quick|full|manual|any|further|details?|small|other|additional|best)|should you|"
    r"so (?:that )?you can|that way|as needed|as you like|wherever|without|with|in|on|at|under|"
    r"from|or|anytime|any time|not happy|happy|satisfied|prefer|want|need)\b",
    re.I,
)
# "... and the download button to take it home": the verb stands before the first of them.
_ALSO = re.compile(
    r"(?:the |your |its )?(?:[\w*-]+ ){0,2}?(?:button|icon|menu|key|slider|tab|"
    r"wheel)\b(?: to \w+|[\s*.!]*$)",
    re.I,
)
# "Click Export (top right)": nothing but a place.
_PLACE_ONLY = re.compile(
    r"[\s*_]*(?:(?:it(?:'s|’s| is)|at|in|on|the|of|located|just|screen|page|window|top|bottom|"
    r"upper|lower|left|right|corner|side|center|centre|middle|toolbar|sidebar|panel|hand|big|"
    r"blue|green|orange|red|one|button|icon)\b[\s-]*+)++[*_.!]*$|[\s*_]*(?:在|位于)?(?:页面|"
    r"屏幕|界面|窗口|编辑器)?的?(?:[左右][上下]角|[左右]侧|[上下]方|[顶底]部|中间)[\s*_]*$",
    re.I,
)
_GLANCE = re.compile(
    r"[\s*_]*(?:just |only |all it takes is )?(?:a|one|another) (?:\w+ )?(?:click|tap|press|"
    r"glance|look|peek|drag|swipe)\b",
    re.I,
)
_VERB_FIRST = (
    r"(?!(?:the|a|an|this|that|these|those|your|my|our|his|her|its|their|all|both|each|every|no|"
    r"some|many|in|on|at|by|for|from|with|without|within|above|below|behind|under|over|between|"
    r"near|like|as|if|when|there|here|it|music|text|titles?|sound|audio|video|clips?|tracks?|"
    r"\w+(?:ed|ing|ly)|\w+(?<!s)s)\b)[a-z][\w-]+\b"
)
# Any verb that stands first and goes somewhere on the screen: "Mosey over to the toolbar".
_GOES = re.compile(
    rf"{_VERB_FIRST}(?: (?:on|over|in|out|up|down|back|into|onto|to|at|by|through|"
    rf"open|around|along|off|a|quick|look|peek|for|yourself)){{0,4}} (?:the|your|this|that) "
    rf"(?:[\w*-]+ ){{0,3}}?[*]*(?:buttons?|icons?|tool ?bar|side ?bar|menu bar|tabs?|panels?|"
    rf"timeline|"
    rf"time line|playhead|dialog|drop-?down|(?:{'|'.join(t.LABELS.values())}) (?:menu|page|screen|"
    rf"key|"
    rf"arrow|option|box|window|area|list)|scrubber|progress bar|playback controls|inspector|"
    rf"dashboard)\b",
    re.I,
)
_WITH = re.compile(
    rf"{_VERB_FIRST}.* (?:with|using|via|through|by means of) (?:the|your) (?:[\w*-]+ ){{0,3}}?"
    rf"(?:buttons?|icons?|menu|tool ?bar|tab|panel|sliders?|arrow keys|check ?mark|tool|handles?|"
    rf"shortcut)\b(?! sounds?)|"
    rf"{_VERB_FIRST}.* by (?:{t.POINTING})\b(?!\s+{t.COMPOUND})",
    re.I,
)
_STATES = re.compile(
    r"\b(?:is|are|was|were|has|have|had|did|starts|ends|plays|shows|sits|stays|now|i|we)\b", re.I
)
_LABEL_CAPITAL = re.compile(
    rf"(?i:use|try|choose|select|pick|find|open|"
    rf"go to) (?i:the )?[*“\"]*(?=[A-Z▶⬇])(?i:{'|'.join(t.LABELS.values())})\b"
)
_WITHIN = re.compile(
    rf"(?<=\s)(?:{t.POINTING}) (?:on )?(?:the |your )?[*“\"]?(?:{'|'.join(t.LABELS.values())}|"
    rf"(?:ctrl|cmd)\b)|"
    rf"(?<=\s)(?:choose|select|pick|use|open|go to|check|try)\b.* (?:{t.SCREEN})(?![\w-])",
    re.I,
)
_AIMS = re.compile(
    r"[\s*_]*(?:to|for|if|when|once|whenever|in case|should|after|before|until|and)\b", re.I
)
_BY_LABEL = re.compile(
    rf"\bby (?:{t.POINTING}) (?:on )?(?:the |your )?(?:\w+ ){{0,2}}?[*“\"]?"
    rf"(?:{'|'.join(t.LABELS.values())}|{t.SCREEN})(?![\w-])",
    re.I,
)
_SOMEBODY = re.compile(
    r"\b(?:i|i'm|i've|we|he|she|they|who|somebody|someone|man|woman|boy|girl|hero|user|character|"
    r"viewer|actor|host|narrator|child|kid)\b",
    re.I,
)
# A control that waits for the reader, whatever the verb.
_FOR_READER = re.compile(
    rf"\b(?:{'|'.join(t.LABELS.values())})[*”\"]* (?:button|icon|menu|tab|dialog|key|"
    rf"panel)\b(?=.*\b(?:you|"
    r"your|yours|waiting|awaits|sits|lives|is (?:right|just)|tool ?bar|side ?bar|header|top right|"
    r"top left|bottom right|"
    r"needs? to be|has to be|must be)\b)",
    re.I,
)
_TOLD = re.compile(r"\b(?:was|were|has been|have been|had|added|now|said|says|reads)\b", re.I)
# What a shot list tells the camera.
_SHOT = re.compile(
    r"(?:(?:smash |match |hard |jump )?cut (?:back )?to|pan|dolly|tilt|fade|dissolve|crane|rack|"
    r"push in|"
    r"(?:close|open|start|begin|end|hold|land) on|reveal|(?:follow|track) the (?!steps|instr|"
    r"prompt|link|"
    r"progress))\b(?! (?:button|icon|slider))",
    re.I,
)
_POLITE = re.compile(r"\s*(?:could|can|would) you\b", re.I)
_CONTROL = re.compile(
    r"\b(?:buttons?|icon|menu|tab|dialog|key|panel|slider|tool ?bar|side ?bar|click|press|"
    r"drag)\b",
    re.I,
)


def bare(plain: str) -> str:
    """The clause without the words that only lead in ("then you can simply ...")."""
    match = _LEADS.match(plain)
    return plain[match.end() if match else 0 :]


def continues(before: str, plain: str) -> bool:
    """Whether "and points on the timeline" only goes on with what the reader is told to do."""
    rest = _AND.sub("", plain, count=1)
    if rest == plain or not _SCREEN.search(rest) or _SCREEN.search(before):
        return False
    is_told = _LOOK.match(bare(before)) or _TO_READER.search(before)
    return bool(is_told) and not (_LOOK.match(bare(rest)) or _POINT.match(bare(rest)))


def is_asked_by_hand(plain: str) -> bool:
    """Whether a polite question wants a hand on a control: "could you use the icon?"."""
    return bool(_POLITE.match(plain)) and bool(_CONTROL.search(plain))


def is_gui(plain: str, after_gui: bool) -> bool:
    """Whether the clause instructs; `after_gui` when one before it in the sentence does."""
    start = bare(plain)
    if _SHOT.match(start) or (_FIRST_PERSON.match(plain) and not _ADVICE.search(plain)):
        return False
    if point := _POINT.match(start):
        return after_gui or not point.group().endswith("ing") or start[:1].isupper()
    if _HARD_LOOK.match(start) or (after_gui and _is_next(start)):
        return True
    if _is_elsewhere(plain, start, after_gui):
        return True
    reader = bool(_TO_READER.search(plain) or _LOOK.match(start))
    if _BY_POINTING.search(plain) and (reader or _GLUE.match(plain)):
        return True
    is_kept = bool(_KEPT.search(plain) and _AT_SCREEN.search(plain))
    return (is_kept or (reader and bool(_SCREEN.search(plain)))) and not _PICTURE.search(plain)


def _is_next(start: str) -> bool:
    """ "Click Play, then Export": the verb stands before the first of them."""
    is_named = start[:1].isupper() or start[:1] in '*“"⌘⇧⌥⌃▶⬇⏬📥↓'
    return (is_named and bool(_LABEL_FIRST.match(start))) or bool(_ALSO.match(start))


def _is_elsewhere(plain: str, start: str, after_gui: bool) -> bool:
    """An instruction without a known verb at its beginning: "For 4K choose ... in the menu"."""
    if _SOMEBODY.search(plain) or _PICTURE.search(plain):
        return False
    if _LABEL_CAPITAL.match(start) or (_GLANCE.match(plain) and _SCREEN.search(plain)):
        return True
    if (_GOES.match(start) or _WITH.match(start)) and not _STATES.search(start):
        return True
    if _BY_LABEL.search(plain) or (after_gui and _BY_POINTING.search(plain)):
        return True
    if _AIMS.match(plain) and _WITHIN.search(plain):
        return True
    is_control = _CONTROL.search(plain) and _FOR_READER.search(plain)
    return bool(is_control) and not _TOLD.search(plain)


def is_hand(plain: str) -> bool:
    """Whether a clause beside an instruction goes on by hand ("and wait")."""
    if _NOTICES.match(plain) and not _SCREEN.search(plain):
        return False
    is_view = _TO_READER.match(plain.lstrip()) and len(plain.split()) <= 5
    return bool(is_view or _HANDS.match(bare(plain)))


def is_place(plain: str) -> bool:
    """Whether a clause is nothing but a place on the screen."""
    return bool(_PLACE_ONLY.match(plain))


def is_glue(plain: str) -> bool:
    """Whether a clause leans on another: a condition, a purpose."""
    return bool(_GLUE.match(plain)) and not _FIRST_PERSON.match(plain)
