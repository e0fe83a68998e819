"""What each operation does to the clips of a desk, told as one sentence before -> after.

One function an operation, looked up in `EDITS` (texts and sound have their own module). An
edit either does exactly what the operation says or asks back and has changed nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from nemo_client.sandbox.agent.asking import AskBack
from nemo_client.sandbox.agent.cuts import SHORTEST_MS, fades, set_fades, split, without
from nemo_client.sandbox.agent.desk import Desk, Segment, canvas_for, clip_of
from nemo_client.sandbox.agent.ops import (
    CutRanges,
    DeleteClips,
    Footage,
    Generate,
    KeepRange,
    MoveClip,
    Op,
    PlaceClips,
    Reorder,
    SetAspect,
    SetLook,
    SetSpeed,
    Split,
    SwapClips,
    Trim,
    TrimHead,
    TrimTail,
)
from nemo_client.sandbox.agent.prompts import shaped
from nemo_client.sandbox.agent.reports import DONE, NAMES
from nemo_client.sandbox.agent.wording import (
    clip_words,
    in_quotes,
    listed,
    number_text,
    say,
    seconds,
)
from nemo_client.sandbox.assets import Asset

NAME_CHARS = 40


@dataclass(slots=True)
class Job:
    """A desk under edit: its language, the media at hand, and what was done so far."""

    desk: Desk
    lang: str
    assets: dict[str, Asset] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    def say(self, key: str, **facts: object) -> str:
        """A sentence about something done."""
        return say(DONE, key, self.lang, **facts)

    def name(self, key: str, **facts: object) -> str:
        """A word of the wording table."""
        return say(NAMES, key, self.lang, **facts)


def clip_index(job: Job, number: int) -> int:
    """The place of the clip a number stands for; asks back when there is none, or several."""
    count = len(job.desk.clips)
    if number == 0:
        if count == 1:
            return 0
        names = [f"{n}. {clip['m']['name']}" for n, clip in enumerate(job.desk.clips, 1)]
        raise AskBack("which_clip", clips=listed(names, job.lang), count=count)
    index = count - 1 if number == -1 else number - 1
    if not 0 <= index < count:
        raise AskBack("no_such_clip", n=number, count=count)
    return index


def clip_places(job: Job, numbers: Iterable[int]) -> list[int]:
    """The places of several clips, all of them when none is named."""
    places = [clip_index(job, number) for number in numbers]
    return places or list(range(len(job.desk.clips)))


def what(job: Job, places: list[int] | None) -> str:
    """The clips meant, in words."""
    if places is None:
        return job.name("video")
    if len(places) == 1:
        return job.name("clip", n=places[0] + 1)
    if len(places) == len(job.desk.clips):
        return job.name("all_clips")
    return job.name("clips", n=listed([str(place + 1) for place in places], job.lang))


# --- making and placing


def _generate(job: Job, op: Generate) -> list[str]:
    footage = op.material
    assert isinstance(footage, Footage)
    asset = job.assets[""]
    short = footage.prompt[:NAME_CHARS].split("\n")[0].strip()
    clip = clip_of(job.desk, asset, short, footage.prompt)
    if op.without:
        clip["m"]["without"] = list(op.without)
    _append(job, [clip], asset, at_start=False)
    return [job.say("generate", d_ms=clip["d"], prompt=footage.prompt)]


def _append(job: Job, clips: list[Segment], first: Asset, at_start: bool) -> None:
    desk = job.desk
    if not desk.canvas:
        desk.canvas = canvas_for(first, clips[0]["m"]["name"])
    ends = fades(desk)
    desk.clips = [*clips, *desk.clips] if at_start else [*desk.clips, *clips]
    desk.is_fresh = False
    set_fades(desk, *ends)


def _place_clips(job: Job, op: PlaceClips) -> list[str]:
    assets = [job.assets[each] for each in op.assets]
    clips = [clip_of(job.desk, asset, asset.name) for asset in assets]
    _append(job, clips, assets[0], op.at_start)
    names = listed([asset.name for asset in assets], job.lang)
    return [job.say("place_clips", names=names, d_ms=job.desk.length)]


# --- taking time away


def _span(job: Job, clip: int | None) -> tuple[int, int, list[int] | None]:
    """Start and end of what is cut, and which clip it is."""
    if clip is None:
        return 0, job.desk.length, None
    index = clip_index(job, clip)
    part = job.desk.clips[index]
    start = sum(each["d"] for each in job.desk.clips[:index])
    return start, start + part["d"], [index]


def _shortened(
    job: Job, key: str, clip: int | None, gone: list[tuple[int, int]], **facts: object
) -> list[str]:
    """Take stretches away and tell it; something has to be left of what is cut."""
    desk = job.desk
    start, end, places = _span(job, clip)
    before = end - start
    left = before - sum(high - low for low, high in gone)
    if left < SHORTEST_MS:
        raise AskBack("nothing_left", what=what(job, places), d_ms=before)
    name, ends, length = what(job, places), fades(desk), desk.length
    for low, high in sorted(gone, reverse=True):
        desk.clips = without(desk, low, high)
        desk.settle_clips()
    set_fades(desk, *ends)
    after = before - (length - desk.length)
    return [job.say(key, what=name, a_ms=before, b_ms=after, **facts)]


def _trim(job: Job, op: Trim) -> list[str]:
    if op.each:
        clips = list(enumerate(job.desk.clips, 1))
        longer = [n for n, clip in clips if clip["d"] > op.to_ms]
        if not longer:
            shortest = min(clip["d"] for _, clip in clips)
            raise AskBack("already_short", what=job.name("all_clips"), d_ms=shortest)
        return [told for n in longer for told in _trim(job, Trim(op.to_ms, n))]
    start, end, places = _span(job, op.clip)
    if op.to_ms >= end - start:
        raise AskBack("already_short", what=what(job, places), d_ms=end - start)
    return _shortened(job, "trim", op.clip, [(start + op.to_ms, end)])


def _trim_head(job: Job, op: TrimHead) -> list[str]:
    start, end, _ = _span(job, op.clip)
    gone = [(start, min(end, start + op.by_ms))]
    return _shortened(job, "trim_head", op.clip, gone, by_ms=op.by_ms)


def _trim_tail(job: Job, op: TrimTail) -> list[str]:
    start, end, _ = _span(job, op.clip)
    gone = [(max(start, end - op.by_ms), end)]
    return _shortened(job, "trim_tail", op.clip, gone, by_ms=op.by_ms)


def _on_timeline(job: Job, low: int, high: int | None, clip: int | None) -> tuple[int, int]:
    """A range in timeline time; with a clip it may have been counted from the clip's start."""
    start, end, places = _span(job, clip)
    if high is not None and high <= low:
        raise AskBack("empty_range")
    shown = high if high is not None else low
    ranges = [(low, end if high is None else high)]
    if clip is not None and start:
        ranges.append((start + low, end if high is None else start + high))
    inside = [each for each in ranges if start <= each[0] < each[1] <= end]
    if len(inside) > 1:
        raise AskBack("clip_or_timeline", at_ms=low, n=(places or [0])[0] + 1, a_ms=start, b_ms=end)
    if not inside:
        raise AskBack("beyond_end", at_ms=shown, what=what(job, places), d_ms=end - start)
    return inside[0]


