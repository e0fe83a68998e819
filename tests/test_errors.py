from __future__ import annotations

import ast
import copy
import importlib
import pickle
import pkgutil
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import nemo_client
from nemo_client import errors, phrases
from nemo_client.errors import ExitCode, NemoError, redact
from nemo_client.phrases import Row, lang_of
from nemo_client.phrases.errors import ERRORS
from nemo_client.protocol import codes, records

PACKAGE = Path(str(nemo_client.__file__)).parent
CLASSES = {cls.__name__: cls for cls in [NemoError, *NemoError.__subclasses__()]}


def rows() -> Iterator[tuple[str, Row]]:
    """Every sentence of every phrase table, with its place."""

    def within(place: str, value: object) -> Iterator[tuple[str, Row]]:
        if isinstance(value, Row):
            yield place, value
        elif isinstance(value, dict):
            for key, item in value.items():
                yield from within(f"{place}[{key}]", item)
        elif isinstance(value, tuple | list):
            for number, item in enumerate(value):
                yield from within(f"{place}[{number}]", item)

    for found in pkgutil.iter_modules(phrases.__path__):
        module = importlib.import_module(f"nemo_client.phrases.{found.name}")
        for name, value in vars(module).items():
            if not name.startswith("__"):
                yield from within(f"{found.name}.{name}", value)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.rule("same-truth")
def test_both_languages_of_every_row_use_the_same_placeholders() -> None:
    every = list(rows())
    assert len(every) > 100
    assert [(p, r) for p, r in every if placeholders(r.en) != placeholders(r.zh)] == []
    assert [p for p, r in every if not (r.en.strip() and r.zh.strip())] == []


def test_a_missing_fact_shows_as_a_question_mark_whatever_its_format() -> None:
    assert Row("{a} {b:.0f} {c:>5}", "").say("en") == "? ? ?"


def codes_in_use() -> Iterator[tuple[str, str]]:
    """Every error code that stands in the package beside its class, with its place."""
    for path in PACKAGE.rglob("*.py"):
        if "sandbox" in path.relative_to(PACKAGE).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            pair: list[Any] = []
            if isinstance(node, ast.Call) and node.args:
                pair = [node.func, node.args[0]]
            elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
                pair = node.elts
            if pair and isinstance(pair[1], ast.Constant) and isinstance(pair[1].value, str):
                name = ast.unparse(pair[0]).rpartition(".")[2]
                if name in CLASSES:
                    yield path.name, pair[1].value


@pytest.mark.rule("same-truth")
def test_every_error_code_has_its_words() -> None:
    used = list(codes_in_use())
    assert len(used) > 30
    assert [(where, code) for where, code in used if code not in ERRORS] == []


@pytest.mark.parametrize("table", [codes.CODES, codes.STATUSES, codes.ON_TOKEN])
def test_every_row_of_the_code_tables_has_its_words(table: dict[int, Any]) -> None:
    assert [code for _, code in table.values() if code not in ERRORS] == []


@pytest.mark.rule("same-truth")
def test_each_group_of_errors_has_its_own_exit_code() -> None:
    exits = [cls.exit_code for cls in CLASSES.values()]
    assert len(set(exits)) == len(exits)
    assert set(exits) == set(ExitCode) - {ExitCode.DONE}


@pytest.mark.rule("same-truth")
def test_the_exit_codes_are_the_documented_ones() -> None:
    assert {code.name: int(code) for code in ExitCode} == {
        "DONE": 0, "UNEXPECTED": 1, "USAGE": 2, "AUTH": 3, "STILL_RUNNING": 4, "CREDITS": 5,
        "RATE_LIMITED": 6, "BACKEND_FAILED": 7, "NOT_SENT": 8, "UNSURE": 9, "SESSION_BUSY": 10,
        "NOTHING_TO_EXPORT": 11, "INTERRUPTED": 130,
    }  # fmt: skip


@pytest.mark.parametrize("code", ERRORS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_error_can_be_told_with_nothing_but_its_detail(code: str, lang: Any) -> None:
    error = NemoError(code, "so")
    assert error.message(lang)
    assert error.hint(lang)
    assert str(error) == error.message("en")


def test_a_fact_that_comes_later_is_told() -> None:
    error = errors.NotSent("not_sent", "refused")
    error.facts["host"] = "api.example"
    assert "api.example" in str(error)


@pytest.mark.parametrize("name", CLASSES)
def test_an_error_survives_the_way_between_processes(name: str) -> None:
    error = CLASSES[name]("unsure", "cut", session="5", next="nemo status")
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(other) is CLASSES[name]
        assert (other.code, other.facts, other.next) == (error.code, error.facts, ("nemo status",))
        assert str(other) == str(error)


@pytest.mark.rule("one-door")
@pytest.mark.parametrize(
    "text",
    [
        "nmv_usr_ab-C_9",
        "x nmv_usr_ab y",
        "Bearer abcdefgh12",
        "authorization: bearer a.b-c_d/e+f==",
    ],
)
def test_what_looks_like_a_token_is_blotted_out(text: str) -> None:
    error = NemoError("unexpected", text)
    told = f"{redact(text)} {error} {error!r} {error.facts} {error.detail}"
    assert "***" in told
    assert not any(secret in told for secret in ("usr_ab", "abcdefgh12", "a.b-c_d"))


def test_ordinary_words_are_left_alone() -> None:
    assert redact("the bearer of this, nmv_usr_") == "the bearer of this, nmv_usr_"


@pytest.mark.parametrize(
    ("tag", "lang"), [("zh", "zh"), ("zh-CN", "zh"), ("ZH_tw", "zh"), ("en", "en"), (None, "en"),
                      ("de", "en")],
)  # fmt: skip
def test_a_language_tag_chooses_one_of_two(tag: str | None, lang: str) -> None:
    assert lang_of(tag) == lang


def test_an_error_of_a_newer_version_is_told_by_its_code_and_detail() -> None:
    newer = {"kind": "Unheard", "code": "of_tomorrow", "facts": {"detail": "it rained"}}
    error = records.error_of(newer)
    assert error is not None
    assert (error.code, int(error.exit_code)) == ("of_tomorrow", 1)
    assert "it rained" in error.message("en") and error.hint("zh")
