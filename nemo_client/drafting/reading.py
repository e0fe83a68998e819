"""Where a draft comes from: a file (a draft or a state reply), a version on record, the session."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path
from typing import TYPE_CHECKING

from nemo_client.draft import Draft, DraftUnreadable, parse, span
from nemo_client.errors import NothingToExport, Precondition
from nemo_client.phrases.cli import DOING

if TYPE_CHECKING:
    from nemo_client.app import App

_PLACES = (("data", "state", "draft"), ("state", "draft"), ("draft",))
"""Where a reply keeps the draft."""
_VERSION = re.compile("@([0-9]{1,9})")


def draft_of(app: App, source: Path | None) -> Draft:
    """Return a draft that can be taken apart. Raises Precondition and NothingToExport."""
    draft = any_draft(app, source)
    if source is None and not draft.raw:
        raise NothingToExport("nothing_to_export")
    if not draft.is_decoded:
        place = str(source or app.session())
        raise Precondition("draft_file_unreadable", reason="markup", path=place)
    return draft


def any_draft(app: App, source: Path | None) -> Draft:
    """Return the draft of a file, of a version such as `@2`, else of the session, empty or not.

    Raises Precondition.
    """
    if source is None:
        session = app.session()
        with app.console.working(DOING["asking"].say(app.lang)):
            return app.client.state(session).draft or Draft({})
    if (version := _VERSION.fullmatch(str(source))) and not source.exists():
        from nemo_client.drafting.history import history

        return history(app).draft(int(version[1]))
    return _in_file(source)


def _in_file(path: Path) -> Draft:
    text = text_in(path)
    if Draft(text).is_markup:
        return Draft(text, text)
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
    draft = Draft(raw, text)
    if draft.is_markup or (isinstance(raw, dict) and "t" in raw):
        return draft
    raise Precondition("draft_file_unreadable", reason="no_draft", path=str(path))


def text_in(path: Path, refusal: str = "draft_file_unreadable") -> str:
    """Return the text of a file, in UTF-8 or marked as UTF-16. Raises Precondition."""
    try:
        data = path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Precondition("file_missing", reason, path=str(path)) from None
    coding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(coding, "surrogatepass")
    except UnicodeDecodeError:
        raise Precondition(refusal, reason="no_utf8", path=str(path)) from None
