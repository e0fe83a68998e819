"""One clause: is it, word for word, an order for the file, and which file?

Strategy: a verb that orders, a thing that is meant, and nothing left over except a reason ("so I
can post it"). Formats, qualities and names fill the slots. "Give me a video" asks for a new one,
"can you export to gif?" asks whether: both are the agent's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

from nemo_client.speech import vocabulary as v
from nemo_client.speech.lexicons import lexicon, roles_of, texts_of
from nemo_client.speech.patterns import Pattern
from nemo_client.speech.steps import Export, Step, Upload
from nemo_client.speech.wordlists import listed
from nemo_client.speech.words import Token, Unit

_SIZE = Pattern(r"(?:\d{3,4}p\d{0,3}|[2468]k|\d{3,4}[x×]\d{3,4})", re.I)
_BARE_SIZES = listed("1080, 1440, 2160, 480, 720")
_QUALITY_NOUNS, _DEGREES = listed(v.QUALITY_NOUNS), listed(v.QUALITY_WORDS)
_SET_TO = listed("要, 用, 是, 为, 选, 选择, 设为, 设成, should be, must be, has to be, set to, is")
_QUALITY_NOUN = Pattern(rf"(?:{'|'.join(n.strip() for n in v.QUALITY_NOUNS.split(','))})$")
# Before a path or a name: it is where the file goes.
PREPOSITIONS = listed(
    """
    call it, call the file, file name, name it, name the file, under the name, with the name,
    under the filename, with the filename, under the file name, with the file name, name the result,
    by the name of, the name, name, call the result, unter dem namen, sous le nom, con el nombre,
    com o nome, con il nome, 名字, 名字叫, 名字就叫, 文件名用, 命名成, 起名, 起名叫, to, as, into,
    in, at, under, named,
    called, filename, als, nach, unter, en, sous, comme, dans, vers, como, em, para, con, come, su,
    в, как, 为, 成, 到, 在, 叫, 叫做, 命名为, 名为, 文件名, 存到, 存为, 存成, 保存到, 保存为,
    另存为, として
    """
)
_POSTPOSITIONS = listed(
    """
    に, へ, として, という名前で, という名前, の名前で, 로, 으로, 에, 为名, 为文件名, 作文件名,
    这个名字, 的名字, 这个文件名, 作为文件名
    """
)
# Verbs that need no thing: nobody says them of anything but the project.
_ALONE = listed(
    """
    re render, send it, send it over, send it to me, send that over, ship it, save, render,
    rerender, 渲染, 保存, 存, speichern, 发我, 发给我, 传给我, 发过来, 渲染好, 渲染出来, 打包发我,
    打包给我, 发我一份, 传过来, 合成, 生成成片, 生成最终视频, 生成最终版, 下到本地, 发成片, 交付,
    交片
    """
)
# Verbs of placing ask for an export only when they say where the file goes.
_PLACING = listed("burn, drop, put, wrap up")
_SAVING = listed(
    "save, save out, render, rerender, 保存, 存, 存下来, 另存, 渲染, speichere, guarda, salva"
)
_PLACES = listed("as, in, into, to")
# Things that are asked for as new ones as often as for the one that is there.
_MADE_THINGS = listed(
    """
    video, clip, film, movie, project, edit, cut, version, render, one, thing, trailer, teaser,
    promo, vlog, reel, animation, montage, slideshow, composition, footage, timeline, sequence,
    projekt, vidéo, montage, proyecto, película, vídeo, projeto, filme, 视频, 影片, 片子, 短片,
    作品, 片, 動画, 映像, 영상
    """
)
_DEFINITE = listed(
    """
    the, my, our, this, that, your, das, mein, meine, die, der, den, le, la, mon, ma, el, mi, o,
    meu, minha, il, 这, 这个, 那个, 把, 将, final, finished, 最终
    """
)
_INDEFINITE = listed("a, an, ein, eine, une, una, some, 一个")
_OWNERS = listed("my, our, the, a, an, your, this, that, last, previous, next")
# Words of a reason which ask for another film after all ("export it so the text is bigger").
_CHANGES = listed(
    """
    bigger, smaller, larger, louder, quieter, brighter, darker, faster, slower, shorter, longer,
    vertical, square, without, no, add, remove, crop, trim, cut, captions, subtitles, music, logo,
    watermark, but, instead, except, only, 字, 音, 剪, 改, 换, 加, 去, 删, 竖, 横
    """
)


def export_steps(tokens: Sequence[Token]) -> tuple[Step, ...]:
    """The export a clause asks for, one step a format; a file named before it is an upload."""
    units = lexicon("export").read(tokens)
    core = next((i for i, unit in enumerate(units) if unit.roles & {"do", "out", "have"}), None)
    if core is None:
        return _to_file(units)
    body = units[: _reason_start(units, core)]
    understood = _is_known(body) and _is_ordered(body, core) and not _asks_ability(body)
    return _steps(body, core) if understood else ()


def _to_file(units: Sequence[Unit]) -> tuple[Step, ...]:
    """ "mp4 to ./out/a.mp4": a format and a place are an order without a verb."""
    placed = any(
        "format" in unit.roles and after.text in _PLACES and last.text == "<path>"
        for unit, after, last in zip(units, units[1:], units[2:], strict=False)
    )
    return _steps(units, 0) if placed and _is_known(units) else ()


def slots_only(tokens: Sequence[Token]) -> Export | None:
    """The slots of a clause that only describes a file: "1080p, mp4 please"."""
    units = lexicon("export").read(tokens)
    known = all(u.is_known or _quality(units, i) or u.text == "<path>" for i, u in enumerate(units))
    if not known or "do" in roles_of(units):
        return None
    steps = _steps(units, -1)
    return (
        steps[0]
        if len(steps) == 1 and isinstance(steps[0], Export) and steps != (Export(),)
        else None
    )


def filled_slots(tokens: Sequence[Token]) -> tuple[Step, ...]:
    """The export of a clause that is known to ask for one; nothing where a mark finds no slot."""
    units = lexicon("export").read(tokens)
    core = next((i for i, unit in enumerate(units) if unit.roles & {"do", "out", "have"}), -1)
    steps = _steps(units, core)
    used = {step.output for step in steps if isinstance(step, Export)}
    marked = {token.mark.value for token in tokens if token.mark}
    return steps if marked <= used else ()


def names_file(tokens: Sequence[Token]) -> bool:
    """Whether the order names the file by format, quality or place."""
    steps = export_steps(tokens)
    return bool(steps) and steps[-1] != Export()


def names_target(tokens: Sequence[Token]) -> bool:
    """Whether every file in an order is one to write to, by the words around it."""
    return all(
        leads_to_target(tokens[:i], tokens[i + 1 :]) or _follows_slot(tokens[:i])
        for i, token in enumerate(tokens)
        if token.mark
    )


def is_name(tokens: Sequence[Token]) -> bool:
    """Whether a clause is nothing but the name of a file, or says that it is one."""
    units = lexicon("export").read(tokens)
    before = [unit for unit in units if not unit.first.mark]
    return units[-1].first.mark is not None and (
        not before or (all(unit.is_known for unit in before) and before[-1].text in PREPOSITIONS)
    )


def _follows_slot(tokens: Sequence[Token]) -> bool:
    """ "deliver: mov, 4k, ./a.mov": after a format or a quality the next name is the file's."""
    units = lexicon("export").read(tokens)
    at = len(units) - 1
    return at > 0 and ("format" in units[at].roles or bool(_quality(units, at)))


