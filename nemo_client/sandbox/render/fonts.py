"""Which font shows which character: the house fonts first, then fonts of this machine.

libass draws an empty box where a font lacks a character and reports nothing, so coverage is read
from the font files themselves (their cmap tables). A character that no font has is named to the
caller instead of being drawn as a box.
"""

import mmap
import os
import shutil
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "fonts"
# Latin letters look best in the first; the second has Chinese, and fewer accents.
HOUSE_FONTS = (_FOLDER / "NotoSans-subset.ttf", _FOLDER / "NotoSansCJKsc-subset.otf")

_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_OUTLINES = frozenset({b"glyf", b"CFF ", b"CFF2"})
_PLAIN_FIRST = ("bold", "black", "italic", "oblique", "mono", "serif", "light", "condensed")


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file."""

    path: Path
    family: str
    covers: Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Cast:
    """Which family can play which characters, best first, and which nobody plays."""

    players: tuple[tuple[str, frozenset[str]], ...]
    files: tuple[Path, ...]
    missing: tuple[str, ...]

    def lead(self, text: str) -> str:
        """Return the family that can play most of the text."""
        return max(self.players, key=lambda player: len(player[1].intersection(text)))[0]

    def player(self, character: str, lead: str) -> str:
        """Return the family for one character: the lead, unless it cannot play it."""
        able = [family for family, plays in self.players if character in plays]
        return lead if lead in able or not able else able[0]

    @property
    def note(self) -> str:
        """A sentence for the user about what could not be drawn, or nothing."""
        if not self.missing:
            return ""
        shown = " ".join(f"{c} (U+{ord(c):04X})" for c in self.missing[:12])
        more = f" and {len(self.missing) - 12} more" if len(self.missing) > 12 else ""
        return f"No font here has these characters, they were left out of the text: {shown}{more}."


def cast(
    text: str, folders: Iterable[Path] | None = None, house: Iterable[Path] = HOUSE_FONTS
) -> Cast:
    """Find a font for every visible character of the text, in folders where the house has none."""
    wanted = frozenset(c for c in text if _is_visible(c))
    players = [(face, _played(face, wanted)) for path in house for face in faces(path)]
    missing = wanted.difference(*(plays for _, plays in players))
    others = [(face, _played(face, missing)) for face in _system_faces(folders)] if missing else []
    while missing and others:
        best = max(others, key=lambda other: len(other[1] & missing))
        if not best[1] & missing:
            break
        players.append(best)
        missing -= best[1]
    return Cast(
        players=tuple((face.family, plays) for face, plays in players),
        files=tuple(dict.fromkeys(face.path for face, _ in players)),
        missing=tuple(sorted(missing)),
    )


def stage(files: Iterable[Path], folder: Path) -> None:
    """Put the fonts into a folder of their own, which libass is pointed at."""
    folder.mkdir()
    for path in files:
        shutil.copyfile(path, folder / path.name)


def faces(path: Path) -> Iterator[Face]:
    """Yield the faces of a font file that have outlines; none when it is not a font."""
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        for start in _face_offsets(data):
            tables = _tables(data, start)
            if _OUTLINES & tables.keys():
                yield Face(path, _family(data, tables[b"name"]), _coverage(data, tables[b"cmap"]))
    except (OSError, struct.error, KeyError, IndexError, ValueError):
        return


def _played(face: Face, wanted: frozenset[str]) -> frozenset[str]:
    return frozenset(c for c in wanted if face.covers(ord(c)))


def _is_visible(character: str) -> bool:
    """Whether a glyph is needed: not for spaces, controls, joiners and variation selectors."""
    category = unicodedata.category(character)
    return category[0] not in "CZ" and not "\ufe00" <= character <= "\ufe0f"


def _system_faces(folders: Iterable[Path] | None) -> Iterator[Face]:
    paths = [
        path
        for folder in (system_folders() if folders is None else folders)
        for path in folder.rglob("*")
        if path.suffix.lower() in _SUFFIXES
    ]
    # max() keeps the first of equals, so plain faces come before bold and italic ones.
    paths.sort(key=lambda path: (any(word in path.name.lower() for word in _PLAIN_FIRST), path))
    for path in paths:
        yield from faces(path)


def system_folders() -> tuple[Path, ...]:
    """Return where Linux, macOS and Windows keep their fonts."""
    home = Path.home()
    windows = (Path(os.environ[name]) for name in ("WINDIR", "LOCALAPPDATA") if name in os.environ)
    return (
        home / ".fonts",
        home / ".local" / "share" / "fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        home / "Library" / "Fonts",
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
        *(root / part for root in windows for part in ("Fonts", "Microsoft/Windows/Fonts")),
    )


def _face_offsets(data: mmap.mmap) -> tuple[int, ...]:
    if data[:4] != b"ttcf":
        return (0,)
    (count,) = struct.unpack_from(">I", data, 8)
    offsets: tuple[int, ...] = struct.unpack_from(f">{count}I", data, 12)
    return offsets


def _tables(data: mmap.mmap, start: int) -> dict[bytes, int]:
    (count,) = struct.unpack_from(">H", data, start + 4)
    records = (struct.unpack_from(">4sIII", data, start + 12 + 16 * i) for i in range(count))
    return {tag: offset for tag, _, offset, _ in records}


def _family(data: mmap.mmap, table: int) -> str:
    """Return the family name (name 1, Windows platform), the one libass compares."""
    count, texts = struct.unpack_from(">HH", data, table + 2)
    for i in range(count):
        row = struct.unpack_from(">6H", data, table + 6 + 12 * i)
        platform, _, language, name, length, offset = row
        if (platform, name, language) == (3, 1, 0x409):
            begin = table + texts + offset
            return data[begin : begin + length].decode("utf-16-be")
    raise KeyError("a font without an English family name")


def _coverage(data: mmap.mmap, table: int) -> Callable[[int], bool]:
    (count,) = struct.unpack_from(">H", data, table + 2)
    rows = [struct.unpack_from(">HHI", data, table + 4 + 8 * i) for i in range(count)]
    formats = {struct.unpack_from(">H", data, table + o)[0]: table + o for _, _, o in rows}
    if 12 in formats:
        return _coverage_12(data, formats[12])
    return _coverage_4(data, formats[4])


def _coverage_12(data: mmap.mmap, table: int) -> Callable[[int], bool]:
    (count,) = struct.unpack_from(">I", data, table + 12)
    groups = [struct.unpack_from(">II", data, table + 16 + 12 * i) for i in range(count)]
    starts = [first for first, _ in groups]

    def covers(code: int) -> bool:
        i = bisect_right(starts, code) - 1
        return i >= 0 and code <= int(groups[i][1])

    return covers


def _coverage_4(data: mmap.mmap, table: int) -> Callable[[int], bool]:
    count = struct.unpack_from(">H", data, table + 6)[0] // 2
    column = f">{count}H"
    begins = table + 14
    ends = struct.unpack_from(column, data, begins)
    starts, deltas, offsets = (
        struct.unpack_from(column, data, begins + 2 + 2 * count * i) for i in (1, 2, 3)
    )
    offsets_at = begins + 2 + 6 * count

    def covers(code: int) -> bool:
        for i, (first, last) in enumerate(zip(starts, ends, strict=True)):
            if first <= code <= last:
                if not offsets[i]:
                    return bool((code + deltas[i]) % 0x10000)
                glyph = offsets_at + 2 * i + offsets[i] + 2 * (code - first)
                return bool(struct.unpack_from(">H", data, glyph)[0])
        return False

    return covers
