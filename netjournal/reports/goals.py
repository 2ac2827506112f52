"""Goals against the calendar: how far, how far by now, and what it takes from today (format.md, section 3)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from netjournal.dates import Period
from netjournal.model import Activity, Goal, Journal


class State(StrEnum):
    """Where a goal stands; the first that holds, in this order."""

    DROPPED = "dropped"
    DONE = "done"
    UPCOMING = "upcoming"
    OPEN = "open"  # no due date, no target or no start: nothing to be late for
    MISSED = "missed"
    ON_TRACK = "on-track"
    BEHIND = "behind"


class PeriodCount(Struct, frozen=True):
    """One day, week or month of a goal with `per`."""

    start: date
    count: int
    target: int

    @property
    def met(self) -> bool:
        return self.count >= self.target


class Pace(Struct, frozen=True):
    """Progress of one goal on one day.

    `expected` and `needed_per_day` are None where the goal has no due date, no target or no start; `days_left` counts
    today and is 0 after the due date, None without one.
    """

    goal: Goal
    today: date
    counted: tuple[Activity, ...]  # oldest first
    outside: tuple[Activity, ...]  # dated outside the goal's span: they count nothing
    progress: int
    total: int | None
    expected: float | None
    needed_per_day: float | None
    days_left: int | None
    state: State

    @property
    def share(self) -> float | None:
        """Progress of the total, from 0 to 1."""
        return min(1.0, self.progress / self.total) if self.total else None

    @property
    def expected_share(self) -> float | None:
        """How far it should be, of the total, from 0 to 1."""
        return self.expected / self.total if self.total and self.expected is not None else None


def build_pace(goal: Goal, journal: Journal, today: date) -> Pace:
    """How `goal` stands on `today`, from all activities that name it."""
    named = journal.activities_for.get(goal.id, ())
    counted = tuple(a for a in named if goal.spans(a.day))
    total = _total(goal)
    progress = _progress(goal, counted)
    expected = expected_on(goal, total, today)
    days_left = max(0, (goal.due - today).days + 1) if goal.due else None
    left = max(0, total - progress) if total is not None else None
    return Pace(
        goal=goal,
        today=today,
        counted=counted,
        outside=tuple(a for a in named if not goal.spans(a.day)),
        progress=progress,
        total=total,
        expected=expected,
        needed_per_day=left / days_left if left is not None and days_left else None,
        days_left=days_left,
        state=_state(goal, progress, total, expected, today),
    )


def build_paces(journal: Journal, today: date) -> tuple[Pace, ...]:
    """Every goal of the journal on `today`, by start, then id."""
    return tuple(build_pace(goal, journal, today) for goal in journal.goals.values())


def expected_on(goal: Goal, total: int | None, day: date) -> float | None:
    """The linear pace: 0 before the start, the total after the due date; None where there is nothing to pace by."""
    if total is None or goal.due is None or goal.start is None:
        return None
    if day < goal.start:
        return 0.0
    if day > goal.due:
        return float(total)
    return total * ((day - goal.start).days + 1) / ((goal.due - goal.start).days + 1)


def progress_by_day(pace: Pace) -> list[tuple[date, int]]:
    """Progress at the end of each day on which something counted, oldest first."""
    steps: list[tuple[date, int]] = []
    counts: Counter[date] = Counter()
    done = 0
    for activity in pace.counted:
        if pace.goal.per is None or pace.goal.target is None:
            done += activity.count
        else:
            period = pace.goal.per.start_of(activity.day)
            before = min(counts[period], pace.goal.target)
            counts[period] += activity.count
            done += min(counts[period], pace.goal.target) - before
        if steps and steps[-1][0] == activity.day:
            steps.pop()
        steps.append((activity.day, done))
    return steps


def periods_of(pace: Pace, limit: int = 400) -> tuple[PeriodCount, ...]:
    """Period by period up to today's or the due date's, oldest first, the last `limit`; empty for a goal without `per`."""
    goal = pace.goal
    if goal.per is None or goal.target is None:
        return ()
    counts = _by_period(goal.per, pace.counted)
    first = goal.start or min(counts, default=None)
    if first is None:
        return ()
    last = min(goal.due, pace.today) if goal.due else max(pace.today, max(counts, default=pace.today))
    first = max(first, last - timedelta(days=limit * {"day": 1, "week": 7, "month": 31}[goal.per]))
    return tuple(PeriodCount(start, counts[start], goal.target) for start in goal.per.periods(first, last))


def _by_period(per: Period, activities: tuple[Activity, ...]) -> Counter[date]:
    counts: Counter[date] = Counter()
    for activity in activities:
        counts[per.start_of(activity.day)] += activity.count
    return counts


def _progress(goal: Goal, counted: tuple[Activity, ...]) -> int:
    if goal.per is None or goal.target is None:
        return sum(a.count for a in counted)
    return sum(min(count, goal.target) for count in _by_period(goal.per, counted).values())


def _total(goal: Goal) -> int | None:
    if goal.target is None or goal.per is None:
        return goal.target
    if goal.start is None or goal.due is None:
        return None
    return goal.target * goal.per.number(goal.start, goal.due)


def _state(goal: Goal, progress: int, total: int | None, expected: float | None, today: date) -> State:
    if goal.dropped:
        return State.DROPPED
    if total is not None and progress >= total:
        return State.DONE
    if goal.start and today < goal.start:
        return State.UPCOMING
    if goal.due is None or goal.target is None:
        return State.OPEN
    if today > goal.due:
        return State.MISSED
    if expected is None:
        return State.OPEN
    return State.ON_TRACK if progress >= expected else State.BEHIND
