"""What operations on texts, music and sound do to a desk, told before -> after.

The counterpart of `edits` for everything that lies over or under the clips.
"""

from __future__ import annotations

from collections.abc import Callable

from nemo_client.sandbox.agent.asking import AskBack
from nemo_client.sandbox.agent.cuts import fades, set_fades
from nemo_client.sandbox.agent.desk import Segment
from nemo_client.sandbox.agent.edits import EDITS, Job, clip_index, clip_places, what
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
    SetVolume,
    When,
)
from nemo_client.sandbox.agent.vocabulary import STYLES, USUAL_STYLE, USUAL_TEXT_MS, USUAL_VOLUME
from nemo_client.sandbox.agent.wording import in_quotes, listed, number_text


def stretch_of(job: Job, when: When, usual_ms: int | None) -> tuple[int, int, bool]:
    """Start, end, and whether it is to span the video whatever its length becomes."""
    length = job.desk.length
    start, end = _bounds(job, when, usual_ms, length)
    spans = end is None
    end = length if end is None else min(end, length)
    if start >= length or start >= end:
        raise AskBack("beyond_end", at_ms=max(start, 0), what=job.name("video"), d_ms=length)
    return max(start, 0), end, spans


def _bounds(job: Job, when: When, usual_ms: int | None, length: int) -> tuple[int, int | None]:
    if when.clip is not None:
        index = clip_index(job, when.clip)
        start = sum(clip["d"] for clip in job.desk.clips[:index])
        return start, start + (when.for_ms or job.desk.clips[index]["d"])
    if when.first_ms is not None:
        return 0, when.first_ms
    if when.last_ms is not None:
        return length - when.last_ms, length
    if when.end_ms is not None:
        return when.start_ms or 0, when.end_ms
    lasts = when.for_ms if when.for_ms is not None else usual_ms
    if when.at_end:
        return max(0, length - (lasts or USUAL_TEXT_MS)), length
    start = when.start_ms or 0
    return start, None if when.whole or lasts is None else start + lasts


# --- texts


def _texts(job: Job, role: str, old: str | None, which: int | None) -> list[Segment]:
    """The texts meant: by words, by number, or all of a role."""
    texts = [part for part in job.desk.texts if role in ("text", part["m"]["role"])]
    shown = job.name(role)
    if old is not None:
        found = [part for part in texts if part["m"]["text"] == old]
        if not found:
            raise AskBack("no_such_text", role=shown, text=old)
        return found
    if not texts:
        raise AskBack("no_text", role=shown)
    if which is None:
        return texts
    texts.sort(key=lambda part: part["start"])
    index = len(texts) - 1 if which == -1 else which - 1
    if index >= len(texts):
        raise AskBack("no_such_text", role=shown, text=str(which))
    return [texts[index]]


def _text(job: Job, role: str, old: str | None, which: int | None) -> Segment:
    texts = _texts(job, role, old, which)
    if len(texts) > 1:
        shown = in_quotes([part["m"]["text"] for part in texts], job.lang)
        raise AskBack("which_text", role=job.name(role), texts=shown)
    return texts[0]


def _add_text(job: Job, op: AddText) -> list[str]:
    usual = USUAL_TEXT_MS if op.role != "subtitle" else None
    start, end, spans = stretch_of(job, op.when, usual)
    role = "subtitle" if op.role == "subtitle" else "title"
    position = op.position or ("bottom" if role == "subtitle" else "center")
    meta: Segment = {"text": op.text, "role": role, "position": position}
    meta |= {"spans": True} if spans else {}
    meta |= {"auto": True} if op.auto else {}
    job.desk.texts.append({"id": job.desk.new_id(), "start": start, "d": end - start, "m": meta})
    facts = {"text": op.text, "start": number_text(start / 1000), "end_ms": end}
    return [job.say(f"add_{role}", position=job.name(position), **facts)]


def _edit_text(job: Job, op: EditText) -> list[str]:
    there = [part for part in job.desk.texts if op.role in ("text", part["m"]["role"])]
    if op.or_add and not there and op.which is None:
        return _add_text(job, AddText(op.new, op.role))
    part = _text(job, op.role, op.old, op.which)
    before, part["m"]["text"] = part["m"]["text"], op.new
    if before == op.new:
        raise AskBack("no_change")
    part["m"].pop("auto", None)
    return [job.say("edit_text", role=job.name(part["m"]["role"]), a=before, b=op.new)]


