"""Every sentence comes from a table, in the language of whoever reads it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import nemo_client
from nemo_client.errors import NemoError, Precondition
from nemo_client.phrases import Lang, spoken, written_in
from nemo_client.phrases.breaks import BREAKS, told
from nemo_client.phrases.reasons import REASONS

PACKAGE = Path(str(nemo_client.__file__)).parent
ERRORS = {cls.__name__ for cls in [NemoError, *NemoError.__subclasses__()]}
SPEAKING = {"say", "complain", "data", "progress", "working", "confirm"}
"""Methods of the console whose arguments people read."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in PACKAGE.rglob("*.py"):
        inner = path.relative_to(PACKAGE)
        if inner.parts[0] != "sandbox":  # the other end of the wire speaks for itself
            yield str(inner), ast.parse(path.read_text(encoding="utf-8"))


def is_sentence(node: ast.expr) -> bool:
    """Whether an expression is text with words of ours in it."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = (p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str))
    return any(" " in text.strip() for text in texts)


def spoken_texts(tree: ast.Module) -> Iterator[ast.expr]:
    """What is given to an error after its code, or to the console, with local names resolved."""
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        named = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in (n for n in ast.walk(function) if isinstance(n, ast.Call)):
            name = ast.unparse(call.func).rpartition(".")[2]
            given = call.args[1:] if name in ERRORS else call.args if name in SPEAKING else []
            for argument in given:
                yield (
                    named.get(argument.id, argument) if isinstance(argument, ast.Name) else argument
                )


def test_no_sentence_is_spoken_that_is_not_in_a_table() -> None:
    found = [(where, text) for where, tree in sources() for text in spoken_texts(tree)]
    assert len(found) > 40
    assert [(where, ast.unparse(text)) for where, text in found if is_sentence(text)] == []


def test_the_search_would_find_one() -> None:
    tree = ast.parse(
        "def f(app, n):\n"
        "    words = f'it took {n} s'\n"
        "    app.console.say('two words')\n"
        "    raise Precondition('usage', words)\n"
    )
    assert [is_sentence(text) for text in spoken_texts(tree)] == [True, True]


def reasons_in_use() -> Iterator[str]:
    for _, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ERRORS:
                given = {k.arg: k.value for k in node.keywords}
            elif isinstance(node, ast.Assign) and "facts['reason']" in ast.unparse(node.targets[0]):
                given = {"reason": node.value}
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "_failed":
                given = {"reason": node.args[1]} if len(node.args) > 1 else {}
            else:
                continue
            reason = given.get("reason")
            if isinstance(reason, ast.Constant) and isinstance(reason.value, str):
                yield reason.value


def test_every_reason_has_its_words_and_every_row_its_use() -> None:
    assert set(reasons_in_use()) == REASONS.keys()


def test_a_reason_is_told_in_the_language_of_its_sentence() -> None:
    error = Precondition("ledger_unwritable", reason="held", path="a", seconds=10.0)
    assert error.detail == "another process has held it for 10 s"
    assert error.message("en").endswith("another process has held it for 10 s")
    assert error.message("zh").endswith("另一进程已占用 10 秒")


def test_what_another_side_said_is_passed_on_as_it_came() -> None:
    for reason in ("held", "is_empty", "no reason of ours"):
        assert Precondition("file_missing", reason, path="a").detail == reason


WRITTEN: dict[str, Lang | None] = {
    "生成一段雨景视频": "zh",
    "export 一下": "zh",
    "把 volume 调到 50%": "zh",
    "make a clip of rain": None,
    "add the title “你好，世界” to it": None,
    'add the title "你好，世界" please': None,
    "雨の動画を作って": None,
    "비디오를 만들어 中": None,
    "Haz un video": None,
    "": None,
    "9:16": None,
}


@pytest.mark.parametrize("text", WRITTEN)
def test_chinese_is_known_by_its_words_not_by_what_it_quotes(text: str) -> None:
    assert written_in(text) == WRITTEN[text]


LANGUAGES: list[tuple[Mapping[str, str], Lang | None, Lang]] = [
    ({}, None, "en"),
    ({}, "zh", "zh"),
    ({"LANG": "zh_CN.UTF-8"}, None, "zh"),
    ({"LANG": "en_US.UTF-8"}, "zh", "zh"),
    ({"NEMO_LANG": "en", "LANG": "zh_CN.UTF-8"}, "zh", "en"),
    ({"NEMO_LANG": "zh"}, None, "zh"),
    ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, None, "en"),
]


@pytest.mark.parametrize(("env", "written", "language"), LANGUAGES)
def test_the_setting_beats_what_is_written_and_that_beats_the_locale(
    env: Mapping[str, str], written: Lang | None, language: Lang
) -> None:
    assert spoken(env, written) == language


BROKEN = {
    "the progress clock of 600 s ran out": "progress 计时（600 秒）已到",
    "the reply clock ran out": "reply 计时已到",
    "no answer yet of add_music, cut": "add_music, cut 尚未返回结果",
    "the stream stopped in the middle of an event": "数据流在事件中途停止",
    "credits are still reserved for it": "仍有积分为其冻结",
    "the state could not be read": "无法读取状态",
    "an address that cannot be fetched: no host": "无法获取的地址：no host",
    "enough was read of what is no video": "读取的内容不是视频",
    "All connection attempts failed": "所有连接尝试均失败",
    "[Errno 111] Connection refused": "连接被拒绝（错误 111）",
    "the process that sent it ended": "发送它的进程已结束",
    "[Errno -2] Name or service not known": "找不到这个主机名（错误 -2）",
    "No such file or directory": "没有这个文件或目录",
    "Permission denied": "没有权限",
    "peer closed connection": "peer closed connection",
    "": "",
}


def test_why_something_broke_is_told_in_the_language_of_the_reader() -> None:
    assert {reason: told(reason, "zh") for reason in BROKEN} == BROKEN
    assert all(told(reason, "en") == reason for reason in BROKEN)
    assert len({told(reason, "zh") for reason in BROKEN} - set(BROKEN)) == len(BREAKS)
    error = Precondition("file_missing", "the state could not be read", path="a")
    assert error.message("zh").endswith("无法读取状态")
