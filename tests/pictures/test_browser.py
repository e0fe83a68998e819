"""The page in a real browser: quiet, complete, readable and usable without a mouse."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from nemo_client.draft import Draft, changes, parse
from nemo_client.phrases import Lang
from nemo_client.pictures.page import Sight, page
from nemo_client.pictures.svg import svg

CHARTS = Path(__file__).parents[2] / "fixtures" / "drafts" / "charts"
FRAME = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs="

MEASURE = """
const curve = v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
const light = c => curve(c / 255);
const rgb = s => s.match(/[\\d.]+/g).map(Number);
const luminance = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
const ratio = (a, b) => {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + .05) / (Math.min(x, y) + .05);
};
"""
CONTRAST = """
const ground = e => {
  for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c;
  }
  return [255, 255, 255];
};
const found = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const e = walk.currentNode.parentElement;
  if (!walk.currentNode.data.trim() || !e.getClientRects().length) continue;
  const style = getComputedStyle(e);
  const contrast = ratio(rgb(style.color), ground(e));
  found.push([walk.currentNode.data, contrast, parseFloat(style.fontSize)]);
}
"""


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    return written(tmp_path / "page.html")


def written(path: Path, lang: Lang = "en") -> Path:
    raw = parse((CHARTS / "timeline.json").read_text(encoding="utf-8"))
    old = parse((CHARTS / "timeline.json").read_text(encoding="utf-8"))
    del old["t"][0]["sg"][3]
    old["t"][1]["sg"][0]["volume"] = 0.5
    told = changes(Draft(old), Draft(raw))
    path.write_text(page(Draft(raw), Sight(lang, told, {"/t/0/sg/0": FRAME})), encoding="utf-8")
    return path


def overflow(browser: Any) -> float:
    """How far the page reaches beyond what can be seen without scrolling sideways."""
    root = "document.documentElement"
    told: float = browser.run(f"return {root}.scrollWidth - {root}.clientWidth")
    return told


def test_what_measures_a_page_sees_errors_requests_and_pale_letters(
    browser: Any, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<p style='color:#aaa;width:3000px'>pale</p><img src='http://127.0.0.1:9/x.png'>"
        "<script>throw new Error('broken')</script>",
        encoding="utf-8",
    )
    browser.open(bad)
    assert any("broken" in told for told in browser.complaints())
    assert "http://127.0.0.1:9/x.png" in browser.requests()
    assert browser.run(f"{MEASURE}{CONTRAST} return found")[0][1] == pytest.approx(2.32, abs=0.01)
    assert overflow(browser) > 1000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_is_quiet_fits_and_can_be_read(
    browser: Any, tmp_path: Path, lang: Lang, width: int, scheme: str
) -> None:
    shown = written(tmp_path / "page.html", lang)
    browser.open(shown, width, scheme)
    browser.press("Tab")  # now the details are there too
    assert browser.complaints() == []
    assert browser.requests() == [shown.as_uri()]
    assert (browser.run("return innerWidth"), overflow(browser)) == (width, 0)
    found = browser.run(f"{MEASURE}{CONTRAST} return found")
    assert len(found) > 30
    assert [text for text, contrast, _ in found if contrast < 4.5] == []
    assert [text for text, _, size in found if size < 12] == []
    dark = browser.run("return getComputedStyle(document.body).backgroundColor")
    assert dark == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 26)"}[scheme]


@pytest.mark.parametrize("seconds", [0.3, 11, 24, 59, 601, 3600, 10_800, 36_000, 360_000])
def test_marks_of_the_ruler_never_touch(browser: Any, tmp_path: Path, seconds: float) -> None:
    raw = {"t": [{"tt": 0, "sg": [{"d": seconds * 1000, "m": {"name": "x"}}]}]}
    path = tmp_path / "ruler.html"
    path.write_text(page(Draft(raw), Sight("zh")), encoding="utf-8")
    for width in (360, 760, 899, 900, 1440):
        browser.open(path, width)
        marks = browser.run(
            "return [...document.querySelectorAll('.ruler span')].map(s =>"
            "s.getBoundingClientRect()).filter(r => r.width).map(r => [r.left, r.right])"
        )
        assert len(marks) >= 2
        assert all(end < start for (_, end), (start, _) in pairwise(marks)), (width, marks)
        assert overflow(browser) == 0


GRAPHIC = """
const fill = e => rgb(getComputedStyle(e).fill);
return [...document.querySelectorAll("text")].map(t => {
  const bar = t.parentElement.querySelector("rect"), inner = t.getBoundingClientRect();
  const outer = t.classList.contains("name") ? bar.getBoundingClientRect() : null;
  return [t.textContent, ratio(fill(t), fill(bar)), outer ? outer.right - inner.right : 0];
});
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_in_the_graphic_can_be_read_and_end_where_their_bars_do(
    browser: Any, tmp_path: Path, scheme: str
) -> None:
    raw = parse((CHARTS / "timeline.json").read_text(encoding="utf-8"))
    wide = {"start": 6000, "d": 2000, "m": {"text": "雨夜东京 Many Lights 雨夜东京雨夜东京"}}
    raw["t"][3]["sg"].append(wide)
    path = tmp_path / "timeline.svg"
    path.write_text(svg(Draft(raw), "zh", {"/t/1/sg/0": "changed"}), encoding="utf-8")
    browser.open(path, scheme=scheme)
    found = browser.run(MEASURE + GRAPHIC)
    assert len(found) > 25 and "已改：Lo-fi 35%" in [text for text, _, _ in found]
    assert [text for text, contrast, _ in found if contrast < 4.5] == []
    assert [(text, room) for text, _, room in found if room < 0] == []
    assert (browser.complaints(), browser.requests()) == ([], [path.as_uri()])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_and_their_focus_stand_out_from_what_is_around_them(
    browser: Any, shown: Path, scheme: str
) -> None:
    browser.open(shown, scheme=scheme)
    edges = browser.run(
        f"{MEASURE}{CONTRAST} return [...document.querySelectorAll('.bar')].map(b =>"
        "ratio(rgb(getComputedStyle(b).borderColor), ground(b.parentElement)))"
    )
    assert len(edges) == 14 and min(edges) >= 3
    browser.press("Tab")
    outline = browser.run(
        f"{MEASURE}{CONTRAST} const b = document.activeElement, s = getComputedStyle(b);"
        "return [parseFloat(s.outlineWidth), ratio(rgb(s.outlineColor), ground(b))]"
    )
    assert outline[0] >= 2 and outline[1] >= 3


