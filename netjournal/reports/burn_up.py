"""A goal as a curve: what was reached by when, against the pace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from netjournal.reports.goals import Pace, progress_by_day


@dataclass(frozen=True, slots=True)
class BurnUp:
    """The curve of one goal. `steps` are (day, progress at its end), oldest first, up to today."""

    first: date
    last: date
    today: date
    top: int  # the end of the scale
    total: int | None
    steps: tuple[tuple[date, int], ...]
    has_pace: bool

    def across(self, day: date) -> float:
        """Where the end of `day` is between the start of the first day and the end of the last, from 0 to 1."""
        return min(1.0, max(0.0, ((day - self.first).days + 1) / ((self.last - self.first).days + 1)))

    @property
    def shows_today(self) -> bool:
        return self.first <= self.today <= self.last


def build_burn_up(pace: Pace) -> BurnUp | None:
    """The curve of a goal; None where there is no day to begin it with."""
    goal = pace.goal
    steps = progress_by_day(pace)
    first = goal.start or (steps[0][0] if steps else None)
    if first is None:
        return None
    last = goal.due or max(first, pace.today, *(day for day, _ in steps))
    top = max(pace.total or 0, pace.progress, 1)
    return BurnUp(first, max(first, last), pace.today, top, pace.total, tuple(steps), pace.expected is not None)
