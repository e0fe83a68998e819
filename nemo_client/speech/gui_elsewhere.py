"""English instructions that no known verb opens: "For 4K choose it in the menu", "mosey over".

Strategy: a verb that stands first and goes somewhere on the screen, a control that waits for the
reader, a hand named in the middle. Whether somebody in the film does it is asked by the caller.
"""

from __future__ import annotations

import re

from nemo_client.speech import gui_tables as t
from nemo_client.speech.gui_folding import folded

BY_POINTING = folded(
    rf"\b(?:by|via|when you|if you|after you|until you|after|before|you|try|with a|"
    rf"simply) (?:\w+ )?(?:{t.POINTING})\b(?!\s+{t.COMPOUND})",
)
SCREEN = folded(rf"(?<![\w-])(?:{t.SCREEN})(?![\w-])|→|⌘")
_ON_LABEL = folded(rf" (?:on|of) (?:the )?[*“\"]*(?:{'|'.join(t.LABELS.values())})\b")
_GLANCE = folded(
    r"[\s*_]*(?:just |only |all it takes is )?(?:a|one|another) (?:\w+ )?(?:click|tap|press|"
    r"glance|look|peek|drag|swipe)\b",
)
_VERB_FIRST = (
    r"(?!(?:the|a|an|this|that|these|those|your|my|our|his|her|its|their|all|both|each|every|no|"
    r"some|many|in|on|at|by|for|from|with|without|within|above|below|behind|under|over|between|"
    r"near|like|as|if|when|there|here|it|music|text|titles?|sound|audio|video|clips?|tracks?|"
    r"\w+(?:ed|ing|ly)|\w+(?<!s)s)\b)[a-z][\w-]+\b"
)
# Any verb that stands first and goes somewhere on the screen: "Mosey over to the toolbar".
_GOES = folded(
    rf"{_VERB_FIRST}(?: (?:on|over|in|out|up|down|back|into|onto|to|at|by|through|"
    rf"open|around|along|off|a|quick|look|peek|for|yourself)){{0,4}} (?:the|your|this|that) "
    rf"(?:[\w*-]+ ){{0,3}}?[*]*(?:buttons?|icons?|tool ?bar|side ?bar|menu bar|tabs?|panels?|"
    rf"timeline|"
    rf"time line|playhead|dialog|drop-?down|(?:{'|'.join(t.LABELS.values())}) (?:menu|page|screen|"
    rf"key|"
    rf"arrow|option|box|window|area|list)|scrubber|progress bar|playback controls|inspector|"
    rf"dashboard)\b",
)
_WITH = folded(
    rf"{_VERB_FIRST}.* (?:with|using|via|through|by means of) (?:the|your) (?:[\w*-]+ ){{0,3}}?"
    rf"(?:buttons?|icons?|menu|tool ?bar|tab|panel|sliders?|arrow keys|check ?mark|tool|handles?|"
    rf"(?:corner|control|anchor) (?:points?|dots?)|shortcut)\b(?! sounds?)|"
    r"(?:resize|stretch|shorten|lengthen|extend|change|adjust|trim|crop|widen|scale|enlarge|shrink|"
    r"tighten|cut|fix|correct|fine-tune|move|set|tweak|alter|refine|"
    r"nudge)\b.* by (?:pulling|sliding|pushing|moving|"
    rf"stretching) (?:on |at )?(?:the|its|one|a|either) (?:[\w-]+ ){{0,2}}(?:edge|corner|handle|"
    rf"border|slider|knob|marker|end)s?\b"
    rf"(?! of)|"
    rf"{_VERB_FIRST}.* by (?:{t.POINTING})\b(?!\s+{t.COMPOUND})",
)
_STATES = folded(
    r"\b(?:is|are|was|were|has|have|had|did|starts|ends|plays|shows|sits|stays|now|i|we)\b"
)
_LABEL_CAPITAL = re.compile(
    rf"(?i:use|try|choose|select|pick|find|open|"
    rf"go to) (?i:the )?[*“\"]*(?=[A-Z▶⬇])(?i:{'|'.join(t.LABELS.values())})\b|"
    rf"(?i:smack|mash|whack|punch|slap|bash|poke|smash|jab|touch|trigger|activate|thump|depress) "
    rf"(?i:that |the )?[*“\"]*(?=[A-Z▶⬇])(?i:{'|'.join(t.LABELS.values())})[*”\"]*"
    rf"(?=[\s.!]*$| (?:button|icon|key|to|once|when|whenever|if|after|as soon)\b)"
)
_WITHIN = folded(
    rf"(?<=\s)(?:{t.POINTING}) (?:on )?(?:the |your )?[*“\"]?(?:{'|'.join(t.LABELS.values())}|"
    rf"(?:ctrl|cmd)\b)|"
    rf"(?<=\s)(?:choose|select|pick|use|open|go to|check|try)\b.* (?:{t.SCREEN})(?![\w-])",
)
_AIMS = folded(r"[\s*_]*(?:to|for|if|when|once|whenever|in case|should|after|before|until|and)\b")
_BY_LABEL = folded(
    rf"\bby (?:{t.POINTING}) (?:on )?(?:the |your )?(?:\w+ ){{0,2}}?[*“\"]?"
    rf"(?:{'|'.join(t.LABELS.values())}|{t.SCREEN})(?![\w-])",
)
# A control that waits for the reader, whatever the verb.
_FOR_READER = folded(
    rf"\b(?:{'|'.join(t.LABELS.values())})[*”\"]* (?:button|icon|link|menu|tab|dialog|key|"
    rf"panel)\b(?=.*\b(?:you|"
    r"your|yours|waiting|awaits|sits|lives|is (?:right|just)|tool ?bar|side ?bar|header|top right|"
    r"top left|bottom right|"
    r"needs? to be|has to be|must be)\b)|"
    r"\b(?:undo|redo|revert|restore|history) (?:button|icon|key|arrow) (?:will |can |)"
    r"(?:restores?|undo(?:es)?|resets?|fetch(?:es)?|gets?|(?:brings?|takes?)(?! up| on))\b|"
    r"\b(?:uploads?|imports?|exports?|download|save|render|undo|redo|revert|generate) (?:button|"
    r"icon|link|menu) is (?:on the (?:left|right)[\s*.!]*$|(?:at|in) the (?:top|bottom|upper|"
    r"lower)\b)",
)
_TOLD = folded(r"\b(?:was|were|has been|have been|had|added|now|said|says|reads)\b")
# What a shot list tells the camera.
_BY_HAND = folded(
    r"\byou (?:can|could|may|might)(?: \w+)? (?:move|reposition|adjust|trim|shift|nudge|resize|"
    r"arrange|rearrange|reorder|edit|cut|change|place|tweak|fix|correct|split|crop|shorten|rotate|"
    r"replace|scale|stretch)\b.* (?:by hand|manually|with (?:the|your) (?:mouse|cursor|"
    r"trackpad))\b"
)
_LETS = folded(
    rf"\bthere(?:'s|’s| is) (?:also )?an? (?:{'|'.join(t.LABELS.values())}) (?:button|icon|menu|"
    rf"tab|"
    rf"link)\b(?=.*\b(?:you|your|top|bottom|left|right|below|above|here|for (?:it|them|that))\b)|"
    rf"\bis the (?:button|key|icon|link) (?:to (?:click|hit|press|push|tap|use)|for)\b|"
    r"\b(?:icon|button|menu|slider|panel|toggle|switch|inspector|wheel)\b[^,;.]{0,30} "
    r"(?:lets?|allows?) you\b|\bslider [^,;.]{0,30} takes you\b"
)
CONTROL = folded(
    r"\b(?:buttons?|icon|link|menu|tab|dialog|key|panel|slider|tool ?bar|side ?bar|click|press|"
    r"drag)\b",
)


def is_elsewhere(low: str, begin: str, start: str, after_gui: bool) -> bool:
    """An instruction without a known verb at its beginning: "For 4K choose ... in the menu"."""
    if _LABEL_CAPITAL.match(begin):
        return True
    glance = _GLANCE.match(low)
    if glance and (_ON_LABEL.match(low, glance.end()) or SCREEN.search(low)):
        return True
    if (_GOES.match(start) or _WITH.match(start)) and not _STATES.search(start):
        return True
    if ("you " in low and _BY_HAND.search(low)) or _LETS.search(low):
        return True
    if "by " in low and _BY_LABEL.search(low):
        return True
    if after_gui and BY_POINTING.search(low):
        return True
    if _AIMS.match(low) and _WITHIN.search(low):
        return True
    is_control = CONTROL.search(low) and _FOR_READER.search(low)
    return bool(is_control) and not _TOLD.search(low)
