"""Any two values: the operations make the second of the first, exactly."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.draft.patch import Operation, applied, is_same, patch
from nemo_client.draft.pointers import keys_of

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.integers(2**63, 2**70)
    | st.floats()
    | st.sampled_from([0.0, -0.0, 1.0, "", "a/b", "~1", "\ud800", "雨"])
)
NAMES = st.sampled_from(["id", "a", "b", "c", "a/b", "~", "", "0"])
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=20,
)


def spelled(value: Any) -> str:
    return json.dumps(value)


def steps(before: Any, after: Any) -> list[tuple[str, str]]:
    return [(step.op, step.path) for step in patch(before, after)]


@given(JSON, JSON)
def test_the_operations_make_the_second_of_the_first(one: Any, two: Any) -> None:
    was = spelled(one)
    assert spelled(applied(one, patch(one, two))) == spelled(two)
    assert spelled(one) == was


@given(JSON)
def test_what_is_the_same_needs_no_operation(raw: Any) -> None:
    assert patch(raw, json.loads(json.dumps(raw))) == ()


@given(st.lists(st.integers(0, 9), unique=True), st.randoms(use_true_random=False))
def test_members_that_only_changed_places_are_only_moved(ids: list[int], random: Any) -> None:
    one = [{"id": n, "d": 1000} for n in ids]
    two = random.sample(one, len(one))
    assert {step.op for step in patch(one, two)} <= {"move"}
    assert spelled(applied(one, patch(one, two))) == spelled(two)


MINIMAL: dict[str, tuple[Any, Any, list[tuple[str, str]]]] = {
    "one value": ({"a": {"b": 1}}, {"a": {"b": 2}}, [("replace", "/a/b")]),
    "another type of number": ([1], [1.0], [("replace", "/0")]),
    "truth is no number": ([True], [1], [("replace", "/0")]),
    "a member less": ([1, 2, 3], [1, 3], [("remove", "/1")]),
    "a member less among equals": (["a", "b", "a"], ["b", "a"], [("remove", "/0")]),
    "a member more": ([{"id": 1}], [{"id": 2}, {"id": 1}], [("add", "/0")]),
    "one moved far": ([1, 2, 3, 4], [4, 1, 2, 3], [("move", "/0")]),
    "one moved and changed": (
        [{"id": n, "x": 0} for n in range(4)],
        [{"id": 3, "x": 1}, *({"id": n, "x": 0} for n in range(3))],
        [("move", "/0"), ("replace", "/0/x")],
    ),
    "a nameless one changed": ([{"d": 1}, {"d": 2}], [{"d": 1}, {"d": 3}], [("replace", "/1/d")]),
    "another id is another thing": ([{"id": 1}], [{"id": 2}], [("remove", "/0"), ("add", "/0")]),
    "a key that moved": ({"a": 1, "b": 2, "c": 3}, {"c": 3, "a": 1, "b": 2}, [("move", "/c")]),
    "a key in the middle": ({"a": 1, "c": 3}, {"a": 1, "b": 2, "c": 3}, [("add", "/b")]),
    "a key with marks": ({}, {"a/b~": 1}, [("add", "/a~1b~0")]),
    "the whole": ("<draft/>", {"t": []}, [("replace", "")]),
}


@pytest.mark.parametrize("case", MINIMAL)
def test_the_operations_are_few(case: str) -> None:
    one, two, expected = MINIMAL[case]
    assert steps(one, two) == expected
    assert spelled(applied(one, patch(one, two))) == spelled(two)


def test_operations_are_written_as_json_patch_writes_them() -> None:
    found = patch({"a": 1, "l": [1, 2]}, {"b": 3, "l": [2, 1]})
    assert [step.as_json() for step in found] == [
        {"op": "remove", "path": "/a"},
        {"op": "add", "path": "/b", "value": 3, "before": "l"},
        {"op": "move", "path": "/l/1", "from": "/l/0"},
    ]
    assert Operation("replace", "/x", None).as_json() == {
        "op": "replace",
        "path": "/x",
        "value": None,
    }


def test_a_long_list_in_disorder_is_replaced_whole() -> None:
    one, two = list(range(10_000)), list(range(10_000))[::-1]
    assert steps({"l": one}, {"l": two}) == [("replace", "/l")]


def test_sameness_minds_what_equality_does_not() -> None:
    assert is_same({"a": [1, None]}, {"a": [1, None]}) and is_same(float("nan"), float("nan"))
    assert not is_same(1, 1.0) and not is_same(0.0, -0.0) and not is_same(True, 1)
    assert not is_same({"a": 1, "b": 2}, {"b": 2, "a": 1})


def test_a_pointer_is_taken_apart_as_it_is_put_together() -> None:
    assert keys_of("/a~1b/~01/0/") == ("a/b", "~1", "0", "") and keys_of("") == ()
    with pytest.raises(ValueError, match="slash"):
        keys_of("a")
