"""People: how far things got, when we last spoke, what comes next (format.md, section 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from netjournal.model import Activity, Contact, Entry, Journal, Stage
from netjournal.prose import mentioned
from netjournal.reports.follow_ups import FollowUp, follow_ups_with, sort_follow_ups
from netjournal.reports.on_demand import OnDemand

_STAGES = tuple(Stage)
_REACHED = {
    "replied": Stage.CONNECTED,
    "accepted": Stage.CONNECTED,
    "met": Stage.MET,
    "interview": Stage.MET,
    "referred": Stage.ADVOCATE,
    "offer": Stage.ADVOCATE,
}


@dataclass(frozen=True, slots=True)
class ContactCard:
    """One person on one day. Dates are None where there was no activity yet."""

    contact: Contact
    stage: Stage
    activities: tuple[Activity, ...]  # oldest first
    follow_ups: tuple[FollowUp, ...]  # open ones first by due date, then closed ones, the latest first
    introduced: tuple[Contact, ...]  # by this contact
    mentions: tuple[Entry, ...]  # entries whose prose names the contact

    @property
    def first_contact(self) -> date | None:
        return self.activities[0].day if self.activities else None

    @property
    def last_contact(self) -> date | None:
        return self.activities[-1].day if self.activities else None

    @property
    def next_step(self) -> FollowUp | None:
        """The open follow-up that is due first."""
        return next((f for f in self.follow_ups if f.is_open), None)


def stage_of(activities: tuple[Activity, ...]) -> Stage:
    """The furthest stage that `activities` with one contact reached."""
    reached = Stage.PROSPECT
    for activity in activities:
        stage = _REACHED.get(activity.outcome or "", Stage.CONTACTED)
        if activity.direction == "in" and stage is Stage.CONTACTED:
            stage = Stage.CONNECTED
        reached = max(reached, stage, key=_STAGES.index)
    return reached


def build_contact_cards(journal: Journal, today: date) -> Mapping[str, ContactCard]:
    """Every contact of the journal on `today`, by id; a card is made when it is asked for."""
    mentions = cache(lambda: _mentions(journal))
    introduced = cache(lambda: _introduced(journal))

    def card(key: str) -> ContactCard:
        contact, activities = journal.contacts[key], journal.activities_with.get(key, ())
        rows = sort_follow_ups(follow_ups_with(contact, journal, today))
        open_first = [f for f in rows if f.is_open] + [f for f in reversed(rows) if not f.is_open]
        met, named = introduced().get(key, ()), mentions().get(key, ())
        return ContactCard(contact, stage_of(activities), activities, tuple(open_first), tuple(met), tuple(named))

    return OnDemand(journal.contacts, card)


def by_attention(cards: Mapping[str, ContactCard]) -> tuple[ContactCard, ...]:
    """Who needs attention first: the open follow-up that is due soonest, then the latest contact, then the name."""

    def key(card: ContactCard) -> tuple[date, int, str, str]:
        step, last = card.next_step, card.last_contact
        return (step.due if step else date.max, -last.toordinal() if last else 0, card.contact.name.casefold(), card.contact.id)

    return tuple(sorted(cards.values(), key=key))


def by_stage(cards: Iterable[ContactCard]) -> Mapping[Stage, int]:
    """How many are at each stage, every stage in its order."""
    counts = Counter(card.stage for card in cards)
    return {stage: counts[stage] for stage in Stage}


def _introduced(journal: Journal) -> dict[str, list[Contact]]:
    found: dict[str, list[Contact]] = {}
    for contact in journal.contacts.values():
        if contact.via:
            found.setdefault(contact.via, []).append(contact)
    return found


def _mentions(journal: Journal) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in journal.entries:
        ids = (journal.contact_ids.get(word) for word in mentioned(entry.prose))
        for key in dict.fromkeys(ids):
            if key is not None:
                found.setdefault(key, []).append(entry)
    return found
