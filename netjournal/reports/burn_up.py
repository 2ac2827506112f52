"""A goal as a curve: what was reached by when, against the pace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from netjournal.reports.goals import Pace, State, progress_by_day


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
    forecast: float | None = None  # what the last day brings if it goes on like this; None where there is nothing to tell it from

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
    return BurnUp(first, max(first, last), pace.today, top, pace.total, tuple(steps), pace.expected is not None, forecast_of(pace))


def forecast_of(pace: Pace) -> float | None:
    """Progress on the due date if it goes on as since the start; None but for a goal that is on its way to a total."""
    goal = pace.goal
    if pace.state not in (State.ON_TRACK, State.BEHIND) or goal.start is None or goal.due is None or pace.expected is None:
        return None
    return pace.progress * ((goal.due - goal.start).days + 1) / ((pace.today - goal.start).days + 1)


def reached_on(pace: Pace) -> date | None:
    """The day on which the total was reached."""
    return next((day for day, progress in progress_by_day(pace) if pace.total is not None and progress >= pace.total), None)
