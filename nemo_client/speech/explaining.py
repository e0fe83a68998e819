"""The plan of a message with the rule that made each step.

Strategy: the router notes every wish it accepts, with its place; each step of the finished plan
takes the next note of its kind. Steps for the agent have no note: they are what no rule claimed.
Knows how rules are named and said; decides nothing.
"""

from __future__ import annotations

from collections import defaultdict, deque

from nemo_client.phrases import Lang
from nemo_client.phrases.rules import RULES
from nemo_client.speech.clauses import Message, Note
from nemo_client.speech.guess import because, guess
from nemo_client.speech.intents import plan_of
from nemo_client.speech.steps import Step

_LONGEST = 60


def explain(text: str, lang: Lang = "en") -> tuple[tuple[Step, str], ...]:
    """Each step of the plan, and the rule that made it: its stable name, then why."""
    message = Message(text)
    plan = plan_of(message)
    notes: defaultdict[str, deque[Note]] = defaultdict(deque)
    for note in sorted(message.notes, key=lambda note: note.span.start):
        notes[note.intent].append(note)
    return tuple((step, _why(message, notes[step.intent], lang)) for step in plan)


def _why(message: Message, notes: deque[Note], lang: Lang) -> str:
    if not notes:
        return f"agent: {RULES['agent'].say(lang)}"
    note = notes.popleft()
    said = message.text[note.span.start : note.span.end].strip(" \n,，。")
    facts: dict[str, object] = {"said": said if len(said) < _LONGEST else f"{said[:_LONGEST]}…"}
    if note.rule == "weights":
        tokens = message.words(note.span)
        found = guess(tokens)
        facts["percent"] = f"{found.likelihood:.0%}"
        facts["because"] = ", ".join(f"“{name}”" for name in because(tokens, found.kind))
    return f"{note.rule}.{note.intent}: {RULES[note.rule].say(lang, facts)}"
