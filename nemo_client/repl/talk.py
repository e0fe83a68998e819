"""The conversation: each line is a slash command, a client's action or words for the agent.

Read, do, show, until the end of the lines. At a terminal a failure is told and the talk goes on;
through a pipe the first one ends it, because what follows was meant for a success.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nemo_client import answers, making, watching
from nemo_client.answers import Answer, Target
from nemo_client.app import App
from nemo_client.errors import Interrupted, NemoError, Precondition
from nemo_client.phrases.cli import CHAT, TOLD
from nemo_client.repl.lines import Lines
from nemo_client.speech import Chat, Credits, Export, Status, Step, Upload, route

LISTED = 10
_SLASH = re.compile(r"/[A-Za-z]*(?:\s|$)")  # /export is a command, /home/me/a.mp4 is a file


class Leave(Exception):
    """A person wants to go."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: how it is written, what it is about (a key), and what it does."""

    usage: str
    about: str
    perform: Callable[[Talk, str], Answer]


class Talk:
    """One conversation over one App."""

    def __init__(self, app: App, lines: Lines, is_piped: bool) -> None:
        self.app = app
        self._lines = lines
        self._is_piped = is_piped
        self.turns: list[dict[str, Any]] = []
        app.facts["turns"] = self.turns

    def run(self) -> Answer:
        """Hold the conversation; the answer is that of the line that ended it."""
        self.app.spell = spelled
        self._greet()
        ending = Answer()
        while ending.error is None:
            try:
                line = self._lines.read().strip()
            except KeyboardInterrupt:
                if self._is_piped:
                    raise
                continue
            except EOFError:
                break
            try:
                done = self.take(line) if line else Answer()
            except Leave:
                break
            if self._is_piped:
                ending = done
        self.app.spell = None
        return Answer(error=ending.error, next=self._farewell())

    def take(self, line: str) -> Answer:
        """Do what a line asks for, step by step, and show it; stops at the first failure."""
        answer = Answer()
        steps = [line] if _SLASH.match(line) else list(route(line))
        for number, step in enumerate(steps):
            answer = self._done(step)
            self._show(step, answer)
            stopped = answer.error is not None or answer.data.get("question")
            if stopped and (rest := steps[number + 1 :]):
                self._say(TOLD["skipped"], text=", ".join(_name(s) for s in rest))
                break
        return answer

    def _done(self, step: Step | str) -> Answer:
        self.app.facts.pop("job", None)
        try:
            return self._slash(step) if isinstance(step, str) else STEPS[type(step)](self, step)
        except NemoError as error:
            return Answer(error=error, next=self.app.steps_after(error))
        except KeyboardInterrupt:
            if self._is_piped:
                raise
            job = self.app.facts.get("job")
            self._say(TOLD["interrupted_turn"], step=f"/watch {job}" if job else "/status")
            return Answer(error=Interrupted("interrupted"))

    def _slash(self, line: str) -> Answer:
        name, _, argument = line.partition(" ")
        command = COMMANDS.get(name)
        if command is None:
            raise Precondition("usage", CHAT["unknown"].say(self.app.lang, {"name": name}))
        return command.perform(self, argument.strip())

    def _show(self, step: Step | str, answer: Answer) -> None:
        console = self.app.console
        self.turns.append(_report(step, answer))
        if self.app.given.json:
            return
        for line in answer.lines:
            console.data(line)
        for line in answer.talk:
            console.say(line)
        error = answer.error
        if error is not None and not (self._is_piped or isinstance(error, Interrupted)):
            # What ends a piped conversation is told as its end.
            console.complain(TOLD["error"].say(self.app.lang), error.message(self.app.lang))
            console.say(f"  {error.hint(self.app.lang)}")

    def _greet(self) -> None:
        if self._is_piped:
            return
        found = self.app.remembered()
        if found is not None:
            self._say(CHAT["resumed"], session=found.id, title=found.title)
        self._say(CHAT["welcome"])

    def _farewell(self) -> tuple[str, ...]:
        try:
            self.app.session()
        except NemoError:
            return ()
        return (self.app.step("chat"),)

    def _say(self, row: Any, **facts: object) -> None:
        self.app.console.say(row.say(self.app.lang, facts))


def spelled(name: str, argument: str = "") -> str:
    """Spell a command as one types it here; what is said to the agent is just said."""
    if name == "send":
        return argument
    return f"/{name} {argument}".strip()


