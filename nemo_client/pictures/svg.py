"""A timeline as an SVG graphic, light or dark as the reader has it, or light for a raster.

Drawn with rectangles and texts alone, which every reader knows. Nothing of it is loaded from
elsewhere, and no name gets in unescaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from nemo_client.draft import Draft
from nemo_client.draft.summary import lines, plain
from nemo_client.lettering import cells, cut
from nemo_client.phrases import Lang
from nemo_client.phrases.pictures import PICTURE
from nemo_client.pictures.bars import OTHER_TONE, TONES, Bar, bars, name_of, shown_of
from nemo_client.pictures.lanes import Layout, Row, laid_out, ticks
from nemo_client.pictures.themes import DARK, LIGHT, Theme

WIDTH, EDGE, LABELS = 1200, 16, 110
HEAD, RULER, LANE, BAR = 44, 24, 38, 32
LETTER = 7.4
"""Half the width of a Chinese letter at the size of the names, which no Latin one exceeds much."""
MARKS = 12


def svg(draft: Draft, lang: Lang, marks: Mapping[str, str], *, is_light: bool = False) -> str:
    """Return the graphic; a light one follows nobody's wish for the dark."""
    layout = laid_out(draft)
    lanes = sum(len(row.lanes) for row in layout.rows)
    height = HEAD + RULER + max(1, lanes) * LANE + EDGE
    title = plain(draft.title) or PICTURE["untitled"].say(lang)
    body = "".join(_parts(draft, layout, lang, marks, height))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img" lang="{lang}">'
        f"<title>{escape(title)}</title><style>{_style(is_light)}</style>{body}</svg>\n"
    )


def _style(is_light: bool) -> str:
    rules = "text{font:14px system-ui,'Noto Sans','Noto Sans CJK SC',sans-serif}" + _colors(LIGHT)
    return rules if is_light else f"{rules}@media(prefers-color-scheme:dark){{{_colors(DARK)}}}"


def _colors(theme: Theme) -> str:
    told = "".join(
        f".{tone} rect{{fill:{face};stroke:{edge}}}.{tone} text{{fill:{words}}}"
        for tone, (face, edge, words) in theme.bars.items()
    )
    return (
        f".ground{{fill:{theme.ground}}}.lane{{fill:{theme.lane}}}.words{{fill:{theme.words}}}"
        f".quiet{{fill:{theme.quiet}}}.tick{{stroke:{theme.quiet}}}{told}"
    )


def _parts(
    draft: Draft, layout: Layout, lang: Lang, marks: Mapping[str, str], height: int
) -> Iterator[str]:
    yield f'<rect class="ground" width="{WIDTH}" height="{height}"/>'
    title = " · ".join(filter(None, (plain(draft.title), lines(draft, lang)[0])))
    yield _text(EDGE, 28, cut(title, 140), "words")
    if not layout.rows or layout.length_ms <= 0:
        return
    room = WIDTH - LABELS - 2 * EDGE
    yield from _ruler(layout.length_ms, room, lang)
    top = HEAD + RULER
    for row in layout.rows:
        yield _text(EDGE, top + 21, cut(row.label(lang), 14), "words")
        for lane in row.lanes:
            yield (
                f'<rect class="lane" x="{LABELS + EDGE}" y="{top}" width="{room}" height="{BAR}"/>'
            )
            for bar in bars(row, lane, layout.length_ms):
                yield _bar(row, bar, room / layout.length_ms, top, lang, marks)
            top += LANE


def _ruler(length: float, room: int, lang: Lang) -> Iterator[str]:
    for tick in ticks(length, length / MARKS, lang):
        x = LABELS + EDGE + tick.at_ms * room / length
        anchor = "end" if x > WIDTH - 3 * EDGE else "middle" if tick.at_ms else "start"
        yield _text(x, HEAD + 12, tick.label, "quiet", anchor)
        yield (f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="{HEAD + 16}" y2="{HEAD + 22}"/>')


def _bar(row: Row, bar: Bar, scale: float, top: int, lang: Lang, marks: Mapping[str, str]) -> str:
    """Return a bar; a graphic within the graphic, so that its name ends where it does."""
    x = LABELS + EDGE + bar.start_ms * scale
    width = max((bar.end_ms - bar.start_ms) * scale, 1.5)
    shown, mark = shown_of(bar, name_of(bar, lang), marks, lang)
    room = int((width - 12) / LETTER)
    words = _text(7, 21, cut(shown, room), "name") if room >= min(3, cells(shown)) else ""
    dashed = ' stroke-width="4"' if mark else ""
    return (
        f'<svg class="{TONES.get(row.what, OTHER_TONE)}" x="{x:.2f}" y="{top}" '
        f'width="{width:.2f}" height="{BAR}"><title>{escape(shown)}</title>'
        f'<rect width="100%" height="100%" rx="4"{dashed}/>{words}</svg>'
    )


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
