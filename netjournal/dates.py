"""Days, spans and periods (format.md, sections 2, 3 and 6). Nothing here reads a clock."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SPAN = re.compile(r"([0-9]{1,9})([dwm])")


class Period(StrEnum):
    """For how long a goal's target counts before it counts anew."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def start_of(self, day: date) -> date:
        """The first day of the period that `day` is in; weeks are ISO weeks."""
        match self:
            case Period.DAY:
                return day
            case Period.WEEK:
                return day - timedelta(days=day.weekday())
            case Period.MONTH:
                return day.replace(day=1)

    def number(self, first: date, last: date) -> int:
        """How many periods the span from `first` to `last`, both included, touches; 0 when it is empty."""
        if first > last:
            return 0
        if self is Period.MONTH:
            return (last.year - first.year) * 12 + last.month - first.month + 1
        return (self.start_of(last) - self.start_of(first)).days // (7 if self is Period.WEEK else 1) + 1

    def periods(self, first: date, last: date) -> Iterator[date]:
        """The first days of all periods that the span from `first` to `last` touches; none when it is empty."""
        start = self.start_of(first) if first <= last else None
        while start and start <= last:
            yield start
            start = Span(1, self.value[0]).after(start)


class Span(Struct, frozen=True):
    """A whole number of days, weeks or months, from 1."""

    number: int
    unit: str  # d, w or m

    def after(self, day: date) -> date | None:
        """The day this span after `day`, a month cut to its last day; None past the end of the calendar."""
        try:
            if self.unit != "m":
                return day + timedelta(days=self.number * (7 if self.unit == "w" else 1))
            months = day.year * 12 + day.month - 1 + self.number
            year, month = divmod(months, 12)
            return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        except (OverflowError, ValueError, calendar.IllegalMonthError):
            return None

    def __str__(self) -> str:
        return f"{self.number}{self.unit}"


def parse_date(text: str) -> date | None:
    """`YYYY-MM-DD` and nothing else; None for any other text and for a day that no calendar has."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_span(text: str) -> Span | None:
    """`3d`, `2w` or `1m`; None for anything else."""
    found = _SPAN.fullmatch(text)
    return Span(int(found[1]), found[2]) if found and int(found[1]) else None


def month_of(day: date) -> str:
    """`2026-11`."""
    return day.isoformat()[:7]


@lru_cache(maxsize=1 << 12)  # each month asks this of each goal
def month_span(month: str) -> tuple[date, date]:
    """The first and the last day of `2026-11`."""
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
