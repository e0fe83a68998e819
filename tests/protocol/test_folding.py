"""Text exactly once and in order, from the bytes to what a face shows, however it was split.

Property tests run 200 examples here; `NEMO_EXAMPLES=10000` makes them that many.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo_client.protocol import events as ev
from nemo_client.protocol.notices import Corrected, Said, Thought
from nemo_client.protocol.sse import FrameReader
from nemo_client.protocol.transcript import Transcript

STREAMS = Path(__file__).parents[2] / "fixtures" / "streams"
ENDS = {"LF": b"\n", "CR": b"\r", "CRLF": b"\r\n"}
Told = dict[str, Any]


@dataclass
class Face:
    """What a user sees: pieces are added to their step, a correction replaces it."""

    steps: dict[int, str] = field(default_factory=dict)
    thoughts: str = ""

    def show(self, news: object) -> None:
        if isinstance(news, Said):
            assert news.text, "nothing is shown for nothing"
            self.steps[news.step] = self.steps.get(news.step, "") + news.text
        elif isinstance(news, Corrected):
            self.steps[news.step] = news.text
        elif isinstance(news, Thought):
            self.thoughts += news.text

    @property
    def text(self) -> str:
        return paragraphs(text for _, text in sorted(self.steps.items()))


def paragraphs(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text.strip())


def heard(pieces: Iterable[bytes]) -> Iterator[tuple[Transcript, Face]]:
    """Fold a stream; yield the same two after each piece, and once more at the end."""
    reader, transcript, face = FrameReader(), Transcript(), Face()

    def fold(frames: list[str]) -> None:
        for event in itertools.chain.from_iterable(map(ev.read, frames)):
            for news in transcript.add(event) if not isinstance(event, ev.Beat) else ():
                face.show(news)

    for piece in pieces:
        fold(reader.feed(piece))
        yield transcript, face
    fold(reader.close()[0])
    yield transcript, face


def folded(*pieces: bytes) -> tuple[Transcript, Face]:
    *_, last = heard(pieces)
    return last


# --- any text, split and told in any way


def line(told: Told) -> bytes:
    return f"data: {json.dumps(told, ensure_ascii=False)}\n\n".encode(errors="replace")


def snake(told: Any) -> Any:
    """The same event with its keys in the other casing."""
    if isinstance(told, list):
        return [snake(inner) for inner in told]
    if not isinstance(told, dict):
        return told
    return {re.sub("[A-Z]", lambda m: f"_{m[0].lower()}", k): snake(v) for k, v in told.items()}


def adk(author: str, *parts: Told, **more: Any) -> Told:
    content = {"content": {"role": "model", "parts": list(parts)}} if parts else {}
    return {"author": author, "invocationId": "e-7", **content, **more}


def tool(author: str) -> list[Told]:
    call = {"functionCall": {"id": "1", "name": "edit", "args": {"text": "not an answer"}}}
    answer = {"functionResponse": {"id": "1", "name": "edit", "response": {"text": "nor this"}}}
    return [adk(author, call), adk(author, answer)]


def split(text: str, cuts: Iterable[int]) -> list[str]:
    edges = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    return [text[a:b] for a, b in itertools.pairwise(edges)]


@dataclass(frozen=True)
class Step:
    """One step of an agent, with all that can befall its text on the way."""

    author: str
    text: str
    cuts: tuple[int, ...]
    lost: frozenset[int]
    """Which fragments never came; only where the whole does."""
    has_whole: bool
    marks_lost: bool
    """Fragments come without the mark that they are fragments."""
    told_twice: bool
    thought: str
    ends_with: str

    def events(self) -> list[Told]:
        pieces = split(self.text, self.cuts)
        lost = self.lost if self.has_whole and not self.marks_lost else frozenset[int]()
        mark = {} if self.marks_lost else {"partial": True}
        told = [adk(self.author, {"text": self.thought, "thought": True}, partial=True)]
        told += [
            adk(self.author, {"text": piece}, **mark)
            for number, piece in enumerate(pieces)
            if number not in lost
        ]
        if self.has_whole or self.marks_lost:
            parts = [{"text": piece} for piece in pieces] or [{"text": ""}]
            whole = adk(self.author, {"text": self.thought, "thought": True}, *parts)
            told += [whole, whole] if self.told_twice else [whole]
        if self.ends_with == "stop":
            told.append(adk(self.author, finishReason="STOP", turnComplete=True))
        return told

    def needs_tool(self, before: list[Step], after: Step) -> bool:
        """Whether only a tool makes it certain that `after` is another text, not one told again.

        `before` are this step and those before it since the last tool.
        """
        sure = self.has_whole and not (self.marks_lost or after.marks_lost) and after.text
        starts = {step.text[:1] for step in before}
        thoughts = {step.thought[:1] for step in before}
        return not sure or after.text[0] in starts or after.thought[:1] in thoughts


def story(steps: list[tuple[int, Step]]) -> list[tuple[int, Told]]:
    """What one author tells, each event with the number of its step."""
    told: list[tuple[int, Told]] = []
    since: list[Step] = []
    for at, (number, step) in enumerate(steps):
        told += [(number, event) for event in step.events()]
        since.append(step)
        after = steps[at + 1][1] if at + 1 < len(steps) else step
        if step.ends_with == "tool" or step.needs_tool(since, after):
            told += [(number, event) for event in tool(step.author)]
            since = []
    return told


AUTHORS = ["editor", "mixer"]
WORDS = st.text(alphabet='ab. 你\u2028\u0085\n\r"\\\U0001f3ac', max_size=12) | st.text(max_size=40)
STEPS = st.builds(
    Step,
    author=st.sampled_from(AUTHORS),
    text=WORDS,
    cuts=st.tuples(*[st.integers(0, 60)] * 6),
    lost=st.frozensets(st.integers(0, 6)),
    has_whole=st.booleans(),
    marks_lost=st.booleans(),
    told_twice=st.booleans(),
    thought=WORDS,
    ends_with=st.sampled_from(["tool", "stop", "nothing"]),
)
CHUNKS = st.lists(st.integers(0, 4000), max_size=8)


def woven(random: Any, stories: list[list[tuple[int, Told]]]) -> list[tuple[int, Told]]:
    """Put the stories of several authors into one stream, each in its own order."""
    left = [list(story) for story in stories if story]
    told = []
    while left:
        story = random.choice(left)
        told.append(story.pop(0))
        left = [story for story in left if story]
    return told


def first_words(told: list[tuple[int, Told]]) -> list[int]:
    """In which order the steps begin to be heard."""
    heard = [
        number
        for number, event in told
        for part in event.get("content", {}).get("parts", ())
        if part.get("text") and not part.get("thought")
    ]
    return list(dict.fromkeys(heard))


@pytest.mark.rule("partial-then-final", "thoughts-apart", "tools-from-wholes", "line-ends")
@given(
    steps=st.lists(STEPS, max_size=5),
    casing=st.sampled_from([lambda told: told, snake]),
    end=st.sampled_from(list(ENDS.values())),
    chunks=CHUNKS,
    random=st.randoms(use_true_random=False),
)
def test_any_text_is_told_once_and_in_order(
    steps: list[Step], casing: Callable[[Told], Told], end: bytes, chunks: list[int], random: Any
) -> None:
    numbered = list(enumerate(steps))
    stories = [story([s for s in numbered if s[1].author == name]) for name in AUTHORS]
    told = woven(random, stories)
    stream = b"".join(line(casing(event)) for _, event in told).replace(b"\n", end)
    edges = [0, *sorted(cut % (len(stream) + 1) for cut in chunks), len(stream)]
    transcript, face = folded(*(stream[a:b] for a, b in itertools.pairwise(edges)))
    order = first_words(told)
    expected = paragraphs(as_sent(steps[number].text) for number in order)
    assert transcript.text == face.text == expected
    assert sorted(transcript.thoughts) == sorted("\n\n".join(
        as_sent(step.thought) for step in steps if step.thought
    ))  # fmt: skip
    assert (transcript.fault, transcript.unknown) == (None, [])


def as_sent(text: str) -> str:
    """Lone surrogates cannot be sent."""
    return text.encode(errors="replace").decode()


PLAIN: dict[str, Callable[[str], Told]] = {
    "simplified": lambda text: {"type": "text", "content": text},
    "bare": lambda text: {"text": text},
}


@pytest.mark.rule("partial-then-final")
@pytest.mark.parametrize("dialect", PLAIN)
@given(
    texts=st.lists(st.tuples(WORDS, st.tuples(*[st.integers(0, 60)] * 4), st.booleans())),
    repeated=st.booleans(),
    end=st.sampled_from(["tool", "done", "both"]),
)
def test_the_dialects_that_do_not_say_what_is_a_fragment_tell_it_once(
    dialect: str, texts: list[tuple[str, tuple[int, ...], bool]], repeated: bool, end: str
) -> None:
    told: list[Told] = []
    for text, cuts, grows in texts:
        pieces = split(text, cuts)
        sofar = list(itertools.accumulate(pieces))
        # A piece that begins with all that came before it cannot be told from growth.
        grows = grows or any(p.startswith(s) for s, p in itertools.pairwise([*sofar, ""]) if p)
        grows = grows or any(p.startswith(s) for s, p in zip(sofar, pieces[1:], strict=False))
        told += [PLAIN[dialect](piece) for piece in (sofar if grows else pieces)]
        told += [PLAIN[dialect](text)] if repeated else []
        told += [{"type": "done"}] if end != "tool" else []
        told += [{"type": "tool_call", "name": "edit"}, {"type": "tool_result", "name": "edit"}]
    transcript, face = folded(*map(line, told))
    assert transcript.text == face.text == paragraphs(as_sent(text) for text, _, _ in texts)
    assert transcript.fault is None


# --- the fixtures, whole and cut

ON_IT, DONE = "Working on it.", "Done."
FIXTURES: dict[str, tuple[str, str | None]] = {
    "adk_failure": ("Wor", 'RuntimeError: cannot "open"\nthe clip'),
    "adk_fragments": ("Hello.", None),
    "adk_refusal": ("", "blocked"),
    "adk_separators": ("one\u2028two\u2029three\u0085four\x0bfive\r\nsix 视频", None),
    "adk_silent": ("", None),
    "adk_thought": ("Yes.", None),
    "adk_tool": (f"{ON_IT}\n\n{DONE}", None),
    "bare_text": ("Your clip is ready 🎬.", None),
    "business_error": ("", "Insufficient credits, see https://nemovideo.com/pricing"),
    "corrected": ("Your clip is ready.", None),
    "documented": ("", None),
    "excuse": (DONE, None),
    "growing_wholes": ("Your clip is ready.", None),
    "heartbeats": ("Your clip.", None),
    "inline_media": ("Here.", None),
    "interrupted": ("I will now \n\nStopped.", None),
    "long_running": ("I have started.\n\nIt takes some minutes.", None),
    "lost_marks": ("Your clip is is ready.", None),
    "no_last_blank_line": ("Your clip.", None),
    "old_error": ("Wor", 'cannot open "a.mp4'),
    "several_parts": ("One, two, three.", None),
    "simplified": (f"{ON_IT}\n\nYour clip is ready. Click Export to save it.", None),
    "simplified_growing": ("你的视频好了。", None),
    "snake_case": (f"{ON_IT}\n\n{DONE}", None),
    "torn_last": ("Your ", 'the last event is unreadable: {"content":{"parts":[{"text":"Your cl'),
    "torn_middle": ("Your clip.", None),
    "two_agents": ("The cut is done.\n\nThe sound is mixed.", None),
}
"""Each stream with its text, and with the words of its failure where it tells one."""


def stream_of(name: str, end: str) -> bytes:
    stream = (STREAMS / f"{name}.sse").read_bytes().replace(b"\r\n", b"\n")
    return stream.replace(b"\n", ENDS[end])


def test_every_fixture_has_its_row() -> None:
    assert {path.stem for path in STREAMS.glob("*.sse")} == set(FIXTURES)


@pytest.mark.rule("partial-then-final", "line-ends")
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("name", FIXTURES)
def test_a_stream_cut_at_every_byte_tells_its_text_once(name: str, end: str) -> None:
    stream = stream_of(name, end)
    text, failure = FIXTURES[name]
    for at in range(len(stream) + 1):
        transcript, face = folded(stream[:at], stream[at:])
        assert transcript.text == text
        assert (transcript.fault and transcript.fault.message) == failure
    if name != "excuse":  # which was shown before anyone knew that it was one
        assert face.text == text


NOT_IN_ORDER = {"corrected", "lost_marks", "excuse", "two_agents"}
"""These take something back later, or two speak at once."""


@pytest.mark.rule("partial-then-final", "nothing-lost")
@pytest.mark.parametrize("name", sorted(set(FIXTURES) - NOT_IN_ORDER))
def test_a_stream_that_breaks_at_any_byte_has_told_a_beginning_of_its_text(name: str) -> None:
    stream = stream_of(name, "LF")
    text, _ = FIXTURES[name]
    so_far = ""
    for transcript, face in heard(stream[at : at + 1] for at in range(len(stream))):
        assert transcript.text == face.text
        assert face.text.startswith(so_far), "what was shown is not taken back"
        so_far = face.text
        assert text.startswith(so_far)
    assert so_far == text


def test_the_fixtures_hold_what_they_are_there_for() -> None:
    known = {name: folded(stream_of(name, "LF"))[0] for name in FIXTURES}
    assert known["long_running"].unfinished_tools == ("generate_video_with_seedance",)
    assert known["interrupted"].interrupted
    assert [media.mime for media in known["inline_media"].media] == ["image/png", "video/mp4"]
    assert [n for n, t in known.items() if t.unknown] == ["torn_last", "torn_middle"]
    assert known["several_parts"].thoughts == known["adk_thought"].thoughts == "Hm. "
    silent = {n for n, t in known.items() if t.tools and not t.text and t.fault is None}
    assert silent == {"adk_silent", "documented"}
