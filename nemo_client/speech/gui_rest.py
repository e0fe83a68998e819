"""What is left of a sentence when its instructions are gone, as a sentence that can be read.

Strategy: the kept clauses with their own separators; a lost beginning gives way to a capital, a
lost end to the mark of the whole. Changes no word of what is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nemo_client.speech.gui_clauses import Clause, clauses_of
from nemo_client.speech.gui_sentences import masked

_LEAD = re.compile(
    r"[\s,，;；:：、—–()（）-]*(?:(?:and|but|so|then|or|also|which|where|after that|然后|并且|"
    r"并|再|而且|但)"
    r"(?![\w'’])[\s,，]*)*",
    re.I,
)
_LOOSE = " \t,，;；:：、—–→(（-"
_LAST_WORD = re.compile(r"[\s,，](?:and|but|so|then|or|because|which|where|y|et|und|e)$", re.I)
_RELATIVE = re.compile(
    r"\s*which (?=(?:is|are|was|were|has|have|now|comes?|runs?|lasts?|starts?|ends?|fades?)\b)",
    re.I,
)
_NAMED = re.compile(
    r"\bto (?:see|hear|check|preview|find|watch|review|view|listen to) "
    r"((?:the|your|its) [\w'’-]+(?: [\w'’-]+){0,4})\s*$",
    re.I,
)
_CLOSERS = (")", "）")
_CJK = re.compile(r"[一-鿿]")


def reduced(sentence: str) -> tuple[str, list[Clause]]:
    """What is left of a sentence, and its clauses; the sentence itself when none of them goes."""
    clauses = clauses_of(sentence, masked(sentence))
    gone = [clause for clause in clauses if clause.is_gone]
    return rest_of(sentence, clauses) if gone else sentence, clauses


def rest_of(sentence: str, clauses: Sequence[Clause]) -> str:
    """The clauses that stay, as a readable sentence with its own end; empty when none does."""
    kept = _pieces(clauses)
    text = "".join(kept)
    if not text.strip(" *_"):
        return ""
    space = sentence[len(sentence.rstrip()) :]
    whole = text.rstrip()
    return (_closed(whole, sentence.strip()) if clauses[-1].is_gone else whole) + space


def _pieces(clauses: Sequence[Clause]) -> list[str]:
    kept: list[str] = []
    was_gone = False
    for i, clause in enumerate(clauses):
        if clause.is_gone:
            was_gone = True
            if clause.is_bracketed and kept:
                kept[-1] = kept[-1].rstrip(" \t(（")
            elif kept and clause.lead.lstrip()[:1] in _CLOSERS and not clauses[i - 1].is_gone:
                kept.append(clause.lead.lstrip()[0])
            continue
        if not kept:
            kept.append(clause.lead + clause.text if not i else _opened(clauses[i - 1], clause))
        else:
            kept.append(_rejoined(clause) if was_gone else clause.lead + clause.text)
        was_gone = False
    return kept


def _opened(gone: Clause, clause: Clause) -> str:
    """ "Play it to see the fade, which is 2 s long" leaves "The fade is 2 s long"."""
    match = _LEAD.match(clause.text)
    bare = clause.text[match.end() if match else 0 :].lstrip()
    if _RELATIVE.match(clause.text) and (named := _NAMED.search(gone.text)):
        bare = f"{named[1]} {bare}"
    return bare[:1].upper() + bare[1:]


def _rejoined(clause: Clause) -> str:
    lead = clause.lead
    if set(lead) & set("()（）"):
        lead = lead.lstrip(")）")
    return (lead or ("" if _CJK.match(clause.text) else " ")) + clause.text


def _closed(text: str, sentence: str) -> str:
    text = _LAST_WORD.sub("", text.rstrip(_LOOSE)).rstrip(_LOOSE)
    mark = sentence.rstrip('*_ "”’）)~～')[-1:]
    if text[-1:] in ".!?。！？…":
        return text
    if mark in (".", "!", "?"):
        return f"{text}."
    is_chinese = mark in ("。", "！", "？") or (mark == "；" and bool(_CJK.search(text)))
    return f"{text}。" if is_chinese or (sentence[-1:] in "~～" and _CJK.search(text)) else text


def ended(rest: str, line: str) -> str:
    """A line whose end has gone does not break off with a semicolon or a colon."""
    cut = rest.rstrip(";；,，:：—– ")
    if not cut or cut == rest:
        return rest
    return cut + ("。" if _CJK.search(line) else ".")
