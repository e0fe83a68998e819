"""Which ffmpeg is used, what it is asked, and what it is not allowed to open."""

import threading
from pathlib import Path

import pytest

from nemo_client.sandbox.render import RenderCancelled, RenderFailed, find_ffmpeg, probe
from nemo_client.sandbox.render.ffmpeg import run


def test_the_abilities_of_the_binary_are_read_from_itself():
    ffmpeg = find_ffmpeg()
    assert ffmpeg.has_ass
    assert {"libx264", "aac", "gif"} <= ffmpeg.encoders
    assert {"scale", "concat", "amix", "tpad"} <= ffmpeg.filters
    assert ffmpeg.version[:1] in "n0123456789"


def test_an_explicit_binary_is_taken_or_refused_but_never_replaced(monkeypatch, tmp_path):
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "gone"))
    with pytest.raises(RenderFailed, match="does not start"):
        find_ffmpeg()


def test_the_first_encoder_that_exists_is_chosen_and_none_is_a_failure():
    ffmpeg = find_ffmpeg()
    assert ffmpeg.encoder("no-such-encoder", "aac") == "aac"
    with pytest.raises(RenderFailed, match="no-such-encoder"):
        ffmpeg.encoder("no-such-encoder")


def test_a_failure_tells_the_reason_without_the_folder(tmp_path):
    missing = tmp_path / "private" / "movie.mp4"
    with pytest.raises(RenderFailed) as failure:
        run(find_ffmpeg(), ["-i", str(missing), "out.mp4"], tmp_path)
    assert "movie.mp4" in failure.value.message
    assert "No such file" in failure.value.message
    assert "private" not in failure.value.message
    assert tmp_path.name not in failure.value.message


def test_time_is_told_while_ffmpeg_runs_and_the_last_report_counts_the_frames(tmp_path):
    times: list[float] = []
    source = ["-f", "lavfi", "-i", "testsrc2=s=64x36:r=25:d=2"]
    report = run(find_ffmpeg(), [*source, "out.mp4"], tmp_path, on_time=times.append)
    assert report["frame"] == "50"
    assert times == sorted(times)
    assert times[-1] == pytest.approx(2, abs=0.1)


def test_a_cancelled_run_ends_although_it_would_never_end_by_itself(tmp_path):
    cancelled = threading.Event()
    source = ["-f", "lavfi", "-i", "testsrc2=s=64x36"]
    with pytest.raises(RenderCancelled):
        run(
            find_ffmpeg(),
            [*source, "-f", "null", "-"],
            tmp_path,
            on_time=lambda seconds: cancelled.set(),
            cancelled=cancelled,
        )


def test_an_error_of_the_listener_stops_ffmpeg_and_is_passed_on(tmp_path):
    def refuse(seconds: float) -> None:
        raise LookupError("not interested")

    with pytest.raises(LookupError):
        run(
            find_ffmpeg(),
            ["-f", "lavfi", "-i", "testsrc2=s=64x36", "-f", "null", "-"],
            tmp_path,
            on_time=refuse,
        )


def test_a_playlist_in_disguise_opens_no_other_file(make):
    with pytest.raises(RenderFailed, match="not a readable"):
        probe(make("list.mp4"))


def test_no_file_at_all_is_a_clear_failure(tmp_path):
    with pytest.raises(RenderFailed, match=r"“gone.mp4” is not there"):
        probe(Path(tmp_path / "gone.mp4"))
