"""The timeline as a picture in a file: a graphic, or a page that also tells what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nemo_client import files, reports
from nemo_client.answers import Answer
from nemo_client.draft import Change, Draft, changes, fingerprint
from nemo_client.drafting.frames import frames_of
from nemo_client.drafting.gathering import about_links, media_in, write_bytes
from nemo_client.drafting.history import history
from nemo_client.drafting.reading import draft_of
from nemo_client.errors import Precondition
from nemo_client.phrases import Lang
from nemo_client.phrases.pictures import PICTURE
from nemo_client.pictures.bars import marked
from nemo_client.pictures.page import Sight, page
from nemo_client.pictures.svg import svg

if TYPE_CHECKING:
    from nemo_client.app import App

ZOOM = 2
"""A picture of dots is for screens with many."""


class Seen(NamedTuple):
    """What there is to show beside the draft: changes, None where there is no other version."""

    changes: Sequence[Change] | None
    frames: Mapping[str, str]


def picture(
    app: App,
    source: Path | None,
    output: Path,
    since: Path | None = None,
    folder: Path | None = None,
    force: bool = False,
) -> Answer:
    """Draw the draft in the format that the name of the file says."""
    name = output.suffix[1:].lower()
    if name not in PICTURES:
        raise Precondition("usage", reason="no_such_format", formats=", ".join(PICTURES))
    files.discard_empty(files.check_output(output, force))  # before the network is asked
    draft = draft_of(app, source)
    before = draft_of(app, since) if since else None if source else _before(app, draft)
    found = changes(before, draft) if before else None
    media = tuple(media_in(folder, draft)) if folder and name == "html" else ()
    frames = frames_of(draft, {at: path for m, path in media if path for at in m.used_by})
    if frames is None:
        talk: tuple[str, ...] = (PICTURE["no_frames"].say(app.lang),)
    else:
        talk = about_links(app, folder, [medium.source for medium, path in media if path is None])
    write_bytes(output, PICTURES[name](draft, app.lang, Seen(found, frames or {})), force)
    return Answer(
        {
            "path": str(output),
            "format": name,
            "frame_count": len(frames or {}),
            "changes": None if found is None else [reports.of_change(c) for c in found],
        },
        (str(output),),
        talk,
    )


def _before(app: App, draft: Draft) -> Draft | None:
    """Return the last version of the session's draft on record that is another than this."""
    past, now = history(app), fingerprint(draft.raw)
    others = (v for v in reversed(past.versions) if v.fingerprint not in (None, now))
    return next(filter(None, map(past.kept, others)), None)


def _svg(draft: Draft, lang: Lang, seen: Seen) -> bytes:
    return svg(draft, lang, marked(seen.changes or ())).encode("utf-8")


def _html(draft: Draft, lang: Lang, seen: Seen) -> bytes:
    return page(draft, Sight(lang, seen.changes, seen.frames)).encode("utf-8")


def _png(draft: Draft, lang: Lang, seen: Seen) -> bytes:
    """Return dots; the letters are those of this machine. Raises Precondition."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError as missing:
        raise Precondition("extra_missing", str(missing), extra="pictures") from None
    drawn = svg(draft, lang, marked(seen.changes or ()), is_light=True)
    return bytes(svg_to_bytes(svg_string=drawn, zoom=ZOOM, languages=[lang]))


PICTURES: Mapping[str, Callable[[Draft, Lang, Seen], bytes]] = {
    "svg": _svg,
    "png": _png,
    "html": _html,
}
"""How each format is drawn."""
