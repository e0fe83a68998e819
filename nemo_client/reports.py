"""The same truth for programs: outcomes, exports, states and balances as JSON-ready facts.

Pure; what only some commands need is loaded by them. Names and units are those of the values; long
lists are bounded and say so, because what reads a document has limits too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nemo_client.draft import Change
    from nemo_client.protocol.envelope import Credits
    from nemo_client.protocol.outcome import Cost, Exported, Looked, Outcome, Question
    from nemo_client.protocol.wire import Asset, ClaimLink, State

SHOWN_CHANGES = 50


def of_outcome(outcome: Outcome) -> dict[str, Any]:
    """Return a turn: four facts kept apart (replied, changed, generated), cost, question."""
    from nemo_client.draft import describe
    from nemo_client.speech import translate

    shown = translate(outcome.text)
    return {
        "session_id": outcome.session_id,
        "kind": outcome.kind,
        "text": shown.text,
        "actions": list(shown.actions),
        "replied": outcome.replied,
        "draft_changed": outcome.draft_changed,
        "generated": [of_asset(asset) for asset in outcome.generated],
        "stages": outcome.stages,
        "changes": [of_change(change) for change in outcome.changes[:SHOWN_CHANGES]],
        "change_count": len(outcome.changes),
        "changes_in_words": list(describe(outcome.changes, "en")),
        "question": of_question(outcome.question),
        "cost": of_cost(outcome.cost),
        "tools": list(outcome.tools),
        "media": [{"mime": m.mime, "uri": m.uri or None} for m in outcome.media],
        "incomplete": outcome.incomplete,
        "elapsed_s": round(outcome.elapsed_s, 3),
    }


def of_question(question: Question | None) -> dict[str, Any] | None:
    """Return what the agent asks."""
    return {"text": question.text, "options": list(question.options)} if question else None


def of_cost(cost: Cost) -> dict[str, Any]:
    """Return what a turn cost, as measured."""
    return {
        "spent": cost.spent,
        "before": of_credits(cost.before) if cost.before else None,
        "after": of_credits(cost.after) if cost.after else None,
    }


def of_credits(credits: Credits) -> dict[str, Any]:
    """Return a balance."""
    return {"available": credits.available, "frozen": credits.frozen, "total": credits.total}


def of_asset(asset: Asset) -> dict[str, Any]:
    """Return a media file of a session."""
    return {
        "name": asset.name,
        "kind": asset.kind,
        "duration_s": asset.duration_s,
        "width": asset.width,
        "height": asset.height,
        "url": asset.url or None,
    }


def of_change(change: Change) -> dict[str, Any]:
    """Return one difference of two timelines."""
    return asdict(change)


def of_exported(exported: Exported) -> dict[str, Any]:
    """Return a finished render."""
    return {
        "session_id": exported.session_id,
        "render_id": exported.render_id,
        "path": exported.path,
        "format": exported.format,
        "quality": exported.quality,
        "bytes": exported.bytes,
        "sha256": exported.sha256,
        "duration_ms": exported.duration_ms,
        "url": exported.url,
        **of_claim(exported.claim),
        "elapsed_s": round(exported.elapsed_s, 3),
    }


def of_claim(claim: ClaimLink | None) -> dict[str, Any]:
    """Return a link for the browser."""
    return {
        "claim_link": claim.url if claim else None,
        "claim_expires_in_s": claim.expires_in_s if claim else None,
    }


def of_state(state: State) -> dict[str, Any]:
    """Return what a session holds."""
    from nemo_client.protocol.records import looked

    return of_look(looked(state))


def of_look(looked: Looked) -> dict[str, Any]:
    """Return what a session held when it was looked at."""
    return {
        "session_id": looked.session_id,
        "task_id": looked.task_id,
        "timeline": looked.timeline,
        "assets": of_assets(looked.assets),
        "generated_count": looked.generated_count,
    }


def of_assets(assets: Sequence[Asset]) -> list[dict[str, Any]]:
    """Return media files, in their order."""
    return [of_asset(asset) for asset in assets]
