"""What a stream said, whole or as far as it came, and whether the turn is over with it.

It is written down when the stream ends, so that any later process can conclude the turn from it.
Where a connection broke, only a failure that was told in full counts as one: a torn last event or
a lone excuse is no evidence, the state is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nemo_client.protocol.outcome import Media, Question
from nemo_client.protocol.snapshot import Conclusion, Snapshot, conclusion
from nemo_client.protocol.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of a stream that ended; `cut` is why it ended badly, or empty."""

    text: str = ""
    tools: tuple[str, ...] = ()
    thoughts: str = ""
    question: Question | None = None
    media: tuple[Media, ...] = ()
    fault: tuple[int | str | None, str] | None = None
    interrupted: bool = False
    waiting: tuple[str, ...] = ()
    """Tools that were to answer later and have not."""
    left_open: bool = False
    """It was we who left, after what looked like the last word."""
    cut: str = ""

    @classmethod
    def of(cls, transcript: Transcript, cut: str = "", left_open: bool = False) -> Heard:
        """Return what a transcript holds at the end of its stream."""
        told = transcript.faults[0] if transcript.faults else None
        fault = told if cut else transcript.fault
        return cls(
            text=transcript.text,
            tools=tuple(transcript.tools),
            thoughts=transcript.thoughts,
            question=transcript.question,
            media=tuple(transcript.media),
            fault=(fault.code, fault.message) if fault else None,
            interrupted=transcript.interrupted,
            waiting=transcript.unfinished_tools,
            left_open=left_open,
            cut=cut,
        )

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> Heard:
        """Return what was written down of a stream."""
        asked = facts.get("question")
        fault = facts.get("fault")
        return cls(
            text=str(facts.get("text") or ""),
            tools=tuple(facts.get("tools") or ()),
            thoughts=str(facts.get("thoughts") or ""),
            question=Question(asked["text"], tuple(asked["options"])) if asked else None,
            fault=(fault[0], str(fault[1])) if fault else None,
            interrupted=bool(facts.get("interrupted")),
            waiting=tuple(facts.get("waiting") or ()),
            left_open=bool(facts.get("left_open")),
            cut=str(facts.get("cut") or ""),
        )

    def as_facts(self) -> dict[str, Any]:
        """Return it JSON-ready; media stay with the backend."""
        facts = asdict(self)
        del facts["media"]
        return facts


def goes_on(heard: Heard, before: Snapshot, after: Snapshot | None) -> str:
    """Return why the turn is not over although its stream is, or nothing where it is.

    A failure and a question end a turn, and so does a clip: it is told at once.
    """
    if heard.fault or heard.question or (after and after.clips > before.clips):
        return ""
    found = conclusion(before, after)
    if heard.waiting and (found is not Conclusion.CHANGED or reserves(before, after)):
        return f"no answer yet of {', '.join(heard.waiting)}"
    if found is Conclusion.RUNNING and (heard.left_open or not heard.text):
        return "credits are still reserved for it"
    return ""


def reserves(before: Snapshot, after: Snapshot | None) -> bool:
    """Whether more credits are reserved than were before."""
    if after is None or before.credits is None or after.credits is None:
        return False
    return after.credits.frozen > before.credits.frozen
