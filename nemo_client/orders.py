"""What a job is to do, as steps that mean the same to any process in any directory.

Paths are made absolute, files are looked at, formats and qualities are named as the backend knows
them: whatever can be wrong is found before anything leaves. Knows nothing of the wire.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from nemo_client import files
from nemo_client.errors import Precondition
from nemo_client.protocol.media import mime_of

if TYPE_CHECKING:
    from nemo_client.protocol.job import Facts, Job
    from nemo_client.speech import Step

FORMATS = ("mp4", "mov", "webm", "gif")
SESSION_LETTERS = 6
QUALITIES: Mapping[str, str] = {
    "low": "lowest, lower, niedrige, niedriger, basse, baja, baixa, bassa, 低, 最低, 较低",
    "medium": "normal, standard, decent, draft, mittlere, moyenne, media, média, 中, 中等, 普通,"
    "标准, low res",
    "high": "highest, higher, best, better, good, top, full, max, maximum, ultra, original, hohe,"
    "hoher, höchste, höchster, beste, bester, haute, meilleure, bonne, maximale, alta, máxima,"
    "mejor, buena, melhor, boa, massima, migliore, высокое, высоком, 高, 最高, 较高, 最好, 最佳,"
    "原始, 原画, 最高清, 高畫質, 蓝光",
    "480p": "480, sd, 标清",
    "720p": "720, hd, 高清",
    "1080p": "1080, full hd, fhd, 全高清, 超清, 1920x1080",
    "1440p": "1440, qhd",
    "2k": "",
    "2160p": "2160, 3840x2160",
    "4k": "uhd, ultra hd, 4k uhd, 超高清",
}
"""What the backend takes, and the other words people have for it."""

_NAMED = {
    word.strip(): name
    for name, words in QUALITIES.items()
    for word in (name, *words.split(","))
    if word.strip()
}
_SPACES = re.compile(r"\s+")


def message(text: str) -> Facts:
    """Return the step that says something to the agent. Raises Precondition."""
    if not text.strip():
        raise Precondition("usage", reason="no_words")
    return {"intent": "chat", "text": text}


def upload(sources: Sequence[str | os.PathLike[str]]) -> Facts:
    """Return the step that uploads files and addresses. Raises Precondition."""
    places = [
        source.place if source.is_url else str(Path(source.place).absolute())
        for source in files.check_sources(sources)
    ]
    return {"intent": "upload", "sources": places}


def export(
    output: Path | None,
    folder: Path | None = None,
    format: str = "mp4",
    quality: str = "high",
    force: bool = False,
) -> Facts:
    """Return the step that exports: to `output`, to a free name in `folder`, or to no file.

    Raises Precondition where the file could not be written.
    """
    if output is not None and output.is_dir():
        output, folder = None, output
    place = output.absolute() if output else None
    # Any name tells whether the folder serves; the real one needs the session.
    probe = place or (folder / _name("0" * SESSION_LETTERS, format) if folder else None)
    if probe is not None:
        files.discard_empty(files.check_output(probe, force or place is None))
    return {
        "intent": "export",
        "format": format,
        "quality": quality,
        "output": str(place) if place else None,
        "folder": str(folder.absolute()) if folder and not place else None,
        "force": force,
    }


def render(
    output: Path | None,
    folder: Path,
    format: str | None = None,
    quality: str = "high",
    force: bool = False,
) -> Facts:
    """Return the step that exports to a file whose name and format agree. Raises Precondition.

    The format is the one given, else what the name says, else mp4.
    """
    ending = output.suffix[1:].lower() if output and mime_of(output.name) else None
    chosen = (format or ending or FORMATS[0]).lower()
    if chosen not in FORMATS:
        raise Precondition("usage", reason="no_format", format=chosen, formats=", ".join(FORMATS))
    if ending not in (None, chosen):
        raise Precondition("usage", reason="lying_name", path=str(output), format=chosen)
    return export(output, folder, chosen, quality, force)


def ordered(plan: str | Iterable[Step], folder: Path, force: bool = False) -> tuple[Facts, ...]:
    """Return the steps of a plan, or of a text that is read as one. Raises Precondition.

    Files without a name go to `folder`; `force` lets an export replace a file.
    """
    from nemo_client import speech

    if isinstance(plan, str) and not plan.strip():
        raise Precondition("usage", reason="no_words")
    found: list[Facts] = []
    for step in speech.route(plan) if isinstance(plan, str) else plan:
        match step:
            case speech.Chat():
                found.append(message(step.text))
            case speech.Upload():
                found.append(upload([os.path.expanduser(place) for place in step.sources]))
            case speech.Export():
                output = Path(step.output).expanduser() if step.output else None
                quality = _quality(step.quality or "high")
                found.append(render(output, folder, step.format, quality, force))
            case _:
                found.append(step.as_json())
    _check_names(found)
    return tuple(found)


def _quality(said: str) -> str:
    """Return what the backend calls a quality."""
    name = _NAMED.get(_SPACES.sub(" ", said.strip().lower()))
    if name is None:
        known = ", ".join(QUALITIES)
        raise Precondition("usage", reason="no_quality", quality=said, qualities=known)
    return name


def _check_names(steps: Iterable[Facts]) -> None:
    """Raise Precondition where two exports would have one name."""
    named: set[str] = set()
    for step in steps:
        output = step.get("output")
        if output is not None and output in named and not step["force"]:
            raise Precondition("output_exists", path=output)
        named.add(str(output))


def places(job: Job) -> dict[int, str]:
    """Return where the exports that are not past go, by the number of their step."""
    found: dict[int, str] = {}
    for number in range(len(job.past), len(job.steps)):
        step = job.steps[number]
        kept = (job.fetched or {}).get("path") if number == len(job.past) else None
        if path := kept or step.get("output") or _free(job, step, set(found.values())):
            found[number] = str(path)
    return found


def _free(job: Job, step: Facts, taken: set[str]) -> str | None:
    """Return a name that nothing has, for an export that was given none but a folder."""
    if not step.get("folder"):
        return None
    session, folder = str(job.session_id), Path(step["folder"])
    names = (str(folder / _name(session, step["format"], n)) for n in count(1))
    return next(name for name in names if name not in taken and not Path(name).exists())


def _name(session: str, format: str, number: int = 1) -> str:
    ending = f"-{number}.{format}" if number > 1 else f".{format}"
    return f"nemo-{session[-SESSION_LETTERS:]}{ending}"
