"""`nemo doctor`: what a person would look at first, looked at; nothing costs, nothing is sent on.

Each check is a function in a table and returns a Finding. The network is touched by one question
that costs nothing, to the backend itself; no account is made for it.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from nemo_client.answers import Answer
from nemo_client.app import App
from nemo_client.cli.accounts import credentials, token_facts, told
from nemo_client.cli.grammar import command
from nemo_client.console import is_terminal
from nemo_client.errors import AuthFailed, NemoError, NotSent, Precondition
from nemo_client.lettering import explained
from nemo_client.phrases.cli import ACCOUNT, CHECKS, DOING
from nemo_client.phrases.reasons import REASONS

PACKAGES = ("click", "filelock", "httpx", "httpx-sse", "platformdirs", "prompt-toolkit", "pydantic")
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
ANSWER_S = 10.0
OTHERS = 0o077
"""Permissions of anybody but the owner."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw; `error` says what a failed one means for the exit code."""

    status: Literal["ok", "warn", "fail", "skip"]
    detail: str
    facts: dict[str, Any] = field(default_factory=dict)
    error: NemoError | None = None


@command("doctor")
def doctor(app: App) -> Answer:
    """Run all checks and say what they found."""
    found: list[tuple[str, Finding]] = []
    with app.console.working(DOING["asking"].say(app.lang)):
        for name, check in LOOKED_AT.items():
            found.append((name, _looked(check, app)))
    failed = next((f.error for _, f in found if f.status == "fail"), None)
    checks = [
        {"name": name, "status": f.status, "detail": f.detail, **f.facts} for name, f in found
    ]
    well = () if failed else (CHECKS["all_well"].say(app.lang),)
    rows = [_row(app, name, finding) for name, finding in found]
    return Answer({"checks": checks}, explained(rows, app.console.room), well, error=failed)


def _looked(check: Callable[[App], Finding], app: App) -> Finding:
    try:
        return check(app)
    except NemoError as error:
        return Finding("fail", error.message(app.lang), error=error)


def _row(app: App, name: str, finding: Finding) -> tuple[str, str]:
    facts = {"name": CHECKS[name].say(app.lang), "detail": finding.detail}
    return CHECKS[finding.status].say(app.lang), CHECKS["line"].say(app.lang, facts)


def _named(facts: dict[str, Any]) -> str:
    """Return facts with their names, as words; what there is none of is a dash."""
    shown = ((k, " ".join(v) if isinstance(v, list) else v) for k, v in facts.items())
    return ", ".join(f"{k} {'-' if v in (None, '') else v}" for k, v in shown)


def _failed(app: App, reason: str, told: dict[str, object], **facts: Any) -> Finding:
    """Return the finding of a failed check; `told` fills the words of its reason."""
    error = Precondition("check_failed", reason=reason, **told)  # type: ignore[arg-type]
    return Finding("fail", REASONS[reason].say(app.lang, told), facts, error)


def _versions(app: App) -> Finding:
    from importlib.metadata import PackageNotFoundError, version

    from nemo_client import __version__

    found: dict[str, str] = {"nemo-client": __version__, "python": platform.python_version()}
    missing = []
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            missing.append(package)
    detail = ", ".join(f"{name} {number}" for name, number in found.items())
    facts = {"versions": found, "system": platform.platform()}
    if missing:
        told: dict[str, object] = {"found": detail, "missing": ", ".join(missing)}
        return _failed(app, "packages_missing", told, **facts)
    return Finding("ok", f"{detail}; {platform.platform()}", facts)


def _settings(app: App) -> Finding:
    settings = app.settings
    facts = {
        "api_url": settings.api_url,
        "web_url": settings.web_url,
        "realm": settings.realm,
        "platform": settings.attribution.platform,
        "skill_version": settings.attribution.version,
        "language": app.lang,
    }
    return Finding("ok", _named(facts), facts)


def _client_id(app: App) -> Finding:
    place = app.settings.client_id_file
    if app.settings.client_id:
        return Finding("ok", "NEMO_CLIENT_ID", {"client_id_source": "NEMO_CLIENT_ID"})
    facts = {"client_id_source": "file", "path": str(place), "exists": place.is_file()}
    return Finding("ok", str(place), facts)


def _token_file(app: App) -> Finding:
    path = app.settings.token_file
    if not path.exists():
        return Finding("skip", str(path), {"path": str(path), "exists": False})
    mode = path.stat().st_mode & 0o777
    facts = {"path": str(path), "exists": True, "mode": f"{mode:04o}"}
    if os.name == "posix" and mode & OTHERS:
        return _failed(app, "open_to_others", {"path": str(path), "mode": f"{mode:04o}"}, **facts)
    return Finding("ok", f"{path} ({mode:04o})", facts)


def _folders(app: App) -> Finding:
    folders = [app.settings.data_dir, app.state_dir, Path(app.directory or ".")]
    facts = {str(folder): _is_writable(folder) for folder in folders}
    if closed := [name for name, writable in facts.items() if not writable]:
        return _failed(app, "unwritable", {"places": ", ".join(closed)}, folders=facts)
    return Finding("ok", ", ".join(facts), {"folders": facts})


