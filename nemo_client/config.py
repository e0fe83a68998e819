"""Settings from the environment, and where files live: read once, at the edge, then plain data.

The client id lives at ~/.config/nemovideo/client_id on every system because other tools share
it; all other files follow the platform's rules.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from nemo_client.errors import Precondition
from nemo_client.phrases import spoken
from nemo_client.protocol.calls import TOKEN
from nemo_client.protocol.offers import DEFAULT, POLICIES
from nemo_client.skill import Attribution, attribution

API_URL = "https://mega-api-prod.nemovideo.ai"
WEB_URL = "https://nemovideo.com"
ANONYMOUS_SKILL = Attribution("nemo-client", "0", "unknown")
SANDBOX = "sandbox:"
"""As an API URL: the embedded backend on this machine."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the client must be told; `from_env` fills it from the environment."""

    api_url: str = API_URL
    web_url: str = WEB_URL
    realm: str = ""
    """What tokens are kept under: the API URL, or `sandbox:` whatever its port is today."""
    token: str | None = field(default=None, repr=False)
    client_id: str | None = None
    language: str = "en"
    actions: str = DEFAULT
    """What the backend suggests is done at once: a key of `protocol.offers.POLICIES`."""
    attribution: Attribution = ANONYMOUS_SKILL
    connect_s: float = 15.0
    """The clocks of plain calls: for the connection, for the reply, for that to an upload. Those of
    a turn are `Clocks`."""
    reply_s: float = 90.0
    upload_s: float = 600.0
    client_id_file: Path = Path("client_id")
    data_dir: Path = Path(".")

    def __post_init__(self) -> None:
        """Refuse what cannot be sent, or would send the token in the clear over a network."""
        object.__setattr__(self, "api_url", self.api_url.rstrip("/"))
        object.__setattr__(self, "web_url", self.web_url.rstrip("/"))
        object.__setattr__(self, "realm", self.realm or self.api_url)
        if self.api_url != SANDBOX:
            _check_url(self.api_url)
        for name in ("connect_s", "reply_s", "upload_s"):
            if not getattr(self, name) > 0:
                raise Precondition("bad_setting", reason="not_positive", name=name)
        if not all(self.attribution.headers().values()):  # without them an export is refused
            raise Precondition("bad_setting", reason="no_attribution", name="attribution")
        if self.actions not in POLICIES:
            facts = {"name": "NEMO_ACTIONS", "known": ", ".join(POLICIES)}
            raise Precondition("bad_setting", reason="no_such_policy", **facts)
        if self.token is not None and not re.fullmatch(TOKEN, self.token):
            raise Precondition("bad_setting", reason="bad_token", name="NEMO_TOKEN")

    @property
    def token_file(self) -> Path:
        """Where tokens of anonymous accounts are kept, readable by their owner only."""
        return self.data_dir / "tokens.json"

    @classmethod
    def from_env(
        cls, env: Mapping[str, str] | None = None, *, api_url: str | None = None
    ) -> Settings:
        """Return the settings that the environment names; `api_url` beats NEMO_API_URL."""
        env = os.environ if env is None else env
        skill = _skill_file()
        text = skill.read_text(encoding="utf-8") if skill.is_file() else ""
        return cls(
            api_url=api_url or env.get("NEMO_API_URL", "").strip() or API_URL,
            web_url=env.get("NEMO_WEB_URL", "").strip() or WEB_URL,
            token=env.get("NEMO_TOKEN", "").strip() or None,
            client_id=env.get("NEMO_CLIENT_ID", "").strip() or None,
            language=spoken(env),
            actions=env.get("NEMO_ACTIONS", "").strip() or DEFAULT,
            attribution=attribution(text, env.get("SKILL_SOURCE"), str(skill)),
            client_id_file=Path.home() / ".config" / "nemovideo" / "client_id",
            data_dir=Path(platformdirs.user_data_dir("nemo-client", appauthor=False)),
        )


def is_loopback(url: str) -> bool:
    """Whether `url` leads to this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
        parts = urlsplit("")
    if not usable:
        raise Precondition("bad_setting", reason="no_address", name="NEMO_API_URL")
    if parts.username or parts.password:
        raise Precondition("bad_setting", reason="user_in_address", name="NEMO_API_URL")
    if parts.scheme == "http" and not is_loopback(url):
        raise Precondition("bad_setting", reason="clear_text", name="NEMO_API_URL")


def _skill_file() -> Path:
    """Return the SKILL.md beside the package (installed) or above it (a checkout)."""
    here = Path(__file__).resolve().parent
    inside = here / "SKILL.md"
    return inside if inside.is_file() else here.parent / "SKILL.md"
