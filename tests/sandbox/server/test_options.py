"""Options and their names in the environment."""

from __future__ import annotations

from dataclasses import fields

import pytest

from nemo_client.sandbox import Options

VALUES = {
    "credits": ("7", 7),
    "generation_cost": ("100", 100),
    "edit_cost": ("50", 50),
    "silent_rate": ("1", 1.0),
    "gui_speak": ("no", False),
    "turn_delay_s": ("0.5", 0.5),
    "second_stage_delay_s": ("2", 2.0),
    "heartbeat": ("json", "json"),
    "heartbeat_s": ("1", 1.0),
    "render_shape": ("wrapped", "wrapped"),
    "duplicate_render": ("error", "error"),
    "max_upload_bytes": ("1000", 1000),
    "tokens_per_week": ("3", 3),
    "token_days": ("1", 1.0),
    "link_ttl_s": ("60", 60.0),
    "idle_s": (" 5 ", 5.0),
    "keep_days": ("7", 7.0),
    "keep_bytes": ("1000", 1000),
    "faults": ("silence*1, status:503:state", "silence*1, status:503:state"),
}


def test_every_option_can_be_set_from_the_environment():
    assert set(VALUES) == {f.name for f in fields(Options)}
    environ = {f"NEMO_SANDBOX_{name.upper()}": text for name, (text, _) in VALUES.items()}
    assert Options.from_environment(environ) == Options(**{n: v for n, (_, v) in VALUES.items()})


def test_what_is_not_set_keeps_its_default():
    assert Options.from_environment({"NEMO_SANDBOX_CREDITS": "", "HOME": "x"}) == Options()


@pytest.mark.parametrize(
    "name, text",
    [
        ("credits", "1.5"),
        ("silent_rate", "often"),
        ("gui_speak", "maybe"),
        ("heartbeat", "drum"),
        ("faults", "silense"),
    ],
)
def test_a_value_that_cannot_be_understood_is_named(name, text):
    variable = f"NEMO_SANDBOX_{name.upper()}"
    with pytest.raises(ValueError, match=f"{variable}.*{text}"):
        Options.from_environment({variable: text})
