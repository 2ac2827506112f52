"""Planned items of the last days, with the numbers that a command line calls them by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from netjournal.model import Journal, PlannedItem

RECENT = 7  # days before today whose plans may still be ticked


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned item by its number: today's count from 1, those of the days before follow, the latest day first.

    Done ones keep their numbers, so that ticking one does not shift the others.
    """

    number: int
    day: date
    item: PlannedItem


def recent_plans(journal: Journal, today: date) -> tuple[Plan, ...]:
    """What was planned today and in the seven days before, done or not."""
    first = today - timedelta(days=min(RECENT, (today - date.min).days))
    days = sorted({e.day for e in journal.entries if first <= e.day <= today}, reverse=True)
    found = [(day, item) for day in days for entry in journal.entries if entry.day == day for item in entry.planned]
    return tuple(Plan(number, day, item) for number, (day, item) in enumerate(found, 1))


def open_plans(journal: Journal, today: date) -> tuple[Plan, ...]:
    return tuple(plan for plan in recent_plans(journal, today) if not plan.item.done)


def find_plans(plans: tuple[Plan, ...], word: str) -> tuple[Plan, ...]:
    """The one with the number `word`; else the open ones whose text holds it."""
    if word.isdecimal():
        return tuple(plan for plan in plans if plan.number == int(word))
    return tuple(plan for plan in plans if not plan.item.done and word.casefold() in plan.item.do.casefold())
