"""The operations an edit consists of, and what a plan and its result are.

Every operation is a frozen value that can be shown as a tool call. Clips are counted from 1
as the user sees them, -1 is the last one, 0 is "the clip" where there must be only one.
Times are ms on the timeline. Operations know neither the words that led to them nor how
they are carried out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Literal

THE_CLIP = 0
LAST = -1

Role = Literal["title", "subtitle", "text"]


@dataclass(frozen=True, slots=True)
class Footage:
    """A clip that has to be made from a prompt."""

    prompt: str
    seconds: float
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Music:
    """A piece of music that has to be made; it may loop."""

    style: str
    seconds: float


Material = Footage | Music


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of the timeline as the user put it; nothing set means the usual stretch."""

    start_ms: int | None = None
    end_ms: int | None = None
    first_ms: int | None = None
    last_ms: int | None = None
    for_ms: int | None = None
    clip: int | None = None
    whole: bool = False
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Op:
    """One step of an edit."""

    kind: ClassVar[str] = ""
    tool: ClassVar[str] = "edit_multitrack"
    destructive: ClassVar[bool] = False
    free: ClassVar[bool] = False
    needs_clips: ClassVar[bool] = True
    material: Material | None = field(default=None, kw_only=True)

    def args(self) -> dict[str, Any]:
        """The operation as the arguments of a tool call."""
        shown = {"op": self.kind}
        for each in fields(self):
            value = getattr(self, each.name)
            if value not in (None, (), False):
                shown[each.name] = _plain(value)
        return shown


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        pairs = ((each.name, getattr(value, each.name)) for each in fields(value))
        return {name: _plain(part) for name, part in pairs if part not in (None, False)}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Generate(Op):
    """Make a clip and put it at the end; `without` names extras the user declined."""

    kind: ClassVar[str] = "generate"
    tool: ClassVar[str] = "generate_video"
    needs_clips: ClassVar[bool] = False
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceClips(Op):
    """Put uploaded media on the video track; `implied` when an edit needed them."""

    kind: ClassVar[str] = "place_clips"
    needs_clips: ClassVar[bool] = False
    assets: tuple[str, ...] = ()
    at_start: bool = False
    every: bool = False
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Trim(Op):
    """Keep so much from the beginning, of the video, of a clip, or of each clip."""

    kind: ClassVar[str] = "trim"
    destructive: ClassVar[bool] = True
    to_ms: int = 0
    clip: int | None = None
    each: bool = False


@dataclass(frozen=True, slots=True)
class TrimHead(Op):
    """Cut so much off the beginning."""

    kind: ClassVar[str] = "trim_head"
    destructive: ClassVar[bool] = True
    by_ms: int = 0
    clip: int | None = None


@dataclass(frozen=True, slots=True)
class TrimTail(Op):
    """Cut so much off the end."""

    kind: ClassVar[str] = "trim_tail"
    destructive: ClassVar[bool] = True
    by_ms: int = 0
    clip: int | None = None


@dataclass(frozen=True, slots=True)
class CutRanges(Op):
    """Take stretches out; all times are those before the first of them is gone."""

    kind: ClassVar[str] = "cut"
    destructive: ClassVar[bool] = True
    ranges: tuple[tuple[int, int | None], ...] = ()
    clip: int | None = None


@dataclass(frozen=True, slots=True)
class KeepRange(Op):
    """Keep one stretch and nothing else; `last_ms` counts from the end."""

    kind: ClassVar[str] = "keep"
    destructive: ClassVar[bool] = True
    start_ms: int = 0
    end_ms: int | None = None
    last_ms: int | None = None
    clip: int | None = None


@dataclass(frozen=True, slots=True)
class Split(Op):
    """Make two clips of one; without a time, in the middle."""

    kind: ClassVar[str] = "split"
    at_ms: int | None = None
    clip: int | None = None


@dataclass(frozen=True, slots=True)
class DeleteClips(Op):
    """Take clips off the timeline."""

    kind: ClassVar[str] = "delete_clips"
    destructive: ClassVar[bool] = True
    clips: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveClip(Op):
    """Put a clip at a position, or before or after another clip."""

    kind: ClassVar[str] = "move_clip"
    clip: int = 0
    to: int | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class SwapClips(Op):
    """Exchange two clips."""

    kind: ClassVar[str] = "swap_clips"
    first: int = 0
    second: int = 0


@dataclass(frozen=True, slots=True)
class Reorder(Op):
    """Put all clips into this order; without one, the reverse of the present order."""

    kind: ClassVar[str] = "reorder"
    order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SetSpeed(Op):
    """Play clips (or all) so many times as fast."""

    kind: ClassVar[str] = "speed"
    factor: float = 1.0
    clips: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAspect(Op):
    """Change the shape of the picture, e.g. "9:16"."""

    kind: ClassVar[str] = "aspect"
    ratio: str = "16:9"


