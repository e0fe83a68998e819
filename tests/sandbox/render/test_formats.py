"""The tables of formats and qualities."""

import pytest

from nemo_client.sandbox.render import FORMATS, QUALITIES, RenderFailed, find_ffmpeg
from nemo_client.sandbox.render.formats import format_of, quality_of


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("quality", QUALITIES)
def test_every_format_can_be_encoded_in_every_quality_by_this_ffmpeg(name, quality):
    ffmpeg = find_ffmpeg()
    arguments = FORMATS[name].encode(ffmpeg, QUALITIES[quality])
    assert arguments[arguments.index("-c:v") + 1] in ffmpeg.encoders


def test_a_lower_quality_keeps_less():
    low, medium, high = (QUALITIES[name] for name in ("low", "medium", "high"))
    assert low.crf > medium.crf > high.crf
    assert low.gif_width < medium.gif_width < high.gif_width


@pytest.mark.parametrize("name", [name for name in QUALITIES if name[0].isdigit()])
def test_a_resolution_sets_the_shorter_side(name):
    side = QUALITIES[name].short_side
    assert side == {"2k": 1440, "4k": 2160}.get(name) or name == f"{side}p"


def test_words_are_taken_in_any_case():
    assert format_of(" MP4 ") is FORMATS["mp4"]
    assert quality_of("4K") is QUALITIES["4k"]


def test_an_unknown_word_is_answered_with_the_known_ones():
    with pytest.raises(RenderFailed, match="mp4, mov, webm, gif"):
        format_of("avi")
    with pytest.raises(RenderFailed, match="low, medium, high"):
        quality_of("ultra")
