"""Requests for new footage: where such a request begins and ends, and what its prompt is.

The prompt is the user's words, unchanged. A request needs a verb of making, an indefinite
thing that is a video, and no sign that existing material is meant; a bare description
counts only where there is nothing else it could be about.
"""

from __future__ import annotations

import re

from nemo_client.sandbox.agent import phrasing
from nemo_client.sandbox.agent.asking import AskBack
from nemo_client.sandbox.agent.folding import Page, Strip
from nemo_client.sandbox.agent.numbers import TIME, milliseconds
from nemo_client.sandbox.agent.ops import Footage, Generate
from nemo_client.sandbox.agent.slots import slots
from nemo_client.sandbox.agent.vocabulary import LONGEST_SECONDS, USUAL_SECONDS

_MAKING = (
    r"(?:generate|create|make|produce|render|film|shoot|give|show)(?: me| us)?\s+|"
    r"(?:i want|i need|i'd like|i would like)(?: you to (?:generate|create|make|produce))?\s+|"
    r"(?:add|insert|append)\s+(?=(?:an?|another)\b.*\b(?:clip|video|shot|scene)s? (?:of|showing)\b)"
)
_NOUN = (
    r"(?:video|clip|footage|film|movie|animation|short(?= (?:of|about)|[,.:]|$)|reel|shot|scene|"
    r"time-?lapse|trailer|teaser|"
    r"promo|commercial|advert|ad|vlog|explainer|documentary|spot)"
)
_NOUN_ZH = "短视频|视频|短片|影片|动画片?|片段|镜头|宣传片|广告片?|预告片|微电影|纪录片|vlog"
_LINK = r"(?:of|about|showing|featuring|depicting|with|where|in which|that|for|on|set in|inside|at)"
EN = re.compile(
    rf"(?:{_MAKING})(?P<thing>(?:(?:an?|another|one) |(?=\d))?"
    rf"(?P<kind>(?:[^\s,.;]+ ){{0,7}}?)(?P<noun>{_NOUN})(?![a-z-])(?P<rest>.*))",
    re.DOTALL,
)
ZH = re.compile(
    r"(?:(?:生成|制作|创作|创建|做|拍摄?|来)(?:出)?(?P<one>一?[个段条部支]|一)?|"
    rf"(?=为.{{1,20}}制作)|(?=一[个段条部支] ?{TIME}))"
    r"(?P<thing>(?P<kind>[^,。;\n]{0,24}?)"
    rf"(?P<noun>{_NOUN_ZH})(?P<rest>.*))",
    re.DOTALL,
)
# without the word for a video: "generate 3 seconds of rain", "生成一段3秒的大海"
EN_BARE = re.compile(
    rf"(?:generate|create|produce)(?: me| us)? (?P<thing>(?:(?:an?|another) )?{TIME}"
    rf"(?:[- ]long)?(?: of)? (?P<what>.+))",
    re.DOTALL,
)
ZH_BARE = re.compile(
    rf"(?:(?:(?:生成|创作|制作)出?(?:一?[段个条])?|(?:做|拍摄?|来|录)一?[段个条])(?P<thing>{TIME}(?:长)?的?(?P<what>[^,。;\n]+).*)|"
    rf"生成(?:出)?一?[段个条](?P<plain>(?P<it>[^\d,。;\n]{{2,}}).*))",
    re.DOTALL,
)
NO_FOOTAGE = re.compile(
    r"(?<![a-z])(?:titles?|subtitles?|captions?|texts?|cards?|music|songs?|audio|sounds?|silence|"
    r"voice-?overs?|fades?|transitions?|thumbnails?|images?|photos?|pictures?|posters?|gaps?|"
    r"pauses?|highlights?|recap|summary|it|this|that)(?![a-z])|"
    r"标题|字幕|文字|音乐|配乐|歌|旁白|配音|语音|声音|音效|bgm|文案|脚本|图|照片|海报|封面|片头|片尾|"
    r"转场|分镜|淡入|淡出|静音|代码|总结|列表|报告|计划"
)
NEAR, BEGINNINGS = 600, 12  # where in a message a request for footage may begin
SOMEWHERE = {"at", "start", "place", "before_clip", "after_clip", "range_from", "range_before"}
# what is made here is no video, or is made of what exists already
NOT_NEW = re.compile(
    r"(?<![a-z])(?:titles?|subtitles?|captions?|cards?|music|songs?|thumbnails?|storyboards?|highlights?|"
    r"compilation|recap|summary|copy|version|duplicate|cut|montage|slideshow|gif|longer|shorter|faster|"
    r"slower|louder|more|less|of|for|in|to|from|into|the|this|that|these|my|our|your|it|better)(?![a-z])|"
    r"标题|字幕|音乐|配乐|封面|片头|片尾|这|那|我的|素材|原|上传|把|用|倒放|分镜|\d+ ?[张个条段]"
)
EXISTING = re.compile(
    r"(?<![a-z])(?:(?:from|using|out of|based on|into|with) (?:it|this|these|that|those|them|my|"
    r"our|the "
    r"(?:clips?|videos?|footage|photos?|recordings?|images?|pictures?|files?|uploads?|material))|"
    r"(?:my|these|those|this|uploaded|existing) (?:[a-z]+ )?(?:clips?|videos?|photos?|footage|"
    r"recordings?|"
    r"images?|pictures?|files?|uploads?))(?![a-z])|上传的|这些素材|我的(?:素材|视频|照片)|这段视频|这个视频"
)
PLAIN = re.compile(
    r"(?:video|clip|footage|shot|scene)(?: *[:,-] *| +(?:of|about|showing) +)|"
    r"(?:短?视频|短片|片段)(?: *[,:] *(?:内容[是为:]+)?|$)"
)
LENGTH_FIRST = re.compile(
    rf"(?:an? |one |一[个段条部支] ?)?(?P<t>{TIME})"
    r"(?:[- ]?long)?(?:的|长的)?(?:[ ,]+of(?= ))?[ ,]*|"
    r"(?:an?|one|another) "
)
LENGTH_LAST = re.compile(
    rf"[,(，]\s*(?:about |around |total |共|时长|长)?(?P<t>{TIME})(?: long| total| in total|"
    rf"左右|长)?\s*\)?$|"
    rf"\s(?P<u>{TIME}) long$|时长(?:为|是)?(?P<v>{TIME})"
)
IN_A_NUMBER = re.compile(rf"(?P<t>{TIME})")
EMPTY = re.compile(
    r"(?:an? |another )?(?:(?:short|new|nice|cool|quick|little|great|small|vertical|square) ?)*"
    r"(?:video|clip|movie|film|animation)?|(?:一[个段])?(?:短?视频|短片|片段)?"
)
# a description that stands alone, in a project where there is nothing else to talk about
BARE = re.compile(
    r"(?:(?:generate|render|film|animate|imagine|create(?=.*\banimated\b))(?: me)? )?"
    r"(?:an?|one|two|three)(?: [^\s]+){3,}|(?:生成|画)?一[只个位片条座群朵辆场间艘匹名张幅对].{4,}",
    re.DOTALL,
)
NOT_BARE = re.compile(
    r"(?<![a-z])(?:i|you|we|my|your|it|this|these|please|question|help|how|what|why|can|titles?|"
    r"subtitles?|captions?|music|songs?|soundtrack|voice-?over|thumbnails?|images?|photos?|pictures?|"
    r"scripts?|storyboards?|posters?|gif|logo|lists?|clips?|timeline|draft|project|export|transitions?|"
    r"filters?|effects?|watermarks?|fade|cards?|no|each|every|is|are|was|were|be|has|have|must|should|may|might|will|"
    r"would|could|not|never|means|expects?|kinds?|idea|reports?|keys?|tokens?|session|code|files?|"
    r"summary|plan|guide|policy|workflow|bit|few|lot)(?![a-z])|[?`*{}<>=#|;:+()\ue000-\uf8ff]|"
    "我|你|标题|字幕|音乐|配乐|封面|图片|照片|问题|片段|时间线|转场|滤镜|特效|不|吗|是"
)


