"""A draft into a file of another format, after telling what that leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nemo_client import files
from nemo_client.answers import Answer
from nemo_client.drafting.gathering import about_links, links, write_text
from nemo_client.drafting.reading import draft_of
from nemo_client.errors import NothingToExport, Precondition
from nemo_client.interchange import FORMATS, RATES, Format, Loss, Projection, Rate, rate_of, words
from nemo_client.phrases.interchange import LOST, WHYS

if TYPE_CHECKING:
    from nemo_client.app import App

SHOWN_LOSSES = 1000
SHOWN_KINDS = 5
WHOLE = ("track", "segment")
"""Losses that nobody wants to hear of last."""


def convert(
    app: App,
    source: Path | None,
    output: Path,
    fps: str | None = None,
    folder: Path | None = None,
    force: bool = False,
) -> Answer:
    """Write the draft in the format that the name of the file says, after telling what is lost."""
    name, format = _format(output)
    rate = _rate(fps)
    files.discard_empty(files.check_output(output, force))  # before the network is asked
    draft = draft_of(app, source)
    linked, unlinked = links(draft, folder) if format.names_media else ({}, ())
    projection = format.project(draft, rate)
    if not any(lane.clips for lane in projection.lanes):
        raise NothingToExport("nothing_to_export")
    lost = format.losses(projection)
    text = _checked(format.write(projection, linked), name, projection, lost)
    for line in _report(app, lost, name):
        app.console.say(line)
    write_text(output, text, force)
    return Answer(
        data={
            "path": str(output),
            "format": name,
            "fps": projection.rate.name if format.rate is None else None,
            "losses": [_as_json(loss) for loss in lost[:SHOWN_LOSSES]],
            "loss_count": len(lost),
            "unlinked": list(unlinked),
        },
        lines=(str(output),),
        talk=about_links(app, folder, unlinked),
    )


def _format(output: Path) -> tuple[str, Format]:
    name = output.suffix[1:].lower()
    if name not in FORMATS:
        raise Precondition("usage", reason="no_such_format", formats=", ".join(FORMATS))
    return name, FORMATS[name]


def _rate(fps: str | None) -> Rate | None:
    if fps is None:
        return None
    if rate := rate_of(fps):
        return rate
    raise Precondition("usage", reason="no_rate", fps=fps, rates=", ".join(RATES))


def _checked(text: str, name: str, projection: Projection, lost: Sequence[Loss]) -> str:
    """Return the text. Raises NothingToExport where not one segment got into it."""
    tracks = {loss.pointer for loss in lost if loss.what == "track"}
    segments = {loss.pointer for loss in lost if loss.what == "segment"}
    for lane in projection.lanes:
        if lane.track.pointer in tracks:
            continue
        if any(clip.segment.pointer not in segments for clip in lane.clips):
            return text
    raise NothingToExport("nothing_to_write", format=name)


def _report(app: App, lost: Sequence[Loss], format: str) -> tuple[str, ...]:
    """Return what is left out, the first kinds of it."""
    weighty = sorted(lost, key=lambda loss: loss.what not in WHOLE)
    head, *kinds = words.told(weighty, format, app.lang)
    if len(kinds) > SHOWN_KINDS + 1:
        rest = {"n": len(kinds) - SHOWN_KINDS}
        kinds[SHOWN_KINDS:] = [LOST["rest"].say(app.lang, rest)]
    return (head, *kinds)


def _as_json(loss: Loss) -> dict[str, Any]:
    row = WHYS[loss.why]
    return {**loss._asdict(), "why_en": row.en, "why_zh": row.zh}
