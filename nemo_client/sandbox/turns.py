"""One chat turn from acceptance to the last frame, as background work of the server.

A turn belongs to the server, not to the connection: whoever hangs up, it is carried out and
shows in the state. One turn at a time changes a session; others wait in line. Credits are
reserved at acceptance, spent when the draft is stored (in the same step), and released when
nothing came of it. A generation is followed by a second stage: music and a title.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nemo_client.sandbox.accounts import Accounts
from nemo_client.sandbox.assets import Asset
from nemo_client.sandbox.events import Invocation, questions
from nemo_client.sandbox.faults import Taken
from nemo_client.sandbox.faulty.endings import afterwards, ending, is_streamed
from nemo_client.sandbox.media import Media
from nemo_client.sandbox.options import Options
from nemo_client.sandbox.replies import Refused
from nemo_client.sandbox.sessions import Session, Sessions
from nemo_client.sandbox.store import Store
from nemo_client.sandbox.turn import Turn, is_silent
from nemo_client.sandbox.workshop import Workshop

if TYPE_CHECKING:
    from nemo_client.sandbox.agent import Plan, Result

ASKING = "One thing first"
_EXTRAS = ("user_id", "session_id", "prompt", "lang")
log = logging.getLogger("nemo_client.sandbox")


@dataclass(slots=True)
class Turns:
    """Accepts, performs and follows up turns."""

    store: Store
    accounts: Accounts
    sessions: Sessions
    media: Media
    workshop: Workshop
    options: Options
    clock: Callable[[], float]
    _writers: dict[str, asyncio.Lock] = field(default_factory=dict)

    def accept(
        self, session: Session, text: str, streaming: bool, request: int, take: Callable[[], Taken]
    ) -> Turn:
        """Reserve the price and start the turn; Refused when the credits do not suffice.

        `request` is the number of the request in the books; what is to go wrong is taken from
        the switches only when the turn is accepted.
        """
        price = self._price(session, text)
        if not self.accounts.reserve(session.user_id, price):
            raise self._too_poor(session, price)
        number = self.store.run(
            "INSERT INTO turns (session_id, user_id, text, state, reserved, cost, kind, request)"
            " VALUES (?, ?, ?, 'running', ?, 0, '', ?)",
            session.id,
            session.user_id,
            text,
            price,
            request,
        )
        faults = take()
        wire = Invocation(self.clock, streaming or is_streamed(faults))
        turn = Turn(number, session.id, session.user_id, text, price, wire, faults)
        turn.task = self.workshop.start(self._perform(turn))
        return turn

    def abort(self, turn: Turn) -> None:
        """End a turn that is not done yet: nothing more of it happens."""
        if self._close(turn, "aborted", "", _cost_of_nothing(turn)) and turn.task:
            turn.task.cancel()

    def _price(self, session: Session, text: str) -> int:
        """What the turn costs at most, found out by planning it on the present draft."""
        from nemo_client.sandbox.agent import Footage, carry_out, plan

        assets = self._assets(session)
        planned = plan(text, session.draft, assets, session.history)
        needed = [op.material for op in planned.ops if op.material]
        if any(isinstance(material, Footage) for material in needed):
            return self.options.generation_cost
        if needed:
            return self.options.edit_cost
        result = carry_out(planned, session.draft, assets, {}, session.history)
        return self.options.edit_cost if result.is_charged else 0

    def _too_poor(self, session: Session, price: int) -> Refused:
        url = self.sessions.register_url(session.user_id)
        available = self.accounts.balance(session.user_id).available
        return Refused(
            "no_credits",
            f"Insufficient credits: {price} needed, {available} available. Register: {url}",
            {
                "bind_id": session.user_id,
                "required": price,
                "available": available,
                "register_url": url,
            },
        )

    def _assets(self, session: Session) -> list[Asset]:
        """What the user brought; generated media are in the draft already."""
        files = self.sessions.files(session.id)
        return [stored.asset for stored in files if not stored.is_generated]

    def _writer(self, session_id: str) -> asyncio.Lock:
        return self._writers.setdefault(session_id, asyncio.Lock())

    async def _perform(self, turn: Turn) -> None:
        try:
            async with self._writer(turn.session_id):
                await asyncio.sleep(self.options.turn_delay_s + turn.delay_s("slow_turn"))
                if other := ending(turn):
                    cost = _cost_of_nothing(turn) if other.state != "done" else 0
                    self._close(turn, other.state, "free" if other.state == "done" else "", cost)
                    turn.send(*other.items)
                else:
                    await self._edit(turn)
        except Exception as error:
            log.exception("turn %d failed", turn.id)
            self._close(turn, "failed", "", _cost_of_nothing(turn))
            turn.send(*turn.wire.failed(type(error).__name__, str(error)))
        finally:
            turn.events.put_nowait(None)

    async def _edit(self, turn: Turn) -> None:
        """Plan, make what is missing, change the draft, store it, tell it."""
        from nemo_client.sandbox.agent import carry_out, plan

        session = self.sessions.get(turn.user_id, turn.session_id)
        assets = self._assets(session)
        planned = plan(turn.text, session.draft, assets, session.history)
        for op in planned.ops:
            if op.material:  # making takes a while: the tool call is told before it begins
                turn.call(op.tool, op.args())
        made = await self._make(session.id, planned)
        result = carry_out(
            planned,
            session.draft,
            assets,
            made,
            session.history,
            gui_speak=self.options.gui_speak,
        )
        if "slow_work" in turn.faults or "cut_abort" in turn.faults:
            await self._linger(turn, result)
        silent = self._finish(turn, session, planned, result)
        self._tell(turn, result, silent)

    async def _linger(self, turn: Turn, result: Result) -> None:
        """Tell the tool calls, and be some time about them, or until the turn is aborted."""
        for name, args in result.tool_calls:
            turn.call(name, args)
        if "cut_abort" in turn.faults:
            turn.events.put_nowait(None)
            await asyncio.Event().wait()
        await asyncio.sleep(turn.delay_s("slow_work"))

    async def _make(self, session_id: str, planned: Plan) -> dict[int, Asset]:
        """The media the plan needs, by the index of the operation that needs it."""
        made: dict[int, Asset] = {}
        for index, op in enumerate(planned.ops):
            if op.material:
                made[index] = await self.media.make(session_id, op.material)
        return made

    def _finish(self, turn: Turn, session: Session, planned: Plan, result: Result) -> bool:
        """Store what was done, its price and what follows, in one step; whether it is silent."""
        is_edit = result.is_charged and not result.generated
        kind = "generation" if result.generated else "edit" if is_edit else "free"
        prices = {"generation": self.options.generation_cost, "edit": self.options.edit_cost}
        with self.store.together():
            self.sessions.keep(session.id, result.draft, result.history)
            self._close(turn, "done", kind, min(turn.reserved, prices.get(kind, 0)))
            if is_edit:
                self.sessions.count_edit(session.id)
            stage = self._plan_stage(turn, planned) if result.generated else None
        if stage is not None:
            self.workshop.start(self._second_stage(stage))
        is_quiet = is_edit and is_silent(session.edits + 1, self.options.silent_rate)
        return is_quiet or "silent" in turn.faults

    def _close(self, turn: Turn, state: str, kind: str, cost: int) -> bool:
        """End a running turn in the books and its reservation; False when it has ended before."""
        changed = self.store.run(
            "UPDATE turns SET state = ?, kind = ?, cost = ? WHERE id = ? AND state = 'running'",
            state,
            kind,
            cost,
            turn.id,
        )
        if changed:
            self.accounts.settle(turn.user_id, turn.reserved, cost)
        return changed == 1

    def _tell(self, turn: Turn, result: Result, silent: bool) -> None:
        """Tool calls with the new state in the last answer, then words or none."""
        change = self.sessions.state(self.sessions.get(turn.user_id, turn.session_id))["state"]
        last = len(result.tool_calls) - 1
        for index, (name, args) in enumerate(result.tool_calls):
            call = turn.call(name, args)
            turn.send(turn.wire.answered(call, name, change if index == last else {}))
        if silent:
            turn.send(turn.wire.silent())
        elif result.question is not None and result.question.asks:
            asked = result.question
            turn.send(turn.wire.asked(questions(asked.text, asked.options, ASKING)))
        else:
            turn.send(*turn.wire.said(result.reply))
        turn.send(*afterwards(turn))

    def _plan_stage(self, turn: Turn, planned: Plan) -> int | None:
        """Write down that music and a title are to come; None when they never will."""
        from nemo_client.sandbox.agent import Footage

        other = turn.faults.get("second_stage")
        if other and other["seconds"] == "never":
            return None
        delay_s = other["seconds"] if other else self.options.second_stage_delay_s
        prompts = [op.material.prompt for op in planned.ops if isinstance(op.material, Footage)]
        return self.store.run(
            "INSERT INTO stages (session_id, prompt, lang, due) VALUES (?, ?, ?, ?)",
            turn.session_id,
            prompts[0],
            planned.lang,
            self.clock() + delay_s,
        )

    async def _second_stage(self, stage: int) -> None:
        """Add music and title to what was generated, unless the user was there first."""
        row = self.store.one(
            "SELECT g.*, s.user_id FROM stages g JOIN sessions s ON s.id = g.session_id"
            " WHERE g.id = ?",
            stage,
        )
        if row is None:
            return
        await asyncio.sleep(max(0.0, row["due"] - self.clock()))
        async with self._writer(row["session_id"]):
            try:
                await self._add_extras(*(row[name] for name in _EXTRAS))
            except Exception:
                log.exception("second stage %d failed", stage)
            self.store.run("DELETE FROM stages WHERE id = ?", stage)

    async def _add_extras(self, user: str, session_id: str, prompt: str, lang: str) -> None:
        from nemo_client.sandbox.agent import Plan, carry_out, second_stage

        session = self.sessions.get(user, session_id)
        ops = second_stage(session.draft, prompt, lang) if session.draft else ()
        planned = Plan(lang=lang, ops=tuple(ops), skipped=(), question=None)
        made = await self._make(session_id, planned)
        result = carry_out(planned, session.draft, self._assets(session), made, session.history)
        self.sessions.keep(session_id, result.draft, result.history)

    def recover(self) -> None:
        """After a start: unfinished turns have failed and are free, second stages go on."""
        for row in self.store.all("SELECT * FROM turns WHERE state = 'running'"):
            with self.store.together():
                sql = "UPDATE turns SET state = 'failed' WHERE id = ?"
                self.store.run(sql, row["id"])
                self.accounts.settle(row["user_id"], row["reserved"], 0)
        for row in self.store.all("SELECT id FROM stages"):
            self.workshop.start(self._second_stage(row["id"]))


def _cost_of_nothing(turn: Turn) -> int:
    """What a turn costs of which nothing came: nothing, unless it is to be unjust."""
    return turn.reserved if "charged" in turn.faults else 0