@dataclass(frozen=True, slots=True)
class SetLook(Op):
    """Show clips (or all) in black and white, or in their own colours again."""

    kind: ClassVar[str] = "look"
    look: Literal["grayscale", "color"] = "grayscale"
    clips: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AddText(Op):
    """Show a title or a subtitle."""

    kind: ClassVar[str] = "add_text"
    text: str = ""
    role: Role = "title"
    when: When = When()
    position: str | None = None
    auto: bool = False


@dataclass(frozen=True, slots=True)
class EditText(Op):
    """Give a title or subtitle other words; adds it when `or_add` and there is none."""

    kind: ClassVar[str] = "edit_text"
    new: str = ""
    role: Role = "text"
    old: str | None = None
    which: int | None = None
    or_add: bool = False


@dataclass(frozen=True, slots=True)
class RetimeText(Op):
    """Show a title or subtitle at another time; adds it when `or_add` and there is none."""

    kind: ClassVar[str] = "retime_text"
    role: Role = "text"
    when: When = When()
    old: str | None = None
    which: int | None = None
    or_add: bool = False


@dataclass(frozen=True, slots=True)
class PlaceText(Op):
    """Show a title or subtitle elsewhere in the picture; `or_add` if there is none."""

    kind: ClassVar[str] = "place_text"
    role: Role = "text"
    position: str = "center"
    old: str | None = None
    which: int | None = None
    or_add: bool = False


@dataclass(frozen=True, slots=True)
class RemoveText(Op):
    """Take a title or subtitle away, or all of a role."""

    kind: ClassVar[str] = "remove_text"
    destructive: ClassVar[bool] = True
    role: Role = "text"
    old: str | None = None
    which: int | None = None
    every: bool = False


@dataclass(frozen=True, slots=True)
class AddMusic(Op):
    """Put made or uploaded music under the video."""

    kind: ClassVar[str] = "add_music"
    tool: ClassVar[str] = "generate_music"
    style: str | None = None
    asset: str | None = None
    volume: float | None = None
    when: When = When()
    uploaded: bool = False
    replace: bool = False
    auto: bool = False


@dataclass(frozen=True, slots=True)
class RemoveMusic(Op):
    """Take all music away."""

    kind: ClassVar[str] = "remove_music"
    destructive: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class SetVolume(Op):
    """How loud the music or the clips' own sound is, 1.0 is as recorded, 0.0 is mute."""

    kind: ClassVar[str] = "volume"
    target: Literal["music", "clips", "both", "any"] = "any"
    volume: float = 1.0
    clips: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fade(Op):
    """Fade the beginning or end of picture and sound; 0 ms takes the fade away."""

    kind: ClassVar[str] = "fade"
    into: bool = False
    out: bool = False
    ms: int = 1000
    target: Literal["all", "video", "music"] = "all"


@dataclass(frozen=True, slots=True)
class Undo(Op):
    """Go back so many turns."""

    kind: ClassVar[str] = "undo"
    needs_clips: ClassVar[bool] = False
    steps: int = 1


@dataclass(frozen=True, slots=True)
class Redo(Op):
    """Take back an undo."""

    kind: ClassVar[str] = "redo"
    needs_clips: ClassVar[bool] = False
    steps: int = 1


@dataclass(frozen=True, slots=True)
class Answer(Op):
    """Say something; changes nothing and costs nothing."""

    kind: ClassVar[str] = "answer"
    free: ClassVar[bool] = True
    needs_clips: ClassVar[bool] = False
    topic: str = "help"


def is_destructive(op: Op) -> bool:
    """Whether something the user has would be gone."""
    return op.destructive or isinstance(op, Undo) or (isinstance(op, AddMusic) and op.replace)


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be known first, or why nothing was done; options are messages to send."""

    text: str
    options: tuple[str, ...] = ()
    asks: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """What one message asks for, checked against the draft; nothing is done when it asks back."""

    lang: str
    ops: tuple[Op, ...]
    skipped: tuple[str, ...] = ()
    question: Question | None = None
    left_alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a plan; `history` is opaque and JSON-ready."""

    draft: dict[str, Any] | None
    history: tuple[Mapping[str, Any], ...]
    changes: tuple[str, ...] = ()
    reply: str = ""
    tool_calls: tuple[tuple[str, dict[str, Any]], ...] = ()
    is_charged: bool = False
    generated: bool = False
    question: Question | None = None
