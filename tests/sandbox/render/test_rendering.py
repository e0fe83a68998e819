"""Whole drafts into real files, looked at and listened to."""

import threading

import pytest

from nemo_client.sandbox.render import (
    FORMATS,
    Ffmpeg,
    RenderCancelled,
    RenderFailed,
    find_ffmpeg,
    fonts,
    job,
    probe,
    render,
)
from nemo_client.sandbox.render.rendering import RenderReport

FRAME = 1 / 30
SIZE = {"width": 320, "height": 180, "fps": 30}


def draft(video=(), audio=(), text=(), **more):
    tracks = [{"tt": kind, "sg": list(sg)} for kind, sg in ((0, video), (1, audio), (7, text))]
    return {"t": [track for track in tracks if track["sg"]], "m": SIZE, **more}


def title(text, start=0, d=900, **meta):
    return {"start": start, "d": d, "m": {"text": text, **meta}}


@pytest.fixture
def rendered(make, tmp_path):
    """Render a draft into a file of this test."""

    def go(made, name="out.mp4", **options) -> RenderReport:
        def media(segment):
            return make(segment["m"]["name"])

        return render(made, media, tmp_path / name, format=name.split(".")[-1], **options)

    return go


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_plays_with_exact_length_size_and_streams(
    rendered, segment, tmp_path, name, seen_frames
):
    clips = [segment("clip.mp4", 0, 800, source_in=2000), segment("clip.mp4", 800, 700)]
    made = draft(clips, [segment("tone.wav", 0, 1500, volume=0.3)], [title("Hi 你好")])
    report = rendered(made, f"out.{name}")
    found = probe(tmp_path / f"out.{name}")
    rate = 12 if name == "gif" else 30
    assert found.duration_s == pytest.approx(1.5, abs=1 / rate)
    assert seen_frames(tmp_path / f"out.{name}") == 1.5 * rate
    assert (found.width, found.height) == (320, 180) == (report.width, report.height)
    assert found.has_audio == (name != "gif")
    assert report.size == (tmp_path / f"out.{name}").stat().st_size
    assert (report.duration_s, report.notes) == (1.5, ())


def test_a_clip_starts_at_its_source_in_and_cuts_follow_each_other(
    rendered, segment, tmp_path, make, pixels
):
    rendered(draft([segment("clip.mp4", 0, 500, source_in=3000), segment("still.png", 500, 500)]))
    out, clip = tmp_path / "out.mp4", make("clip.mp4")

    def distance(at, source_at):
        pair = zip(pixels(out, at), pixels(clip, source_at), strict=True)
        return sum(abs(a - b) for a, b in pair) / (64 * 36 * 3)

    assert distance(0.2, 3.2) < 6 < distance(0.2, 4.7)
    red, green, blue = pixels(out, 0.6, "1x1")
    assert red > 100 > green
    assert blue < 100


def test_black_and_white_takes_the_colour_and_nothing_else(rendered, segment, tmp_path, pixels):
    gray = segment("clip.mp4", 0, 500, source_in=2000)
    gray["m"]["look"] = "grayscale"
    rendered(draft([gray, segment("clip.mp4", 500, 500, source_in=2000)]))

    def coloured(at):
        seen = pixels(tmp_path / "out.mp4", at)
        dots = zip(seen[::3], seen[1::3], seen[2::3], strict=True)
        return max(max(dot) - min(dot) for dot in dots)

    assert coloured(0.2) <= 4 and coloured(0.7) > 60


def test_speed_changes_what_is_seen_and_not_how_long(rendered, segment, tmp_path, make, pixels):
    rendered(draft([segment("clip.mp4", 0, 1000, speed=4.0)]))
    assert probe(tmp_path / "out.mp4").duration_s == pytest.approx(1, abs=FRAME)
    shown, source = pixels(tmp_path / "out.mp4", 0.9), pixels(make("clip.mp4"), 3.6)
    assert sum(abs(a - b) for a, b in zip(shown, source, strict=True)) / len(shown) < 8


@pytest.mark.parametrize("name", ["odd.avi", "uneven.mkv", "anim.gif", "still.png", "silent.mp4"])
def test_any_kind_of_file_fills_its_time_exactly(rendered, segment, tmp_path, name, seen_frames):
    rendered(draft([segment(name, 0, 1200), segment("clip.mp4", 1200, 300)]))
    assert seen_frames(tmp_path / "out.mp4") == 45
    assert probe(tmp_path / "out.mp4").has_audio


