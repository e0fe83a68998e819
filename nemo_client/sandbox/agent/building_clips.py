"""Builders of the operations on clips: from the slots of a clause to an operation.

A builder sees only what was said. What does not suffice is asked back; what contradicts
itself is None, i.e. not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nemo_client.sandbox.agent.asking import AskBack
from nemo_client.sandbox.agent.folding import Page
from nemo_client.sandbox.agent.matching import Fit
from nemo_client.sandbox.agent.ops import (
    CutRanges,
    DeleteClips,
    KeepRange,
    MoveClip,
    Op,
    PlaceClips,
    Redo,
    Reorder,
    SetAspect,
    SetLook,
    SetSpeed,
    Split,
    SwapClips,
    Trim,
    TrimHead,
    TrimTail,
    Undo,
)
from nemo_client.sandbox.agent.slots import Slots
from nemo_client.sandbox.agent.wording import clip_words, number_text, of_clip, seconds

OF_IT = "parts?|section|segment|bit|portion|piece"
SLOWER = re.compile("slow|慢|减速")
FASTER = re.compile("fast|speed up|accelerate|快|加速")


def named_clip(slots: Slots) -> int | None:
    """The one clip named, if any."""
    if slots.one("the_clip") is not None:
        return 0
    return next((clip for each in slots.all("clips") for clip in each), None)


def _is_about_one(slots: Slots) -> bool:
    """Whether at most one clip is named."""
    named = sum(len(each) for each in slots.all("clips")) + len(slots.all("the_clip"))
    return named + len(slots.all("every_clip")) <= 1 and not slots.all("every_clip")


def named_clips(slots: Slots) -> tuple[int, ...]:
    clips = tuple(clip for each in slots.all("clips") for clip in each)
    return (0,) if slots.one("the_clip") is not None else clips


def _trim(fit: Fit, page: Page) -> Op | None:
    slots = fit.slots
    to = slots.one("to", slots.one("dur", slots.one("at")))
    if slots.all("every_clip") and not slots.all("clips"):
        return Trim(to, each=True)
    return Trim(to, named_clip(slots)) if _is_about_one(slots) else None


def _shorten_by(fit: Fit, page: Page) -> Op | None:
    ms = seconds(fit.slots.one("by", fit.slots.one("dur")), fit.rule.lang)
    clip = of_clip(named_clip(fit.slots), fit.rule.lang)
    raise AskBack("which_end", ms=ms, of_clip=clip)


def _trim_head(fit: Fit, page: Page) -> Op | None:
    return (
        TrimHead(fit.slots.one("first"), named_clip(fit.slots))
        if _is_about_one(fit.slots)
        else None
    )


def _trim_tail(fit: Fit, page: Page) -> Op | None:
    return (
        TrimTail(fit.slots.one("last"), named_clip(fit.slots)) if _is_about_one(fit.slots) else None
    )


def _stretch(slots: Slots) -> tuple[int, int | None]:
    """The range said, in one of its forms."""
    if (span := slots.one("range", slots.one("to_range"))) is not None:
        return (span[0], span[1])
    if (start := slots.one("range_from")) is not None:
        return (start, None)
    return (0, slots.one("range_before", slots.one("range_to")))


def _cut(fit: Fit, page: Page) -> Op | None:
    slots = fit.slots
    if fit.verb == "cut" and _is_either_way(slots):
        raise _cut_or_keep(fit)
    return CutRanges((_stretch(slots),), named_clip(slots)) if _is_about_one(slots) else None


def _is_either_way(slots: Slots) -> bool:
    """ "Cut it from 2 to 6 s": as many people want that kept as want it gone."""
    is_from = any(each.kind == "range" and each.words.startswith("from") for each in slots.found)
    return is_from and not re.search(rf"(?<![a-z])(?:out|away|{OF_IT})", slots.rest)


def _cut_or_keep(fit: Fit) -> AskBack:
    low, high = fit.slots.one("range")
    shown = f"{number_text(low / 1000)}-{seconds(high, fit.rule.lang)}"
    clip = of_clip(named_clip(fit.slots), fit.rule.lang)
    return AskBack("cut_or_keep", range=shown, of_clip=clip)


def _trim_range(fit: Fit, page: Page) -> Op | None:
    raise _cut_or_keep(fit)


def _keep(fit: Fit, page: Page) -> Op | None:
    slots = fit.slots
    if not _is_about_one(slots):
        return None
    clip = named_clip(slots)
    if (first := slots.one("first", slots.one("to_first"))) is not None:
        return KeepRange(0, first, None, clip)
    if (last := slots.one("last", slots.one("to_last"))) is not None:
        return KeepRange(0, None, last, clip)
    return KeepRange(*_stretch(slots), None, clip)


def _split(fit: Fit, page: Page) -> Op | None:
    slots = fit.slots
    return (
        Split(slots.one("at", slots.one("start")), named_clip(slots))
        if _is_about_one(slots)
        else None
    )


def _delete(fit: Fit, page: Page) -> Op | None:
    return DeleteClips(tuple(dict.fromkeys(named_clips(fit.slots))))


def _swap(fit: Fit, page: Page) -> Op | None:
    clips = named_clips(fit.slots)
    if len(clips) != 2:
        raise AskBack("two_clips")
    return SwapClips(*clips)


def _move(fit: Fit, page: Page) -> Op | None:
    slots = fit.slots
    clip = named_clip(slots)
    targets = [kind for kind in ("place", "nth", "before_clip", "after_clip") if slots.all(kind)]
    if not _is_about_one(slots) or clip is None or len(targets) > 1:
        return None
    if (place := slots.one("place")) is not None:
        return MoveClip(clip, to=1 if place == "start" else -1)
    if found := re.search(r"(?<![a-z])(first|last)(?![a-z])|第一个", slots.rest):
        return None if targets else MoveClip(clip, to=-1 if found[0] == "last" else 1)
    if not targets:
        raise AskBack("where_to", clip=clip_words(clip, fit.rule.lang))
    before, after = slots.one("before_clip"), slots.one("after_clip")
    return MoveClip(clip, to=slots.one("nth"), before=before, after=after)


def _reorder(fit: Fit, page: Page) -> Op | None:
    return Reorder(fit.slots.one("order", ()))


def _speed(fit: Fit, page: Page) -> Op | None:
    slots = fit.slots
    said = " ".join((slots.rest, *(each.words for each in slots.found)))
    slower, faster = bool(SLOWER.search(said)), bool(FASTER.search(said))
    if not re.search("speed|slow|fast|accelerate|play|run|速|慢|快|播", said):
        return None
    factor = _factor(slots, slower, faster)
    if factor is None or not 0.1 <= factor <= 10 or (slower and faster):
        clip = clip_words(named_clip(slots), fit.rule.lang)
        raise AskBack("how_fast", clip=clip or ("全部" if fit.rule.lang == "zh" else "everything"))
    return SetSpeed(factor, named_clips(slots))


def _factor(slots: Slots, slower: bool, faster: bool) -> float | None:
    """How many times as fast, if the words and the number agree."""
    amounts = [each for each in slots.found if each.kind in AMOUNTS]
    if len(amounts) != 1:
        return None
    kind, value = amounts[0].kind, amounts[0].value
    if kind == "factor":
        value = 1 / value if slower and value > 1 else value
    elif kind == "by_percent":
        return None if slower == faster else 1 - value / 100 if slower else 1 + value / 100
    else:
        value = None if kind == "percent" and (slower or faster) else value / 100
    wrong_way = value and ((slower and value >= 1) or (faster and value <= 1))
    return None if not value or wrong_way else value


AMOUNTS = ("factor", "by_percent", "to_percent", "percent")


def _aspect(fit: Fit, page: Page) -> Op | None:
    return SetAspect(fit.slots.one("ratio"))


def _look(fit: Fit, page: Page) -> Op | None:
    return SetLook(fit.slots.one("look"), named_clips(fit.slots))


def _unlook(fit: Fit, page: Page) -> Op | None:
    return SetLook("color", named_clips(fit.slots))


def _place_clips(fit: Fit, page: Page) -> Op | None:
    slots = fit.slots
    files = tuple(page.behind(char) for char in slots.all("file"))
    plural = re.search(
        r"clips|videos|photos|images|pictures|recordings|files|uploads|all|both|every|together|footage|media|"
        r"素材|所有|全部|拼|合并|连接|接在|合成|combine|merge|join|stitch|concatenate",
        f"{slots.rest} {fit.verb}",
    )
    every = bool(plural or slots.all("every_clip")) and not files
    return PlaceClips(files, slots.one("place") == "start", every)


def _undo(fit: Fit, page: Page) -> Op | None:
    return Undo(fit.slots.one("steps", 1))


def _redo(fit: Fit, page: Page) -> Op | None:
    return Redo(fit.slots.one("steps", 1))


CLIP_BUILDERS: dict[str, Callable[[Fit, Page], Op | None]] = {
    "trim": _trim,
    "shorten_by": _shorten_by,
    "trim_head": _trim_head,
    "trim_tail": _trim_tail,
    "cut": _cut,
    "trim_range": _trim_range,
    "keep": _keep,
    "split": _split,
    "delete": _delete,
    "swap": _swap,
    "move": _move,
    "reorder": _reorder,
    "speed": _speed,
    "aspect": _aspect,
    "look": _look,
    "unlook": _unlook,
    "place_clips": _place_clips,
    "undo": _undo,
    "redo": _redo,
}
