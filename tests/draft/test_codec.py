from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest

from nemo_client.draft.codec import (
    MAX_BYTES,
    MAX_DEPTH,
    DraftUnreadable,
    canonical,
    fingerprint,
    parse,
    span,
)

DRAFTS = Path(__file__).parents[2] / "fixtures" / "drafts"
TextOf = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b'\xef\xbb\xbf{"t":[]}', {"t": []}),
        ('\ufeff{"t":[]}', {"t": []}),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        (r'"\ud83c"', "\ud83c"),
        (b'"\xed\xa0\xbc"', "\ud83c"),
        ('"\u2028\x85"', "\u2028\x85"),
        ("[1e400, -Infinity]", [math.inf, -math.inf]),
    ],
)
def test_parse_keeps_what_other_parsers_lose(text: str | bytes, value: object) -> None:
    assert parse(text) == value


def test_parse_tells_one_from_one_point_zero_and_keeps_nan() -> None:
    whole, real, nan = parse("[1, 1.0, NaN]")
    assert type(whole) is int and type(real) is float and math.isnan(nan)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not_json"),
        ("<html>", "not_json"),
        (b"\xff\xfe{", "not_json"),
        ('{"d": ' + "9" * 5000 + "}", "not_json"),
        ("[" * 201 + "]" * 201, "too_deep"),
        ('{"a":' * 201 + "1" + "}" * 201, "too_deep"),
        ("[" * 100_000, "too_deep"),
        (b" " * (MAX_BYTES + 1), "too_large"),
    ],
)
def test_unreadable_text_says_which_rule_it_broke(text: str | bytes, reason: str) -> None:
    with pytest.raises(DraftUnreadable) as caught:
        parse(text)
    assert (caught.value.code, caught.value.reason) == ("draft_unreadable", reason)
    assert str(caught.value)


def test_the_deepest_allowed_value_is_read() -> None:
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH) is not None


@pytest.mark.parametrize("inside", ["[" * 500, '\\"' + "[" * 500, "{\\\\", '[\\\\\\"[', "\\u005b["])
def test_brackets_inside_strings_are_no_depth(inside: str) -> None:
    text = f'{{"{inside}": ["{inside}", "{inside}"]}}'
    assert parse(text) == json.loads(text)


@pytest.mark.parametrize("before", ['"\\\\"', '"\\\\\\""', '"\\""', '"]]"', '""'])
def test_depth_is_seen_behind_any_string(before: str) -> None:
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    with pytest.raises(DraftUnreadable, match="200"):
        parse(f"[{before},{deep}]")


def test_the_draft_is_cut_out_of_a_reply_byte_for_byte(text_of: TextOf) -> None:
    text = text_of("state_reply")
    cut = span(text, ("data", "state", "draft"))
    assert cut is not None and cut in text
    assert cut.startswith('{ "t" : [ {"tt":0') and cut.endswith('"a":  2}')
    assert '"d":1.0e4' in cut and "\\u57ce\\/\\" in cut


@pytest.mark.parametrize(
    ("text", "path", "found"),
    [
        ('{"a":1,"a":{"b":2}}', ("a", "b"), "2"),
        ('{"a":{"b":2},"a":1}', ("a", "b"), None),
        ('{"a":{"b":2},"a":{}}', ("a", "b"), None),
        ('\ufeff {"a" : "x" }', ("a",), '"x"'),
        ('{"\\u0061": [1 , 2]}', ("a",), "[1 , 2]"),
        ('{"": {"": null}}', ("", ""), "null"),
        (" [1] ", (), "[1]"),
        ('{"a":1}', ("b",), None),
        ('[{"a":1}]', ("a",), None),
        ('{"a":1', ("a",), None),
        ('{"a" 1}', ("a",), None),
        ('{"a":1 "b":2}', ("b",), None),
        ('{"a":', ("a",), None),
        ("", ("a",), None),
        ('{"a":' + "[" * 100_000, ("a",), None),
    ],
)
def test_span_finds_what_the_parser_would_read(
    text: str, path: tuple[str, ...], found: str | None
) -> None:
    assert span(text, path) == found


def test_canonical_text_is_sorted_dense_and_ascii() -> None:
    assert canonical({"b": [1, 1.0], "a": "城\ud83c"}) == b'{"a":"\\u57ce\\ud83c","b":[1,1.0]}'


@pytest.mark.parametrize(
    "change",
    [
        {"updated_at": 5},
        {"updatedAt": "2026-01-02"},
        {"m": {"src": "https://cdn.example.com/a.mp4?X-Amz-Signature=2&X-Amz-Date=2"}},
        {"d": 10000.0},
    ],
)
def test_what_changes_by_itself_leaves_the_fingerprint(change: dict[str, object]) -> None:
    draft = {
        "d": 10000,
        "updated_at": 1,
        "updatedAt": 1,
        "m": {"src": "https://cdn.example.com/a.mp4?X-Amz-Date=1&X-Amz-Signature=1"},
    }
    assert fingerprint({**draft, **change}) == fingerprint(draft)


@pytest.mark.parametrize(
    "change", [{"d": 10001}, {"m": {"src": "https://a/v?id=2"}}, {"new": None}, {"t": [[]]}]
)
def test_an_edit_changes_the_fingerprint(change: dict[str, object]) -> None:
    draft = {"d": 10000, "m": {"src": "https://a/v?id=1"}, "t": []}
    assert fingerprint({**draft, **change}) != fingerprint(draft)


def test_a_fingerprint_names_its_algorithm() -> None:
    assert fingerprint({}).startswith("sha256:") and len(fingerprint({})) == 7 + 64


def test_every_fixture_is_read() -> None:
    files = sorted(DRAFTS.glob("*.json"))
    assert files and all(isinstance(parse(file.read_bytes()), dict) for file in files)
