"""The same truth for people: outcomes, exports and balances in words.

Pure; what only some commands need is loaded by them. What a person can do next is spelled by the
face that speaks (`Step`): `nemo export` on a command line, `/export` in a chat. Nothing is claimed
that was not observed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from nemo_client.phrases import Lang, Row
from nemo_client.phrases.cli import ACTIONS, KINDS, OUTCOMES, PLAN, TOLD, UNITS, WORDS

if TYPE_CHECKING:
    from nemo_client.protocol.envelope import Credits
    from nemo_client.protocol.outcome import Cost, Exported, Outcome
    from nemo_client.protocol.wire import Asset, ClaimLink, State
    from nemo_client.speech import Step as Planned

Slots = dict[str, object]
Step = Callable[[str, str], str]
"""How the face spells a command: its name and its argument."""

STEPS: dict[str, tuple[str, Row | None]] = {
    "export": ("export", None),
    "show_state": ("status", None),
    "show_timeline": ("status", None),
    "send_edit": ("send", WORDS["edit"]),
    "confirm": ("send", WORDS["yes"]),
    "request_upload": ("upload", WORDS["file"]),
    "show_credits": ("credits", None),
}
"""The command that stands for an action of the backend's imagined screen, and what it is given."""


def plan(steps: Sequence[Planned], lang: Lang, why: Sequence[str] = ()) -> Iterator[str]:
    """Yield the steps of a plan, numbered, each with the rule that decided where one is known."""
    for n, (step, rule) in enumerate(zip_longest(steps, why[: len(steps)]), 1):
        key, facts = PLANNED[step.intent](step.as_json())
        facts = {k: listed(v, lang) if isinstance(v, list) else v for k, v in facts.items()}
        told = PLAN[key].say(lang, facts)
        yield PLAN["why" if rule else "line"].say(lang, {"n": n, "step": told, "why": rule})


def _export_planned(step: Slots) -> tuple[str, Slots]:
    slots = [str(step[name]) for name in ("format", "quality", "output") if name in step]
    return ("export_as", {"slots": slots}) if slots else ("export", {})


def _upload_planned(step: Slots) -> tuple[str, Slots]:
    sources = step.get("sources")
    if not isinstance(sources, list):
        return "upload_what", {}
    return "upload", {"sources": sources}


PLANNED: dict[str, Callable[[Slots], tuple[str, Slots]]] = {
    "chat": lambda step: ("chat", step),
    "export": _export_planned,
    "credits": lambda step: ("credits", {}),
    "status": lambda step: ("status", {}),
    "upload": _upload_planned,
}
"""How each kind of step is told: the row, and what fills it."""


def answer(outcome: Outcome, lang: Lang, step: Step) -> Iterator[str]:
    """Yield what a turn answers: the agent's words, its question, or else what changed."""
    from nemo_client.speech import translate  # its tables take a moment

    shown = translate(outcome.text)
    told = False
    if shown.text.strip():
        told = True
        yield shown.text.strip("\n")
    if question := outcome.question:
        told = True
        yield TOLD["question"].say(lang, {"text": question.text})
        for number, option in enumerate(question.options, 1):
            yield TOLD["option"].say(lang, {"n": number, "text": option})
    if told or outcome.error is not None:
        return
    if outcome.generated:
        media = [_media(asset, lang) for asset in outcome.generated]
        yield TOLD["generated"].say(lang, {"media": listed(media, lang)})
    if outcome.changes:
        yield TOLD["silent"].say(lang)
        yield from _changes(outcome, lang)
    elif outcome.generated and outcome.draft_changed is False:
        yield TOLD["untouched"].say(lang)
    elif not (shown.actions or outcome.generated):
        key = "nothing" if outcome.draft_changed is False else "unknown"
        yield TOLD[key].say(lang, {"step": step("status", "")})


def aftermath(outcome: Outcome, lang: Lang, step: Step) -> Iterator[str]:
    """Yield what else is known of a turn: changes, media, cost and balance."""
    from nemo_client.speech import translate

    shown = translate(outcome.text)
    if outcome.changes and (shown.text.strip() or outcome.question or outcome.error):
        yield TOLD["changes"].say(lang)
        yield from _changes(outcome, lang)
    if outcome.incomplete and outcome.error is None:
        yield TOLD["incomplete"].say(lang)
    for media in outcome.media:
        yield TOLD["media"].say(lang, {"mime": media.uri or media.mime})
    if outcome.stages == 1:
        yield TOLD["finishing"].say(lang, {"step": step("status", "")})
    yield cost(outcome.cost, lang, step)


