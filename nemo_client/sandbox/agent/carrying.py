"""Carries a plan out on the draft, keeps the way back, and finds the words for it.

The draft that comes back is a new value; the one that came in is never changed. History is
a list of earlier drafts, one entry a turn, opaque to whoever stores it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nemo_client.sandbox.agent.asking import AskBack
from nemo_client.sandbox.agent.desk import closed, opened
from nemo_client.sandbox.agent.edits import Job
from nemo_client.sandbox.agent.extras import perform
from nemo_client.sandbox.agent.ops import (
    Answer,
    Generate,
    Op,
    Plan,
    Question,
    Redo,
    Result,
    Undo,
)
from nemo_client.sandbox.agent.recalling import with_question
from nemo_client.sandbox.agent.reports import DONE, GUI, GUI_OF_KIND, NAMES, TALK
from nemo_client.sandbox.agent.wording import in_quotes, listed, number_text, say, seconds
from nemo_client.sandbox.assets import Asset

Draft = dict[str, Any]
History = tuple[Mapping[str, Any], ...]
TURNS_KEPT = 50


@dataclass(slots=True)
class State:
    """The draft, the way back and the way forth."""

    draft: Draft | None
    undos: list[Mapping[str, Any]]
    redos: list[Mapping[str, Any]]

    def history(self) -> History:
        """Both ways as one list to store."""
        return (*self.undos[-TURNS_KEPT:], *self.redos)


def carry_out(
    plan: Plan,
    draft: Mapping[str, Any] | None,
    assets: Sequence[Asset],
    made: Mapping[int, Asset],
    history: Sequence[Mapping[str, Any]],
    *,
    gui_speak: bool = False,
) -> Result:
    """Do what was planned, or nothing; `made` holds the media made for an operation's index."""
    before = copy.deepcopy(dict(draft)) if draft is not None else None
    unchanged = Result(before, tuple(history))
    if plan.question is not None:
        return _asking(unchanged, plan.question)
    ways = {way: [each for each in history if each["way"] == way] for way in ("undo", "redo")}
    state = State(before, ways["undo"], ways["redo"])
    try:
        told = _travelled(plan, state) or _edited(plan, state, assets, made)
    except AskBack as unclear:
        return _asking(unchanged, unclear.question(plan.lang))
    return _result(plan, state, before, told, made, gui_speak, assets)


def _asking(unchanged: Result, question: Question) -> Result:
    """Nothing was done; the question stays open."""
    history = with_question(unchanged.history, question)
    return replace(unchanged, history=history, reply=question.text, question=question)


def _travelled(plan: Plan, state: State) -> list[str]:
    """Undo or redo, which a plan holds alone."""
    for op in plan.ops:
        if isinstance(op, Undo):
            return _stepped(plan, state, op.steps, state.undos, state.redos, "undo")
        if isinstance(op, Redo):
            return _stepped(plan, state, op.steps, state.redos, state.undos, "redo")
    return []


def _stepped(
    plan: Plan,
    state: State,
    steps: int,
    source: list[Mapping[str, Any]],
    target: list[Mapping[str, Any]],
    way: str,
) -> list[str]:
    if not 1 <= steps <= len(source):
        raise AskBack(f"nothing_to_{way}")
    other = "redo" if way == "undo" else "undo"
    names: list[str] = []
    for _ in range(steps):
        entry = source.pop()
        target.append({**entry, "way": other, "draft": state.draft})
        state.draft = copy.deepcopy(entry["draft"])
        names.append(entry["label"])
    colon = "：" if plan.lang == "zh" else ": "
    return [say(DONE, way, plan.lang, more=colon + " ".join(names).rstrip(".。"))]


def _edited(
    plan: Plan, state: State, assets: Sequence[Asset], made: Mapping[int, Asset]
) -> list[str]:
    """Every edit of the plan in order, as one turn of the history."""
    if all(op.free for op in plan.ops):
        return []
    used = [entry["draft"] for entry in (*state.undos, *state.redos)]
    job = Job(opened(state.draft, used), plan.lang, {each.id: each for each in assets})
    for index, op in enumerate(plan.ops):
        if not op.free:
            job.assets[""] = made.get(index, job.assets.get("", _NO_ASSET))
            perform(job, op)
    after = closed(job.desk)
    if after != state.draft:
        label = " ".join(job.done)
        entry = {"way": "undo", "draft": state.draft, "label": label}
        is_own = all(getattr(op, "auto", False) for op in plan.ops)  # nobody has looked yet
        seen = {} if is_own else {"seen": [each.id for each in assets]}
        state.undos.append(entry | seen)
        state.redos.clear()
        state.draft = after
    return job.done


