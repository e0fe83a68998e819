"""Uploads: whole files in, nothing left of refused ones, whatever way the bytes come."""

from __future__ import annotations

import asyncio
import hashlib
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from nemo_client.sandbox import Options
from nemo_client.sandbox.intake import KNOWN, clean_name, receive
from nemo_client.sandbox.replies import Refused
from nemo_client.sandbox.routes.pages import TAGS


def stored(sandbox) -> list[Path]:
    return [path for path in (sandbox.root / "media").rglob("*") if path.is_file()]


def test_an_uploaded_clip_is_described_and_served_as_it_was(house, meet, clip, web):
    person = meet(house)
    reply = person.upload(("my clip.mp4", clip)).json()
    assert reply["code"] == 0 and reply["data"]["session_state_applied"] is True
    [item] = reply["data"]["files"]
    assert item["filename"] == "my clip.mp4" and item["file_type"] == "video"
    assert item["duration"] == pytest.approx(2, abs=0.1) and isinstance(item["duration"], float)
    assert (item["width"], item["height"], item["fps"]) == (160, 90, 30.0)
    assert item["hash"] == hashlib.sha256(clip).hexdigest()
    assert web.get(item["cdn_url"]).content == clip
    assert person.state()["video_infos"] == [item]


def test_pictures_and_sounds_are_taken_and_shown_as_such(house, meet, clip, still_and_tune, web):
    person = meet(house)
    still, tune = still_and_tune
    reply = person.upload(("a.mp4", clip), ("b.png", still), ("c.wav", tune)).json()
    kinds = [(item["file_type"], item["duration"] > 0) for item in reply["data"]["files"]]
    assert kinds == [("video", True), ("image", False), ("audio", True)]
    body = {"task_id": "", "session_id": person.session}
    claim = person.http.post("/api/auth/claim-token", json=body).json()["data"]["claim_token"]
    page = web.get(f"{house.url}/workspace/claim", params={"ct": claim}).text
    for (kind, tag), item in zip(TAGS.items(), reply["data"]["files"], strict=True):
        assert kind == item["file_type"] and tag.format(item["cdn_url"]) in page


def test_several_files_of_one_form_keep_their_order(house, meet, clip):
    person = meet(house)
    names = ["b.mp4", "a.mov", "片段.mkv"]
    reply = person.upload(*((name, clip) for name in names)).json()
    assert [item["filename"] for item in reply["data"]["files"]] == names


def test_one_bad_file_of_a_form_leaves_none_of_it(serve, meet, clip):
    sandbox = serve()
    person = meet(sandbox)
    reply = person.upload(("good.mp4", clip), ("broken.mp4", b"no video at all" * 100))
    assert (reply.status_code, reply.json()["code"]) == (200, 4001)
    assert "broken.mp4" in reply.json()["message"]
    assert stored(sandbox) == [] and person.state()["video_infos"] == []


def test_an_unknown_extension_is_refused_after_the_whole_body_was_heard(serve, meet):
    sandbox = serve()
    person = meet(sandbox)
    reply = person.upload(("paper.pdf", b"x" * 3_000_000))
    assert (reply.status_code, reply.json()["code"]) == (200, 4001)
    assert sandbox.books.requests("upload")[-1].body_bytes > 3_000_000
    assert stored(sandbox) == []


def test_a_file_over_the_limit_is_too_large(serve, meet):
    sandbox = serve(Options(max_upload_bytes=1000))
    person = meet(sandbox)
    reply = person.upload(("clip.mp4", b"x" * 3_000_000))
    assert (reply.status_code, reply.json()["code"]) == (200, 4002)
    assert stored(sandbox) == []


def test_a_form_without_files_is_a_bad_request(house, meet, clip):
    person = meet(house)
    path = f"/api/upload-video/nemo_agent/me/{person.session}"
    wrong_field = person.http.post(path, files={"file": ("clip.mp4", clip)})
    no_boundary = person.http.post(path, headers={"Content-Type": "multipart/form-data"})
    damaged = person.http.post(
        path, headers={"Content-Type": "multipart/form-data; boundary=b"}, content=b"--x\r\n"
    )
    assert [r.json()["code"] for r in (wrong_field, no_boundary, damaged)] == [400] * 3


