"""The conversation: each line is a slash command, a client's action or words for the agent.

Read, do, show, until the end of the lines. At a terminal a failure is told and the talk goes on;
through a pipe the first one ends it, because what follows was meant for a success.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeAlias

from nemo_client import answers, making
from nemo_client.answers import Answer
from nemo_client.app import App
from nemo_client.errors import Interrupted, NemoError
from nemo_client.offering import followed, offers_of, turn_of
from nemo_client.phrases.chat import CHAT
from nemo_client.phrases.cli import TOLD
from nemo_client.repl.commands import ABOUT_THE_QUEUE, STEPS, Leave, command_of
from nemo_client.repl.lines import Lines
from nemo_client.repl.pending import Pending
from nemo_client.repl.spelling import hinted, spelled
from nemo_client.speech import Chat, Step, route

Asked: TypeAlias = "str | Step | tuple[Step, ...]"
"""What a line asks for: a command, one step, or a plan, which is one job from end to end."""
NOTHING = Pending()
_SLASH = re.compile(r"/\w*(?:\s|$)")  # /export is a command, /home/me/a.mp4 is a file


class Talk:
    """One conversation over one App."""

    def __init__(self, app: App, lines: Lines, is_piped: bool) -> None:
        self.app: App = app
        self.lines: Lines = lines
        self._is_piped = is_piped
        self._pending = NOTHING
        self.turns: list[dict[str, Any]] = []
        app.facts["turns"] = self.turns

    def run(self) -> Answer:
        """Hold the conversation; the answer is that of the line that ended it."""
        if not self._is_piped:
            self.app.stream_answers()
        self.app.spell = spelled
        try:
            ending = self._converse()
        finally:
            self.app.spell = None
        return Answer(error=ending.error, next=self._farewell())

    def _converse(self) -> Answer:
        with self.lines:
            self._greet()
            try:
                return self._exchange()
            finally:
                if left := self.lines.waiting:
                    self._say(CHAT["unsent"], list=self.listed(left))

    def _exchange(self) -> Answer:
        """Take line after line; return what ended it."""
        ending = Answer()
        while ending.error is None:
            try:
                done = self.take(self.lines.read().strip())
            except KeyboardInterrupt:
                if not self.lines.is_interrupted():
                    raise
            except (EOFError, Leave):
                break
            else:
                ending = done if self._is_piped else ending
        return ending

    def take(self, line: str) -> Answer:
        """Do what a line asks for, step by step, and show it; stops at the first failure."""
        pending, self._pending = self._pending, NOTHING
        self.lines.offer("")
        if not line:
            return Answer()
        asked = self._meant(line, NOTHING if self.lines.was_queued else pending)
        if isinstance(asked, str) and asked.endswith(" "):  # an offer that lacks its argument
            self.lines.give_back(asked)
            return Answer()
        answer = self._done(asked)
        try:
            answer = self._followed(asked, answer)
        except KeyboardInterrupt:  # the turn is done, only the look at it was broken off
            if not self.lines.is_interrupted():
                raise
        self._show(asked, answer)
        self._wait_or_go_on(answer, is_answer=bool(pending.options))
        return answer

    def _meant(self, line: str, pending: Pending) -> Asked:
        """Return what a line asks for: a choice, a command, or what the words say."""
        if meant := pending.meaning(line, self.app.lang):
            return meant
        if _SLASH.match(line):
            return line
        self.app.listen(line)
        plan = route(line)
        return plan if len(plan) > 1 else plan[0]

    def at_once(self, line: str) -> bool:
        """Do what can be done while a turn is under way; whether this line was such."""
        if line.partition(" ")[0].lower() not in ABOUT_THE_QUEUE:
            return False
        try:
            answer = self._slash(line)
        except NemoError as error:
            answer = Answer(talk=(error.message(self.app.lang),))
        for told in (*answer.lines, *answer.talk):
            self.app.console.say(told)
        return True

    def left(self) -> None:
        """Spell what to do next as in a shell: nobody will type it here any more."""
        self.app.spell = None

    def queued(self) -> str:
        """Return what waits, as the prompt shows it."""
        row = CHAT["queued_held" if self.lines.is_held else "queued"]
        return row.say(self.app.lang, {"list": self.listed(self.lines.waiting)})

    def listed(self, waiting: Sequence[str]) -> str:
        """Return what waits, numbered, on a line."""
        rows = ({"n": n, "text": text} for n, text in enumerate(waiting, 1))
        return "  ".join(CHAT["queued_line"].say(self.app.lang, row) for row in rows)

    def _done(self, asked: Asked) -> Answer:
        self.app.facts.pop("job", None)
        try:
            if isinstance(asked, str):
                return self._slash(asked)
            if isinstance(asked, tuple):
                return making.perform(self.app, asked)
            return STEPS[type(asked)](self, asked)
        except NemoError as error:
            return Answer(error=error, next=self.app.steps_after(error))
        except KeyboardInterrupt:
            if not self.lines.is_interrupted():
                raise
            self._tell_stop(self.app.facts.get("job"))
            return Answer(error=Interrupted("interrupted"))

    def _tell_stop(self, job_id: str | None) -> None:
        if job_id is None:
            return self._say(CHAT["stopped_looking"])
        steps = self.app.client.job(job_id).steps
        is_billed = any(step["intent"] == "chat" for step in steps)
        row = CHAT["stopped" if is_billed else "stopped_free"]
        self._say(row, step=self.app.step("watch", job_id))

    def _followed(self, asked: Asked, answer: Answer) -> Answer:
        """Look at what the backend suggested, and keep what it offers for the next line."""
        turn = turn_of(answer)
        if turn is None:
            return answer
        exports = isinstance(asked, Chat | tuple)
        is_next = bool(turn.options) or not self.lines.waiting  # a question holds back the queue
        has_keys = is_next and not (self._is_piped or self.lines.is_over)
        if has_keys:
            offers = offers_of(self.app, answer, exports)
            self._pending = Pending(offers.offered, turn.options)
        return followed(self.app, answer, exports, is_told=not has_keys)

    def _wait_or_go_on(self, answer: Answer, is_answer: bool) -> None:
        """Hold back what was written for another outcome; show what can be pressed."""
        turn = turn_of(answer)
        is_open = answer.error is not None or bool(turn and turn.question)
        if is_open:
            self.lines.hold()
        elif is_answer:
            self.lines.release()
        if is_open and self.lines.waiting and not self.lines.is_over:
            self._say(CHAT["held"], list=self.listed(self.lines.waiting))
        if told := self._pending.line(self.app.lang):
            self.app.console.say(told)
        self.lines.offer(self._pending.at_once)

    def _slash(self, line: str) -> Answer:
        command, argument = command_of(line, self.app.lang)
        return command.perform(self, argument)

    def _show(self, asked: Asked, answer: Answer) -> None:
        console = self.app.console
        self.turns.append(_report(asked, answer))
        if self.app.given.json:
            return
        answers.show(self.app, answer)
        error = answer.error
        if error is not None and not (self._is_piped or isinstance(error, Interrupted)):
            # What ends a piped conversation is told as its end.
            console.complain(TOLD["error"].say(self.app.lang), error.message(self.app.lang))
            hint = hinted if self.app.spell else NemoError.hint
            if told := hint(error, self.app.lang):
                console.say(f"  {told}")

    def _greet(self) -> None:
        if self._is_piped:
            return
        found = self.app.remembered()
        if found is not None:
            self._say(CHAT["resumed"], session=found.id, title=found.title)
        self._say(CHAT["welcome"])

    def _farewell(self) -> tuple[str, ...]:
        try:
            self.app.session()
        except NemoError:
            return ()
        return (self.app.step("chat"),)

    def _say(self, row: Any, **facts: object) -> None:
        self.app.console.say(row.say(self.app.lang, facts))


def _report(asked: Asked, answer: Answer) -> dict[str, Any]:
    error = {"code": answer.error.code, "message": answer.error.message()} if answer.error else None
    return {"asked": _told(asked), "ok": error is None, "data": dict(answer.data), "error": error}


def _told(asked: Asked) -> dict[str, Any]:
    """Return what a line asked for, JSON-ready."""
    if isinstance(asked, str):
        return {"command": asked}
    if isinstance(asked, tuple):
        return {"plan": [step.as_json() for step in asked]}
    return asked.as_json()
