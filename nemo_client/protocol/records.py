"""Outcomes, exports and errors as facts for the ledger, and back: what was told once can be
told again by another process, in the same words.

Pure and exact both ways, save for media bytes, which stay with the backend.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any, TypeAlias

from nemo_client import errors
from nemo_client.draft import Change, lines
from nemo_client.draft import facts as timeline_of
from nemo_client.draft.change import ChangeKind
from nemo_client.errors import NemoError
from nemo_client.protocol.envelope import Credits
from nemo_client.protocol.job import Past
from nemo_client.protocol.outcome import Cost, Exported, Looked, Media, Outcome, Question
from nemo_client.protocol.wire import Asset, ClaimLink, State

Facts = Mapping[str, Any]
Result: TypeAlias = tuple[Asset, ...] | Outcome | Exported | Credits | Looked
"""What a step came to: media stored, a turn, an export, a balance, a look at the session."""

KINDS: dict[str, type[NemoError]] = {
    kind.__name__: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, NemoError)
}
"""Every kind of error, by its name."""


def of_error(error: NemoError | None) -> dict[str, Any] | None:
    """Return an error as facts."""
    if error is None:
        return None
    return {"kind": type(error).__name__, "code": error.code, "facts": dict(error.facts)}


def error_of(facts: Facts | None) -> NemoError | None:
    """Return the error that the facts are of."""
    if not facts:
        return None
    told = dict(facts["facts"])
    kind = KINDS.get(facts["kind"], NemoError)  # a newer version may know more kinds
    return kind(facts["code"], str(told.pop("detail", "")), **told)


def of_asset(asset: Asset) -> dict[str, Any]:
    """Return a media file as facts."""
    return asset.model_dump(mode="json")


def asset_of(facts: Facts) -> Asset:
    """Return the media file that the facts are of."""
    return Asset.model_validate(facts)


def of_outcome(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as facts."""
    facts: dict[str, Any] = {
        f.name: getattr(outcome, f.name) for f in fields(outcome) if f.name not in _BUILT
    }
    return facts | {
        "generated": [of_asset(a) for a in outcome.generated],
        "changes": [asdict(c) for c in outcome.changes],
        "cost": {
            "before": _of_credits(outcome.cost.before),
            "after": _of_credits(outcome.cost.after),
        },
        "question": asdict(outcome.question) if outcome.question else None,
        "media": [{"mime": m.mime, "uri": m.uri} for m in outcome.media],
        "error": of_error(outcome.error),
    }


_BUILT = frozenset({"generated", "changes", "cost", "question", "media", "error", "draft"})


def outcome_of(facts: Facts) -> Outcome:
    """Return the outcome that the facts are of."""
    asked = facts["question"]
    plain = {k: v for k, v in facts.items() if k not in _BUILT}
    return Outcome(
        **plain | {"tools": tuple(facts["tools"])},
        generated=tuple(asset_of(a) for a in facts["generated"]),
        changes=tuple(_change_of(c) for c in facts["changes"]),
        cost=cost_of(facts),
        question=Question(asked["text"], tuple(asked["options"])) if asked else None,
        media=tuple(Media(m["mime"], "", m["uri"]) for m in facts["media"]),
        error=error_of(facts["error"]),
    )


def cost_of(outcome: Facts) -> Cost:
    """Return what the facts of an outcome tell of its cost; damaged ones tell nothing."""
    try:
        told = outcome["cost"]
        return Cost(_credits_of(told["before"]), _credits_of(told["after"]))
    except (KeyError, TypeError):
        return Cost(None, None)


def of_assets(assets: tuple[Asset, ...]) -> dict[str, Any]:
    """Return what an upload stored as facts."""
    return {"assets": [of_asset(asset) for asset in assets]}


def of_exported(exported: Exported) -> dict[str, Any]:
    """Return an export as facts."""
    return asdict(exported)


def exported_of(facts: Facts) -> Exported:
    """Return the export that the facts are of."""
    claim = facts["claim"]
    return Exported(**{**facts, "claim": ClaimLink(**claim) if claim else None})


def looked(state: State) -> Looked:
    """Return what a state holds, as far as it is told."""
    draft = state.draft
    return Looked(
        session_id=state.session_id,
        task_id=state.task_id,
        timeline=timeline_of(draft) if draft else None,
        words={"en": lines(draft, "en"), "zh": lines(draft, "zh")} if draft else {},
        assets=state.assets,
        generated_count=len(state.generated),
    )


def of_looked(looked: Looked) -> dict[str, Any]:
    """Return a look at a session as facts."""
    plain = {f.name: getattr(looked, f.name) for f in fields(looked)}
    return plain | of_assets(looked.assets)


def looked_of(facts: Facts) -> Looked:
    """Return the look that the facts are of."""
    words = {lang: tuple(lines) for lang, lines in facts["words"].items()}
    return Looked(**{**facts, "words": words, "assets": _assets_of(facts)})


def of_balance(credits: Credits) -> dict[str, Any]:
    """Return a balance as facts."""
    return {"available": credits.available, "frozen": credits.frozen, "total": credits.total}


def _assets_of(facts: Facts) -> tuple[Asset, ...]:
    return tuple(asset_of(asset) for asset in facts.get("assets") or ())


RESULTS: dict[str, Callable[[Facts], Result]] = {
    "": lambda facts: (),
    "uploaded": _assets_of,
    "outcome": outcome_of,
    "exported": exported_of,
    "balance": lambda facts: Credits(**facts),
    "looked": looked_of,
}
"""What a step came to, by the record that ended it."""


def result_of(past: Past) -> Result:
    """Return what a step came to; nothing where that was lost, or is of another version."""
    try:
        return RESULTS[past.what](past.facts)
    except (AttributeError, KeyError, TypeError, ValueError):
        return ()


def _change_of(facts: Facts) -> Change:
    sides = {side: _side(facts[side]) for side in ("before", "after")}
    return Change(**{**facts, **sides, "kind": ChangeKind(facts["kind"])})


def _side(value: Any) -> Any:
    """JSON has no tuples: a pair of numbers was one."""
    return tuple(value) if isinstance(value, list) and len(value) == 2 else value


def _of_credits(credits: Credits | None) -> dict[str, float] | None:
    return of_balance(credits) if credits else None


def _credits_of(facts: Facts | None) -> Credits | None:
    return Credits(**facts) if facts else None
