"""After a turn: what the backend suggests is looked at or offered, what it asks can be answered.

Works on the Answer of a turn, so that every face does the same with it. A look that fails spoils
nothing: the turn is told as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from nemo_client import answers, making, narration
from nemo_client.answers import Answer, Target
from nemo_client.errors import NemoError
from nemo_client.phrases.cli import TOLD
from nemo_client.protocol.offers import Offers, sort_out

if TYPE_CHECKING:
    from nemo_client.app import App


def _exported(app: App) -> Answer:
    return making.export(app, Target())


AT_ONCE: dict[str, Callable[[App], Answer]] = {
    "show_state": answers.status,
    "show_credits": answers.credits,
    "export": _exported,
}
"""How an action is done at once."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the Answer of a command says of the last turn in it."""

    actions: tuple[str, ...]
    question: Mapping[str, Any] | None
    done: frozenset[str]
    """Intents of what was asked for besides the turn, and is done."""

    @property
    def options(self) -> tuple[str, ...]:
        """What the agent offers as answers."""
        return tuple(self.question["options"]) if self.question else ()


def turn_of(answer: Answer) -> Turn | None:
    """Return the last turn an Answer tells of."""
    data = answer.data
    facts = data.get("turn") or data
    if not {"actions", "question"} <= facts.keys():
        return None
    return Turn(tuple(facts["actions"]), facts["question"], _done_besides(data))


def _done_besides(data: Mapping[str, Any]) -> frozenset[str]:
    """Return the intents of what followed the last message in the same command."""
    intents = [step["intent"] for step in data.get("plan", ())]
    if "chat" in intents:
        return frozenset(intents[len(intents) - intents[::-1].index("chat") :])
    return frozenset({"export"} if data.get("export") else ())


def offers_of(app: App, answer: Answer, exports: bool) -> Offers:
    """Return what is done at once and what is offered after a turn; nothing after a failure."""
    turn = turn_of(answer)
    if turn is None or answer.error is not None:
        return Offers()
    found = sort_out(turn.actions, turn.done, app.settings.actions)
    if exports or "export" not in found.at_once:
        return found
    rest = tuple(action for action in found.at_once if action != "export")
    return Offers(rest, ("export", *found.offered))


def followed(app: App, answer: Answer, exports: bool, is_told: bool = True) -> Answer:
    """Return the Answer of a turn with what was looked at, what is offered, and what can be said.

    Unless it `exports`, nothing is exported here whatever the user's setting: a turn that is only
    told again is no reason to render again. `is_told` says the offers in words.
    """
    if turn_of(answer) is None:
        return answer
    offers = offers_of(app, answer, exports)
    for action in offers.at_once:
        answer = _looked(app, answer, action)
    told = tuple(narration.actions(offers.offered, app.lang, app.step)) if is_told else ()
    steps = [app.step(*narration.step_of(action, app.lang)) for action in offers.offered]
    offered = [
        {"action": action, "command": step}
        for action, step in zip(offers.offered, steps, strict=True)
    ]
    return replace(
        answer,
        data={**answer.data, "offers": offered},
        talk=(*answer.talk, *told),
        next=_next(app, answer, steps),
    )


def _looked(app: App, answer: Answer, action: str) -> Answer:
    try:
        seen = AT_ONCE[action](app)
    except NemoError as error:
        told = TOLD["not_looked"].say(app.lang, {"reason": error.message(app.lang)})
        return replace(answer, talk=(*answer.talk, told))
    at_once = {**answer.data.get("at_once", {}), action: dict(seen.data)}
    return replace(
        answer,
        data={**answer.data, "at_once": at_once},
        talk=(*answer.talk, *seen.lines),
    )


def _next(app: App, answer: Answer, offered: list[str]) -> tuple[str, ...]:
    """Return the commands that lead on: answers to a question first, then offers."""
    turn = turn_of(answer)
    options = [_saying(app, option) for option in turn.options] if turn else []
    return tuple(dict.fromkeys((*options, *offered, *answer.next)))


def _saying(app: App, text: str) -> str:
    """Return the command that says a text to the agent, whatever else it could be taken for."""
    from nemo_client.speech import Chat, route

    return app.step("send" if route(text) == (Chat(text.strip()),) else "send --as-is", text)
