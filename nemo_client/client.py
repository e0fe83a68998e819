"""NemoClient and AsyncNemoClient: the same calls, blocking and on an event loop.

What each call does is said once, in `_Plans`, as a flow; the clients only run it. Both tell what
happens on the way through `on_notice`. Every failure is a NemoError. A flow is loaded when it is
first used: whoever asks for a balance does not wait for the rules of a turn.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar
from urllib.parse import quote, urlsplit

from nemo_client.backend import located
from nemo_client.config import Settings
from nemo_client.credentials import Credentials
from nemo_client.drive import Clock, RealClock, World
from nemo_client.errors import NemoError, Precondition
from nemo_client.flows.asking import ask
from nemo_client.protocol import calls
from nemo_client.protocol.effects import Flow
from nemo_client.transport import AsyncTransport, Transport

if TYPE_CHECKING:
    from nemo_client.protocol.envelope import Credits
    from nemo_client.protocol.notices import Notice
    from nemo_client.protocol.outcome import Exported, Outcome
    from nemo_client.protocol.turn import Clocks
    from nemo_client.protocol.wire import Asset, ClaimLink, Session, State, TokenGrant

R = TypeVar("R")
OnNotice = Callable[["Notice"], None]
RENDER_WAIT_S = 600.0


@dataclass(frozen=True, slots=True)
class Account:
    """Where the token comes from and how long it lasts; never the token itself."""

    token_source: str
    expires_at: float | None
    """Unix time in seconds; None where nobody said."""
    bind_id: str | None
    created: bool


class _Plans:
    """What each call does, as flows; files are checked and put in place around them."""

    def __init__(self, settings: Settings, credentials: Credentials) -> None:
        self._web = settings.web_url
        self._host = urlsplit(settings.api_url).netloc
        self._language = settings.language
        self._credentials = credentials

    def open_session(self, language: str | None, name: str) -> Flow[Session]:
        from nemo_client.flows.session import open_session

        return self._explained(open_session(name, language or self._language))

    def send(self, session_id: str, text: str, clocks: Clocks | None) -> Flow[Outcome]:
        from nemo_client.flows.chat import chat
        from nemo_client.protocol.turn import Clocks

        if not text.strip():
            raise Precondition("usage", "Nothing to say: the message is empty.")
        outcome = yield from self._explained(chat(session_id, text, clocks or Clocks()))
        if outcome.error is not None:
            self._explain(outcome.error)
        return outcome

    def upload(
        self, session_id: str, sources: Sequence[str | os.PathLike[str]]
    ) -> Flow[tuple[Asset, ...]]:
        from nemo_client import files
        from nemo_client.flows.upload import upload

        return self._explained(upload(session_id, files.check_sources(sources)))

    def export(
        self,
        session_id: str,
        output: Path | None,
        format: str,
        quality: str,
        force: bool,
        wait_s: float,
    ) -> Flow[Exported]:
        from nemo_client import files
        from nemo_client.flows.export import export

        part = files.check_output(output, force) if output else None
        flow = export(
            session_id,
            part=str(part) if part else None,
            format=format,
            quality=quality,
            wait_s=wait_s,
            web=self._web,
        )
        try:
            exported = yield from self._explained(flow)
        finally:
            if part:
                files.discard_empty(part)
        if part and output:
            files.deliver(part, output, force)
            return replace(exported, path=str(output))
        return exported

    def claim_link(self, session_id: str) -> Flow[ClaimLink | None]:
        from nemo_client.flows.session import claim_link

        return self._explained(claim_link(session_id, None, self._web))

    def state(self, session_id: str) -> Flow[State]:
        from nemo_client.flows.session import read_state

        return self._explained(read_state(session_id))

    def credits(self) -> Flow[Credits]:
        from nemo_client.flows.balance import read_credits

        return self._explained(read_credits())

    def _explained(self, flow: Flow[R]) -> Flow[R]:
        """Run a flow; what it raises learns where the web pages are."""
        try:
            return (yield from flow)
        except NemoError as error:
            raise self._explain(error) from error.__cause__

    def _explain(self, error: NemoError) -> NemoError:
        error.facts.setdefault("web", self._web)
        error.facts.setdefault("host", self._host)
        if error.code == "out_of_credits":
            error.facts.setdefault("link", self._register_link())
        if error.code == "token_refused":
            known = self._credentials.known()
            error.facts.setdefault("token_source", known.source if known else "?")
        return error

    def _register_link(self) -> str:
        """Return where an anonymous user registers so that the project moves along."""
        known = self._credentials.known()
        bind = known.bind_id if known else None
        page = f"{self._web}/register"
        return f"{page}?bind={quote(bind, safe='')}" if bind else page


class _Client:
    """What both clients are made of, whichever way they wait."""

    def __init__(
        self,
        settings: Settings | None,
        on_notice: OnNotice | None,
        clock: Clock | None,
    ) -> None:
        self.settings = located(settings or Settings.from_env())
        self.on_notice = on_notice
        self._clock = clock or RealClock()
        self._credentials = Credentials(self.settings, self._mint)
        self._plans = _Plans(self.settings, self._credentials)

    def _tell(self, notice: Notice) -> None:
        if self.on_notice is not None:
            self.on_notice(notice)

    def _mint(self, client_id: str) -> TokenGrant:
        """Ask for a token, on a connection of its own: it happens once a week."""
        transport = Transport(self.settings)
        try:
            flow = _granted(client_id)
            return World(transport, self._credentials, self._tell, self._clock).run(flow)
        finally:
            transport.close()

    def _account(self) -> Account:
        before = self._credentials.known()
        token = self._credentials.token()
        return Account(token.source, token.expires_at, token.bind_id, created=before is None)

    def _told(self, account: Account) -> Account:
        if made := self._credentials.take_made():
            self._tell(made)
        return account


def _granted(client_id: str) -> Flow[TokenGrant]:
    from nemo_client.protocol import wire  # once a week

    return wire.read_token((yield from ask(calls.token(client_id))))


class NemoClient(_Client):
    """The backend's sessions, chat, media and exports; each call blocks until it is done.

    `settings` default to the environment. `on_notice` is told what happens on the way. Close it,
    or use it in a `with` statement.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        on_notice: OnNotice | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(settings, on_notice, clock)
        self._transport = Transport(self.settings)

    def _run(self, flow: Flow[R]) -> R:
        return World(self._transport, self._credentials, self._tell, self._clock).run(flow)

    def account(self) -> Account:
        """Return where the token comes from, making a free anonymous account if there is none."""
        return self._told(self._account())

    def open_session(self, *, language: str | None = None, name: str = "project") -> Session:
        """Create a session. `language` is what the agent answers in, as a BCP-47 tag."""
        return self._run(self._plans.open_session(language, name))

    def send(self, session_id: str, text: str, *, clocks: Clocks | None = None) -> Outcome:
        """Say `text` to the agent, once, and return what became of it. May cost credits.

        Raises where the message was provably not accepted; a doubt is an Outcome of kind `unsure`.
        """
        return self._run(self._plans.send(session_id, text, clocks))

    def upload(
        self, session_id: str, sources: Sequence[str | os.PathLike[str]]
    ) -> tuple[Asset, ...]:
        """Upload files and media addresses into the session, in their order."""
        return self._run(self._plans.upload(session_id, sources))

    def state(self, session_id: str) -> State:
        """Return what the session holds now."""
        return self._run(self._plans.state(session_id))

    def credits(self) -> Credits:
        """Return the balance."""
        return self._run(self._plans.credits())

    def claim_link(self, session_id: str) -> ClaimLink | None:
        """Return a link that opens the project in a browser, None where there is none."""
        return self._run(self._plans.claim_link(session_id))

    def export(
        self,
        session_id: str,
        *,
        output: Path | None = None,
        format: str = "mp4",
        quality: str = "high",
        force: bool = False,
        wait_s: float = RENDER_WAIT_S,
    ) -> Exported:
        """Render the draft and, where `output` is given, put the video there. Free of credits.

        Raises NothingToExport, StillRunning after `wait_s` seconds, and Precondition where
        `output` exists and `force` is not given.
        """
        return self._run(self._plans.export(session_id, output, format, quality, force, wait_s))

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncNemoClient(_Client):
    """NemoClient for an event loop: the same calls, awaited."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        on_notice: OnNotice | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(settings, on_notice, clock)
        self._transport = AsyncTransport(self.settings)

    async def _run(self, flow: Flow[R]) -> R:
        from nemo_client.drive_async import AsyncWorld

        world = AsyncWorld(self._transport, self._credentials, self._tell, self._clock)
        return await world.run(flow)

    async def account(self) -> Account:
        """Return where the token comes from, making a free anonymous account if there is none."""
        from asyncio import to_thread

        return self._told(await to_thread(self._account))

    async def open_session(self, *, language: str | None = None, name: str = "project") -> Session:
        """Create a session. `language` is what the agent answers in, as a BCP-47 tag."""
        return await self._run(self._plans.open_session(language, name))

    async def send(self, session_id: str, text: str, *, clocks: Clocks | None = None) -> Outcome:
        """Say `text` to the agent, once, and return what became of it. May cost credits.

        Raises where the message was provably not accepted; a doubt is an Outcome of kind `unsure`.
        """
        return await self._run(self._plans.send(session_id, text, clocks))

    async def upload(
        self, session_id: str, sources: Sequence[str | os.PathLike[str]]
    ) -> tuple[Asset, ...]:
        """Upload files and media addresses into the session, in their order."""
        return await self._run(self._plans.upload(session_id, sources))

    async def state(self, session_id: str) -> State:
        """Return what the session holds now."""
        return await self._run(self._plans.state(session_id))

    async def credits(self) -> Credits:
        """Return the balance."""
        return await self._run(self._plans.credits())

    async def claim_link(self, session_id: str) -> ClaimLink | None:
        """Return a link that opens the project in a browser, None where there is none."""
        return await self._run(self._plans.claim_link(session_id))

    async def export(
        self,
        session_id: str,
        *,
        output: Path | None = None,
        format: str = "mp4",
        quality: str = "high",
        force: bool = False,
        wait_s: float = RENDER_WAIT_S,
    ) -> Exported:
        """Render the draft and, where `output` is given, put the video there. Free of credits.

        Raises NothingToExport, StillRunning after `wait_s` seconds, and Precondition where
        `output` exists and `force` is not given.
        """
        return await self._run(
            self._plans.export(session_id, output, format, quality, force, wait_s)
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
