"""Where the backend is: an address as given, or the embedded one, started when first needed.

The only place that knows what `sandbox:` means; above it nobody asks which backend there is.
"""

from __future__ import annotations

from dataclasses import replace

from nemo_client.config import SANDBOX, Settings
from nemo_client.errors import BackendFailed, Precondition


def located(settings: Settings) -> Settings:
    """Return settings with a real address, starting the embedded backend where it is meant."""
    if settings.api_url != SANDBOX:
        return settings
    try:
        from nemo_client.sandbox import ensure_running
    except ImportError as missing:
        raise Precondition("sandbox_missing", str(missing)) from None
    try:
        endpoint = ensure_running()
    except ImportError as missing:
        raise Precondition("sandbox_missing", str(missing)) from None
    except (OSError, RuntimeError) as problem:
        raise BackendFailed("sandbox_failed", str(problem)) from None
    return replace(settings, api_url=endpoint.url, web_url=endpoint.url, realm=SANDBOX)
