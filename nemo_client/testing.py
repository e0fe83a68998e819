"""What users need to test their own code: a real backend on loopback, and settings that use it.

    with sandbox() as backend, NemoClient(backend.settings) as client:
        ...
    assert backend.books.count("chat") == 1

Everything lives in one folder of its own; nothing of the user's is read or written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nemo_client.config import Settings

if TYPE_CHECKING:
    from nemo_client.sandbox.books import Books
    from nemo_client.sandbox.serve import Sandbox


@dataclass(frozen=True, slots=True)
class Backend:
    """A running backend and how to reach it."""

    url: str
    settings: Settings
    root: Path
    server: Sandbox

    @property
    def books(self) -> Books:
        """What the backend received and billed."""
        return self.server.books

    @property
    def environment(self) -> dict[str, str]:
        """What to set so that `nemo` in another process uses this backend and this folder."""
        home = str(self.root / "home")
        places = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
        return {
            "NEMO_API_URL": self.url,
            "NEMO_WEB_URL": self.url,
            "HOME": home,
            "USERPROFILE": home,
            **{name: str(self.root / "home" / name.lower()) for name in places},
        }

    def settle(self, timeout_s: float = 60.0) -> None:
        """Wait until the backend has finished everything it does in the background."""
        self.server.settle(timeout_s)


@contextmanager
def sandbox(root: Path | None = None, **options: Any) -> Iterator[Backend]:
    """Serve the embedded backend in this process until the block ends.

    `root` is the folder to use, a temporary one by default; `options` are the fields of
    `nemo_client.sandbox.Options`.
    """
    from nemo_client.sandbox import Options, Sandbox

    with ExitStack() as stack:
        if root is None:
            # An ending render may still hold a file, which some systems refuse to remove.
            folder = tempfile.TemporaryDirectory(prefix="nemo-", ignore_cleanup_errors=True)
            root = Path(stack.enter_context(folder))
        server = stack.enter_context(Sandbox(root / "sandbox", Options(**options)))
        home = root / "home"
        (home / "data").mkdir(parents=True, exist_ok=True)
        settings = Settings(
            api_url=server.url,
            web_url=server.url,
            client_id_file=home / ".config" / "nemovideo" / "client_id",
            data_dir=home / "data",
        )
        yield Backend(server.url, settings, root, server)
