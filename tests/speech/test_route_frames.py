"""What turns a wish into content, class by class, and the wish beside it that is still meant."""

from __future__ import annotations

import pytest

from nemo_client.speech import explain, route

FRAMED = {
    "a refusal before a foreign word": ("先别 export，字幕还要改", "先不 render，换个字体"),
    "somebody else asks": (
        "老板问 is it done，我说快了，你先把标题改大",
        "our customer wants to know how far along we are, so shorten the intro",
        "客户在催进度，先把片头缩短两秒",
    ),
    "topics": (
        "Make an explainer about credit cards. Mention limit, balance, and late fees",
        "关键词：余额、状态、进度",
    ),
    "buttons and steps": (
        "按钮从左到右是：保存、分享、下载",
        "animate a flow chart: draft -> review -> export -> publish",
        "上传→剪辑→导出，做成流程图动画",
        "Ad for our app. Upload, share, download, done.",
        "做一个入门短片，步骤是 import → edit → export，各5秒",
    ),
    "what a dialog says": (
        "弹窗里写：文件“年终总结.mp4”已损坏",
        "对话框显示：导出成功",
        "a pop-up in the corner: export finished",
    ),
    "a greeting": ("good morning, are you there?", "hello, are you still there?"),
    "a script": (
        "Tutorial script, read it verbatim: Open the app. Tap Export and pick 1080p.",
        "口播稿，照着念：先查看余额，再充值，最后导出账单",
        "boss: is it done? me: almost. cut the last 5 seconds",
        "FAQ video. Q1 How do I top up? Q2 Where do I see my balance?",
    ),
    "what is usual": (
        "Wie lange dauert so ein Export normalerweise?",
        "how long does a render usually take",
        "一般导出要多久",
        "¿cuánto suele tardar una exportación?",
    ),
    "later": (
        "等甲方确认了再给我成片，现在把片头那句口号删掉",
        "下周再导出，今天只调色",
        "once the client signs off we export, for now soften the music",
    ),
    "the past": ("我已经查过积分了，直接生成吧", "I already checked my credits, so make scene two"),
    "what is meant by it": (
        "状态显示排队中是什么意思？",
        "what's the difference between mov and mp4",
    ),
}
MEANT = {
    "客户说可以了，导出4k版本": ["export"],
    "老板在催，赶紧导出": ["export"],
    "加速1.5倍 → 导出 fast.mp4 → 查积分": ["chat", "export", "credits"],
    "add a slide about savings, then export it as mov": ["chat", "export"],
    "change the caption to “export”, then export it": ["chat", "export"],
    "字幕を付けて、それから書き出して": ["chat", "export"],
    "when it is done, export it": ["export"],
    "how long will it take?": ["status"],
    "are you there yet?": ["status"],
    "cut it to 5s → export as mp4": ["chat", "export"],
}


@pytest.mark.parametrize("text", [text for texts in FRAMED.values() for text in texts])
def test_a_wish_in_a_frame_is_for_the_agent(text: str) -> None:
    assert [step.intent for step in route(text)] == ["chat"]


@pytest.mark.parametrize(("text", "intents"), MEANT.items())
def test_a_wish_beside_a_frame_is_still_meant(text: str, intents: list[str]) -> None:
    assert [step.intent for step in route(text)] == intents


def test_a_pasted_text_hands_over_its_files_and_asks_for_nothing_else() -> None:
    story = "he exports coffee, then checks his balance. " * 200
    assert [step.intent for step in route(f"{story}\nexport it")] == ["chat"]
    assert [step.intent for step in route(f"here is a.mp4\n{story}")] == ["upload", "chat"]


def test_every_step_is_explained_by_the_rule_that_made_it() -> None:
    told = explain("here is a.mp4, cut the silence, then export as mov. how many credits are left?")
    assert [why.split(": ")[0] for _, why in told] == [
        "file.upload", "agent", "words.export", "words.credits",
    ]  # fmt: skip
    assert tuple(step for step, _ in told) == route(
        "here is a.mp4, cut the silence, then export as mov. how many credits are left?"
    )
