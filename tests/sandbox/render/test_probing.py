"""What a file is said to be."""

import pytest

from nemo_client.sandbox.render import RenderFailed, probe

# name: kind, seconds, shown size, has picture, has sound
KNOWN = {
    "clip.mp4": ("video", 8.0, (640, 360), True, True),
    "silent.mp4": ("video", 1.0, (160, 90), True, False),
    "odd.avi": ("video", 1.0, (161, 91), True, False),
    "stretched.mp4": ("video", 1.0, (320, 90), True, False),
    "anim.gif": ("video", 1.0, (80, 60), True, False),
    "tone.wav": ("audio", 1.0, (0, 0), False, True),
    "still.png": ("image", 0.0, (200, 100), True, False),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_file_is_known_for_what_it_is(make, name):
    found = probe(make(name))
    kind, seconds, size, has_video, has_audio = KNOWN[name]
    assert (found.kind, found.has_video, found.has_audio) == (kind, has_video, has_audio)
    assert (found.width, found.height) == size
    assert found.duration_s == pytest.approx(seconds, abs=0.05)


def test_the_frame_rate_is_read(make):
    assert probe(make("clip.mp4")).fps == 30
    assert probe(make("silent.mp4")).fps == 25


def test_a_video_filmed_upright_is_as_high_as_it_looks(turned):
    assert (probe(turned).width, probe(turned).height) == (90, 160)


def test_a_name_that_looks_like_a_numbered_sequence_is_one_file(make, tmp_path):
    path = tmp_path / "100%d.png"
    path.write_bytes(make("still.png").read_bytes())
    assert probe(path).kind == "image"


def test_a_recording_without_a_length_is_measured(endless):
    assert probe(endless).duration_s == pytest.approx(1, abs=0.1)


def test_a_broken_file_is_refused_in_a_sentence(make, tmp_path):
    (tmp_path / "broken.mp4").write_bytes(b"\0\0\0\x18ftypmp42 and nothing more")
    with pytest.raises(RenderFailed) as failure:
        probe(tmp_path / "broken.mp4")
    assert failure.value.message == "“broken.mp4” is not a readable video, image or audio file."


def test_a_file_that_changed_is_looked_at_again(tmp_path, make):
    path = tmp_path / "asset"
    path.write_bytes(make("still.png").read_bytes())
    assert probe(path).kind == "image"
    path.write_bytes(make("tone.wav").read_bytes())
    assert probe(path).kind == "audio"
