"""What an instruction for a screen would have done there, as one of the client's actions.

Strategy: by what is dragged, then by the label of the control, then by the purpose ("to undo").
Places ("above the player") say nothing and are left out. Knows no sentence around the instruction.
"""

from __future__ import annotations

import re

from nemo_client.speech import gui_tables as t
from nemo_client.speech.gui_tongues import HANDS, NAMES

_SELECTS = re.compile(r"(?:choose|select|pick)\b", re.I)
_PICKS = re.compile(
    r"(?i:choose|select|pick|use|open|confirm with|finish with|go with) (?:the )?[*“\"]*[A-Z]"
)
_PLACE = re.compile(
    r"\b(?:above|below|beneath|underneath|next to|beside|near|left of|right of|to the (?:left|"
    r"right) of|at the (?:top|bottom|end|side|foot|edge) of|in the (?:top|bottom|upper|"
    r"lower)[- ]?(?:left|right)?[- ]?(?:corner)?(?: of)?|on top of|under) (?:the |your |this |"
    r"each |its )?(?:[\w-]+ ?){1,3}?(?=$|[,.;)]|\b(?:to|and|for|or|when|if|so)\b)|(?<=\S) (?:on|in|"
    r"from|inside|within) (?:the|your) (?:time ?line|canvas|player|preview|viewer|editor|"
    r"workspace)\b|(?:播放器|时间[线轴]|画布|屏幕|页面|窗口|面板|预览窗口?|片段|界面|画面|轨道|"
    r"字幕)?的?(?:上|里|中|内)的|(?:播放器|时间[线轴]|画布|屏幕|页面|窗口|面板|预览窗口?|片段|"
    r"界面|每[个行条])?的?(?:下方|上方|旁边|左侧|右侧|顶部|底部|下面|上面|左边|右边|右上角|"
    r"左上角|左下角|右下角|边上)的|在(?:播放头|指针|光标|进度条)的?(?:处|位置|这里)",
    re.I,
)
_PURPOSE = re.compile(
    r"\b(?:to|so that|so you can|for|if you|para|pour|per|für|um|zum)\b|(?<=[钮标键单”])(?:来|"
    r"可以?|能|就|看)",
    re.I,
)
_LABELLED = {
    action: re.compile(rf"(?<![a-zà-ÿ])(?:{words}|{NAMES[action]})(?![a-zà-ÿ])", re.I)
    for action, words in t.LABELS.items()
}
_HANDLED = re.compile(rf"(?<![a-z])(?:{t.HANDLED})(?![a-z])", re.I)
_DRAG = re.compile(
    r"\bdrag\w*|\bdrop\b|拖|拉|\b(?:arrast|gliss|zieh|trascin|перетащ)|ドラッグ|드래그|끌어", re.I
)
_PLAYHEAD = re.compile(r"playhead|scrub|progress bar|进度条|播放头|seek bar", re.I)
_FILE_INTO = re.compile(
    r"\b(?:files?|photos?|images?|videos?|logo|footage|it|them|clips?|media|recording|song)\b.*"
    rf"(?:{t.INTO_WINDOW})|{t.INTO_WINDOW}",
    re.I,
)
_FILE_ONTO = re.compile(
    r"\b(?:files?|photos?|images?|pictures?|logo|it|them|one|recording|pdf|png|screenshot|still|"
    r"document|slides?|"
    r"footage)(?! around)\b.* "
    r"(?:into|onto|on|to) (?:the |this |your )?(?:canvas|editor|player|app|workspace|panel|"
    r"field)\b|"
    r"(?:文件|截图|照片|图片|录音|视频|原片|脚本|文案)[^，。]{0,4}拖[进到入][^，。]{0,8}(?:面板|"
    r"区域|框|画布)|"
    r"\b(?:files?|photos?|images?|footage|media|"
    r"pictures?|logo|recording) (?:there|here)\b",
    re.I,
)
_STAGE = re.compile(r"timeline|track|时间[线轴]|轨道", re.I)
_CONTROL = re.compile(r"\b(?:icon|button|toggle|switch|check ?box)\b", re.I)
_OTHER = re.compile(t.OTHER, re.I)
_VERB = re.compile(rf"(?<![\w-])(?:{t.POINTING}|{HANDS})\b|{t.POINTING_ZH}|[点按选]", re.I)


def picks_label(text: str) -> bool:
    """Whether something with a name is chosen: "choose Trim", not "select one"."""
    return bool(_PICKS.match(text))


def actions_of(plain: str, purpose_before: str = "") -> tuple[str, ...]:
    """The action of one instruction: by what is dragged, by the label, then by the purpose."""
    if _OTHER.search(f"{purpose_before} {plain}"):
        return ()
    if _DRAG.search(plain):
        return (_drag_action(plain),)
    verb = _VERB.search(plain)
    bare = plain.lstrip(" *_")
    if _SELECTS.match(bare) and not picks_label(bare):
        return ()
    target = _PLACE.sub(" ", plain[verb.end() :] if verb else plain)
    purpose = _PURPOSE.search(target)
    if purpose and purpose.start() > 1:
        head, tail = target[: purpose.start()], target[purpose.start() :]
    else:
        head, tail = target, ""
    if verb is None and (first := _first_labelled(target)):
        return (first,)
    places = () if verb or _CONTROL.search(target) else (plain,)
    for part in (head, tail, purpose_before, _PLACE.sub(" ", plain), *places):
        if action := _labelled(part, is_purpose=part is not head):
            return (action,)
    return ()


def _first_labelled(text: str) -> str | None:
    """Without a hand on a control, the control that is named first."""
    found = [
        (match.start(), i, action)
        for i, (action, words) in enumerate(_LABELLED.items())
        if (match := words.search(text))
    ]
    return min(found)[2] if found and not _HANDLED.search(text) else None


def _drag_action(plain: str) -> str:
    if _PLAYHEAD.search(plain):
        return "show_timeline"
    is_upload = (_FILE_INTO.search(plain) or _FILE_ONTO.search(plain)) and not _STAGE.search(plain)
    return "request_upload" if is_upload else "send_edit"


def _labelled(part: str, is_purpose: bool) -> str | None:
    order = list(_LABELLED)
    if is_purpose:
        if _HANDLED.search(part):
            return "send_edit"
        order = [
            "show_credits",
            "send_edit",
            "export",
            "request_upload",
            "show_timeline",
            "show_state",
            "confirm",
        ]
    for action in order:
        if _LABELLED[action].search(part):
            return action
    return "send_edit" if _HANDLED.search(part) else None
