"""One entry as a day: the goals it worked on and what it added to each, the years that entries fall in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netjournal.model import Entry
from netjournal.reports.tracker import Month


@dataclass(frozen=True, slots=True)
class Worked:
    """A goal that an entry names, and what its activities count for it."""

    goal: str
    added: int
    activities: int


@dataclass(frozen=True, slots=True)
class Year:
    """The months of one year that have an entry, the newest first."""

    year: str
    months: tuple[Month, ...]

    @property
    def entries(self) -> int:
        return sum(len(month.entries) for month in self.months)


def worked_on(entry: Entry) -> tuple[Worked, ...]:
    """The goals that `entry` lists, then those that only its activities name."""
    counts = dict.fromkeys(entry.worked_on, (0, 0))
    for activity in entry.activities:
        for goal in activity.goals:
            count, activities = counts.get(goal, (0, 0))
            counts[goal] = count + activity.count, activities + 1
    return tuple(Worked(goal, *found) for goal, found in counts.items())


def by_year(months: Sequence[Month]) -> tuple[Year, ...]:
    """The years of `months`, which are oldest first; the newest year first."""
    found: dict[str, list[Month]] = {}
    for month in reversed(months):
        found.setdefault(month.month[:4], []).append(month)
    return tuple(Year(year, tuple(inside)) for year, inside in found.items())
