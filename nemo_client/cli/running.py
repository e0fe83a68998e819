"""One run: parse, perform, show. The only place that turns what happened into text and a code."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import click

from nemo_client import answers
from nemo_client.answers import Answer
from nemo_client.app import App, Given
from nemo_client.cli.grammar import Call, Root, Shown, given_early, name_of, nearest
from nemo_client.console import Console, Level
from nemo_client.errors import ExitCode, Interrupted, NemoError, Precondition, redact
from nemo_client.phrases import Lang
from nemo_client.phrases.cli import TOLD
from nemo_client.phrases.usage import MISTAKES

COMMANDS: dict[str, str] = {
    "create": "making:create",
    "send": "making:send",
    "chat": "talking:chat",
    "plan": "reading:plan",
    "translate": "reading:translate",
    "upload": "making:upload",
    "export": "making:export",
    "status": "looking:status",
    "credits": "looking:credits",
    "open": "looking:link",
    "sessions": "looking:sessions",
    "draft": "drafts:draft",
    "jobs": "following:jobs",
    "watch": "following:watch",
    "recover": "following:recover",
    "auth": "accounts:auth",
    "sandbox": "backend:sandbox",
    "doctor": "doctor:doctor",
    "help": "topics:topics",
    "_work": "following:work",
}
"""Every command, and where it lives."""

nemo = Root("nemo", table=COMMANDS)

_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")


def run(
    argv: Sequence[str], console: Console, make_app: Callable[[Given, Console], App] = App
) -> int:
    """Run one command line; the exit code is the answer's, whatever went wrong."""
    call = Call(console, make_app, given_early(argv))
    with _terminable():
        try:
            answer = _performed(argv, call)
        except Shown as shown:
            call.command = shown.name
            answer = _shown(shown)
        except KeyboardInterrupt:
            answer = _failed(call, Interrupted("interrupted", next=_way_back(call)))
        except NemoError as error:
            answer = _failed(call, error)
        except Exception as problem:
            answer = _failed(call, _unexpected(call, problem))
        return _told(call, answer)


def _told(call: Call, answer: Answer) -> int:
    """Show the answer and return the exit code; data that could not be written are no success."""
    code = answer.exit_code
    with suppress(KeyboardInterrupt):  # it is over; only the telling is left
        try:
            show(call, answer)
        except OSError as problem:
            code = ExitCode.UNEXPECTED
            call.console.complain(TOLD["error"].say(call.lang), str(problem))
        if call.app is not None:
            call.app.close()
    return int(code)


def _shown(shown: Shown) -> Answer:
    """Return help as data where it was asked for, as talk where it stands in for a command."""
    if shown.mistake is not None:
        return Answer(talk=(shown.text,), error=shown.mistake)
    return Answer({shown.name: shown.text}, lines=(shown.text,))


def _performed(argv: Sequence[str], call: Call) -> Answer:
    try:
        with nemo.make_context("nemo", list(argv), obj=call) as ctx:
            answer = nemo.invoke(ctx)
    except click.UsageError as mistake:
        if mistake.ctx is not None:
            call.command = name_of(mistake.ctx)
        raise Precondition("usage", _mistake(mistake, call)) from None
    assert isinstance(answer, Answer)
    return answer if call.app is None else _followed(call.app, answer, call.command)


def _followed(app: App, answer: Answer, name: str) -> Answer:
    """Look at or offer what the backend suggested in a turn, whichever command told of it."""
    if "turn" not in answer.data and "actions" not in answer.data:
        return answer
    from nemo_client.offering import followed

    return followed(app, answer, exports=name == "send")


def _mistake(mistake: click.UsageError, call: Call) -> str:
    """Return what was wrong with the call, in words of ours."""
    kind = next(c.__name__ for c in type(mistake).__mro__ if c.__name__ in MISTAKES)
    param = getattr(mistake, "param", None)
    name = param.get_error_hint(mistake.ctx) if param is not None else None
    asked = getattr(mistake, "option_name", None) or getattr(mistake, "command_name", None)
    if found := _EXTRA.search(mistake.message):
        kind, asked = "extra", found[1]
    facts = {"name": str(asked or name or "?").strip("'"), "detail": _wanted(mistake, call.lang)}
    told = MISTAKES[kind].say(call.lang, facts)
    if meant := nearest(mistake):
        return MISTAKES["nearly"].say(call.lang, {"told": told, "meant": meant})
    return told


