"""The drawing in letters: six files that people have looked at, and what holds for any draft."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path
from typing import Any

import pytest
from wcwidth import wcswidth

from nemo_client.console import STYLES, Console
from nemo_client.draft import Draft, parse
from nemo_client.phrases import Lang
from nemo_client.pictures import chart
from nemo_client.pictures.chart import draw

DRAFTS = Path(__file__).parents[2] / "fixtures" / "drafts"
CHARTS = DRAFTS / "charts"
WIDTHS = (40, 80, 200)


def draft_of(path: Path) -> Draft:
    return Draft(parse(path.read_text(encoding="utf-8")))


def letters(draft: Draft, columns: int, lang: Lang = "en") -> list[str]:
    return ["".join(span.text for span in line) for line in draw(draft, lang, columns)]


def written(draft: Draft, columns: int, lang: Lang, color: str) -> str:
    out = io.StringIO()
    Console(None, out, out, {"FORCE_COLOR": color}).drawing(draw(draft, lang, columns))
    return out.getvalue()


def track(*times: tuple[float, float], kind: int = 0) -> Draft:
    pieces = [{"start": s, "d": d, "m": {"name": f"clip {n}"}} for n, (s, d) in enumerate(times)]
    return Draft({"t": [{"tt": kind, "sg": pieces}]})


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("look", ["plain", "color"])
def test_the_drawing_is_the_one_that_was_looked_at(columns: int, lang: Lang, look: str) -> None:
    drawn = written(draft_of(CHARTS / "timeline.json"), columns, lang, str(int(look == "color")))
    golden = CHARTS / f"{lang}_{columns}_{look}.txt"
    assert drawn == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", [*range(40, 60), 80, 133, 200])
def test_every_row_has_the_same_width_as_another_measures_it(columns: int) -> None:
    for name in ("charts/timeline", "sandbox_edited", "guesses", "oddities"):
        ruler, _, *rows = letters(draft_of(DRAFTS / f"{name}.json"), columns, "zh")
        drawn = [row for row in rows if "]" in row or "·" in row]
        assert {wcswidth(row) for row in drawn} == {columns - 1}
        assert wcswidth(ruler) <= columns - 1


def test_colour_repeats_what_the_letters_say_and_adds_nothing() -> None:
    draft = draft_of(CHARTS / "timeline.json")
    colored = written(draft, 80, "en", "1")
    assert colored.count("\x1b[30;46m") == 2
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == written(draft, 80, "en", "0")


def test_every_style_is_one_the_console_knows() -> None:
    named = {*chart.STYLES.values(), chart.OTHER_STYLE, chart.QUIET}
    assert named <= STYLES.keys()


def test_segments_are_to_scale() -> None:
    row = letters(track((0, 10_000), (10_000, 30_000)), 80)[2]
    first, second = (len(bar) for bar in re.findall(r"\[.*?\]", row))
    assert abs(second - 3 * first) <= 3


def test_what_overlaps_on_a_track_goes_below() -> None:
    rows = letters(track((0, 5000), (2000, 5000), (5000, 5000)), 80)[2:]
    assert [re.findall(r"clip \d", row) for row in rows] == [["clip 0", "clip 2"], ["clip 1"]]
    assert rows[1].startswith("        ·")


def test_what_finds_no_row_is_counted() -> None:
    rows = letters(track(*[(0, 5000)] * 9), 80)
    assert len(rows) == 2 + 4 + 1
    assert rows[-1].strip() == "5 segments overlap others and are not drawn"


def test_a_gap_can_be_seen() -> None:
    row = letters(track((0, 2000), (6000, 2000)), 80)[2]
    assert re.search(r"\]·{30,40}\[", row)


def test_a_name_that_does_not_fit_ends_in_an_ellipsis() -> None:
    long = Draft({"t": [{"tt": 0, "sg": [{"d": 9, "m": {"name": "东京" * 50}}]}]})
    (row,) = letters(long, 40)[2:]
    assert re.search(r"\[(东京)+东?…\]$", row)


def test_names_move_no_cursor_and_keep_their_marks() -> None:
    rows = "\n".join(letters(draft_of(CHARTS / "timeline.json"), 200))
    assert "\x1b" not in rows and "\u202e" not in rows and "\u200d" not in rows
    assert "café ẹ̀kọ́ สวัสดี ❤ 0%" in rows and "family 👩 picnic 🎉" in rows


def test_a_short_one_is_a_stroke_and_several_are_a_block() -> None:
    row = letters(
        track((0, 40_000), (40_000, 10), (50_000, 10), (50_020, 10), (50_040, 9_960)), 80
    )[2]
    assert re.search(r"\]\|·+#", row)


@pytest.mark.parametrize("raw", [None, {}, {"t": []}, "<draft><track/></draft>", 7, {"t": [{}]}])
def test_nothing_is_drawn_where_there_is_nothing(raw: Any) -> None:
    assert draw(Draft(raw), "en", 80) == ()


def test_nothing_is_drawn_in_less_than_forty_columns() -> None:
    assert draw(track((0, 1000)), "en", 39) == ()


def test_a_hundred_tracks_end_in_a_number() -> None:
    many = Draft({"t": [{"tt": 0, "sg": [{"d": 1000}]}] * 100})
    assert letters(many, 80)[-1].strip() == "and 60 more tracks"


@pytest.mark.parametrize("length", [1, 90, 999, 7_000, 59_999, 61_000, 3_599_000, 4e6, 1e8, 1e9])
def test_marks_of_the_ruler_never_touch(length: float) -> None:
    for columns in (40, 80, 200):
        labels, axis, _ = letters(track((0, length)), columns, "zh")
        found = labels.split()
        assert 0 <= axis.count("┬") - len(found) <= 1
        assert 1 <= len(found) <= columns / 4


def test_a_crowd_is_drawn_in_columns_not_in_segments() -> None:
    draft = track(*((n * 10, 10) for n in range(5_000)))
    rows = letters(draft, 80)
    assert rows[2].count("#") == 79 - 8
    assert rows[3].strip() == "# several segments each"


def test_any_times_can_be_drawn() -> None:
    chance = random.Random(5)
    for _ in range(100):
        times = [(chance.expovariate(1e-4), chance.expovariate(1e-3)) for _ in range(30)]
        for row in letters(track(*times, kind=chance.choice([0, 1, 7, 9])), 61)[2:]:
            assert wcswidth(row) <= 60
