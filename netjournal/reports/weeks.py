"""Weeks in a row, those in which nothing was written included: a gap is a fact too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from netjournal.dates import Period
from netjournal.reports.insights import Week

_WEEK = timedelta(days=7)


def weeks_between(weeks: Sequence[Week], first: date, last: date) -> tuple[Week, ...]:
    """Every week from that of `first` to that of `last`; `weeks` are those that have an entry."""
    found = {week.start: week for week in weeks}
    start, end = Period.WEEK.start_of(first), Period.WEEK.start_of(last)
    number = max(0, (end - start) // _WEEK + 1)
    return tuple(found.get(day) or Week(day, 0, 0, 0) for day in (start + n * _WEEK for n in range(number)))


def last_weeks(weeks: Sequence[Week], today: date, number: int = 26) -> tuple[Week, ...]:
    """The weeks up to that of `today` or of the last entry, from the first that has one, at most `number`."""
    if not weeks:
        return ()
    last = max(Period.WEEK.start_of(today), weeks[-1].start)
    earliest = last - (number - 1) * _WEEK if (last - date.min) // _WEEK >= number else date.min
    return weeks_between(weeks, max(weeks[0].start, earliest), last)
