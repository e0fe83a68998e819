"""What stops a plan: something said that does not suffice, or cannot be done here.

Raised by whoever notices; turned into a question with its words at one place.
"""

from __future__ import annotations

from typing import Any

from nemo_client.sandbox.agent.ops import Question
from nemo_client.sandbox.agent.wording import asked


class AskBack(Exception):
    """Nothing is done until the user has answered; `code` is a row of the wording table."""

    def __init__(self, code: str, *, options: tuple[str, ...] = (), **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
        self.options = options

    def question(self, lang: str) -> Question:
        """The question in words."""
        text, examples = asked(self.code, lang, **self.facts)
        return Question(text, self.options or examples)
