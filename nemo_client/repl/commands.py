"""What a line of the conversation can order: slash commands, and how each kind of step is done.

Tables of small functions: each takes the conversation and returns an Answer.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from nemo_client import answers, making, watching
from nemo_client.answers import Answer, Target
from nemo_client.errors import NemoError, Precondition
from nemo_client.lettering import explained
from nemo_client.phrases import Lang
from nemo_client.phrases.chat import CHAT
from nemo_client.speech import Chat, Credits, Export, Status, Step, Upload

if TYPE_CHECKING:
    from nemo_client.app import App
    from nemo_client.repl.talk import Talk

LISTED = 10


class Leave(Exception):
    """A person wants to go."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: how it is written, what it is about (a key), and what it does."""

    usage: str
    about: str
    perform: Callable[[Talk, str], Answer]


def _chat(talk: Talk, step: Step) -> Answer:
    assert isinstance(step, Chat)
    return making.send(talk.app, step.text, as_is=True)


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
    rows = [(c.usage, CHAT[c.about].say(lang)) for c in COMMANDS.values()]
    return Answer(lines=explained(rows, talk.app.console.room))


def _export_to(talk: Talk, argument: str) -> Answer:
    return _export(talk, Export(output=" ".join(_words(argument)) or None))


def _upload_these(talk: Talk, argument: str) -> Answer:
    return _upload(talk, Upload(tuple(_words(argument))))


def _begin(talk: Talk, argument: str) -> Answer:
    talk.app.begin_anew()
    return Answer(talk=(CHAT["new"].say(talk.app.lang),))


def _draft(talk: Talk, argument: str) -> Answer:
    from nemo_client.drafting import showing

    return showing.show(talk.app, Path(argument).expanduser() if argument else None)


def _sessions(talk: Talk, argument: str) -> Answer:
    app = talk.app
    if not argument:
        return answers.sessions(app, everywhere=False, limit=LISTED)
    before = app.remembered()
    app.go_on_with(_named(app, argument))
    try:
        return answers.status(app)
    except NemoError:  # nobody is led into a session that cannot be read
        if before:
            app.go_on_with(before.id)
        else:
            app.begin_anew()
        raise


def _named(app: App, beginning: str) -> str:
    """Return the session that an id, or the beginning of a known one, stands for."""
    known = (session.id for session in app.sessions.all(app.settings.realm))
    found = [session for session in known if session.startswith(beginning)]
    return found[0] if len(found) == 1 else beginning


def _watch(talk: Talk, argument: str) -> Answer:
    return watching.watch(talk.app, argument or None, None)


def _recover(talk: Talk, argument: str) -> Answer:
    facts = talk.app.facts.copy()
    try:
        return watching.recover(talk.app, argument or None, None)
    finally:
        talk.app.facts |= facts


def _queue(talk: Talk, argument: str) -> Answer:
    lang, waiting = talk.app.lang, talk.lines.waiting
    if not waiting:
        return Answer(talk=(CHAT["empty_queue"].say(lang),))
    rows = ({"n": n, "text": text} for n, text in enumerate(waiting, 1))
    return Answer(lines=tuple(CHAT["queued_line"].say(lang, row) for row in rows))


def _drop(talk: Talk, argument: str) -> Answer:
    return Answer(talk=(CHAT["dropped"].say(talk.app.lang, {"text": _taken(talk, argument)}),))


def _edit(talk: Talk, argument: str) -> Answer:
    talk.lines.give_back(_taken(talk, argument))
    return Answer()


def _taken(talk: Talk, argument: str) -> str:
    """Take a line out of the queue; a single one needs no number."""
    number = argument or "1"
    try:
        return talk.lines.drop(int(number))
    except (ValueError, IndexError):
        told = CHAT["no_number"].say(talk.app.lang, {"number": number})
        raise Precondition("usage", told) from None


def _go(talk: Talk, argument: str) -> Answer:
    talk.lines.release()
    return Answer() if talk.lines.waiting else _queue(talk, "")


def _leave(talk: Talk, argument: str) -> Answer:
    raise Leave


COMMANDS: dict[str, Command] = {
    "/help": Command("/help", "help", _help),
    "/export": Command("/export [FILE]", "export", _export_to),
    "/status": Command("/status", "status", lambda talk, _: answers.status(talk.app)),
    "/draft": Command("/draft [@N]", "draft", _draft),
    "/credits": Command("/credits", "credits", lambda talk, _: answers.credits(talk.app)),
    "/upload": Command("/upload FILE|URL ...", "upload", _upload_these),
    "/open": Command("/open", "open", lambda talk, _: answers.link(talk.app)),
    "/new": Command("/new", "begin", _begin),
    "/sessions": Command("/sessions [ID]", "sessions", _sessions),
    "/jobs": Command("/jobs", "jobs", lambda talk, _: watching.jobs(talk.app, False, LISTED)),
    "/watch": Command("/watch [JOB]", "watch", _watch),
    "/recover": Command("/recover [JOB]", "recover", _recover),
    "/queue": Command("/queue", "queue", _queue),
    "/drop": Command("/drop N", "drop", _drop),
    "/edit": Command("/edit N", "edit", _edit),
    "/go": Command("/go", "go", _go),
    "/quit": Command("/quit", "quit", _leave),
}
"""The slash commands."""


def command_of(line: str, lang: Lang) -> tuple[Command, str]:
    """Return the command of a line and its argument; a lone slash asks what there is.

    Raises Precondition where there is none of that name.
    """
    typed, _, argument = line.partition(" ")
    name = "/help" if typed == "/" else typed.lower()
    if name in COMMANDS:
        return COMMANDS[name], argument.strip()
    nearly = get_close_matches(name, COMMANDS, n=1, cutoff=0.7)
    row = CHAT["nearly" if nearly else "unknown"]
    raise Precondition("usage", row.say(lang, {"name": typed, "meant": "".join(nearly)}))


ABOUT_THE_QUEUE = ("/queue", "/drop", "/edit", "/go", "/help", "/")
"""Commands that never wait in the queue themselves."""


def _words(argument: str) -> list[str]:
    """Return words as a shell would; a lone quotation mark is just a letter."""
    try:
        lexer = shlex.shlex(argument, posix=True)
        lexer.whitespace_split, lexer.commenters = True, ""
        # A file that is dropped on a terminal comes as `my\ clip.mp4`; on Windows a backslash is
        # what paths are made of.
        lexer.escape = "" if sys.platform == "win32" else "\\"
        return list(lexer)
    except ValueError:
        return argument.split()


def names() -> Sequence[str]:
    """Return the slash commands, for completion."""
    return tuple(COMMANDS)
