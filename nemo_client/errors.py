"""The error tree: grouped by what a caller can do, one exit code a group.

    NemoError
    ├─ Precondition      2   fix the call: usage, files, settings, unknown session
    ├─ AuthFailed        3   token or scope
    ├─ StillRunning      4   a wait ended, the work did not; resumable
    ├─ CreditsFailed     5   credits or plan
    ├─ RateLimited       6   slower, please
    ├─ BackendFailed     7   the backend's turn, render or reply failed
    ├─ NotSent           8   network; nothing reached the backend, or nothing that costs
    ├─ Unsure            9   may have been charged; never sent again
    ├─ SessionBusy      10   one writer per session
    ├─ NothingToExport  11
    └─ Interrupted     130

An error is a stable `code` plus facts; its words live in `phrases.errors`. `detail` is what another
side said; what we say ourselves is a fact `reason`, with its words in `phrases.reasons`. Anything
else that escapes from this package is a bug (exit code 1).
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import ClassVar

from nemo_client.phrases import Lang
from nemo_client.phrases.breaks import told
from nemo_client.phrases.errors import ERRORS, Advice
from nemo_client.phrases.reasons import REASONS


class ExitCode(IntEnum):
    """What a process of ours returns; frozen, documented, one meaning each."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    AUTH = 3
    STILL_RUNNING = 4
    CREDITS = 5
    RATE_LIMITED = 6
    BACKEND_FAILED = 7
    NOT_SENT = 8
    UNSURE = 9
    SESSION_BUSY = 10
    NOTHING_TO_EXPORT = 11
    INTERRUPTED = 130


_SECRET = re.compile(r"nmv_usr_[A-Za-z0-9_\-]+|(?i:bearer\s+)[A-Za-z0-9._~+/=\-]{8,}")


def redact(text: str) -> str:
    """Return `text` with anything that looks like a bearer token blotted out."""
    return _SECRET.sub("***", text)


class NemoError(Exception):
    """The root: `code` is stable, `facts` are JSON-ready, words come from the phrase table."""

    exit_code: ClassVar[ExitCode] = ExitCode.UNEXPECTED

    def __init__(self, code: str, detail: str = "", **facts: object) -> None:
        reason = REASONS.get(str(facts.get("reason")))
        detail = redact(reason.say("en", facts) if reason else detail)
        super().__init__(code, detail)  # what makes it again in another process
        self.code = code
        self.facts: dict[str, object] = {"detail": detail, **facts}

    def __str__(self) -> str:
        return self.message()

    @property
    def detail(self) -> str:
        """The particulars: often the other side's own words, redacted."""
        return str(self.facts["detail"])

    @property
    def next(self) -> tuple[str, ...]:
        """Command lines that lead on from here, most useful first."""
        steps = self.facts.get("next")
        return (steps,) if isinstance(steps, str) else ()

    def message(self, lang: Lang = "en") -> str:
        """One sentence: what went wrong."""
        return self._words.message.say(lang, self._told(lang)).strip()

    def hint(self, lang: Lang = "en") -> str:
        """One sentence: what to do next."""
        return self._words.hint.say(lang, self._told(lang)).strip()

    @property
    def _words(self) -> Advice:
        # A record written by a newer version may hold a code that this one has no words for.
        return ERRORS.get(self.code) or ERRORS["unexpected"]

    def _told(self, lang: Lang) -> dict[str, object]:
        """Return the facts, with a reason of ours in the language of the sentence around it."""
        reason = REASONS.get(str(self.facts.get("reason")))
        detail = reason.say(lang, self.facts) if reason else told(self.detail, lang)
        return self.facts | {"detail": detail}


class Precondition(NemoError):
    """The call cannot be made as it stands; nothing was sent."""

    exit_code = ExitCode.USAGE


class AuthFailed(NemoError):
    """The token is missing, refused, or lacks a scope."""

    exit_code = ExitCode.AUTH


class StillRunning(NemoError):
    """The wait is over but the work goes on at the backend."""

    exit_code = ExitCode.STILL_RUNNING


class CreditsFailed(NemoError):
    """Credits or plan do not allow it."""

    exit_code = ExitCode.CREDITS


class RateLimited(NemoError):
    """The backend asks for patience."""

    exit_code = ExitCode.RATE_LIMITED


class BackendFailed(NemoError):
    """The backend answered, and the answer is a failure."""

    exit_code = ExitCode.BACKEND_FAILED


class NotSent(NemoError):
    """The request never left, or was one that cannot cost anything."""

    exit_code = ExitCode.NOT_SENT


class Unsure(NemoError):
    """A billed request left and its fate is unknown; it is never repeated."""

    exit_code = ExitCode.UNSURE


class SessionBusy(NemoError):
    """Another writer holds the session."""

    exit_code = ExitCode.SESSION_BUSY


class NothingToExport(NemoError):
    """The draft has no segment on any track."""

    exit_code = ExitCode.NOTHING_TO_EXPORT


class Interrupted(NemoError):
    """A person pressed Ctrl-C."""

    exit_code = ExitCode.INTERRUPTED