def find(page: Page, lang: str, has_material: bool) -> tuple[int, Strip] | None:
    """Where a request for footage begins, and the text from there on."""
    text = page.strip.text
    for start in _beginnings(text, lang):
        rest = phrasing.unwrapped_front(page.strip.part(start, len(text)), lang)
        if _is_request(rest.text, lang):
            return start, rest
    whole = page.strip.trimmed()
    if not has_material and _is_description(whole.text):
        return 0, whole
    return None


def _beginnings(text: str, lang: str) -> list[int]:
    """The start of the message, and of its first clauses, unless something is negated before."""
    near = text[:NEAR]
    joints = (*phrasing.HARD.finditer(near), *phrasing.APART.finditer(near))
    marks = [0, *sorted({each.end() for each in joints})][:BEGINNINGS]
    return [mark for mark in marks if not phrasing.NEGATION[lang].search(text[:mark])]


def _is_request(text: str, lang: str) -> bool:
    if _bare_thing(text, lang):
        return True
    found = (ZH if lang == "zh" else EN).match(text)
    if not found or NOT_NEW.search(_without_times(found["kind"])) or EXISTING.search(text):
        return False
    rest = found["rest"].strip()
    if re.match("add|insert|append", text) and SOMEWHERE & set(slots(rest).kinds()):
        return False  # what is generated goes to the end, nowhere else
    if lang == "zh":
        return _is_request_zh(found, rest)
    if not rest or rest[0] in ",.:;-(":
        return True
    return bool(re.match(rf"{_LINK}(?![a-z])(?! ?(?:it|this|that|them|these)(?: |$))", rest))


