"""Finds the media an operation means: uploads to place, music to use, clips it needs.

Uploaded clips are put on the video track when the first edit needs them; music that is
there is never doubled or replaced without being told to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nemo_client.sandbox.agent.asking import AskBack
from nemo_client.sandbox.agent.desk import Segment
from nemo_client.sandbox.agent.edits import Job
from nemo_client.sandbox.agent.extras import music_title, stretch_of
from nemo_client.sandbox.agent.ops import AddMusic, Music, Op, PlaceClips
from nemo_client.sandbox.agent.vocabulary import LOOP_SECONDS, STYLES, USUAL_STYLE
from nemo_client.sandbox.agent.wording import listed, number_text
from nemo_client.sandbox.assets import Asset


def looked_up(op: Op, job: Job, assets: Sequence[Asset]) -> list[Op]:
    """The operation with its media named, after the placing it needs, if any."""
    if isinstance(op, PlaceClips):
        return [_placing(op, job, assets)]
    before: list[Op] = []
    if op.needs_clips and not job.desk.clips:
        if not job.desk.is_fresh:
            raise AskBack("empty_track")
        uploads = _unplaced(job, assets)
        if not uploads:
            raise AskBack("nothing_here")
        before = [PlaceClips(tuple(each.id for each in uploads), implied=True)]
    return [*before, _music(op, job, assets) if isinstance(op, AddMusic) else op]


def _unplaced(job: Job, assets: Sequence[Asset]) -> list[Asset]:
    placed = job.desk.placed()
    return [each for each in assets if each.kind != "audio" and each.id not in placed]


def _placing(op: PlaceClips, job: Job, assets: Sequence[Asset]) -> PlaceClips:
    if op.assets:
        return op
    waiting = _unplaced(job, assets)
    if not waiting:
        raise AskBack("nothing_here" if job.desk.is_fresh else "no_upload")
    if not op.every and len(waiting) > 1:
        options = tuple(f"{'使用' if job.lang == 'zh' else 'add'} {each.name}" for each in waiting)
        raise AskBack("which_upload", names=_names(waiting, job.lang), options=options)
    return replace(op, assets=tuple(each.id for each in waiting))


def _music(op: AddMusic, job: Job, assets: Sequence[Asset]) -> AddMusic:
    """Music with its source: an upload, or a style that will be made."""
    own = [each for each in assets if each.kind == "audio"]
    unused = [each for each in own if each.id not in job.desk.placed()]
    if op.style is None and op.asset is None:
        if op.uploaded and len(own) == 1:
            op = replace(op, asset=own[0].id)
        elif op.uploaded and not own:
            raise AskBack("no_sound")
        elif op.uploaded or unused:
            raise AskBack("own_music", names=_names(unused or own, job.lang))
    if not op.replace and not op.auto and (there := _in_the_way(op, job)):
        raise AskBack(
            "music_there",
            names=listed([part["m"]["title"] for part in there], job.lang),
            style=music_title(op.style or USUAL_STYLE, job.lang).lower(),
            at=_loudness(op, job.lang),
        )
    if op.replace and op.style is None and op.asset is None:
        styles = [row[1 if job.lang == "zh" else 0] for row in STYLES.values()]
        raise AskBack("which_style", styles=listed(styles, job.lang))
    if op.asset is not None:
        return op
    return replace(op, material=Music(op.style or USUAL_STYLE, LOOP_SECONDS))


def _loudness(op: AddMusic, lang: str) -> str:
    """How loud the music was to be, in words to go on with."""
    if op.volume is None:
        return ""
    percent = number_text(op.volume * 100)
    return f"，音量{percent}%" if lang == "zh" else f" at {percent}%"


def _in_the_way(op: AddMusic, job: Job) -> list[Segment]:
    """Music the user has where the new music would play."""
    chosen = [part for part in job.desk.music if not part["m"].get("auto")]
    if not chosen or not job.desk.clips:
        return chosen
    start, end, _ = stretch_of(job, op.when, None)
    return [part for part in chosen if part["start"] < end and start < part["start"] + part["d"]]


def _names(assets: Sequence[Asset], lang: str) -> str:
    return listed([each.name for each in assets], lang)
