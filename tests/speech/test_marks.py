"""Quotes, links and paths in a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.speech.marks import MEDIA_ENDINGS, QUOTES, find_marks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("upload ./a.mp4, please", ["./a.mp4"]),
        ("上传a.mp4然后剪辑", ["a.mp4"]),
        ("上传 data/导出测试.mp4", ["data/导出测试.mp4"]),
        ("a.mp4和b.mp4", ["a.mp4", "b.mp4"]),
        ("导出为毕业.mp4", ["毕业.mp4"]),
        ("~/My Movies/day one.mp4 now", ["~/My Movies/day one.mp4"]),
        ("save to ~/Desktop and a.mp4", ["~/Desktop", "a.mp4"]),
        ("C:\\Users\\A\\b.mov", ["C:\\Users\\A\\b.mov"]),
        ("file:clip.mov", ["clip.mov"]),
        ("https://x.org/a.mp4?sig=1%2F2&b, cut", ["https://x.org/a.mp4?sig=1%2F2&b"]),
        ("https://x.org/a.mp4加字幕", ["https://x.org/a.mp4"]),
        ("at 2:10, 16:9, 1/2 and and/or v1.2", []),
        ("put sunny.com/download.mp4 on the card", []),
        ("as .mp4", []),
    ],
)
def test_files_are_found_where_they_end(text: str, found: list[str]) -> None:
    assert [mark.value for mark in find_marks(text)] == found


@pytest.mark.parametrize("opener", QUOTES)
def test_every_quote_holds_its_content_together(opener: str) -> None:
    (mark,) = find_marks(f"say {opener}export it, now{QUOTES[opener]} please")
    assert (mark.kind, mark.value) == ("quote", "export it, now")


@pytest.mark.parametrize("ending", sorted(MEDIA_ENDINGS))
def test_every_media_ending_makes_a_path_quoted_or_not(ending: str) -> None:
    for text in (f"here: b c.{ending.upper()}", f'here: "b c.{ending}"'):
        (mark,) = find_marks(text)
        assert mark.kind == "path" and mark.is_media


@pytest.mark.parametrize("text", ["don't and can't stop", 'a 5" screen', "it's 'quoted", "“open"])
def test_an_apostrophe_or_a_lonely_quote_opens_nothing(text: str) -> None:
    assert find_marks(text) == ()


def test_a_sentence_in_quotes_is_no_path_even_if_it_ends_like_one() -> None:
    assert [mark.kind for mark in find_marks('say "upload ./a.mp4"')] == ["quote"]


@given(st.text(alphabet="ab .,/\\~:'\"“”`\n中mp4"))
def test_marks_are_in_order_and_do_not_overlap(text: str) -> None:
    at = 0
    for mark in find_marks(text):
        assert at <= mark.start < mark.end <= len(text)
        assert mark.value in text[mark.start : mark.end]
        at = mark.end
