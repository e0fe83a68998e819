"""What happens on the way, in words: one line a notice, and which lines stay.

Pure. Apart from `narration` because a command that has its answer at once tells no news.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from nemo_client.narration import amount, size
from nemo_client.phrases import Lang
from nemo_client.phrases.breaks import told
from nemo_client.phrases.cli import NEWS
from nemo_client.protocol import notices as n

BAR = 20
LASTING = (n.AccountMade, n.SessionOpened, n.Checking, n.Generated)
"""News that stay on the screen; all others are progress."""


def stays(notice: n.Notice) -> bool:
    """Whether a notice stays on the screen: of many looks for the same, the first."""
    return isinstance(notice, LASTING) and not _is_again(notice)


def _is_again(notice: n.Notice) -> bool:
    return isinstance(notice, n.Checking) and notice.read > 1


def news(notice: n.Notice, lang: Lang) -> str:
    """Return what a notice tells, on one line; "" where it says nothing of what goes on."""
    key, facts = _news(notice)
    if "reason" in facts:
        facts |= {"reason": told(facts["reason"], lang)}
    return NEWS[key].say(lang, facts) if key else ""


def _news(notice: n.Notice) -> tuple[str, dict[str, Any]]:
    match notice:
        case n.AccountMade():
            return "account_made", asdict(notice) | {"credits": amount(notice.credits)}
        case n.SessionOpened():
            return "session_opened", {"session_id": notice.session_id}
        case n.Said() | n.Corrected():
            return "said", {}
        case n.Thought():
            return "still_working", {}
        case n.ToolStarted():
            return "tool_started", {"name": notice.name}
        case n.StillWorking():
            return "still_working", {}
        case n.Checking():
            return "checking_again" if _is_again(notice) else "checking", asdict(notice)
        case n.Generated():
            return "generated", {}
        case n.Uploading():
            return "uploading", _share(notice.sent, notice.total)
        case n.Uploaded():
            return "uploaded", {"name": notice.name}
        case n.Rendering(percent=None):
            return "rendering_blind", {}
        case n.Rendering(percent=float() | int() as percent):
            return "rendering", {"percent": percent, "bar": bar(percent)}
        case n.Downloading(total=None):
            return "downloading_blind", {"done": size(notice.received)}
        case n.Downloading(total=int() as total):
            return "downloading", _share(notice.received, total)
        case n.Waiting():
            return "waiting", asdict(notice)
    return "", {}


def bar(percent: float) -> str:
    """Return a bar that is filled as far as the work is."""
    full = round(BAR * min(max(percent, 0.0), 100.0) / 100)
    return f"[{'█' * full}{'░' * (BAR - full)}]"


def _share(done: int, total: int) -> dict[str, Any]:
    percent = f"{100 * done // total} %" if total else "?"
    return {"percent": percent, "done": size(done), "total": size(total)}
