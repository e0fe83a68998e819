"""Clauses of other languages: which of them tell a reader to use a hand or a place on a screen.

Strategy: Western imperatives open the clause, Japanese and Korean ones close it; a verb of looking
needs something that only exists on a screen beside it. Has no say on English and Chinese clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nemo_client.speech.gui_folding import folded
from nemo_client.speech.gui_tables import Kind
from nemo_client.speech.gui_tongues import ENDING, HANDS, TONGUES


def _any(words: Iterable[str]) -> str:
    return "|".join(words)


_WEST = TONGUES.values()
_LEADS = rf"(?:[\s*_👉💡🎉✅➡️•·¡-]|(?:{_any(t.leads for t in _WEST)})(?!\w),?)*+"
_SCREEN = rf"(?<!\w)(?:{_any(t.screen for t in _WEST)})(?!\w)|→|⌘|(?:ctrl|strg) ?\+"
_LOOK = rf"(?:{_any(t.looks for t in _WEST)})(?!\w)"
_TOLD_HAND = folded(rf"{_LEADS}(?:{HANDS})(?!\w)")
_TOLD_LOOK = folded(rf"{_LEADS}{_LOOK}")
_YOU_LOOK = folded(rf"\b(?:{_LOOK}|können|kannst) (?:sie|du)\b")
_ON_SCREEN = folded(_SCREEN)
# "um sie auf die Timeline zu ziehen", "pour l'ajuster"
_OPENS = folded(rf"{_LEADS}(?:{_any(t.openers for t in _WEST)})(?!\w)")
_BY_HAND = folded(
    r"\b(?:haciendo (?:doble )?clic|pulsando|clicando|en (?:double-)?cliquant|en appuyant|"
    r"facendo clic|"
    r"cliccando|premendo)\b|\b(?:strg|ctrl|cmd|maj|⌘) ?\+ ?\w",
)
_PLACE = folded(
    r"[\s*_]*(?:(?:arriba|abajo|la|el|a|esquina|parte|superior|inferior|derecha|izquierda|"
    r"en|haut|bas|à|droite|gauche|coin|supérieur|inférieur|oben|unten|rechts|links|in|alto|basso|"
    r"destra|sinistra|no|canto|direito|esquerdo|acima|abaixo)\b\s*+)++[*_.!]*$",
)
_ENGLISH = folded(
    r"\b(?:the|you|your|and|with|is|are|this|it|to|of|for|or|my|i|at|from|then|click)\b"
)
_FOREIGN = folded(
    r"(?<!\w)(?:el|la|los|las|del|una|le|les|des|une|du|est|et|der|das|und|ist|il|lo|gli|di|che|"
    r"è|é|um|uma|da|com|os|para|pour|mit|con|por|dans|sur|vous|votre|que|está|su|sie|ein|eine|"
    r"auf|im|den|dem|zu|für|nicht|nach|sono|sua|seu|por|y|из|на|это|не|и|в)(?!\w)",
)
_LETTER = re.compile("[a-zÀ-ÿА-я]")
_KANA = re.compile("[ぁ-ヿ]")
_EASTERN = re.compile("[ぁ-ヿ가-힣]")
_EAST = {
    name: tuple(re.compile(words) for words in (t.hands, t.looks, t.screen, t.openers))
    for name, t in ENDING.items()
}
_IF = re.compile(r"(?:면|려면|거나|ば|たら|なら|場合は?|には|とき[はに]?)[\s*_]*$")


def kind_abroad(plain: str, low: str, after_gui: bool) -> Kind | None:
    """What a clause of another language is; nothing where it may be English or Chinese."""
    if not plain.isascii() and (east := _EASTERN.search(plain)):
        return _kind_east(plain, "ja" if _KANA.search(plain, east.start()) else "ko")
    if not _LETTER.search(low) or _ENGLISH.search(low):
        return None
    return _kind_west(low, after_gui)


def _kind_west(low: str, after_gui: bool) -> Kind | None:
    if _TOLD_HAND.match(low) or (_BY_HAND.search(low) and _FOREIGN.search(low)):
        return "gui"
    looks = _TOLD_LOOK.match(low) or ((" sie" in low or " du" in low) and _YOU_LOOK.search(low))
    if looks and _ON_SCREEN.search(low):
        return "gui"
    if after_gui and (looks or _PLACE.match(low)):
        return "hand"
    if _OPENS.match(low):
        return "glue"
    return "content" if _FOREIGN.search(low) else None


def _kind_east(plain: str, name: str) -> Kind:
    hands, looks, screen, told = _EAST[name]
    points = hands.search(plain) or (looks.search(plain) and screen.search(plain))
    if points and told.search(plain):
        return "gui"
    return "glue" if _IF.search(plain) else "content"