def leads_to_target(tokens: Sequence[Token], after: Sequence[Token] = ()) -> bool:
    """Whether the words around a path say that something is put there: "write the cut to ..."."""
    rest = lexicon("export").read(after)
    if rest and rest[0].text in _POSTPOSITIONS:
        return bool(roles_of(rest) & {"do", "out"})
    units = lexicon("export").read(tokens)
    if not units or units[-1].text not in PREPOSITIONS:
        return False
    placed = units[-1].text in _PLACES
    return any(u.text not in _PLACING or placed for u in units if u.roles & {"do", "out"})


# --- is it an order -----------------------------------------------------------------------------


def _reason_start(units: Sequence[Unit], core: int) -> int | None:
    """Where a reason begins ("for my mom"); None where there is none or it changes the film."""
    for i, unit in enumerate(units):
        rest = units[i + 1 :]
        if i > core and "tail" in unit.roles and any(not u.is_known for u in rest):
            changes = any(token.text in _CHANGES for u in rest for token in (u.first, u.last))
            return None if changes or rest[0].first.mark else i
    return None


def _is_known(units: Sequence[Unit]) -> bool:
    polite = any("ask" in u.roles or u.text.startswith(_MAY_I) for u in units)
    waiting = False
    for i, unit in enumerate(units):
        waiting = waiting or "when" in unit.roles
        if unit.text == "?" or "q" in unit.roles:
            if not polite:
                return False
        elif not (unit.is_known or _quality(units, i) or _names_file(units, i)):
            return False
        elif "choice" in unit.roles or (unit.roles == {"then"} and not waiting):
            return False  # "the export is done" tells, "when it is done export" asks
    return True


