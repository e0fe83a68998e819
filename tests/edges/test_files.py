from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from nemo_client import files
from nemo_client.errors import Precondition
from nemo_client.protocol.media import Source


@pytest.mark.rule("private-files")
def test_a_private_file_is_written_whole_and_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "secret"
    files.write_private(path, "one")
    files.write_private(path, "zwei ä")
    assert path.read_text(encoding="utf-8") == "zwei ä"
    assert [p.name for p in path.parent.iterdir()] == ["secret"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.rule("private-files")
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    files.write_private(path, "old")
    with pytest.raises(UnicodeEncodeError):
        files.write_private(path, "\ud800")
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["secret"]


def test_of_many_creators_one_succeeds_and_all_see_its_text(tmp_path: Path) -> None:
    path = tmp_path / "client_id"
    gate = threading.Barrier(8)
    seen: list[tuple[bool, str]] = []

    def create(number: int) -> None:
        gate.wait()
        put = files.create_private(path, f"id-{number}")
        seen.append((put, path.read_text(encoding="utf-8")))

    threads = [threading.Thread(target=create, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [put for put, _ in seen].count(True) == 1
    assert len({text for _, text in seen}) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["client_id"]


# --- where a video goes


@pytest.mark.rule("no-overwrite")
def test_an_existing_file_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    path.write_bytes(b"mine")
    with pytest.raises(Precondition) as failed:
        files.check_output(path, force=False)
    assert failed.value.code == "output_exists"
    assert [p.name for p in tmp_path.iterdir()] == ["v.mp4"]
    assert files.check_output(path, force=True) == tmp_path / "v.mp4.part"


@pytest.mark.parametrize("place", ["", "no folder/v.mp4", "file/v.mp4"])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Precondition) as failed:
        files.check_output(tmp_path / place, force=True)
    assert failed.value.code == "output_unwritable"


@pytest.mark.rule("no-overwrite")
def test_a_finished_video_gets_its_name_and_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    part = files.check_output(path, force=False)
    part.write_bytes(b"video")
    path.write_bytes(b"appeared meanwhile")
    with pytest.raises(Precondition) as failed:
        files.deliver(part, path, force=False)
    assert failed.value.code == "output_exists"
    assert str(part) in failed.value.detail
    assert (part.read_bytes(), path.read_bytes()) == (b"video", b"appeared meanwhile")
    files.deliver(part, path, force=True)
    assert path.read_bytes() == b"video"
    assert [p.name for p in tmp_path.iterdir()] == ["v.mp4"]


def test_a_finished_video_takes_a_free_name(tmp_path: Path) -> None:
    part = files.check_output(tmp_path / "v.mp4", force=False)
    part.write_bytes(b"video")
    files.deliver(part, tmp_path / "v.mp4", force=False)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("v.mp4", b"video")]


def test_only_an_empty_part_is_discarded(tmp_path: Path) -> None:
    part = tmp_path / "v.part"
    files.discard_empty(part)
    part.write_bytes(b"")
    files.discard_empty(part)
    assert not part.exists()
    part.write_bytes(b"x")
    files.discard_empty(part)
    assert part.exists()


# --- what is uploaded


def test_files_and_addresses_are_told_apart(tmp_path: Path) -> None:
    clip = tmp_path / "CLIP.MP4"
    clip.write_bytes(b"x")
    url = "https://x.example/a?b=1"
    assert files.check_sources([clip, url]) == (Source(str(clip), False), Source(url, True))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("notes.txt", "file_refused"),
        ("noname", "file_refused"),
        ("gone.mp4", "file_missing"),
        ("empty.mp4", "file_missing"),
        ("folder.mp4", "file_missing"),
    ],
)
def test_what_cannot_be_uploaded_is_refused_by_name(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "notes.txt").write_bytes(b"x")
    (tmp_path / "noname").write_bytes(b"x")
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "folder.mp4").mkdir()
    with pytest.raises(Precondition) as failed:
        files.check_sources([tmp_path / name])
    assert failed.value.code == code
    assert name in str(failed.value) or failed.value.facts["path"] == str(tmp_path / name)


def test_nothing_to_upload_is_said() -> None:
    with pytest.raises(Precondition) as failed:
        files.check_sources([])
    assert failed.value.code == "usage"
