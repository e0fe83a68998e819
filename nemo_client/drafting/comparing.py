"""Two drafts side by side, and the versions of one session's draft one after the other."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nemo_client import narration, reports
from nemo_client.answers import Answer
from nemo_client.draft import changes, describe, patch
from nemo_client.draft.summary import shortened
from nemo_client.drafting.history import History, Version, history
from nemo_client.drafting.reading import any_draft
from nemo_client.phrases.drafts import HISTORY

if TYPE_CHECKING:
    from nemo_client.app import App


def diff(app: App, one: Path, other: Path | None) -> Answer:
    """Tell what became of the first draft in the second, in words and as an exact patch."""
    before, after = any_draft(app, one), any_draft(app, other)
    found = changes(before, after)
    steps = patch(before.raw, after.raw)
    data = {
        "changes": [reports.of_change(change) for change in found],
        "change_count": len(found),
        "changes_in_words": list(describe(found, "en")),
        "patch": [step.as_json() for step in steps],
    }
    key = "quiet" if steps else "same"
    same = () if found else (HISTORY[key].say(app.lang, {"n": len(steps)}),)
    return Answer(data, describe(found, app.lang), same)


def log(app: App, limit: int) -> Answer:
    """List the versions of the session's draft, newest first."""
    known = history(app)
    shown = known.versions[::-1][:limit]
    rows = [_row(known, version) for version in shown]
    lines = [line for version in shown for line in _lines(app, known, version)]
    return Answer(
        {"session_id": app.session(), "versions": rows, "count": len(known.versions)},
        tuple(lines),
        () if shown else (HISTORY["none"].say(app.lang),),
        next=(app.step(f"draft diff @{shown[0].number - 1} @{shown[0].number}"),)
        if len(shown) > 1
        else (),
    )


def _row(known: History, version: Version) -> dict[str, Any]:
    found = known.changes(version)
    return {
        "number": version.number,
        "at": version.at,
        "fingerprint": version.fingerprint,
        "is_kept": known.is_kept(version),
        "job": version.job or None,
        "text": version.text or None,
        "changes": [reports.of_change(change) for change in found[: reports.SHOWN_CHANGES]],
        "change_count": len(found),
        "changes_in_words": list(describe(found, "en")),
    }


def _lines(app: App, known: History, version: Version) -> tuple[str, ...]:
    key = "begun" if version.number == 0 else "elsewhere"
    text = shortened(version.text) or HISTORY[key].say(app.lang)
    age = narration.duration(max(0, round(time.time() - version.at)), app.lang)
    head = HISTORY["line"].say(app.lang, {"n": version.number, "age": age, "text": text})
    told = describe(known.changes(version), app.lang)
    lines = [HISTORY["change"].say(app.lang, {"text": line}) for line in told]
    if not known.is_kept(version):
        lines.append(HISTORY["dropped"].say(app.lang))
    return (head, *lines)
