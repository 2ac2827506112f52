"""What was promised to whom, and when it was kept (format.md, section 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from netjournal.model import Activity, Contact, Journal


class Cause(StrEnum):
    FOLLOW_UP = "follow_up"  # an activity set it
    EVERY = "every"  # the contact's rhythm


class Due(StrEnum):
    """The state of a follow-up."""

    OVERDUE = "overdue"
    DUE = "due"
    UPCOMING = "upcoming"
    KEPT = "kept"
    LATE = "late"


class FollowUp(Struct, frozen=True):
    """One promise to one contact. `made` is the day it was set; for `every` the last contact."""

    contact: str
    cause: Cause
    made: date
    due: date
    state: Due
    closed: date | None = None  # the day it was closed
    activity: Activity | None = None  # that set it

    @property
    def is_open(self) -> bool:
        return self.closed is None


def build_follow_ups(journal: Journal, today: date, ids: Collection[str] | None = None) -> tuple[FollowUp, ...]:
    """All follow-ups, open and closed, by due date, then contact, then the day they were made, then cause.

    `ids`: of these contacts only.
    """
    contacts = [c for c in journal.contacts.values() if ids is None or c.id in ids]
    return sort_follow_ups(row for contact in contacts for row in follow_ups_with(contact, journal, today))


def sort_follow_ups(rows: Iterable[FollowUp]) -> tuple[FollowUp, ...]:
    return tuple(sorted(rows, key=lambda f: (f.due, f.contact, f.made, f.cause)))


def follow_ups_with(contact: Contact, journal: Journal, today: date) -> list[FollowUp]:
    """Those with one contact, in no order."""
    activities = journal.activities_with.get(contact.id, ())
    rows = []
    days = sorted({a.day for a in activities})
    next_day = dict(pairwise(days))
    for activity in activities:
        if activity.follow_up is None:
            continue
        closed = next_day.get(activity.day)
        state = _open_state(activity.follow_up, today)
        if closed is not None:
            state = Due.KEPT if closed <= activity.follow_up else Due.LATE
        rows.append(FollowUp(contact.id, Cause.FOLLOW_UP, activity.day, activity.follow_up, state, closed, activity))
    due = contact.every.after(days[-1]) if contact.every and days else None
    if due and not any(row.is_open and row.due <= due for row in rows):
        rows.append(FollowUp(contact.id, Cause.EVERY, days[-1], due, _open_state(due, today)))
    return rows


def _open_state(due: date, today: date) -> Due:
    if due == today:
        return Due.DUE
    return Due.OVERDUE if due < today else Due.UPCOMING
