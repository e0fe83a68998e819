"""Graphics and pages of any draft: well-formed, small, loading nothing, names only as words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nemo_client.draft import Change, ChangeKind, Draft, changes, parse
from nemo_client.phrases import Lang
from nemo_client.pictures.bars import OTHER_TONE, TONES, marked
from nemo_client.pictures.page import Sight, page
from nemo_client.pictures.svg import svg
from nemo_client.pictures.themes import DARK, LIGHT

CHARTS = Path(__file__).parents[2] / "fixtures" / "drafts" / "charts"
SVG = "{http://www.w3.org/2000/svg}"

numbers = st.integers(0, 10**6) | st.floats(0, 1e5) | st.sampled_from([-1, None, "12", 1e300])
names = st.text(max_size=20) | st.sampled_from(["</text>", "]]>", "a\x00b", "\ud800", "'\"<&>"])
segments = st.fixed_dictionaries(
    {}, optional={"start": numbers, "d": numbers, "m": st.fixed_dictionaries({"name": names})}
)
tracks = st.fixed_dictionaries({"tt": st.integers(0, 8), "sg": st.lists(segments, max_size=5)})
drafts = st.fixed_dictionaries(
    {"t": st.lists(tracks, max_size=3)},
    optional={"d": numbers, "m": st.fixed_dictionaries({"title": names})},
)


def fixture() -> Any:
    return parse((CHARTS / "timeline.json").read_text(encoding="utf-8"))


class Addresses(HTMLParser):
    """Collects what a page could load, and its elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.found += [str(v) for n, v in attrs if n in ("src", "href", "srcset", "action")]
        assert not [n for n, _ in attrs if n.startswith("on")]


@given(drafts, st.sampled_from(["en", "zh"]))
@example({"t": [{"sg": [{"start": 2.2e-308}]}]}, "en")
def test_any_draft_becomes_a_well_formed_graphic_of_shapes_and_words(raw: Any, lang: Lang) -> None:
    drawn = svg(Draft(raw), lang, {})
    tree = ElementTree.fromstring(drawn.encode("utf-8"))
    tags = {element.tag.removeprefix(SVG) for element in tree.iter()}
    assert tags <= {"svg", "title", "style", "rect", "text", "line"}
    assert not re.search(r"href|url\(|@import", drawn.split("</style>")[0])


@given(drafts, st.sampled_from(["en", "zh"]))
def test_any_draft_becomes_a_page_that_has_one_script_and_loads_nothing(
    raw: Any, lang: Lang
) -> None:
    told = page(Draft(raw), Sight(lang, changes(Draft({}), Draft(raw))))
    read = Addresses(told.encode("utf-8").decode("utf-8"))
    assert read.found == [] and read.tags.count("script") == 1
    assert "default-src 'none'" in told


def test_frames_are_in_the_page_and_nothing_else_is_loaded() -> None:
    told = page(Draft(fixture()), Sight("en", None, {"/t/0/sg/1": "data:image/gif;base64,AA=="}))
    assert Addresses(told).found == ["data:image/gif;base64,AA=="]
    assert 'id="changes"' not in told


def test_a_page_with_nothing_to_draw_says_so() -> None:
    told = page(Draft({}), Sight("zh", ()))
    assert "时间线是空的。" in told and "没有改动。" in told and "<button" not in told


def test_an_address_of_media_is_told_by_its_file_alone() -> None:
    source = "https://cdn.example.com/a/clip.mp4?X-Amz-Signature=SECRET"
    raw = {"t": [{"tt": 0, "sg": [{"d": 1000, "m": {"src": source}}]}]}
    for drawn in (page(Draft(raw), Sight("en")), svg(Draft(raw), "en", {})):
        assert "clip.mp4" in drawn and "SECRET" not in drawn and "cdn.example" not in drawn


def test_bars_of_a_graphic_are_to_scale_and_within_it() -> None:
    tree = ElementTree.fromstring(svg(Draft(fixture()), "en", {}))
    inner = [element for element in tree.iter(f"{SVG}svg") if element is not tree]
    ends = [float(e.get("x", "")) + float(e.get("width", "")) for e in inner]
    assert len(inner) == 14 and max(ends) == pytest.approx(1184, abs=0.1)
    first, second = (float(bar.get("width", "")) for bar in inner[:2])
    assert first / second == pytest.approx(6 / 5, rel=0.01)


def test_what_is_new_or_changed_is_marked_and_what_is_gone_is_not() -> None:
    kinds = {kind: Change(kind, f"/t/0/sg/{n}") for n, kind in enumerate(ChangeKind)}
    marks = marked(kinds.values())
    assert marks[kinds[ChangeKind.ADDED].pointer] == "new"
    assert kinds[ChangeKind.REMOVED].pointer not in marks
    assert set(marks.values()) == {"new", "changed"}
    drawn = svg(Draft(fixture()), "zh", {"/t/1/sg/0": "changed"})
    assert drawn.count("已改：Lo-fi 35%") == 2  # shown, and told to who points at it


def test_a_graphic_for_a_raster_is_light_whatever_the_reader_likes() -> None:
    draft = Draft(fixture())
    assert "prefers-color-scheme" in svg(draft, "en", {})
    assert "prefers-color-scheme" not in svg(draft, "en", {}, is_light=True)


def test_very_many_segments_make_no_large_picture() -> None:
    pieces = [{"start": n * 10, "d": 10, "m": {"name": "n" * 2000}} for n in range(20_000)]
    draft = Draft({"t": [{"tt": 0, "sg": pieces}]})
    assert len(svg(draft, "en", {})) < 400_000
    assert len(page(draft, Sight("en"))) < 1_000_000


def test_every_tone_has_its_colours_in_both_themes() -> None:
    assert {*TONES.values(), OTHER_TONE} == set(LIGHT.bars) == set(DARK.bars)
