"""The file in which the owner of an account says what may be spent: read, never written.

No option and no variable changes what it says or where it lies; a file that cannot be understood
refuses everything that costs, because guessing would spend. Where there is none, all is allowed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nemo_client.errors import Precondition
from nemo_client.protocol.spending import SPENDS, Policy

FILE = "policy.toml"
CAPS = ("max_per_turn", "max_per_day")
UNUSABLE = "policy_unusable"


def policy_file() -> Path:
    """Return where the file lies."""
    import platformdirs

    return Path(platformdirs.user_config_dir("nemo-client", appauthor=False)) / FILE


def read_policy(path: Path) -> Policy:
    """Return what the file allows. Raises Precondition where it cannot be understood."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return _policy(given, str(path))
    except FileNotFoundError:
        return Policy()
    except OSError as problem:
        reason = problem.strerror or str(problem)
    except ValueError as problem:
        reason = str(problem)
    raise Precondition(UNUSABLE, reason, path=str(path))


def _policy(given: Mapping[str, Any], path: str) -> Policy:
    known = ("spend", *CAPS)
    for name in given:
        if name not in known:
            raise Precondition(
                UNUSABLE, reason="unknown_key", path=path, key=name, known=", ".join(known)
            )
    if given.get("spend", "allow") not in SPENDS:
        raise Precondition(UNUSABLE, reason="no_such_spend", path=path, known=", ".join(SPENDS))
    for name in CAPS:
        cap = given.get(name, 0)
        if isinstance(cap, bool) or not isinstance(cap, int | float) or not cap >= 0:
            raise Precondition(UNUSABLE, reason="no_amount", path=path, key=name)
    return Policy(**given)
