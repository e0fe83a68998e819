"""How a draft is read, including drafts of others."""

from fractions import Fraction

import pytest

from nemo_client.sandbox.render import RenderFailed
from nemo_client.sandbox.render.timeline import SAMPLE_RATE, number, read_timeline, samples, shots

FPS = Fraction(30)


def draft(*segments, tt=0, **more):
    return {"t": [{"tt": tt, "sg": list(segments)}], **more}


def frames(timeline, fps=FPS):
    return [(shot.piece is not None, shot.frames) for shot in shots(timeline, fps)]


def test_a_draft_with_documented_keys_only_is_played_one_after_the_other():
    timeline = read_timeline(draft({"d": 1000}, {"d": 2000}))
    assert [(clip.start, clip.end) for clip in timeline.clips] == [(0, 1000), (1000, 3000)]
    assert (timeline.width, timeline.height, timeline.fps) == (1280, 720, 30)
    assert timeline.total == 3000
    first = timeline.clips[0]
    assert (first.speed, first.volume, first.source_in) == (1, 1, 0)


def test_an_unknown_key_of_a_kind_is_read_in_any_spelling():
    for spelling in (7, 7.0, "7"):
        words = read_timeline(draft({"d": 500, "m": {"text": "hi"}}, tt=spelling)).words
        assert [text.text for text in words] == ["hi"]


@pytest.mark.parametrize(
    "empty",
    [{}, {"t": None}, {"t": []}, {"t": [{"tt": 0, "sg": []}]}, {"t": [{"tt": 0, "sg": [7, None]}]}],
)
def test_an_empty_draft_is_refused(empty):
    with pytest.raises(RenderFailed, match="empty"):
        read_timeline(empty)


def test_unknown_tracks_and_second_pictures_are_left_out_and_named():
    made = {"t": [{"tt": kind, "sg": [{"d": 1000}]} for kind in (0, 0, 3, "sticker")]}
    timeline = read_timeline(made)
    assert len(timeline.clips) == 1
    assert len(timeline.notes) == 3
    assert "first one" in timeline.notes[0]
    assert "3" in timeline.notes[1]
    assert "sticker" in timeline.notes[2]


def test_a_gap_is_black_and_an_overlap_is_cut():
    timeline = read_timeline(draft({"start": 500, "d": 1000}, {"start": 1000, "d": 1000}, d=3000))
    assert frames(timeline) == [(False, 15), (True, 30), (True, 15), (False, 30)]


def test_three_hundred_odd_pieces_do_not_drift():
    timeline = read_timeline(draft(*({"d": 333.4} for _ in range(300))))
    plan = shots(timeline, FPS)
    assert sum(shot.frames for shot in plan) == round(300 * 333.4 * 30 / 1000)
    assert sum(shot.samples for shot in plan) == samples(sum(s.frames for s in plan), FPS)
    assert {shot.frames for shot in plan} == {10, 11} or {shot.frames for shot in plan} == {10}


def test_sound_keeps_step_with_a_rate_that_divides_no_second():
    fps = Fraction(30000, 1001)
    plan = shots(read_timeline(draft({"d": 1001}, {"d": 1001})), fps)
    assert sum(shot.samples for shot in plan) == round(2.002 * SAMPLE_RATE)


def test_without_a_length_of_its_own_the_draft_ends_with_its_picture():
    music, text = ({"tt": kind, "sg": [{"d": 9000, "m": {"text": "x"}}]} for kind in (1, 7))
    assert read_timeline({"t": [{"tt": 0, "sg": [{"d": 2000}]}, music, text]}).total == 2000
    assert read_timeline({"t": [music, text]}).total == 9000


def test_the_draft_ends_where_it_says():
    timeline = read_timeline(draft({"d": 5000}, d=2000))
    assert frames(timeline) == [(True, 60)]


def test_less_than_a_frame_is_refused():
    with pytest.raises(RenderFailed, match="one frame"):
        shots(read_timeline(draft({"d": 3})), FPS)


def test_wild_values_become_usable_ones():
    clip = read_timeline(draft({"d": 1000, "speed": 0, "volume": -3, "fade_in": 9999})).clips[0]
    assert (clip.speed, clip.volume, clip.fade_in) == (1, 0, 1000)
    odd = read_timeline(draft({"d": 1000}, m={"width": 641, "height": 1e9, "fps": "nan"}))
    assert (odd.width, odd.height, odd.fps) == (640, 4096, 30)


@pytest.mark.parametrize(
    ("written", "read"),
    [(1, 1), ("2.5", 2.5), (True, 9), (None, 9), ("x", 9), (float("nan"), 9), ([], 9)],
)
def test_a_number_is_read_however_it_is_written(written, read):
    assert number(written, 9) == read
