"""What stops a plan: something said that does not suffice, or cannot be done here.

Raised by whoever notices; turned into a question with its words at one place.
"""

from __future__ import annotations

import re
from typing import Any

from nemo_client.sandbox.agent.folding import Page, Strip
from nemo_client.sandbox.agent.ops import Question
from nemo_client.sandbox.agent.wording import asked, is_asking


class AskBack(Exception):
    """Nothing is done until the user has answered; `code` is a row of the wording table.

    `at` is the clause that raised it, if its options stand for that clause alone.
    """

    def __init__(self, code: str, *, options: tuple[str, ...] = (), **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
        self.options = options
        self.at: Strip | None = None

    def question(self, lang: str, page: Page | None = None) -> Question:
        """The question in words; each option is the whole message with the answer in it."""
        text, options = asked(self.code, lang, **self.facts)
        options = self.options or options
        if page is not None and self.at is not None and _is_a_part(page, self.at):
            options = tuple(page.rewritten(self.at, option) for option in options)
        return Question(text, options, bool(options) or is_asking(self.code))


def _is_a_part(page: Page, at: Strip) -> bool:
    """Whether the message says more than this clause."""
    return bool(re.search(r"\w", page.rewritten(at, "")))
