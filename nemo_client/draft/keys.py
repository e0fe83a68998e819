"""How drafts spell things: the only place that knows a wire key's name.

Five keys are documented: `t` tracks, `tt` track type, `sg` segments, `d` milliseconds, `m`
metadata. All others are candidates, tried in order; the plain names (`start`, `volume`, ...) are
what the embedded backend writes. Reading only: a guess is never written back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar
from urllib.parse import unquote

from nemo_client.draft.codec import DraftUnreadable, parse

T = TypeVar("T")
Path = tuple[str, ...]
Number = int | float

TRACKS, KIND, SEGMENTS, META = "t", "tt", "sg", "m"
FURTHEST = 1e9
"""Eleven days in milliseconds: a larger number is a date or garbage, never a place in a video."""


LOUDEST = 4
"""The highest share of one that a volume is taken for."""


class Provenance(StrEnum):
    """Whether a value stood in the draft, was worked out, or is a stand-in for nothing."""

    EXPLICIT = "explicit"
    INFERRED = "inferred"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A value, how it was come by, and the keys it stood under."""

    value: T
    provenance: Provenance = Provenance.EXPLICIT
    path: Path = ()


class Spelling(NamedTuple):
    """Where one fact may stand, in order, and what counts as a value for it."""

    paths: tuple[Path, ...]
    accept: Callable[[Any], Any]


def _paths(spellings: str) -> tuple[Path, ...]:
    return tuple(tuple(spelling.split(".")) for spelling in spellings.split())


def number(value: object) -> Number | None:
    """Accept int, float and numeric string; refuse bool, NaN, infinity and the absurd."""
    if type(value) is int or type(value) is float:  # a bool is an int, but no number here
        return value if -FURTHEST <= value <= FURTHEST else None
    if isinstance(value, str):
        try:
            return number(float(value))
        except ValueError:
            return None
    return None


def amount(value: object) -> Number | None:
    """Accept a number that is not negative: other formats write -1 for "as long as needed"."""
    got = number(value)
    return got if got is not None and got >= 0 else None


def words(value: object) -> str | None:
    """Accept a string with something to read in it."""
    return value if isinstance(value, str) and value.strip() else None


def percent(value: object) -> Number | None:
    """Accept 0..1 and 0..100 alike: up to 1 is a share of one, above 1 is per cent as it is.

    Up to 4 a number with a fraction is a share too: 1.5 is louder than recorded, not silence.
    """
    got = amount(value)
    if got is None or got > LOUDEST or (got > 1 and not (isinstance(value, float) or got % 1)):
        return got
    return round(got * 100, 4)


def identity(value: object) -> str | None:
    """Accept a string or an integer as an id."""
    return None if isinstance(value, bool) or not isinstance(value, (str, int)) else str(value)


@dataclass(frozen=True, slots=True)
class TrackKind:
    """An open enumeration: three kinds are known, any other keeps its number as `code`."""

    name: str
    code: str = ""

    VIDEO: ClassVar[TrackKind]
    AUDIO: ClassVar[TrackKind]
    TEXT: ClassVar[TrackKind]

    @property
    def label(self) -> str:
        """The kind as one word, an unknown one by its number: `track(4)`."""
        return self.name if self.name != "unknown" else f"track({self.code})"

    @classmethod
    def of(cls, value: object) -> TrackKind:
        """Return the kind that `value` names: 7, 7.0, "7" and "text" are one, True is none."""
        got = number(value)
        whole = got is not None and got == int(got)
        code = str(int(got)) if got is not None and whole else str(value).strip().lower()
        known = None if isinstance(value, bool) else _KINDS.get(code)
        return known or cls("unknown", "?" if value is None else code[:20])


TrackKind.VIDEO = TrackKind("video")
TrackKind.AUDIO = TrackKind("audio")
TrackKind.TEXT = TrackKind("text")
_KINDS: Mapping[str, TrackKind] = {
    **dict.fromkeys(("0", "video"), TrackKind.VIDEO),
    **dict.fromkeys(("1", "audio", "bgm", "music"), TrackKind.AUDIO),
    **dict.fromkeys(("7", "text", "title", "subtitle"), TrackKind.TEXT),
}


