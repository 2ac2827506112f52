"""What works and what does not: counts by channel, week, weekday and direction. Counts always, no rate from few tries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from netjournal.dates import Period
from netjournal.model import Activity, Journal

FEWEST_TRIES = 10  # below that a rate says nothing
ANSWERED = frozenset(("replied", "accepted", "met", "referred", "interview", "offer"))
MEETINGS = frozenset(("met", "interview"))


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """Outreach over one channel: how often I reached out, what came back. `received` is what others began."""

    channel: str | None  # None: activities without one
    tries: int
    answered: int
    meetings: int
    received: int

    @property
    def rate(self) -> float | None:
        """Answers for each try; None under ten tries."""
        return self.answered / self.tries if self.tries >= FEWEST_TRIES else None


@dataclass(frozen=True, slots=True)
class Week:
    """One ISO week that has an entry."""

    start: date
    planned: int
    done: int
    activities: int


@dataclass(frozen=True, slots=True)
class Directions:
    """Who reached out in one month, or in one year."""

    period: str  # 2026-11, or 2026
    sent: int
    received: int


@dataclass(frozen=True, slots=True)
class Insights:
    """The journal in numbers."""

    channels: tuple[ChannelCount, ...]  # the busiest first
    weeks: tuple[Week, ...]  # oldest first
    directions: tuple[Directions, ...]  # by month with an activity, oldest first
    yearly: tuple[Directions, ...]  # the same by year
    weekdays: tuple[int, ...]  # activities, Monday first
    practices: tuple[tuple[str, int], ...]  # in the order of mkdocs.yml, those never used included

    @property
    def tries(self) -> int:
        return sum(c.tries for c in self.channels)

    @property
    def received(self) -> int:
        return sum(c.received for c in self.channels)


def build_insights(journal: Journal, practices: tuple[str, ...] = ()) -> Insights:
    """The numbers of all activities and plans; `practices` are the journal's."""
    weekdays = Counter(a.day.weekday() for a in journal.activities)
    used = Counter(a.practice for a in journal.activities)
    return Insights(
        channels=count_channels(journal.activities),
        weeks=_weeks(journal),
        directions=_directions(journal.activities, len("2026-11")),
        yearly=_directions(journal.activities, len("2026")),
        weekdays=tuple(weekdays[n] for n in range(7)),
        practices=tuple((name, used[name]) for name in practices),
    )


def count_channels(activities: tuple[Activity, ...]) -> tuple[ChannelCount, ...]:
    """Outreach, answers and meetings by channel, the busiest first."""
    groups: dict[str | None, list[Activity]] = {}
    for activity in activities:
        groups.setdefault(activity.channel, []).append(activity)
    found = [
        ChannelCount(
            channel,
            tries=sum(a.direction == "out" for a in group),
            answered=sum(a.direction == "out" and a.outcome in ANSWERED for a in group),
            meetings=sum(a.outcome in MEETINGS for a in group),
            received=sum(a.direction == "in" for a in group),
        )
        for channel, group in groups.items()
    ]
    return tuple(sorted(found, key=lambda c: (-c.tries - c.received, c.channel or "")))


def _weeks(journal: Journal) -> tuple[Week, ...]:
    counts: dict[date, list[int]] = {}
    for entry in journal.entries:
        week = counts.setdefault(Period.WEEK.start_of(entry.day), [0, 0, 0])
        week[0] += len(entry.planned)
        week[1] += sum(item.done for item in entry.planned)
        week[2] += len(entry.activities)
    return tuple(Week(start, *numbers) for start, numbers in sorted(counts.items()))


def _directions(activities: tuple[Activity, ...], length: int) -> tuple[Directions, ...]:
    sent: Counter[str] = Counter()
    received: Counter[str] = Counter()
    for activity in activities:
        (received if activity.direction == "in" else sent)[activity.day.isoformat()[:length]] += 1
    return tuple(Directions(period, sent[period], received[period]) for period in sorted(sent | received))
