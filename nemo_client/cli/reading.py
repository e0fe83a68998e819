"""`nemo plan` and `nemo translate`: what the two language layers make of words, and nothing done.

No session, no network, no client. With --jsonl a case a line is read and answered at once, at
constant memory; what cannot be read ends the run, because a gap would be worse than an end.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import click

from nemo_client import narration
from nemo_client.answers import Answer
from nemo_client.app import App
from nemo_client.cli.grammar import F, command, option
from nemo_client.cli.texts import text_of
from nemo_client.console import is_terminal
from nemo_client.errors import Precondition
from nemo_client.phrases.usage import MISTAKES

Case = dict[str, Any]
_jsonl_option = option("--jsonl", is_flag=True)


def _reads(name: str) -> Callable[[F], click.Command]:
    """Return a decorator that makes a command of words, or of cases on standard input."""

    def decorate(perform: F) -> click.Command:
        worded = click.argument("text", nargs=-1)(_jsonl_option(perform))
        return command(name)(worded)

    return decorate


@_reads("plan")
def plan(app: App, text: tuple[str, ...], jsonl: bool) -> Answer:
    """Show the plan of a message."""
    from nemo_client.speech import route

    def planned(message: str) -> Case:
        return {"plan": [step.as_json() for step in route(message)]}

    if jsonl:
        return _each(app, text, planned)
    message = text_of(app, text, None)
    lines = narration.plan(route(message), app.lang, _rules(app, message))
    return Answer({"text": message, **planned(message)}, tuple(lines))


def _rules(app: App, message: str) -> tuple[str, ...]:
    """Return which rule made each step of a plan."""
    from nemo_client.speech import explain

    return tuple(why for _, why in explain(message, app.lang))


@_reads("translate")
def translate(app: App, text: tuple[str, ...], jsonl: bool) -> Answer:
    """Show what a person would be shown of a backend's message."""
    from nemo_client.speech import translate as translated

    def shown(message: str) -> Case:
        found = translated(message)
        return {"text": found.text, "actions": list(found.actions)}

    if jsonl:
        return _each(app, text, shown)
    found = shown(text_of(app, text, None))
    lines = (found["text"],) if found["text"] else ()
    return Answer(found, lines, tuple(narration.actions(found["actions"], app.lang, app.step)))


def _each(app: App, words: tuple[str, ...], read: Callable[[str], Case]) -> Answer:
    """Answer every case of standard input with a line. Raises Precondition at a bad one."""
    if words or app.given.json:
        other = MISTAKES["words"].say(app.lang) if words else "--json"
        raise _mistake(app, "exclusive", one="--jsonl", other=other)
    for case in _cases(app):
        app.console.document({"id": case.get("id")} | read(case["text"]))
    return Answer()


def _cases(app: App) -> Iterator[Case]:
    stdin = app.console.stdin
    if stdin is None or is_terminal(stdin):
        raise _mistake(app, "no_lines", option="--jsonl")
    for number, line in enumerate(getattr(stdin, "buffer", stdin), 1):
        if line.strip(b"\xef\xbb\xbf \t\r\n" if isinstance(line, bytes) else None):
            yield _case(app, number, line)


def _case(app: App, number: int, line: bytes | str) -> Case:
    try:
        case = json.loads(line.decode("utf-8-sig") if isinstance(line, bytes) else line)
    except (ValueError, RecursionError):
        raise _mistake(app, "no_json", number=number) from None
    if not isinstance(case, dict) or not isinstance(case.get("text"), str):
        raise _mistake(app, "no_case", number=number)
    return case


def _mistake(app: App, key: str, **facts: object) -> Precondition:
    return Precondition("usage", MISTAKES[key].say(app.lang, facts))
