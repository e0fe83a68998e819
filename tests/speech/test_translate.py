"""What the backend says, and what of it a person without an editor sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.speech import Shown, translate
from nemo_client.speech.gui_folding import fold, folded
from nemo_client.speech.gui_tables import LABELS

ENGLISH = {
    "export": ["Export", "Download", "Save", "Render"],
    "confirm": ["Generate", "Apply", "Confirm", "Continue", "Start", "OK", "Submit"],
    "request_upload": ["Upload", "Import", "Add media", "Browse"],
    "send_edit": ["Undo", "Redo", "Revert", "Split", "Delete"],
    "show_timeline": ["Play", "Preview"],
    "show_credits": ["Billing", "Account", "Subscription", "Top up"],
    "show_state": ["Timeline", "Layers", "Assets", "Tracks"],
}
CHINESE = {
    "export": ["导出", "下载", "保存", "渲染"],
    "confirm": ["生成", "应用", "确认", "继续", "开始"],
    "request_upload": ["上传", "导入"],
    "send_edit": ["撤销", "重做", "恢复"],
    "show_timeline": ["播放", "预览"],
    "show_credits": ["余额", "账户", "充值"],
    "show_state": ["时间线", "图层", "素材"],
}
STATEMENTS = ("The clip is 4 s.", "标题改好了。")
CONTENT = "The intro is 4 s long, with 2 titles."


def test_every_action_of_the_tables_is_tried_below() -> None:
    assert set(ENGLISH) == set(CHINESE) == set(LABELS)


@pytest.mark.parametrize(
    ("action", "label"), [(action, label) for action in ENGLISH for label in ENGLISH[action]]
)
@pytest.mark.parametrize(
    "instruction",
    [
        "Click {}.",
        "Please press the {} button in the top right corner.",
        "When you're happy, tap **{}**!",
        "You can also hit “{}” at the bottom of the page.",
    ],
)
def test_a_labelled_control_goes_and_leaves_its_action(
    action: str, label: str, instruction: str
) -> None:
    shown = translate(f"{CONTENT} {instruction.format(label)}")
    assert (shown.text, shown.actions) == (CONTENT, (action,))
    assert len(shown.stripped) >= 1


@pytest.mark.parametrize(
    ("action", "label"), [(action, label) for action in CHINESE for label in CHINESE[action]]
)
@pytest.mark.parametrize(
    "instruction", ["点击“{}”。", "请点击右上角的{}按钮。", "满意的话，按一下页面底部的“{}”按钮。"]
)
def test_a_labelled_control_in_chinese_goes_and_leaves_its_action(
    action: str, label: str, instruction: str
) -> None:
    shown = translate("片头 4 秒，字幕两条。" + instruction.format(label))
    assert (shown.text, shown.actions) == ("片头 4 秒，字幕两条。", (action,))


@pytest.mark.parametrize(
    ("reply", "text", "actions"),
    [
        ("Click Export and I'll send 3 more.", "I'll send 3 more.", ("export",)),
        ("Click Export (top right), the file is 12 MB.", "The file is 12 MB.", ("export",)),
        ("All good — click Export.", "All good.", ("export",)),
        ("I added a title; click Apply.", "I added a title.", ("confirm",)),
        ("Music added (click the speaker icon to mute), 30%.", "Music added, 30%.", ("send_edit",)),
        ("Tell me the name and click Generate.", "Tell me the name.", ("confirm",)),
        ("Ready (24 s, 3 scenes):\n- Click Export", "Ready (24 s, 3 scenes).", ("export",)),
        ("# Next\n\nClick Export.\n\n# Result\n24 s", "# Result\n24 s", ("export",)),
        ("Great! 🎉\n\nClick Export.\n\nThe end.", "Great! 🎉\n\nThe end.", ("export",)),
        ("Next steps:\n1. Click the arrow\n2. Choose MP4\n3. Press Download", "", ("export",)),
        ("- 24 s\n- Click Play", "- 24 s", ("show_timeline",)),
        ("> Click Export", "", ("export",)),
        (
            "Press Play to hear the bass line, which comes in at -18 dB.",
            "The bass line comes in at -18 dB.",
            ("show_timeline",),
        ),
        (
            "I sorted them (calm, dry) and they are in the assets panel.",
            "I sorted them (calm, dry).",
            ("show_state",),
        ),
        ("Mosey on over to the Export button in the toolbar. 24 s.", "24 s.", ("export",)),
        ("要改回去点撤销，要保存点下载。共 8 秒。", "共 8 秒。", ("send_edit", "export")),
        ("Click Play to preview，然后 click Export。8 秒。", "8 秒。", ("show_timeline", "export")),
        ("时长 8 秒（点击播放器查看），配乐已加。", "时长 8 秒，配乐已加。", ("show_timeline",)),
    ],
)
def test_what_is_left_is_a_readable_text(reply: str, text: str, actions: tuple[str, ...]) -> None:
    shown = translate(reply)
    assert (shown.text, shown.actions) == (text, actions)


@pytest.mark.parametrize(
    "reply",
    [
        "```\nclick Export\n```",
        "| Click Export | 3 s |\n|---|---|\n| press Play | 4 s |",
        'The card says "Click Export to download".',
        "The narrator reads: Click Export, then choose MP4.",
        "She clicks Export and hits the button.",
        "I moved clip 2, pressed it to 4 s and exported it.",
        "Should I export it now?",
        "Run `click export` first.\r\nDone.",
        "  trailing spaces stay  \n\n\n",
        "推导出公式的镜头、拖拉机和点心都在。",
        "Cut to the control panel: red lights blink.",
        "Open on the keyboard of a grand piano, then track the player's hands.",
        "Close on the button of his coat. Zoom into the panel of the solar roof, 4 s.",
        "Watch for the reflection in the window: it was in the original footage.",
        "> Zhou: Press the record button first, then talk.",
        "切到控制面板：红灯闪烁。",
        "宇航员飘过舱门，轻点面罩，身后拖着电缆。",
        "她点击屏幕，灯就亮了。",
        "",
    ],
)
def test_a_reply_without_gui_speak_comes_back_byte_for_byte(reply: str) -> None:
    assert translate(reply) == Shown(reply)


def test_actions_come_once_and_in_the_order_of_the_reply() -> None:
    reply = "Click Export. Press Play. Click Download. Check your balance in the dashboard."
    assert translate(reply).actions == ("export", "show_timeline", "show_credits")


@given(st.text())
def test_a_folded_text_has_the_places_of_the_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("word", ["Export", "İmport", "ÜBER", "4 S"])
def test_a_folded_pattern_finds_a_word_however_it_is_written(word: str) -> None:
    assert folded(fold(word)).fullmatch(fold(word.upper()))
    assert folded(r"\S+\D*").search(fold(word))


@given(st.text())
def test_any_reply_can_be_shown(reply: str) -> None:
    shown = translate(reply)
    assert shown.stripped or shown == Shown(reply)


@given(
    st.lists(
        st.sampled_from(["The clip is 4 s.", "Click Export.", "标题改好了。", "点击“导出”。", "\n"])
    )
)
def test_every_statement_is_kept_whatever_stands_around_it(pieces: list[str]) -> None:
    shown = translate("".join(f"{piece} " for piece in pieces))
    for statement in STATEMENTS:
        assert shown.text.count(statement) == pieces.count(statement)
    assert "Export" not in shown.text and "点击" not in shown.text
