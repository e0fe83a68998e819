"""What words mean: the wishes a person types, and the GUI-speak the backend answers with.

`route` turns a message into an ordered plan of steps, and `explain` says which rule made each;
`translate` turns a whole reply into the text to show and the actions it stands for. All are pure
and run in linear time. Each layer is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nemo_client.speech.explaining import explain
    from nemo_client.speech.guispeak import Shown, Translator, translate
    from nemo_client.speech.intents import route
    from nemo_client.speech.steps import Chat, Credits, Export, Status, Step, Upload

__all__ = [
    "Chat", "Credits", "Export", "Shown", "Status", "Step", "Translator", "Upload", "explain",
    "route", "translate",
]  # fmt: skip

_HOMES = {
    "route": "intents", "explain": "explaining",
    "Shown": "guispeak", "Translator": "guispeak", "translate": "guispeak",
}  # fmt: skip


def __getattr__(name: str) -> object:
    """Load a public name on first use."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'steps')}"), name)
    globals()[name] = value
    return value