def actions(names: Sequence[str], lang: Lang, step: Step) -> Iterator[str]:
    """Yield what the backend meant to be clicked, as commands; none of them is run."""
    told = (
        ACTIONS[name].say(lang, {"step": step(*step_of(name, lang))})
        for name in names
        if name in STEPS
    )
    yield from dict.fromkeys(told)


def step_of(action: str, lang: Lang) -> tuple[str, str]:
    """Return the command that stands for an action: its name and its argument."""
    name, argument = STEPS[action]
    return name, argument.say(lang) if argument else ""


def cost(cost: Cost, lang: Lang, step: Step) -> str:
    """Return what a turn cost, as measured."""
    if cost.spent is None or cost.after is None:
        return TOLD["cost_unknown"].say(lang, {"step": step("credits", "")})
    left = {"available": amount(cost.after.available), "frozen": amount(cost.after.frozen)}
    return TOLD["cost"].say(lang, {"spent": amount(cost.spent), **left})


def balance(credits: Credits, lang: Lang) -> str:
    """Return a balance in a sentence."""
    parts = ("available", "frozen", "total")
    return TOLD["credits"].say(lang, {part: amount(getattr(credits, part)) for part in parts})


def timeline(state: State, lang: Lang) -> Iterator[str]:
    """Yield what a session holds."""
    from nemo_client.draft import lines

    return holdings(lines(state.draft, lang) if state.draft else (), state.assets, lang)


def holdings(words: Sequence[str], assets: Sequence[Asset], lang: Lang) -> Iterator[str]:
    """Yield a timeline in words, and the media beside it."""
    yield from words or (TOLD["no_draft"].say(lang),)
    if assets:
        yield TOLD["assets"].say(lang, {"n": len(assets)})
    for asset in assets:
        yield TOLD["asset"].say(lang, {"name": asset.name, "facts": asset_facts(asset, lang)})


def _media(asset: Asset, lang: Lang) -> str:
    return TOLD["uploaded"].say(lang, {"name": asset.name, "facts": asset_facts(asset, lang)})


def asset_facts(asset: Asset, lang: Lang) -> str:
    """Return kind, length and size of a media file, as far as they are known."""
    kind = KINDS.get(asset.kind)
    told = [kind.say(lang) if kind else asset.kind] if asset.kind else []
    if asset.duration_s:
        told.append(duration(asset.duration_s, lang))
    if asset.width and asset.height:
        told.append(f"{asset.width}x{asset.height}")
    return listed(told, lang) or "?"


def exported(done: Exported, duration_ms: int | None, lang: Lang) -> Iterator[str]:
    """Yield what became of an export, and where it can be seen."""
    told = [done.format]
    if duration_ms:
        told.append(duration(duration_ms / 1000, lang))
    if done.bytes is not None:
        told.append(size(done.bytes))
    if done.path:
        yield TOLD["exported"].say(lang, {"facts": listed(told, lang)})
    if done.claim:
        yield claim(done.claim, lang)


def claim(link: ClaimLink, lang: Lang) -> str:
    """Return the sentence that offers a link for the browser."""
    if link.expires_in_s is None:
        return TOLD["claim"].say(lang, {"url": link.url})
    return TOLD["claim_expires"].say(
        lang, {"url": link.url, "time": duration(link.expires_in_s, lang)}
    )


def ending(kind: str | None, lang: Lang) -> str:
    """Return what a turn came to, in a word; a kind that is not known stands for itself."""
    row = OUTCOMES.get(kind) if kind else TOLD["never"]
    return row.say(lang) if row else str(kind)


def listed(parts: Sequence[str], lang: Lang) -> str:
    """Return words one after the other."""
    return UNITS["and"].say(lang).join(parts)


def amount(number: float) -> str:
    """Return credits without needless decimals."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def size(count: int) -> str:
    """Return a number of bytes for reading."""
    if count < 1000:
        return f"{count} B"
    shown = count / 1000
    for unit in ("kB", "MB"):
        if shown < 1000:
            return f"{shown:.1f} {unit}"
        shown /= 1000
    return f"{shown:.2f} GB"


def duration(seconds: float, lang: Lang) -> str:
    """Return a length of time for reading."""
    if seconds < 60:
        return UNITS["seconds"].say(lang, {"n": f"{seconds:.2f}".rstrip("0").rstrip(".")})
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return UNITS["minutes"].say(lang, {"m": minutes, "s": rest})
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return UNITS["hours"].say(lang, {"h": hours, "m": minutes})
    return UNITS["days"].say(lang, {"d": hours // 24})


def _changes(outcome: Outcome, lang: Lang) -> Iterator[str]:
    from nemo_client.draft import describe

    for text in describe(outcome.changes, lang):
        yield TOLD["change"].say(lang, {"text": text})
