"""A clause that no vocabulary covers: is it still plain enough to be a wish for the client?

Strategy: the learned weights propose, hard rules refuse. A proposal needs high odds; quotes, files
that are handed over, refusals and delays are never acted on, whatever the odds. The asymmetry is
meant: an unasked action is the worse mistake. Knows one clause at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

from nemo_client.speech.export_wish import filled_slots, names_target
from nemo_client.speech.frames import comes_later
from nemo_client.speech.guess import Guess, guess
from nemo_client.speech.lexicons import is_covered, lexicon, orders_edit
from nemo_client.speech.steps import Credits, Status, Step
from nemo_client.speech.wordlists import listed
from nemo_client.speech.words import Token, Words

_LONGEST_WISH = 40
_SURE, _SURE_AMONG_OTHERS = 0.75, 0.85
_GUESSED = ("export", "credits", "status")
_HANDS_OVER, _EDIT = 0.95, 0.9
_JOINERS = listed("and, then, und, dann, et, puis, y, e, и, 再, 并")
_REFUSALS = listed(
    """
    dont, not, never, no, without, cant, wont, didnt, doesnt, shouldnt, isnt, cancel, stop, abort,
    undo, yesterday, nicht, kein, keine, noch, pas, jamais, n, nunca, não, todavía, aún,
    ainda, ya, já, déjà, schon, non, не, уже, 别, 不, 没, 勿, 停, 取, 已, 昨, 过, 未, 无, ない,
    안, 마, 지
    """
)


def likely(text: str, tokens: Sequence[Token], is_alone: bool = True) -> tuple[Step, ...]:
    """The client's steps that a clause most likely asks for; none where that is not sure."""
    found = kind_of(tokens)
    enough = _SURE if is_alone else _SURE_AMONG_OTHERS
    if found.kind not in _GUESSED or found.likelihood < enough or is_covered(tokens, "polite"):
        return ()
    if orders_edit(tokens):
        return ()
    marked = any(token.mark for token in tokens)
    if found.kind == "export":
        refused = is_put_off(text, tokens) or (marked and not names_target(tokens))
        return () if refused else filled_slots(tokens)
    if marked:
        return ()
    return (Credits(),) if found.kind == "credits" else (Status(),)


def kind_of(tokens: Sequence[Token]) -> Guess:
    """The likeliest kind of a clause; nothing is likely in what is too long for one."""
    if not 0 < len(tokens) <= _LONGEST_WISH:
        return Guess("edit", 0)
    if isinstance(tokens, Words) and tokens.likeliest is None:
        joints = 0
        while joints < len(tokens) and tokens[joints].text in _JOINERS:
            joints += 1
        if 0 < joints < len(tokens):
            tokens.likeliest = guess(tokens.without_first(joints))
    return guess(tokens)


def is_edit(tokens: Sequence[Token]) -> bool:
    """Whether a piece is an edit, so that it must reach the agent whatever stands beside it."""
    if orders_edit(tokens):
        return True
    found = kind_of(tokens)
    is_asked = any(token.text == "吗" for token in tokens[-2:])  # "还有积分，再做一条吗"
    return found.kind == "edit" and found.likelihood > _EDIT and not is_asked


def hands_over(tokens: Sequence[Token], rest: Sequence[Token]) -> bool:
    """Whether a clause with a file in it most likely only hands the file over."""
    found, left = kind_of(tokens), kind_of(rest)
    asks_more = left.kind == "edit" and left.likelihood > _HANDS_OVER
    return found.kind == "upload" and found.likelihood > _HANDS_OVER and not asks_more


def is_remark(tokens: Sequence[Token]) -> bool | None:
    """Whether a leftover asks for nothing ("my boss is waiting"); None where that is not sure."""
    found = kind_of(tokens)
    if found.likelihood < 0.7 or found.kind not in ("aside", "edit"):
        return None
    return found.kind == "aside"


def is_put_off(text: str, tokens: Sequence[Token]) -> bool:
    """Whether a clause refuses an export or asks for it at another time."""
    if comes_later(text):
        return True
    left = (unit for unit in lexicon("export").read(tokens) if not unit.is_known)
    return any(unit.text in _REFUSALS for unit in left)
