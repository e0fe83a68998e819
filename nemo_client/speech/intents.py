"""The intent router: what a person types becomes an ordered plan.

Strategy: the message is cut only as far as needed for a piece to be, word for word, a wish for one
of the client's own actions; the pieces in between stay as typed and go to the agent. A keyword is
not an intent, quotes belong to the edit that carries them, and a doubt is always chat.
Pure: knows nothing of sessions, files or the backend.
"""

from __future__ import annotations

from dataclasses import replace

from nemo_client.speech.clauses import Message, Note, Span
from nemo_client.speech.export_wish import is_name, slots_only
from nemo_client.speech.frames import comes_later, frame_of, is_no_request
from nemo_client.speech.handover import brings_file, upload_steps
from nemo_client.speech.lexicons import asks_for_edit, is_covered
from nemo_client.speech.likely import is_edit, kind_of, likely
from nemo_client.speech.plan import assemble
from nemo_client.speech.steps import Chat, Export, Step, Upload
from nemo_client.speech.telling import Sentence, is_deferred, is_told, leads_firmly
from nemo_client.speech.wishes import understand
from nemo_client.speech.words import Words

_CLAUSES, _JOINTS, _BREATHS = 1, 2, 3
_LAST_BREATHS = 6
_LONGEST_MESSAGE = 8_000  # characters; what is longer is a text to work with, not a wish
_BEFORE = 40
_OBJECTS, _CONTEXT, _DIFFERS, _IS_EDIT = 0.8, 0.75, 0.9, 0.6
# A Chinese clause that ends like this leads on to the next word, which is then part of it.
# So does one that ends with a refusal ("先别 export").
_LEADING_ON = (
    *"的里这那个叫是成为把将用和与在说“别不勿甭", "不要", "不用", "不能", "不想",
    "急着", "无需", "不需要", " to", " the", " a", " of", " with",
)  # fmt: skip


def route(text: str) -> tuple[Step, ...]:
    """The ordered plan that fulfils the whole message; plain chat when in doubt."""
    return plan_of(Message(text))


def plan_of(message: Message) -> tuple[Step, ...]:
    """The plan of a message, whose notes then tell which rule made each step."""
    is_pasted = len(message.text) > _LONGEST_MESSAGE
    if is_pasted and not message.marks:
        return (Chat(message.text.strip()),)
    items = _files(message) if is_pasted else _items(message, Span(0, len(message.text)))
    plan: tuple[Step, ...] = ()
    if any(not isinstance(item, Span) for item in items):
        plan = assemble(message, items)
    return plan or _file_alone(message) or (Chat(message.text.strip()),)


def _files(message: Message) -> list[Step | Span]:
    """What a pasted text hands over; whoever types a wish types less."""
    items: list[Step | Span] = []
    for span in message.split(Span(0, len(message.text)), 0):
        marked = any(token.mark for token in message.words(span))
        items += _given(message, span, Sentence(message, span)) if marked else [span]
    return items


def _file_alone(message: Message) -> tuple[Step, ...]:
    """ "mp4 pls": a format and nothing else is an order for the file."""
    tokens = message.tokens
    if len(tokens) > 6 or any(token.text == "?" or token.mark for token in tokens):
        return ()
    step = slots_only(tokens)
    if not step or not step.format:
        return ()
    message.notes.append(Note(Span(0, len(message.text)), "export", "format"))
    return (step,)


def _items(message: Message, whole: Span) -> list[Step | Span]:
    """All sentences as steps and leftovers; a script that is handed over is left as it is."""
    items: list[Step | Span] = []
    told_until = 0
    for span in message.split(whole, 0):
        frame = frame_of(message, span) if span.start >= told_until else None
        if frame == "script":
            paragraph = message.text.find("\n\n", span.start)
            told_until = paragraph if paragraph > 0 else whole.end
        if span.start < told_until:
            items.append(span)
        else:
            sentence = Sentence(message, span, in_brief=frame == "brief")
            items += _read(message, span, sentence, _CLAUSES)
    return items


def _read(message: Message, span: Span, sentence: Sentence, level: int) -> list[Step | Span]:
    """The span as steps and leftovers, cut no finer than understanding needs."""
    if steps := _understood(message, span, sentence):
        return steps
    if level == _BREATHS:
        return _read_end(message, span, sentence)
    parts = message.split(span, level)
    if len(parts) == 1:
        return _read(message, span, sentence, level + 1)
    if level == _JOINTS and any(_is_only_files(message, part) for part in parts[1:]):
        return _given(message, span, sentence)  # "compare a.mp4 and b.mp4" is one wish
    items: list[Step | Span] = []
    for part in parts:
        _add(message, items, part, _read(message, part, sentence, level + 1))
    return items if any(not isinstance(item, Span) for item in items) else [span]


