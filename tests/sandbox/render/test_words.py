"""Text as ASS: where lines break, and that a user's text commands nothing."""

import pytest

from nemo_client.sandbox.render import fonts
from nemo_client.sandbox.render.timeline import Words
from nemo_client.sandbox.render.words import escaped, script, spelled, wrapped

LATIN, HAN = "Noto Sans", "Noto Sans CJK SC"
NOBODY = fonts.Cast(((LATIN, frozenset()), (HAN, frozenset())), fonts.HOUSE_FONTS, ())


def event(text, **more):
    words = Words(text, 0, 2000, more.get("role", "title"), more.get("position", "center"))
    return script([words], 320, 180, NOBODY).splitlines()[-1]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("{\\an8}x", "\\{\\\u2060an8\\}x"),
        ("a\\Nb", "a\\\u2060Nb"),
        ("a\nb", "a\\Nb"),
        ("a\x00\x07b", "ab"),
        ("plain, 100 %", "plain, 100 %"),
    ],
)
def test_a_text_is_shown_and_never_obeyed(text, safe):
    assert escaped(text) == safe


def test_a_text_stays_on_its_one_line_of_the_script():
    shown = script([Words("a\nDialogue: 0,b\r\nc", 0, 900, "title", "top")], 320, 180, NOBODY)
    assert sum(line.startswith("Dialogue:") for line in shown.splitlines()) == 1
    assert "a\\NDialogue: 0,b\\Nc" in shown


@pytest.mark.parametrize(("position", "code"), [("top", 8), ("center", 5), ("bottom", 2)])
def test_a_position_is_an_alignment(position, code):
    assert f"{{\\an{code}" in event("x", position=position)


def test_times_are_written_as_hours_minutes_seconds_and_hundredths():
    words = Words("x", 3_725_678, 1000, "subtitle", "bottom")
    assert "0,1:02:05.68,1:02:06.68,subtitle," in script([words], 320, 180, NOBODY)


def test_english_breaks_between_words_and_chinese_between_characters():
    assert wrapped("the quick brown fox", 6) == ["the quick", "brown fox"]
    assert wrapped("一二三四五六七", 3) == ["一二三", "四五六", "七"]


def test_chinese_punctuation_never_begins_a_line():
    assert wrapped("一二三，四五", 3) == ["一二", "三，四", "五"]


def test_a_word_longer_than_a_line_is_cut_and_nothing_is_lost():
    text = "https://example.org/averyveryverylongaddress"
    lines = wrapped(text, 8)
    assert "".join(lines) == text
    assert max(map(len, lines)) <= 14


def test_the_lines_the_user_made_are_kept():
    assert wrapped("one\n\ntwo", 20) == ["one", "", "two"]


def test_english_is_set_in_the_latin_font_and_chinese_in_the_chinese_one():
    found = fonts.cast("Hello 你好", folders=())
    assert (found.lead("Hello"), found.lead("Hello 你好")) == (LATIN, HAN)


def test_another_font_is_named_only_around_the_characters_that_need_it():
    found = fonts.cast("你好 Škoda 😀", folders=())
    made = spelled("你Škoda 好😀", HAN, found)
    assert made == f"你{{\\fn{LATIN}}}Š{{\\fn{HAN}}}koda 好"


def test_the_house_fonts_have_all_of_gb2312_and_the_languages_of_europe():
    rows = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    hanzi = "".join(pair.decode("gb2312", "ignore") for pair in rows)
    assert len(hanzi) == 6763
    latin = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x180))))
    found = fonts.cast(hanzi + latin + "Việt Ελλάδα Україна €…—“”‘’ ，。！？《》", folders=())
    assert (found.missing, found.note) == ((), "")


def test_a_character_without_a_font_is_named():
    found = fonts.cast("hi 😀 한\u200d\ufe0f", folders=())
    assert found.missing == ("한", "😀")
    assert "😀 (U+1F600)" in found.note


def test_a_font_of_the_machine_steps_in_when_it_has_the_character(tmp_path):
    latin, han = fonts.HOUSE_FONTS
    (tmp_path / "theirs.otf").write_bytes(han.read_bytes())
    (tmp_path / "no font.ttf").write_bytes(b"nothing")
    (tmp_path / "empty.otf").write_bytes(b"")
    found = fonts.cast("A你한", folders=[tmp_path, tmp_path / "gone"], house=[latin])
    assert found.files == (latin, tmp_path / "theirs.otf")
    assert found.player("你", LATIN) == HAN
    assert found.missing == ("한",)
