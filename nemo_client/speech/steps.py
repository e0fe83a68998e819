"""The steps of a plan: what a message asks for, as values.

Five kinds, in the words of the user. Knows neither how a step was found nor how it is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias


@dataclass(frozen=True, slots=True)
class Chat:
    """Everything that is for the agent: edits, questions, small talk."""

    intent: ClassVar[str] = "chat"
    text: str

    def as_json(self) -> dict[str, object]:
        """The step as a JSON object."""
        return {"intent": self.intent, "text": self.text}


@dataclass(frozen=True, slots=True)
class Export:
    """The project as a file; a slot is None where the user left it open."""

    intent: ClassVar[str] = "export"
    format: str | None = None
    quality: str | None = None
    output: str | None = None

    def as_json(self) -> dict[str, object]:
        """The step as a JSON object with the slots that were named."""
        slots = {"format": self.format, "quality": self.quality, "output": self.output}
        named: dict[str, object] = {k: v for k, v in slots.items() if v is not None}
        return {"intent": self.intent, **named}


@dataclass(frozen=True, slots=True)
class Credits:
    """The balance, and how to get more."""

    intent: ClassVar[str] = "credits"

    def as_json(self) -> dict[str, object]:
        """The step as a JSON object."""
        return {"intent": self.intent}


@dataclass(frozen=True, slots=True)
class Status:
    """What the project holds, or how far it is."""

    intent: ClassVar[str] = "status"

    def as_json(self) -> dict[str, object]:
        """The step as a JSON object."""
        return {"intent": self.intent}


@dataclass(frozen=True, slots=True)
class Upload:
    """Files or addresses handed over, in order; none where the user has not named them yet."""

    intent: ClassVar[str] = "upload"
    sources: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The step as a JSON object; `sources` only where there are some."""
        named: dict[str, object] = {"sources": list(self.sources)} if self.sources else {}
        return {"intent": self.intent, **named}


Step: TypeAlias = Chat | Export | Credits | Status | Upload