def _add(message: Message, items: list[Step | Span], part: Span, read: list[Step | Span]) -> None:
    """Files come before the edit of their sentence, unless "then" or "upload" keeps the order."""
    at = len(items)
    if at and (named := _named(message, items[-1], part, read)):
        items[-1] = named
        return
    is_loose = isinstance(read[0], Upload) and not leads_firmly(message, part)
    if is_loose and not brings_file(message, part):
        while at and isinstance(items[at - 1], Span):
            at -= 1
        items.insert(at, read.pop(0))
    items += read


def _named(message: Message, last: Step | Span, part: Span, read: list[Step | Span]) -> Step | None:
    """ "export it and call it a.mov", "output: a.mov": a bare name after an order is the file's."""
    if not isinstance(last, Export) or last.output or not isinstance(read[0], Upload):
        return None
    name = read[0].sources[0]
    is_file = len(read[0].sources) == 1 and "://" not in name
    return replace(last, output=name) if is_file and is_name(message.words(part)) else None


def _understood(message: Message, span: Span, sentence: Sentence) -> list[Step | Span]:
    tokens = message.words(span)
    if sentence.is_polite_question and tokens and tokens[-1].text == "?" and span != sentence.span:
        tokens = tokens.without_last()
    steps, rule = _wished(message, span, sentence, tokens)
    if steps:
        is_alone = len(tokens) == len(message.tokens)
        intents = {step.intent for step in steps}
        text = message.plain[span.start : span.end]
        before = message.plain[max(sentence.span.start, span.start - _BEFORE) : span.start]
        asks_usual = sentence.in_general and "export" not in intents
        if asks_usual or is_no_request(text, before, intents, is_alone):
            return []
        if is_told(message, span, sentence, tokens):
            return []
        message.notes.extend(Note(span, step.intent, rule) for step in steps)
        return list(steps)
    given = _given(message, span, sentence)
    return [] if any(isinstance(item, Span) for item in given) else given


def _wished(
    message: Message, span: Span, sentence: Sentence, tokens: Words
) -> tuple[tuple[Step, ...], str]:
    """The client's steps by the vocabularies, unless the weights object, or else by the weights."""
    text = message.plain[span.start : span.end]
    if steps := understand(tokens):
        found = kind_of(tokens)
        agreed = {step.intent for step in steps} | {"several"}
        if found.kind in agreed or found.likelihood < _OBJECTS:
            is_meant = _is_one(message, span, steps) and not (
                isinstance(steps[-1], Export) and comes_later(text)
            )
            return (steps if is_meant else ()), "words"
    steps = likely(text, tokens, is_alone=span == sentence.span)
    if not steps or (span != sentence.span and _asks_agent(message, sentence)):
        return (), ""
    return (steps if _is_one(message, span, steps, guessed=True) else ()), "weights"


def _asks_agent(message: Message, sentence: Sentence) -> bool:
    """Whether the whole sentence is for the agent, as far as the weights can tell."""
    found = kind_of(message.words(sentence.span))
    return found.kind == "edit" and found.likelihood > _CONTEXT


def _is_one(message: Message, span: Span, steps: tuple[Step, ...], guessed: bool = False) -> bool:
    """Whether no part of a wish is a wish of another kind ("看看轨道，然后导出" is two)."""
    intents = {step.intent for step in steps}
    for level in (_CLAUSES, _JOINTS):
        parts = message.split(span, level)
        for part in parts if len(parts) > 1 else ():
            tokens = message.words(part)
            if is_edit(tokens):
                return False
            other = understand(tokens)
            if other and not intents & {step.intent for step in other}:
                return False
            found = kind_of(tokens)
            if found.kind in intents | {"aside", "upload"}:
                continue
            enough = _IS_EDIT if asks_for_edit(tokens[:1]) else _DIFFERS
            if guessed and found.likelihood > enough:
                return False
    return True


def _read_end(message: Message, span: Span, sentence: Sentence) -> list[Step | Span]:
    """A clause without joints ("剪短到 2 秒 render mp4"): only its end may be a wish of its own."""
    steps: list[Step | Span] = []
    end = span.end
    for part in reversed(message.split(span, _BREATHS)[-_LAST_BREATHS:]):
        if part.start == span.start:
            break
        before = message.text[max(span.start, part.start - 4) : part.start]
        if before.rstrip().endswith(_LEADING_ON):
            continue
        read = _understood(message, Span(part.start, end), sentence)
        is_order = read and (steps or not slots_only(message.words(Span(part.start, end))))
        if is_order and not any(isinstance(step, Upload) for step in read):
            steps, end = [*read, *steps], part.start
    return [*_given(message, Span(span.start, end), sentence), *steps]


def _is_only_files(message: Message, span: Span) -> bool:
    tokens = message.words(span)
    words = [token for token in tokens if not token.mark]
    return len(words) < len(tokens) and is_covered(words, "polite")


def _given(message: Message, span: Span, sentence: Sentence) -> list[Step | Span]:
    if not message.marks or is_deferred(message, span, sentence):
        return [span]
    steps = upload_steps(message, span)
    message.notes.extend(Note(span, s.intent, "file") for s in steps if not isinstance(s, Span))
    return steps or [span]
