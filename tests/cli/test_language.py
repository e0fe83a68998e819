"""The two layers of language at the command line: plan, translate, offers, choices, languages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import nemo_client

COMPOUND = "here is clip.mp4, cut the silence and send me the result as mov"
GUI = "I added music at 35%. Click the Export button in the top right to download your video."


@pytest.fixture
def nobody(lone_cli: Any) -> Any:
    """`nemo` where nobody answers: whoever asks anyone fails."""
    lone_cli.monkeypatch.setenv("NEMO_API_URL", "http://127.0.0.1:9")
    return lone_cli


def test_a_plan_is_shown_in_words_and_as_facts(nobody: Any) -> None:
    done = nobody("plan", COMPOUND)
    assert done.code == 0
    steps = ["upload clip.mp4", "say to the agent: cut the silence", "export the video: mov"]
    shown = [line.split("  [")[0] for line in done.out.splitlines()]
    assert shown == [f"{n}. {step}" for n, step in enumerate(steps, 1)]
    assert [s["intent"] for s in nobody("plan", COMPOUND, "--json").data["plan"]] == [
        "upload",
        "chat",
        "export",
    ]


def test_a_plan_is_told_in_the_language_it_was_written_in(nobody: Any) -> None:
    shown = nobody("plan", "导出成mp4，看看还剩多少积分").out.splitlines()
    assert [line.split("  [")[0] for line in shown] == ["1. 导出视频：mp4", "2. 查看余额"]
    assert nobody("plan", "导出", "--lang", "en").out.startswith("1. export the video")


def test_a_message_is_translated_and_nothing_is_done(nobody: Any) -> None:
    done = nobody("translate", stdin=GUI)
    assert (done.code, done.out) == (0, "I added music at 35%.\n")
    assert "To export: nemo export" in done.err
    assert nobody("translate", GUI, "--json").data == {
        "text": "I added music at 35%.",
        "actions": ["export"],
    }


def test_nothing_left_to_read_is_nothing_on_stdout(nobody: Any) -> None:
    assert nobody("translate", "Click the Export button.").out == ""


def test_neither_layer_loads_what_talks_to_a_backend() -> None:
    code = (
        "import sys; from nemo_client.cli import main; main(sys.argv[1:]); "
        "heavy = {'httpx', 'pydantic', 'asyncio', 'nemo_client.client', 'prompt_toolkit'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(nemo_client.__file__).parents[1])}
    for name in ("plan", "translate"):
        argv = [sys.executable, "-c", code, name, "export it"]
        out = subprocess.run(argv, env=env, capture_output=True, text=True, timeout=60).stdout
        assert out.splitlines()[-1] == "[]"


LINES = (
    '\ufeff{"id": "a", "text": "export it"}\r\n\r\n  \n{"id": 2, "text": "你好"}\n{"text": ""}'
).encode()


def _documents(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_cases_are_answered_line_by_line(nobody: Any) -> None:
    done = nobody("plan", "--jsonl", stdin=LINES)
    assert (done.code, done.err) == (0, "")
    assert _documents(done.out) == [
        {"id": "a", "plan": [{"intent": "export"}]},
        {"id": 2, "plan": [{"intent": "chat", "text": "你好"}]},
        {"id": None, "plan": [{"intent": "chat", "text": ""}]},
    ]
    case = json.dumps({"id": "g", "text": GUI}).encode()
    shown = _documents(nobody("translate", "--jsonl", stdin=case).out)
    assert shown == [{"id": "g", "text": "I added music at 35%.", "actions": ["export"]}]


BAD = {
    "no JSON": b"{",
    "no object": b"[1]",
    "no text": b'{"id": 1}',
    "text that is none": b'{"id": 1, "text": 2}',
    "no UTF-8": b'{"id": 1, "text": "\xff"}',
    "too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("command", ["plan", "translate"])
@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_ends_the_run_with_its_number(name: str, command: str, nobody: Any) -> None:
    lines = b'{"id": 1, "text": "hi"}\n\n' + BAD[name] + b'\n{"id": 2, "text": "hi"}\n'
    done = nobody(command, "--jsonl", stdin=lines)
    assert done.code == 2
    assert len(done.out.splitlines()) == 1
    assert "Line 3 is no" in done.err
    assert nobody(command, "--jsonl", "--lang", "zh", stdin=lines).err.count("第 3 行") == 1


def test_a_line_of_a_megabyte_is_a_line(nobody: Any) -> None:
    case = json.dumps({"id": 1, "text": "trim the clip. " * 70_000}).encode()
    done = nobody("translate", "--jsonl", stdin=case)
    assert len(_documents(done.out)[0]["text"]) > 1_000_000


@pytest.mark.parametrize("argv", [("hello",), ("--json",)])
def test_cases_come_alone(argv: tuple[str, ...], nobody: Any) -> None:
    assert nobody("plan", "--jsonl", *argv, stdin="").code == 2
    assert nobody("plan", "--jsonl", live=True).code == 2


# --- what the backend suggests and asks


def _said(text: str) -> bytes:
    event = {"author": "nemo_agent", "content": {"parts": [{"text": text}]}, "turnComplete": True}
    return b"data: %s\n\n" % json.dumps(event).encode()


def test_what_is_suggested_is_looked_at_or_offered(scripted: Any, lone_cli: Any) -> None:
    scripted.stream = _said(
        "Done. Click Export to download. You can check your credits in billing."
    )
    document = lone_cli("send", "do it", "--json").document
    session = document["data"]["session_id"]
    assert document["data"]["at_once"]["show_credits"]["available"] == 100
    offer = {"action": "export", "command": f"nemo export --session {session}"}
    assert document["data"]["offers"] == [offer]
    assert document["next"][0] == offer["command"]
    told = lone_cli("send", "do it")
    assert "100 credits available" in told.err
    assert told.err.count(f"nemo export --session {session}") == 1


def test_at_a_terminal_an_answer_is_shown_while_it_comes_translated_and_once(
    scripted: Any, lone_cli: Any
) -> None:
    pieces = [GUI[n : n + 7] for n in range(0, len(GUI), 7)]
    parts = [{"author": "nemo_agent", "partial": True, "content": {"parts": [{"text": piece}]}}
             for piece in pieces]  # fmt: skip
    scripted.stream = b"".join(b"data: %s\n\n" % json.dumps(p).encode() for p in parts)
    scripted.stream += _said(GUI)
    done = lone_cli("send", "add music", live=True)
    assert done.out == "I added music at 35%.\n"
    assert "To export: nemo export" in done.err
    assert lone_cli("send", "add music").out == done.out


def test_the_user_may_want_nothing_at_once(scripted: Any, lone_cli: Any) -> None:
    scripted.stream = _said("Done. You can check your credits in the billing page.")
    lone_cli.monkeypatch.setenv("NEMO_ACTIONS", "offer")
    data = lone_cli("send", "do it", "--json").data
    assert "at_once" not in data
    assert [offer["action"] for offer in data["offers"]] == ["show_credits"]


def test_a_look_that_fails_does_not_fail_the_turn(scripted: Any, lone_cli: Any) -> None:
    scripted.stream = _said("Done. Click Export to download.")
    lone_cli.monkeypatch.setenv("NEMO_ACTIONS", "auto")
    done = lone_cli("send", "do it")  # there is nothing on the timeline to export
    assert done.code == 0
    assert "Could not be looked at: There is nothing on the timeline" in done.err


def test_an_unknown_setting_is_refused_before_anything_leaves(scripted: Any, lone_cli: Any) -> None:
    lone_cli.monkeypatch.setenv("NEMO_ACTIONS", "everything")
    done = lone_cli("send", "do it")
    assert (done.code, scripted.chats) == (2, 0)
    assert "there are offer, read, auto" in done.err


def _asked(*options: str) -> bytes:
    call = {"id": "1", "name": "ask_question", "args": {"question": "How?", "options": options}}
    event = {"author": "nemo_agent", "content": {"parts": [{"functionCall": call}]}}
    return b"data: %s\n\n" % json.dumps(event).encode()


def test_a_question_comes_with_a_command_for_each_option(scripted: Any, lone_cli: Any) -> None:
    scripted.stream = _asked("calm", 'say "$HOME"', "export it", "-1")
    document = lone_cli("send", "do it", "--json").document
    say = f"nemo send --session {document['data']['session_id']}"
    assert document["data"]["question"]["options"] == ["calm", 'say "$HOME"', "export it", "-1"]
    as_is = say.replace("send", "send --as-is", 1)
    assert document["next"][:4] == [
        f'{say} "calm"',
        f"{say} 'say \"$HOME\"'",
        f'{as_is} "export it"',
        f'{say} -- "-1"',
    ]
    assert scripted.chats == 1


# --- languages


def test_chinese_words_are_answered_in_chinese_and_open_a_chinese_session(
    cli: Any, backend: Any
) -> None:
    done = cli("send", "生成一段1秒的雨景视频")
    assert "消耗：" in done.err and "下一步：" in done.err
    assert cli("sessions", "--json").data["sessions"][0]["language"] == "zh"
    assert "Cost:" in cli("send", "你好", "--lang", "en").err


MISTAKES = {
    "a choice": (("export", "--format", "avi"), "mp4, mov, webm, gif"),
    "a number": (("export", "--wait", "soon"), "必须是不小于 0 的数"),
    "a whole number": (("sessions", "--limit", "0"), "必须是不小于 1 的整数"),
    "an option without its value": (("export", "-o"), "需要一个值"),
    "too much": (("credits", "and", "more"), "此处不需要：and more"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_is_wrong_with_a_call_is_said_in_chinese(name: str, lone_cli: Any) -> None:
    argv, told = MISTAKES[name]
    lone_cli.monkeypatch.setenv("NEMO_LANG", "zh")
    done = lone_cli(*argv)
    assert done.code == 2
    assert told in done.err
    assert not any(word in done.err for word in ("valid", "not", "requires", "unexpected"))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["plan", "translate", "create", "send", "draft", "export"])
def test_the_help_of_a_command_leaves_no_blank_unfilled(
    name: str, lang: str, lone_cli: Any
) -> None:
    assert not re.search(r"\s[?](?=[\s，。；])", lone_cli(name, "--help", "--lang", lang).out)


def test_the_environment_is_explained_in_both_languages(lone_cli: Any) -> None:
    assert "language of messages" in lone_cli("help", "environment").out
    assert "消息语言" in lone_cli("help", "environment", "--lang", "zh").out
