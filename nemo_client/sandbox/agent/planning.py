"""From a message to a plan that is known to work: read, look up, rehearse on a copy.

Every operation is tried on a working copy before anything is made or charged. All or
nothing: what cannot be done, or is not clear, becomes a question and the plan is empty;
parts that were not understood are listed, and stop everything when something would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nemo_client.sandbox.agent import phrasing, prompts
from nemo_client.sandbox.agent.asking import AskBack
from nemo_client.sandbox.agent.desk import opened
from nemo_client.sandbox.agent.edits import Job
from nemo_client.sandbox.agent.extras import perform
from nemo_client.sandbox.agent.folding import Page, Strip, fold
from nemo_client.sandbox.agent.lookup import looked_up
from nemo_client.sandbox.agent.ops import (
    LAST,
    Answer,
    CutRanges,
    DeleteClips,
    Footage,
    Generate,
    KeepRange,
    MoveClip,
    Op,
    PlaceClips,
    Plan,
    Redo,
    Reorder,
    SetSpeed,
    Split,
    SwapClips,
    TrimHead,
    Undo,
    is_destructive,
)
from nemo_client.sandbox.agent.reading import Reader, Reading, Sights, Step
from nemo_client.sandbox.agent.recalling import answered, brought
from nemo_client.sandbox.agent.wording import in_quotes
from nemo_client.sandbox.assets import Asset

USUAL_SIZE = (1280, 720)
LONGEST_MESSAGE = 2000  # of commands; a prompt may be longer
TAILS, TAIL_CHARS = 12, 600  # how much of a long prompt is searched for edits that follow it
RENUMBERING = (DeleteClips, MoveClip, SwapClips, Reorder)
SHIFTING = (*RENUMBERING, TrimHead, CutRanges, KeepRange, SetSpeed)
# what begins like this is an edit, even if not all that follows is understood
EDIT = re.compile(
    r"(?:and |then |also )*(?:add|put|trim|cut|remove|speed up|fade|mute)(?![a-z]).*?"
    r"(?:titles?|subtitles?|captions?|music|soundtrack|to \d|fade|the (?:first|last))(?![a-z])|"
    r"(?:再|并|然后)?(?:添加|加上?|配上?|去掉|剪掉|裁剪?).*?(?:标题|字幕|音乐|配乐|秒|淡)"
)
KANA = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
HAN = re.compile("[\u4e00-\u9fff]")


def plan(
    text: str,
    draft: Mapping[str, Any] | None,
    assets: Sequence[Asset],
    history: Sequence[Mapping[str, Any]] = (),
) -> Plan:
    """What a message asks for, checked against the draft, the uploads and what was before."""
    text = answered(text, history)
    page = fold(text, _files(draft, assets))
    lang = language(page)
    try:
        reading = _read(page, lang, _sights(draft, assets, history))
        if reading.unclear:
            raise reading.unclear
        steps = _merged(_without_talk(reading.steps))
        _check_understood(page, reading, steps, assets, lang)
        ops = _rehearsed(page, steps, draft, assets, lang)
    except AskBack as unclear:
        return Plan(lang, (), (), unclear.question(lang, page))
    if reading.declined:
        ops = tuple(_declining(op, reading.declined) for op in ops)
    return Plan(lang, ops, tuple(reading.skipped), None, tuple(reading.left_alone))


def _files(draft: Mapping[str, Any] | None, assets: Sequence[Asset]) -> dict[str, tuple[str, str]]:
    """What a name stands for: the last file of that name, but rather the same one in use."""
    placed = opened(draft).placed()
    meant: dict[str, Asset] = {}
    for each in assets:
        known = meant.get(each.name)
        if known is None or known.id not in placed or _looks(known) != _looks(each):
            meant[each.name] = each
    return {
        name: ("audio_file" if each.kind == "audio" else "file", each.id)
        for name, each in meant.items()
    }


def _looks(asset: Asset) -> tuple[object, ...]:
    return asset.kind, asset.duration_ms, asset.width, asset.height, asset.fps, asset.has_audio


def language(page: Page) -> str:
    """The language to answer in: that of the command, or of the quotes if there is nothing else."""
    has_words = re.search(r"[a-z]{2}", page.strip.text) or HAN.search(page.strip.text)
    text = page.strip.text if has_words else page.source
    return "zh" if HAN.search(text) and not KANA.search(text) else "en"


def _declining(op: Op, declined: set[str]) -> Op:
    if not isinstance(op, Generate):
        return op
    return replace(op, without=tuple(sorted(declined | set(op.without))))


# --- reading


def _sights(
    draft: Mapping[str, Any] | None, assets: Sequence[Asset], history: Sequence[Mapping[str, Any]]
) -> Sights:
    """What a message can point at."""
    desk = opened(draft)
    shown = [clip["m"].get("asset", "") for clip in desk.clips]
    placed = desk.placed()
    return Sights(
        shown=tuple(shown),
        waiting=tuple(each.id for each in assets if each.kind != "audio" and each.id not in placed),
        brought=tuple(brought(draft, assets, history)) if shown else (),
        names={each.id: each.name for each in assets},
        size=_size(draft),
        has_material=draft is not None or any(each.kind != "audio" for each in assets),
    )


def _read(page: Page, lang: str, sights: Sights) -> Reading:
    if KANA.search(page.strip.text) or not page.strip.text.strip():
        return Reading(skipped=[page.source.strip()] if page.source.strip() else [])
    found = prompts.find(page, lang, sights.has_material)
    if found is None:
        if len(page.strip.text) > LONGEST_MESSAGE:
            return Reading(skipped=[page.source[:80].strip() + "..."])
        topic = "upload" if sights.brought else ""
        return Reader(page, lang, topic, sights=sights).read(page.strip)
    start, rest = found
    if sights.has_material and (thing := prompts.needs_material(rest.text)):
        raise AskBack("new_or_edit", what=thing)
    reading = Reader(page, lang, sights=sights).read(page.strip.part(0, start))
    request, tail = _divided(page, lang, rest, sights)
    made = prompts.request(page, request, lang, sights.size)
    reading.steps.append(Step(made, 99, page.verbatim(request)))
    reading.add(tail)
    return reading


def _divided(page: Page, lang: str, rest: Strip, sights: Sights) -> tuple[Strip, Reading]:
    """A request for footage and the edits that follow it, if all that follows is edits."""
    text = rest.text
    joints = [*phrasing.HARD.finditer(text), *phrasing.SOFT.finditer(text)]
    marks = sorted({each.span() for each in joints if each.start() > 8})
    for start, end in [each for each in marks if len(text) - each[1] <= TAIL_CHARS][-TAILS:]:
        reader = Reader(page, lang, "new" if sights.shown else "", 100, sights)
        try:
            tail = reader.read(rest.part(end, len(text)))
        except AskBack:
            continue
        is_edits = tail.steps and not tail.skipped and not tail.unclear
        if (is_edits and tail.steps[0].verb) or (tail.left_alone and not tail.skipped):
            return rest.part(0, start), tail
        if EDIT.match(text, end) and (tail.unclear or _begins(page, rest.part(end, end + 1), tail)):
            return rest.part(0, start), tail
    return rest, Reading()


def _begins(page: Page, front: Strip, tail: Reading) -> bool:
    """Whether what was understood begins where the tail begins."""
    return any(step.at and step.at.origin[0] == front.origin[0] for step in tail.steps)


def _size(draft: Mapping[str, Any] | None) -> tuple[int, int]:
    canvas = (draft or {}).get("m") or {}
    return canvas.get("width", USUAL_SIZE[0]), canvas.get("height", USUAL_SIZE[1])


def _without_talk(steps: list[Step]) -> list[Step]:
    """Greetings are not answered when there is work."""
    edits = [step for step in steps if not isinstance(step.op, Answer)]
    questions = [
        step for step in steps if getattr(step.op, "topic", "") in ("timeline", "length", "export")
    ]
    return [*edits, *questions] if edits or questions else steps[:1]


def _check_understood(
    page: Page, reading: Reading, steps: list[Step], assets: Sequence[Asset], lang: str
) -> None:
    """Ask back when nothing was understood, or not enough to risk a loss."""
    skipped = in_quotes(reading.skipped, lang)
    edits = [step for step in steps if not isinstance(step.op, Answer)]
    if reading.skipped and not edits:
        unknown = [name for name in page.unknown_files() if "://" not in name]
        if unknown:
            names = in_quotes([each.name for each in assets], lang)
            raise AskBack("no_file", name=unknown[0], names=names or "-")
        raise AskBack("not_understood", skipped=skipped)
    if reading.skipped and any(is_destructive(step.op) for step in edits):
        understood = in_quotes([step.said for step in edits], lang)
        raise AskBack("only_parts", understood=understood, skipped=skipped)
    if not steps and not reading.left_alone:
        raise AskBack("not_understood", skipped="…")


# --- merging


def _merged(steps: list[Step]) -> list[Step]:
    """Things listed in one breath refer to the timeline as it was before the first of them."""
    merged: list[Step] = []
    for step in steps:
        joined = _joined(merged[-1], step) if merged else None
        if joined is None:
            merged.append(step)
        else:
            merged[-1] = joined
    return merged


def _joined(first: Step, second: Step) -> Step | None:
    if first.sentence != second.sentence:
        return None
    if isinstance(first.op, DeleteClips) and isinstance(second.op, DeleteClips):
        return replace(
            first, op=DeleteClips(tuple(dict.fromkeys((*first.op.clips, *second.op.clips))))
        )
    one, other = _ranges(first.op), _ranges(second.op)
    if one is None or other is None or (first.op, second.op).count(first.op) > 1:
        return None
    return replace(first, op=CutRanges((*one, *other)))


def _ranges(op: Op) -> tuple[tuple[int, int | None], ...] | None:
    if isinstance(op, TrimHead) and op.clip is None:
        return ((0, op.by_ms),)
    return op.ranges if isinstance(op, CutRanges) and op.clip is None else None


# --- rehearsing


@dataclass(slots=True)
class Rehearsal:
    """What has happened to numbers and times since the message began."""

    is_renumbered: bool = False
    shifted_in: int | None = None

    def check(self, step: Step) -> None:
        """Ask when it is not clear which numbering or which clock a step means."""
        if self.is_renumbered and any(number != 0 for number in clip_numbers(step.op)):
            raise AskBack("clips_renumbered")
        is_timed = isinstance(step.op, (CutRanges, Split, KeepRange))
        if is_timed and self.shifted_in == step.sentence:
            raise AskBack("one_at_a_time")

    def note(self, step: Step, before: list[str], after: list[str]) -> None:
        """Remember what a step did to the numbering."""
        kept = after[: len(before)] == before or isinstance(step.op, Split)
        if isinstance(step.op, RENUMBERING) or not kept:
            self.is_renumbered = True
        if isinstance(step.op, SHIFTING):
            self.shifted_in = step.sentence


def clip_numbers(op: Op) -> list[int]:
    """The clip numbers an operation refers to."""
    names = ("clip", "first", "second", "before", "after")
    numbers = [getattr(op, name, None) for name in names]
    numbers += [*getattr(op, "clips", ()), getattr(getattr(op, "when", None), "clip", None)]
    numbers += [1] if isinstance(op, Reorder) else []
    return [each for each in numbers if isinstance(each, int)]


def _rehearsed(
    page: Page,
    steps: list[Step],
    draft: Mapping[str, Any] | None,
    assets: Sequence[Asset],
    lang: str,
) -> tuple[Op, ...]:
    """The operations, looked up and tried on a copy of the draft."""
    job = Job(opened(draft), lang, {each.id: each for each in assets})
    ops: list[Op] = []
    rehearsal = Rehearsal()
    travels = [step for step in steps if isinstance(step.op, (Undo, Redo))]
    if travels and len([step for step in steps if not step.op.free]) > 1:
        raise AskBack("one_at_a_time")
    for step in steps:
        if step.op.free or isinstance(step.op, (Undo, Redo)):
            ops.append(step.op)
            continue
        try:
            rehearsal.check(step)
            for op in _bringing(step, job):
                perform(job, op)
                ops.append(op)
            for op in looked_up(step.op, job, assets):
                before = [clip["id"] for clip in job.desk.clips]
                job.assets[""] = provisional(op)
                perform(job, op)
                if not (isinstance(op, PlaceClips) and op.implied):
                    rehearsal.note(step, before, [clip["id"] for clip in job.desk.clips])
                ops.append(op)
        except AskBack as unclear:
            raise _with_clips(unclear, page, step, lang) from None
    return tuple(ops)


def _bringing(step: Step, job: Job) -> list[Op]:
    """The placing of the uploads that a step names, where others are on the timeline."""
    if not job.desk.clips:
        return []
    is_last = LAST in clip_numbers(step.op)
    missing = [each for each in step.brings if each not in job.desk.placed()]
    is_other = job.desk.clips[-1]["m"]["asset"] not in step.brings
    if is_last and step.brings and is_other and not missing:
        raise AskBack("one_at_a_time")  # it was the last clip, and is no longer
    return [PlaceClips((each,), implied=True) for each in missing]


def _with_clips(unclear: AskBack, page: Page, step: Step, lang: str) -> AskBack:
    """The question which clip, with the message repeated for each as options."""
    if unclear.code == "which_clip" and step.vague is not None:
        row = "第{n}段" if lang == "zh" else "clip {n}"
        numbers = range(1, min(unclear.facts["count"], 5) + 1)
        vague = step.vague
        unclear.options = tuple(page.rewritten(vague, row.format(n=n)) for n in numbers)
    else:
        unclear.at = unclear.at or step.at
    return unclear


def provisional(op: Op) -> Asset:
    """What the media that has to be made will be like."""
    footage = op.material if isinstance(op.material, Footage) else Footage("", 1.0, *USUAL_SIZE)
    length = round(footage.seconds * 1000)
    return Asset("", "", "video", length, footage.width, footage.height, 30.0, True, "", "")
