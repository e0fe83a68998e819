"""Footage and music that the sandbox makes itself."""

from itertools import pairwise

import pytest

from nemo_client.sandbox.render import make_footage, make_music, probe
from nemo_client.sandbox.render.music import MOODS, OTHERS, PEAK, loop, mood_of


def bright(data):
    return sum(value > 200 for value in data)


def test_footage_has_the_length_the_size_and_the_streams_it_was_asked_for(tmp_path, seen_frames):
    assert make_footage("rainy tokyo", 1.5, 320, 180, tmp_path / "a.mp4") == ()
    found = probe(tmp_path / "a.mp4")
    assert (found.width, found.height, found.fps) == (320, 180, 30)
    assert found.duration_s == pytest.approx(1.5, abs=0.034)
    assert found.has_audio
    assert seen_frames(tmp_path / "a.mp4") == 45
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_footage_shows_its_prompt_and_moves(tmp_path, pixels):
    make_footage("雨夜的东京街头", 1, 640, 360, tmp_path / "long.mp4")
    make_footage("", 1, 640, 360, tmp_path / "none.mp4")
    full, little = (pixels(tmp_path / f"{n}.mp4", 0.5, "640x360") for n in ("long", "none"))
    assert bright(full) > bright(little) + 1000
    assert bright(little) > 100
    assert pixels(tmp_path / "long.mp4", 0.0) != pixels(tmp_path / "long.mp4", 0.9)


def test_the_same_prompt_gives_the_same_picture_and_another_prompt_another(tmp_path, pixels):
    for name, prompt in (("a", "sea"), ("b", "sea"), ("c", "fire")):
        make_footage(prompt, 0.5, 160, 90, tmp_path / f"{name}.mp4")
    first, same, other = (pixels(tmp_path / f"{name}.mp4", 0.2) for name in "abc")
    assert first == same != other


def test_a_prompt_commands_nothing_however_long_or_strange(tmp_path):
    prompt = "{\\pos(0,0)}it's; [v]drawtext='x',\n" + "very " * 100
    make_footage(prompt, 0.3, 161, 91, tmp_path / "a.mp4", fps=24)
    found = probe(tmp_path / "a.mp4")
    assert (found.width % 2, found.height % 2, found.fps) == (0, 0, 24)


@pytest.mark.parametrize("suffix", [".m4a", ".mp3", ".wav"])
def test_music_is_stereo_of_the_length_asked_for(tmp_path, suffix, loudness):
    path = tmp_path / f"a{suffix}"
    make_music("lo-fi", 14, path)
    found = probe(path)
    assert (found.kind, found.is_mono) == ("audio", False)
    assert found.duration_s == pytest.approx(14, abs=0.1)
    assert -30 < loudness(path, 0, 3) < -8
    assert loudness(path, 0, 12) == pytest.approx(loudness(path, 12, 2), abs=6)


@pytest.mark.parametrize("words", MOODS)
def test_every_word_of_a_style_leads_to_its_mood(words):
    assert {mood_of(f"Some {word} music") for word in words} == {MOODS[words]}


def test_an_unknown_style_has_a_mood_of_its_own_every_time():
    assert mood_of("banana") is mood_of(" Banana") in OTHERS


def test_a_style_always_sounds_the_same_and_two_styles_differ():
    first = loop("rock")
    assert first == loop(" Rock")
    assert first != loop("punk rock")


def test_a_loop_neither_clips_nor_jumps_where_it_starts_again():
    for side in loop("ambient"):
        assert max(map(abs, side)) <= PEAK
        steps = [abs(b - a) for a, b in pairwise(side)]
        assert abs(side[0] - side[-1]) <= max(steps)
