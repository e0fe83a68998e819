"""A draft from a reply to a render request: read in every way there is, and sent as it came.

`NEMO_EXAMPLES=10000` tries it with that many drafts.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.draft import (
    Draft,
    applied,
    changes,
    describe,
    details,
    everything,
    fingerprint,
    lines,
    patch,
)
from nemo_client.protocol import calls
from nemo_client.protocol.effects import Reply
from nemo_client.protocol.wire import read_state

NUMBERS = (
    st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.sampled_from([0, -0.0, 1, 1.0, 7.0, 1e9, 719.9999700000001, 2**63, 10**200])
)
TEXTS = st.text(max_size=6) | st.sampled_from(
    [
        "NaN",
        "Infinity",
        "-1",
        "7",
        '{"text": "雨"}',
        "{",
        "<draft>",
        "\ud800",
        "\u202e",
        "http://a/b?sig=1",
    ]
)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS


def deep(value: Any, depth: int) -> Any:
    for n in range(depth):
        value = [value] if n % 2 else {"m": value}
    return value


VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
) | st.builds(deep, SCALARS, st.integers(1, 150))
UNKNOWN = st.dictionaries(TEXTS, VALUES, max_size=2)
TIMES = st.integers(0, 10**5) | st.floats(0, 1e5) | st.sampled_from(["1000", "1e3", -1, None, True])


def with_more(shape: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    known = st.fixed_dictionaries({}, optional=shape)
    return st.tuples(known, UNKNOWN, st.booleans()).map(
        lambda both: {**both[1], **both[0]} if both[2] else {**both[0], **both[1]}
    )


META = with_more({"text": TEXTS, "name": TEXTS, "url": TEXTS, "volume": NUMBERS})
SEGMENT = with_more(
    {"id": TEXTS | st.integers(0, 5), "start": TIMES, "d": TIMES, "volume": NUMBERS}
    | {"speed": NUMBERS, "source_in": TIMES, "source_out": TIMES, "m": META | META.map(json.dumps)}
)
SEGMENTS = st.lists(SEGMENT | VALUES, max_size=4)
TRACK = with_more(
    {"tt": st.sampled_from([0, 1, 7, 7.0, "7", "text", True, 4, None]), "m": META}
    | {"sg": SEGMENTS | st.dictionaries(TEXTS, SEGMENT, max_size=3) | st.none()}
)
DRAFT = with_more({"t": st.lists(TRACK | VALUES, max_size=3), "d": TIMES, "m": META})


@pytest.mark.rule("draft-exact")
@given(DRAFT, st.booleans(), st.none() | st.just(1))
def test_what_was_received_is_what_goes_to_render(raw: Any, is_ascii: bool, indent: Any) -> None:
    exact = json.dumps(raw or {"": 0}, ensure_ascii=is_ascii, indent=indent)
    reply = f'{{"code": 0, "data": {{"state": {{"draft": {exact}}}}}}}'
    state = read_state(Reply(200, {}, reply.encode("utf-8", "surrogatepass"), 0.0), "1")
    draft = state.draft
    assert draft is not None and (draft.text, state.draft_text) == (exact, exact)
    everywhere(draft)
    body = calls.render("r", "1", str(state.draft_text), {"format": "mp4"}).body
    assert isinstance(body, calls.Json)
    sent = json.loads(body.data.decode("utf-8", "surrogatepass"))["draft"]
    assert repr(sent) == repr(json.loads(exact)) == repr(draft.raw)


def everywhere(draft: Draft) -> None:
    """Look at a draft in every way; nothing may raise."""
    for lang in ("en", "zh"):
        assert [*lines(draft, lang), *details(draft, lang), *describe(changes(None, draft), lang)]
    assert json.dumps(everything(draft), allow_nan=False)
    assert fingerprint(draft.raw).startswith("sha256:")
    for track in draft.tracks:
        assert 0 <= track.filled_ms <= track.end_ms
    for issue in draft.issues():
        assert issue.code == "tracks_missing" or draft.at(issue.pointer) is not ...
    assert len(draft.visible_at(500)) <= len(draft.segments)


@given(DRAFT, DRAFT)
def test_the_patch_beside_the_words_is_exact_for_any_two_drafts(one: Any, two: Any) -> None:
    was = copy.deepcopy(one)
    steps = patch(one, two)
    assert repr(applied(one, steps)) == repr(two)
    assert repr(one) == repr(was)
    if changes(Draft(one), Draft(two)):
        assert steps
