"""Days, months and years of a journal: on which of them something was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from netjournal.dates import Span, month_span
from netjournal.model import Entry, Journal
from netjournal.reports.tracker import Month


@dataclass(frozen=True, slots=True)
class Day:
    """One day that has an entry; `entry` is its first."""

    day: date
    entry: Entry
    activities: int


@dataclass(frozen=True, slots=True)
class Year:
    """One year; a month without an entry is None."""

    year: int
    months: tuple[Month | None, ...]  # twelve, from January

    @property
    def days(self) -> int:
        return sum(month.days for month in self.months if month)

    @property
    def activities(self) -> int:
        return sum(len(month.activities) for month in self.months if month)


def build_days(journal: Journal) -> Mapping[date, Day]:
    """Every day that has an entry."""
    counts: Counter[date] = Counter()
    first: dict[date, Entry] = {}
    for entry in journal.entries:
        first.setdefault(entry.day, entry)
        counts[entry.day] += len(entry.activities)
    return {day: Day(day, entry, counts[day]) for day, entry in first.items()}


def build_years(months: tuple[Month, ...]) -> tuple[Year, ...]:
    """Every year from the first to the last of `months`, the newest first."""
    found = {month.month: month for month in months}
    if not found:
        return ()
    first, last = int(min(found)[:4]), int(max(found)[:4])
    return tuple(
        Year(year, tuple(found.get(f"{year:04}-{month:02}") for month in range(1, 13)))
        for year in range(last, first - 1, -1)
        if any(key.startswith(f"{year:04}-") for key in found)
    )


def last_months(today: date, number: int = 12) -> tuple[str, ...]:
    """The last `number` months up to that of `today`, oldest first, as `2026-11`."""
    months = today.year * 12 + today.month - 1
    found = (divmod(months - back, 12) for back in range(number - 1, -1, -1))
    return tuple(f"{year:04}-{month + 1:02}" for year, month in found if year > 0)


def weeks_of(month: str, week_start: str = "monday") -> tuple[tuple[date | None, ...], ...]:
    """The weeks that `month` touches, seven days each, None for a day of another month."""
    first, last = month_span(month)
    before = (first.weekday() + (1 if week_start == "sunday" else 0)) % 7
    days: list[date | None] = [None] * before
    days += [first + timedelta(days=n) for n in range((last - first).days + 1)]
    days += [None] * (-len(days) % 7)
    return tuple(tuple(days[at : at + 7]) for at in range(0, len(days), 7))


def ahead(today: date, days: int) -> date:
    """The day `days` after `today`, at most the calendar's last."""
    return Span(days, "d").after(today) or date.max
