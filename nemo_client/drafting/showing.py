"""A draft as it stands: shown in words, saved as it was received, looked through for findings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nemo_client import files
from nemo_client.answers import Answer, drawn
from nemo_client.draft import details, everything, findings, lines
from nemo_client.drafting.gathering import write_bytes
from nemo_client.drafting.reading import any_draft
from nemo_client.errors import NothingToExport, Precondition
from nemo_client.phrases.drafts import DETAILS, ISSUES

if TYPE_CHECKING:
    from nemo_client.app import App


def show(app: App, source: Path | None, is_short: bool = False) -> Answer:
    """Tell what is on the timeline: at length, or in the few lines of the summary."""
    draft = any_draft(app, source)
    told = lines(draft, app.lang) if is_short else tuple(details(draft, app.lang))
    return Answer({"draft": everything(draft)}, told, drawing=() if is_short else drawn(app, draft))


def save(app: App, source: Path | None, output: Path, force: bool = False) -> Answer:
    """Write the draft byte for byte as it was received."""
    files.discard_empty(files.check_output(output, force))  # before the network is asked
    draft = any_draft(app, source)
    if not draft.raw or draft.text is None:
        raise NothingToExport("nothing_to_export")
    data = draft.text.encode("utf-8", "surrogatepass")
    write_bytes(output, data, force)
    return Answer({"path": str(output), "bytes": len(data)}, (str(output),))


def validate(app: App, source: Path | None) -> Answer:
    """List what could not be read or had to be guessed; anything found is an error."""
    draft = any_draft(app, source)
    found = draft.issues()
    tracks = draft.tracks
    count = sum(len(track.segments) for track in tracks)
    data = {
        "issues": [
            {"pointer": pointer, "code": code, "en": ISSUES[code].en, "zh": ISSUES[code].zh}
            for pointer, code in found
        ],
        "issue_count": len(found),
        "segment_count": count,
    }
    if found:
        error = Precondition("draft_has_issues", n=len(found))
        return Answer(data, tuple(findings(found, app.lang)), error=error)
    sound = DETAILS["sound"].say(app.lang, {"tracks": len(tracks), "segments": count})
    return Answer(data, talk=(sound,))
