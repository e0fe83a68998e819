"""What an instruction for a screen would have done there, as one of the client's actions.

Strategy: by what is dragged, then by the label of the control, then by the purpose ("to undo").
Places ("above the player") say nothing and are left out. Knows no sentence around the instruction.
"""

from __future__ import annotations

import re

from nemo_client.speech import gui_tables as t
from nemo_client.speech.gui_folding import fold, folded
from nemo_client.speech.gui_tongues import HANDS, NAMES

_SELECTS = folded(r"(?:choose|select|pick)\b")
_PICKS = re.compile(
    r"(?i:choose|select|pick|use|open|confirm with|finish with|go with) (?:the )?[*“\"]*[A-Z]"
)
_PLACE = folded(
    r" (?<=\S )(?:on|in|from|inside|within) (?:the|your) (?:time ?line|canvas|player|preview|"
    r"viewer|editor|workspace)\b|\b(?:above|below|beneath|underneath|next to|beside|near|"
    r"left of|right of|to the (?:left|right) of|at the (?:top|bottom|end|side|foot|edge) of|"
    r"in the (?:top|bottom|upper|lower)[- ]?(?:left|right)?[- ]?(?:corner)?(?: of)?|on top of|"
    r"under) (?:the |your |this |each |its )?(?:[\w-]+ ?){1,3}?"
    r"(?=$|[,.;)]|\b(?:to|and|for|or|when|if|so)\b)"
)
_PLACE_ZH = re.compile(
    r"(?:播放器|时间[线轴]|画布|屏幕|页面|窗口|面板|预览窗口?|片段|界面|画面|轨道|"
    r"字幕)?的?(?:上|里|中|内)的|(?:播放器|时间[线轴]|画布|屏幕|页面|窗口|面板|预览窗口?|片段|"
    r"界面|每[个行条])?的?(?:下方|上方|旁边|左侧|右侧|顶部|底部|下面|上面|左边|右边|右上角|"
    r"左上角|左下角|右下角|边上)的|在(?:播放头|指针|光标|进度条)的?(?:处|位置|这里)"
)
_PURPOSE = folded(
    r"\b(?:to|so that|so you can|for|if you|para|pour|per|für|um|zum)\b|(?<=[钮标键单”])(?:来|"
    r"可以?|能|就|看)"
)
_NAMED = "|".join(f"(?P<{action}>{words}|{NAMES[action]})" for action, words in t.LABELS.items())
_LETTERS = re.escape("".join(sorted(set(_NAMED.lower()))))
_LABELLED = folded(rf"(?=[{_LETTERS}])(?<![a-zà-ÿ])(?:{_NAMED})(?![a-zà-ÿ])")
_HANDLED = folded(rf"(?<![a-z])(?:{t.HANDLED})(?![a-z])")
_DRAG = folded(
    r"drag(?<!\wdrag)|drop(?<!\wdrop)\b|arrast(?<!\warrast)|gliss(?<!\wgliss)|zieh(?<!\wzieh)|"
    r"trascin(?<!\wtrascin)|перетащ|拖|拉|ドラッグ|드래그|끌어"  # literals first are found fastest
)
_PEEKS = folded("hover|悬停|点开[看听瞧]")
_PLAYS = folded("preview|play|watch|预览|播放|点开")
_PLAYHEAD = folded(r"播放器[^，。]{0,4}滑[块杆]|playhead|scrub|progress bar|进度条|播放头|seek bar")
_FILE_INTO = folded(
    r"\b(?:files?|photos?|images?|videos?|logo|footage|it|them|clips?|media|recording|song)\b.*"
    rf"(?:{t.INTO_WINDOW})|{t.INTO_WINDOW}"
)
_FILE_ONTO = folded(
    r"\b(?:files?|photos?|images?|pictures?|logo|it|them|one|recording|pdf|png|screenshot|still|"
    r"document|slides?|"
    r"footage)(?! around)\b.* "
    r"(?:into|onto|on|to) (?:the |this |your )?(?:canvas|editor|player|app|workspace|panel|"
    r"field)\b|"
    r"(?:文件|截图|照片|图片|录音|视频|原片|脚本|文案)[^，。]{0,4}拖[进到入][^，。]{0,8}(?:面板|"
    r"区域|框|画布)|"
    r"\b(?:files?|photos?|images?|footage|media|"
    r"pictures?|logo|recording) (?:there|here)\b"
)
_SLIDER = folded(
    r"slider (?=(?:under|below|beneath|underneath|of|in) the (?:player|video|preview))"
)
_STAGE = folded(r"timeline|track|时间[线轴]|轨道")
_CONTROL = folded(r"\b(?:icon|button|toggle|switch|check ?box)\b")
_OTHER = folded(t.OTHER)
_OTHER_ZH = folded(t.OTHER_ZH)
_VERB = folded(rf"(?<![\w-])(?:{t.POINTING}|{HANDS})\b|{t.POINTING_ZH}|[点按选]")
_VERB_WEST = folded(rf"(?<![\w-])(?:{t.POINTING}|{HANDS})\b")
_BY_PURPOSE = (
    "show_credits",
    "send_edit",
    "export",
    "request_upload",
    "show_timeline",
    "show_state",
    "confirm",
)


