"""Frame rates and what they make of time: whole frames, and the timecodes that name them.

Rational arithmetic throughout, 30000/1001 and not 29.97. Each boundary is snapped for itself, so
that an hour of cuts does not drift and two clips that met still meet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from nemo_client.draft.keys import Number

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many frames a second, under the name people use for it."""

    name: str
    exact: Fraction

    @property
    def nominal(self) -> int:
        """How many frames a second of timecode has: 30 for 29.97."""
        return round(self.exact)

    @property
    def is_dropping(self) -> bool:
        """Whether its timecode leaves out numbers to keep up with the clock: 29.97 and 59.94."""
        return self.exact.denominator != 1 and self.nominal % 30 == 0

    @property
    def day(self) -> int:
        """How many frames a timecode can number: it ends at midnight."""
        seconds = 24 * 60 * 60
        dropped = 24 * 6 * 9 * (self.nominal // 15) if self.is_dropping else 0
        return seconds * self.nominal - dropped

    def frame(self, ms: Number | Fraction) -> int:
        """Return the frame boundary nearest to a time in milliseconds."""
        return int(micro(ms) * self.exact / 1000 + HALF)

    def ms(self, frame: int) -> Fraction:
        """Return when a frame begins, in milliseconds."""
        return frame * 1000 / self.exact

    def timecode(self, frame: int, mark: str | None = None) -> str:
        """Return HH:MM:SS:FF, with `;` before the frames where numbers are dropped."""
        count = self._numbered(frame) if self.is_dropping else frame
        seconds, frames = divmod(count, self.nominal)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        mark = mark or (";" if self.is_dropping else ":")
        return f"{hours:02d}:{minutes:02d}:{seconds:02d}{mark}{frames:02d}"

    def _numbered(self, frame: int) -> int:
        """Return the number of a frame: each minute skips some, but for every tenth."""
        skipped = self.nominal // 15
        minute = self.nominal * 60 - skipped
        tens, rest = divmod(frame, minute * 10 + skipped)
        return frame + skipped * (9 * tens + max(0, rest - skipped) // minute)


def micro(ms: Number | Fraction) -> Fraction:
    """Return milliseconds to the microsecond, so that 0.1 + 0.2 is 0.3."""
    return Fraction(round(Fraction(ms) * 1000), 1000)


def _ntsc(nominal: int) -> Fraction:
    return Fraction(nominal * 1000, 1001)


RATES: Mapping[str, Rate] = {
    name: Rate(name, exact)
    for name, exact in {
        "23.976": _ntsc(24),
        "24": Fraction(24),
        "25": Fraction(25),
        "29.97": _ntsc(30),
        "30": Fraction(30),
        "48": Fraction(48),
        "50": Fraction(50),
        "59.94": _ntsc(60),
        "60": Fraction(60),
    }.items()
}
"""The rates that timecode and editors know."""
USUAL = RATES["30"]
_NEAR = Fraction(5, 1000)


def rate_of(said: str | Number) -> Rate | None:
    """Return the rate that `29.97`, `30000/1001` or 29.97003 means, None where there is none."""
    try:
        value = Fraction(said)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return next((rate for rate in RATES.values() if abs(rate.exact - value) < _NEAR), None)
