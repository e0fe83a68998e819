"""Segments as a table: CSV (RFC 4180), a row a segment, with everything that has a name.

A text that a spreadsheet would take for a formula gets an apostrophe before it, and so does one
that begins with an apostrophe, so that the mark can be taken off again without loss.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from nemo_client.draft import keys
from nemo_client.interchange.facts import of_segment, of_track
from nemo_client.interchange.losses import Loss
from nemo_client.interchange.projection import Projection

TOLD = (*("start_ms", "end_ms"), *keys.SEGMENT, *("id", "role"))
COLUMNS = ("track", "kind", "track_name", "pointer", *TOLD)
BOM = "\ufeff"
_FORMULA = re.compile(r"[=+\-@\t\r\n'＝＋－＠]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def write(projection: Projection, links: Mapping[str, str]) -> str:
    """Return the table, with the mark by which spreadsheets know that it is UTF-8."""
    lines: list[str] = [BOM]
    csv.writer(_Into(lines)).writerows([COLUMNS, *_rows(projection)])
    return "".join(lines)


def losses(projection: Projection) -> tuple[Loss, ...]:
    """Return what no column has: facts without a name, facts of the whole, of empty tracks."""
    return tuple(_lost(projection))


def _lost(projection: Projection) -> Iterator[Loss]:
    for fact in projection.said.facts:
        yield Loss(fact.pointer, fact.what, "no_place", fact.value)
    for track in projection.draft.tracks:
        segments = track.segments
        beside = {"name"} if segments else set()
        for said, told in ((of_track(track), beside), *((of_segment(s), TOLD) for s in segments)):
            for fact in said.facts:
                if fact.what not in told:
                    yield Loss(fact.pointer, fact.what, "no_place", fact.value)
                elif isinstance(fact.value, str) and clean(fact.value) != fact.value:
                    yield Loss(fact.pointer, fact.what, "letters", fact.value)


def _rows(projection: Projection) -> Iterator[list[str]]:
    for number, track in enumerate(projection.draft.tracks, 1):
        name = of_track(track).value("name")
        for segment in track.segments:
            said = of_segment(segment)
            about = (str(number), track.kind.label, name, segment.pointer)
            yield [cell(value) for value in (*about, *(said.value(what) for what in TOLD))]


def cell(value: Any) -> str:
    """Return a value as it stands in a cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = clean(value)
        return "'" + text if _FORMULA.match(text) else text
    return _decimal(Fraction(value))


def clean(text: str) -> str:
    """Return what UTF-8 can hold of a text."""
    return _SURROGATE.sub("\ufffd", text)


def _decimal(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else repr(float(value))


class _Into:
    """What the writer of the standard library writes to."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append
