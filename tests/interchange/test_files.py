"""What stands in the files, at every rate, and how the formats keep their traps shut."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pysubs2
import pytest
from hypothesis import settings

from nemo_client.draft import Draft
from nemo_client.interchange import FORMATS, RATES, Rate, project, rate_of

RATE_NAMES = ["24", "25", "29.97", "30", "50", "59.94", "60"]
ODD = Draft(
    {
        "m": {"title": "odd cuts"},
        "t": [
            {
                "tt": 0,
                "sg": [{"d": 3333, "m": {"src": f"https://x.test/{n % 3}.mp4"}} for n in range(40)],
            },
            {
                "tt": 1,
                "sg": [{"start": 1234.5, "d": 60_000, "volume": 0.35, "m": {"name": "Lo-fi"}}],
            },
        ],
    }
)


READERS = {"otio": "otio_json", "edl": "cmx_3600", "xml": "fcp_xml"}


def read_back(text: str, format: str, rate: Rate) -> Any:
    options = {"rate": float(rate.exact)} if format == "edl" else {}
    return otio.adapters.read_from_string(text, READERS[format], **options)


def bounds(whole: Any, kind: str) -> list[tuple[int, int]]:
    found = []
    for track in whole.tracks:
        late = -track.source_range.start_time.value if track.source_range else 0
        for item, place in track.range_of_all_children().items():
            times = (place.start_time.value, place.end_time_exclusive().value)
            if track.kind == kind and isinstance(item, otio.schema.Clip):
                found.append((round(times[0] + late), round(times[1] + late)))
    return sorted(found)


@pytest.mark.parametrize("name", RATE_NAMES)
def test_boundaries_are_read_back_to_the_frame(name: str) -> None:
    rate = RATES[name]
    expected = [(rate.frame(3333 * n), rate.frame(3333 * (n + 1))) for n in range(40)]
    music = [(rate.frame(1234.5), rate.frame(61_234.5))]
    for format in READERS:
        projection = FORMATS[format].project(ODD, rate)
        whole = read_back(FORMATS[format].write(projection, {}), format, rate)
        assert bounds(whole, "Video") == expected
        assert bounds(whole, "Audio") == music


MANY = max(80, settings().max_examples)
"""Ten thousand in the long proof."""


@pytest.mark.parametrize("format", READERS)
def test_a_long_row_of_odd_cuts_does_not_drift(format: str) -> None:
    lengths = [Fraction(each) for each in ("1001", "333.3", "2502", "417")] * (MANY // 4)
    cuts = list(accumulate(lengths, initial=Fraction(0)))
    raw = {"t": [{"tt": 0, "sg": [{"d": float(length)} for length in lengths]}]}
    for rate in RATES.values():
        text = FORMATS[format].write(project(Draft(raw), rate), {})
        found = bounds(read_back(text, format, rate), "Video")
        exact = [int(cut * rate.exact / 1000 + Fraction(1, 2)) for cut in cuts]
        assert found == list(pairwise(exact))


def test_numbers_are_dropped_where_the_rate_asks_for_it() -> None:
    for name in RATE_NAMES:
        text = FORMATS["edl"].write(project(ODD, RATES[name]), {})
        assert ("FCM: DROP FRAME" in text) == (name in ("29.97", "59.94"))
        assert (";" in text) == (name in ("29.97", "59.94"))
        xml = FORMATS["xml"].write(project(ODD, RATES[name]), {})
        assert ("<displayformat>DF</displayformat>" in xml) == (name in ("29.97", "59.94"))


def test_equal_clips_stay_two() -> None:
    raw = {"t": [{"tt": 0, "sg": [{"d": 1000, "m": {"name": "a"}}] * 3}]}
    text = FORMATS["xml"].write(project(Draft(raw), RATES["25"]), {})
    whole = otio.adapters.read_from_string(text, "fcp_xml")
    assert bounds(whole, "Video") == [(0, 25), (25, 50), (50, 75)]


def test_titles_lie_above_the_pictures_and_overlaps_on_lanes_of_their_own() -> None:
    raw = {
        "t": [
            {"tt": 7, "sg": [{"d": 1000, "text": "top"}]},
            {"tt": 0, "sg": [{"start": 0, "d": 2000}, {"start": 1000, "d": 2000}]},
        ]
    }
    lanes = project(Draft(raw), RATES["25"]).lanes
    assert [(lane.kind.name, lane.depth, len(lane.clips)) for lane in lanes] == [
        ("video", 0, 1),
        ("video", 1, 1),
        ("text", 0, 1),
    ]


def test_the_rate_is_that_of_the_draft_unless_another_is_wanted() -> None:
    draft = Draft({"m": {"fps": 23.976}, "t": []})
    assert project(draft).rate.name == "23.976"
    assert project(draft, rate_of("50")).rate.name == "50"
    assert project(Draft({"m": {"fps": 17}, "t": []})).rate.name == "30"


def test_a_second_reader_of_subtitles_finds_the_same_cues() -> None:
    raw = {
        "t": [{"tt": 7, "sg": [{"d": 1500, "text": "Hello\nthere"}, {"d": 2250, "text": "你好"}]}]
    }
    for name in ("srt", "vtt"):
        format = FORMATS[name]
        found = pysubs2.SSAFile.from_string(format.write(format.project(Draft(raw), None), {}))
        told = [(line.start, line.end, line.plaintext) for line in found]
        assert told == [(0, 1500, "Hello\nthere"), (1500, 3750, "你好")]


def test_references_lead_to_local_files_where_there_are_some(tmp_path: Path) -> None:
    link = (tmp_path / "a b.mp4").as_uri()
    for name in ("otio", "edl", "xml"):
        text = FORMATS[name].write(project(ODD), {"https://x.test/0.mp4": link})
        assert link in text
        assert name == "otio" or "https://x.test/0.mp4" not in text  # otio keeps the draft inside
        assert "https://x.test/1.mp4" in text
