"""The user's text made comparable, with every place still traceable to the original.

Folding lowers case, evens out full-width forms and apostrophes, and hides quoted text
behind single private characters: what stands in quotes is content and is never read as a
command. Every folded character remembers its place, so that titles, prompts and skipped
clauses are given back verbatim.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

HIDDEN = {
    "text": (0xE000, 0xE7FF),
    "file": (0xE800, 0xEBFF),
    "audio_file": (0xEC00, 0xEEFF),
    "unknown_file": (0xEF00, 0xEFFF),
}
PAIRS = {"“": "”", "「": "」", "『": "』", "«": "»", "《": "》", '"': '"', "＂": "＂"}
KEEPS_MARKS = "《"  # the marks of a work's name are part of the name
APOSTROPHES = "'’‘"
UNKNOWN_FILE = re.compile(
    r"https?://[^\s,;)\]]+|(?<![a-z0-9_~.\\/-])[a-z0-9_~.\\/-]{0,120}[a-z0-9_-]\."
    r"(?:mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|mp3|wav|m4a|aac|srt|vtt)(?![a-z0-9])"
)
LONGEST_QUOTE, MOST_QUOTES = 2000, 200  # beyond that it is no title, and reading stays linear


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of folded text and where each of its characters came from."""

    text: str
    origin: tuple[int, ...]

    def part(self, start: int, end: int) -> Strip:
        """The piece between two folded places."""
        return Strip(self.text[start:end], self.origin[start:end])

    def trimmed(self) -> Strip:
        """The piece without outer space and separators."""
        found = re.search(r"[^\s,、;:.。!?-](?:.*[^\s,、;:.。!?-])?", self.text, re.DOTALL)
        return self.part(*found.span()) if found else self.part(0, 0)

    def prefixed(self, words: str) -> Strip:
        """The piece with words in front that the user did not repeat."""
        return Strip(words + self.text, (self.origin[0],) * len(words) + self.origin)

    def replaced(self, start: int, end: int, words: str) -> Strip:
        """The piece with words in the place of others."""
        filling = (self.origin[start],) * len(words)
        return Strip(
            self.text[:start] + words + self.text[end:],
            self.origin[:start] + filling + self.origin[end:],
        )


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a private character stands for, and where it ends in the message."""

    value: str
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A whole message: as written, and folded."""

    source: str
    strip: Strip
    hidden: Mapping[str, Hidden]

    def behind(self, char: str) -> str:
        """The quoted text or the file a private character stands for."""
        return self.hidden[char].value

    def unknown_files(self) -> list[str]:
        """Names and addresses of files nobody uploaded."""
        first, last = HIDDEN["unknown_file"]
        return [each.value for char, each in self.hidden.items() if first <= ord(char) <= last]

    def verbatim(self, strip: Strip) -> str:
        """A piece as the user wrote it."""
        if not strip.text:
            return ""
        last = self.hidden.get(strip.text[-1])
        end = last.end if last else strip.origin[-1] + 1
        return self.source[strip.origin[0] : end]

    def rewritten(self, strip: Strip, words: str) -> str:
        """The message with other words in the place of a piece."""
        start = strip.origin[0]
        return self.source[:start] + words + self.source[start + len(self.verbatim(strip)) :]


def fold(source: str, files: Mapping[str, tuple[str, str]] | None = None) -> Page:
    """The message with quotes and file names hidden and letters evened out.

    `files` maps a file's name to its kind of slot and its id.
    """
    names = {_even(name): which for name, which in (files or {}).items()}
    hidden: dict[str, Hidden] = {}
    chars: list[str] = []
    origin: list[int] = []
    place = 0
    for start, end, text in _quotes(source):
        _append(source, place, start, chars, origin)
        kind, value = names.get(_even(text), ("text", text))
        chars.append(_hide(hidden, kind, value, end))
        origin.append(start)
        place = end
    _append(source, place, len(source), chars, origin)
    strip = _without_files(Strip("".join(chars), tuple(origin)), names, hidden)
    return Page(source, strip, hidden)


def _even(name: str) -> str:
    return "".join(_folded(char) for char in name)


def _hide(hidden: dict[str, Hidden], kind: str, value: str, end: int) -> str:
    first, last = HIDDEN[kind]
    used = sum(first <= ord(char) <= last for char in hidden)
    char = chr(min(first + used, last))
    hidden[char] = Hidden(value, end)
    return char


def _without_files(
    strip: Strip, names: Mapping[str, tuple[str, str]], hidden: dict[str, Hidden]
) -> Strip:
    """The text with file names hidden, known ones by kind, longest first."""
    for name in sorted(names, key=len, reverse=True):
        exact = re.compile(rf"(?<![a-z0-9_./\\-]){re.escape(name)}(?![a-z0-9_])")
        strip = _hiding(strip, exact, hidden, *names[name])
    return _hiding(strip, UNKNOWN_FILE, hidden, "unknown_file", None)


def _hiding(
    strip: Strip, pattern: re.Pattern[str], hidden: dict[str, Hidden], kind: str, value: str | None
) -> Strip:
    while found := pattern.search(strip.text):
        end = strip.origin[found.end() - 1] + 1
        char = _hide(hidden, kind, found[0] if value is None else value, end)
        strip = strip.replaced(*found.span(), char)
    return strip


def _append(source: str, start: int, end: int, chars: list[str], origin: list[int]) -> None:
    for place in range(start, end):
        for char in _folded(source[place]):
            chars.append(char)
            origin.append(place)


def _folded(char: str) -> str:
    if char in APOSTROPHES:
        return "'"
    if 0xE000 <= ord(char) <= 0xF8FF:
        return "\ufffd"  # a private character of the user's must not pass for a quote
    if char in "\t\u3000\u00a0":
        return " "
    return unicodedata.normalize("NFKC", char).lower()


def _quotes(source: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    place = 0
    while place < len(source) and len(found) < MOST_QUOTES:
        end = _closing(source, place)
        if end is None:
            place += 1
            continue
        keeps = source[place] in KEEPS_MARKS
        text = source[place : end + 1] if keeps else source[place + 1 : end]
        found.append((place, end + 1, text))
        place = end + 1
    return found


def _closing(source: str, place: int) -> int | None:
    """The place of the mark that closes the quote opened here, if one is."""
    mark = source[place]
    if mark in APOSTROPHES:
        return _closing_apostrophe(source, place)
    if mark == "”":  # typed for both ends
        return _found(source, "”", place)
    closing = PAIRS.get(mark)
    if closing is None:
        return None
    if closing == mark:
        return _found(source, mark, place)
    depth = 0
    for index in range(place, min(len(source), place + LONGEST_QUOTE)):
        depth += (source[index] == mark) - (source[index] == closing)
        if depth == 0:
            return index
    return _found(source, mark, place) if mark == "“" else None


def _found(source: str, mark: str, place: int) -> int | None:
    index = source.find(mark, place + 1, place + LONGEST_QUOTE)
    return index if index >= 0 else None


def _closing_apostrophe(source: str, place: int) -> int | None:
    """Apostrophes quote only around whole words: `'Don't stop'`, never `don't` or `boys'`."""
    if place and _is_latin(source[place - 1]):
        return None
    if place + 1 >= len(source) or source[place + 1].isspace():
        return None
    for index in range(place + 2, min(len(source), place + LONGEST_QUOTE)):
        after = source[index + 1] if index + 1 < len(source) else " "
        if source[index] in "'’" and not _is_latin(after) and not source[index - 1].isspace():
            return index
    return None


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
