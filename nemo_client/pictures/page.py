"""A timeline as one HTML page: to be looked at, walked through by keyboard, and kept.

Everything is in the page. It may load nothing, and run no script but its own, whatever the names
in it contain; those come from a server and are escaped all the same.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from typing import NamedTuple

from nemo_client.draft import Change, Draft, Segment, describe
from nemo_client.draft.keys import SEGMENT, file_name
from nemo_client.draft.summary import decimal, label_of, length, lines, plain, range_of, shortened
from nemo_client.phrases import Lang
from nemo_client.phrases.pictures import PICTURE
from nemo_client.phrases.timeline import FIELDS, TIMELINE
from nemo_client.pictures.bars import OTHER_TONE, TONES, Bar, bars, marked, name_of, shown_of
from nemo_client.pictures.lanes import Layout, Row, laid_out, ticks
from nemo_client.pictures.page_parts import SCRIPT, style

COARSE, FINE = 5, 12
"""How many parts the ruler has about, on a narrow and on a wide screen."""
TOLD_LETTERS = 500
SILENT: Mapping[str, float] = {"speed": 1, "fade_in_ms": 0, "fade_out_ms": 0}
"""Values that say nothing."""


class Sight(NamedTuple):
    """What goes into a page besides the draft."""

    lang: Lang
    changes: Sequence[Change] | None = None
    frames: Mapping[str, str] = {}
    """A picture as a `data:` address for a segment, by pointer."""

    @property
    def marks(self) -> dict[str, str]:
        return marked(self.changes or ())


def page(draft: Draft, sight: Sight) -> str:
    """Return the page."""
    lang = sight.lang
    title = plain(draft.title) or PICTURE["untitled"].say(lang)
    body = "".join(_body(draft, title, sight))
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{style()}</style>\n</head>\n"
        f"<body><main>{body}</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def _policy() -> str:
    digest = b64encode(sha256(SCRIPT.encode()).digest()).decode()
    allowed = f"img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _body(draft: Draft, title: str, sight: Sight) -> Iterator[str]:
    lang, layout = sight.lang, laid_out(draft)
    yield f"<h1>{escape(title)}</h1><p>{escape(lines(draft, lang)[0])}</p>"
    if layout.rows and layout.length_ms > 0:
        yield f"<p>{_said('keys', lang)}</p>"
        yield f'<div class="timeline">{"".join(_timeline(layout, sight))}</div>'
        yield from _notes(layout, lang)
        yield f'<section class="details" aria-live="polite"><h2>{_said("segment", lang)}</h2>'
        yield '<div class="chosen"><img id="frame" alt="" hidden><dl id="facts">'
        yield f"<dt>{_said('none_chosen', lang)}</dt></dl></div></section>"
    if sight.changes is not None:
        told = describe(sight.changes, lang) or (PICTURE["no_changes"].say(lang),)
        items = "".join(f"<li>{escape(plain(text))}</li>" for text in told)
        yield f'<section><h2>{_said("changes", lang)}</h2><ul id="changes">{items}</ul></section>'


def _timeline(layout: Layout, sight: Sight) -> Iterator[str]:
    for parts, kind in ((COARSE, "coarse"), (FINE, "fine")):
        yield f'<div class="ruler {kind}" aria-hidden="true">'
        yield from _ruler(layout.length_ms, parts, sight.lang)
        yield "</div>"
    marks = sight.marks
    for row in layout.rows:
        yield f'<section class="track"><h2>{escape(row.label(sight.lang))}</h2><div class="lanes">'
        for lane in row.lanes:
            drawn = bars(row, lane, layout.length_ms)
            shown = "".join(_bar(row, bar, layout.length_ms, sight, marks) for bar in drawn)
            yield f'<div class="lane">{shown}</div>'
        yield "</div></section>"


def _ruler(length_ms: float, parts: int, lang: Lang) -> Iterator[str]:
    """Yield the marks; the one at the very end reads to the left."""
    marks = [
        (100 * tick.at_ms / length_ms, tick.label)
        for tick in ticks(length_ms, length_ms / parts, lang)
    ]
    has_end = marks[-1][0] > 99.9
    # What fits a label of `10:00:00` where the style sheet shows so many parts, and what fits two.
    room = (190 if has_end else 82) / parts
    for at, label in marks:
        if at == 0 or at <= 100 - room or at > 99.9:
            last = ' class="last"' if at > 99.9 else ""
            yield f'<span{last} style="left:{at:.3f}%">{escape(label)}</span>'


def _bar(row: Row, bar: Bar, length_ms: float, sight: Sight, marks: Mapping[str, str]) -> str:
    lang, segment = sight.lang, bar.segment
    left, right = (100 * at / length_ms for at in (bar.start_ms, bar.end_ms))
    name = name_of(bar, lang) or TIMELINE["no_name"].say(lang)
    shown, mark = shown_of(bar, name, marks, lang)
    frame = sight.frames.get(segment.pointer, "") if bar.number == 1 else ""
    image = f'<img alt="" src="{escape(frame)}">' if frame else ""
    facts = json.dumps(list(_facts(row, bar, mark, lang)), ensure_ascii=False)
    spoken = {"label": row.label(lang), "name": shown, "when": _when(bar, lang)}
    kind = f"bar {TONES.get(row.what, OTHER_TONE)}" + (" marked" if mark else "")
    return (
        f'<button type="button" class="{kind}" style="left:{left:.4f}%;width:{right - left:.4f}%" '
        f'aria-label="{escape(PICTURE["spoken"].say(lang, spoken))}" title="{escape(shown)}" '
        f'data-facts="{escape(facts)}">{image}<span>{escape(shown)}</span></button>'
    )


def _facts(row: Row, bar: Bar, mark: str, lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield what is known of a bar, name and value."""
    yield PICTURE["kind"].say(lang), label_of(row.what, lang)
    yield PICTURE["when"].say(lang), _when(bar, lang)
    if bar.number > 1:
        yield PICTURE["segment"].say(lang), name_of(bar, lang)
        return
    if mark:
        yield PICTURE["change"].say(lang), mark
    for fact in SEGMENT:
        if value := _value(bar.segment, fact, lang):
            yield FIELDS[fact].say(lang), value


def _value(segment: Segment, fact: str, lang: Lang) -> str:
    """Return a fact of a segment with its unit; an address only as the name of its file."""
    got = segment.read(fact)
    if got is None or got.value == SILENT.get(fact):
        return ""
    if fact == "source":
        return shortened(file_name(got.value))
    if isinstance(got.value, str):
        return plain(got.value[:TOLD_LETTERS])
    if fact.endswith("_ms"):
        return length(got.value, lang)
    return decimal(got.value) + {"volume_percent": "%", "speed": "x"}.get(fact, "")


def _when(bar: Bar, lang: Lang) -> str:
    return range_of((bar.start_ms, bar.end_ms), lang)


def _notes(layout: Layout, lang: Lang) -> Iterator[str]:
    counts = (
        ("hidden", sum(row.hidden for row in layout.rows)),
        ("more_tracks", layout.more_tracks),
    )
    for key, number in counts:
        if number:
            yield f"<p>{escape(PICTURE[key].say(lang, {'n': number}))}</p>"


def _said(key: str, lang: Lang) -> str:
    return escape(PICTURE[key].say(lang))