def test_a_clip_shown_past_its_end_holds_its_last_picture(rendered, segment, tmp_path, pixels):
    rendered(draft([segment("white.mp4", 0, 900, source_in=5000)]))
    assert min(pixels(tmp_path / "out.mp4", 0.7, "1x1")) > 200


def test_a_frame_that_is_shown_for_long_is_seen_wherever_a_clip_begins(
    rendered, segment, tmp_path, make, pixels
):
    rendered(draft([segment("static.mp4", 0, 500, source_in=2200)]))
    shown, last = pixels(tmp_path / "out.mp4", 0.2), pixels(make("static.mp4"), 0.96)
    assert sum(abs(a - b) for a, b in zip(shown, last, strict=True)) / len(shown) < 8


def test_sound_begins_where_the_clip_begins(rendered, segment, tmp_path, loudness, make):
    rendered(draft([segment("beep.mp4", 0, 600, source_in=700)]))
    assert loudness(tmp_path / "out.mp4", 0.0, 0.28) < -50
    assert loudness(tmp_path / "out.mp4", 0.32, 0.2) > -30


def test_an_upright_video_stays_upright_between_black_bars(turned, segment, tmp_path, pixels):
    made = draft([segment("turned", 0, 300)])
    render(made, lambda segment: turned, tmp_path / "out.mp4")
    row = pixels(tmp_path / "out.mp4", 0.1, "32x1")
    assert max(row[: 8 * 3]) < 30
    assert max(row[15 * 3 : 17 * 3]) > 60
    assert max(row[-8 * 3 :]) < 30


def test_what_is_transparent_is_black(rendered, segment, tmp_path, pixels):
    rendered(draft([segment("glass.png", 0, 300)]))
    assert max(pixels(tmp_path / "out.mp4", 0.1, "1x1")) < 30


def test_gaps_are_black_and_silent(rendered, segment, tmp_path, pixels, loudness):
    rendered(draft([segment("white.mp4", 500, 500)]))
    assert max(pixels(tmp_path / "out.mp4", 0.2, "1x1")) < 30
    assert min(pixels(tmp_path / "out.mp4", 0.8, "1x1")) > 200
    assert loudness(tmp_path / "out.mp4", 0, 0.4) < -60 < -30 < loudness(tmp_path / "out.mp4", 0.6)


def test_fades_are_seen_and_heard(rendered, segment, tmp_path, pixels, loudness):
    rendered(draft([segment("white.mp4", 0, 1000, fade_in=400, fade_out=400)]))
    out = tmp_path / "out.mp4"
    assert max(pixels(out, 0.03, "1x1")) < 60 < 200 < min(pixels(out, 0.5, "1x1"))
    assert max(pixels(out, 0.95, "1x1")) < 60
    assert loudness(out, 0.9, 0.1) < loudness(out, 0.5, 0.1) - 6


def test_a_clip_is_as_loud_as_recorded_and_half_volume_is_6_db_less(
    rendered, segment, tmp_path, make, loudness
):
    levels = []
    for volume in (1.0, 0.5, 0.0):
        rendered(draft([segment("white.mp4", 0, 1000, volume=volume)]))
        levels.append(loudness(tmp_path / "out.mp4"))
    assert levels[0] == pytest.approx(loudness(make("white.mp4")), abs=0.6)
    assert levels[1] == pytest.approx(levels[0] - 6, abs=0.6)
    assert levels[2] < -80


def test_music_is_heard_at_its_volume_from_its_start_and_again_when_it_is_short(
    rendered, segment, tmp_path, loudness
):
    levels = []
    for volume in (0.8, 0.2):
        tone = segment("tone.wav", 500, 2500, volume=volume)
        rendered(draft([segment("silent.mp4", 0, 3000)], [tone]))
        levels.append(loudness(tmp_path / "out.mp4", 0.6, 2.3))
    assert levels[0] == pytest.approx(levels[1] + 12, abs=0.6)
    assert loudness(tmp_path / "out.mp4", 0, 0.4) < -60
    assert loudness(tmp_path / "out.mp4", 2.2, 0.7) == pytest.approx(levels[1], abs=1)


def test_adding_silent_music_leaves_the_clip_as_loud_as_it_was(
    rendered, segment, tmp_path, loudness
):
    rendered(draft([segment("white.mp4", 0, 1000)]), "alone.mp4")
    quiet = [segment("tone.wav", 0, 1000, volume=0.0)]
    rendered(draft([segment("white.mp4", 0, 1000)], quiet), "both.mp4")
    alone, both = (loudness(tmp_path / f"{name}.mp4") for name in ("alone", "both"))
    assert both == pytest.approx(alone, abs=0.3)