def _retime_text(job: Job, op: RetimeText) -> list[str]:
    if op.or_add and op.old not in [part["m"]["text"] for part in job.desk.texts]:
        return _add_text(job, AddText(op.old or "", op.role, op.when))
    part = _text(job, op.role, op.old, op.which)
    was = (part["start"], part["start"] + part["d"])
    when = op.when
    if when.for_ms is not None and when.start_ms is None and not when.at_end:
        when = When(start_ms=was[0], for_ms=when.for_ms)
    elif (
        when.start_ms is not None and when.end_ms is None and when.for_ms is None and not when.whole
    ):
        when = When(start_ms=when.start_ms, for_ms=part["d"])
    start, end, spans = stretch_of(job, when, part["d"])
    part["start"], part["d"] = start, end - start
    part["m"].pop("spans", None)
    if spans:
        part["m"]["spans"] = True
    shown = {"text": part["m"]["text"], "start": number_text(start / 1000), "end_ms": end}
    return [job.say("retime_text", a_start=number_text(was[0] / 1000), a_end_ms=was[1], **shown)]


def _place_text(job: Job, op: PlaceText) -> list[str]:
    if op.or_add and op.old not in [part["m"]["text"] for part in job.desk.texts]:
        return _add_text(job, AddText(op.old or "", op.role, When(), op.position))
    part = _text(job, op.role, op.old, op.which)
    before, part["m"]["position"] = part["m"]["position"], op.position
    if before == op.position:
        raise AskBack("no_change")
    return [
        job.say("place_text", text=part["m"]["text"], a=job.name(before), b=job.name(op.position))
    ]


def _remove_text(job: Job, op: RemoveText) -> list[str]:
    texts = _texts(job, op.role, op.old, op.which)
    gone = texts if op.every else [_text(job, op.role, op.old, op.which)]
    ids = {part["id"] for part in gone}
    job.desk.texts = [part for part in job.desk.texts if part["id"] not in ids]
    shown = in_quotes([part["m"]["text"] for part in gone], job.lang)
    return [job.say("remove_text", role=job.name(gone[0]["m"]["role"]), texts=shown)]


# --- music and sound


def music_title(style: str, lang: str) -> str:
    """How a style is called."""
    names = [STYLES[each][1 if lang == "zh" else 0] for each in style.split() if each in STYLES]
    return ("" if lang == "zh" else " ").join(names) or style


def _add_music(job: Job, op: AddMusic) -> list[str]:
    desk = job.desk
    start, end, spans = stretch_of(job, op.when, None)
    asset = job.assets[op.asset or ""]
    name = asset.name if op.asset else music_title(op.style or USUAL_STYLE, job.lang)
    gone = [part for part in desk.music if op.replace or part["m"].get("auto")]
    volume = (
        op.volume if op.volume is not None else _volume_kept(gone) if op.replace else USUAL_VOLUME
    )
    desk.music = [part for part in desk.music if part not in gone]
    meta: Segment = {"title": name, "asset": asset.id, "src": asset.cdn_url, "kind": "audio"}
    meta |= {"spans": True} if spans else {}
    meta |= {"auto": True} if op.auto else {}
    sound = {"source_in": 0, "volume": volume, "fade_in": 0, "fade_out": 0}
    place = {"start": start, "d": end - start}
    desk.music.append({"id": desk.new_id(), **place, **sound, "m": meta})
    facts = {
        "name": name,
        "percent": number_text(volume * 100),
        "start": number_text(start / 1000),
        "end_ms": end,
    }
    if gone:
        return [job.say("replace_music", a=_names(job, gone), **facts)]
    return [job.say("add_music", **facts)]


def _volume_kept(parts: list[Segment]) -> float:
    """The volume that replaced music had."""
    return float(parts[0]["volume"]) if parts else USUAL_VOLUME


def _names(job: Job, parts: list[Segment]) -> str:
    return listed([part["m"]["title"] for part in parts], job.lang)