_MAY_I = ("can i ", "could i ", "may i ")


def _is_ordered(units: Sequence[Unit], core: int) -> bool:
    verbs = roles_of(units) & {"do", "out", "have"}
    if units[core].text in _PLACING and not _is_placed(units):
        return False
    if "do" in verbs:
        return not _is_noun(units, core)
    is_named = "format" in roles_of(units) or bool(texts_of(units) & {"<path>", "<quote>"})
    things = [i for i, unit in enumerate(units) if "thing" in unit.roles and i != core]
    if "have" in verbs and "out" not in verbs:
        return is_named or any(_is_the_one(units, i) for i in things)
    return (
        is_named
        or any(_quality(units, i) for i in range(len(units)))
        or bool(texts_of(units) & _ALONE and not things)
        or "it" in roles_of(units)
        or any(_is_not_new(units, i) for i in things)
    )


def _is_placed(units: Sequence[Unit]) -> bool:
    named = any(after.text == "<path>" and unit.text in _PLACES for unit, after in pairwise(units))
    return named and bool(roles_of(units) & {"it", "thing"})


def _is_noun(units: Sequence[Unit], core: int) -> bool:
    """ "my export" is a thing, unless another verb orders it."""
    others = (u for i, u in enumerate(units) if i != core and u.roles & {"do", "out"})
    return bool(core) and units[core - 1].text in _OWNERS and not any(others)


def _is_the_one(units: Sequence[Unit], i: int) -> bool:
    """Not "give me a video", which asks for a new one."""
    if units[i].text not in _MADE_THINGS or texts_of(units) & {"把", "将"}:
        return True
    return any(word in _DEFINITE for word in _words_before(units, i)[:2]) or (
        i > 0 and "thing" in units[i - 1].roles
    )


def _is_not_new(units: Sequence[Unit], i: int) -> bool:
    before = _words_before(units, i)
    return units[i].text not in _MADE_THINGS or not (before and before[0] in _INDEFINITE)


def _words_before(units: Sequence[Unit], i: int) -> list[str]:
    return [u.text for u in takewhile(lambda u: "thing" not in u.roles, reversed(units[:i]))]


def _asks_ability(units: Sequence[Unit]) -> bool:
    """ "can you export to gif?" asks whether; "can you export it now?" asks for it."""
    asks = [unit for unit in units if "ask" in unit.roles]
    if not asks or "urge" in asks[0].roles:
        return False
    if asks[0].text in ("能", "可以") and not any(u.text == "?" or "q" in u.roles for u in units):
        return False  # "可以导出了" gives leave
    return not any(u.roles & {"thing", "it", "urge"} for u in units if u is not asks[0])