def test_an_address_is_fetched_by_the_server(house, meet, clip):
    person = meet(house)
    [first] = person.upload(("clip.mp4", clip)).json()["data"]["files"]
    path = f"/api/upload-video/nemo_agent/me/{person.session}"
    body = {"urls": [first["cdn_url"] + "?size=full"], "source_type": "url"}
    [second] = person.http.post(path, json=body).json()["data"]["files"]
    assert second["hash"] == first["hash"] and second["filename"] == "clip.mp4"
    assert second["cdn_url"] != first["cdn_url"]


def test_an_address_that_cannot_be_used_is_refused(serve, meet):
    sandbox = serve()
    person = meet(sandbox)
    path = f"/api/upload-video/nemo_agent/me/{person.session}"
    cases = [
        (["file:///etc/hosts.mp4"], 400),
        ([f"{sandbox.url}/media/none/clip.mp4"], 400),
        ([f"{sandbox.url}/paper.pdf"], 4001),
        ([], 400),
        ("http://x/clip.mp4", 400),
        ([7], 400),
    ]
    for urls, code in cases:
        assert person.http.post(path, json={"urls": urls}).json()["code"] == code, urls
    assert stored(sandbox) == []


def test_a_sender_who_hangs_up_leaves_nothing(serve, meet):
    sandbox = serve()
    person = meet(sandbox)
    where = urlsplit(sandbox.url)
    head = (
        f"POST /api/upload-video/nemo_agent/me/{person.session} HTTP/1.1\r\n"
        f"Host: {where.netloc}\r\nAuthorization: Bearer {person.token}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="files"; filename="a.mp4"\r\n\r\n'
    )
    with socket.create_connection((where.hostname, where.port)) as line:
        line.sendall(head.encode() + b"x" * 5_000_000)
        while not stored(sandbox):
            person.credits()
    while stored(sandbox):
        person.credits()
    assert person.state()["video_infos"] == []


FORM = (
    b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n'
    b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.mp4"\r\n'
    b"Content-Type: video/mp4\r\n\r\nfirst\r\n--not the boundary\r\n\r\n"
    b'--b\r\nContent-Disposition: form-data; name="files"; filename="b.png"\r\n\r\n\r\n--b--\r\n'
)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, len(FORM)])
def test_a_form_reads_the_same_in_pieces_of_any_size(tmp_path, size):
    async def pieces():
        for at in range(0, len(FORM), size):
            yield FORM[at : at + size]

    kind = "multipart/form-data; boundary=b"
    parts = asyncio.run(receive(pieces(), kind, tmp_path, 1000))
    assert [(p.name, p.path.read_bytes()) for p in parts] == [
        ("a.mp4", b"first\r\n--not the boundary\r\n"),
        ("b.png", b""),
    ]


def test_a_form_that_ends_early_anywhere_is_refused_and_leaves_nothing(tmp_path):
    async def cut_after(length):
        async def pieces():
            yield FORM[:length]

        with pytest.raises(Refused):
            await receive(pieces(), "multipart/form-data; boundary=b", tmp_path, 1000)
        assert list(tmp_path.iterdir()) == [], length

    async def every_cut():
        for length in range(len(FORM) - 2):
            await cut_after(length)

    asyncio.run(every_cut())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/clip.mp4", "clip.mp4"),
        ("C:\\films\\clip.MP4", "clip.MP4"),
        ("a\r\nb.mp4", "ab.mp4"),
        ("x" * 300 + ".mp4", "x" * 116 + ".mp4"),
        ("电影.mp4", "电影.mp4"),
    ],
)
def test_a_file_name_keeps_only_its_last_piece(given, kept):
    assert clean_name(given) == kept


@pytest.mark.parametrize("name", [f"clip.{extension}" for extension in KNOWN])
def test_every_documented_extension_is_taken(name):
    assert clean_name(name) == name
    assert clean_name(name.upper()) == name.upper()


@pytest.mark.parametrize("name", ["", "mp4", ".mp4", "clip.", "clip.pdf", "clip.mp4.exe"])
def test_other_names_are_unsupported(name):
    with pytest.raises(Refused) as refused:
        clean_name(name)
    assert refused.value.rule.code == 4001