def _is_writable(folder: Path) -> bool:
    """Whether files can be made in a folder, or the folder itself can."""
    existing: Iterable[Path] = (place for place in (folder, *folder.parents) if place.exists())
    nearest = next(iter(existing), folder)
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _token(app: App) -> Finding:
    token = credentials(app).known()
    facts = token_facts(app, token)
    if token is None:
        return Finding("skip", ACCOUNT["none"].say(app.lang), facts)
    gap = "" if app.lang == "zh" else " "
    return Finding("ok", gap.join(told(app, token)), facts)


def _proxy(app: App) -> Finding:
    env = app.console.env
    found = {name: _bare(env[n]) for name in PROXIES for n in (name, name.upper()) if env.get(n)}
    clash = [n for n in PROXIES if env.get(n, env.get(n.upper())) != env.get(n.upper(), env.get(n))]
    detail = ", ".join(f"{name}={value}" for name, value in found.items()) or "-"
    if clash:
        told = CHECKS["proxy_clash"].say(app.lang, {"found": detail, "names": ", ".join(clash)})
        return Finding("warn", told, {"proxies": found})
    return Finding("ok", detail, {"proxies": found})


def _bare(address: str) -> str:
    """Return a proxy's address without user and password."""
    scheme, mark, rest = address.rpartition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"


def _certificates(app: App) -> Finding:
    named = {n: v for n in ("SSL_CERT_FILE", "SSL_CERT_DIR") if (v := app.console.env.get(n))}
    if gone := [f"{name}={value}" for name, value in named.items() if not Path(value).exists()]:
        return _failed(app, "gone", {"places": ", ".join(gone)}, certificates=named)
    return Finding("ok", ", ".join(named.values()) or "-", {"certificates": named})


def _backend(app: App) -> Finding:
    """Ask for the balance with the token that is there; without one any answer will do."""
    from nemo_client.backend import located
    from nemo_client.protocol import calls, codes
    from nemo_client.protocol.effects import Lost, Undelivered
    from nemo_client.transport import Transport

    settings = located(app.settings)
    token = credentials(app).known()
    call = calls.credits()
    transport = Transport(settings)
    try:
        reply, body = transport.ask(
            call, token.value if token else None, ANSWER_S, lambda sent, total: None
        )
    except (Undelivered, Lost) as fault:
        raise NotSent("not_sent", str(fault), host=settings.api_url) from None
    finally:
        transport.close()
    facts = {"url": settings.api_url, "http_status": reply.status}
    refused = codes.failure(call.name, reply.status, codes.parse(body))
    if token is not None and isinstance(refused, AuthFailed):
        refused.facts["token_source"] = token.source
        return Finding("fail", refused.message(app.lang), facts, refused)
    if reply.status >= 500 and refused is not None:
        return Finding("fail", refused.message(app.lang), facts, refused)
    return Finding("ok", f"{settings.api_url} (HTTP {reply.status})", facts)


def _sandbox(app: App) -> Finding:
    try:
        from nemo_client.sandbox.render import RenderFailed, find_ffmpeg
        from nemo_client.sandbox.render.fonts import HOUSE_FONTS
    except ImportError as missing:
        return Finding("skip", str(missing), {"installed": False})
    try:
        ffmpeg = find_ffmpeg()
    except RenderFailed as problem:
        return Finding("warn", problem.message, {"installed": True, "ffmpeg": None})
    fonts = {font.name: font.is_file() for font in HOUSE_FONTS}
    facts = {
        "installed": True,
        "ffmpeg": ffmpeg.path,
        "ffmpeg_version": ffmpeg.version,
        "text": ffmpeg.has_ass,
        "fonts": fonts,
    }
    is_whole = ffmpeg.has_ass and all(fonts.values())
    shown = ", ".join(fonts)
    return Finding("ok" if is_whole else "warn", f"ffmpeg {ffmpeg.version}; {shown}", facts)


def _terminal(app: App) -> Finding:
    console = app.console
    streams = {"stdin": console.stdin, "stdout": console.stdout, "stderr": console.stderr}
    facts = {
        "terminals": [name for name, stream in streams.items() if is_terminal(stream)],
        "encoding": getattr(console.stdout, "encoding", None),
        "filesystem_encoding": sys.getfilesystemencoding(),
        "color": console.has_color(console.stdout),
        "columns": console.columns,
        "TERM": console.env.get("TERM"),
    }
    return Finding("ok", _named(facts), facts)


LOOKED_AT: dict[str, Callable[[App], Finding]] = {
    "versions": _versions,
    "settings": _settings,
    "client_id": _client_id,
    "token_file": _token_file,
    "folders": _folders,
    "token": _token,
    "proxy": _proxy,
    "certificates": _certificates,
    "backend": _backend,
    "sandbox": _sandbox,
    "terminal": _terminal,
}
"""Everything that is looked at, in this order."""
