"""What a message may lean on from earlier turns: the question asked last, and what is new.

The history of a session is the only memory: an entry for each change with the media known by
then, and one for the question that is still open, which the next change takes away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from nemo_client.sandbox.agent.desk import opened
from nemo_client.sandbox.agent.ops import Question
from nemo_client.sandbox.assets import Asset

Entry = Mapping[str, Any]
CHOICE = re.compile(r"\W*(?:option|number|no\.|选项?|第)?\s*(\d)\s*[个项]?\W*", re.IGNORECASE)


def with_question(history: Sequence[Entry], question: Question) -> tuple[Entry, ...]:
    """The history with this as the open question, or with none when there is nothing to choose."""
    kept = tuple(entry for entry in history if entry["way"] != "ask")
    return (*kept, {"way": "ask", "options": list(question.options)}) if question.options else kept


def answered(text: str, history: Sequence[Entry]) -> str:
    """The message, or what a bare number chooses from the open question."""
    last = history[-1] if history else {}
    options: Sequence[str] = last.get("options", ())
    found = CHOICE.fullmatch(text)
    return options[int(found[1]) - 1] if found and 0 < int(found[1]) <= len(options) else text


def brought(
    draft: Mapping[str, Any] | None, assets: Sequence[Asset], history: Sequence[Entry]
) -> list[str]:
    """The clips uploaded since the last change, which are not on the timeline yet."""
    known = opened(draft).placed()
    for entry in history:
        known |= set(entry.get("seen", ())) | opened(entry.get("draft")).placed()
    return [each.id for each in assets if each.kind != "audio" and each.id not in known]
