"""The colours of a picture, light and dark; words on them reach the contrast of WCAG AA."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Theme(NamedTuple):
    """Colours: of the ground, of words, of quiet words and lines, and of each tone of bars."""

    ground: str
    words: str
    quiet: str
    lane: str
    bars: Mapping[str, tuple[str, str, str]]
    """Face, edge and words of a bar."""


LIGHT = Theme(
    "#ffffff",
    "#1b1f24",
    "#57606a",
    "#eef1f4",
    {
        "video": ("#cfe8f5", "#1f7aa6", "#08293a"),
        "audio": ("#d3f0da", "#2c8046", "#0b3016"),
        "text": ("#fbe6be", "#946200", "#3a2700"),
        "other": ("#ecdcf6", "#7d4fa3", "#2f1145"),
    },
)
DARK = Theme(
    "#14171a",
    "#e6e9ec",
    "#a3acb5",
    "#20252a",
    {
        "video": ("#0f4258", "#4fa8d1", "#e3f4fc"),
        "audio": ("#154a26", "#54b673", "#e2f8e8"),
        "text": ("#573c05", "#d29b2b", "#fdf1d8"),
        "other": ("#43235c", "#a878d1", "#f4e9fc"),
    },
)