def test_more_sounds_than_one_graph_takes_are_all_heard(rendered, segment, tmp_path, loudness):
    places = range(0, 200 * (job.DIRECT_SOUNDS + 3), 200)
    tones = [segment("tone.wav", start, 100) for start in places]
    rendered(draft([segment("silent.mp4", 0, places.stop)], tones))
    for start in places:
        assert loudness(tmp_path / "out.mp4", start / 1000 + 0.02, 0.06) > -40
        assert loudness(tmp_path / "out.mp4", start / 1000 + 0.13, 0.05) < -50


def test_many_segments_go_through_files_and_look_the_same(
    rendered, segment, tmp_path, pixels, seen_frames
):
    names = ["white.mp4", "still.png", "clip.mp4", "silent.mp4"] * 2
    many = [segment(name, 200 * place, 200) for place, name in enumerate(names)]
    assert len(many) > job.DIRECT_SHOTS
    report = rendered(draft(many, (), [title("Hi")]), cache=tmp_path / "cache")
    assert report.duration_s == 1.6
    assert seen_frames(tmp_path / "out.mp4") == 48
    # Equal segments are prepared once.
    kept = sorted((tmp_path / "cache").iterdir())
    assert [path.suffix for path in kept] == [".mov"] * 4
    assert min(pixels(tmp_path / "out.mp4", 0.1, "1x1")) > 150
    red, green, _ = pixels(tmp_path / "out.mp4", 1.1, "1x1")
    assert red > 100 > green


def test_prepared_segments_are_used_again_until_something_about_them_changes(
    rendered, segment, tmp_path
):
    cache = tmp_path / "cache"
    many = [segment("white.mp4", 100 * n, 100, source_in=100 * n) for n in range(7)]
    rendered(draft(many), cache=cache)
    before = {path: path.stat().st_mtime_ns for path in cache.iterdir()}
    many[3]["volume"] = 0.5
    rendered(draft(many), cache=cache)
    after = {path: path.stat().st_mtime_ns for path in cache.iterdir()}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_a_title_is_seen_in_its_time_only(rendered, segment, tmp_path, pixels):
    clip = [segment("still.png", 0, 2000)]
    rendered(draft(clip), "without.mp4")
    rendered(draft(clip, (), [title("Hello", 0, 1000)]), "with.mp4")
    with_title = [pixels(tmp_path / "with.mp4", at, "320x180") for at in (0.5, 1.5)]
    without = pixels(tmp_path / "without.mp4", 0.5, "320x180")
    # The still is pure red: green is the white of the letters.
    green = [sum(value > 180 for value in picture[1::3]) for picture in (*with_title, without)]
    assert green[0] > 200
    assert green[1:] == [0, 0]


@pytest.mark.parametrize(("position", "row"), [("top", 0), ("center", 1), ("bottom", 2)])
def test_a_title_stands_where_it_was_put(rendered, segment, tmp_path, pixels, position, row):
    rendered(draft([segment("still.png", 0, 300)], (), [title("WWWW", position=position)]))
    picture = pixels(tmp_path / "out.mp4", 0.1, "320x180")
    third = 320 * 60 * 3
    ink = [sum(v > 180 for v in picture[third * n : third * (n + 1)][1::3]) for n in range(3)]
    assert ink.index(max(ink)) == row
    assert sum(ink) - max(ink) < max(ink) / 10


def test_chinese_characters_have_ink_and_differ(rendered, segment, tmp_path, pixels):
    pictures = []
    for text in ("你", "好", "直", "门"):
        rendered(draft([segment("glass.png", 0, 100)], (), [title(text)]), f"{ord(text)}.mp4")
        pictures.append(pixels(tmp_path / f"{ord(text)}.mp4", 0, "320x180"))
    assert all(sum(v > 100 for v in picture) > 200 for picture in pictures)
    assert len(set(pictures)) == 4


@pytest.mark.parametrize("text", ["{\\an8}x", "a\\Nb", "}{", "{", "\\", "a,b,,c", "😀", "x" * 999])
def test_a_strange_title_moves_nothing_and_breaks_nothing(rendered, segment, tmp_path, text):
    report = rendered(draft([segment("silent.mp4", 0, 100)], (), [title(text)]))
    assert report.duration_s == pytest.approx(0.1)