def _wanted(mistake: click.UsageError, lang: Lang) -> str:
    """Return what a parameter takes, in words of ours where it is a choice or a number."""
    kind = getattr(getattr(mistake, "param", None), "type", None)
    if isinstance(kind, click.Choice):
        return MISTAKES["one_of"].say(lang, {"choices": ", ".join(map(str, kind.choices))})
    if isinstance(kind, click.FloatRange | click.IntRange):
        key = "whole_number" if isinstance(kind, click.IntRange) else "number"
        return MISTAKES[key].say(lang, {"min": kind.min or 0})
    return mistake.message


def _failed(call: Call, error: NemoError) -> Answer:
    """Return the answer of a command that raised: the error, and what was known by then."""
    _trace(call)
    if call.app is None:
        return Answer(error=error, next=error.next)
    return Answer(error=error, next=call.app.steps_after(error))


def _way_back(call: Call) -> str:
    """Return the command that tells what became of what was interrupted."""
    job = call.app.facts.get("job") if call.app is not None else None
    return f"nemo watch {job}" if job else "nemo status"


def _unexpected(call: Call, problem: Exception) -> NemoError:
    """Return what to say of it: a file or folder that cannot be used is no bug of ours."""
    if isinstance(problem, OSError) and problem.filename is not None:
        reason = problem.strerror or str(problem)
        return Precondition("place_unusable", reason, path=str(problem.filename))
    return NemoError("unexpected", f"{type(problem).__name__}: {problem}")


def _trace(call: Call) -> None:
    """Show where it happened, to those who asked for that."""
    if call.given.debug:
        import traceback

        call.console.complain("debug ", redact(traceback.format_exc()))


def show(call: Call, answer: Answer) -> None:
    """Show an answer to whoever asked; a program gets one document, whatever follows."""
    if call.given.json:
        if not call.is_answered:
            call.console.document(document(call, answer))
        call.is_answered = True
        return
    if call.app is not None:
        answers.show(call.app, answer)
    else:  # a text about the commands themselves
        for line in answer.lines:
            call.console.data(line)
        for line in answer.talk:
            call.console.say(line)
    show_error(call, answer)
    for step in answer.next:
        if any(line.endswith(step) for line in answer.talk):
            continue  # an offer that was just told
        call.console.say(TOLD["next"].say(call.lang, {"step": step}), "dim")


def show_error(call: Call, answer: Answer) -> None:
    """Tell a person what went wrong and what helps."""
    if answer.error is not None:
        call.console.complain(TOLD["error"].say(call.lang), answer.error.message(call.lang))
        call.console.say(f"  {answer.error.hint(call.lang)}", level=Level.QUIET)


def document(call: Call, answer: Answer) -> dict[str, Any]:
    """Return the one JSON document of a command."""
    facts = call.app.facts if call.app is not None else {}
    data = {**facts, **answer.data}
    return {
        "schema": f"nemo.{call.command.replace(' ', '-')}/1",
        "ok": answer.error is None,
        "command": call.command,
        "exit_code": int(answer.exit_code),
        "data": data or None,
        "error": _error(call, answer.error) if answer.error else None,
        "next": list(answer.next),
    }


def _error(call: Call, error: NemoError) -> dict[str, Any]:
    facts = {k: v for k, v in error.facts.items() if k != "next"}
    said = {"message": error.message(call.lang), "hint": error.hint(call.lang)}
    return {"code": error.code, **said, **facts}


@contextmanager
def _terminable() -> Iterator[None]:
    """Let a polite kill end like Ctrl-C does: with an answer."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not the main thread: somebody else's signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
