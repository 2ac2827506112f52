"""What to do today: who waits for me, which goal runs away, what I planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from netjournal.model import Entry, Journal
from netjournal.reports.contacts import ContactCard
from netjournal.reports.follow_ups import Due, FollowUp
from netjournal.reports.goals import Pace, State, expected_on

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Agenda:
    """One day's work. Follow-ups are in the order of their due dates."""

    overdue: tuple[FollowUp, ...]
    due: tuple[FollowUp, ...]
    soon: tuple[FollowUp, ...]  # within the seven days after today
    behind: tuple[Pace, ...]  # the one that is furthest behind, of its total, first
    at_risk: tuple[Pace, ...]  # on track, but behind tomorrow if nothing is done today
    entries: tuple[Entry, ...]  # today's

    @property
    def is_clear(self) -> bool:
        return not (self.overdue or self.due or self.behind or self.at_risk)


def build_agenda(journal: Journal, paces: tuple[Pace, ...], follow_ups: tuple[FollowUp, ...], today: date) -> Agenda:
    """What `today` asks for, from the paces and follow-ups of that day."""
    behind = [p for p in paces if p.state is State.BEHIND]
    return Agenda(
        overdue=tuple(f for f in follow_ups if f.state is Due.OVERDUE),
        due=tuple(f for f in follow_ups if f.state is Due.DUE),
        soon=tuple(f for f in follow_ups if f.state is Due.UPCOMING and f.due - today <= SOON),
        behind=tuple(sorted(behind, key=lambda p: (-lag(p), p.goal.due or date.max, p.goal.id))),
        at_risk=tuple(p for p in paces if is_at_risk(p)),
        entries=tuple(e for e in journal.entries if e.day == today),
    )


def lag(pace: Pace) -> float:
    """How far a goal is behind its pace, as a share of its total; below 0 when it is ahead, 0 without a pace."""
    return (pace.expected_share or 0) - (pace.share or 0) if pace.expected_share is not None else 0.0


def is_at_risk(pace: Pace) -> bool:
    """Whether a goal that is on track is behind tomorrow unless something is done today."""
    if pace.state is not State.ON_TRACK or pace.today == date.max:
        return False
    tomorrow = expected_on(pace.goal, pace.total, pace.today + timedelta(days=1))
    return tomorrow is not None and pace.progress < tomorrow


_ATTENTION = (State.BEHIND, State.MISSED, State.ON_TRACK, State.OPEN, State.UPCOMING, State.DONE, State.DROPPED)


def by_attention(paces: tuple[Pace, ...]) -> tuple[tuple[State, tuple[Pace, ...]], ...]:
    """The goals by state, those that need attention first, dropped ones last; within a state by due date, then id."""
    groups: dict[State, list[Pace]] = {}
    for pace in paces:
        groups.setdefault(pace.state, []).append(pace)
    return tuple(
        (state, tuple(sorted(groups[state], key=lambda p: (p.goal.due or date.max, p.goal.id))))
        for state in _ATTENTION
        if state in groups
    )


def newest_contacts(cards: Mapping[str, ContactCard], number: int) -> tuple[ContactCard, ...]:
    """The `number` contacts whom I first had to do with last, the newest first; those without an activity come after them."""
    found = sorted(cards.values(), key=lambda c: c.first_contact or date.min, reverse=True)
    return tuple(found[:number])