def test_a_command_in_a_title_is_printed_not_obeyed(rendered, segment, tmp_path, pixels):
    for name, text in (("a.mp4", "W"), ("b.mp4", "{\\an8}W")):
        rendered(draft([segment("glass.png", 0, 100)], (), [title(text)]), name)
    middle = slice(320 * 60 * 3, 320 * 120 * 3)
    ink = [
        sum(v > 180 for v in pixels(tmp_path / n, 0, "320x180")[middle]) for n in ("a.mp4", "b.mp4")
    ]
    assert ink[1] > 3 * ink[0] > 0


def test_characters_without_a_font_are_named_in_the_notes(rendered, segment):
    rare = "hi \U00010600"
    report = rendered(draft([segment("silent.mp4", 0, 100)], (), [title(rare)]))
    # Whether this machine has a font for Linear A is its own affair.
    assert report.notes == tuple(filter(None, [fonts.cast(rare).note]))


def test_only_text_and_music_make_a_black_video(rendered, segment, tmp_path, pixels):
    report = rendered(draft((), [segment("tone.wav", 0, 500)], [title("Hi", 0, 700)]))
    assert report.duration_s == pytest.approx(0.7)
    assert sum(v > 180 for v in pixels(tmp_path / "out.mp4", 0.2, "320x180")) > 50


def test_sound_among_pictures_and_pictures_among_sounds_are_noted(rendered, segment):
    report = rendered(draft([segment("tone.wav", 0, 300)], [segment("silent.mp4", 0, 300)]))
    assert "“tone.wav” has no picture" in report.notes[0]
    assert "“silent.mp4” has no sound" in report.notes[1]


def test_a_resolution_scales_the_canvas_of_any_shape(rendered, segment, tmp_path):
    upright = draft([segment("clip.mp4", 0, 100)]) | {"m": {"width": 180, "height": 320}}
    report = rendered(upright, quality="480p")
    found = probe(tmp_path / "out.mp4")
    assert (found.width, found.height) == (480, 854) == (report.width, report.height)


def test_progress_only_grows_and_ends_at_one(rendered, segment):
    many = [segment("clip.mp4", 200 * place, 200, source_in=9 * place) for place in range(7)]
    for made in (draft(many), draft(many[:1])):
        told: list[float] = []
        rendered(made, on_progress=told.append)
        assert told == sorted(set(told))
        assert told[-1] == 1.0
        assert len(told) > 1


def test_a_cancelled_render_leaves_nothing(rendered, segment, tmp_path):
    for count in (1, 7):
        cancelled = threading.Event()
        long = [segment("clip.mp4", 8000 * place, 8000, volume=place) for place in range(count)]
        with pytest.raises(RenderCancelled):
            rendered(
                draft(long) | {"m": {"width": 1280, "height": 720}},
                on_progress=lambda fraction, event=cancelled: event.set(),
                cancelled=cancelled,
            )
        assert list(tmp_path.iterdir()) == []


def test_a_render_that_was_cancelled_before_it_began_leaves_what_was_there(
    rendered, segment, tmp_path
):
    (tmp_path / "out.mp4").write_text("older", encoding="utf-8")
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(RenderCancelled):
        rendered(draft([segment("clip.mp4", 0, 8000)]), cancelled=cancelled)
    assert (tmp_path / "out.mp4").read_text(encoding="utf-8") == "older"


def test_missing_media_is_named(tmp_path, segment):
    with pytest.raises(RenderFailed) as failure:
        render(draft([segment("lost", 0, 100)]), lambda segment: None, tmp_path / "out.mp4")
    expected = "The media of segment 1 (“lost”) of the video track is missing."
    assert failure.value.message == expected
    assert list(tmp_path.iterdir()) == []


def test_broken_media_is_named_and_leaves_nothing(rendered, segment, tmp_path):
    clips = [segment("clip.mp4", 0, 100), segment("broken.mp4", 100, 100)]
    with pytest.raises(RenderFailed, match=r"segment 2 \(“broken.mp4”\) .* not a readable"):
        rendered(draft(clips))
    assert list(tmp_path.iterdir()) == []


def test_without_libass_the_video_is_made_without_text_and_says_so(make, segment, tmp_path):
    real = find_ffmpeg()
    lesser = Ffmpeg(real.path, real.version, real.filters - {"ass"}, real.encoders)
    made = draft([segment("silent.mp4", 0, 100)], (), [title("Hi")])
    out = tmp_path / "out.mp4"
    report = render(made, lambda segment: make("silent.mp4"), out, ffmpeg=lesser)
    assert "cannot draw text" in report.notes[0]
    assert probe(out).has_video