def _ranges_text(job: Job, ranges: Iterable[tuple[int, int]]) -> str:
    return listed(
        [f"{number_text(low / 1000)}–{seconds(high, job.lang)}" for low, high in ranges], job.lang
    )


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return joined


def _cut(job: Job, op: CutRanges) -> list[str]:
    gone = _merged(_on_timeline(job, low, high, op.clip) for low, high in op.ranges)
    return _shortened(job, "cut", op.clip, gone, ranges=_ranges_text(job, gone))


def _keep(job: Job, op: KeepRange) -> list[str]:
    start, end, places = _span(job, op.clip)
    if op.last_ms is not None:
        kept = (end - op.last_ms, end)
    elif op.start_ms == 0 and op.end_ms is not None:
        kept = (start, start + op.end_ms)
    else:
        kept = _on_timeline(job, op.start_ms, op.end_ms, op.clip)
    if kept[0] < start or kept[1] > end or kept == (start, end):
        raise AskBack("already_short", what=what(job, places), d_ms=end - start)
    gone = [each for each in ((start, kept[0]), (kept[1], end)) if each[1] > each[0]]
    return _shortened(job, "keep", op.clip, gone, ranges=_ranges_text(job, [kept]))


def _split(job: Job, op: Split) -> list[str]:
    desk, count = job.desk, len(job.desk.clips)
    start, end, _ = _span(job, op.clip)
    at = (start + end) // 2 if op.at_ms is None else _on_timeline(job, op.at_ms, None, op.clip)[0]
    for index, clip in enumerate(desk.clips):
        inside = at - clip["start"]
        if 0 < inside < clip["d"] and SHORTEST_MS <= inside <= clip["d"] - SHORTEST_MS:
            ends = fades(desk)
            split(desk, index, inside)
            set_fades(desk, *ends)
            return [job.say("split", n=index + 1, at_ms=at, a=count, b=count + 1)]
    raise AskBack("at_edge", at_ms=at)


# --- clips as a whole


def _delete(job: Job, op: DeleteClips) -> list[str]:
    desk, length = job.desk, job.desk.length
    places = sorted({clip_index(job, number) for number in op.clips})
    names = in_quotes([desk.clips[place]["m"]["name"] for place in places], job.lang)
    count, ends = len(desk.clips), fades(desk)
    desk.clips = [clip for place, clip in enumerate(desk.clips) if place not in places]
    set_fades(desk, *ends)
    numbers = {"a": _count(job, count), "b": _count(job, len(desk.clips))}
    left = sum(clip["d"] for clip in desk.clips)
    return [
        job.say(
            "delete_clips",
            names=f"{what_were(job, places)} ({names})",
            a_ms=length,
            b_ms=left,
            **numbers,
        )
    ]


