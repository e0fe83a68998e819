"""A turn as a whole: history, the second stage, answers, languages, and what it never does."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import nemo_client.sandbox.agent as agent
from nemo_client.sandbox.agent import Footage, Music, Plan, carry_out, plan, second_stage
from nemo_client.sandbox.agent.building import BUILDERS
from nemo_client.sandbox.agent.edits import EDITS
from nemo_client.sandbox.agent.extras import EXTRAS
from nemo_client.sandbox.agent.ops import Op
from nemo_client.sandbox.agent.questions import ASK
from nemo_client.sandbox.agent.reports import DONE, GUI, GUI_OF_KIND, NAMES, TALK
from nemo_client.sandbox.agent.rules import RULES
from nemo_client.sandbox.agent.vocabulary import STYLES, style_named

On = Callable[[str], Any]

# --- history


def test_undo_and_redo_walk_through_the_turns(on: On) -> None:
    talk = on("three")
    seen = [talk.draft]
    for message in ("delete clip 2", "add a title 'A' and mute clip 1", "make it square"):
        talk.say(message)
        seen.append(talk.draft)
    for earlier in reversed(seen[:-1]):
        talk.say("undo")
        assert talk.draft == earlier
    for later in seen[1:]:
        talk.say("redo")
        assert talk.draft == later
    assert talk.say("redo").reply == "There is nothing to redo."


def test_two_steps_are_undone_at_once_or_not_at_all(on: On) -> None:
    talk = on("three")
    before = talk.draft
    talk.say("mute clip 1")
    talk.say("mute clip 2")
    talk.say("undo 2 steps")
    assert talk.draft == before
    assert not talk.say("undo 9 steps").is_charged and talk.draft == before


def test_a_new_edit_closes_the_way_forth(on: On) -> None:
    talk = on("three")
    talk.say("mute clip 1")
    talk.say("undo")
    talk.say("mute clip 2")
    assert not talk.say("redo").is_charged


def test_history_is_json_and_bounded(on: On) -> None:
    talk = on("three")
    for number in range(70):
        talk.say(f"add a title 'T{number}'")
    assert len(talk.history) == 50
    assert json.loads(json.dumps(talk.history)) == list(talk.history)


# --- generation and its second stage


def test_the_prompt_reaches_the_generator_unchanged(on: On) -> None:
    talk = on("new")
    text = "Generate a 7-second video of a Rainy Tokyo street, neon & “signs”, slow pan; no people"
    (op,) = plan(text, talk.draft, talk.assets).ops
    prompt = "a Rainy Tokyo street, neon & “signs”, slow pan; no people"
    assert op.material == Footage(prompt, 7.0, 1280, 720)


def test_music_and_a_title_follow_a_generation(on: On) -> None:
    talk = on("new")
    assert talk.say("generate a 6-second video of a rainy Tokyo street at night").generated
    ops = second_stage(talk.draft, "a rainy Tokyo street at night", "en")
    assert [op.material for op in ops] == [Music("lo-fi", 20.0), None]
    talk.do(Plan("en", ops))
    assert talk.music[0]["volume"] == 0.35 and talk.music[0]["d"] == 6000
    assert [(part["m"]["text"], part["d"]) for part in talk.titles] == [
        ("Rainy Tokyo Street", 3000)
    ]
    talk.say("undo")
    assert talk.music == [] and len(talk.clips) == 1


@pytest.mark.parametrize(
    ("message", "kinds"),
    [
        ("generate a 4-second clip of the sea, then add jazz music at 20%", ["add_text"]),
        ('generate a 4-second clip of the sea, then add a title "Sea"', ["add_music"]),
        ("generate a 4-second clip of the sea, no music", ["add_text"]),
        ("generate a 4-second clip of the sea. Don't add music or text.", []),
        ("generate a 4-second clip of the sea. Don't add a title.", ["add_music"]),
        ("生成一段4秒的视频：大海，不要音乐", ["add_text"]),
    ],
)
def test_the_second_stage_respects_what_the_user_said(
    message: str, kinds: list[str], on: On
) -> None:
    talk = on("new")
    talk.say(message)
    prompt = talk.clips[0]["m"]["prompt"]
    ops = second_stage(talk.draft, prompt, talk.plans[0].lang)
    assert [op.kind for op in ops] == kinds or "or text" in prompt


def test_there_is_no_second_stage_for_what_was_undone(on: On) -> None:
    talk = on("new")
    talk.say("generate a 4-second clip of the sea")
    talk.say("undo")
    assert second_stage(talk.draft, "the sea", "en") == ()


def test_music_of_the_second_stage_gives_way_to_music_of_the_user(on: On) -> None:
    talk = on("new")
    talk.say("generate a 4-second clip of the sea")
    talk.do(Plan("en", second_stage(talk.draft, "the sea", "en")))
    result = talk.say("add jazz music")
    assert [part["m"]["title"] for part in talk.music] == ["Jazz"]
    assert "Lo-fi → Jazz" in result.reply
    assert plan("add rock music", talk.draft, talk.assets).question is not None


@pytest.mark.parametrize("style", STYLES)
def test_every_word_for_a_style_names_it(style: str) -> None:
    for word in STYLES[style][2].replace("-?", "-").replace("乐?", "").split("|"):
        assert style_named(word) == style


# --- words


def test_a_reply_is_in_the_language_of_the_command_not_of_the_title(on: On) -> None:
    talk = on("one")
    assert talk.say("add a title “你好”").reply.startswith("Added the title “你好”")
    assert talk.say("加标题“Hello”，显示2秒").reply.startswith("已添加标题“Hello”")


def test_gui_speak_is_added_when_asked_for_and_differs_by_kind(on: On) -> None:
    said = set()
    for message in ("mute clip 1", "delete clip 1", "make it square"):
        result = on("three").say(message, gui_speak=True)
        said.add(result.reply.removeprefix(" ".join(result.changes)).strip())
    assert said == {english for english, _ in GUI.values()}
    zh = on("three").say("改成竖屏", gui_speak=True)
    assert zh.reply.endswith("点击右上角的导出按钮即可下载视频。")
    assert on("three").say("delete clip 9", gui_speak=True).reply.startswith("There is no clip 9")


def test_what_was_skipped_is_said_verbatim(on: On) -> None:
    result = on("one").say("add a title 'Hi', then Stabilise the “wobbly” bit")
    assert result.changes and "“Stabilise the “wobbly” bit”" in result.reply


def test_free_answers_name_what_is_there(on: On) -> None:
    talk = on("full")
    result = talk.say("what's on the timeline?")
    assert not result.is_charged and not result.tool_calls
    for part in ("15 s", "city.mp4 (5–11 s)", "Calm (0–15 s, 35%)", "“Hello” (0–3 s)"):
        assert part in result.reply
    assert on("uploaded").say("时间线上有什么？").reply.endswith("clip.mp4。")


def test_tool_calls_show_the_operations_as_json(on: On) -> None:
    result = on("new").say("generate a 5-second video of rain, then add calm music at 20%")
    assert [name for name, _ in result.tool_calls] == ["generate_video", "generate_music"]
    assert json.loads(json.dumps(result.tool_calls[0][1]))["material"]["prompt"] == "rain"


def test_a_plan_that_fails_when_carried_out_changes_nothing(on: On) -> None:
    talk = on("three")
    planned = plan("delete clip 3", talk.draft, talk.assets)
    smaller = on("one")
    result = carry_out(planned, smaller.draft, smaller.assets, {}, ())
    assert result.draft == smaller.draft and not result.is_charged
    assert "no clip 3" in result.reply


# --- tables


def fields(row: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(row) if name is not None}


@pytest.mark.parametrize("table", [DONE, TALK, GUI, NAMES], ids=["done", "talk", "gui", "names"])
def test_both_languages_of_a_row_tell_the_same_facts(table: dict[str, tuple[str, str]]) -> None:
    assert [key for key, (en, zh) in table.items() if fields(en) != fields(zh)] == []


def test_both_languages_of_a_question_ask_with_the_same_facts() -> None:
    rows = [(code, row) for code, rows in ASK.items() for row in rows]
    assert [code for code, (en, zh) in rows if fields(en) != fields(zh)] == []


def test_every_question_asked_in_the_code_has_its_words() -> None:
    asked = set()
    for path in Path(str(agent.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "AskBack":
                asked |= {c.value for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant)}
    asked -= {"nothing_to_"}  # the rest of the code follows from the direction
    assert asked - set(ASK) == set() and set(ASK) - asked == {"nothing_to_undo", "nothing_to_redo"}


def test_every_rule_has_a_builder_and_every_operation_an_edit_and_a_line() -> None:
    assert {rule.op for rule in RULES} == set(BUILDERS)
    performed = {op.kind for op in EDITS | EXTRAS}
    assert performed | {"undo", "redo"} == set(GUI_OF_KIND)
    assert {cls.kind for cls in Op.__subclasses__()} == performed | {"undo", "redo", "answer"}


def test_the_agent_touches_nothing_of_the_world() -> None:
    allowed = {"__future__", "re", "copy", "collections", "dataclasses", "functools", "typing"}
    allowed |= {"unicodedata", "nemo_client"}
    for path in Path(str(agent.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] in allowed, path.name
                if (node.module or "").startswith("nemo_client"):
                    assert (node.module or "").startswith("nemo_client.sandbox.")
            if isinstance(node, ast.Import):
                assert {name.name for name in node.names} <= allowed, path.name


# --- anything anybody might type

CONTENT = st.text(min_size=1, max_size=40).filter(
    lambda text: text.strip() and not set(text) & set('“”"') and "\x00" not in text
)


@given(text=CONTENT)
@example(text="Cut to the chase, then delete clip 1. Don't stop")
@example(text="删除第1段，然后静音")
@example(text="it's 9:16, 50% & song.mp3")
@example(text="\ue000 \uf000")
def test_a_quoted_title_survives_verbatim_whatever_it_says(text: str, on: On) -> None:
    for marks in ("“{}”", '"{}"'):
        planned = plan(f"add a title {marks.format(text)}", on("one").draft, on("one").assets)
        assert [op.args()["text"] for op in planned.ops] == [text]


@given(text=st.text(max_size=200))
@example(text="﷽ ½ ﬁ İ ß 1:1:1 ''' ““ ”” 《 「")
@example(text="trim it to ٣ seconds and delete clip ２")
def test_no_message_breaks_the_agent(text: str, on: On) -> None:
    talk = on("full")
    result = talk.say(text)
    assert result.reply


@pytest.mark.parametrize(
    "text",
    ["a" * 90_000, "." * 90_000, "'" * 50_000, "“" * 20_000, "trim it, " * 220, "半" * 2000],
    ids=["letters", "dots", "apostrophes", "quotes", "commas", "numbers"],
)
def test_a_huge_message_is_answered(text: str, on: On) -> None:
    assert plan(text, on("full").draft, on("full").assets).question is not None


def test_a_huge_prompt_is_passed_on_whole(on: On) -> None:
    prompt = "a long walk, " + "past a house, then a tree. " * 4000
    (op,) = plan("generate a video of " + prompt, None, ()).ops
    assert isinstance(op.material, Footage) and op.material.prompt == prompt.strip(". ")
