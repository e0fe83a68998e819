from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

from nemo_client.errors import Precondition
from nemo_client.multipart import PIECE_BYTES, Body, quoted


def parsed(body: Body) -> list[Message]:
    """The parts of a body, as the standard library reads them."""
    headers = body.headers()
    data = b"".join(body.pieces())
    assert int(headers["Content-Length"]) == len(data)
    message = message_from_bytes(f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode() + data)
    parts = message.get_payload()
    assert isinstance(parts, list)
    return [part for part in parts if isinstance(part, Message)]


def test_each_file_is_a_part_with_its_name_type_and_bytes(tmp_path: Path) -> None:
    contents = {"a.mp4": b"one\r\n--", "b.png": b"\x00" * 10, "c.M4A": b"x", "d.odd": b"y"}
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    parts = parsed(Body(tuple(str(tmp_path / name) for name in contents)))
    assert [part.get_filename() for part in parts] == list(contents)
    assert [part.get_param("name", header="content-disposition") for part in parts] == ["files"] * 4
    assert [part.get_payload(decode=True) for part in parts] == list(contents.values())
    assert [part.get_content_type() for part in parts] == [
        "video/mp4",
        "image/png",
        "audio/mp4",
        "application/octet-stream",
    ]


@pytest.mark.parametrize(
    ("name", "sent"),
    [('a"b.mp4', "a%22b.mp4"), ("a\r\nb.mp4", "a%0D%0Ab.mp4"), ("视频 ü.mp4", "视频 ü.mp4")],
)
def test_a_file_name_cannot_leave_its_quotes(name: str, sent: str) -> None:
    assert quoted(name) == sent


def test_a_large_file_goes_in_bounded_pieces(tmp_path: Path) -> None:
    big = tmp_path / "big.mp4"
    with open(big, "wb") as file:
        file.truncate(5 * PIECE_BYTES + 17)
    body = Body((str(big),))
    sizes = []
    for piece in body.pieces():
        sizes.append(len(piece))
    assert max(sizes) == PIECE_BYTES
    assert body.sent_bytes == body.media_bytes == 5 * PIECE_BYTES + 17
    assert sum(sizes) == int(body.headers()["Content-Length"])


def test_a_file_that_grows_meanwhile_is_sent_at_its_announced_length(tmp_path: Path) -> None:
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"12345")
    body = Body((str(clip),))
    clip.write_bytes(b"123456789")
    data = b"".join(body.pieces())
    assert len(data) == int(body.headers()["Content-Length"])
    assert b"\r\n\r\n12345\r\n--" in data


def test_a_file_that_shrinks_meanwhile_is_told(tmp_path: Path) -> None:
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"12345")
    body = Body((str(clip),))
    clip.write_bytes(b"1")
    with pytest.raises(Precondition, match="shorter"):
        b"".join(body.pieces())


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(Precondition) as failed:
        Body((str(tmp_path / "gone.mp4"),))
    assert failed.value.code == "file_missing"


def test_a_body_sent_again_begins_again(tmp_path: Path) -> None:
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"12345")
    body = Body((str(clip),))
    assert b"".join(body.pieces()) == b"".join(body.pieces())
    assert body.sent_bytes == 5
