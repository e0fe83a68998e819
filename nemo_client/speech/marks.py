"""Quotes, code, links and paths: the parts of a message that are not to be read as words.

Strategy: one pass for what stands in quotes, then one over the runs between them. Whatever
is found becomes a mark with its place, so that later readers can step over it.
Knows which endings are media; refuses to know what is on the disk or behind a link.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from nemo_client.speech.patterns import Pattern
from nemo_client.speech.wordlists import listed

MEDIA_ENDINGS = listed(
    """
    mp4, mov, avi, webm, mkv, m4v, mpg, mpeg, wmv, flv, mts, m2ts, mxf, 3gp, ogv, jpg, jpeg, png,
    gif, webp, heic, bmp, tif, tiff, mp3, wav, m4a, aac, flac, ogg, opus, aif, aiff
    """
)

QUOTES = {
    '"': '"', "“": "”", "‘": "’", "'": "'", "「": "」", "『": "』", "«": "»", "»": "«", "„": "“",
    "‚": "‘",
    "《": "》", "〈": "〉", "`": "`", "＂": "＂",
}  # fmt: skip

_OPENER = Pattern(f"[{re.escape(''.join(QUOTES))}]")
_ENDING = Pattern(rf"\.(?:{'|'.join(sorted(MEDIA_ENDINGS))})(?![A-Za-z0-9_])", re.I)
_RUN = Pattern(r"[^\s\"'“”‘’「」『』《》«»„`，。；：、！？,;()（）\[\]【】<>|=＂]+")
_PATHLIKE = Pattern(r"\.\w|[/\\]")
_LINK = Pattern(r"(?:https?|ftp|s3|gs|rtsp)://[^\s\"'<>，。；！？、（）【】「」『』“”’`]+", re.I)
_ROOT = Pattern(r"~[\\/]|\.{1,2}[\\/]|[A-Za-z]:[\\/]|\\\\\w|/[^/\s]+/|[A-Za-z]:\\")
_ROOT_WITHIN = Pattern(r"\s(?:~|\.{1,2})?[\\/]|\s[A-Za-z]:\\")
_SITE = Pattern(r"\w+\.(?:com|org|net|io|de|cn|tv|co|app|dev|ai)/", re.I)
# Chinese and Japanese write verbs and paths without a space between them; "素材/a.mp4" is a path.
_GLUED = Pattern(
    r"(?:上传|导入|(?:导出|保存|另存|输出|下载|存|渲染|命名|发送)(?:为|到|成|在|至)|"
    r"(?:(?:导出|素材|文件)(?!/(?!(?:home|Users|mnt|Volumes|tmp|var|media|data|opt|srv|root)/))|把|用|将|和|与|跟|到|为|成|叫|是|加|在|至|以及)(?=[\x21-\x7e]))+"
)
_STOPS = listed(
    """
    and, to, as, with, into, then, in, or, use, add, und, et, y, e
    """
)


class Mark(NamedTuple):
    """A stretch of text that is one thing; `value` is what stands inside the quotes."""

    kind: Literal["quote", "path", "link"]
    start: int
    end: int
    value: str
    quoted: bool = False

    @property
    def is_media(self) -> bool:
        """Whether the name ends like a video, picture or sound file."""
        name = re.split(r"[?#]", self.value, maxsplit=1)[0]
        return name.rpartition(".")[2].casefold() in MEDIA_ENDINGS


def find_marks(text: str) -> tuple[Mark, ...]:
    """All marks of the text, in order and without overlap."""
    quotes = _find_quotes(text)
    marks: list[Mark] = []
    at = 0
    for quote in quotes:
        marks += _find_unquoted(text, at, quote.start)
        marks.append(quote)
        at = quote.end
    marks += _find_unquoted(text, at, len(text))
    return tuple(marks)


def _find_quotes(text: str) -> list[Mark]:
    found: list[Mark] = []
    hopeless: dict[str, int] = {}  # closer -> end of the line in which it was missed
    at, line_end = 0, -1
    while match := _OPENER.search(text, at):
        start = match.start()
        at = start + 1
        closer = QUOTES[match.group()]
        if start > line_end:
            line_end = text.find("\n", start)
            line_end = len(text) if line_end < 0 else line_end
        if hopeless.get(closer) == line_end or not _may_open(text, start):
            continue
        end = _closing(text, start + 1, line_end, closer)
        if end < 0:
            hopeless[closer] = line_end
        elif end > start + 1:
            found.append(_quoted(text, start, end))
            at = end + 1
    return found


def _may_open(text: str, at: int) -> bool:
    if text[at] not in "'‘":
        return True
    return (at == 0 or not text[at - 1].isalnum()) and not text[at + 1 : at + 2].isspace()


def _closing(text: str, start: int, stop: int, closer: str) -> int:
    if closer not in "'’":
        return text.find(closer, start, stop)
    match = re.compile(closer + r"(?!\w)").search(text, start, stop)
    return match.start() if match else -1


def _quoted(text: str, start: int, end: int) -> Mark:
    value = text[start + 1 : end].strip()
    kind: Literal["quote", "path", "link"] = "quote"
    if _LINK.fullmatch(value):
        kind = "link"
    elif _looks_like_path(value):
        kind = "path"
    return Mark(kind, start, end + 1, value, quoted=True)


def _looks_like_path(value: str) -> bool:
    if _ROOT_WITHIN.search(value):
        return False  # "upload ./a.mp4" is a sentence
    ending = list(_ENDING.finditer(value))
    if len(ending) == 1 and ending[0].end() == len(value) and ending[0].start() > 0:
        return True
    return bool(_ROOT.match(value)) and not value.endswith((".", "!", "?"))


def _find_unquoted(text: str, start: int, stop: int) -> list[Mark]:
    marks: list[Mark] = []
    at = start
    for link in _LINK.finditer(text, start, stop):
        marks += _find_paths(text, at, link.start())
        end = link.start() + len(_trim_link(link.group()))
        marks.append(Mark("link", link.start(), end, text[link.start() : end]))
        at = end
    return marks + _find_paths(text, at, stop)


def _trim_link(link: str) -> str:
    ending = _ENDING.search(link)
    if ending and not link[ending.end() : ending.end() + 1].isascii():
        return link[: ending.end()]  # a Chinese sentence goes on without a space
    return link.rstrip(".,;:!?)]}*")


def _find_paths(text: str, start: int, stop: int) -> list[Mark]:
    marks: list[Mark] = []
    if not _PATHLIKE.search(text, start, stop):
        return marks
    runs = list(_RUN.finditer(text, start, stop))
    skip_to = start
    for i, run in enumerate(runs):
        if run.start() < skip_to:
            continue
        spaced = _spaced_path(text, runs, i)
        if spaced:
            marks.append(spaced)
            skip_to = spaced.end
        else:
            marks += _paths_in_run(run.group(), run.start())
    return marks


def _spaced_path(text: str, runs: list[re.Match[str]], i: int) -> Mark | None:
    """`~/My Movies/a.mp4` without quotes: a rooted start whose ending comes words later."""
    first = runs[i].group()
    if not _ROOT.match(first) or _ENDING.search(first):
        return None
    for run, before in zip(runs[i + 1 : i + 5], runs[i : i + 4], strict=False):
        if text[before.end() : run.start()] != " " or run.group().casefold() in _STOPS:
            return None
        if ending := _ENDING.search(run.group()):
            end = run.start() + ending.end()
            return Mark("path", runs[i].start(), end, text[runs[i].start() : end])
    return None


def _paths_in_run(run: str, offset: int) -> list[Mark]:
    marks: list[Mark] = []
    at = 0
    for ending in _ENDING.finditer(run):
        begin = _unglued(run, at, ending.start())
        if begin < ending.start() and not _SITE.match(run, begin):
            value = run[begin : ending.end()]
            marks.append(Mark("path", offset + begin, offset + ending.end(), value))
        at = ending.end()
    if at == 0:
        begin = _unglued(run, 0, len(run))
        if _ROOT.match(run, begin):
            value = run[begin:].rstrip(".,:!?")
            marks.append(Mark("path", offset + begin, offset + begin + len(value), value))
    return marks


def _unglued(run: str, begin: int, stop: int) -> int:
    colon = run.rfind(":", begin, stop)
    if colon > begin + 1 or (colon == begin + 1 and run[colon + 1 : colon + 2] not in ("\\", "/")):
        begin = colon + 1
    while begin < stop and run[begin] in "+&,:*-":
        begin += 1
    glue = _GLUED.match(run, begin, stop)
    return glue.end() if glue else begin
