"""An uploaded or generated piece of media, as every room of the sandbox sees it.

The server makes assets from probed files; the agent names and places them; the
renderer finds their bytes. A value only: it neither opens nor checks the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AssetKind = Literal["video", "image", "audio"]


@dataclass(frozen=True, slots=True)
class Asset:
    """One media file known to a session (times in ms, sizes in pixels)."""

    id: str
    name: str
    kind: AssetKind
    duration_ms: int
    width: int
    height: int
    fps: float
    has_audio: bool
    path: str
    cdn_url: str
