"""How regularly something was done in the year up to a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from netjournal.reports.calendar import Day

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Numbers of the twelve months up to a day. A run is of days in a row that have an activity."""

    days: int
    activities: int
    longest: int
    current: int  # the run that reaches today or yesterday: today is not over yet


def build_rhythm(days: Mapping[date, Day], today: date) -> Rhythm:
    """The rhythm of the 366 days up to `today`."""
    first = today - timedelta(days=min(365, (today - date.min).days))
    active = sorted(day for day, found in days.items() if first <= day <= today and found.activities)
    longest = run = 0
    before = None
    for day in active:
        run = run + 1 if before is not None and day - before == _DAY else 1
        longest, before = max(longest, run), day
    lasts = before is not None and today - before <= _DAY
    return Rhythm(len(active), sum(days[day].activities for day in active), longest, run if lasts else 0)
