"""Where a draft comes from: a file with its JSON or a state reply, or the session."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nemo_client.draft import Draft, DraftUnreadable, parse, span
from nemo_client.errors import NothingToExport, Precondition
from nemo_client.phrases.cli import DOING

if TYPE_CHECKING:
    from nemo_client.app import App

_PLACES = (("data", "state", "draft"), ("state", "draft"), ("draft",))
"""Where a reply keeps the draft."""


def draft_of(app: App, source: Path | None) -> Draft:
    """Return the draft of a file, else of the session. Raises Precondition."""
    if source is not None:
        draft = _in_file(source)
    else:
        session = app.session()
        with app.console.working(DOING["asking"].say(app.lang)):
            found = app.client.state(session).draft
        if found is None or not found.raw:
            raise NothingToExport("nothing_to_export")
        draft = found
    if not draft.is_decoded:
        place = str(source or app.session())
        raise Precondition("draft_file_unreadable", reason="markup", path=place)
    return draft


def _in_file(path: Path) -> Draft:
    text = text_in(path)
    try:
        raw = parse(text)
    except DraftUnreadable as problem:
        raise Precondition("draft_file_unreadable", str(problem), path=str(path)) from None
    for place in _PLACES:
        inner = raw
        for key in place:
            inner = inner.get(key) if isinstance(inner, dict) else None
        if isinstance(inner, dict | str):
            return Draft(inner, span(text, place))
    if not isinstance(raw, dict) or "t" not in raw:
        raise Precondition("draft_file_unreadable", reason="no_draft", path=str(path))
    return Draft(raw, text)


def text_in(path: Path) -> str:
    """Return the text of a file. Raises Precondition."""
    try:
        return path.read_bytes().decode("utf-8-sig", "surrogatepass")
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Precondition("file_missing", reason, path=str(path)) from None
    except UnicodeDecodeError as problem:
        raise Precondition("file_missing", str(problem), path=str(path)) from None
