"""A clause with a path or a link in it: is a file handed over, and is an edit asked for with it?

"A path or URL of media that the user hands over is an upload, also without a verb." What is left of
the clause decides: nothing but words of handing over means an upload alone; anything more is an
edit that goes to the agent as well. Knows no other clause and no file system.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from nemo_client.speech.clauses import Message, Span
from nemo_client.speech.export_wish import leads_to_target
from nemo_client.speech.lexicons import asks_for_edit, is_covered, lexicon, roles_of, texts_of
from nemo_client.speech.likely import hands_over
from nemo_client.speech.marks import Mark
from nemo_client.speech.patterns import Pattern
from nemo_client.speech.remarks import says_place
from nemo_client.speech.steps import Export, Step, Upload
from nemo_client.speech.wishes import understand
from nemo_client.speech.wordlists import listed
from nemo_client.speech.words import FIRST_CJK, Token

_GIVEN_BEFORE = Pattern(
    r"\b(?:already|earlier|before|previously|yesterday|last time)\b.{0,80}?\b(?:sent|gave|"
    r"given|shared|uploaded|"
    r"imported|added|provided|attached)\b|"
    r"\b(?:sent|gave|given|shared|uploaded|imported|provided)\b.{0,80}?\b(?:already|earlier|"
    r"before|previously|"
    r"yesterday|this morning|last (?:time|week|night)|ago)\b|"
    r"\b(?:i|we|you)(?:'ve|’ve| have| just)? ?(?:just |already )?(?:uploaded|imported)\b|"
    r"(?:已经|已|之前|刚才|刚刚|昨天|早上|上次).{0,12}?(?:传|发|给|导入)|(?:传|发|导入)(?:过|"
    r"完)了?|上传了|"
    r"\b(?:schon|bereits)\b.{0,80}?\b(?:hochgeladen|geschickt)|\bdéjà\b|\bya (?:subí|envié|"
    r"mandé|cargué)|"
    r"\bjá (?:enviei|mandei|subi|carreguei)|もう.{0,40}?(?:送|アップ)|уже",
    re.I,
)
_KEPT_OUT = Pattern(
    r"\b(?:don['’]?t|no need|how to|do not|never|not|without|cancel|stop|rename|ignore|skip|undo|"
    r"instead of|nicht|kein\w*|pas|n['’]\w+|não|nunca|no (?:subas|uses|importes)|why)\b|为什么",
    re.I,
)
_REFUSED_ZH = (
    "等会|待会|稍后|不要|先不|暂不|暂时不|还不|不能|不会|不想|别|勿|无需|不用|取消|重命名|"
    "删|去掉|移除"
)
# What is refused or taken out stands right before the file, or right after it ("把 a.mp4 删掉").
_TAKEN_OUT = Pattern(
    rf"(?:{_REFUSED_ZH}|\b(?:delete|remove|discard|drop|löschen?|supprime|elimina|borra|apaga|"
    r"remova?)\b)",
    re.I,
)
_TAKEN_OUT_AFTER = Pattern(
    r"\W*(?:从[^，,。]{1,6}|先|就|都|给我|还是)*(?:(?:删|去|移)[掉除了]*[吧啊]?\W*$|"
    r"(?:不要|不用|不|别|勿)(?:急着)?(?:再)?(?:上传|传|导入|用|加|管|动)?[了吧]?\W*$)|"
    r"[^.,;]{0,12}\blöschen",
    re.I,
)
_CONTENT = Pattern(
    r"\b(?:say|says|saying|reads?|reading|titled?|called|caption|subtitle|watermark text|"
    r"label(?:led)?|"
    r"text|lower third|writes?|typed?|spell\w*|named)\b[^.!?\n]{0,40}$|"
    r"(?:说|念|喊|写|写着|写上|文字|内容|标题|字幕|台词|水印|叫|显示|改成|改为)[^。！？\n]{0,8}$|"
    r"「?タイトル[^。]{0,10}$",
    re.I,
)
# Things in the picture on which the name of a file is to be read.
_PROPS = Pattern(
    r"\b(?:icon|desktop|usb|attachment|fake|mock|thumbnail|inbox|double[- ]?clicks?|"
    r"(?:on|in|across) (?:the|a|her|his|their|my hero['’]s) (?:\w+ )?"
    r"(?:screen|monitor|laptop|phone|terminal|window|scene|folder)|(?:folder|file|label) on|"
    r"gasps?|opens|typed?|bubble|contains)\b|"
    r"图标|桌面|屏幕|画面[里上中]|聊天|气泡|弹出|弹窗|[他她][打点双]|文件夹里|对话框|界面",
    re.I,
)
_SOME_FILE = Pattern(
    r"(?<!have )(?<!got )(?<!is )\ba (?:file|clip|video|folder) (?:called|named)\s*$", re.I
)
_LONGEST = 2000  # no clause of a person is longer; a pasted wall of text is
_STANDS_FOR = listed(
    """
    this, that, it, these, them, those, from, one, both, two, three, diese, dies, ça, ceci, cette,
    esto, este, esta, estos, isso, isto, este, 这, 这个, 它, 这些, 这段, 这首, 这张, 它们, 两
    """
)
_WORDS_BEFORE = 12
_GLUED_ON = tuple("的里中前后第")
_AS = listed("as, als, comme, como, come, 作为")
_USING = listed(
    """
    use, add, insert, 用, 加, 添加, 加入, 放, usa, nimm, verwende, utilise, put in
    """
)
_PARTS = listed(
    """
    music, logo, song, voiceover, narration, 音乐, 背景音乐, 配音, 封面, voice over
    """
)
_HEADS = listed("my, heres, here, attached, voici, aquí, hier")
_PLACES = listed("first, second, third, last, next, 第一, 第二, 第三")
_RENDERS = listed("render, save it, 转成, 转为, 渲染")
_OWNERS = listed("the, my, our, a, an, this, that, your, from")
_FILM_PARTS = listed(
    """
    片头, 片尾, 片段, 字幕, 音乐, 配音, 开头, 结尾, 背景, 标题, 镜头, 画面, 声音
    """
)
_PIECES = listed(
    """
    一段, 两段, 三段, 几段, 两条, 几条, 两张, 几张, 三张, 两个, 三个, 几个, 这几个, 这些
    """
)
_JOINERS = listed(
    """
    and, then, und, dann, et, puis, y, luego, e, depois, 并, 然后, 再
    """
)


def upload_steps(message: Message, span: Span) -> list[Step | Span]:
    """The upload of a clause and what remains of it for the agent; empty when nothing is given."""
    tokens = message.words(span)
    given = _given(message, span, tokens)
    if not given or _was_given_or_kept_out(_words_only(message, span)):
        return []
    before, after = Span(span.start, given[0].start), Span(given[-1].end, span.end)
    if _TAKEN_OUT.search(_words_only(message, before)) or _TAKEN_OUT_AFTER.match(
        message.plain, after.start, after.end
    ):
        return []
    starts = {token.start for token in given}
    step = Upload(tuple(token.mark.value for token in given if token.mark))
    rest = [token for token in tokens if token.start not in starts and token.text != "?"]
    if client := _wish_around(rest, given[0].start):
        return [step, *client]
    if says_place(message, after):
        return [step, after]
    names_only = (
        is_covered(rest, "upload") and not _asks_for_role(rest) and not _asks_for_place(rest)
    )
    if names_only or _only_describes(rest, given[0].start) or hands_over(tokens, rest):
        return [step]
    return [step, _rest_of(message, span, starts)]


def brings_file(message: Message, span: Span) -> bool:
    """Whether a clause says itself that a file comes now ("upload", "here is")."""
    return bool(roles_of(lexicon("upload").read(message.words(span))) & {"load", "here"})


def announces(tokens: Sequence[Token]) -> bool:
    """Whether the words before a list of files only name them ("footage from Saturday:")."""
    units = lexicon("upload").read(tokens)
    things = [i for i, unit in enumerate(units) if "thing" in unit.roles or unit.text in _PIECES]
    if not things:
        return False
    edits = [unit for unit in lexicon("edits").read(tokens) if unit.is_known]
    if tokens[0].text[0] < FIRST_CJK:
        until = units[things[0]].first.start
        return not any(unit.first.start < until and unit.text not in _PARTS for unit in edits)
    if edits and edits[0].first.start == tokens[0].start and edits[0].text not in _FILM_PARTS:
        return False
    ends_so = "thing" in units[-1].roles or units[-1].text in _PIECES or "here" in units[-1].roles
    return ends_so and tokens[0].text not in ("把", "将", "给", "用")


def _given(message: Message, span: Span, tokens: Sequence[Token]) -> list[Token]:
    """The marks that are files for the project: media, or any path that is said to be uploaded."""
    marks = [i for i, token in enumerate(tokens) if token.mark and token.mark.kind != "quote"]
    if not marks:
        return []
    any_path = brings_file(message, span)
    in_picture = not any_path and bool(_PROPS.search(_words_only(message, span)))
    return [
        tokens[i]
        for i in marks
        if (mark := tokens[i].mark)
        and (mark.is_media or (mark.kind == "path" and any_path))
        and not (in_picture and mark.quoted)
        and not _is_content(message, span, mark)
        and not (mark.kind == "path" and _is_target(tokens, i))
    ]


def _is_target(tokens: Sequence[Token], i: int) -> bool:
    before, after = tokens[max(0, i - _WORDS_BEFORE) : i], tokens[i + 1 : i + _WORDS_BEFORE]
    return leads_to_target(before, after)


def _is_content(message: Message, span: Span, mark: Mark) -> bool:
    """A title that reads "final.mp4" hands nothing over, nor does "a file called a.mp4"."""
    before = message.text[max(span.start, mark.start - 60) : mark.start]
    return bool(_SOME_FILE.search(before)) or (mark.quoted and bool(_CONTENT.search(before)))


def _words_only(message: Message, span: Span) -> str:
    """The clause without its paths: a folder named "drop" says nothing."""
    pieces: list[str] = []
    at = span.start
    for token in message.words(span):
        if token.mark:
            pieces.append(message.text[at : token.start])
            at = token.end
    return "".join([*pieces, message.text[at : span.end]])[:_LONGEST]


def _was_given_or_kept_out(text: str) -> bool:
    return bool(_GIVEN_BEFORE.search(text) or _KEPT_OUT.search(text))


def _wish_around(rest: Sequence[Token], given_at: int) -> tuple[Step, ...]:
    """ "https://x.org/a.mp4 export as gif": the rest is a wish of its own."""
    steps = understand(rest, ("export", "credits"))
    fetches = steps == (Export(),) and rest[-1].start < given_at  # "download https://x.org/a.mp4"
    return () if fetches else steps


def _asks_for_role(rest: Sequence[Token]) -> bool:
    """ "use X as the music" says what the file is for; "here is the music: X" only what it is."""
    texts = texts_of(lexicon("upload").read(rest))
    return bool(texts & _AS or (texts & _USING and texts & _PARTS))


def _asks_for_place(rest: Sequence[Token]) -> bool:
    """ "a.mp4 first, b.mp4 second" orders, "the second clip: b.mp4" only names."""
    units = lexicon("upload").read(rest)
    return any(u.text in _PLACES for u in units) and not any("thing" in u.roles for u in units)


def _only_describes(rest: Sequence[Token], given_at: int) -> bool:
    """ "here is the interview with Anna": a description, however it goes on."""
    units = lexicon("upload").read(rest)
    if _orders_export(rest, given_at):
        return False
    lead = next((unit for unit in units if unit.roles - {"fill"}), None)
    is_head = bool(texts_of(units[:4]) & _HEADS)
    if lead is None or not (is_head or lead.roles & {"here", "load"}):
        return False
    unknown = [unit.first for unit in units if not unit.is_known]
    if any(token.start > given_at and token.text[0] >= FIRST_CJK for token in unknown):
        return False  # in Chinese what describes a file stands before it
    goes_on = (
        unit.first.start
        for unit, after in pairwise(units)
        if unit.text in _JOINERS and (unit.first.start > given_at or "do" in after.roles)
    )
    last = unknown[-1].start if unknown else -1
    return last < next(goes_on, last + 1) and not asks_for_edit(unknown)


def _orders_export(rest: Sequence[Token], given_at: int) -> bool:
    """Whether what follows a file is an order of its own ("no edits, render 720p")."""
    units = lexicon("export").read([token for token in rest if token.start > given_at])
    orders = (i for i, unit in enumerate(units) if "do" in unit.roles or unit.text in _RENDERS)
    return any(not i or units[i - 1].text not in _OWNERS for i in orders)


def _rest_of(message: Message, span: Span, places: Collection[int]) -> Span:
    """The clause without a path at its edge; within it the path is part of what is said."""
    tokens = message.words(span)
    start, end, first, last = span.start, span.end, 0, len(tokens)
    while first < last and tokens[first].start in places:
        if message.text.startswith(_GLUED_ON, tokens[first].end):
            break
        start, first = tokens[first].end, first + 1
    if any(token.text in _STANDS_FOR for token in tokens[first:last]):
        while first < last and tokens[last - 1].start in places:
            end, last = tokens[last - 1].start, last - 1
    return span if is_covered(tokens[first:last], "polite") else Span(start, end)
