"""What jobs came to, as Answers: built from the job and its results alone.

So whoever looks later is told the same as whoever began the job. A job of one purpose answers in
its own shape, a plan step by step: what was done, what was not, and the commands to go on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nemo_client import answers
from nemo_client.answers import Answer
from nemo_client.errors import NemoError, StillRunning
from nemo_client.phrases.cli import TOLD
from nemo_client.protocol.envelope import Credits
from nemo_client.protocol.outcome import Exported, Looked, Outcome

if TYPE_CHECKING:
    from nemo_client.app import App
    from nemo_client.flows.jobs import Done
    from nemo_client.protocol.job import Facts, Job
    from nemo_client.protocol.records import Result
    from nemo_client.protocol.wire import Asset


def _turn(app: App, job: Job, outcome: Outcome) -> Answer:
    from nemo_client import narration, reports

    with_words = app.console.level > 1 and outcome.thoughts
    thoughts = (TOLD["thought"].say(app.lang, {"text": outcome.thoughts}),) if with_words else ()
    return Answer(
        data=reports.of_outcome(outcome),
        lines=tuple(narration.answer(outcome, app.lang, app.step)),
        talk=(*thoughts, *narration.aftermath(outcome, app.lang, app.step)),
        error=outcome.error,
        next=_after_turn(app, job, outcome),
    )


def _after_turn(app: App, job: Job, outcome: Outcome) -> tuple[str, ...]:
    if outcome.kind == "unsure":
        return (app.step(f"watch {job.id}"), app.step("status"))
    if outcome.error is not None:
        return app.steps_after(outcome.error) or (app.step("status"),)
    if outcome.question is not None:
        return (app.step("send", "..."),)
    return (app.step("export"),) if outcome.draft_changed else (app.step("status"),)


def _upload(app: App, job: Job, stored: tuple[Asset, ...]) -> Answer:
    from nemo_client import narration, reports

    assets = [{"name": a.name, "facts": narration.asset_facts(a, app.lang)} for a in stored]
    return Answer(
        data={"session_id": job.session_id, "assets": reports.of_assets(stored)},
        lines=tuple(TOLD["uploaded"].say(app.lang, facts) for facts in assets),
        next=(app.step("send", "..."),),
    )


def _export(app: App, job: Job, exported: Exported) -> Answer:
    from nemo_client import narration, reports

    saved = replace(exported, path=_from_here(app, exported.path))
    return Answer(
        data=reports.of_exported(saved),
        lines=(str(saved.path),),
        talk=tuple(narration.exported(saved, saved.duration_ms, app.lang)),
        next=(app.step("send", "..."),),
    )


def _from_here(app: App, path: str | None) -> str | None:
    """Return a path as one would write it in this directory."""
    if path is None or not app.directory or not Path(path).is_relative_to(app.directory):
        return path
    return str(Path(path).relative_to(app.directory))


def _look(app: App, job: Job, looked: Looked) -> Answer:
    from nemo_client import narration, reports

    words = looked.words.get(app.lang, ())
    return Answer(
        data=reports.of_look(looked),
        lines=tuple(narration.holdings(words, looked.assets, app.lang)),
        next=(app.step("send", "..."),),
    )


def _balance(app: App, job: Job, credits: Credits) -> Answer:
    return answers.balance(app, credits)


PARTS: dict[type, Callable[[App, Job, Any], Answer]] = {
    tuple: _upload,
    Outcome: _turn,
    Exported: _export,
    Looked: _look,
    Credits: _balance,
}
"""How the result of a step is told, by its type."""


# --- a job of one purpose


def _only(app: App, job: Job, done: Done) -> Answer:
    (result,) = done.results
    return PARTS[type(result)](app, job, result)


def _created(app: App, job: Job, done: Done) -> Answer:
    outcome = done.outcome
    assert outcome is not None
    uploaded = _upload(app, job, done.assets) if done.assets else Answer()
    said = _turn(app, job, outcome)
    facts = {**uploaded.data, "session_id": done.session_id, "turn": dict(said.data)}
    talk = (*uploaded.lines, *said.lines, *said.talk)
    if done.exported is None:
        return Answer(facts, talk=talk, error=_why_stopped(outcome), next=said.next)
    if outcome.draft_changed is False:
        talk = (*talk, TOLD["untouched"].say(app.lang))
    saved = _export(app, job, done.exported)
    return replace(saved, data=facts | {"export": saved.data}, talk=(*talk, *saved.talk))


def _why_stopped(outcome: Outcome) -> NemoError | None:
    """Return why nothing follows a turn."""
    if outcome.error is None and outcome.question is not None:
        return StillRunning("asked", outcome.question.text)
    return outcome.error


# --- a plan


def plan(app: App, job: Job, results: Sequence[Result], error: NemoError | None = None) -> Answer:
    """Tell a plan: its results in order, what ended it before its end, and what is left to do."""
    parts = [PARTS[type(result)](app, job, result) for result in results]
    last = results[-1] if results else None
    left = job.steps[len(results) :]
    if isinstance(last, Outcome) and error is None:
        error = _why_stopped(last) if left else last.error
    told = _told(job, results, parts, error)
    data = {"session_id": job.session_id, "plan": [asked(step) for step in job.steps], **told}
    skipped = [command(app, step, job.session_id) for step in left]
    not_done = (TOLD["skipped"].say(app.lang, {"text": ", ".join(skipped)}),)
    *before, end = parts or [Answer()]
    return Answer(
        data,
        lines=end.lines,
        talk=(*end.talk, *(not_done if error and left else ())),
        error=error,
        next=_after_plan(app, job, parts, last, error),
        before=tuple(before),
    )


def _told(
    job: Job, results: Sequence[Result], parts: Sequence[Answer], error: NemoError | None
) -> dict[str, Any]:
    states = [_state(result) for result in results]
    if error is not None and set(states) <= {"done"}:
        states.append("failed" if job.is_ended else "unfinished")
    states += ["not_attempted"] * (len(job.steps) - len(states))
    found = [dict(part.data) for part in parts] + [None] * (len(job.steps) - len(parts))
    steps = [
        {"step": asked(step), "state": state, "data": data}
        for step, state, data in zip(job.steps, states, found, strict=True)
    ]
    last = {
        name: data
        for result, data in zip(results, found, strict=False)
        if (name := LAST.get(type(result)))
    }
    return {"steps": steps, **last}


LAST: dict[type, str] = {Outcome: "turn", Exported: "export"}
"""What of a plan is told once more by its name: the last of its kind."""


def _state(result: Result) -> str:
    """Return how a step ended."""
    kind = result.kind if isinstance(result, Outcome) else ""
    return kind if kind in ("failed", "asked", "unsure") else "done"


def _after_plan(
    app: App, job: Job, parts: Sequence[Answer], last: Result | None, error: NemoError | None
) -> tuple[str, ...]:
    """Return the commands to go on: with the job where it is open, else step by step."""
    state = _state(last) if last is not None else "done"
    if error is None or state == "unsure":
        return parts[-1].next
    if state == "done" and not job.is_ended:
        return (app.step(f"watch {job.id}"),)
    own = app.steps_after(error) if state == "done" else parts[-1].next
    stopped_at = len(parts) - (state == "failed")
    left = (command(app, step, job.session_id) for step in job.steps[stopped_at:])
    return tuple(dict.fromkeys((*own, *left)))


def asked(step: Facts) -> dict[str, Any]:
    """Return a step as it was asked for, with what was left open filled in."""
    return {k: v for k, v in step.items() if v is not None and k not in ("folder", "force")}


def command(app: App, step: Facts, session: str | None) -> str:
    """Return the command that does a step, so that it can be run as it stands."""
    match step["intent"]:
        case "chat":
            return app.step(_verbatim(app, step["text"]), step["text"], session)
        case "upload":
            words = [app.step("upload", place, session) for place in step["sources"]]
            return "; ".join(words) if app.spell else " && ".join(words)
        case "export":
            return _export_command(app, step, session)
        case intent:
            return app.step(intent, "", session)


def _verbatim(app: App, text: str) -> str:
    """Return the command that says a text to the agent and does nothing else."""
    from nemo_client.speech import Chat, route

    return "send" if app.spell or route(text) == (Chat(text.strip()),) else "send --as-is"


def _export_command(app: App, step: Facts, session: str | None) -> str:
    output, format, quality = step["output"], step["format"], step["quality"]
    place = _from_here(app, output) or ""
    if app.spell:
        return app.step("export", place) if place else f"export as {format}, {quality}"
    words = ["export"]
    words += [] if place else ["--format", str(format)]
    words += ["--quality", str(quality)] if quality != "high" else []
    words += ["-o"] if place else []
    return app.step(" ".join(words), place, session)


ENDINGS: dict[str, Callable[[App, Job, Done], Answer]] = {
    "send": _only,
    "upload": _only,
    "create": _created,
    "export": _only,
    "plan": lambda app, job, done: plan(app, job, done.results),
}
"""How each kind of job is told."""


def so_far(app: App, job: Job) -> dict[str, Any]:
    """Return what is on record of a job that is not done, as its Answer would tell it."""
    from nemo_client import reports
    from nemo_client.protocol import records

    facts: dict[str, Any] = {"session_id": job.session_id} if job.session_id else {}
    if stored := job.last("uploaded"):
        facts["assets"] = reports.of_assets([records.asset_of(a) for a in stored["assets"]])
    if job.outcome is not None:
        facts["turn"] = reports.of_outcome(records.outcome_of(job.outcome))
    return facts
