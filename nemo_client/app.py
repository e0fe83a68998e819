"""Wiring for the faces: what was given, the settings, the client, the remembered sessions.

Everything is made when first needed, so that a command pays only for what it uses. Notices go to
the console in words, unless a program reads along. Knows no command and no prompt.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nemo_client.console import Console, Level, is_terminal
from nemo_client.errors import NemoError, Precondition
from nemo_client.phrases import Lang, lang_of, spoken, written_in
from nemo_client.phrases.cli import TOLD
from nemo_client.phrases.usage import MISTAKES

if TYPE_CHECKING:
    from nemo_client.client import NemoClient
    from nemo_client.config import Settings
    from nemo_client.drive import Clock
    from nemo_client.protocol.job import Job
    from nemo_client.protocol.notices import Notice, SessionOpened
    from nemo_client.sessions import Remembered, Sessions
    from nemo_client.streaming import Streamed

IN_A_SESSION = ("chat", "send", "upload", "status", "export", "open", "draft")
"""Commands that work on a session, and so can be told which."""


@dataclass(frozen=True, slots=True)
class Given:
    """The global options, as they were given."""

    json: bool = False
    sandbox: bool = False
    api_url: str | None = None
    session: str | None = None
    new: bool = False
    lang: str | None = None
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False
    no_input: bool = False
    debug: bool = False

    def check(self, lang: Lang) -> None:
        """Raise Precondition where two of them exclude each other."""
        for one, other in (("sandbox", "api_url"), ("session", "new"), ("quiet", "verbose")):
            if getattr(self, one) and getattr(self, other):
                names = {"one": f"--{one}", "other": f"--{other.replace('_', '-')}"}
                raise Precondition("usage", MISTAKES["exclusive"].say(lang, names))

    def language(self, env: Mapping[str, str], written: Lang | None = None) -> Lang:
        """Return the language to speak: the option, the setting, the words, else the locale."""
        return lang_of(self.lang) if self.lang else spoken(env, written)


class App:
    """One run of a face; the named arguments are for those who bring their own world."""

    def __init__(
        self,
        given: Given,
        console: Console,
        *,
        settings: Settings | None = None,
        state_dir: Path | None = None,
        directory: str | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.given = given
        self.console = console
        self.facts: dict[str, Any] = {}
        """What is known so far, for the document of a command that fails half-way."""
        self.spell: Callable[[str, str], str] | None = None
        """How a face other than the command line spells what to do next."""
        self._settings = settings
        self._state_dir = state_dir
        self._directory = directory
        self._clock = clock
        self.title: str | None = None
        """What to remember a session as that is opened for this directory."""
        self.queue_s = 0.0
        """How long to wait for another's turn of the session."""
        self._client: NemoClient | None = None
        self._session: str | None = given.session
        self._wants_new = given.new
        self._written: Lang | None = None
        self._streamed: Streamed | None = None
        self._fit_console()

    def _fit_console(self) -> None:
        given, console = self.given, self.console
        is_silent = given.quiet or (given.json and not given.verbose)
        wanted = Level.VERBOSE if given.verbose else Level.NORMAL
        console.level = Level.QUIET if is_silent else wanted
        console.may_color = not given.no_color
        console.may_ask = not (given.no_input or given.json)

    @property
    def lang(self) -> Lang:
        """The language people are spoken to."""
        return self.given.language(self.console.env, self._written)

    def listen(self, text: str) -> None:
        """Take note of the language that somebody writes."""
        self._written = written_in(text) or self._written

    @cached_property
    def settings(self) -> Settings:
        """The settings from the environment and the options."""
        from nemo_client.config import SANDBOX, Settings

        if self._settings is not None:
            return self._settings
        url = SANDBOX if self.given.sandbox else self.given.api_url
        return replace(Settings.from_env(self.console.env, api_url=url), language=self.lang)

    @cached_property
    def client(self) -> NemoClient:
        """The client; for `sandbox:` this starts the embedded backend."""
        from nemo_client.client import NemoClient

        self._client = NemoClient(
            self.settings,
            on_notice=self._heard,
            clock=self._clock,
            queue_s=self.queue_s,
            consent=self._consent,
        )
        return self._client

    @cached_property
    def clock(self) -> Clock:
        """The time this run goes by."""
        from nemo_client.drive import RealClock

        return self._clock or RealClock()

    @property
    def state_dir(self) -> Path:
        """Where this face keeps what it remembers."""
        if self._state_dir is None:
            from platformdirs import user_state_dir

            self._state_dir = Path(user_state_dir("nemo-client", appauthor=False))
        return self._state_dir

    @cached_property
    def sessions(self) -> Sessions:
        """The sessions this machine knows."""
        from nemo_client.sessions import Sessions

        return Sessions(self.state_dir / "sessions.json")

    @cached_property
    def directory(self) -> str:
        """Where we are; nothing is remembered for a directory that is gone."""
        if self._directory is not None:
            return self._directory
        try:
            return str(Path.cwd())
        except OSError:
            return ""

    def close(self) -> None:
        """Close the connections, if there are any."""
        if self._client is not None:
            self._client.close()

    def stream_answers(self) -> None:
        """Show what the agent says while it says it, where somebody watches."""
        from nemo_client.speech import Translator
        from nemo_client.streaming import Streamed

        if self.console.level > Level.QUIET and is_terminal(self.console.stdout):
            self._streamed = Streamed(self.console.grow, Translator)

    def tell(self, lines: Sequence[str]) -> None:
        """Write what was asked for; of what was shown while it came, only what is missing."""
        for line in lines:
            rest = self._streamed.rest_of(line) if self._streamed else line
            if rest == line:
                self.console.data(line)
            elif rest:
                self.console.grow(rest)
        self.console.end_line()

    def remembered(self) -> Remembered | None:
        """Return the session of this directory, unless another or a new one is wanted."""
        if self._wants_new:
            return None
        if self._session is not None:
            known = self.sessions.all(self.settings.realm)
            return next((s for s in known if s.id == self._session), None)
        return self.sessions.here(self.settings.realm, self.directory) if self.directory else None

    def session(self) -> str:
        """Return the session to work on. Raises Precondition where none is known."""
        if self._session is None:
            found = self.remembered()
            if found is None:
                raise Precondition("no_session", directory=self.directory)
            self._session = found.id
        self.facts["session_id"] = self._session
        return self._session

    def go_on_with(self, session: str) -> None:
        """Work on another session from now on."""
        self._session, self._wants_new = session, False

    def begin_anew(self) -> None:
        """Let the next message open a session."""
        self._session, self._wants_new = None, True

    def remember(self, **facts: object) -> None:
        """Note what is new about the session; work that was done never fails for a note."""
        session = self.session()
        try:
            self.sessions.touch(session, self.settings.realm, self.directory, **facts)
        except NemoError as error:
            self.console.say(TOLD["not_remembered"].say(self.lang, {"reason": error.detail}))

    def step(self, name: str, argument: str = "", session: str | None = None) -> str:
        """Spell a command that leads on from here, so that it can be run as it stands."""
        if self.spell is not None:
            return self.spell(name, argument)
        words = ["nemo", *name.split()]
        session = session or self._session
        if words[1] in IN_A_SESSION and session:
            words += ["--session", session]
        if self.given.sandbox:
            words.append("--sandbox")
        elif self.given.api_url:
            words += ["--api-url", shlex.quote(self.given.api_url)]
        if argument:
            words += ["--"] if argument.startswith("-") else []
            words.append(_quoted(argument))
        return " ".join(words)

    def steps_after(self, error: NemoError) -> tuple[str, ...]:
        """Return the commands an error names, spelled so that they can be run here."""
        return tuple(
            self.step(line.removeprefix("nemo ")) if line.startswith("nemo ") else line
            for line in error.next
        )

    def _consent(self, job: Job) -> None:
        """Ask whether a message may leave; looked at by whoever sends one."""
        from nemo_client.consent import check

        check(self, job)

    def _opened(self, session: SessionOpened) -> None:
        """Remember a session that a job of this directory has opened, whatever comes of the job."""
        if self.title is not None:
            self.go_on_with(session.session_id)
            self.remember(task=session.task_id, title=self.title, language=self.lang)

    def _heard(self, notice: Notice) -> None:
        from nemo_client.news import news, stays
        from nemo_client.protocol.notices import AccountMade, JobBegun, SessionOpened

        if isinstance(notice, SessionOpened):
            self._opened(notice)
        if isinstance(notice, AccountMade):
            self.facts["account"] = {"created": True, **asdict(notice)}
        if isinstance(notice, JobBegun):
            self.facts["job"] = notice.job_id
        if self._streamed is not None:
            self._streamed.notice(notice)
        if self.console.level is Level.QUIET:
            return
        text = news(notice, self.lang)
        if stays(notice):
            self.console.say(text)
        elif text:
            self.console.progress(text)


def _quoted(argument: str) -> str:
    """Return an argument as a shell takes it whole; `FILE` and its like stand for one."""
    if argument.isascii() and argument.isalpha() and argument.isupper():
        return argument
    return shlex.quote(argument) if set(argument) & set('"$`\\!\n') else f'"{argument}"'