def _some_music(job: Job) -> list[Segment]:
    if not job.desk.music:
        raise AskBack("no_music")
    return job.desk.music


def _remove_music(job: Job, op: RemoveMusic) -> list[str]:
    names = _names(job, _some_music(job))
    job.desk.music = []
    return [job.say("remove_music", names=names)]


def _volume(job: Job, op: SetVolume) -> list[str]:
    told: list[str] = []
    target = op.target
    if target == "any":
        if job.desk.music and job.desk.clips:
            raise AskBack("which_sound", verb=_volume_verb(job, op.volume))
        target = "music" if job.desk.music else "clips"
    if target == "music" or (target == "both" and job.desk.music):
        told.append(_set_volume(job, "volume_music", _some_music(job), op.volume, ""))
    if target in ("clips", "both"):
        places = clip_places(job, op.clips)
        clips = [job.desk.clips[place] for place in places]
        name = what(job, places if op.clips else None)
        told.append(_set_volume(job, "volume_clips", clips, op.volume, name))
    if not any(told):
        raise AskBack("no_change")
    return [each for each in told if each]


def _set_volume(job: Job, key: str, parts: list[Segment], volume: float, name: str) -> str:
    """Set a volume and tell it; nothing to tell when it was so already."""
    before = {part["volume"] for part in parts}
    if before <= {volume}:
        return ""
    for part in parts:
        part["volume"] = volume
    was = number_text(before.pop() * 100) if len(before) == 1 else job.name("mixed")
    return job.say(key, what=name, a=was, b=number_text(volume * 100))


def _volume_verb(job: Job, volume: float) -> str:
    """The command again, for the examples of a question."""
    zh = job.lang == "zh"
    if volume == 0:
        return "静音" if zh else "mute"
    if volume == 1:
        return "取消静音：" if zh else "unmute"
    percent = number_text(volume * 100)
    return f"音量调到{percent}%：" if zh else f"set the volume to {percent}% of"


def _fade(job: Job, op: Fade) -> list[str]:
    desk = job.desk
    longest = min((part["d"] for part in _faded_parts(job, op)), default=0)
    if op.ms > longest:
        raise AskBack("fade_too_long", ms=op.ms, d_ms=longest)
    before = _fade_state(job, op)
    if op.target != "music":
        ends = fades(desk)
        set_fades(desk, op.ms if op.into else ends[0], op.ms if op.out else ends[1])
    for part in desk.music if op.target != "video" else []:
        part["fade_in"] = op.ms if op.into else part["fade_in"]
        part["fade_out"] = op.ms if op.out else part["fade_out"]
    after = _fade_state(job, op)
    if before == after:
        raise AskBack("no_change")
    target = job.name({"all": "everything", "video": "video", "music": "music"}[op.target])
    return [job.say("fade", target=target, ends=f"{before} → {after}")]


def _faded_parts(job: Job, op: Fade) -> list[Segment]:
    """The segments a fade has to fit into."""
    ends = [job.desk.clips[0], job.desk.clips[-1]] if op.target != "music" else []
    if op.target == "music":
        return _some_music(job)
    return [part for part, used in zip(ends, (op.into, op.out), strict=True) if used]


def _fade_state(job: Job, op: Fade) -> str:
    into, out = fades(job.desk)
    if op.target == "music":
        into, out = (max(part[name] for part in job.desk.music) for name in ("fade_in", "fade_out"))
    shown = [job.name(key, ms=ms) for key, ms in (("in", into), ("out", out)) if ms]
    return listed(shown, job.lang) or job.name("none")


EXTRAS: dict[type[Op], Callable[..., list[str]]] = {
    AddText: _add_text,
    EditText: _edit_text,
    RetimeText: _retime_text,
    PlaceText: _place_text,
    RemoveText: _remove_text,
    AddMusic: _add_music,
    RemoveMusic: _remove_music,
    SetVolume: _volume,
    Fade: _fade,
}


def perform(job: Job, op: Op) -> list[str]:
    """Do one operation on the desk; the sentences that tell what changed."""
    edit = EDITS.get(type(op)) or EXTRAS[type(op)]
    told = edit(job, op)
    told += [job.say(key, text=text) for key, text in job.desk.settle()]
    job.done += told
    return told
