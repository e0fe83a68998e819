"""Lists and asides around a wish: headings of files, several exports, what is set aside."""

from __future__ import annotations

import pytest

from nemo_client.speech import Chat, Credits, Export, Step, Upload, route

CREDITS = (Credits(),)


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("Footage from Saturday:\n- a.mp4\n- b.mp4", (Upload(("a.mp4", "b.mp4")),)),
        ("新增素材如下：\n* 图/a.jpg\n* 图/b.jpg", (Upload(("图/a.jpg", "图/b.jpg")),)),
        (
            "Cut these to 10 seconds each:\n- a.mp4\n- b.mp4",
            (Upload(("a.mp4", "b.mp4")), Chat("Cut these to 10 seconds each")),
        ),
    ],
)
def test_the_heading_of_a_list_of_files_asks_only_when_it_is_an_edit(
    text: str, plan: tuple[Step, ...]
) -> None:
    assert route(text) == plan


@pytest.mark.parametrize(
    "text",
    [
        "要两份：一份导出 mov 4k，一份导出 mp4 720p",
        "export two versions: mov in 4k and mp4 in 720p",
        "export mov 4k and mp4 720p",
    ],
)
def test_each_of_several_exports_has_its_own_quality(text: str) -> None:
    assert route(text) == (Export("mov", "4k"), Export("mp4", "720p"))


@pytest.mark.parametrize(
    "text",
    [
        "export the finished video under the name roses.mp4",
        "export it with the name roses.mp4",
        "以 roses.mp4 为名导出",
        "导出，名字就叫 roses.mp4",
    ],
)
def test_a_name_for_the_export_is_no_file_to_upload(text: str) -> None:
    assert route(text) == (Export(output="roses.mp4"),)


@pytest.mark.parametrize(
    "text",
    [
        "Forget the video for a second, how many credits do I have?",
        "never mind the trailer, what's my balance",
        "视频先放一放，查一下余额",
    ],
)
def test_what_is_set_aside_is_not_for_the_agent(text: str) -> None:
    assert route(text) == CREDITS


@pytest.mark.parametrize(
    "text",
    [
        "what codec do you use when you export",
        "额度用完了还能继续编辑吗？",
        'name the icon on the fake desktop "final.mov" and make it wobble',
        "屏幕上弹出“正在保存 final.mp4”",
        "把 旧版.mp4 从项目里删掉",
    ],
)
def test_what_would_be_and_what_is_in_the_picture_is_for_the_agent(text: str) -> None:
    assert route(text) == (Chat(text),)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("这是新录的 a.mp4 把咳嗽声去掉", "把咳嗽声去掉"),
        ("上传 a.mp4，放在回忆那一段", "放在回忆那一段"),
    ],
)
def test_what_is_said_of_a_file_after_it_is_an_edit(text: str, rest: str) -> None:
    upload, chat = route(text)
    assert upload == Upload(("a.mp4",))
    assert isinstance(chat, Chat)
    assert rest in chat.text
