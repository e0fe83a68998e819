from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.draft import Draft
from nemo_client.interchange.media import MOST_BYTES, fold, is_address, media_of, safe_name

NASTY = {
    "../../etc/passwd": ".._.._etc_passwd".lstrip("."),
    "..": "media",
    "": "media",
    "CON.mp4": "_CON.mp4",
    "com1": "_com1",
    "a\x00b\u202egpj.exe": "abgpj.exe",
    "C:\\x\\y.mov": "C__x_y.mov",
    "  .hidden ": "hidden",
    "-rf": "rf",
    "clip?.mp4": "clip_.mp4",
    "雨夜.mp4": "雨夜.mp4",
}


@pytest.mark.parametrize(("name", "safe"), NASTY.items())
def test_a_name_from_the_server_becomes_a_harmless_one(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_any_name_is_one_word_in_one_folder(name: str) -> None:
    safe = safe_name(name)
    assert safe and safe == safe.strip(". ") and not set(safe) & set('<>:"/\\|?*%')
    assert not any(unicodedata.category(char).startswith("C") for char in safe)
    assert len(safe.encode()) <= MOST_BYTES + 1
    assert safe_name(safe) == safe


def draft(*sources: str) -> Draft:
    return Draft({"t": [{"tt": 0, "sg": [{"d": 1, "src": source} for source in sources]}]})


def test_media_are_named_once_and_numbered_where_names_collide() -> None:
    found = media_of(
        draft("https://a/x.mp4", "https://b/X.MP4", "https://a/x.mp4", "https://c/x-2.MP4"),
        taken=["x-3.mp4"],
    )
    assert [medium.name for medium in found] == ["x.mp4", "X-2.MP4", "x-2-2.MP4"]
    assert found[0].used_by == ("/t/0/sg/0", "/t/0/sg/2")
    assert len({fold(medium.name) for medium in found}) == 3


def test_a_known_medium_keeps_its_name_when_its_link_is_signed_anew() -> None:
    one, two = (f"https://cdn.test/v/clip.mp4?Signature={n}" for n in ("a", "b"))
    found = media_of(draft("https://x/clip.mp4", two), {"https://cdn.test/v/clip.mp4": "clip.mp4"})
    assert [medium.name for medium in found] == ["clip-2.mp4", "clip.mp4"]
    assert len(media_of(draft(one, two))) == 1


def test_only_addresses_of_the_web_are_fetched() -> None:
    places = ["https://x/a", "http://x/a", "file:///etc/passwd", "/mnt/a", "data:x", "http://[", ""]
    assert [is_address(place) for place in places] == [True, True, *[False] * 5]
