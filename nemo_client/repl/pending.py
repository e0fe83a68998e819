"""What the next line may stand for: a key of an offer, a number of a choice.

Valid for one line, typed after it was shown. An option that is written out beats its number; what
fits nothing is an ordinary line. One offer is a single key, Tab, which means nothing else on an
empty line; letters need Enter, because a wish may begin with any of them. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nemo_client.phrases import Lang
from nemo_client.phrases.chat import KEYS
from nemo_client.phrases.cli import WORDS
from nemo_client.speech import Chat, Step

OFFERED: dict[str, tuple[str, str]] = {
    "export": ("e", "/export"),
    "show_state": ("t", "/status"),
    "show_credits": ("c", "/credits"),
    "confirm": ("y", ""),
    "request_upload": ("u", "/upload "),
}
"""The key of an offer and the line it stands for; "" is said to the agent, and what ends in a blank
wants to be completed. `send_edit` has none: what to edit only a person can say."""
TAB = "Tab"


@dataclass(frozen=True, slots=True)
class Pending:
    """What was offered or asked last."""

    offers: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    def meaning(self, line: str, lang: Lang) -> Step | str | None:
        """Return what a line stands for, None where it stands for itself."""
        typed = line.strip().casefold()
        if said := self._chosen(typed):
            return Chat(said)
        for key, command in (OFFERED[offer] for offer in self.keyed):
            if typed == key:
                return command or Chat(WORDS["yes"].say(lang))
        return None

    @property
    def at_once(self) -> str:
        """The line that Tab stands for: the first offer that costs nothing; "" where none is."""
        if self.options:
            return ""
        return next((line for _, line in (OFFERED[offer] for offer in self.keyed) if line), "")

    @property
    def keyed(self) -> tuple[str, ...]:
        """The offers that have a key."""
        return tuple(offer for offer in self.offers if offer in OFFERED)

    def _chosen(self, typed: str) -> str | None:
        written = (option for option in self.options if option.strip().casefold() == typed)
        return next(written, None) or _at(self.options, typed)

    def line(self, lang: Lang) -> str | None:
        """Return the line that shows the keys, None where there is nothing to press."""
        if self.options:
            return KEYS["choose"].say(lang, {"n": len(self.options)})
        if not self.keyed:
            return None
        keys = [KEYS[offer].say(lang, {"key": self._shown(offer)}) for offer in self.keyed]
        return "  ".join([*keys, KEYS["go_on"].say(lang)])

    def _shown(self, offer: str) -> str:
        key, line = OFFERED[offer]
        return TAB if line and line == self.at_once else key


def _at(options: Sequence[str], typed: str) -> str | None:
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 4
    return options[int(typed) - 1] if is_number and 0 < int(typed) <= len(options) else None
