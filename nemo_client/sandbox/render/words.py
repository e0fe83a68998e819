"""Texts on the picture as an ASS script for libass.

A user's text is data: everything that ASS would read as a command is escaped, so no text can move,
hide or restyle anything. Lines are broken here, because libass breaks at spaces only and Chinese
has none. Which font has which character is decided in `fonts`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from nemo_client.sandbox.render.fonts import Cast
from nemo_client.sandbox.render.timeline import Words

# A font size of libass is a line's height; of that, a full-width character takes this share.
_EM = 0.73
_FADE_MS = 150
_ALIGNMENTS = {"bottom": 2, "center": 5, "top": 8}
# Per role: font size and distance to the border as shares of the shorter side, bold.
_STYLES = {
    "title": (0.16, 0.12, -1),
    "subtitle": (0.075, 0.06, 0),
    "prompt": (0.09, 0.25, -1),
    "mark": (0.045, 0.03, 0),
}
_HEADER = """[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 2
ScaledBorderAndShadow: yes

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, BorderStyle, \
Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
{styles}

[Events]
Format: Layer, Start, End, Style, Text
{events}
"""


def script(words: Iterable[Words], width: int, height: int, cast: Cast) -> str:
    """Return the ASS script that shows the words on a picture of this size."""
    styles = "\n".join(_style(role, min(width, height)) for role in _STYLES)
    events = "\n".join(_event(text, width, height, cast) for text in words)
    return _HEADER.format(width=width, height=height, styles=styles, events=events)


def wrapped(text: str, ems: float) -> list[str]:
    """Break the text into lines of at most so many full-width characters, where it may break."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for part in _unbreakable(paragraph):
            for piece in _sliced(part, ems):
                if line and _ems(line + piece.rstrip()) > ems:
                    lines.append(line.rstrip())
                    line = ""
                line += piece if line else piece.lstrip()
        lines.append(line.rstrip())
    return lines


def escaped(text: str) -> str:
    """Take all meaning from ASS commands: a backslash cannot be escaped, only separated."""
    plain = "".join(c for c in text if c == "\n" or unicodedata.category(c) != "Cc")
    return (
        plain.replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}").replace("\n", "\\N")
    )


def spelled(line: str, lead: str, cast: Cast) -> str:
    """Escape a line set in the lead's font, naming another around characters that need one."""
    made, family = "", lead
    for character in line:
        if character in cast.missing:
            continue
        player = family if character.isspace() else cast.player(character, lead)
        if player != family:
            made += f"{{\\fn{player}}}"
            family = player
        made += escaped(character)
    return made if family == lead else f"{made}{{\\fn{lead}}}"


def _event(text: Words, width: int, height: int, cast: Cast) -> str:
    size = _STYLES[text.role][0] * min(width, height)
    lines = wrapped(text.text.expandtabs(4), 0.88 * width / (size * _EM))
    lead = cast.lead(text.text)
    shown = "\\N".join(spelled(line, lead, cast) for line in lines)
    fade = f"\\fad({_FADE_MS},{_FADE_MS})" if text.length >= 8 * _FADE_MS else ""
    alignment = 9 if text.role == "mark" else _ALIGNMENTS[text.position]
    start, end = _clock(text.start), _clock(text.end)
    return f"Dialogue: 0,{start},{end},{text.role},{{\\an{alignment}{fade}\\fn{lead}}}{shown}"


def _style(role: str, side: int) -> str:
    size, margin, bold = _STYLES[role]
    outline, shadow = side * size * 0.05, side * size * 0.02
    border = round(side * margin)
    return (
        f"Style: {role},Sans,{side * size:.1f},&H00FFFFFF,&H50000000,&H80000000,{bold},1,"
        f"{outline:.2f},{shadow:.2f},2,{border // 2},{border // 2},{border},1"
    )


def _clock(ms: float) -> str:
    hundredths = round(ms / 10)
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes // 60}:{minutes % 60:02}:{rest // 100:02}.{rest % 100:02}"


def _unbreakable(paragraph: str) -> Iterator[str]:
    """Yield words with the space after them, and wide characters with their punctuation."""
    wide = r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    closing = r"[\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f\uff09\u300b\u300d\u201d\u2026]*"
    yield from re.findall(rf"{wide}{closing}\s*|(?:(?!{wide})\S)+\s*|\s+", paragraph)


def _sliced(part: str, ems: float) -> Iterator[str]:
    """Yield the part whole, or cut hard when it is longer than a line."""
    piece = ""
    for character in part:
        if piece and _ems((piece + character).rstrip()) > ems:
            yield piece
            piece = ""
        piece += character
    yield piece


def _ems(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.58 for c in text)