START = Spelling(
    _paths("start s st from ts in target_start t tr.s tr.start target_timerange.start"), amount
)
DURATION = Spelling(_paths("d duration dur tr.d tr.duration target_timerange.duration"), amount)
END = Spelling(_paths("e end out to tr.e tr.end"), amount)
ID = Spelling(_paths("id"), identity)
ROLE = Spelling(_paths("m.role role"), words)
SPANS = ("m", "spans")
"""Says that a segment lasts as long as the video does; part of its timing."""

SEGMENT: Mapping[str, Spelling] = {
    "text": Spelling(_paths("m.text m.content text content txt"), words),
    "name": Spelling(_paths("m.name m.title name title"), words),
    "source": Spelling(
        _paths("m.url m.src m.cdn_url m.path src url cdn_url source_url path"), words
    ),
    "volume_percent": Spelling(_paths("m.volume volume vol v"), percent),
    "speed": Spelling(_paths("speed m.speed"), amount),
    "fade_in_ms": Spelling(_paths("fade_in m.fade_in"), amount),
    "fade_out_ms": Spelling(_paths("fade_out m.fade_out"), amount),
    "position": Spelling(_paths("m.position position"), words),
    "look": Spelling(_paths("m.look look"), words),
    "source_in_ms": Spelling(_paths("source_in m.source_in"), amount),
    "source_out_ms": Spelling(_paths("source_out m.source_out"), amount),
}
"""What can be said of a segment in words, in the order a change of it is told."""

DRAFT: Mapping[str, Spelling] = {
    "title": Spelling(_paths("m.title m.name title name"), words),
    "width": Spelling(_paths("m.width width canvas_config.width"), amount),
    "height": Spelling(_paths("m.height height canvas_config.height"), amount),
    "fps": Spelling(_paths("m.fps fps"), amount),
    "duration_ms": Spelling(_paths("d duration m.d m.duration"), amount),
}


def look(raw: Mapping[str, Any], spelling: Spelling) -> tuple[Any, Path] | None:
    """Return the first acceptable value and its keys; `m` as JSON text is looked into as well."""
    paths, accept = spelling
    for path in paths:
        value, at = raw.get(path[0]), path
        if value is None:
            continue
        for key in path[1:]:
            if isinstance(value, str):
                value, at = opened(value), path[:1]
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None and (got := accept(value)) is not None:
            return got, at
    return None


def find(raw: Mapping[str, Any], spelling: Spelling) -> Reading[Any] | None:
    """Return the first acceptable value as a reading."""
    got = look(raw, spelling)
    return Reading(got[0], Provenance.EXPLICIT, got[1]) if got else None


def value_of(raw: Mapping[str, Any], spelling: Spelling, default: Any = None) -> Any:
    """Return the first acceptable value, else the default."""
    got = look(raw, spelling)
    return got[0] if got else default


def time_of(raw: Mapping[str, Any], spelling: Spelling, default: Any = None) -> Any:
    """Return what `value_of` would, for START and DURATION: timelines hold 100,000 of them."""
    value = raw.get(spelling.paths[0][0])
    if type(value) is int and 0 <= value <= FURTHEST:
        return value
    return value_of(raw, spelling, default)


def id_of(raw: Mapping[str, Any]) -> str | None:
    """Return what `value_of` would for ID, which every segment of two drafts is asked for."""
    return identity(raw.get(ID.paths[0][0]))


def members(value: object) -> Iterator[tuple[int | str, Any]]:
    """Yield what a list or a map of things holds, each under its index or key."""
    if isinstance(value, list):
        yield from enumerate(value)
    elif isinstance(value, dict):
        yield from value.items()


def meta(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata object, also when it is JSON text; empty where there is none."""
    value = raw.get(META)
    got = opened(value) if isinstance(value, str) else value
    return got if isinstance(got, dict) else {}


def opened(text: str) -> Any:
    """Return the value of JSON text, or None: a note that is no JSON is only a note."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        return parse(text)
    except DraftUnreadable:
        return None


def file_name(source: str) -> str:
    """Return the last part of a path or URL, in readable letters; nothing for inline data."""
    if source.startswith("data:"):
        return ""
    path = source.partition("?")[0].partition("#")[0].rstrip("/\\")
    return unquote(path.replace("\\", "/").rpartition("/")[2])
