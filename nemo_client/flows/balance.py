"""The balance: the shortest question there is, and a command of its own, so it loads little."""

from __future__ import annotations

from nemo_client.flows.asking import ask
from nemo_client.protocol import calls, envelope
from nemo_client.protocol.effects import Flow
from nemo_client.protocol.envelope import Credits


def read_credits() -> Flow[Credits]:
    """Return the balance."""
    return envelope.read_credits((yield from ask(calls.credits())))