def _chat(talk: Talk, step: Step) -> Answer:
    assert isinstance(step, Chat)
    return making.send(talk.app, step.text)


def _export(talk: Talk, step: Step) -> Answer:
    assert isinstance(step, Export)
    output = Path(step.output).expanduser() if step.output else None
    container = step.format.lower() if step.format else None
    return making.export(talk.app, Target(output, container, step.quality or "high"))


def _upload(talk: Talk, step: Step) -> Answer:
    assert isinstance(step, Upload)
    if not step.sources:
        raise Precondition("usage", CHAT["which"].say(talk.app.lang))
    return making.upload(talk.app, step.sources)


STEPS: dict[type[Step], Callable[[Talk, Step], Answer]] = {
    Chat: _chat,
    Export: _export,
    Upload: _upload,
    Credits: lambda talk, step: answers.credits(talk.app),
    Status: lambda talk, step: answers.status(talk.app),
}
"""What is done for each kind of step."""


def _help(talk: Talk, argument: str) -> Answer:
    lang = talk.app.lang
    rows = ((c.usage, CHAT[c.about].say(lang)) for c in COMMANDS.values())
    wide = max(len(c.usage) for c in COMMANDS.values())
    told = ({"usage": usage.ljust(wide), "about": about} for usage, about in rows)
    return Answer(lines=tuple(CHAT["line"].say(lang, facts) for facts in told))


def _export_to(talk: Talk, argument: str) -> Answer:
    return _export(talk, Export(output=" ".join(_words(argument)) or None))


def _upload_these(talk: Talk, argument: str) -> Answer:
    return _upload(talk, Upload(tuple(_words(argument))))


def _begin(talk: Talk, argument: str) -> Answer:
    talk.app.begin_anew()
    return Answer(talk=(CHAT["new"].say(talk.app.lang),))


def _sessions(talk: Talk, argument: str) -> Answer:
    if not argument:
        return answers.sessions(talk.app, everywhere=False, limit=LISTED)
    talk.app.go_on_with(argument)
    return answers.status(talk.app)


def _watch(talk: Talk, argument: str) -> Answer:
    return watching.watch(talk.app, argument or None, None)


def _recover(talk: Talk, argument: str) -> Answer:
    facts = talk.app.facts.copy()
    try:
        return watching.recover(talk.app, argument or None, None)
    finally:
        talk.app.facts |= facts


def _leave(talk: Talk, argument: str) -> Answer:
    raise Leave


COMMANDS: dict[str, Command] = {
    "/help": Command("/help", "help", _help),
    "/export": Command("/export [FILE]", "export", _export_to),
    "/status": Command("/status", "status", lambda talk, _: answers.status(talk.app)),
    "/credits": Command("/credits", "credits", lambda talk, _: answers.credits(talk.app)),
    "/upload": Command("/upload FILE|URL ...", "upload", _upload_these),
    "/open": Command("/open", "open", lambda talk, _: answers.link(talk.app)),
    "/new": Command("/new", "begin", _begin),
    "/sessions": Command("/sessions [ID]", "sessions", _sessions),
    "/jobs": Command("/jobs", "jobs", lambda talk, _: watching.jobs(talk.app, False, LISTED)),
    "/watch": Command("/watch [JOB]", "watch", _watch),
    "/recover": Command("/recover [JOB]", "recover", _recover),
    "/quit": Command("/quit", "quit", _leave),
}
"""The slash commands."""


def _words(argument: str) -> list[str]:
    """Return words as a shell would; a lone quotation mark is just a letter."""
    try:
        # Backslashes stay: on Windows they are what paths are made of.
        lexer = shlex.shlex(argument, posix=True)
        lexer.whitespace_split, lexer.escape, lexer.commenters = True, "", ""
        return list(lexer)
    except ValueError:
        return argument.split()


def _name(step: Step | str) -> str:
    return step if isinstance(step, str) else step.intent


def _report(step: Step | str, answer: Answer) -> dict[str, Any]:
    asked = {"command": step} if isinstance(step, str) else step.as_json()
    error = {"code": answer.error.code, "message": answer.error.message()} if answer.error else None
    return {"asked": asked, "ok": error is None, "data": dict(answer.data), "error": error}


def names() -> Sequence[str]:
    """Return the slash commands, for completion."""
    return tuple(COMMANDS)
