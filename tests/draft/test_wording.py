from __future__ import annotations

import string

import pytest

from nemo_client.draft.keys import DRAFT, SEGMENT
from nemo_client.phrases import Row
from nemo_client.phrases.drafts import DETAILS, HISTORY, ISSUES
from nemo_client.phrases.timeline import CHANGES, FIELDS, LABELS, MANY, NOUNS, TIMELINE

ROWS = [
    pytest.param(row, id=key)
    for table in (TIMELINE, LABELS, NOUNS, MANY, CHANGES, FIELDS, DETAILS, ISSUES, HISTORY)
    for key, row in table.items()
]


def places(template: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("row", ROWS)
def test_both_languages_say_the_same_facts(row: Row) -> None:
    assert row.en and row.zh and places(row.en) == places(row.zh)


def test_every_field_that_can_change_has_a_name() -> None:
    assert set(FIELDS) == {*SEGMENT, *DRAFT}


def test_every_label_has_a_noun() -> None:
    assert set(LABELS) == set(NOUNS) == set(MANY) - {""} == {"video", "audio", "text", "subtitle"}
