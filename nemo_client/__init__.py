"""A client for a hosted conversational video-editing backend: say what you want, get a file.

Importing this package does nothing but name things: each public name is loaded on first use,
so that `nemo --version` stays as fast as the interpreter and a script pays only for its parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from nemo_client.client import NemoClient
    from nemo_client.client_async import AsyncNemoClient
    from nemo_client.config import Settings
    from nemo_client.draft.model import Draft
    from nemo_client.errors import ExitCode, NemoError
    from nemo_client.flows.jobs import Done
    from nemo_client.protocol.envelope import Credits
    from nemo_client.protocol.job import Job
    from nemo_client.protocol.notices import Notice
    from nemo_client.protocol.outcome import Exported, Outcome
    from nemo_client.protocol.turn import Clocks
    from nemo_client.protocol.wire import Asset, ClaimLink, Session, State

_HOMES = {
    "AsyncNemoClient": "client_async",
    "NemoClient": "client",
    "Settings": "config",
    "Draft": "draft.model",
    "Job": "protocol.job",
    "Done": "flows.jobs",
    "ExitCode": "errors",
    "NemoError": "errors",
    "Notice": "protocol.notices",
    "Exported": "protocol.outcome",
    "Outcome": "protocol.outcome",
    "Clocks": "protocol.turn",
    "Asset": "protocol.wire",
    "ClaimLink": "protocol.wire",
    "Credits": "protocol.envelope",
    "Session": "protocol.wire",
    "State": "protocol.wire",
}

__all__ = [
    "Asset",
    "AsyncNemoClient",
    "ClaimLink",
    "Clocks",
    "Credits",
    "Done",
    "Draft",
    "ExitCode",
    "Exported",
    "Job",
    "NemoClient",
    "NemoError",
    "Notice",
    "Outcome",
    "Session",
    "Settings",
    "State",
    "__version__",
]


def __getattr__(name: str) -> object:
    """Load a public name on first use."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
