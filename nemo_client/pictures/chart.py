"""A timeline in letters, for a terminal: tracks as rows, segments to scale, names in them, a ruler.

A segment is `[name ────]`, a gap is dots; one too short for that is `|`, and several such in one
column are `#`. Colour only repeats what the letters say. Styles are names; who writes to a terminal
knows what they look like.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from nemo_client.draft import Draft
from nemo_client.draft.model import Place
from nemo_client.lettering import cells, cut
from nemo_client.phrases import Lang
from nemo_client.phrases.timeline import CHART
from nemo_client.pictures.bars import title_of
from nemo_client.pictures.lanes import Layout, Row, clock, laid_out, ticks

NARROWEST = 40
GAP, FILL, TICK, AXIS, SHORT, CROWD = "·", "─", "┬", "─", "|", "#"
SHORTEST_NAME = 3  # fewer columns tell nothing

STYLES: Mapping[str, str] = {
    "video": "on cyan",
    "audio": "on green",
    "text": "on yellow",
    "subtitle": "on yellow",
}
OTHER_STYLE, QUIET = "on magenta", "dim"


class Span(NamedTuple):
    """A piece of a line and the name of its style; "" is none."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


def draw(draft: Draft, lang: Lang, columns: int) -> tuple[Line, ...]:
    """Return the drawing in lines shorter than `columns`; none where there is nothing to draw."""
    layout = laid_out(draft)
    if columns < NARROWEST or not layout.rows or layout.length_ms <= 0:
        return ()
    labels = [cut(row.label(lang), columns * 3 // 10) for row in layout.rows]
    margin = max(map(cells, labels)) + 1
    room = columns - 1 - margin
    scale = room / layout.length_ms
    lines = list(_ruler(layout.length_ms, room, margin, lang))
    for row, label in zip(layout.rows, labels, strict=True):
        for n, lane in enumerate(row.lanes):
            head = Span(_padded(label if n == 0 else "", margin))
            lines.append((head, *_spans(_cells(row, lane, room, scale), row.what)))
    return (*lines, *_notes(layout, lines, margin, lang))


def _ruler(length: float, room: int, margin: int, lang: Lang) -> Iterator[Line]:
    widest = cells(clock(int(length), length, lang)) + 2
    scale = room / length
    labels, axis = "", [AXIS] * room
    for tick in ticks(length, (widest + 1) / scale, lang):
        at = min(round(tick.at_ms * scale), room - 1)
        axis[at] = TICK
        start = min(at, room - cells(tick.label))  # the last one ends where the ruler does
        if not labels or start > cells(labels):
            labels = _padded(labels, start) + tick.label
    yield Span(" " * margin), Span(labels, QUIET)
    yield Span(" " * margin), Span("".join(axis), QUIET)


def _cells(row: Row, lane: Sequence[Place], room: int, scale: float) -> list[str]:
    """Return what stands in each column; a wide letter is followed by an empty one."""
    columns = [GAP] * room
    short = [0] * room
    for place in lane:
        start = int(place[0] * scale + 0.5)
        end = int((place[0] + place[1]) * scale + 0.5)
        if end - start < 2:
            short[start if start < room else room - 1] += 1
        else:
            columns[start:end] = _bar(title_of(row.track.segment(place)), end - start)
    for at, count in enumerate(short):
        if count:
            columns[at] = SHORT if count == 1 else CROWD
    return columns


def _bar(name: str, width: int) -> list[str]:
    inner = width - 2
    if cells(name) > inner:
        name = cut(name, inner).replace(" …", "…") if inner >= SHORTEST_NAME else ""
    columns: list[str] = []
    for char in name:
        wide = cells(char)
        if wide:
            columns += [char, ""][:wide]
        elif columns:  # a mark belongs to the letter before it
            columns[-1 if columns[-1] else -2] += char
    if 0 < len(columns) < inner:
        columns.append(" ")
    return ["[", *columns, *FILL * (inner - len(columns)), "]"]


def _spans(columns: Sequence[str], what: str) -> Iterator[Span]:
    """Yield the columns in stretches of one style."""
    style, text = "", ""
    for column in columns:
        now = style if not column else QUIET if column == GAP else STYLES.get(what, OTHER_STYLE)
        if now != style and text:
            yield Span(text, style)
            text = ""
        style = now
        text += column
    yield Span(text, style)


def _notes(layout: Layout, lines: Sequence[Line], margin: int, lang: Lang) -> Iterator[Line]:
    """Yield what the drawing cannot show."""
    hidden = sum(row.hidden for row in layout.rows)
    is_crowded = any(CROWD in span.text for line in lines for span in line)
    told: tuple[tuple[str, object, dict[str, object]], ...] = (
        ("crowded", is_crowded, {}),
        ("hidden", hidden, {"n": hidden}),
        ("more_tracks", layout.more_tracks, {"n": layout.more_tracks}),
    )
    for key, is_so, facts in told:
        if is_so:
            yield Span(" " * margin), Span(CHART[key].say(lang, facts), QUIET)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))
