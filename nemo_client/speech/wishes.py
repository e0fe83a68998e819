"""One clause, one question: is it, word for word, a wish for one of the client's own actions?

Strategy: each action has its vocabulary. A clause belongs to the action only if nothing in it is
left over and the few words that carry the wish are there. Everything else is nothing, which means
the agent: "when in doubt between a client action and chat, chat".
Knows one clause at a time; how clauses hang together is the router's part.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache

from nemo_client.speech.export_wish import export_steps
from nemo_client.speech.lexicons import lexicon, roles_of, texts_of
from nemo_client.speech.steps import Credits, Status, Step, Upload
from nemo_client.speech.vocabulary import UPLOAD
from nemo_client.speech.wordlists import listed
from nemo_client.speech.words import Token, Unit, tokens_of

_LONGEST_WISH = 40  # words; whoever says more says more than a wish for the client
_TRACK_LISTS = listed(
    """
    asset list, clip list, línea de tiempo, the timeline, timeline, track list, tracks, tracklist,
    时间线, 时间轴, 轨道, 轨道列表, 素材列表, タイムライン, zeitleiste
    """
)
# Verbs that ask for more credits without naming them.
_REFILLS = listed(
    """
    recharge, refill, top up, top up my, topping up, topup, 充值, 充钱, 充点, 儲值, チャージ,
    aufladen, auflade, recharger, recargar, recargo, recarga, recarregar, recarrego, ricaricare,
    ricarico, пополнить, 충전
    """
)
# Words beside "balance" which mean the sound or the colours.
_OF_SOUND = listed("it, them, more, better, these, this, that")
_ONE_OF_MANY = listed("draft, project, segment, time line, timeline, track")
_ENOUGH = listed("enough, 够, 够不够, 还够, 够我, 够做")


def understand(tokens: Sequence[Token], intents: Collection[str] = ()) -> tuple[Step, ...]:
    """The client's steps a clause asks for; none when it is not entirely such a wish."""
    marks = sum(token.mark is not None for token in tokens)
    if len(tokens) > _LONGEST_WISH + marks:
        return ()
    readers = (read for name, read in _READERS.items() if not intents or name in intents)
    return next((steps for read in readers if (steps := read(tokens))), ())


def _is_known(units: Sequence[Unit]) -> bool:
    return bool(units) and all(unit.is_known or unit.text == "?" for unit in units)


def credits_step(tokens: Sequence[Token]) -> tuple[Step, ...]:
    """The look at the balance a clause asks for."""
    units = _without_purpose(lexicon("credits").read(tokens))
    if not _is_known(units):
        return ()
    texts, roles = texts_of(units), roles_of(units)
    if "balance" in texts and "my" not in texts and (texts & _OF_SOUND or _states(texts)):
        return ()
    content = [unit for unit in units if "fill" not in unit.roles and unit.text != "?"]
    is_amount = "coin" in roles and (roles & {"count", "refill"} or len(content) == 1)
    return (Credits(),) if "sum" in roles or is_amount or texts & _REFILLS else ()


def _states(texts: Collection[str]) -> bool:
    return "is" in texts and "what" not in texts


def _without_purpose(units: list[Unit]) -> list[Unit]:
    """ "do I have enough for a 4k clip?" asks for the balance, whatever the clip."""
    texts = texts_of(units)
    if texts & _ENOUGH or {"do", "have", "i"} <= texts:
        enough = next((i for i, unit in enumerate(units) if unit.text in _ENOUGH), 0)
        tails = (i for i, unit in enumerate(units) if i > enough and "tail" in unit.roles)
        return units[: next(tails, None)]
    return units


def status_step(tokens: Sequence[Token]) -> tuple[Step, ...]:
    """The look at the project a clause asks for."""
    units = lexicon("status").read(tokens)
    if not _is_known(units):
        return ()
    roles = roles_of(units)
    wished = (
        "progress" in roles
        or (roles & {"show", "ask"} and _names_the_project(units))
        or (len(units) <= 3 and texts_of(units) & _TRACK_LISTS)
        or _asks_whether_done(units)
    )
    return (Status(),) if wished else ()


def _names_the_project(units: Sequence[Unit]) -> bool:
    """Not "what is a timeline"."""
    holds = [i for i, unit in enumerate(units) if "hold" in unit.roles]
    one_of_many = any(
        i and units[i - 1].text in ("a", "an") and units[i].text in _ONE_OF_MANY for i in holds
    )
    return bool(holds) and not one_of_many


def _asks_whether_done(units: Sequence[Unit]) -> bool:
    roles = roles_of(units)
    asks = units[-1].text == "?" or "is" in roles
    is_order = units[0].text.startswith(("can ", "could ", "would "))
    return "done" in roles and asks and "ask" not in roles and not is_order


def upload_step(tokens: Sequence[Token]) -> tuple[Step, ...]:
    """An upload without a file yet ("I want to upload a clip"); the client can ask for it."""
    if not any(token.text in _loads() for token in tokens):
        return ()
    units = lexicon("upload").read(tokens)
    asks = _is_known(units) and units[-1].text != "?" and {"load", "thing"} <= roles_of(units)
    return (Upload(),) if asks else ()


@cache
def _loads() -> frozenset[str]:
    return frozenset(token.text for token in tokens_of(UPLOAD["load"]))


_READERS: dict[str, Callable[[Sequence[Token]], tuple[Step, ...]]] = {
    "credits": credits_step,
    "export": export_steps,
    "status": status_step,
    "upload": upload_step,
}