# --- which file ---------------------------------------------------------------------------------


def _steps(units: Sequence[Unit], core: int) -> tuple[Step, ...]:
    formats = _unique(_format(unit) for unit in units if "format" in unit.roles)
    said = [quality for i in range(len(units)) if (quality := _quality(units, i))]
    qualities = _unique(said)
    sources, outputs = _paths(units, core, bool(formats))
    if len(outputs) > 1 or _is_handed_over(units, core):
        return ()
    output = outputs[0] if outputs else None
    exports: Iterator[Step]
    if 1 < len(formats) == len(said):  # "one mp4 in 1080p, one mov in 4k"
        pairs = zip(formats, said, strict=True)
        exports = (Export(name, quality, output) for name, quality in pairs)
    elif len(formats) > 1:
        exports = (Export(name, next(iter(qualities), None), output) for name in formats)
    else:
        name = next(iter(formats), None)
        exports = (Export(name, quality, output) for quality in qualities or [None])
    return (*([Upload(tuple(sources))] if sources else []), *exports)


def _format(unit: Unit) -> str:
    return unit.text.removeprefix("animated ").split()[0]


def _quality(units: Sequence[Unit], i: int) -> str | None:
    """The quality as said: "high" of "high quality", "4k", or a bare "720" after "in"."""
    text = units[i].text
    if "quality" in units[i].roles:
        return _QUALITY_NOUN.sub("", text).strip()
    if _SIZE.fullmatch(text):
        return text
    at = i - 1 if i and units[i - 1].text not in _SET_TO else i - 2
    before = units[at].text if at >= 0 else ""
    if text in _DEGREES and before in _QUALITY_NOUNS:
        return text  # "quality=high"
    return text if text in _BARE_SIZES and before in ("in", "at", "auf", "en") else None


def _names_file(units: Sequence[Unit], i: int) -> bool:
    unit, before = units[i], units[i - 1] if i else None
    if unit.text == "<path>":
        return True
    is_name = unit.text == "<quote>" or ("_" in unit.text and len(unit.text) > 2)
    return is_name and before is not None and (before.text in PREPOSITIONS or "do" in before.roles)


def _is_handed_over(units: Sequence[Unit], core: int) -> bool:
    """ "grab ./a.mp4": only verbs of saving take the target itself as their object."""
    if core < 0 or "do" in units[core].roles or units[core].text in _SAVING:
        return False
    return any(
        unit.text == "<path>" and i > 0 and not _is_target(units, i) for i, unit in enumerate(units)
    )


def _is_target(units: Sequence[Unit], i: int) -> bool:
    """ "to ./a.mov", "./a.mov に", "mov, ./a.mov": the words beside a path make it the target."""
    before = units[i - 1]
    placed = before.text in PREPOSITIONS or any(
        unit.text in _POSTPOSITIONS for unit in units[i + 1 : i + 2]
    )
    return placed or "format" in before.roles or bool(_quality(units, i - 1))


def _paths(units: Sequence[Unit], core: int, has_format: bool) -> tuple[list[str], list[str]]:
    """Paths handed over and paths to write to, told apart by where they stand."""
    sources: list[str] = []
    outputs: list[str] = []
    for i, unit in enumerate(units):
        if _names_file(units, i):
            named_to = i > 0 and units[i - 1].text in PREPOSITIONS
            named_to = named_to or (i + 1 < len(units) and units[i + 1].text in _POSTPOSITIONS)
            is_source = not named_to and (i < core or (i == core + 1 and has_format))
            value = unit.first.mark.value if unit.first.mark else unit.text
            (sources if is_source else outputs).append(value)
    return sources, outputs


def _unique(values: Iterable[str]) -> list[str | None]:
    return list(dict.fromkeys(values))
