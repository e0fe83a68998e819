"""`nemo draft picture`: a graphic, a raster, a page with frames and what changed."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from re import MULTILINE, findall
from typing import Any

import pytest

from nemo_client.drafting.picturing import PICTURES
from nemo_client.interchange.media import identity
from nemo_client.sandbox.render import find_ffmpeg, make_footage

DRAFTS = Path(__file__).parents[2] / "fixtures" / "drafts"
DRAFT = str(DRAFTS / "charts" / "timeline.json")


def pixels(image: Path) -> tuple[int, int, bytes]:
    """Return width, height and the RGB values of a picture, as ffmpeg reads it."""
    command = [find_ffmpeg().path, "-loglevel", "error", "-i", str(image)]
    command += ["-f", "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb24", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    _, width, height, _, data = done.stdout.split(maxsplit=4)
    return int(width), int(height), data


def footage(folder: Path, source: str) -> None:
    """Put a clip where `nemo draft media --download` puts it."""
    folder.mkdir()
    make_footage("rain", 1, 320, 180, folder / "clip.mp4")
    note = {"schema": "nemo.media/1", "files": {identity(source): "clip.mp4"}}
    (folder / "nemo-media.json").write_text(json.dumps(note), encoding="utf-8")


@pytest.mark.parametrize("ending", PICTURES)
def test_a_draft_is_drawn_without_network(ending: str, lone_cli: Any) -> None:
    done = lone_cli("draft", "picture", DRAFT, "-o", f"out.{ending}")
    assert (done.code, done.out, done.err) == (0, f"out.{ending}\n", "")
    assert Path(f"out.{ending}").stat().st_size > 3000
    assert [path.name for path in Path().iterdir()] == [f"out.{ending}"]


def test_dots_are_the_graphic_at_twice_its_size(lone_cli: Any) -> None:
    assert lone_cli("draft", "picture", DRAFT, "-o", "a.png").code == 0
    width, height, data = pixels(Path("a.png"))
    assert (width, height) == (2400, 624)
    colors = {data[at : at + 3].hex() for at in range(0, len(data), 3 * 7)}
    assert {"ffffff", "eef1f4", "cfe8f5", "d3f0da", "fbe6be", "ecdcf6"} <= colors


def test_without_the_extra_dots_name_the_command_that_installs_it(
    lone_cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    done = lone_cli("draft", "picture", DRAFT, "-o", "a.png")
    assert done.code == 2 and "pip install 'nemo-client[pictures]'" in done.err
    assert list(Path().iterdir()) == []


def test_what_changed_since_another_draft_is_in_the_page(lone_cli: Any) -> None:
    old = json.loads(Path(DRAFT).read_text(encoding="utf-8"))
    old["t"][1]["sg"][0]["volume"] = 0.5
    Path("old.json").write_text(json.dumps(old), encoding="utf-8")
    asked = ("draft", "picture", DRAFT, "--since", "old.json", "--force")
    data = lone_cli(*asked, "-o", "a.html", "--json").data
    assert [change["pointer"] for change in data["changes"]] == ["/t/1/sg/0"]
    assert "50% -&gt; 35%" in Path("a.html").read_text(encoding="utf-8")
    assert lone_cli(*asked, "-o", "a.svg").code == 0
    assert "changed: Lo-fi 35%" in Path("a.svg").read_text(encoding="utf-8")


def test_frames_come_from_the_folder_of_downloaded_media(lone_cli: Any) -> None:
    source = "https://cdn.example.com/clip.mp4?sig=1"
    clips = [{"d": 1000, "m": {"src": source}}, {"d": 500, "m": {"src": "https://x.test/y.mp4"}}]
    clips.append({"d": 800, "source_in": 60_000, "m": {"src": source.replace("sig=1", "sig=2")}})
    Path("d.json").write_text(json.dumps({"t": [{"tt": 0, "sg": clips}]}), encoding="utf-8")
    footage(Path("media"), source)
    asked = ("draft", "picture", "d.json", "-o", "a.html", "--force", "--media", "media")
    done = lone_cli(*asked)
    assert done.code == 0 and "nemo draft media --download" in done.err  # the other is not there
    assert lone_cli(*asked, "--json").data["frame_count"] == 2
    text = Path("a.html").read_text(encoding="utf-8")
    shown = findall(r'src="data:image/jpeg;base64,([^"]+)"', text)
    assert len(shown) == 2  # one of them asks for a time the file does not have
    Path("frame.jpg").write_bytes(b64decode(shown[0]))
    assert pixels(Path("frame.jpg"))[:2] == (320, 180) and len(text) < 60_000


def test_a_file_that_is_no_video_leaves_a_page_without_its_frame(lone_cli: Any) -> None:
    source = "https://cdn.example.com/clip.mp4"
    raw = {"t": [{"tt": 0, "sg": [{"d": 1000, "m": {"src": source}}]}]}
    Path("d.json").write_text(json.dumps(raw), encoding="utf-8")
    footage(Path("media"), source)
    Path("media/clip.mp4").write_text("ffconcat version 1.0\nfile /etc/hostname\n")
    asked = ("draft", "picture", "d.json", "-o", "a.html", "--media", "media", "--json")
    assert lone_cli(*asked).data["frame_count"] == 0


def test_without_ffmpeg_the_page_has_no_frames_and_it_is_said(
    lone_cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "https://cdn.example.com/clip.mp4"
    raw = {"t": [{"tt": 0, "sg": [{"d": 1000, "m": {"src": source}}]}]}
    Path("d.json").write_text(json.dumps(raw), encoding="utf-8")
    footage(Path("media"), source)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(Path("nowhere").absolute()))
    done = lone_cli("draft", "picture", "d.json", "-o", "a.html", "--media", "media")
    assert done.code == 0 and "pip install 'nemo-client[sandbox]'" in done.err


@pytest.mark.parametrize(
    "argv",
    [
        (DRAFT, "-o", "a.bmp"),
        (str(DRAFTS / "state_markup.json"), "-o", "a.svg"),
        (DRAFT, "-o", "a.svg", "--since", "nowhere.json"),
        (DRAFT,),
    ],
)
def test_what_cannot_be_drawn_ends_with_2_and_leaves_nothing(
    argv: tuple[str, ...], lone_cli: Any
) -> None:
    done = lone_cli("draft", "picture", *argv)
    assert done.code == 2 and "error:" in done.err and "Traceback" not in done.err
    assert list(Path().iterdir()) == []


def test_a_file_that_exists_is_kept_unless_it_may_be_replaced(lone_cli: Any) -> None:
    Path("a.svg").write_text("mine", encoding="utf-8")
    assert lone_cli("draft", "picture", DRAFT, "-o", "a.svg").code == 2
    assert Path("a.svg").read_text(encoding="utf-8") == "mine"
    assert lone_cli("draft", "picture", DRAFT, "-o", "a.svg", "--force").code == 0
    assert Path("a.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_session_is_compared_with_its_last_version_on_record(cli: Any) -> None:
    assert cli("send", "generate a 2-second clip of rain").code == 0
    first = cli("draft", "picture", "-o", "a.html", "--json").data
    assert first["changes"] is None
    for percent in (20, 10):
        assert cli("send", f"set the music volume to {percent}%").code == 0
    assert cli("send", "what is on the timeline?").code == 0  # an answer is no version
    (change,) = cli("draft", "picture", "-o", "b.html", "--json").data["changes"]
    assert (change["what"], change["before"], change["after"]) == ("audio", 20, 10)


def test_the_status_has_the_drawing_and_its_document_has_not(cli: Any) -> None:
    assert cli("send", "generate a 2-second clip of rain").code == 0
    shown = cli("status").out.splitlines()
    assert shown[0].startswith("Timeline (") and "┬" in "".join(shown)
    assert any(line.startswith("1 Video [rain ─") for line in shown)
    assert "drawing" not in cli("status", "--json").data


def test_every_command_of_the_page_about_pictures_runs(cli: Any) -> None:
    told = (DRAFTS.parents[1] / "docs" / "pictures.md").read_text(encoding="utf-8")
    lines = findall(r"^nemo (draft .*?)(?: +#.*)?$", told, MULTILINE)
    assert len(lines) == 6
    assert cli("send", "generate a 2-second clip of rain").code == 0
    assert cli("send", "set the music volume to 20%").code == 0
    for line in lines:
        done = cli(*line.split())
        assert done.code == 0, (line, done.err)
    page = Path("timeline.html").read_text(encoding="utf-8")
    assert "data:image/jpeg" in page and Path("later.html").stat().st_size > 5000
