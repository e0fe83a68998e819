"""`nemo auth`: where the token comes from, a new anonymous one, and removal. Never the token."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from nemo_client.answers import Answer
from nemo_client.app import App
from nemo_client.cli.grammar import Commands, command
from nemo_client.phrases.cli import ACCOUNT

if TYPE_CHECKING:
    from nemo_client.credentials import Credentials, Token
    from nemo_client.protocol.wire import TokenGrant

SHOWN_LETTERS = 4
SAFE_LENGTH = 24  # of a shorter token even four letters would be too much

auth = Commands(
    "auth",
    table={
        "status": "accounts:status",
        "anonymous": "accounts:anonymous",
        "logout": "accounts:logout",
    },
)


@command("status")
def status(app: App) -> Answer:
    """Show what is known of the token, without asking anyone."""
    token = credentials(app).known()
    if token is None:
        return Answer(token_facts(app, None), (ACCOUNT["none"].say(app.lang),))
    return Answer(token_facts(app, token), told(app, token))


@command("anonymous")
def anonymous(app: App) -> Answer:
    """See to it that an anonymous account is there and works."""
    if app.settings.token:
        return Answer(token_facts(app, credentials(app).known()), _said(app, "environment"))
    app.client.account()
    balance = app.client.credits()  # a token the backend no longer takes is renewed by this
    token = credentials(app).known()
    facts = token_facts(app, token) | {"available": balance.available}
    return Answer(facts, (*_said(app, "ready"), *(told(app, token) if token else ())))


@command("logout")
def logout(app: App) -> Answer:
    """Remove the kept token."""
    removed = credentials(app).forget()
    place = str(app.settings.token_file)
    talk = _said(app, "environment") if app.settings.token else ()
    key = "forgotten" if removed else "nothing"
    facts = {"removed": removed, "token_file": place}
    return Answer(facts, (ACCOUNT[key].say(app.lang, {"path": place}),), talk)


def credentials(app: App) -> Credentials:
    """Return the credentials, which will make no account here."""
    from nemo_client.credentials import Credentials

    def refuse(client_id: str) -> TokenGrant:
        raise AssertionError("looking at a token must not make one")

    return Credentials(app.settings, refuse)


def token_facts(app: App, token: Token | None) -> dict[str, Any]:
    """Return what may be known of a token: everything but itself."""
    settings = app.settings
    facts = {
        "token_source": token.source if token else None,
        "masked": masked(token.value) if token else None,
        "expires_at": _moment(token.expires_at) if token else None,
        "bind_id": token.bind_id if token else None,
    }
    places = {
        "token_file": str(settings.token_file),
        "client_id_file": str(settings.client_id_file),
        "client_id_source": "NEMO_CLIENT_ID" if settings.client_id else "file",
    }
    return facts | places | {"realm": settings.realm}


def told(app: App, token: Token) -> tuple[str, ...]:
    """Return what people are told of a token."""
    source = ACCOUNT[token.source].say(app.lang)
    lines = [ACCOUNT["token"].say(app.lang, {"masked": masked(token.value), "source": source})]
    if token.expires_at is not None:
        when = datetime.fromtimestamp(token.expires_at).strftime("%Y-%m-%d %H:%M")
        lines.append(ACCOUNT["expires"].say(app.lang, {"when": when}))
    if token.source != "NEMO_TOKEN":
        lines.append(ACCOUNT["kept"].say(app.lang, {"path": app.settings.token_file}))
    return tuple(lines)


def masked(token: str) -> str:
    """Return enough of a token to tell two apart, and too little to use it."""
    return f"***{token[-SHOWN_LETTERS:]}" if len(token) >= SAFE_LENGTH else "***"


def _moment(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _said(app: App, key: str) -> tuple[str, ...]:
    return (ACCOUNT[key].say(app.lang),)
