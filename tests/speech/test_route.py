"""What a person types, and what the router makes of it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.speech import Chat, Credits, Export, Status, Step, Upload, route, vocabulary

EDITS = (
    "trim it to 5 seconds",
    "make the title bigger",
    "the music is too loud, turn it down",
    "put end credits at the end",
    "add a 'Download now' button to the last frame",
    'change the caption to "Export done"',
    "remove the second clip",
    "把开头剪掉",
    "字幕改成“下载完成”",
    "加一段轻快的音乐",
)
WISHES: tuple[tuple[str, Step], ...] = (
    ("export it", Export()),
    ("export as mp4", Export(format="mp4")),
    ("send me the final video in 4k", Export(quality="4k")),
    ("save it to ./out/a.mov", Export(output="./out/a.mov")),
    ("show me my credits", Credits()),
    ("show me the timeline", Status()),
    ("导出mp4", Export(format="mp4")),
    ("看看还剩多少积分", Credits()),
    ("看看时间线", Status()),
)
JOINTS = (", then ", ". ", "; ", "\n", "，然后", "。")


@pytest.mark.parametrize(("edit", "joint"), list(product(EDITS, JOINTS)))
def test_an_edit_before_a_wish_stays_whole_and_comes_first(edit: str, joint: str) -> None:
    for words, step in WISHES:
        assert route(f"{edit}{joint}{words}") == (Chat(edit), step)


@pytest.mark.parametrize(
    "text",
    [
        'add a title that says "{}"',
        "字幕写“{}”",
        "タイトルに「{}」と入れて",
        'make a poster with the words "{}"',
        "她说：“{}”",
        "voiceover: {}",
        "Script:\n{}\nThe end.",
        "a tutorial on how to {}, 30 seconds",
    ],
)
@pytest.mark.parametrize("words", [words for words, _ in WISHES] + ["upload ./a.mp4", "导出"])
def test_a_wish_inside_a_quote_or_a_story_is_part_of_the_edit(text: str, words: str) -> None:
    message = text.format(words)
    assert route(message) == (Chat(message),)


@pytest.mark.parametrize(
    "text",
    [
        "don't {}",
        "do not {} yet",
        "never {}",
        "please don't {}, I'm not done",
        "no need to {}",
        "you don't have to {}",
    ],
)
@pytest.mark.parametrize(
    "words",
    ["export it", "render the video", "upload ./a.mp4", "send me the file", "save it as x.mp4"],
)
def test_what_is_forbidden_is_not_done(text: str, words: str) -> None:
    message = text.format(words)
    assert route(message) == (Chat(message),)


@pytest.mark.parametrize(
    "no", ["别", "先别", "不要", "先不", "暂时不", "还不能", "取消", "等会儿再"]
)
@pytest.mark.parametrize("words", ["导出", "下载视频", "上传 ./a.mp4", "渲染成片", "导出mp4"])
def test_what_is_forbidden_in_chinese_is_not_done(no: str, words: str) -> None:
    assert route(no + words) == (Chat(no + words),)


@pytest.mark.parametrize(
    "message",
    [
        "can you export to gif?",
        "how do credits work?",
        "how do I export a video?",
        "do you support mov?",
        "能导出gif吗",
        "积分怎么计算",
        "which is better, mp4 or mov?",
        "I exported it already",
        "exporting coffee is hard work",
        "wait until I say so, then export",
        "give me a video about penguins",
        "a man clicks upload and then export",
    ],
)
def test_questions_reports_and_new_videos_are_for_the_agent(message: str) -> None:
    assert route(message) == (Chat(message),)


@pytest.mark.parametrize(
    ("message", "plan"),
    [
        ("can you export it now?", [Export()]),
        ("how many credits do I have?", [Credits()]),
        ("how do I top up?", [Credits()]),
        ("exprot the video plz", [Export()]),
        ("export as mp4 and gif", [Export(format="mp4"), Export(format="gif")]),
        ("export it, 720p, mp4", [Export(format="mp4", quality="720p")]),
        ("export ./a.mov as gif", [Upload(("./a.mov",)), Export(format="gif")]),
        ("export it, but first add a fade", [Chat("but first add a fade"), Export()]),
        ("I want to upload a clip", [Upload()]),
        ("compare a.mp4 and b.mp4", [Upload(("a.mp4", "b.mp4")), Chat("compare a.mp4 and b.mp4")]),
        (
            "put a.mp4 first, b.mp4 second, then export",
            [Upload(("a.mp4", "b.mp4")), Chat("put a.mp4 first, b.mp4 second"), Export()],
        ),
        ("write the cut to ./x/out.webm", [Export(output="./x/out.webm")]),
        ("把 ./a.mp4 导出成 gif", [Upload(("./a.mp4",)), Export(format="gif")]),
    ],
)
def test_a_message_becomes_the_plan_that_fulfils_it(message: str, plan: list[Step]) -> None:
    got = route(message)
    assert [step.intent for step in got] == [step.intent for step in plan]
    for step, wanted in zip(got, plan, strict=True):
        assert step == wanted or (isinstance(step, Chat) and step.text in wanted.as_json()["text"])  # type: ignore[operator]


def _phrases(table: dict[str, str], role: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in table[role].split(",") if phrase.strip()]


@pytest.mark.parametrize(
    ("table", "role", "message", "intent"),
    [
        (vocabulary.EXPORT, "do", "{}", "export"),
        (vocabulary.EXPORT, "out", "{} mp4", "export"),
        (vocabulary.EXPORT, "have", "{} mp4", "export"),
        (vocabulary.EXPORT, "thing", "export {}", "export"),
        (vocabulary.EXPORT, "format", "export as {}", "export"),
        (vocabulary.CREDITS, "sum", "{}", "credits"),
        (vocabulary.CREDITS, "coin", "{}", "credits"),
        (vocabulary.CREDITS, "refill", "{} credits", "credits"),
        (vocabulary.STATUS, "progress", "{}", "status"),
        (vocabulary.STATUS, "hold", "show me {}", "status"),
        (vocabulary.STATUS, "done", "is it {}?", "status"),
        (vocabulary.UPLOAD, "load", "{} ./a.mp4", "upload"),
        (vocabulary.UPLOAD, "thing", "upload the {} ./a.mp4", "upload"),
    ],
)
def test_every_phrase_of_a_table_carries_its_wish(
    table: dict[str, str], role: str, message: str, intent: str
) -> None:
    phrases = _phrases(table, role)
    missed = [p for p in phrases if [s.intent for s in route(message.format(p))] != [intent]]
    assert phrases and not missed


@pytest.mark.parametrize("phrase", _phrases({"edit": vocabulary.EDITS}, "edit"))
def test_no_word_of_editing_is_taken_for_an_action(phrase: str) -> None:
    message = f"{phrase} the red balloon"
    assert route(message) == (Chat(message),)


def test_polite_words_alone_are_small_talk() -> None:
    phrases = _phrases(vocabulary.POLITE, "fill") + _phrases(vocabulary.POLITE, "fill zh")
    assert not [p for p in phrases if [s.intent for s in route(p)] != ["chat"]]


def test_a_plan_reads_like_the_corpus_as_json() -> None:
    plan = route("here is a.mp4, cut the silence, export as mov to ./b.mov, credits?, status?")
    assert [step.as_json() for step in plan] == [
        {"intent": "upload", "sources": ["a.mp4"]},
        {"intent": "chat", "text": "cut the silence"},
        {"intent": "export", "format": "mov", "output": "./b.mov"},
        {"intent": "credits"},
        {"intent": "status"},
    ]
    assert Upload().as_json() == {"intent": "upload"}


@given(st.text())
def test_any_text_has_a_plan_and_chat_is_told_in_its_own_words(text: str) -> None:
    plan = route(text)
    assert plan
    for step in plan:
        if isinstance(step, Chat):
            assert step.text in text
        if isinstance(step, Upload):
            assert all(source in text for source in step.sources)
    if len(plan) == 1 and isinstance(plan[0], Chat):
        assert plan[0].text == text.strip()


_PIECES = (
    *("export it as mp4", ",", ".", "and", "then", "add music", "./a.mp4", '"b c.mp4"', "?"),
    *("credits", "show timeline", "导出", "，剪掉", "第二段", "的", "don't", "upload", "to x.mov"),
    *("a title that says", "is it done"),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join))
def test_no_named_file_is_ever_lost(text: str) -> None:
    plan = route(text)
    told = " ".join(str(step.as_json()) for step in plan)
    for name in ("./a.mp4", "c.mp4", "x.mov"):
        assert name not in text or name in told
