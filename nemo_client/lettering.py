"""Text on its way to a terminal, and from a pipe: what can be shown, and how wide it is.

Nothing passes that could move a cursor, reorder a line or break an encoding.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from typing import Final

PLAIN: Final = str.maketrans(
    {"…": "...", "→": "->", "–": "-", "—": "-", "·": "-", "•": "*", "×": "x", "█": "#", "░": "."}
    | {"─": "=", "┬": "+"}
    | dict.fromkeys("“”„", '"')
    | dict.fromkeys("‘’", "'")
)
"""Decoration, and what stands for it where the encoding cannot carry it."""

WORDS: Final = 24  # columns that the last cell of a row needs before a fact is worth its own
GAP: Final = "  "

_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"  # OSC, DCS
    r"|\x1b[ -/]*[0-~]"
)
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\U000e0000-\U000e007f]"
)

_WITHOUT_WIDTH = frozenset({"Mn", "Me", "Cf"})
_JOINED = re.compile(
    r"\u200d[\u2190-\u2bff\U0001f000-\U0001faff]|[\u200c\u200d\ufe00-\ufe0f]"
    r"|[\U0001f3fb-\U0001f3ff]"
)


def clean(text: str) -> str:
    """Return text that can only be read: no controls, escape sequences or bidi marks."""
    text = text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _UNSEEN.sub("", _SEQUENCE.sub("", text))


def carried(text: str, encoding: str | None) -> str:
    """Return text that `encoding` can carry; decoration becomes ASCII, the rest `?`."""
    try:
        return text.encode(encoding or "ascii", "nemo-plain").decode(encoding or "ascii")
    except (LookupError, UnicodeError):
        return text.encode("ascii", "nemo-plain").decode("ascii")


def _plain(problem: UnicodeError) -> tuple[str, int]:
    assert isinstance(problem, UnicodeEncodeError)
    lost = problem.object[problem.start : problem.end].translate(PLAIN)
    return "".join(c if c.isascii() else "?" for c in lost), problem.end


codecs.register_error("nemo-plain", _plain)


def steady(text: str) -> str:
    """Return text that takes as many columns on any terminal: of joined emoji, the first alone."""
    import unicodedata

    return unicodedata.normalize("NFC", _JOINED.sub("", text))


def cells(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    return sum(map(_width, text))


def cut(text: str, columns: int) -> str:
    """Return as much of `text` as fits into `columns`."""
    if cells(text) <= columns:
        return text
    room = columns - 1
    for index, char in enumerate(text):
        room -= _width(char)
        if room < 0:
            return text[:index] + "…"
    return text


def padded(text: str, columns: int) -> str:
    """Return text with blanks, so that it takes `columns`."""
    return text + " " * (columns - cells(text))


def in_columns(
    rows: Sequence[Sequence[str]], room: int | None, spare: Sequence[int] = ()
) -> tuple[str, ...]:
    """Return a line a row, its cells below each other; each fits into `room`, if there is one.

    The last cell is cut. Before it gets too short to say anything, the cells at the places in
    `spare` are left out, in that order.
    """
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    kept = list(range(len(widths)))
    for place in spare if rows else ():
        taken = sum(widths[n] + len(GAP) for n in kept[:-1])
        if room is None or room - taken >= min(widths[-1], WORDS):
            break
        kept.remove(place)
    lines = (GAP.join(padded(row[n], widths[n]) for n in kept).rstrip() for row in rows)
    return tuple(line if room is None else cut(line, room) for line in lines)


def explained(rows: Sequence[tuple[str, str]], room: int | None) -> tuple[str, ...]:
    """Return lines of names and what they mean, the meanings below each other within `room`."""
    if room is None or not rows:
        return in_columns(rows, None)
    fitting = [cells(name) for name, _ in rows if cells(name) <= room // 3]
    indent = max(fitting, default=0) + len(GAP)
    lines: list[str] = []
    for name, text in rows:
        fits = cells(name) + len(GAP) <= indent
        head = [padded(name, indent)] if fits else [name, " " * indent]
        first, *more = worded(text, room - indent)
        lines += [*head[:-1], head[-1] + first, *(" " * indent + line for line in more)]
    return tuple(lines)


def worded(text: str, columns: int) -> list[str]:
    """Return text in lines that fit into `columns`, broken between words where there are any."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cells(longer) <= columns:
            lines[-1] = longer
        elif cells(word) <= columns:
            lines.append(word)
        else:
            lines[-1:] = wrapped(longer, columns)
    return lines


def wrapped(text: str, columns: int) -> list[str]:
    """Return text in lines that fit into `columns`."""
    lines = [""]
    room = columns
    for char in text:
        room -= _width(char)
        if room < 0 or char == "\n":
            lines.append("")
            room = columns - (0 if char == "\n" else _width(char))
        lines[-1] += char if char != "\n" else ""
    return lines


def _width(char: str) -> int:
    if char.isascii():
        return 1
    import unicodedata  # a megabyte of tables, for those who write more than ASCII

    if unicodedata.category(char) in _WITHOUT_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def decoded(data: bytes) -> str:
    """Return text that most likely was UTF-8, else in this machine's encoding; no line end."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        import locale

        text = data.decode(locale.getpreferredencoding(False), "replace")
    return text.rstrip("\r\n")
