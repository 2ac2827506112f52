"""Months: what was planned, what was done, with whom (format.md, section 9, `months`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from netjournal.dates import month_of, month_span
from netjournal.model import Activity, Contact, Entry, Journal, PlannedItem
from netjournal.reports.goals import Pace


@dataclass(frozen=True, slots=True)
class Month:
    """One month that has an entry."""

    month: str  # 2026-11
    entries: tuple[Entry, ...]  # oldest first
    new_contacts: tuple[Contact, ...]  # whose first activity falls in it, by id
    by_channel: Mapping[str, int]  # activities, in the order of the journal's channels

    @property
    def activities(self) -> tuple[Activity, ...]:
        return tuple(a for entry in self.entries for a in entry.activities)

    @property
    def planned(self) -> tuple[PlannedItem, ...]:
        return tuple(item for entry in self.entries for item in entry.planned)

    @property
    def done(self) -> int:
        """Plan items that are done."""
        return sum(item.done for item in self.planned)

    @property
    def days(self) -> int:
        """Days with at least one activity."""
        return len({a.day for a in self.activities})

    @property
    def minutes(self) -> int:
        return sum(a.minutes or 0 for a in self.activities)

    @property
    def first(self) -> date:
        return month_span(self.month)[0]

    @property
    def last(self) -> date:
        return month_span(self.month)[1]

    def counted(self, pace: Pace) -> int:
        """What the month's activities added to a goal, before any cut by period."""
        return sum(a.count for a in pace.counted if self.first <= a.day <= self.last)

    def people(self, journal: Journal) -> tuple[tuple[Contact, int], ...]:
        """Everybody I had to do with, and in how many activities: new people first, then the busiest, then by id."""
        counts = Counter(key for a in self.activities for key in a.contacts if key in journal.contacts)
        new = {c.id for c in self.new_contacts}
        keys = sorted(counts, key=lambda key: (key not in new, -counts[key], key))
        return tuple((journal.contacts[key], counts[key]) for key in keys)

    def paces(self, paces: tuple[Pace, ...]) -> tuple[Pace, ...]:
        """Those of `paces` whose goal touches the month."""
        return tuple(p for p in paces if p.goal.touches(self.first, self.last))


def build_months(journal: Journal, channels: tuple[str, ...]) -> tuple[Month, ...]:
    """Every month with an entry, oldest first; `channels` in the order in which they are told."""
    entries: dict[str, list[Entry]] = {}
    for entry in journal.entries:
        entries.setdefault(month_of(entry.day), []).append(entry)
    new: dict[str, list[Contact]] = {}
    for key, activities in sorted(journal.activities_with.items()):
        if key in journal.contacts:
            new.setdefault(month_of(activities[0].day), []).append(journal.contacts[key])
    return tuple(
        Month(month, tuple(found), tuple(new.get(month, ())), _by_channel(found, channels))
        for month, found in sorted(entries.items())
    )


def _by_channel(entries: list[Entry], channels: tuple[str, ...]) -> Mapping[str, int]:
    counts = Counter(a.channel for entry in entries for a in entry.activities)
    return {channel: counts[channel] for channel in channels if counts[channel]}
