"""English clauses beside an instruction: what goes on by hand, a mere place, a condition.

Strategy: by their first words. Whether they go is decided by the instruction they lean on.
"""

from __future__ import annotations

from nemo_client.speech.gui_elsewhere import SCREEN
from nemo_client.speech.gui_english import FIRST_PERSON, GLUE, TO_READER, lead_of
from nemo_client.speech.gui_folding import folded

_HANDS = folded(
    r"(?:select|choose|pick|draw|widen|enlarge|shorten|lengthen|extend|type|enter|paste|set|"
    r"adjust|find|scroll|resize|wait|hold|grab|"
    r"pull|move|go|open|look|check|use|confirm|play|watch|listen|place|rotate|add|name|give it|"
    r"fill|follow|log|sign|release|let go|repeat|switch|turn|enable|drop|double|see|stretch|"
    r"shrink|slide|zoom|browse|locate|trim|cut|split|edit|save|download|export|upload|import|"
    r"share|copy|close|one click|and it's yours|it's yours|the (?:file|export|download|render|"
    r"video) (?:will|starts|begins|"
    r"is saved)|the (?:mp4|mov|gif|webm|clip|movie) (?:lands|drops|ends up|is yours)|it(?:'ll|"
    r" will| should)? (?:download|save|open|appear|start|pop)\w*|"
    r"your (?:download|browser)|a (?:dialog|window|menu|pop-?up)\w*)\b",
)
# "... and you should see that the pole is gone" tells something.
_NOTICES = folded(
    r"[\s*_]*(?:and )?(?:then )?you(?:'ll|’ll| will| should| can| might| may)? (?:also |"
    r"now )?(?:see|hear|notice|find)"
    r"(?: \S+){4,}",
)
# "Click Export (top right)": nothing but a place.
_PLACE_ONLY = folded(
    r"[\s*_]*(?:(?:it(?:'s|’s| is)|at|in|on|the|of|located|just|screen|page|window|top|bottom|"
    r"upper|lower|left|right|corner|side|center|centre|middle|toolbar|sidebar|panel|hand|big|"
    r"blue|green|orange|red|one|button|icon)\b[\s-]*+)++[*_.!]*$|[\s*_]*(?:在|位于)?(?:页面|"
    r"屏幕|界面|窗口|编辑器)?的?(?:[左右][上下]角|[左右]侧|[上下]方|[顶底]部|中间)[\s*_]*$",
)


def is_hand(low: str) -> bool:
    """Whether a clause beside an instruction goes on by hand ("and wait")."""
    if _NOTICES.match(low) and not SCREEN.search(low):
        return False
    is_view = TO_READER.match(low.lstrip()) and len(low.split()) <= 5
    return bool(is_view or _HANDS.match(low, lead_of(low)))


def is_place(low: str) -> bool:
    """Whether a clause is nothing but a place on the screen."""
    return bool(_PLACE_ONLY.match(low))


def is_glue(low: str) -> bool:
    """Whether a clause leans on another: a condition, a purpose."""
    return bool(GLUE.match(low)) and not FIRST_PERSON.match(low)
