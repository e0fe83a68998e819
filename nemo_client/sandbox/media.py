"""Files of sessions on disk: taken in after a probe, made on request, found again by a renderer.

A file is stored under its id, so no name of a user ever becomes a path. Heavy work (probing,
making) is done in the workshop.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from nemo_client.sandbox.assets import Asset
from nemo_client.sandbox.identity import new_asset
from nemo_client.sandbox.intake import Part
from nemo_client.sandbox.replies import Refused
from nemo_client.sandbox.sessions import Sessions, Stored
from nemo_client.sandbox.workshop import Workshop

if TYPE_CHECKING:
    from nemo_client.sandbox.agent import Footage, Music
    from nemo_client.sandbox.render import Probe

UNKNOWN_STILL_FPS = 0.0


class Media:
    """The files of all sessions, in one folder."""

    def __init__(self, folder: Path, sessions: Sessions, workshop: Workshop) -> None:
        self._folder, self._sessions, self._workshop = folder, sessions, workshop
        self.incoming = folder / "incoming"
        shutil.rmtree(self.incoming, ignore_errors=True)  # what a killed server was receiving
        self.incoming.mkdir(parents=True, exist_ok=True)

    async def adopt(self, session: str, parts: Sequence[Part]) -> list[Stored]:
        """Take complete files into the session: all of them, or none when one is unreadable."""
        taken: list[Stored] = []
        try:
            for part in parts:
                taken.append(await self._workshop.heavy(self._probed, part))
        except BaseException:
            for part in parts:
                part.drop()
            raise
        for part, stored in zip(parts, taken, strict=True):
            part.path.replace(stored.asset.path)
            self._sessions.add(session, stored)
        return taken

    def _probed(self, part: Part) -> Stored:
        """What the file is; runs in a thread."""
        from nemo_client.sandbox.render import RenderFailed, probe

        try:
            found = probe(part.path)
        except RenderFailed as error:
            message = f"{part.name} cannot be read as media: {error}"
            raise Refused("unsupported_file", message) from error
        return Stored(self._asset(part.name, found), part.hash, False, "")

    async def make(self, session: str, material: Footage | Music) -> Asset:
        """Footage or music as asked for, made now and kept in the session."""
        stored = await self._workshop.heavy(self._made, material)
        self._sessions.add(session, stored)
        return stored.asset

    def _made(self, material: Footage | Music) -> Stored:
        """Make and probe the material; runs in a thread."""
        from nemo_client.sandbox.agent import Footage
        from nemo_client.sandbox.render import make_footage, make_music, probe

        if isinstance(material, Footage):
            words, extension = material.prompt, ".mp4"
        else:
            words, extension = material.style, ".m4a"
        draft = self.incoming / (new_asset() + extension)
        if isinstance(material, Footage):
            size = (material.width, material.height)
            make_footage(material.prompt, material.seconds, *size, draft)
        else:
            make_music(material.style, material.seconds, draft)
        asset = self._asset(_file_name(words, extension), probe(draft))
        with draft.open("rb") as file:
            hash_ = hashlib.file_digest(file, "sha256").hexdigest()
        draft.replace(asset.path)
        return Stored(asset, hash_, True, words)

    def _asset(self, name: str, found: Probe) -> Asset:
        asset_id = new_asset()
        return Asset(
            id=asset_id,
            name=name,
            kind=found.kind,
            duration_ms=round((found.duration_s or 0) * 1000),
            width=found.width or 0,
            height=found.height or 0,
            fps=found.fps or UNKNOWN_STILL_FPS,
            has_audio=found.has_audio,
            path=str(self._folder / (asset_id + Path(name).suffix.lower())),
            cdn_url=self._sessions.url_of(asset_id, name),
        )

    def source(self, user: str, segment: Mapping[str, Any]) -> Path | None:
        """The file a draft's segment shows, if it is one of this user's."""
        meta = segment.get("m") or {}
        asset_id = str(meta.get("asset") or _id_in(str(meta.get("src") or "")))
        stored = self._sessions.file(asset_id, of=user)
        return Path(stored.asset.path) if stored else None


def _id_in(url: str) -> str:
    """The asset id in a media address, "" when it is none of ours."""
    pieces = urlsplit(url).path.split("/")
    return pieces[2] if len(pieces) == 4 and pieces[1] == "media" else ""


def _file_name(words: str, extension: str) -> str:
    """A file name that tells what was asked for."""
    kept = "".join(c if c.isalnum() else " " for c in words).split()
    return ("-".join(kept)[:40] or "clip") + extension
