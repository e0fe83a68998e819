"""The projects that messages are tried on, and a session that carries messages out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from nemo_client.sandbox.agent import Footage, Plan, Result, carry_out, plan
from nemo_client.sandbox.assets import Asset, AssetKind

Draft = dict[str, Any]


def upload(id_: str, name: str, ms: int = 8000, kind: AssetKind = "video") -> Asset:
    """An uploaded file of 1280x720."""
    size = (0, 0) if kind == "audio" else (1280, 720)
    return Asset(id_, name, kind, ms, *size, 30.0, True, f"/{id_}", f"http://host/{id_}/{name}")


CLIP = upload("a", "clip.mp4")
SONG = upload("m", "song.mp3", 60_000, "audio")
THREE = (
    upload("b", "beach.mp4", 5000),
    upload("c", "city.mp4", 6000),
    upload("f", "forest.mp4", 4000),
)


@dataclass
class Talk:
    """A session with the agent: says things, keeps the draft and the way back."""

    assets: tuple[Asset, ...] = ()
    draft: Draft | None = None
    history: tuple[Mapping[str, Any], ...] = ()
    plans: list[Plan] = field(default_factory=list)

    def say(self, text: str, gui_speak: bool = False) -> Result:
        """Plan a message, make what it needs, carry it out."""
        return self.do(plan(text, self.draft, self.assets, self.history), gui_speak)

    def do(self, planned: Plan, gui_speak: bool = False) -> Result:
        """Carry out a plan."""
        self.plans.append(planned)
        made = {n: media(op.material, n) for n, op in enumerate(planned.ops) if op.material}
        result = carry_out(
            planned, self.draft, self.assets, made, self.history, gui_speak=gui_speak
        )
        self.draft, self.history = result.draft, result.history
        return result

    def track(self, kind: int, name: str | None = None) -> list[dict[str, Any]]:
        """The segments of a track, empty when there is none."""
        for track in (self.draft or {"t": []})["t"]:
            if track["tt"] == kind and name in (None, track["m"]["name"]):
                return list(track["sg"])
        return []

    @property
    def clips(self) -> list[dict[str, Any]]:
        return self.track(0)

    @property
    def music(self) -> list[dict[str, Any]]:
        return self.track(1)

    @property
    def titles(self) -> list[dict[str, Any]]:
        return self.track(7, "Titles")

    @property
    def subtitles(self) -> list[dict[str, Any]]:
        return self.track(7, "Subtitles")


def media(material: object, number: int) -> Asset:
    """What the server would make for an operation."""
    if isinstance(material, Footage):
        ms, size = round(material.seconds * 1000), (material.width, material.height)
        return Asset(f"g{number}", "g.mp4", "video", ms, *size, 30.0, True, "/g", "http://host/g")
    return upload(f"s{number}", "s.m4a", 20_000, "audio")


def project(name: str) -> Talk:
    """A project in the state that fixtures call by this name."""
    assets = {"new": (), "uploaded": (CLIP,), "song": (CLIP, SONG), "one": (CLIP,)}
    talk = Talk(assets.get(name, THREE))
    for message in {
        "one": ["add the clip"],
        "three": ["add all clips"],
        "full": [
            "add all clips",
            "add a title 'Hello' for the first 3 seconds and add calm music at 35%",
        ],
    }.get(name, []):
        talk.say(message)
    return talk


@pytest.fixture(scope="session")
def on() -> Callable[[str], Talk]:
    """Open a project by its name."""
    return project
