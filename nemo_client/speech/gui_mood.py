"""What a clause of a reply is: an instruction for a screen, a part of one, or content.

Strategy: each language says for itself what instructs; here is what holds for all of them. Knows
one clause; what leans on what is decided by its sentence.
"""

from __future__ import annotations

import re

from nemo_client.speech import gui_chinese, gui_english
from nemo_client.speech import gui_tables as t
from nemo_client.speech.gui_abroad import kind_abroad
from nemo_client.speech.gui_tables import Kind

_ASKS = re.compile(
    r"\s*(?:do you|would you|should|shall|can i|could you|want|which|what|how|is |are |does|"
    r"did|may i|would it|will|have you|ready)\b",
    re.I,
)
_TIP = re.compile(rf"[\s*_👉💡ℹ️📌🔔]*(?:{t.TIPS})[\s*_]*$", re.I)
_CJK = re.compile(r"[一-鿿]")


def is_question(plain: str) -> bool:
    """Whether the sentence asks the reader something: then it is content as a whole."""
    if not plain.rstrip(' *_"”').endswith(("?", "？")) or not _ASKS.match(plain):
        return False
    return not gui_english.is_asked_by_hand(plain)


def kind_of(plain: str, after_gui: bool) -> Kind:
    """What a clause is; `after_gui` when an instruction came before it in the sentence."""
    if kind := kind_abroad(plain, after_gui):
        return kind
    is_chinese = bool(_CJK.search(plain))
    if gui_chinese.is_gui(plain) if is_chinese else gui_english.is_gui(plain, after_gui):
        return "gui"
    if after_gui and gui_english.is_place(plain):
        return "hand"
    if _TIP.match(plain):
        return "tip"
    return _kind_zh(plain, after_gui) if is_chinese else _kind_en(plain)


def _kind_zh(plain: str, after_gui: bool) -> Kind:
    if gui_chinese.is_hand(plain, after_gui):
        return "hand"
    return "glue" if gui_chinese.is_glue(plain) else "content"


def _kind_en(plain: str) -> Kind:
    if gui_english.is_glue(plain):
        return "glue"
    return "hand" if gui_english.is_hand(plain) else "content"
