"""`nemo draft`: files in, files out, offline; and with a session, media and wishes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from nemo_client.interchange import FORMATS

DRAFTS = Path(__file__).parents[2] / "fixtures" / "drafts"
DRAFT = str(DRAFTS / "sandbox.json")


@pytest.mark.parametrize("ending", FORMATS)
def test_a_draft_is_converted_without_network(ending: str, lone_cli: Any) -> None:
    done = lone_cli("draft", "convert", DRAFT, "-o", f"out.{ending}", "--fps", "25")
    assert (done.code, done.out) == (0, f"out.{ending}\n")
    assert Path(f"out.{ending}").stat().st_size > 40
    assert ("leaves out" in done.err) and not list(Path().glob("*.part"))


def test_what_is_lost_is_told_before_the_file_is_written(lone_cli: Any) -> None:
    Path("out.edl").mkdir()
    Path("kept.edl").write_text("mine", encoding="utf-8")
    done = lone_cli("draft", "convert", DRAFT, "-o", "kept.edl")
    assert (done.code, Path("kept.edl").read_text(encoding="utf-8")) == (2, "mine")
    data = lone_cli("draft", "convert", DRAFT, "-o", "kept.edl", "--force", "--json").data
    assert data["loss_count"] == len(data["losses"]) > 5
    row = next(loss for loss in data["losses"] if loss["what"] == "volume_percent")
    assert row["pointer"] == "/t/1/sg/0/volume" and row["value"] == 35
    assert row["why"] == "no_place" and row["why_en"] and row["why_zh"]
    assert lone_cli("draft", "convert", DRAFT, "-o", "out.edl").code == 2


def test_a_state_reply_serves_as_a_draft(lone_cli: Any) -> None:
    reply = str(DRAFTS / "state_reply.json")
    assert lone_cli("draft", "convert", reply, "-o", "a.otio").code == 0
    assert "123456789012345678901234567890" in Path("a.otio").read_text(encoding="utf-8")


WRONG = {
    "a format nobody writes": (DRAFT, "-o", "a.fcpxml"),
    "a rate there is not": (DRAFT, "-o", "a.edl", "--fps", "12"),
    "a draft of the newer format": (str(DRAFTS / "state_markup.json"), "-o", "a.edl"),
    "a file that is not there": ("nowhere.json", "-o", "a.edl"),
    "no name for the file": (DRAFT,),
    "a file that is no draft": (str(DRAFTS.parent / "README.md"), "-o", "a.edl"),
}


@pytest.mark.parametrize("argv", WRONG.values(), ids=WRONG)
def test_what_cannot_be_converted_ends_with_2_and_leaves_nothing(
    argv: tuple[str, ...], lone_cli: Any
) -> None:
    done = lone_cli("draft", "convert", *argv)
    assert done.code == 2 and "error:" in done.err and "Traceback" not in done.err
    assert list(Path().iterdir()) == []


def test_subtitles_of_a_draft_without_words_are_no_file(lone_cli: Any) -> None:
    Path("a.json").write_text('{"t": [{"tt": 0, "sg": [{"d": 1000}]}]}', encoding="utf-8")
    done = lone_cli("draft", "convert", "a.json", "-o", "a.srt", "--json")
    assert (done.code, done.document["error"]["code"]) == (11, "nothing_to_write")


def test_without_the_extra_the_command_that_installs_it_is_named(
    lone_cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opentimelineio", None)
    done = lone_cli("draft", "convert", DRAFT, "-o", "a.otio")
    assert done.code == 2 and "pip install 'nemo-client[interchange]'" in done.err
    assert lone_cli("draft", "convert", DRAFT, "-o", "a.srt").code == 0


def test_media_are_listed_with_harmless_names(lone_cli: Any) -> None:
    done = lone_cli("draft", "media", DRAFT)
    assert [line.split()[0] for line in done.out.splitlines()] == ["city.mp4", "lofi.m4a"]
    rows = lone_cli("draft", "media", DRAFT, "--json").data["media"]
    assert rows[0]["used_by"] == ["/t/0/sg/0"]


def test_an_import_is_shown_and_not_sent(lone_cli: Any) -> None:
    cue = "1\n00:00:04,000 --> 00:00:06,000\nHello\n"
    Path("a.srt").write_text(cue, encoding="utf-8")
    done = lone_cli("draft", "import", "a.srt", DRAFT)
    assert 'Added subtitle "Hello" (4-6s)' in done.out
    assert 'Add the subtitle "Hello" from 4 s to 6 s.' in done.err
    data = lone_cli("draft", "import", "a.srt", DRAFT, "--replace", "--json", "--lang", "zh").data
    assert data["wish"] == "删除标题“Urban Dreams”。\n添加字幕“Hello”，从4秒到6秒。"
    assert lone_cli("draft", "import", "a.mp4", DRAFT).code == 2


CUE = "1\r\n00:00:04,000 --> 00:00:06,000\r\nCafé\r\n\r\n"


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_subtitles_are_read_in_what_editors_write(coding: str, lone_cli: Any) -> None:
    Path("a.srt").write_bytes(CUE.encode(coding))
    assert 'Added subtitle "Café" (4-6s)' in lone_cli("draft", "import", "a.srt", DRAFT).out


def test_letters_that_could_be_anything_are_not_guessed(lone_cli: Any) -> None:
    Path("a.srt").write_bytes(CUE.encode("cp1252"))
    done = lone_cli("draft", "import", "a.srt", DRAFT)
    assert done.code == 2 and "a.srt cannot be brought in: it is not UTF-8" in done.err


def test_the_whole_way_with_a_session(cli: Any) -> None:
    assert cli("send", "generate a 2-second clip of rain").code == 0
    fetched = cli("draft", "media", "--download", "media", "--json").data["media"]
    assert {row["state"] for row in fetched} == {"saved"}
    files = sorted(path.name for path in Path("media").iterdir())
    assert files == sorted([*(row["name"] for row in fetched), "nemo-media.json"])
    again = cli("draft", "media", "--download", "media", "--json").data["media"]
    assert {row["state"] for row in again} == {"there"}
    assert cli("draft", "convert", "-o", "a.edl", "--media", "media").code == 0
    assert Path("media").absolute().as_uri() in Path("a.edl").read_text(encoding="utf-8")
    assert cli("draft", "convert", "-o", "a.srt").code in (0, 11)
    cue = "1\n00:00:00,500 --> 00:00:01,500\nHello there\n"
    Path("b.srt").write_text(cue, encoding="utf-8")
    sent = cli("draft", "import", "b.srt", "--send", "--json")
    assert sent.code == 0 and sent.data["turn"]["draft_changed"] is True
    assert "agree" in cli("draft", "import", "b.srt").out


def test_what_words_cannot_bring_about_is_told_and_never_sent(cli: Any) -> None:
    assert cli("send", "generate a 2-second clip of rain").code == 0
    late = "1\n00:00:10,000 --> 00:00:12,000\nLate\n\n"
    Path("a.srt").write_text(late, encoding="utf-8")
    shown = cli("draft", "import", "a.srt")
    assert "Cannot be said, so will not change: Late (the video ends before)" in shown.err
    done = cli("draft", "import", "a.srt", "--send", "--json")
    assert (done.code, done.document["error"]["code"]) == (2, "nothing_to_ask")
    Path("b.srt").write_text(f"{late}2\n00:00:00,000 --> 00:00:01,000\nNow\n", encoding="utf-8")
    sent = cli("draft", "import", "b.srt", "--send", "--json")
    assert sent.code == 0 and sent.data["turn"]["draft_changed"] is True
    assert [row["about"] for row in sent.data["said"]] == ["Now"]
    assert [(row["name"], row["why"]) for row in sent.data["not_said"]] == [("Late", "past_end")]


def test_no_medium_takes_the_place_of_the_note(lone_cli: Any) -> None:
    source = "/mnt/NEMO-media.json"
    raw = {"t": [{"tt": 0, "sg": [{"d": 1000, "src": source}]}]}
    Path("a.json").write_text(json.dumps(raw), encoding="utf-8")
    row = lone_cli("draft", "media", "a.json", "--download", "media", "--json").data["media"][0]
    assert (row["name"], row["state"]) == ("NEMO-media-2.json", "no_address")
    note = json.dumps({"files": {source: "nemo-media.json"}})
    Path("media/nemo-media.json").write_text(note, encoding="utf-8")
    argv = ("draft", "convert", "a.json", "-o", "a.edl", "--media", "media", "--json")
    assert lone_cli(*argv).data["unlinked"] == [source]


def test_a_note_that_names_files_elsewhere_is_not_believed(lone_cli: Any) -> None:
    Path("media").mkdir()
    source = "http://127.0.0.1:8471/media/a1b2/city.mp4"
    Path("secret.mp4").write_bytes(b"x")
    note = {"files": {source: "../secret.mp4"}}
    Path("media/nemo-media.json").write_text(json.dumps(note), encoding="utf-8")
    data = lone_cli("draft", "convert", DRAFT, "-o", "a.edl", "--media", "media", "--json").data
    assert source in data["unlinked"]
    assert "secret" not in Path("a.edl").read_text(encoding="utf-8")
