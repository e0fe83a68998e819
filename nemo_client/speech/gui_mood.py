"""What a clause of a reply is: an instruction for a screen, a part of one, or content.

Strategy: each language says for itself what instructs; here is what holds for all of them. Knows
one clause; what leans on what is decided by its sentence.
"""

from __future__ import annotations

import re

from nemo_client.speech import gui_beside, gui_chinese, gui_english
from nemo_client.speech import gui_tables as t
from nemo_client.speech.gui_abroad import kind_abroad
from nemo_client.speech.gui_folding import fold, folded
from nemo_client.speech.gui_hints import may_instruct
from nemo_client.speech.gui_tables import Kind

_ASKS = folded(
    r"\s*(?:do you|would you|should|shall|can i|could you|want|which|what|how|is |are |does|"
    r"did|may i|would it|will|have you|ready)\b"
)
_TIP = folded(rf"[\s*_👉💡ℹ️📌🔔]*(?:{t.TIPS})[\s*_]*$")
# "File > Export > MP4": a way through menus, said by itself.
_SAYS_PATH = re.compile(
    r"[\s*_]*(?:(?i:via|through|under|in|from|at|use|通过|在|从|到|去|用) ?)?[*_“]*"
    r"(?:(?:File|Menu|Settings|Preferences|Account|Profile|文件|菜单|设置|账户|个人中心)"
    r"[*_”]*\s*(?:→|->|>|›|»)|(?:Project|Edit|View|Media|Tools|Share|项目|编辑|工具)"
    r"[*_”]*\s*[>›»])\s*[*_“]*[A-Z一-鿿][^,，。;；?>→›»]{0,24}"
    r"(?:(?:→|->|>|›|»)[^,，。;；?>→›»]{1,24}){0,4}[。\s*_]*$"
)
_CJK = folded(r"[一-鿿]")


def is_question(plain: str) -> bool:
    """Whether the sentence asks the reader something: then it is content as a whole."""
    if not plain.rstrip(' *_"”').endswith(("?", "？")) or not _ASKS.match(fold(plain)):
        return False
    return not gui_english.is_asked_by_hand(plain)


def kind_of(plain: str, after_gui: bool, is_alone: bool) -> Kind:
    """What a clause is, behind an instruction or not; `is_alone` when it is the whole sentence."""
    if (">" in plain or "→" in plain or "›" in plain) and _SAYS_PATH.match(plain):
        return "gui"
    low = fold(plain)
    if kind := kind_abroad(plain, low, after_gui):
        return kind
    is_chinese = not plain.isascii() and bool(_CJK.search(plain))
    may = is_alone or after_gui or may_instruct(plain)  # a sentence was asked before
    if may and _is_gui(plain, low, is_chinese, after_gui):
        return "gui"
    if after_gui and gui_beside.is_place(low):
        return "hand"
    if _TIP.match(low):
        return "tip"
    return _kind_zh(plain, after_gui) if is_chinese else _kind_en(low)


def _is_gui(plain: str, low: str, is_chinese: bool, after_gui: bool) -> bool:
    if is_chinese:
        return gui_chinese.is_gui(plain, low)
    return gui_english.is_gui(plain, low, after_gui)


def _kind_zh(plain: str, after_gui: bool) -> Kind:
    if gui_chinese.is_hand(plain, after_gui):
        return "hand"
    return "glue" if gui_chinese.is_glue(plain) else "content"


def _kind_en(low: str) -> Kind:
    if gui_beside.is_glue(low):
        return "glue"
    return "hand" if gui_beside.is_hand(low) else "content"
