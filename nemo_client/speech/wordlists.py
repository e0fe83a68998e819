"""Word lists as they are written: phrases between commas, over as many lines as it takes."""

from __future__ import annotations


def listed(phrases: str) -> frozenset[str]:
    """The phrases between the commas."""
    return frozenset(" ".join(phrase.split()) for phrase in phrases.split(",")) - {""}
