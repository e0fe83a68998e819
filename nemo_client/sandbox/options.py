"""What can be set about the sandbox, as one frozen value with honest defaults.

The background process reads the same names from the environment: `Options.silent_rate` is
`NEMO_SANDBOX_SILENT_RATE`. Refuses to know what any of them is used for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args, get_type_hints

from nemo_client.sandbox.switches import parse

PREFIX = "NEMO_SANDBOX_"
_WORDS_FOR_TRUTH = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Options:
    """Behaviour of one sandbox; times in seconds (`_s`), sizes in bytes."""

    credits: int = 100  # given to a new anonymous user, and by each press of the register button
    generation_cost: int = 20  # the hosted service charges about 100
    edit_cost: int = 2  # the hosted service charges about 50
    silent_rate: float = 0.3  # share of edits that are done without a word
    gui_speak: bool = True  # replies talk as if the user saw an editor
    turn_delay_s: float = 0.0  # thinking time before every turn
    second_stage_delay_s: float = 1.0  # from the end of a generation to its music and title
    heartbeat: Literal["comment", "event", "ping", "empty", "word", "json", "flag"] = "comment"
    heartbeat_s: float = 5.0
    render_shape: Literal["flat", "wrapped"] = "flat"
    duplicate_render: Literal["same", "error"] = "same"
    max_upload_bytes: int = 4 * 1024**3  # of one file
    tokens_per_week: int = 1  # for one client id
    token_days: float = 7.0
    link_ttl_s: float = 3600.0  # of a signed download link
    idle_s: float = 900.0  # the background process ends after this long without a request
    keep_days: float = 30.0  # of a session that nobody uses, and of a finished render
    keep_bytes: int = 10 * 1024**3  # above that, old renders and sessions go at the next start
    faults: str = ""  # what goes wrong from the start: `name:argument*times,name`

    def __post_init__(self) -> None:
        parse(self.faults)  # a fault that does not exist must not be found out later

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Options:
        """Options with every `NEMO_SANDBOX_<NAME>` that is set; ValueError names a bad one."""
        hints = get_type_hints(cls)
        names = {f.name: PREFIX + f.name.upper() for f in fields(cls)}
        given = {name: var for name, var in names.items() if environ.get(var, "").strip()}
        values = {n: _read(var, environ[var].strip(), hints[n]) for n, var in given.items()}
        try:
            return cls(**values)
        except ValueError as error:
            raise ValueError(f"{names['faults']}: {error}") from error


def _read(variable: str, text: str, kind: Any) -> Any:
    """The text as a value of this kind."""
    try:
        if kind is bool:
            return _WORDS_FOR_TRUTH[text.lower()]
        if choices := get_args(kind):
            return choices[choices.index(text)]
        return kind(text)
    except (KeyError, ValueError) as error:
        raise ValueError(f"{variable}={text!r} cannot be understood") from error
