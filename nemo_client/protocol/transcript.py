"""One fold: events in, the text exactly once, and everything else in its place.

Fragments are shown as they come; the whole text of a step, when it comes, has the last word:
only what was not shown yet is added, and where it differs it replaces. A trailing "temporary
issue" after good output is not part of the answer, and an empty ending after tool work is a
silent edit, not a failure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nemo_client.protocol import events as ev
from nemo_client.protocol.notices import Corrected, Said, Thought
from nemo_client.protocol.outcome import Media, Question

Shown = Said | Corrected | Thought

SILENT = "MODEL_RETURNED_NO_CONTENT"
_TEMPORARY = re.compile(
    r"temporary (issue|problem|error)|临时(问题|故障|错误)|暂时性(问题|故障)", re.IGNORECASE
)
_TEMPORARY_MAX = 300  # longer text holds more than an excuse


class Transcript:
    """What was said and done in one turn, folded event by event."""

    def __init__(self) -> None:
        self._steps: list[str] = []
        self._open: dict[str, int] = {}  # author -> index of the step being told
        self._thoughts: dict[str, str] = {}
        self._thought_log: list[str] = []
        self.tools: list[str] = []
        self.media: list[Media] = []
        self.unknown: list[object] = []
        self.question: Question | None = None
        self.faults: list[ev.Faltered] = []
        self.state_hinted = False
        self.looks_final = False

    def add(self, event: ev.Event) -> Iterator[Shown]:
        """Fold one event; yield what is to be shown of it."""
        self.looks_final = False
        match event:
            case ev.Uttered(thought=True):
                yield from self._thought(event)
            case ev.Uttered():
                yield from self._uttered(event)
            case ev.ToolCalled():
                self._close(event.author)
                self.tools.append(event.name)
                self.question = _question(event) or self.question
            case ev.ToolAnswered():
                self._close(event.author)
                self.tools.append(event.name) if event.name not in self.tools else None
            case ev.StateHinted():
                self.state_hinted = True
            case ev.MediaSent():
                self.media.append(Media(event.mime, event.data, event.uri))
            case ev.Faltered():
                self._faltered(event)
            case ev.StepEnded():
                self._close(event.author)
                self.looks_final = event.final
            case ev.Unknown():
                self.unknown.append(event.raw)

    @property
    def text(self) -> str:
        """The answer: every step once, in order, without a trailing excuse."""
        steps = [s for s in self._steps if s.strip()]
        if len(steps) > 1 or self.tools or self.state_hinted:
            while steps and self._excuse(steps[-1]) and (len(steps) > 1 or self.tools):
                steps.pop()
        return "\n\n".join(steps)

    @property
    def thoughts(self) -> str:
        """The agent's reasoning, for those who ask for it."""
        return "\n\n".join([*self._thought_log, *self._thoughts.values()])

    @property
    def fault(self) -> ev.Faltered | None:
        """The failure that was told, once, however many lines told it."""
        if self.faults:
            return self.faults[0]
        only = [s for s in self._steps if s.strip()]
        alone = len(only) == 1 and not self.tools and not self.state_hinted
        return ev.Faltered(None, only[0]) if alone and self._excuse(only[0]) else None

    def _uttered(self, event: ev.Uttered) -> Iterator[Shown]:
        index = self._open.get(event.author)
        if index is None:
            if not event.text:
                return
            index = self._open[event.author] = len(self._steps)
            self._steps.append("")
        shown = self._steps[index]
        text = shown + event.text if self._is_fragment(event, shown) else event.text
        self._steps[index] = text
        if text.startswith(shown):
            if rest := text[len(shown) :]:
                yield Said(rest, index)
        else:
            yield Corrected(text, index)
        if event.partial is False:
            self._close(event.author)

    @staticmethod
    def _is_fragment(event: ev.Uttered, shown: str) -> bool:
        if event.partial is None:  # the dialect does not tell: what extends the text replaces it
            return not (shown and event.text.startswith(shown))
        return event.partial

    def _thought(self, event: ev.Uttered) -> Iterator[Shown]:
        if event.partial is False:
            shown = self._thoughts.pop(event.author, "")
            self._thought_log.append(event.text)
            rest = event.text[len(shown) :] if event.text.startswith(shown) else ""
        else:
            self._thoughts[event.author] = self._thoughts.get(event.author, "") + event.text
            rest = event.text
        if rest:
            yield Thought(rest)

    def _faltered(self, event: ev.Faltered) -> None:
        if event.code == SILENT and (self.tools or self.state_hinted):
            return  # the work is done, the model just had nothing to add
        self.faults.append(event)

    def _close(self, author: str) -> None:
        self._open.pop(author, None)

    @staticmethod
    def _excuse(text: str) -> bool:
        return len(text) <= _TEMPORARY_MAX and bool(_TEMPORARY.search(text))


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
