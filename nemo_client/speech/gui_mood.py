"""What a clause of a reply is: an instruction for a screen, a part of one, or content.

Strategy: an instruction has a verb of pointing in the imperative, or a verb of looking together
with something that only exists on a screen and a reader who is told to. Whoever else acts ("she
hits the button", "I moved the clip") is in the film or at work on it, and that is content.
Knows one clause; what leans on what is decided by its sentence.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from nemo_client.speech import gui_tables as t

Kind: TypeAlias = Literal["gui", "hand", "glue", "tip", "content"]

_ASKS = re.compile(
    r"\s*(?:do you|would you|should|shall|can i|could you|want|which|what|how|is |are |does|"
    r"did|may i|would it|will|have you|ready)\b",
    re.I,
)


_LEADS = re.compile(
    r"(?:[\s*_👉💡🎉✅➡️•·-]|and\b|then\b|or\b|so\b|but\b|now\b|next\b|finally\b|lastly\b|"
    r"first\b|also\b|just\b|simply\b|please\b|afterwards?\b|instead\b|alternatively\b|"
    r"otherwise\b|again\b|all you (?:have|need) to do is\b|which\b|where\b|that\b|(?:once|when|"
    r"whenever|if|after|until|as soon as) you\b|you(?:'ll|’ll)? (?:can|could|may|might|should|"
    r"must|need to|have to|only (?:need|have) to|just (?:need|have) to|will (?:need|have) to|"
    r"want to)\b|you(?:'ll|’ll) (?:need|have|want) to\b|feel free to\b|go ahead and\b|"
    r"be sure to\b|remember to\b|make sure (?:to|you)\b|don't forget to\b|try to\b|i(?:'d|"
    r"’d)? (?:recommend|suggest)(?: that)?(?: you)?\b|either\b|easily\b|always\b|directly\b|"
    r"quickly\b|after that\b|at any time\b|any time\b|once (?:you're|you’re|you are|that's|"
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
_PICTURE = re.compile(t.IN_PICTURE, re.I)
_TO_READER = re.compile(
    r"\byou(?:'ll|’ll| will| can| could| may| might| should| need to|"
    r" have to)\b(?: \w+)? (?:find|see|view|check|play|preview|open|access|download|export|"
    r"adjust|change|edit|move|review|drag|use|listen|watch|buy|top|purchase|manage|choose|"
    r"select|pick|turn|toggle|zoom|hide|show|rename|split|delete|replace|tweak|find out|toggle|"
    r"compare|trim|reorder|rearrange|upload|add|undo|scrub|compare|switch|get|save|do)|"
    r"\b(?:can|could|may|might) (?:also |now |always |still |easily )?be (?:\w+ed|found|seen|"
    r"undone|set|done|heard|drawn)\b|\b(?:is|are|it's|they're) (?:now |also |"
    r"all )?(?:available|waiting|listed|located|found|accessible|visible|shown|collected|"
    r"ready for you)\b|\b(?:is|are) (?:now |also |all )?(?:\w+ed )?(?:in|under|inside|"
    r"on) (?:the|your) (?:\w+ ){0,2}(?:panel|tab|side ?bar|tool ?bar|library|bin|inspector|"
    r"dashboard)\b",
    re.I,
)
_FIRST_PERSON = re.compile(
    r"[\s*_]*(?:and |so |but |then )?(?:i|i'm|i've|i'll|i'd|i’m|i’ve|i’ll|i’d|we|we've|we'll|"
    r"we’ve|we’ll|my|our)\b",
    re.I,
)
_ADVICE = re.compile(r"\bi(?:'d|’d)? (?:recommend|suggest|advise)", re.I)
_HARD_LOOK = re.compile(
    r"(?:preview|scrub)\b(?= (?:it|the|your|this|how|before|each|them|all|everything|through|"
    r"along|in|your)\b|[ .]*$)|play (?:it|the (?:clip|video|result|preview|sequence|draft|cut)|"
    r"back)\b|(?:check|see|view|review|visit|manage|upgrade) (?:your|the) (?:account|plan|"
    r"balance|subscription|credits?|billing|remaining credits)\b|(?:open|check|see|view|expand|"
    r"inspect|look at) (?:the|your|all|all the|all your) (?:\w+ )?(?:timeline|tracks?|layers?|"
    r"assets?|project panel)\b(?! of)|top up\b|(?:refresh|reload|close) (?:the|this|"
    r"your) (?:page|tab|browser|window)",
    re.I,
)
_LABEL_FIRST = re.compile(
    rf"[\s*“\"]*(?:(?:{'|'.join(t.LABELS.values())}|file|settings)(?![\w-])|(?:ctrl|cmd|shift|"
    rf"alt) ?\+|[⌘⇧⌥⌃])",
    re.I,
)
_HANDS = re.compile(
    r"(?:select|choose|pick|draw|type|enter|paste|set|adjust|find|scroll|resize|wait|hold|grab|"
    r"pull|move|go|open|look|check|use|confirm|play|watch|listen|place|rotate|add|name|give it|"
    r"fill|follow|log|sign|release|let go|repeat|switch|turn|enable|drop|double|see|stretch|"
    r"shrink|slide|zoom|browse|locate|trim|cut|split|edit|save|download|export|upload|import|"
    r"share|copy|close|the (?:file|export|download|render|video) (?:will|starts|begins|"
    r"is saved)|it(?:'ll| will| should)? (?:download|save|open|appear|start|pop)\w*|"
    r"your (?:download|browser)|a (?:dialog|window|menu|pop-?up)\w*)\b",
    re.I,
)
_GLUE = re.compile(
    r"[\s*_]*(?:(?:and|but|so|or|then),?\s+)?(?:if|when|whenever|once|as soon as|after|before|"
    r"until|while|unless|in case|in order to|to (?!the|a\b)|for (?:a |the )?(?:finer|better|"
    r"more|quick|full|manual|any|further|details?|small|other|additional|best)|should you|"
    r"so (?:that )?you can|that way|as needed|as you like|wherever|without|with|in|on|at|under|"
    r"from|or|anytime|any time|not happy|happy|satisfied|prefer|want|need)\b",
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
_TIP = re.compile(rf"[\s*_👉💡ℹ️📌🔔]*(?:{t.TIPS})[\s*_]*$", re.I)

_POINT_ZH = re.compile(f"{t.POINTING_ZH}|{t.POINT_ZH}")
_LOOK_ZH = re.compile(t.LOOKING_ZH)
_SCREEN_ZH = re.compile(t.SCREEN_ZH)
_MOOD_ZH = re.compile(
    r"请|可以|可在|可从|可于|可通过|可用|可到|可去|您可|你可|能在|就能|即可|便可|需要|需在|"
    r"只需|只要|记得|建议|欢迎|都能|也能|不妨|麻烦|直接|随时|通过|^[\s*_]*(?:再|然后|最后|先|"
    r"也|或者|并|接着|到|去|在|用|从)?"
    rf"(?:{t.LOOKING_ZH})"
)
_TOLD_ZH = re.compile(
    r"^[\s*_]*(?:我(?!建议|推荐)|他|她|它|我们|老师|主角|男主|女主|孩子|小\w)|已经|已(?!选)|"
    r"(?<!好)了(?:一|两|三|个|\d)|被|刚刚"
)
_HARD_LOOK_ZH = re.compile(
    r"(?:请|可以|可|先|再|去|您|你|^)(?:先|直接|随时)?(?:点)?预览(?!图|版|效果图|已|里|中|是)|"
    r"(?:打开|查看|看看|看一下|检查|展开)[^，。]{0,6}(?:时间[线轴]|轨道|图层|素材|面板|余额|"
    r"账户|账单|积分)"
)
_KEPT_ZH = re.compile(
    r"(?:在|于)了?[^，。]{0,8}(?:面板|素材库|媒体库|侧边栏|侧栏|工具栏|标签页|项目栏|"
    r"素材区)(?:里|中|内|下)?(?:了|$|[^\w])"
)
_GLUE_ZH = re.compile(
    r"^[\s*_]*(?:如果|如需|如要|若|要是|要(?!不要)|想|需要|为了|等|当|一旦|待|满意|不满意|"
    r"不喜欢|喜欢|选好|选完|确认无误|没有异议|没有?问题|没意见|觉得|看完|听完|完成|全部|都|"
    r"不合适|合适|另外|此外|同时|最后|然后|接着|之后|这样|稍后|随后|首先|准备好|无误|不够|想要|"
    r"希望|保存|下载|导出|预览|撤销|调整|上传)"
)
_TRAIL_ZH = re.compile(
    r"^[\s*_]*(?:就能|就可以|即可|便可|可以|可|能|来|就会|会自动|系统会|页面会|把|将|等待|稍等|"
    r"等进度|选择|选中|选|勾选|输入|粘贴|调整|拉|放|松开|然后|再|并|从而|以便|文件会|视频会|"
    r"进度条|弹窗|浏览器)"
)
_TO_ME_ZH = re.compile(r"告诉我|跟我说|发给?我|回复|和我说|联系")
_LEAN_ZH = re.compile(r"(?:后|的话|之后|以后|时|前|时候|就|再)[\s*_]*$")
_CJK = re.compile(r"[一-鿿]")


def is_question(plain: str) -> bool:
    """Whether the sentence asks the reader something: then it is content as a whole."""
    return plain.rstrip(' *_"”').endswith(("?", "？")) and bool(_ASKS.match(plain))


def kind_of(plain: str, after_gui: bool) -> Kind:
    """What a clause is; `after_gui` when an instruction came before it in the sentence."""
    if _is_gui(plain, after_gui):
        return "gui"
    if after_gui and _PLACE_ONLY.match(plain):
        return "hand"
    if _TIP.match(plain):
        return "tip"
    start = bare(plain)
    if _CJK.search(start):
        return _kind_zh(plain, after_gui)
    if _GLUE.match(plain) and not _FIRST_PERSON.match(plain):
        return "glue"
    is_view = _TO_READER.match(plain.lstrip()) and len(plain.split()) <= 5
    return "hand" if is_view or _HANDS.match(start) else "content"


def _kind_zh(plain: str, after_gui: bool) -> Kind:
    if after_gui and _TRAIL_ZH.match(plain) and not _TOLD_ZH.search(plain):
        return "hand"
    is_short = len(plain.strip()) <= 16
    is_short = is_short and not _TO_ME_ZH.search(plain)
    if (
        is_short
        and not _TOLD_ZH.search(plain)
        and (_GLUE_ZH.match(plain) or _LEAN_ZH.search(plain))
    ):
        return "glue"
    return "content"


def bare(plain: str) -> str:
    """The clause without the words that only lead in ("then you can simply ...")."""
    match = _LEADS.match(plain)
    return plain[match.end() if match else 0 :]


def _is_gui(plain: str, after_gui: bool) -> bool:
    return _is_gui_zh(plain) if _CJK.search(plain) else _is_gui_en(plain, after_gui)


def _is_gui_en(plain: str, after_gui: bool) -> bool:
    if _FIRST_PERSON.match(plain) and not _ADVICE.search(plain):
        return False
    start = bare(plain)
    if point := _POINT.match(start):
        return after_gui or not point.group().endswith("ing") or start[:1].isupper()
    if after_gui and _LABEL_FIRST.match(start) and (start[:1].isupper() or start[:1] in '*“"⌘⇧⌥⌃▶'):
        return True
    if _HARD_LOOK.match(start):
        return True
    reader = bool(_TO_READER.search(plain)) or bool(_LOOK.match(start))
    if reader and _BY_POINTING.search(plain):
        return True
    if _BY_POINTING.search(plain) and _GLUE.match(plain):
        return True
    return reader and bool(_SCREEN.search(plain)) and not _PICTURE.search(plain)


def _is_gui_zh(plain: str) -> bool:
    told = _TOLD_ZH.search(plain)
    if told and told.start() < 4:
        return False
    if point := _POINT_ZH.search(plain):
        return not (told and told.start() < point.start()) and not _PICTURE.search(plain)
    if _PICTURE.search(plain):
        return False
    if _KEPT_ZH.search(plain):
        return True
    if told:
        return False
    if _HARD_LOOK_ZH.search(plain):
        return True
    return bool(_MOOD_ZH.search(plain) and _LOOK_ZH.search(plain) and _SCREEN_ZH.search(plain))
