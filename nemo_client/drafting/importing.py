"""A file that comes back: shown as changes, and said to the agent where that was asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nemo_client import making, reports
from nemo_client.answers import Answer
from nemo_client.draft import describe
from nemo_client.draft.summary import shortened
from nemo_client.drafting.reading import draft_of, text_in
from nemo_client.errors import Precondition
from nemo_client.interchange import asking, pieces, words
from nemo_client.interchange.asks import Asked
from nemo_client.interchange.bringing import Brought, compare
from nemo_client.phrases.cli import TOLD
from nemo_client.phrases.interchange import BROUGHT, WHYS

if TYPE_CHECKING:
    from nemo_client.app import App

ENDINGS = ("otio", "srt", "vtt")
MOST_CHANGES = 100
"""More than this is no message any more."""


def bring(
    app: App,
    file: Path,
    source: Path | None = None,
    send: bool = False,
    replacing: bool = False,
    cap: float | None = None,
) -> Answer:
    """Show what a file changes on the timeline; with `send`, say it to the agent."""
    brought, asked = _compared(app, file, source, replacing)
    wish = words.wish(asked.said, app.lang)
    data = _facts(app, brought, asked)
    lines = _lines(app, file, brought)
    if not brought.changes:
        return Answer(data, lines, _aside(app, brought, asked))
    if not send:
        talk = (*_aside(app, brought, asked), *_message(app, asked))
        again = "draft import --send" + (" --replace" if replacing else "")
        next = (app.step(again, str(file)),) if source is None and wish else ()
        return Answer(data, lines, (*talk, BROUGHT["not_sent"].say(app.lang)), next=next)
    for line in (*lines, *_aside(app, brought, asked)):
        app.console.say(line)  # before anything leaves
    app.facts |= data
    if not wish:
        raise Precondition("nothing_to_ask", path=file.name)
    if len(asked.said) > MOST_CHANGES:
        raise Precondition("too_many_changes", n=len(asked.said), most=MOST_CHANGES)
    sent = making.send(app, wish, cap=cap, as_is=True)
    return replace(sent, data={"turn": dict(sent.data)})


def _compared(app: App, file: Path, source: Path | None, replacing: bool) -> tuple[Brought, Asked]:
    ending = file.suffix[1:].lower()
    if ending not in ENDINGS:
        raise Precondition("import_unreadable", reason="no_import", path=str(file))
    try:
        arrived = pieces.read(ending, text_in(file, "import_unreadable"))
    except Precondition as error:
        error.facts.setdefault("path", str(file))
        raise
    draft = draft_of(app, source)
    brought = compare(draft, arrived)
    if replacing:
        changes = (*brought.changes, *brought.absent)
        brought = replace(brought, changes=changes, absent=())
    return brought, asking.asked(brought, replacing)


def _facts(app: App, brought: Brought, asked: Asked) -> dict[str, Any]:
    said = [{"sentence": words.sentence(a, app.lang), "about": a.about} for a in asked.said]
    why = {r: WHYS[r.why] for r in asked.not_said}
    not_said = [
        {"name": r.name, "why": r.why, "why_en": why[r].say("en"), "why_zh": why[r].say("zh")}
        for r in asked.not_said
    ]
    return {
        "changes": [reports.of_change(change) for change in brought.changes],
        "changes_in_words": list(describe(brought.changes, "en")),
        "absent": [reports.of_change(change) for change in brought.absent],
        "said": said,
        "not_said": not_said,
        "wish": words.wish(asked.said, app.lang),
    }


def _lines(app: App, file: Path, brought: Brought) -> tuple[str, ...]:
    key = "head" if brought.changes else "nothing"
    said = (TOLD["change"].say(app.lang, {"text": t}) for t in describe(brought.changes, app.lang))
    return (BROUGHT[key].say(app.lang, {"file": file.name}), *said)


def _message(app: App, asked: Asked) -> tuple[str, ...]:
    """Tell what would be sent; beside each sentence, what it is about."""
    told = [BROUGHT["wish"].say(app.lang)] if asked.said else []
    for ask in asked.said:
        facts = {"sentence": words.sentence(ask, app.lang), "name": shortened(ask.about)}
        is_plain = "n" in ask.facts or "numbers" in ask.facts  # a number alone tells little
        told.append(BROUGHT["about"].say(app.lang, facts) if is_plain else facts["sentence"])
    return tuple(told)


def _aside(app: App, brought: Brought, asked: Asked) -> tuple[str, ...]:
    told = [
        BROUGHT["refused"].say(
            app.lang, {"name": shortened(r.name), "why": WHYS[r.why].say(app.lang)}
        )
        for r in asked.not_said
    ]
    if brought.absent:
        told.append(BROUGHT["absent"].say(app.lang, {"n": len(brought.absent)}))
    return tuple(told)
