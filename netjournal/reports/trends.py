"""Months side by side: the same few numbers for each of the last ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netjournal.reports.outcomes import count_outcomes
from netjournal.reports.tracker import Month


@dataclass(frozen=True, slots=True)
class MonthNumbers:
    """One month in numbers; `month` is None where it has no entry, and the numbers are 0."""

    key: str  # 2026-11
    month: Month | None
    activities: int = 0
    new_people: int = 0
    answered: int = 0
    meetings: int = 0


def side_by_side(months: Iterable[Month], number: int = 24) -> tuple[MonthNumbers, ...]:
    """Every month from the first to the last of `months`, at most the last `number`, oldest first."""
    found = {month.month: month for month in months}
    if not found:
        return ()
    last, first = _count(max(found)), _count(min(found))
    keys = (_key(n) for n in range(max(first, last - number + 1), last + 1))
    return tuple(_numbers(key, found.get(key)) for key in keys)


def _numbers(key: str, month: Month | None) -> MonthNumbers:
    if month is None:
        return MonthNumbers(key, None)
    outcomes = count_outcomes(month.activities)
    return MonthNumbers(key, month, outcomes.activities, len(month.new_contacts), outcomes.answered, outcomes.meetings)


def _count(key: str) -> int:
    return int(key[:4]) * 12 + int(key[5:7]) - 1


def _key(number: int) -> str:
    year, month = divmod(number, 12)
    return f"{year:04}-{month + 1:02}"