def focused(browser: Any) -> str:
    told: str = browser.run("return document.activeElement.ariaLabel || ''")
    return told


def test_the_keyboard_reaches_every_segment_and_shows_what_it_is(browser: Any, shown: Path) -> None:
    browser.open(shown)
    browser.press("Tab")
    assert focused(browser) == "1 Video: city timelapse at dawn, 0-6s"
    assert not browser.run("return document.getElementById('frame').hidden")
    steps = ("Right", "雨夜东京"), ("End", "café"), ("Right", "café"), ("Left", "new: flash")
    for key, name in (*steps, ("Home", "city"), ("Down", "changed: Lo-fi"), ("Down", "钢琴")):
        browser.press(key)
        assert name in focused(browser), key
    facts = browser.run("return document.getElementById('facts').innerText.split('\\n')")
    assert facts == ["kind", "BGM", "time", "12-24s", "name", "钢琴", "volume", "20%"]
    assert browser.run("return document.getElementById('frame').hidden")
    browser.press("Tab")  # the timeline is one stop
    assert focused(browser) == ""
    pressed = browser.run("return document.querySelectorAll('[aria-pressed=true]').length")
    assert pressed == 1


def test_every_control_has_a_name_and_the_page_its_landmarks(browser: Any, shown: Path) -> None:
    browser.open(shown)
    tree = browser.devtools("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in tree]
    names = [n.get("name", {}).get("value") for n in tree if n["role"]["value"] == "button"]
    assert len(names) == 14 and all(names)
    assert roles.count("main") == 1 and roles.count("heading") >= 6


def test_what_was_changed_is_told_and_marked(browser: Any, shown: Path) -> None:
    browser.open(shown)
    told = browser.run("return [...document.querySelectorAll('#changes li')].map(i => i.innerText)")
    assert any("flash" in text for text in told) and any("50% -> 35%" in text for text in told)
    assert browser.run("return document.querySelectorAll('.bar.marked').length") == 2


def test_names_that_are_markup_stay_names(browser: Any, tmp_path: Path) -> None:
    evil = (
        """</title></style><script>document.title='owned'</script>"'><img src=x onerror=alert(1)>"""
    )
    raw = {"m": {"title": evil}, "t": [{"tt": 0, "sg": [{"d": 1000, "m": {"name": evil}}]}]}
    path = tmp_path / "evil.html"
    path.write_text(page(Draft(raw), Sight("en", ())), encoding="utf-8")
    browser.open(path, 360)
    browser.press("Tab")
    assert browser.run("return [document.scripts.length, document.title]") == [1, evil]
    assert evil in browser.run("return document.getElementById('facts').innerText")
    assert (browser.complaints(), browser.requests()) == ([], [path.as_uri()])
    assert overflow(browser) == 0


def test_a_page_of_very_many_segments_stays_small_and_usable(browser: Any, tmp_path: Path) -> None:
    pieces = [{"start": n * 40, "d": 40, "m": {"name": f"clip {n}"}} for n in range(20_000)]
    path = tmp_path / "many.html"
    path.write_text(page(Draft({"t": [{"tt": 0, "sg": pieces}]}), Sight("en")), encoding="utf-8")
    assert path.stat().st_size < 1_000_000
    browser.open(path, 360)
    browser.press("Tab")
    browser.press("End")
    assert "20 segments" in focused(browser)
    assert json.dumps(browser.complaints()) == "[]"
