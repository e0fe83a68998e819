"""Any JSON value in any place: nothing raises, nothing is lost, nothing is claimed in vain."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nemo_client.draft import (
    Draft,
    DraftUnreadable,
    changes,
    describe,
    facts,
    fingerprint,
    lines,
    parse,
    span,
)
from nemo_client.draft.keys import DRAFT, DURATION, END, SEGMENT, START

untimed = settings(deadline=None)

# true is left out of comparisons: it equals 1 for Python and for a fingerprint, yet is no time.
NO_BOOLS = (
    st.none()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["<draft>", "{}", '{"text": 1}', "7", "-1", "1e9", "https://x/a?sig=1"])
)


def json_of(scalars: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
        ),
        max_leaves=12,
    )


JSON = json_of(NO_BOOLS | st.booleans())
PLAIN = json_of(NO_BOOLS)
KEYS = sorted(
    {
        key
        for row in (START, DURATION, END, *DRAFT.values(), *SEGMENT.values())
        for p in row.paths
        for key in p
    }
    | {"id", "tt", "sg", "m", "t", "role", "updated_at", "", "a/b"}
)


def some(keys: list[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(st.sampled_from(keys), values, max_size=8)


def drafts(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    segments = some(KEYS, values | some(KEYS, values))
    tracks = st.fixed_dictionaries(
        {
            "tt": st.sampled_from([0, 1, 7, 4, "7"]) | values,
            "sg": st.lists(segments | values, max_size=4),
        }
    )
    whole = {"t": st.lists(tracks | values, max_size=3)}
    shaped = st.fixed_dictionaries(whole, optional={"m": values, "d": values})
    return values | some(KEYS, values) | shaped


DRAFTS = drafts(JSON)


@untimed
@given(DRAFTS)
def test_no_content_makes_a_view_raise(raw: Any) -> None:
    draft = Draft(raw)
    for lang in ("en", "zh"):
        told = [*lines(draft, lang), *describe(changes(None, draft), lang)]
        assert all(line.isprintable() or "\u200c" in line or "\u200d" in line for line in told)
    assert json.dumps(facts(draft), allow_nan=False)
    assert draft.duration_ms >= 0 and isinstance(draft.is_exportable, bool)


@untimed
@given(DRAFTS)
def test_a_draft_has_no_changes_against_itself(raw: Any) -> None:
    assert changes(Draft(raw), Draft(raw)) == ()
    assert changes(Draft(raw), Draft(copy.deepcopy(raw))) == ()


@untimed
@given(drafts(PLAIN), drafts(PLAIN))
def test_changes_are_found_exactly_when_fingerprints_differ(one: Any, two: Any) -> None:
    one, two = one or {}, two or {}
    found = changes(Draft(one), Draft(two))
    assert bool(found) == (fingerprint(one) != fingerprint(two))
    assert bool(describe(found, "en")) == bool(found)


@untimed
@given(some(KEYS, PLAIN), some(KEYS, PLAIN), st.integers(0, 3))
def test_one_edited_segment_is_never_silent(one: Any, two: Any, place: int) -> None:
    def around(segment: Any) -> Any:
        segments = [{"id": f"s{n}", "d": 1000} for n in range(4)]
        segments[place] = segment
        return {"d": 4000, "t": [{"tt": 0, "sg": segments}]}

    before, after = around(one), around(two)
    found = changes(Draft(before), Draft(after))
    assert bool(found) == (fingerprint(before) != fingerprint(after))
    assert bool(describe(found, "en")) == bool(found)


@untimed
@given(JSON)
def test_parse_reads_what_json_reads(raw: Any) -> None:
    for ascii_only in (True, False):
        text = json.dumps(raw, ensure_ascii=ascii_only)
        assert repr(parse(text)) == repr(json.loads(text))
        assert repr(parse(text.encode("utf-8", "surrogatepass"))) == repr(json.loads(text))


@untimed
@given(JSON, st.lists(st.text(max_size=4), min_size=1, max_size=4), st.data())
def test_span_cuts_the_value_exactly(raw: Any, path: list[str], data: st.DataObject) -> None:
    exact = json.dumps(
        raw, ensure_ascii=data.draw(st.booleans()), indent=data.draw(st.none() | st.just(1))
    )
    text = exact
    for key in reversed(path):
        a, b, c, d = (data.draw(st.text(alphabet=" \t\r\n", max_size=3)) for _ in range(4))
        twin, near, name = (json.dumps(v) for v in (data.draw(JSON), key + "x", key))
        text = f"{a}{{{name}:{twin},{near}:{twin},{b}{name}{c}:{d}{text}{a}}}{b}"
    assert span(text, tuple(path)) == exact


@untimed
@given(JSON)
def test_span_agrees_with_the_parser_on_every_key(raw: Any) -> None:
    text = json.dumps(raw)
    for key in raw if isinstance(raw, dict) else ():
        cut = span(text, (key,))
        assert cut is not None and repr(json.loads(cut)) == repr(json.loads(text)[key])


@untimed
@given(st.text(max_size=60) | st.text(alphabet='{}[]",:\\ a1', max_size=40))
def test_any_text_is_read_or_refused_in_one_way(text: str) -> None:
    cut = span(text, ("a",))
    try:
        raw = parse(text)
    except DraftUnreadable as problem:
        assert problem.reason == "not_json"
    else:
        assert (cut is not None) == (isinstance(raw, dict) and "a" in raw)


@untimed
@given(some(KEYS, JSON), st.randoms(use_true_random=False))
def test_a_fingerprint_does_not_mind_the_order_of_keys(raw: Any, random: Any) -> None:
    assert fingerprint(_shuffled(raw, random)) == fingerprint(raw)


def _shuffled(value: Any, random: Any) -> Any:
    if isinstance(value, list):
        return [_shuffled(item, random) for item in value]
    if not isinstance(value, dict):
        return value
    items = [(key, _shuffled(item, random)) for key, item in value.items()]
    random.shuffle(items)
    return dict(items)
