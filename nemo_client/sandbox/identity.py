"""Names, numbers and secrets the sandbox hands out, and how a secret is written down: never.

Secrets are kept as SHA-256 digests (they hold 256 random bits, so no salt or stretching is
needed); in the books a token is a salted fingerprint; in logs and paths it is cut out.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

TOKEN_PREFIX = "nmv_usr_"
_SECRET = re.compile(r"(nmv_usr_|clm_|signature=)[A-Za-z0-9_\-]+")
_TOKEN_ANYWHERE = re.compile(r"nmv_usr_", re.IGNORECASE)
_CLIENT_ID = re.compile(r"[\x21-\x7e]{1,64}")


def new_token() -> str:
    """A bearer token nobody can guess."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def new_claim() -> str:
    """A claim token: opens one page, has no API rights."""
    return "clm_" + secrets.token_urlsafe(32)


def new_user() -> str:
    """The id of a new anonymous user."""
    return "anon_" + secrets.token_hex(12)


def new_number() -> str:
    """A decimal string of 19 digits, as sessions and tasks have."""
    return str(10**18 + secrets.randbelow(9 * 10**18))


def new_asset() -> str:
    """The id of a stored file; unguessable, because whoever knows it may read the file."""
    return secrets.token_hex(16)


def digest(secret: str) -> str:
    """What is stored in place of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def fingerprint(secret: str, salt: bytes) -> str:
    """Enough to see that two requests used the same secret, and nothing else."""
    return hmac.new(salt, secret.encode(), hashlib.sha256).hexdigest()[:12]


def signature(key: bytes, text: str) -> str:
    """Proof that this server wrote `text`."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def redacted(text: str) -> str:
    """The text with every secret cut down to its prefix."""
    return _SECRET.sub(r"\1...", text)


def holds_token(text: str) -> bool:
    """Whether a bearer token (or a piece of one) stands in the text."""
    return _TOKEN_ANYWHERE.search(text) is not None


def is_client_id(text: str) -> bool:
    """Any stable printable string of at most 64 characters will do."""
    return _CLIENT_ID.fullmatch(text) is not None
