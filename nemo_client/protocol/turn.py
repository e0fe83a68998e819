"""The life of a billed turn: a table of legal moves, and the clocks that bound it.

Everything about the phase of a turn lives in this file. A move that is not in `MOVES` is an
error in our code, never a retry. No move leads back to READY, and SENT is entered from READY
alone: that a billed message is sent at most once is a property of this table.

    READY      nothing has left
    SENT       the request is out, nothing has come back
    LISTENING  the stream is open: the backend has it
    SETTLING   the stream closed well; the state tells what changed
    DOUBTING   the stream broke, a clock rang or the work outlasts it; all that is done is to
               read the state
    OVER       there is an outcome
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Phase(Enum):
    """Where a turn is."""

    READY = auto()
    SENT = auto()
    LISTENING = auto()
    SETTLING = auto()
    DOUBTING = auto()
    OVER = auto()


class Move(Enum):
    """What can happen to a turn."""

    SENDING = auto()
    UNDELIVERED = auto()  # provably never left
    REFUSED = auto()  # answered without a stream: not accepted
    OPENED = auto()
    ENDED = auto()  # closed, or silent after its last word
    CUT = auto()  # lost, broken, or a clock rang
    GOES_ON = auto()  # the stream is over, the work is not
    COMPARED = auto()  # the state was read and tells
    GAVE_UP = auto()  # the state was read as often as allowed and does not tell


MOVES: dict[Phase, dict[Move, Phase]] = {
    Phase.READY: {Move.SENDING: Phase.SENT},
    Phase.SENT: {
        Move.UNDELIVERED: Phase.OVER,
        Move.REFUSED: Phase.OVER,
        Move.OPENED: Phase.LISTENING,
        Move.CUT: Phase.DOUBTING,
    },
    Phase.LISTENING: {Move.ENDED: Phase.SETTLING, Move.CUT: Phase.DOUBTING},
    Phase.SETTLING: {
        Move.GOES_ON: Phase.DOUBTING,
        Move.COMPARED: Phase.OVER,
        Move.GAVE_UP: Phase.OVER,
    },
    Phase.DOUBTING: {Move.COMPARED: Phase.OVER, Move.GAVE_UP: Phase.OVER},
    Phase.OVER: {},
}


class IllegalMove(RuntimeError):
    """A move that the table does not have: a bug, not a condition."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """How long to wait for what, in seconds; every clock names itself when it rings."""

    connect_s: float = 15.0
    first_byte_s: float = 360.0
    byte_idle_s: float = 360.0
    """No byte at all. Longer than a generation takes, because some servers send no heartbeats."""
    progress_idle_s: float = 600.0
    """Nothing but heartbeats."""
    total_s: float = 900.0
    grace_s: float = 20.0
    """Silence after what looks like the last word, before the turn counts as ended."""
    notice_s: float = 120.0
    """How often to say that it still works."""
    checks_s: tuple[float, ...] = (30.0, 60.0, 60.0, 60.0, 60.0)
    """Pauses before each reading of the state while it is not known what became of the turn."""
    settle_s: tuple[float, ...] = (1.0, 1.0, 2.0, 3.0, 5.0)
    """Pauses before each reading of the state for the second stage of a generation."""


class Turn:
    """One turn's phase and clocks; told what happened and when, it says what is due."""

    def __init__(self, clocks: Clocks, now: float) -> None:
        self.phase = Phase.READY
        self._clocks = clocks
        self._began = now
        self._opened: float | None = None
        self._last_byte = now
        self._last_progress = now
        self._last_notice = now
        self._looks_final = False

    def move(self, move: Move, now: float) -> Phase:
        """Make a legal move; anything else raises IllegalMove."""
        try:
            self.phase = MOVES[self.phase][move]
        except KeyError:
            raise IllegalMove(f"{move.name} in {self.phase.name}") from None
        if move is Move.OPENED:
            self._opened = self._last_byte = self._last_progress = now
        return self.phase

    def heard(self, now: float, progress: bool, looks_final: bool) -> None:
        """Note bytes from the stream; `progress` where they were more than heartbeats."""
        self._last_byte = now
        if progress:
            self._last_progress = now
            self._last_notice = now
            self._looks_final = looks_final

    def elapsed_s(self, now: float) -> float:
        """Seconds since the turn began."""
        return now - self._began

    @property
    def looks_final(self) -> bool:
        """Whether the last word seems to have been said."""
        return self._looks_final

    def ended(self, now: float) -> bool:
        """Whether the last word was said and the grace after it has passed."""
        return self._looks_final and now - self._last_byte >= self._clocks.grace_s

    def rung(self, now: float) -> tuple[str, float] | None:
        """Return the name and budget of the clock that has run out, if one has."""
        for name, since, budget in self._deadlines():
            if now - since >= budget:
                return name, budget
        return None

    def notice_due(self, now: float) -> bool:
        """Whether it is time to say that it still works; asking resets the clock."""
        if now - self._last_notice < self._clocks.notice_s:
            return False
        self._last_notice = now
        return True

    def until_notice_s(self, now: float) -> float:
        """Return how long it is until it is time to say so."""
        return max(0.0, self._last_notice + self._clocks.notice_s - now)

    def wait_s(self, now: float) -> float:
        """Return how long to wait at most before something is due."""
        dues = [since + budget - now for _, since, budget in self._deadlines()]
        if self._looks_final:
            dues.append(self._last_byte + self._clocks.grace_s - now)
        return max(0.0, min(self.until_notice_s(now), *dues))

    def _deadlines(self) -> tuple[tuple[str, float, float], ...]:
        c = self._clocks
        return (
            ("total", self._began, c.total_s),
            ("progress-idle", self._last_progress, c.progress_idle_s),
            ("byte-idle", self._last_byte, c.byte_idle_s),
        )
