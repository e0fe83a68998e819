"""One fold: events in, the text exactly once, and everything else in its place.

What is text and what only repeats it is told apart in `steps`. A trailing "temporary issue" after
good output is not part of the answer, and an empty ending after tool work is a silent edit, not a
failure; a last event that nobody can read is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nemo_client.protocol import events as ev
from nemo_client.protocol.notices import Corrected, Said, Thought
from nemo_client.protocol.outcome import Media, Question
from nemo_client.protocol.steps import Steps

Shown = Said | Corrected | Thought

SILENT = "MODEL_RETURNED_NO_CONTENT"
_TEMPORARY = re.compile(
    r"temporary (issue|problem|error)|临时(问题|故障|错误)|暂时性(问题|故障)", re.IGNORECASE
)
_TEMPORARY_MAX = 300  # longer text holds more than an excuse
_TORN_MAX = 200  # of an unreadable event, enough to recognise it by
_WAITING = frozenset({"pending", "queued", "running", "processing", "in_progress", "started"})


class Transcript:
    """What was said and done in one turn, folded event by event."""

    def __init__(self) -> None:
        self._said = Steps()
        self._thought = Steps()
        self._waiting: dict[str, str] = {}  # id of a call that answers later -> its tool
        self._torn: str | None = None
        self.tools: list[str] = []
        self.media: list[Media] = []
        self.unknown: list[object] = []
        self.question: Question | None = None
        self.faults: list[ev.Faltered] = []
        self.state_hinted = False
        self.interrupted = False
        self.looks_final = False

    def add(self, event: ev.Event) -> Iterator[Shown]:
        """Fold one event; yield what is to be shown of it."""
        self.looks_final = False
        self._torn = None
        match event:
            case ev.Uttered(thought=True):
                news = self._thought.add(event)
                yield from (Thought(new.text) for new in news if isinstance(new, Said))
            case ev.Uttered():
                yield from self._said.add(event)
            case ev.ToolCalled() | ev.ToolAnswered():
                self._worked_with(event)
            case ev.StateHinted():
                self.state_hinted = True
            case ev.MediaSent():
                self.media.append(Media(event.mime, event.data, event.uri))
            case ev.Faltered():
                self._faltered(event)
            case ev.StepEnded():
                self._end_step(event.author)
                self.looks_final = True
            case ev.Interrupted():
                self._end_step(event.author)
                self.interrupted = True
            case ev.Unreadable():
                self.unknown.append(event.raw)
                self._torn = event.raw
            case ev.Unknown():
                self.unknown.append(event.raw)

    @property
    def text(self) -> str:
        """The answer: every step once, in order, without a trailing excuse."""
        steps = self._told()
        while steps and self._excuse(steps[-1]) and (len(steps) > 1 or self._worked):
            steps.pop()
        return "\n\n".join(steps)

    @property
    def thoughts(self) -> str:
        """The agent's reasoning, for those who ask for it."""
        return "\n\n".join(filter(None, self._thought.texts))

    @property
    def unfinished_tools(self) -> tuple[str, ...]:
        """The tools that were to answer later and have not: their work goes on without us."""
        return tuple(self._waiting.values())

    @property
    def fault(self) -> ev.Faltered | None:
        """The failure that was told, once, however many lines told it."""
        if self.faults:
            return self.faults[0]
        if self._torn is not None:  # the last event is missing: nobody knows how it ended
            return ev.Faltered(None, f"the last event is unreadable: {self._torn[:_TORN_MAX]}")
        steps = self._told()
        alone = len(steps) == 1 and not self._worked
        return ev.Faltered(None, steps[0]) if alone and self._excuse(steps[0]) else None

    @property
    def _worked(self) -> bool:
        return bool(self.tools) or self.state_hinted

    def _told(self) -> list[str]:
        return [text for text in self._said.texts if text.strip()]

    def _worked_with(self, event: ev.ToolCalled | ev.ToolAnswered) -> None:
        self._said.end_run(event.author)
        self._thought.end_run(event.author)
        if isinstance(event, ev.ToolCalled):
            self.tools.append(event.name)
            self.question = _question(event) or self.question
            if event.long_running:
                self._waiting[event.id] = event.name
            return
        if event.name not in self.tools:
            self.tools.append(event.name)
        if not _is_waiting(event.response):
            self._waiting.pop(event.id, None)

    def _faltered(self, event: ev.Faltered) -> None:
        is_noise = event.code == SILENT or (event.code is None and self._excuse(event.message))
        if is_noise and (self._worked or self._told()):
            return  # the work is done, there was just nothing to add
        self.faults.append(event)

    def _end_step(self, author: str) -> None:
        self._said.end_step(author)
        self._thought.end_step(author)

    @staticmethod
    def _excuse(text: str) -> bool:
        return len(text) <= _TEMPORARY_MAX and bool(_TEMPORARY.search(text))


def _is_waiting(response: object) -> bool:
    """Whether the first answer of a tool that answers later only says that it has begun."""
    status = response.get("status") if isinstance(response, dict) else None
    return isinstance(status, str) and status.lower() in _WAITING


def _question(event: ev.ToolCalled) -> Question | None:
    """Read a question the agent puts to the user through its question tool."""
    if "ask_question" not in event.name or not isinstance(event.args, dict):
        return None
    asked = event.args.get("questions")
    first = asked[0] if isinstance(asked, list) and asked else event.args
    if not isinstance(first, dict):
        return None
    text = first.get("prompt") or first.get("question") or event.args.get("title") or ""
    options = first.get("options")
    labels = options if isinstance(options, list) else []
    return Question(str(text), tuple(_label(o) for o in labels))


def _label(option: object) -> str:
    if isinstance(option, dict):
        return str(option.get("label") or option.get("text") or option.get("id") or "")
    return str(option)
