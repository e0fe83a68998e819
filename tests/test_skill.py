from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.skill import MAX_VALUE, attribution, frontmatter, platform_of

SKILL = """---
name: nemo-video
description: "Edit video: by talking"
version: '2.0'
metadata:
  version: "1.9.0"  # the one that counts
  openclaw: {"emoji": "x", requires: {"bins": ["curl"]}}
license: MIT
---
# Body
name: not this
"""


@pytest.mark.parametrize("text", [SKILL, "\ufeff" + SKILL, SKILL.replace("\n", "\r\n")])
def test_the_fields_of_a_skill_are_read(text: str) -> None:
    fields = frontmatter(text)
    assert fields["name"] == "nemo-video"
    assert fields["description"] == "Edit video: by talking"
    assert fields["version"] == "2.0"
    assert fields["metadata.version"] == "1.9.0"
    assert fields["metadata.openclaw.emoji"] == "x"
    assert fields["license"] == "MIT"


@pytest.mark.parametrize("text", ["", "# Title", "name: x", "text\n---\nname: x\n---\n"])
def test_a_text_without_frontmatter_has_no_fields(text: str) -> None:
    assert frontmatter(text) == {}


@pytest.mark.parametrize(
    ("line", "value"),
    [("name: a # b", "a"), ("name: a#b", "a#b"), ("name: 'a # b'", "a # b"), ('name: "a', "a"),
     ("name:a", "a"), ("name:   a  ", "a")],
)  # fmt: skip
def test_scalars_are_read_with_quotes_and_comments(line: str, value: str) -> None:
    assert frontmatter(f"---\n{line}\n---\n")["name"] == value


def test_a_field_after_a_nested_one_is_not_nested() -> None:
    assert frontmatter("---\na:\n  b: 1\nc: 2\n  d: 3\n---\n") == {"a.b": "1", "c": "2", "d": "3"}


@pytest.mark.rule("attribution")
def test_the_attribution_comes_from_the_skill() -> None:
    asking = attribution(SKILL, None, "/home/x/.clawhub/skills/nemo/SKILL.md")
    assert asking.headers() == {
        "X-Skill-Source": "nemo-video",
        "X-Skill-Version": "1.9.0",
        "X-Skill-Platform": "clawhub",
    }


def test_a_missing_skill_still_says_who_is_asking() -> None:
    asking = attribution("", "", "")
    assert (asking.source, asking.version, asking.platform) == ("nemo-client", "0", "unknown")


def test_the_word_of_the_environment_beats_the_place() -> None:
    assert attribution(SKILL, "my-host", "/x/.clawhub/y").platform == "my-host"


@pytest.mark.parametrize(
    ("path", "platform"),
    [
        ("/home/x/.clawhub/a/SKILL.md", "clawhub"),
        ("/home/x/.cursor/skills/a/SKILL.md", "cursor"),
        ("C:\\Users\\x\\.cursor\\skills\\a\\SKILL.md", "cursor"),
        ("/home/x/.cursor/other/SKILL.md", "unknown"),
        ("/usr/lib/python3/site-packages/nemo_client/SKILL.md", "unknown"),
    ],
)
def test_the_platform_is_told_by_the_place(path: str, platform: str) -> None:
    assert platform_of(path) == platform


@pytest.mark.rule("attribution")
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_value_can_break_a_header(name: str, source: str) -> None:
    quoted = name.replace('"', "")
    asking = attribution(f'---\nname: "{quoted}"\nversion: "{quoted}"\n---\n', source, "")
    for value in asking.headers().values():
        assert 0 < len(value) <= MAX_VALUE
        assert value.isascii() and value.isprintable()
        assert value == value.strip()