def what_were(job: Job, places: list[int]) -> str:
    """The clips at these places before they went."""
    key = "clip" if len(places) == 1 else "clips"
    return job.name(key, n=listed([str(place + 1) for place in places], job.lang))


def _count(job: Job, count: int) -> str:
    return job.name("one_clip" if count == 1 else "clips_count", n=count)


def _arranged(job: Job, order: list[int]) -> None:
    ends = fades(job.desk)
    job.desk.clips = [job.desk.clips[place] for place in order]
    set_fades(job.desk, *ends)


def _move(job: Job, op: MoveClip) -> list[str]:
    count = len(job.desk.clips)
    source = clip_index(job, op.clip)
    order = [place for place in range(count) if place != source]
    anchor = op.before if op.before is not None else op.after
    if anchor is not None:
        other = clip_index(job, anchor)
        if other == source:
            raise AskBack("where_to", clip=clip_words(op.clip, job.lang))
        target = order.index(other) + (op.after is not None)
    else:
        target = clip_index(job, op.to or 0)
    order.insert(target, source)
    if order == list(range(count)):
        raise AskBack("no_change")
    name = f"“{job.desk.clips[source]['m']['name']}”"
    _arranged(job, order)
    return [job.say("move_clip", name=name, a=source + 1, b=target + 1)]


def _swap(job: Job, op: SwapClips) -> list[str]:
    first, second = clip_index(job, op.first), clip_index(job, op.second)
    if first == second:
        raise AskBack("two_clips")
    order = list(range(len(job.desk.clips)))
    order[first], order[second] = second, first
    names = [job.desk.clips[place]["m"]["name"] for place in (first, second)]
    _arranged(job, order)
    return [job.say("swap_clips", a=first + 1, b=second + 1, first=names[0], second=names[1])]


def _reorder(job: Job, op: Reorder) -> list[str]:
    count = len(job.desk.clips)
    order = [number - 1 for number in op.order] or list(reversed(range(count)))
    if sorted(order) != list(range(count)):
        raise AskBack("bad_order", count=count)
    if order == list(range(count)):
        raise AskBack("no_change")
    _arranged(job, order)
    before, after = range(1, count + 1), [place + 1 for place in order]
    return [job.say("reorder", a="-".join(map(str, before)), b="-".join(map(str, after)))]


def _speed(job: Job, op: SetSpeed) -> list[str]:
    desk, length = job.desk, job.desk.length
    places = clip_places(job, op.clips)
    before = {desk.clips[place]["speed"] for place in places}
    if before == {op.factor}:
        raise AskBack("no_change")
    ends = fades(desk)
    for place in places:
        clip = desk.clips[place]
        clip["speed"] = op.factor
        clip["d"] = max(1, round((clip["source_out"] - clip["source_in"]) / op.factor))
    set_fades(desk, *ends)
    was = number_text(before.pop()) if len(before) == 1 else job.name("mixed")
    name = what(job, places if op.clips else None)
    total = sum(clip["d"] for clip in desk.clips)
    return [job.say("speed", what=name, a=was, b=number_text(op.factor), a_ms=length, b_ms=total)]


def _aspect(job: Job, op: SetAspect) -> list[str]:
    canvas = job.desk.canvas
    wide, high = (int(part) for part in op.ratio.split(":"))
    before = (canvas["width"], canvas["height"])
    after = shaped(before, wide, high)
    if after == before:
        raise AskBack("no_change")
    canvas["width"], canvas["height"] = after
    sizes = [f"{width}×{height}" for width, height in (before, after)]
    return [job.say("aspect", a=sizes[0], b=f"{sizes[1]} ({op.ratio})")]


def _look(job: Job, op: SetLook) -> list[str]:
    places = clip_places(job, op.clips)
    shown = None if op.look == "color" else op.look
    clips = [job.desk.clips[place] for place in places]
    if all(clip["m"].get("look") == shown for clip in clips):
        raise AskBack("no_change")
    for clip in clips:
        clip["m"] = {**clip["m"], "look": shown}
        if shown is None:
            del clip["m"]["look"]
    return [job.say(op.look, what=what(job, places if op.clips else None))]


EDITS: dict[type[Op], Callable[..., list[str]]] = {
    Generate: _generate,
    PlaceClips: _place_clips,
    Trim: _trim,
    TrimHead: _trim_head,
    TrimTail: _trim_tail,
    CutRanges: _cut,
    KeepRange: _keep,
    Split: _split,
    DeleteClips: _delete,
    MoveClip: _move,
    SwapClips: _swap,
    Reorder: _reorder,
    SetSpeed: _speed,
    SetAspect: _aspect,
    SetLook: _look,
}