def picks_label(text: str) -> bool:
    """Whether something with a name is chosen: "choose Trim", not "select one"."""
    return bool(_PICKS.match(text))


def actions_of(plain: str, purpose_before: str = "") -> tuple[str, ...]:
    """The action of one instruction: by what is dragged, by the label, then by the purpose."""
    low, before = fold(plain).replace("proceed to", "go to"), fold(purpose_before)
    is_west = low.isascii() and before.isascii()
    if _OTHER.search(around := f"{before} {low}") or (not is_west and _OTHER_ZH.search(around)):
        return ()
    if drag := _DRAG.search(low):
        return (_drag_action(low[drag.start() if is_west else 0 :]),)
    if _PEEKS.search(low) and _PLAYS.search(low):
        return ("show_timeline",)
    bare = low.lstrip(" *_")
    if _SELECTS.match(bare) and not picks_label(plain.lstrip(" *_")):
        return ()
    verb = (_VERB_WEST if is_west else _VERB).search(low)
    target = _without_places(low[verb.end() :] if verb else low)
    if verb is None and (first := _first_labelled(target)):
        return (first,)
    action = _of_parts(target, before) or _labelled(_without_places(low), is_purpose=True)
    is_named = verb and not verb.group().startswith("scroll")
    if action is None and not (is_named or _CONTROL.search(target)):
        action = _labelled(low, is_purpose=True)
    return (action,) if action else ()


def _without_places(low: str) -> str:
    if "slider" in low:
        low = _SLIDER.sub("playhead ", low)
    low = _PLACE.sub(" ", low)
    return low if low.isascii() else _PLACE_ZH.sub(" ", low)


def _of_parts(target: str, before: str) -> str | None:
    """By what is named, then by what it is for, then by what was said before."""
    purpose = _PURPOSE.search(target)
    end = purpose.start() if purpose and purpose.start() > 1 else len(target)
    return (
        _labelled(target[:end], is_purpose=False)
        or _labelled(target[end:], is_purpose=True)
        or _labelled(before, is_purpose=True)
    )


def _first_labelled(low: str) -> str | None:
    """Without a hand on a control, the control that is named first."""
    match = _LABELLED.search(low)
    return match.lastgroup if match and not _HANDLED.search(low) else None


def _drag_action(low: str) -> str:
    if _PLAYHEAD.search(low):
        return "show_timeline"
    is_upload = (_FILE_INTO.search(low) or _FILE_ONTO.search(low)) and not _STAGE.search(low)
    return "request_upload" if is_upload else "send_edit"


def _labelled(part: str, is_purpose: bool) -> str | None:
    if not part:
        return None
    if is_purpose and _HANDLED.search(part):
        return "send_edit"
    if named := {match.lastgroup for match in _LABELLED.finditer(part)}:
        return next(name for name in (_BY_PURPOSE if is_purpose else t.LABELS) if name in named)
    return "send_edit" if not is_purpose and _HANDLED.search(part) else None
