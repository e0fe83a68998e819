"""Steps and leftovers become one plan, in the order in which things must happen.

Strategy: what only describes the step beside it joins that step; what asks for nothing goes; what
is left between two steps is the agent's, as it was typed. Knows no words of its own beyond those
that connect.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from nemo_client.speech.clauses import Message, Span
from nemo_client.speech.export_wish import slots_only
from nemo_client.speech.handover import announces
from nemo_client.speech.lexicons import is_covered
from nemo_client.speech.likely import is_edit
from nemo_client.speech.patterns import Pattern
from nemo_client.speech.remarks import asks_something, says_place
from nemo_client.speech.steps import Chat, Export, Step, Upload

_EDGE = Pattern(
    r"(?:[\s,，、;；:：。.!！|&+→•*-]|(?:->|=>)|[(（]?\d{1,2}[)）.、](?!\d)|[①-⑳]|"
    r"(?:and then|and|then|after that|afterwards|but|plus|also|und dann|und|dann|et|puis|ensuite|y|"
    r"luego|e|depois)(?![A-Za-zÀ-ÿ'’])|然后|接着|并且|并|再|就)*",
    re.I,
)
_CLOSING_MARKS = " \t\r\n,，、;；:：。|&+→(（-"
_CLOSING_WORDS = ("and then", "and", "then", "und", "et", "然后", "并")
# "剪好了" before "导出": when it is to happen, not what.
_ONCE_DONE = Pattern(r"[\s,，]*(?:等|都|全)?[\u4e00-\u9fff]{1,2}[完好]了?(?:以后|之后|后)?[\s,，]*")
_FIRST_DO = Pattern(
    r"(?:but |however,? )?(?:but first|first|after(?! that| this| it\b)|before that)\b|但?先|"
    r"不过先",
    re.I,
)


def assemble(message: Message, items: Sequence[Step | Span]) -> tuple[Step, ...]:
    """The plan of a message from what was understood and what was left over."""
    settled = _settle(message, items)
    plan: list[Step] = []
    for is_rest, group in groupby(settled, lambda item: isinstance(item, Span)):
        if is_rest:
            _add_chat(message, plan, [item for item in group if isinstance(item, Span)])
        else:
            plan += [item for item in group if not isinstance(item, Span)]
    return tuple(_joined(plan))


def _settle(message: Message, items: Sequence[Step | Span]) -> list[Step | Span]:
    """Leftovers that belong to a step beside them are taken up by it."""
    settled: list[Step | Span] = []
    items = _below_headings(message, items)
    for i, item in enumerate(items):
        if isinstance(item, Span):
            follows = items[i + 1] if i + 1 < len(items) else None
            last = settled[-1] if settled else None
            settled += _settled(message, item, last, follows)
        else:
            settled.append(item)
    return settled


def _below_headings(message: Message, items: Sequence[Step | Span]) -> list[Step | Span]:
    """The files of a list before the edit that is its heading ("join these: ..., ...")."""
    ordered: list[Step | Span] = []
    heading: Span | None = None
    for item in [*items, None]:
        if heading and not isinstance(item, Upload):
            ordered.append(heading)
            heading = None
        if isinstance(item, Span) and is_heading(message, item):
            heading = item
        elif item:
            ordered.append(item)
    return ordered


def is_heading(message: Message, span: Span) -> bool:
    """Whether a colon ends the span, or follows it."""
    text = message.plain
    return text[span.start : span.end].rstrip().endswith((":", "：")) or (
        text[span.end : span.end + 2].lstrip().startswith((":", "："))
    )


def _settled(
    message: Message, span: Span, last: Step | Span | None, follows: Step | Span | None
) -> list[Step | Span]:
    tokens = message.words(span)
    if is_covered([token for token in tokens if token.text != "?"], "polite"):
        return []
    if (
        follows
        and not isinstance(follows, Span)
        and _ONCE_DONE.fullmatch(message.plain, span.start, span.end)
    ):
        return []
    beside_files = isinstance(follows, Upload) or isinstance(last, Upload)
    if beside_files and is_heading(message, span) and announces(tokens):
        return []
    beside_export = isinstance(last, Export) or (last is None and isinstance(follows, Export))
    if beside_export and (slots := slots_only(tokens)):
        return [slots]
    is_list = isinstance(last, Upload) and isinstance(follows, Span)  # "two songs, pick one: ..."
    if isinstance(last, Upload) and says_place(message, span):
        return [span]
    if is_list or isinstance(last, Span | Chat | None) or is_edit(tokens):
        return [span]
    if is_covered(tokens, last.intent):
        return []  # "need more credits, how do I get them": the same wish once more
    return [span]


def _add_chat(message: Message, plan: list[Step], spans: Sequence[Span]) -> None:
    if not any(asks_something(message, span) for span in spans):
        return
    raw = message.text[spans[0].start : spans[-1].end]
    goes_first = plan and isinstance(plan[-1], Export) and _FIRST_DO.match(raw.lstrip())
    plan.insert(len(plan) - 1 if goes_first else len(plan), Chat(bare(raw)))


def _joined(plan: Iterable[Step]) -> list[Step]:
    """Neighbours that are one wish: uploads in a row, exports that do not contradict, repeats."""
    joined: list[Step] = []
    for kind, group in groupby(plan, type):
        steps = list(group)
        if kind is Upload:
            sources = (
                source for step in steps if isinstance(step, Upload) for source in step.sources
            )
            joined.append(Upload(tuple(sources)))
        elif kind is Export:
            joined += _merged([step for step in steps if isinstance(step, Export)])
        else:
            joined += [step for step, _ in groupby(steps)]
    return joined


def _merged(exports: Sequence[Export]) -> list[Step]:
    """ "export as mp4, 1080p" is one export, "an mp4, then a gif" are two."""
    merged = [exports[0]]
    for step in exports[1:]:
        if any(getattr(merged[-1], s) not in (None, getattr(step, s)) for s in _named(step)):
            merged.append(step)
        else:
            merged[-1] = replace(merged[-1], **{slot: getattr(step, slot) for slot in _named(step)})
    return list(merged)


def _named(step: Export) -> list[str]:
    return [slot for slot in ("format", "quality", "output") if getattr(step, slot) is not None]


def bare(text: str) -> str:
    """The text without connecting words and marks at its edges."""
    lead = _EDGE.match(text)
    start = lead.end() if lead else 0
    end = _end_of_words(text, start, len(text))
    while word := next((w for w in _CLOSING_WORDS if _ends_with(text, w, start, end)), None):
        end = _end_of_words(text, start, end - len(word))
    return text[start:end] or text.strip()


def _end_of_words(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _CLOSING_MARKS:
        end -= 1
    return end


def _ends_with(text: str, word: str, start: int, end: int) -> bool:
    at = end - len(word)
    if at < start or text[at:end].lower() != word:
        return False
    return not (word.isascii() and at > start and text[at - 1].isalnum())
