"""The formats that can be written, by the ending of a file: how, and what they leave out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nemo_client.draft import Draft
from nemo_client.interchange import captions, edl, fcp7, otio, table
from nemo_client.interchange.losses import Loss, losses
from nemo_client.interchange.projection import Projection, project
from nemo_client.interchange.rates import Rate

Links = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Format:
    """One format; `rate` is its own clock where it counts no frames."""

    write: Callable[[Projection, Links], str]
    losses: Callable[[Projection], tuple[Loss, ...]]
    rate: Rate | None = None
    names_media: bool = True

    def project(self, draft: Draft, rate: Rate | None) -> Projection:
        """Return the draft on this format's clock: its own, else `rate`, else the draft's."""
        return project(draft, self.rate or rate)


def _nothing(projection: Projection) -> tuple[Loss, ...]:
    return ()


def _captions(write: Callable[[Projection, Links], str]) -> Format:
    return Format(
        write,
        lambda projection: losses(projection, captions.CAPTIONS),
        captions.MILLISECONDS,
        names_media=False,
    )


FORMATS: Mapping[str, Format] = {
    "otio": Format(otio.write, _nothing),
    "edl": Format(edl.write, lambda projection: losses(projection, edl.EDL)),
    "xml": Format(fcp7.write, lambda projection: losses(projection, fcp7.FCP7)),
    "srt": _captions(captions.srt),
    "vtt": _captions(captions.vtt),
    "csv": Format(table.write, table.losses, names_media=False),
}
