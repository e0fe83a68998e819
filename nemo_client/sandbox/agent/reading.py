"""A message read into steps: sentences, clauses, and what each asks for.

A sentence is divided at commas and joining words only where that makes full commands; the
longest reading wins. A clause without a verb repeats the verb before it. What no rule
accounts for is kept verbatim as skipped; a clause that says what not to do is left alone.
No draft is known here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nemo_client.sandbox.agent import phrasing
from nemo_client.sandbox.agent.asking import AskBack
from nemo_client.sandbox.agent.building import built
from nemo_client.sandbox.agent.folding import HIDDEN, Hidden, Page, Strip
from nemo_client.sandbox.agent.matching import any_verb, fits, words
from nemo_client.sandbox.agent.ops import (
    LAST,
    AddMusic,
    AddText,
    Answer,
    CutRanges,
    DeleteClips,
    EditText,
    Fade,
    KeepRange,
    MoveClip,
    Op,
    PlaceClips,
    SetAspect,
    SetSpeed,
    SetVolume,
    Split,
    SwapClips,
    Trim,
    TrimHead,
    TrimTail,
    is_destructive,
)
from nemo_client.sandbox.agent.rules import TITLE, TITLE_ZH
from nemo_client.sandbox.agent.slots import slots
from nemo_client.sandbox.agent.wording import clip_words, listed

ABILITIES = ("add_music", "ask_text", "fade", "mute", "speed", "volume", "place_clips")
PIECES = 6  # no single command is longer; keeps the work linear
TIMED = {"at", "range", "start", "position", "place", "for", "range_from", "first", "last"}
UNQUOTED = chr(HIDDEN["text"][1])
GONE = "gone"
# what a pronoun stands for -> how to say it
ANTECEDENTS = {
    "music": ("the music", "音乐"),
    "title": ("the title", "标题"),
    "subtitle": ("the subtitle", "字幕"),
    "new": ("the last clip", "最后一段"),
}
# what "it" can still only mean the video for, though something else was spoken of last
_TIMELINE = (Trim, TrimHead, TrimTail, CutRanges, KeepRange, Split, SetSpeed, SetVolume, SetAspect)
VIDEO_ONLY: dict[str, tuple[type[Op], ...]] = {
    "new": (Op,),
    "music": (Split, SetAspect),
    "title": _TIMELINE,
    "subtitle": _TIMELINE,
    GONE: (SetAspect,),
    "upload": (Op,),
}
FILE = "[{}-{}]".format(*map(chr, HIDDEN["file"]))
NAMED = re.compile(
    rf"(?:(?:the )?(?:clip|video|file|footage) |视频|片段|素材|文件)? ?({FILE})"
    r" ?(?:clip(?![a-z])|video(?![a-z])|[这那]个?(?:视频|片段)|[这那]段)?"
)


@dataclass(frozen=True, slots=True)
class Sights:
    """What a message can point at, by the ids of the media; `brought` was uploaded just now."""

    shown: tuple[str, ...] = ()  # on the timeline, in order
    waiting: tuple[str, ...] = ()
    brought: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    size: tuple[int, int] = (0, 0)
    has_material: bool = False

    def clip(self, asset: str) -> int:
        """The number its clip has, or will have; 0 when it is not one clip."""
        if asset in self.shown:
            return self.shown.index(asset) + 1 if self.shown.count(asset) == 1 else 0
        if not self.shown and asset in self.waiting:
            return self.waiting.index(asset) + 1
        return LAST


@dataclass(frozen=True, slots=True)
class Step:
    """One understood clause; `sentence` tells which clauses were said in one breath."""

    op: Op
    sentence: int = 0
    said: str = ""
    verb: str = ""
    at: Strip | None = None
    vague: Strip | None = None  # where it says "the clip" without saying which
    is_unquoted: bool = False
    brings: tuple[str, ...] = ()  # uploads it names, which may have to be placed first


@dataclass(slots=True)
class Reading:
    """What a message asks for, and what could not be read."""

    steps: list[Step] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    declined: set[str] = field(default_factory=set)
    unclear: AskBack | None = None

    def add(self, other: Reading) -> None:
        """Take in what was read after this."""
        self.steps += other.steps
        self.skipped += other.skipped
        self.left_alone += other.left_alone
        self.declined |= other.declined
        self.unclear = self.unclear or other.unclear


@dataclass(slots=True)
class Reader:
    """Reads the clauses of one page in order, remembering what was spoken of last."""

    page: Page
    lang: str
    topic: str = ""
    sentence: int = 0
    sights: Sights = field(default_factory=Sights)
    has_clips: bool = field(init=False)  # whether "it" may be but a part of the video

    def __post_init__(self) -> None:
        self.has_clips = bool(self.sights.shown)

    def read(self, strip: Strip) -> Reading:
        """All sentences of a strip."""
        reading = Reading()
        is_numbered = re.match(r"\s*\(?1[.)、]", strip.text)
        joints = phrasing.NUMBERED if is_numbered else phrasing.HARD
        for sentence in phrasing.divided(strip, joints):
            self.sentence += 1
            reading.add(self._sentence(sentence))
        if any(step.is_unquoted for step in reading.steps) and (
            reading.skipped or any(is_destructive(step.op) for step in reading.steps)
        ):
            reading.unclear = AskBack("quote_words")
        return reading

    def _sentence(self, strip: Strip) -> Reading:
        if topic := phrasing.talk_topic(strip.text):
            return Reading([Step(Answer(topic=topic), self.sentence)])
        bare = re.sub("能不能|可不可以|好不好|是不是|don't forget to|别忘了", "", strip.text)
        if phrasing.NEGATION[self.lang].search(bare):
            return self._negated(strip)
        reading = self._clauses(strip)
        if reading.steps and any(
            phrasing.QUALIFIER.search(each.lower()) for each in reading.skipped
        ):
            # "mute it, but keep the last bit": what was not understood limits what was
            return Reading(skipped=[self.page.verbatim(strip)])
        return reading

    def _negated(self, strip: Strip) -> Reading:
        """A sentence that says what not to do: other clauses count only if clearly apart."""
        everything = Reading(skipped=[self.page.verbatim(strip)])
        if phrasing.EITHER.search(strip.text):
            self.topic = GONE
            return everything
        reading, seen = Reading(), False
        for piece in phrasing.divided(strip, phrasing.APART):
            if phrasing.NEGATION[self.lang].search(piece.text):
                seen, self.topic = True, GONE
                reading.add(self._declined(piece))
                continue
            part = self._clauses(piece)
            is_risky = any(is_destructive(step.op) for step in part.steps)
            if seen and is_risky and not phrasing.CONTRAST.match(piece.text):
                return everything
            reading.add(part)
        return reading

    def _declined(self, piece: Strip) -> Reading:
        """A clause after "don't": left alone if it is known what it is."""
        said = self.page.verbatim(piece)
        if unwanted := phrasing.UNWANTED.fullmatch(piece.text):  # "不要标题了": away with it
            away = piece.part(*unwanted.span("what")).prefixed("去掉")
            step = self._clause(away)
            if step is not None:
                return Reading([replace(step, sentence=self.sentence, said=said)])
        negation = phrasing.NEGATED[self.lang].match(piece.text)
        if negation is None:
            return Reading(skipped=[said])
        rest = piece.part(negation.end(), len(piece.text)).trimmed()
        declined = {name for name, noun in phrasing.EXTRAS.items() if re.search(noun, rest.text)}
        if not declined and not any_verb(self.lang).match(rest.text):
            return Reading(skipped=[said])
        return Reading(left_alone=[said], declined=declined)

    def _clauses(self, strip: Strip) -> Reading:
        """The longest readings of a sentence, from left to right."""
        joints = phrasing.joints_of(strip)
        starts = [0, *(joint.end for joint in joints)]
        ends = [*(joint.start for joint in joints), len(strip.text)]
        reading, verb, missed, first = Reading(), "", None, 0
        while first < len(starts):
            window = range(first, min(first + PIECES, len(ends)))
            parts = [strip.part(starts[first], ends[last]) for last in window]
            pieces = [strip.part(starts[each], ends[each]) for each in window]
            try:
                # what has no verb of its own belongs to the clause before it, understood or not
                is_rest = missed is not None and not any_verb(self.lang).search(pieces[0].text)
                step, size = (None, 1) if is_rest else self._longest(parts, pieces, verb)
            except AskBack as unclear:
                reading.unclear = reading.unclear or unclear
                return reading
            if step is None:
                missed, verb = starts[first] if missed is None else missed, ""
                self.topic = GONE  # "it" may now be anything
            else:
                self._skip(reading, strip, missed, ends[first - 1])
                reading.steps.append(step)
                missed, verb = None, step.verb
            first += size
        self._skip(reading, strip, missed, ends[-1])
        return reading

    def _skip(self, reading: Reading, strip: Strip, start: int | None, end: int) -> None:
        if start is not None and (said := self.page.verbatim(strip.part(start, end).trimmed())):
            reading.skipped.append(said)

    def _longest(
        self, parts: list[Strip], pieces: list[Strip], verb: str
    ) -> tuple[Step | None, int]:
        """The longest of these beginnings that is one full clause, and how many pieces it takes."""

        def has_verb(text: str) -> bool:  # "百分之" holds a verb that is none
            return bool(any_verb(self.lang).search(text.replace("百分之", "")))

        lacks_verb = verb and not has_verb(pieces[0].text)
        # "put music under it and fade it out" is two commands, whatever else would fit the whole
        alone = (
            n for n, each in enumerate(pieces) if n and has_verb(each.text) and self._reads(each)
        )
        for size in range(next(alone, len(parts)), 0, -1):
            part = parts[size - 1]
            if lacks_verb:  # "remove the title and the music": the verb counts for both
                part = part.prefixed(verb if self.lang == "zh" else f"{verb} ")
            said = parts[size - 1].trimmed()
            try:
                step = self._clause(part, is_single=size == 1)
            except AskBack as unclear:
                unclear.at = unclear.at or said
                raise
            if step is not None:
                self.topic = topic_after(step.op)
                if isinstance(step.op, PlaceClips):
                    self.topic = self.topic if self.has_clips else ""
                    self.has_clips = True
                return replace(step, said=self.page.verbatim(said), at=said), size
        return None, 1

    def _reads(self, piece: Strip) -> bool:
        """Whether a piece is a command by itself."""
        try:
            return self._clause(piece, is_single=False) is not None
        except AskBack:
            return False

    def _clause(self, strip: Strip, is_single: bool = True) -> Step | None:
        """One clause as a step, when every word of it is accounted for."""
        core = self._hide_unquoted(strip.trimmed(), is_single)
        core = phrasing.unwrapped(core, self.lang)
        pronoun = phrasing.PRONOUN[self.lang].search(core.text)
        if pronoun and self.topic:
            return self._about_it(core, strip, pronoun)
        step = self._fitted(core, strip)
        if step and self._leaves_open(step.op, core.text):
            raise AskBack("whole_or_clip")
        return step

    def _about_it(self, core: Strip, said: Strip, pronoun: re.Match[str]) -> Step | None:
        """The step with its pronoun understood as what was spoken of, or brought, last."""
        brings = self.sights.brought if self.topic == "upload" else ()
        meant = self._meant(core, *pronoun.span())
        step = self._fitted(meant, said) if meant else None
        if step is None:
            step = self._fitted(core, said)
            if step is None or not isinstance(step.op, VIDEO_ONLY.get(self.topic, ())):
                return None
        if len(brings) > 1 and not isinstance(step.op, PlaceClips):
            names = [self.sights.names[each] for each in brings]
            place = core.part(*pronoun.span())
            options = tuple(self.page.rewritten(place, each) for each in names)
            raise AskBack("which_upload", names=listed(names, self.lang), options=options)
        return replace(step, brings=brings)

    def _leaves_open(self, op: Op, text: str) -> bool:
        """ "speed up clip 2 and trim to 3 s": the clip or the whole video?"""
        if not self.topic.startswith("clip ") and self.topic != "new":
            return False
        named = {"clip", "clips"} & set(type(op).__slots__)
        is_open = getattr(op, "clip", None) is None and not getattr(op, "clips", ())
        is_music = isinstance(op, SetVolume) and op.target in ("music", "both")
        return bool(named and is_open and not is_music and not phrasing.WHOLE.search(text))

    def _meant(self, core: Strip, start: int, end: int) -> Strip | None:
        """The clause with what its pronoun stands for."""
        if self.topic == GONE:
            return None
        if self.topic in ANTECEDENTS:
            return core.replaced(start, end, ANTECEDENTS[self.topic][self.lang == "zh"])
        number = self.topic.removeprefix("clip ")
        if self.topic == "upload":
            return core.replaced(start, end, clip_words(LAST, self.lang))
        return core.replaced(start, end, f"第{number}段" if self.lang == "zh" else self.topic)

    def _fitted(self, core: Strip, said: Strip) -> Step | None:
        """A clause as a step; a file named where only a clip can be meant is its clip."""
        step = self._fitting(core, said)
        if step is not None or not NAMED.search(core.text):
            return step
        brings: list[str] = []
        while found := NAMED.search(core.text):
            brings.append(self.page.behind(found[1]))
            clip = clip_words(self.sights.clip(brings[-1]), self.lang)
            core = core.replaced(*found.span(), f" {clip} ")
        step = self._fitting(core, said)
        return replace(step, brings=tuple(brings)) if step else None

    def _fitting(self, core: Strip, said: Strip) -> Step | None:
        found = slots(core.text)
        fit = fits(found, self.lang)
        op = built(fit, self.page) if fit else None
        if fit is None or op is None:
            return None
        if self._is_about_ability(said) and fit.rule.op in ABILITIES and not found.found:
            return Step(Answer(topic="can"), self.sentence)
        vague = next(
            (core.part(each.start, each.end) for each in found.found if each.kind == "the_clip"),
            None,
        )
        is_unquoted = UNQUOTED in core.text
        return Step(op, self.sentence, verb=fit.verb, vague=vague, is_unquoted=is_unquoted)

    def _is_about_ability(self, said: Strip) -> bool:
        """ "Can you add music?" asks, "can you mute it?" requests."""
        is_question = self.page.source.rstrip()[-1:] in ("?", "？", "吗")
        is_can = phrasing.ABILITY.match(said.text)
        return bool(is_question and is_can and not phrasing.PRONOUN[self.lang].search(said.text))

    def _hide_unquoted(self, core: Strip, is_single: bool) -> Strip:
        """Words after "saying" become a quote, where it is clear where they end."""
        found = phrasing.SAYING.search(core.text)
        text = core.text[found.end() :] if found else ""
        if not found or not text or any(char in self.page.hidden for char in core.text):
            return core
        if not words(f"{TITLE}|{TITLE_ZH}", "zh").search(core.text[: found.start()]):
            return core
        if not is_single:  # the words would swallow the next command
            return core.part(0, 0)
        tail = phrasing.FOR_FIRST.search(core.text)
        end = tail.start() if tail else len(core.text)
        content = core.part(found.end(), end).trimmed()
        if TIMED & set(slots(content.text).kinds()):
            raise AskBack("quote_words")
        verbatim = self.page.verbatim(content)
        hidden = {**self.page.hidden, UNQUOTED: Hidden(verbatim, content.origin[-1] + 1)}
        self.page = replace(self.page, hidden=hidden)
        return core.replaced(found.end(), end, UNQUOTED)


def topic_after(op: Op) -> str:
    """What a pronoun would mean after this step; empty for the video as a whole."""
    if isinstance(op, (AddText, EditText)):
        return "subtitle" if op.role == "subtitle" else "title"
    if isinstance(op, (AddMusic, SetVolume, Fade)):
        is_music = isinstance(op, AddMusic) or op.target == "music"
        if is_music:
            return "music"
    if isinstance(op, (DeleteClips, MoveClip, SwapClips, Split)):
        return GONE
    if isinstance(op, PlaceClips):
        return "new" if len(op.assets) == 1 and not op.at_start else ""
    clip = getattr(op, "clip", None)
    clips: tuple[int, ...] = getattr(op, "clips", ()) if clip is None else (clip,)
    if len(clips) != 1:
        return GONE if clips else ""
    return f"clip {clips[0]}" if clips[0] > 0 else "new" if clips[0] == -1 else ""
