"""Every single edit taken out, brought back as a file, and asked for: does it come about?

`SAYABLE` is the table of what words bring about today, and of the gaps with their reasons.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nemo_client.draft import Draft
from nemo_client.interchange import FORMATS, RATES, words
from nemo_client.interchange.asking import asked
from nemo_client.interchange.bringing import Brought, compare
from nemo_client.interchange.pieces import read
from nemo_client.phrases.interchange import WHYS
from nemo_client.sandbox.agent import carry_out, plan
from nemo_client.sandbox.agent.asking import AskBack
from nemo_client.sandbox.agent.ops import Op
from tests.draft.test_every_edit import FILES, TOLD, before, done
from tests.interchange.test_losses import WHOLE

OPS = [op for op, _, _ in TOLD]
ABSENT = "not in the file"
FOREIGN = "not said: not_uploaded"
SAYABLE: Mapping[str, Sequence[str]] = {
    "Generate": [FOREIGN],
    "PlaceClips": ["done"],
    "Trim": ["done"],
    "TrimHead": ["done"],
    "TrimTail": ["done"],
    "CutRanges": ["done"],
    "KeepRange": ["done"],
    "Split": ["done"],
    "DeleteClips": ["done"],
    "MoveClip": ["done"],
    "SwapClips": ["done"],
    "Reorder": ["done"],
    "SetSpeed": ["done"],
    "SetAspect": [ABSENT],
    "SetLook": [ABSENT],
    "AddText": ["done"],
    "EditText": ["done"],
    "RetimeText": ["done"],
    "PlaceText": [ABSENT],
    "RemoveText": ["done"],
    "AddMusic": [FOREIGN],
    "RemoveMusic": ["done"],
    "SetVolume": ["done"],
    "Fade": [ABSENT],
}
"""What becomes of the edits of each kind: what a file does not hold cannot come back from it."""

WAS = before()
MADE = [replace(FILES[0], cdn_url="http://127.0.0.1/made"), *FILES[1:]]


def brought(draft: Any, now: Any) -> Brought:
    format = FORMATS["otio"]
    text = format.write(format.project(Draft(now), RATES["30"]), {})
    return compare(Draft(draft), read("otio", text))


def nameless(value: Any) -> Any:
    """Return a draft without ids, which nobody can ask for."""
    if isinstance(value, dict):
        return {key: nameless(item) for key, item in value.items() if key != "id"}
    return [nameless(item) for item in value] if isinstance(value, list) else value


def asked_of_the_agent(was: Any, message: str) -> Any:
    """Return the draft that a message leads to, None where it is asked back."""
    wanted = plan(message, was, FILES[1:])
    if wanted.question or wanted.skipped:
        return None
    return carry_out(wanted, was, FILES[1:], {}, ()).draft


def outcome(ops: Sequence[Op], lang: Any) -> str:
    """Return what becomes of edits that come back as a file."""
    now = done(WAS, ops, MADE)
    found = brought(WAS, now)
    if not (found.changes or found.absent or found.refused):
        return ABSENT
    asks = asked(found, replacing=True)
    if asks.not_said:
        return "not said: " + ", ".join(sorted({each.why for each in asks.not_said}))
    message = words.wish(asks.said, lang)
    after = asked_of_the_agent(WAS, message)
    if after is None:
        return "asked back: " + message
    left = brought(nameless(after), nameless(now))
    return "done" if not (left.changes or left.absent or left.refused) else "other: " + message


@pytest.mark.parametrize("kind", SAYABLE)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_tells_what_words_bring_about(kind: str, lang: Any) -> None:
    ops = [op for op in OPS if type(op).__name__ == kind]
    assert sorted({outcome([op], lang) for op in ops}) == SAYABLE[kind]


def test_every_edit_is_in_the_table() -> None:
    assert {type(op).__name__ for op in OPS} == set(SAYABLE)


@pytest.mark.parametrize("seed", range(30))
def test_several_edits_at_once_come_about_or_are_told_as_unsayable(seed: int) -> None:
    chance = random.Random(seed)
    try:
        told = outcome(chance.sample(OPS, chance.choice((2, 3))), chance.choice(("en", "zh")))
    except AskBack:  # the second edit cannot be done after the first
        return
    assert told in ("done", ABSENT) or told.startswith("not said: ")


PARTS: Mapping[str, tuple[Sequence[str], int]] = {
    "a part cut out and the clips in another order": (("CutRanges", "SwapClips"), 2),
    "two parts of a clip, one of them fast": (("Split", "SetSpeed"), 2),
}


@pytest.mark.parametrize(("kinds", "rounds"), PARTS.values(), ids=PARTS)
def test_what_is_left_for_later_comes_about_with_the_next_import(
    kinds: Sequence[str], rounds: int
) -> None:
    ops = [next(op for op in OPS if type(op).__name__ == kind) for kind in kinds]
    now, draft = done(WAS, ops, MADE), WAS
    left = []
    for _ in range(rounds):
        asks = asked(brought(nameless(draft), nameless(now)), replacing=True)
        left.append({each.why for each in asks.not_said})
        draft = asked_of_the_agent(draft, words.wish(asks.said, "en"))
    assert left == [{"later"}, set()]
    found = brought(nameless(draft), nameless(now))
    assert (found.changes, found.absent, found.refused) == ((), (), ())


NAMED_MUSIC = {
    "t": [{"tt": 1, "sg": [{"d": 11, "m": {"text": "0", "src": "https://x.test/a.mp4"}}]}]
}


@settings(max_examples=40)
@example({"t": []}, NAMED_MUSIC, RATES["48"], True)
@given(WHOLE, WHOLE, st.sampled_from(list(RATES.values())), st.booleans())
def test_any_file_is_asked_for_and_one_that_changes_nothing_is_not(
    was: Any, now: Any, rate: Any, replacing: bool
) -> None:
    format = FORMATS["otio"]
    arrived = read("otio", format.write(format.project(Draft(now), rate), {}))
    for ask in asked(compare(Draft(was), arrived), replacing).said:
        assert words.sentence(ask, "en") and words.sentence(ask, "zh")
    assert asked(compare(Draft(now), arrived), replacing).said == ()


def otio(*clips: tuple[str, int, int, int]) -> Any:
    """Return a draft of clips: media, start, length, start in the media."""
    made = [
        {"id": f"{name}{start}", "start": start, "d": d, "source_in": at, "m": {"src": name}}
        for name, start, d, at in clips
    ]
    return {"t": [{"tt": 0, "sg": made}]}


LAID = otio(("a.mp4", 0, 4000, 1000), ("b.mp4", 4000, 4000, 0))
UNSAYABLE: Mapping[str, tuple[Any, str]] = {
    "a clip made longer": (otio(("a.mp4", 0, 5000, 1000), ("b.mp4", 5000, 4000, 0)), "longer"),
    "a gap": (otio(("a.mp4", 0, 4000, 1000), ("b.mp4", 5000, 4000, 0)), "gap"),
    "a clip between": (
        otio(("a.mp4", 0, 4000, 1000), ("b.mp4", 4001, 4000, 0), ("b.mp4", 4000, 4000, 0)),
        "between",
    ),
    "a part once more": (
        otio(("a.mp4", 0, 4000, 1000), ("b.mp4", 4000, 4000, 0), ("b.mp4", 8000, 1000, 0)),
        "part",
    ),
}


@pytest.mark.parametrize(("now", "why"), UNSAYABLE.values(), ids=UNSAYABLE)
def test_what_words_do_not_reach_is_told_with_its_reason(now: Any, why: str) -> None:
    asks = asked(brought(LAID, now), replacing=True)
    assert why in {each.why for each in asks.not_said} and why in WHYS
    assert not asks.said


@pytest.mark.parametrize("speed", [0.0, -1.0, 0.01, 50.0, float("nan"), float("inf")])
def test_a_speed_that_no_clip_can_have_is_not_asked_for(speed: float) -> None:
    found = brought(LAID, LAID)
    pieces = tuple(replace(piece, speed=speed) for piece in found.met.pieces)
    found = replace(found, met=replace(found.met, pieces=pieces))
    assert "speed" in {each.why for each in asked(found).not_said}