_NO_ASSET = Asset("", "", "video", 0, 0, 0, 0.0, False, "", "")


# --- words


def _result(
    plan: Plan,
    state: State,
    before: Draft | None,
    told: list[str],
    made: Mapping[int, Asset],
    gui_speak: bool,
    assets: Sequence[Asset],
) -> Result:
    answers = [
        _answer(op, state.draft, assets, plan.lang) for op in plan.ops if isinstance(op, Answer)
    ]
    sentences = [*told, *answers, *_left_out(plan)]
    if gui_speak and (key := _gui_key(plan, told)):
        sentences.append(say(GUI, key, plan.lang))
    is_changed = bool(told) and state.draft != before
    return Result(
        draft=state.draft,
        history=state.history(),
        changes=tuple(told),
        reply=("" if plan.lang == "zh" else " ").join(sentences),
        tool_calls=tuple((_tool(op), op.args()) for op in plan.ops if not op.free),
        is_charged=is_changed,
        generated=is_changed and any(isinstance(op, Generate) for op in plan.ops),
    )


def _tool(op: Op) -> str:
    """Only what makes media is called by the name of a generator."""
    return op.tool if op.material is not None else "edit_multitrack"


def _left_out(plan: Plan) -> list[str]:
    rows = (("skipped", "skipped", plan.skipped), ("left_alone", "left", plan.left_alone))
    return [
        say(TALK, key, plan.lang, **{name: in_quotes(list(said), plan.lang)})
        for key, name, said in rows
        if said
    ]


def _gui_key(plan: Plan, told: list[str]) -> str:
    if any(isinstance(op, Answer) and op.topic == "export" for op in plan.ops):
        return "export"
    return GUI_OF_KIND[plan.ops[-1].kind] if told and plan.ops[-1].kind in GUI_OF_KIND else ""


def _answer(op: Answer, draft: Draft | None, assets: Sequence[Asset], lang: str) -> str:
    """A free answer from what is there."""
    desk = opened(draft)
    waiting = [each.name for each in assets if each.id not in desk.placed()]
    if op.topic == "can":
        example = "加一段轻快的音乐，音量35%" if lang == "zh" else "add lo-fi music at 35%"
        return say(TALK, "can", lang, example=example)
    if op.topic == "length" and desk.clips:
        return say(TALK, "length", lang, d_ms=desk.length)
    if op.topic not in ("timeline", "length"):
        return say(TALK, op.topic, lang)
    told = (
        [say(TALK, "timeline", lang, d_ms=desk.length, rows=_rows(draft, lang))]
        if desk.clips
        else []
    )
    told = told or [say(TALK, "empty", lang)]
    told += [say(TALK, "uploads", lang, names=listed(waiting, lang))] if waiting else []
    return " ".join(told)


def _rows(draft: Draft | None, lang: str) -> str:
    """The timeline in one line: every segment with its times."""
    desk = opened(draft)
    shown = []
    for number, clip in enumerate(desk.clips, 1):
        notes = (
            [say(NAMES, "by_hand", lang, n=number_text(clip["speed"]))]
            if clip["speed"] != 1
            else []
        )
        notes += [say(NAMES, "silent", lang)] if clip["volume"] == 0 else []
        shown.append(
            f"{number}. {clip['m']['name']} ({listed([_times(clip, lang), *notes], lang)})"
        )
    for part in desk.music:
        percent = number_text(part["volume"] * 100)
        shown.append(f"♪ {part['m']['title']} ({_times(part, lang)}, {percent}%)")
    shown += [f"“{part['m']['text']}” ({_times(part, lang)})" for part in desk.texts]
    return "; ".join(shown)


def _times(part: Mapping[str, Any], lang: str) -> str:
    return f"{number_text(part['start'] / 1000)}–{seconds(part['start'] + part['d'], lang)}"
