"""No edit is lost in an action of the client: whatever stands beside it, the agent hears of it."""

from __future__ import annotations

from itertools import product

import pytest

from nemo_client.speech import Chat, route, vocabulary

EDITS = (
    "cut it to 1 second",
    "cut it",
    "cut the first clip",
    "cut 5 seconds",
    "cut the timeline to 10 seconds",
    "edit the second clip",
    "rotate it",
    "hide track 1",
    "lock the tracks",
    "make it 4k",
    "set the volume to 20%",
    "剪到1秒",
    "把轨道2删掉",
    "把时间线缩短到10秒",
    "合并轨道",
    "音量调到50%",
)
ACTIONS = (
    "show the timeline",
    "show me the timeline please",
    "export it",
    "render it in 1080p",
    "how many credits do I have",
    "看看时间线",
    "导出mp4",
    "看看还剩多少积分",
)
JOINTS = (", then ", " then ", " and ", "，然后", "再")


@pytest.mark.parametrize(("edit", "joint"), list(product(EDITS, JOINTS)))
def test_no_word_of_editing_is_lost_in_a_step_of_the_client(edit: str, joint: str) -> None:
    for action in ACTIONS:
        first, last = route(f"{edit}{joint}{action}"), route(f"{action}{joint}{edit}")
        assert first[0] == Chat(edit) and first[1].intent != "chat"
        assert last[-1] == Chat(edit) and last[0].intent != "chat"


def test_a_verb_of_editing_is_an_edit_beside_every_action() -> None:
    verbs = [" ".join(phrase.split()) for phrase in vocabulary.EDITING.split(",")]
    pairs = [(verb, action) for verb in verbs for action in ACTIONS]
    lost = [
        (verb, action)
        for verb, action in pairs
        if route(f"{action}, then {verb} the red one")[-1] != Chat(f"{verb} the red one")
    ]
    assert verbs and not lost
