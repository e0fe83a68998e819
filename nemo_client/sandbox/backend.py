"""Everything one server consists of, put together once: what requests are answered from.

Knows the folder on disk and the order of starting and stopping. Refuses to know HTTP.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nemo_client.sandbox.accounts import Accounts
from nemo_client.sandbox.books import Books
from nemo_client.sandbox.faulty.aftermath import Aftermath
from nemo_client.sandbox.media import Media
from nemo_client.sandbox.options import Options
from nemo_client.sandbox.pruning import Pruning
from nemo_client.sandbox.renders import Renders
from nemo_client.sandbox.sessions import Sessions
from nemo_client.sandbox.store import Store
from nemo_client.sandbox.switches import Board, parse
from nemo_client.sandbox.turns import Turns
from nemo_client.sandbox.workshop import Workshop

Clock = Callable[[], float]


@dataclass(slots=True)
class Activity:
    """Whether anybody is there: open requests, and when the last one was seen (monotonic)."""

    open: int = 0
    is_closing: bool = False
    last: float = field(default_factory=time.monotonic)

    def idle_s(self) -> float:
        """Seconds since the last sign of a client."""
        return 0.0 if self.open else time.monotonic() - self.last


@dataclass(frozen=True, slots=True)
class Backend:
    """The rooms of one sandbox."""

    root: Path
    url: str
    options: Options
    clock: Clock
    nonce: str
    stop: Callable[[], None]
    store: Store
    books: Books
    accounts: Accounts
    sessions: Sessions
    media: Media
    turns: Turns
    renders: Renders
    workshop: Workshop
    activity: Activity
    faults: Board
    aftermath: Aftermath

    def recover(self) -> None:
        """Take up what an earlier server on this root left unfinished."""
        self.turns.recover()
        self.renders.recover()

    async def close(self) -> None:
        """Stop working; what is unfinished stays on disk for the next start."""
        self.renders.interrupt()
        await self.workshop.close()

    @property
    def is_busy(self) -> bool:
        """Whether work is under way that must not be cut off."""
        return self.workshop.busy > 0


def backend(
    root: Path,
    url: str,
    options: Options,
    clock: Clock,
    nonce: str,
    stop: Callable[[], None],
    files_url: str,
) -> Backend:
    """Open (or make) a sandbox in this folder, which nobody else may use meanwhile.

    `files_url` is a second address, where nothing but files is served.
    """
    private_folder(root)
    renders = root / "renders"
    renders.mkdir(exist_ok=True)
    for left_over in (path for path in renders.iterdir() if path.is_dir()):
        shutil.rmtree(left_over, ignore_errors=True)  # the workplace of a render that was killed
    store = Store(root / "sandbox.db")
    workshop = Workshop()
    (root / "media").mkdir(exist_ok=True)
    Pruning(store, options, root / "media", renders, clock()).perform()
    accounts = Accounts(store, options, clock)
    sessions = Sessions(store, url, root / "media", clock)
    media = Media(root / "media", sessions, workshop)
    return Backend(
        root=root,
        url=url,
        options=options,
        clock=clock,
        nonce=nonce,
        stop=stop,
        store=store,
        books=Books(store, clock),
        accounts=accounts,
        sessions=sessions,
        media=media,
        turns=Turns(store, accounts, sessions, media, workshop, options, clock),
        renders=Renders(store, media, workshop, options, clock, renders, url, files_url),
        workshop=workshop,
        activity=Activity(),
        faults=Board(parse(options.faults)),
        aftermath=Aftermath(),
    )


def private_folder(root: Path) -> None:
    """Make the folder so that only its owner can look inside (where the system knows modes)."""
    root.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        root.chmod(0o700)
