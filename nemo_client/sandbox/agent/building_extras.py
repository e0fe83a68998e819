"""Builders of the operations on texts, music and sound.

The counterpart of `building_clips`, under the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from nemo_client.sandbox.agent.asking import AskBack
from nemo_client.sandbox.agent.building_clips import named_clip, named_clips
from nemo_client.sandbox.agent.folding import Page
from nemo_client.sandbox.agent.matching import Fit, words
from nemo_client.sandbox.agent.ops import (
    AddMusic,
    AddText,
    EditText,
    Fade,
    Op,
    PlaceText,
    RemoveMusic,
    RemoveText,
    RetimeText,
    Role,
    SetVolume,
    When,
)
from nemo_client.sandbox.agent.rules import MUSIC, MUSIC_ZH, TITLE, TITLE_ZH
from nemo_client.sandbox.agent.slots import Slots

SHOWING = ("show", "display", "显示", "出现")  # said of a text that is there, or is to come
BROUGHT = re.compile(
    r"uploaded|(?<![a-z])(?:use|set|put|play|add) (?:this|that|it)(?![a-z])(?! to)|"
    "上传|用[这那它]"
)
CLOSED = ("first", "last", "range", "range_from", "for")
TIMINGS = ("first", "last", "range", "at", "start", "range_from", "clips", "the_clip", "place")


def _ends(rest: str) -> tuple[bool, bool]:
    """Whether a fade in and a fade out are named."""
    into = re.search(r"(?<![a-z])ins?(?![a-z])|from black|both|淡入|渐入|渐显", rest)
    out = re.search(r"(?<![a-z])outs?(?![a-z])|to black|both|淡出|渐出|渐隐", rest)
    return bool(into), bool(out)


def _fade(fit: Fit, page: Page) -> Op | None:
    slots, rest = fit.slots, f"{fit.slots.rest} {fit.verb}"
    places = slots.all("place")
    into, out = _ends(rest)
    into, out = into or slots.one("first") is not None, out or slots.one("last") is not None
    if not into and not out:
        into, out = "start" in places, "end" in places
    if not into and not out:
        raise AskBack("which_fade")
    if ("start" in places and not into) or ("end" in places and not out):
        return None
    lengths = [slots.one(kind) for kind in ("for", "dur", "first", "last")]
    said = [ms for ms in lengths if ms is not None]
    return None if len(said) > 1 else Fade(into, out, said[0] if said else 1000, _faded(rest))


def _faded(rest: str) -> Literal["all", "video", "music"]:
    if _names_music(rest):
        return "music"
    return "video" if re.search(r"video|movie|film|footage|视频|画面|影片", rest) else "all"


def _unfade(fit: Fit, page: Page) -> Op | None:
    into, out = _ends(fit.slots.rest)
    if not into and not out:
        places = fit.slots.all("place")
        into, out = "end" not in places, "start" not in places
    return Fade(into, out, 0, "all")


def _when(slots: Slots) -> When | None:
    """The stretch of the timeline said; None when two are."""
    if sum(len(slots.all(kind)) for kind in TIMINGS) > 1:
        return None
    if slots.all("dur") and any(slots.all(kind) for kind in CLOSED):
        return None  # two lengths
    span = slots.one("range")
    start = slots.one("start", slots.one("at", slots.one("range_from")))
    place = slots.one("place")
    return When(
        start_ms=span[0] if span else 0 if place == "start" else start,
        end_ms=span[1] if span else None,
        first_ms=slots.one("first"),
        last_ms=slots.one("last"),
        for_ms=slots.one("for", slots.one("dur", slots.one("to"))),
        clip=named_clip(slots),
        whole=slots.one("range_from") is not None,
        at_end=place == "end",
    )


def _role(slots: Slots) -> Role:
    rest = slots.rest
    if re.search("subtitle|caption|字幕", rest):
        return "subtitle"
    return "title" if re.search("title|head(?:ing|line)|标题|片名", rest) else "text"


def _add_text(fit: Fit, page: Page) -> Op | None:
    text, when = page.behind(fit.slots.one("text")), _when(fit.slots)
    if when is None or not text.strip():
        return None
    whole = bool(re.search("throughout|the whole", fit.slots.rest))
    when = When(whole=True) if whole and when == When() else when
    role: Role = "subtitle" if _role(fit.slots) == "subtitle" else "title"
    return AddText(text, role, when, fit.slots.one("position"))


def _say_text(fit: Fit, page: Page) -> Op | None:
    new = page.behind(fit.slots.one("text"))
    return EditText(new, _role(fit.slots), None, fit.slots.one("which"), or_add=True)


def _edit_text(fit: Fit, page: Page) -> Op | None:
    texts = [page.behind(char) for char in fit.slots.all("text")]
    turned = re.search(r"(?<![a-z])(?:to|with|into|say|read|by|for)(?![a-z])|成|为", fit.slots.rest)
    if not texts[-1].strip() or not (turned or fit.rule.lang == "zh"):
        return None
    is_named = words(TITLE, "en").search(fit.slots.rest) or words(TITLE_ZH, "zh").search(
        fit.slots.rest
    )
    if len(texts) == 1 and not is_named:
        return None
    old = texts[0] if len(texts) > 1 else None
    return EditText(texts[-1], _role(fit.slots), old, fit.slots.one("which"))


def _ask_text(fit: Fit, page: Page) -> Op | None:
    raise AskBack("no_words")


def _which(fit: Fit, page: Page) -> tuple[str | None, int | None]:
    """The text meant, by its words or its number."""
    char = fit.slots.one("text")
    return (page.behind(char) if char else None), fit.slots.one("which")


def _retime_text(fit: Fit, page: Page) -> Op | None:
    when = _when(fit.slots)
    old, which = _which(fit, page)
    adds = old is not None and fit.verb in SHOWING
    return RetimeText(_role(fit.slots), when, old, which, adds) if when else None


def _place_text(fit: Fit, page: Page) -> Op | None:
    old, which = _which(fit, page)
    adds = old is not None and fit.verb in ("put", "place", *SHOWING)
    return PlaceText(_role(fit.slots), fit.slots.one("position"), old, which, adds)


def _remove_text(fit: Fit, page: Page) -> Op | None:
    old, which = _which(fit, page)
    plural = re.search(
        r"(?:titles|headings|headlines|captions|texts)|all|every|所有|全部|全|都", fit.slots.rest
    )
    return RemoveText(
        _role(fit.slots), old, which, every=bool(plural) and old is None and which is None
    )


def _add_music(fit: Fit, page: Page) -> Op | None:
    slots = fit.slots
    when = _when(slots)
    char = slots.one("audio_file")
    styles = slots.all("style")
    if (
        when is None
        or (char and styles)
        or len(slots.all("percent")) + len(slots.all("to_percent")) > 1
    ):
        return None
    percent = slots.one("percent", slots.one("to_percent"))
    return AddMusic(
        style=" ".join(styles) or None,
        asset=page.behind(char) if char else None,
        volume=_loud(percent) if percent is not None else None,
        when=when,
        uploaded=bool(BROUGHT.search(slots.rest)),
        replace=fit.rule.op == "replace_music",
    )


def _replace_music(fit: Fit, page: Page) -> Op | None:
    names_none = not fit.slots.all("style") and not fit.slots.all("audio_file")
    if names_none and fit.slots.kinds():  # "change the music to 20%" is about its volume
        return None
    return _add_music(fit, page)


def _remove_music(fit: Fit, page: Page) -> Op | None:
    return RemoveMusic()


def _loud(percent: float) -> float:
    if not 0 <= percent <= 400:
        raise AskBack("how_loud")
    return percent / 100


def _names_music(rest: str) -> bool:
    return bool(words(MUSIC, "en").search(rest) or words(MUSIC_ZH, "zh").search(rest))


def _heard(fit: Fit) -> Literal["music", "clips", "both", "any"]:
    """Whose sound is meant."""
    rest = f"{fit.verb} {fit.slots.rest}"
    own = bool(
        re.search(
            "original|clip (?:sound|audio)|video (?:sound|audio)|原声|原音|自带|视频声音", rest
        )
    )
    own = own or bool({"clips", "the_clip", "every_clip"} & set(fit.slots.kinds()))
    music = _names_music(rest)
    if (own and music) or re.search("everything|全部", rest):
        return "both"
    return "music" if music else "clips" if own else "any"


def _volume(fit: Fit, page: Page) -> Op | None:
    slots = fit.slots
    percent = slots.one("to_percent", slots.one("percent"))
    relative = re.search(
        r"lower|raise|reduce|increase|turn|louder|quieter|down|up|调[低高小大]|降低|提高",
        f"{slots.rest} {fit.verb}",
    )
    if percent is None or (relative and slots.one("to_percent") is None):
        raise AskBack("how_loud")
    return SetVolume(_heard(fit), _loud(percent), named_clips(slots))


def _mute(fit: Fit, page: Page) -> Op | None:
    target = _heard(fit)
    clips = named_clips(fit.slots)
    if clips and target == "both":
        return None
    return SetVolume(target, 0.0, clips)


def _unmute(fit: Fit, page: Page) -> Op | None:
    return SetVolume(_heard(fit), 1.0, named_clips(fit.slots))


EXTRA_BUILDERS: dict[str, Callable[[Fit, Page], Op | None]] = {
    "fade": _fade,
    "unfade": _unfade,
    "add_text": _add_text,
    "say_text": _say_text,
    "edit_text": _edit_text,
    "ask_text": _ask_text,
    "retime_text": _retime_text,
    "place_text": _place_text,
    "remove_text": _remove_text,
    "add_music": _add_music,
    "replace_music": _replace_music,
    "remove_music": _remove_music,
    "volume": _volume,
    "mute": _mute,
    "unmute": _unmute,
}
