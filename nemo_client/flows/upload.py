"""Own media into the session: files are checked before a byte leaves, addresses are passed on."""

from __future__ import annotations

from collections.abc import Sequence

from nemo_client.flows.asking import ask
from nemo_client.protocol import calls, wire
from nemo_client.protocol.calls import Call
from nemo_client.protocol.effects import Flow, Tell
from nemo_client.protocol.media import Source
from nemo_client.protocol.notices import Uploaded
from nemo_client.protocol.wire import Asset


def upload(session: str, sources: Sequence[Source]) -> Flow[tuple[Asset, ...]]:
    """Upload `sources` in their order and return what the session stored.

    Neighbours of one kind travel in one request. An upload that was cut is not repeated: it
    would be stored twice.
    """
    stored: list[Asset] = []
    for call in _calls(session, sources):
        reply = yield from ask(call)
        for asset in wire.read_upload(reply):
            stored.append(asset)
            yield Tell(Uploaded(asset.name, asset.kind, asset.duration_s))
    return tuple(stored)


def _calls(session: str, sources: Sequence[Source]) -> list[Call]:
    runs: list[list[Source]] = []
    for source in sources:
        if runs and runs[-1][0].is_url == source.is_url:
            runs[-1].append(source)
        else:
            runs.append([source])
    return [
        (calls.import_urls if run[0].is_url else calls.upload)(session, [s.place for s in run])
        for run in runs
    ]