def _bare_thing(text: str, lang: str) -> tuple[int, int] | None:
    """Where the thing is, in a request that does not say that it is a video."""
    found = (ZH_BARE if lang == "zh" else EN_BARE).match(text)
    if found is None:
        return None
    part = "plain" if found["what"] is None else "thing"
    said = found["what"] or found["it"]
    is_other = NO_FOOTAGE.search(said) or EXISTING.search(text) or re.search(_NOUN_ZH, said)
    return None if is_other else found.span(part)


def _is_request_zh(found: re.Match[str], rest: str) -> bool:
    """Chinese has no article: a measure word, a length or "的视频" has to show the meaning."""
    kind = _without_times(found["kind"]).strip()
    if not (
        found["one"]
        or kind in ("", "的")
        or (kind.endswith("的") and not rest)
        or found[0][0] in "为一"
    ):
        return False
    return not rest or rest[0] in ",。:;、.("


def _without_times(text: str) -> str:
    return IN_A_NUMBER.sub(" ", text)


def _is_description(text: str) -> bool:
    return bool(BARE.fullmatch(text) and not NOT_BARE.search(text) and not EXISTING.search(text))


def needs_material(text: str) -> str:
    """The thing that would be made of existing material, if that is what is meant."""
    found = re.match(
        rf"{_MAKING}(?P<t>.*?(?:short|reel|trailer|teaser|promo|explainer)s? (?:of|for|"
        rf"about) the .*)",
        text,
        re.DOTALL,
    )
    return found["t"] if found else ""


def request(page: Page, strip: Strip, lang: str, size: tuple[int, int]) -> Generate:
    """The operation for a request whose text is known to end here."""
    made = (ZH if lang == "zh" else EN).match(strip.text)
    is_request = made is not None and _is_request(strip.text, lang)
    bare = _bare_thing(strip.text, lang)
    begin = bare[0] if bare else made.start("thing") if made and is_request else 0
    thing = strip.part(begin, len(strip.text))
    is_request = is_request or bare is not None
    if not is_request and (
        verb := re.match(
            r"(?:generate|create|render|show|film|draw|animate|imagine)(?: me)? |生成|画",
            strip.text,
        )
    ):
        thing = strip.part(verb.end(), len(strip.text))
    thing = thing.trimmed()
    seconds, prompt = _length(thing) if is_request else (USUAL_SECONDS, thing)
    prompt = prompt.trimmed()
    if is_request and (plain := PLAIN.match(prompt.text)) and plain.end():
        prompt = prompt.part(plain.end(), len(prompt.text)).trimmed()
    words = page.verbatim(prompt).strip()
    if not words or EMPTY.fullmatch(prompt.text):
        raise AskBack("what_prompt")
    if not 1 <= seconds <= LONGEST_SECONDS:
        raise AskBack("too_long", most=int(LONGEST_SECONDS))
    width, height = _shape(thing.text, size)
    return Generate(material=Footage(words, seconds, width, height), without=_declined(strip.text))


def _length(thing: Strip) -> tuple[float, Strip]:
    """How long the clip shall be, and the request without a length that leads it."""
    first = LENGTH_FIRST.match(thing.text)
    rest = thing.part(first.end(), len(thing.text)) if first else thing
    if first and first["t"]:
        return milliseconds(first["t"]) / 1000, rest
    noun = re.search(rf"{_NOUN}|视频|短片|影片|片", rest.text)
    inside = IN_A_NUMBER.search(rest.text[: noun.start()] if noun else "")
    if inside:
        return milliseconds(inside["t"]) / 1000, thing
    if last := LENGTH_LAST.search(rest.text):
        return milliseconds(last["t"] or last["u"] or last["v"]) / 1000, rest
    return USUAL_SECONDS, rest


def _shape(text: str, size: tuple[int, int]) -> tuple[int, int]:
    """The size in the shape asked for."""
    said = slots(text).one("ratio")
    if said is None:
        return size
    wide, high = (int(part) for part in said.split(":"))
    return shaped(size, wide, high)


def shaped(size: tuple[int, int], wide: int, high: int) -> tuple[int, int]:
    """A size of another shape with the same short side."""
    short = min(size)
    long = 2 * round(short * max(wide, high) / min(wide, high) / 2)
    return (long, short) if wide >= high else (short, long)


def _declined(text: str) -> tuple[str, ...]:
    """The extras a prompt says it wants to be without."""
    no = r"(?:no|without|不要|无|没有|不加)(?: any| background|背景)?\s*"
    found = {name for name, noun in phrasing.EXTRAS.items() if re.search(no + rf"(?:{noun})", text)}
    if re.search(no + r"(?:text|words|文字|字幕)", text):
        found.add("title")
    return tuple(sorted(found))
