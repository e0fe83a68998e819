"""The stand-in's editing agent: plain English or Chinese in, timeline edits out, no LLM.

    plan(text, draft, assets, history=()) -> Plan
        What a message asks for, checked on a copy of the draft. `ops` are frozen values; one
        that needs new media has `material` (Footage or Music). `skipped` are clauses not
        understood, verbatim; with a `question` there are no ops. `assets` are uploads only.
    carry_out(plan, draft, assets, made, history, *, gui_speak=False) -> Result
        Does it. `made` maps the index of an op with material to the asset made for it;
        `history` is opaque, JSON-ready and comes back longer; the draft is a new value.
    second_stage(draft, prompt, lang) -> tuple[Op, ...]
        Music and a title for a generated clip; put them into a Plan and carry it out.

It never does anything but what was asked: a clause counts only when every word of it is
accounted for, and doubt becomes a question. Pure: no I/O, no clock, no chance.
"""

from __future__ import annotations

from nemo_client.sandbox.agent.carrying import carry_out
from nemo_client.sandbox.agent.ops import Footage, Material, Music, Op, Plan, Question, Result
from nemo_client.sandbox.agent.planning import plan
from nemo_client.sandbox.agent.staging import second_stage

__all__ = [
    "Footage",
    "Material",
    "Music",
    "Op",
    "Plan",
    "Question",
    "Result",
    "carry_out",
    "plan",
    "second_stage",
]
