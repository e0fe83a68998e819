"""Exit codes and the one JSON document, on every path."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from nemo_client.cli.grammar import Option
from nemo_client.cli.running import COMMANDS, nemo
from nemo_client.errors import ExitCode
from nemo_client.phrases.usage import COMMANDS as ABOUT
from nemo_client.phrases.usage import EXIT_CODES, OPTIONS

KEYS = {"schema", "ok", "command", "exit_code", "data", "error", "next"}
GENERATE = "generate a 1-second clip of rain"

USAGE = {
    "no such command": ("bogus",),
    "no such option": ("send", "--bogus"),
    "a missing argument": ("upload",),
    "a value that is not in the list": ("export", "--format", "avi"),
    "a value that is no number": ("export", "--wait", "soon"),
    "an option without its value": ("export", "-o"),
    "two that exclude each other": ("credits", "--sandbox", "--api-url", "http://127.0.0.1:1"),
    "a session and a new one": ("send", "hello", "--session", "1", "--new"),
    "no text": ("send",),
    "an empty text": ("send", "  "),
    "nothing to create": ("create", ""),
    "text twice": ("send", "a", "--prompt-file", "b"),
    "a file that is not there": ("send", "--prompt-file", "nowhere.txt"),
    "media that is not there": ("upload", "nowhere.mp4"),
    "media that is none": ("upload", "words.txt"),
    "a name that lies": ("export", "-o", "a.webm", "--format", "mov", "--session", "1"),
    "no session": ("export",),
    "no session to look at": ("status",),
    "no session to open": ("open",),
    "no topic": ("help", "bogus"),
    "no job to watch": ("watch",),
    "a job nobody knows": ("watch", "job_0"),
    "a job nobody knows to recover": ("recover", "job_0"),
    "a job nobody knows to work on": ("_work", "job_0"),
    "a fault nobody knows": ("sandbox", "run", "--fault", "bogus", "--root", "root"),
    "a bad address": ("credits", "--api-url", "ftp://example.org"),
    "clear text": ("credits", "--api-url", "http://example.org"),
    "nobody to talk to": ("chat", "--no-input"),
}


@pytest.mark.parametrize("argv", USAGE.values(), ids=USAGE)
def test_wrong_calls_end_with_2_and_say_so(argv: tuple[str, ...], cli: Any) -> None:
    live = argv[0] == "chat"
    told = cli(*argv, live=live)
    assert (told.code, told.out) == (2, "")
    assert "error:" in told.err
    document = cli(*argv, "--json", live=live).document
    assert document.keys() == KEYS
    assert document["error"]["message"]
    assert document["error"]["hint"]


@pytest.mark.parametrize("argv", [(), ("auth",), ("sandbox",)])
def test_a_group_alone_shows_what_there_is(argv: tuple[str, ...], lone_cli: Any) -> None:
    told = lone_cli(*argv)
    assert told.code == 2
    assert "Commands:" in told.err
    assert lone_cli(*argv, "--json").document["error"]["code"] == "usage"


@pytest.mark.parametrize("where", ["before", "after"])
def test_global_options_stand_before_or_after_the_command(where: str, lone_cli: Any) -> None:
    options = ("--json", "--lang", "zh", "--api-url", "http://127.0.0.1:1")
    argv = (*options, "export") if where == "before" else ("export", *options)
    document = lone_cli(*argv).document
    assert document["command"] == "export"
    assert document["error"]["message"] == "当前目录没有已记住的会话。"


def test_words_after_two_dashes_are_no_options(cli: Any) -> None:
    done = cli("send", "--", "--json")
    assert done.code == 0
    assert not done.out.startswith("{")


@pytest.mark.parametrize(
    "argv", [("--help",), ("send", "--help"), ("auth", "status", "-h"), ("--version",), ("help",)]
)
def test_help_and_version_are_data(argv: tuple[str, ...], lone_cli: Any) -> None:
    told = lone_cli(*argv)
    assert told.code == 0
    assert told.out.strip()
    document = lone_cli(*argv, "--json").document
    assert next(iter(document["data"].values())) + "\n" == told.out


def _walk(group: click.Group, ctx: click.Context, path: tuple[str, ...] = ()) -> list[Any]:
    found = []
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        found.append(((*path, name), command))
        if isinstance(command, click.Group):
            found += _walk(command, ctx, (*path, name))
    return found


def test_every_command_and_option_is_explained_in_both_languages(lone_cli: Any) -> None:
    commands = _walk(nemo, click.Context(nemo))
    assert {" ".join(path) for path, _ in commands} | {"nemo"} == ABOUT.keys()
    assert {n for n in COMMANDS if not n.startswith("_")} == {path[0] for path, _ in commands}
    used = {p.key for p in nemo.params if isinstance(p, Option)}
    for path, command in commands:
        options = [p for p in command.params if isinstance(p, Option)]
        used |= {p.key for p in options}
        for lang in ("en", "zh"):
            shown = lone_cli("--lang", lang, *path, "--help").out
            assert all(max(p.opts, key=len) in shown for p in options if not p.hidden)
            assert getattr(ABOUT[" ".join(path)], lang)[:12] in shown
    assert used == OPTIONS.keys()


def test_every_exit_code_is_explained(lone_cli: Any) -> None:
    assert {int(code) for code in ExitCode} == EXIT_CODES.keys()
    assert set(lone_cli("help", "exit-codes", "--json").data["exit_codes"]) == {
        str(int(code)) for code in ExitCode
    }


def _event(**event: Any) -> bytes:
    return b"data: " + json.dumps(event).encode() + b"\n\n"


def _said(text: str) -> bytes:
    content = {"role": "model", "parts": [{"text": text}]}
    return _event(author="nemo_agent", content=content, turnComplete=True)


ASKED = _event(
    author="nemo_agent",
    content={
        "parts": [
            {
                "functionCall": {
                    "id": "1",
                    "name": "ask_question",
                    "args": {"question": "Which style?", "options": ["calm", "wild"]},
                }
            }
        ]
    },
)
VIDEO = {"d": 1000, "t": [{"tt": 0, "sg": [{"id": "a", "d": 1000, "m": {"name": "rain"}}]}]}

TURNS: dict[str, tuple[dict[str, Any], int, str]] = {
    "replied": ({"stream": _said("Hello.")}, 0, "replied"),
    "changed": ({"stream": _said("Done."), "drafts": [None, VIDEO]}, 0, "changed"),
    "unchanged": ({"stream": _event(author="nemo_agent", turnComplete=True)}, 0, "unchanged"),
    "asked": ({"stream": ASKED}, 0, "asked"),
    "failed": ({"stream": _event(error="it broke")}, 7, "failed"),
    "unsure": ({"stream": b'data: {"content": {"pa'}, 9, "unsure"),
}


@pytest.mark.parametrize("name", TURNS)
@pytest.mark.rule("same-truth")
def test_a_turn_ends_with_its_own_code(
    name: str, scripted: Any, lone_cli: Any, fast_clock: Any
) -> None:
    script, code, kind = TURNS[name]
    for key, value in script.items():
        setattr(scripted, key, value)
    document = lone_cli("send", "do it", "--json", clock=fast_clock).document
    assert document["exit_code"] == code
    assert document["data"]["kind"] == kind
    assert document["next"]
    assert scripted.chats == 1


@pytest.mark.parametrize("name", ["asked", "failed", "unsure"])
def test_a_turn_that_did_not_end_well_is_not_exported(
    name: str, scripted: Any, lone_cli: Any, fast_clock: Any
) -> None:
    script, code, kind = TURNS[name]
    for key, value in script.items():
        setattr(scripted, key, value)
    document = lone_cli("create", "do it", "--json", clock=fast_clock).document
    assert document["exit_code"] == (code or ExitCode.STILL_RUNNING)
    assert document["data"]["turn"]["kind"] == kind
    assert "export" not in document["data"]
    assert scripted.chats == 1


@pytest.mark.parametrize(
    ("code", "exit_code"), [(1001, 3), (1002, 2), (2001, 5), (4001, 2), (77, 7)]
)
def test_a_message_that_is_refused_ends_with_the_code_of_the_refusal(
    code: int, exit_code: int, scripted: Any, lone_cli: Any
) -> None:
    lone_cli.monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_EXAMPLE")
    scripted.envelope = {"code": code, "message": "no", "data": None}
    document = lone_cli("send", "do it", "--json").document
    assert document["exit_code"] == exit_code
    assert document["error"]["backend_code"] == code
    assert document["data"]["session_id"] == "9000000000000000001"


REFUSED: dict[str, tuple[dict[str, str], tuple[str, ...], int]] = {
    "nobody there": ({"NEMO_API_URL": "http://127.0.0.1:9"}, ("credits",), 8),
    "nobody there to look at": ({"NEMO_API_URL": "http://127.0.0.1:9"}, ("doctor",), 8),
    "a token nobody knows": ({"NEMO_TOKEN": "nmv_usr_EXAMPLE"}, ("credits",), 3),
    "a session nobody knows": ({}, ("export", "--session", "1234567890123456789"), 2),
    "an unusable client id": ({"NEMO_CLIENT_ID": "ü" * 9}, ("credits",), 3),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.rule("same-truth")
def test_refusals_end_with_their_own_code(name: str, cli: Any) -> None:
    env, argv, code = REFUSED[name]
    for key, value in env.items():
        cli.monkeypatch.setenv(key, value)
    told = cli(*argv)
    assert told.code == code
    assert "Traceback" not in told.err
    document = cli(*argv, "--json").document
    assert document["exit_code"] == code
    assert "nmv_usr_EXAMPLE" not in json.dumps(document) + told.err


def test_a_second_token_within_a_week_ends_with_6(cli: Any) -> None:
    assert cli("credits").code == 0
    assert cli("auth", "logout").code == 0
    assert cli("credits", "--json").document["exit_code"] == ExitCode.RATE_LIMITED


def test_nothing_on_the_timeline_ends_with_11(cli: Any) -> None:
    cli("send", "hello")
    done = cli("export", "--json")
    assert done.document["exit_code"] == ExitCode.NOTHING_TO_EXPORT
    assert done.data["session_id"]


def test_a_wait_that_ends_is_4_with_the_way_on(cli: Any, clip: str) -> None:
    cli("upload", clip)
    assert cli("send", "trim it to 1 second").code == 0
    document = cli("export", "--wait", "0", "--json").document
    assert document["exit_code"] == ExitCode.STILL_RUNNING
    job = document["data"]["job"]
    assert document["next"] == [f"nemo watch {job}"]
    watched = cli("watch", job, "--json")
    assert (watched.code, watched.data["job"]) == (0, job)
    assert Path(watched.data["path"]).exists()


def test_a_bug_is_1_without_a_traceback_and_with_one_on_demand(lone_cli: Any) -> None:
    from nemo_client.cli.running import run

    def make_app(*_: Any) -> Any:
        raise ZeroDivisionError("nmv_usr_EXAMPLE")

    def perform(*argv: str) -> tuple[int, Any, Any]:
        from nemo_client.console import Console

        out, err = lone_cli.stream(), lone_cli.stream()
        return run(argv, Console(None, out, err, {}), make_app), out, err

    code, _, err = perform("credits")
    assert code == ExitCode.UNEXPECTED
    assert "ZeroDivisionError" in err.text and "Traceback" not in err.text
    code, out, err = perform("credits", "--debug", "--json")
    assert json.loads(out.text)["error"]["code"] == "unexpected"
    assert "Traceback" in err.text
    assert "nmv_usr_EXAMPLE" not in err.text + out.text


CALLS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "send": lambda clip: ("send", "hello"),
    "upload": lambda clip: ("upload", clip),
    "create": lambda clip: ("create", "trim it to 1 second", "--upload", clip),
    "export": lambda clip: ("export", "--format", "gif", "-o", "a.gif"),
    "status": lambda clip: ("status",),
    "credits": lambda clip: ("credits",),
    "open": lambda clip: ("open",),
    "sessions": lambda clip: ("sessions",),
    "auth status": lambda clip: ("auth", "status"),
    "auth anonymous": lambda clip: ("auth", "anonymous"),
    "doctor": lambda clip: ("doctor",),
    "help": lambda clip: ("help", "environment"),
    "chat": lambda clip: ("chat",),
    "plan": lambda clip: ("plan", "trim it, then export"),
    "translate": lambda clip: ("translate", "Done. Click Export."),
    "sandbox status": lambda clip: ("sandbox", "status"),
    "sandbox faults": lambda clip: ("sandbox", "faults"),
    "sandbox stop": lambda clip: ("sandbox", "stop"),
    "draft show": lambda clip: ("draft", "show"),
    "draft save": lambda clip: ("draft", "save", "-o", "a.json"),
    "draft validate": lambda clip: ("draft", "validate"),
    "draft diff": lambda clip: ("draft", "diff", "a.json"),
    "draft log": lambda clip: ("draft", "log"),
    "draft convert": lambda clip: ("draft", "convert", "-o", "a.otio"),
    "draft media": lambda clip: ("draft", "media"),
    "draft import": lambda clip: ("draft", "import", "a.otio"),
    "draft picture": lambda clip: ("draft", "picture", "-o", "a.png"),
    "jobs": lambda clip: ("jobs", "--all", "--limit", "3"),
    "jobs prune": lambda clip: ("jobs", "prune", "--days", "30"),
    "watch": lambda clip: ("watch",),
    "recover": lambda clip: ("recover",),
    "auth logout": lambda clip: ("auth", "logout"),
}


def test_every_command_succeeds_with_0_and_one_document(cli: Any, clip: str) -> None:
    cli("create", "trim it to 1 second", "--upload", clip, "-o", "first.mp4")
    for name, argv in CALLS.items():
        done = cli(*argv(clip), "--json", stdin="/status\n" if name == "chat" else None)
        document = done.document
        assert (done.code, document["command"]) == (0, name), document
        assert document["schema"] == f"nemo.{name.replace(' ', '-')}/1"
        assert document.keys() == KEYS
        assert done.err == ""
    assert set(CALLS) | {"auth", "draft", "sandbox", "sandbox run"} == ABOUT.keys() - {"nemo"}


@pytest.mark.parametrize(
    ("argv", "meant"),
    [
        (("sned", "hi"), "send"),
        (("convert",), "draft convert"),
        (("draft", "sohw"), "show"),
        (("export", "--ouptut", "x"), "--output"),
        (("--jsno", "status"), "--json"),
        (("help", "exit-code"), "exit-codes"),
    ],
)
def test_what_was_most_likely_meant_is_named(argv: tuple[str, ...], meant: str, cli: Any) -> None:
    done = cli(*argv)
    assert done.code == 2
    assert f"Did you mean {meant}?" in done.err
    assert f"是否指 {meant}？" in cli("--lang", "zh", *argv).err


def test_nothing_is_guessed_for_a_word_like_no_other(cli: Any) -> None:
    assert "Did you mean" not in cli("xyzzy").err
