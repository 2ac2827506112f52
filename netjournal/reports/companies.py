"""Companies: who I know where (format.md, section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from netjournal.model import Activity, Company, Contact, Journal
from netjournal.reports.on_demand import OnDemand


@dataclass(frozen=True, slots=True)
class CompanyCard:
    """One company: the contacts who are there now, by id, and what was done with it."""

    company: Company
    people: tuple[Contact, ...]
    activities: tuple[Activity, ...]  # that name it, or whose contacts are there now; oldest first

    @property
    def is_gap(self) -> bool:
        """A company of the dream list with nobody inside."""
        return self.company.dream and not self.people


def build_company_cards(journal: Journal) -> Mapping[str, CompanyCard]:
    """Every company of the journal, by id; a card is made when it is asked for."""
    activities = cache(lambda: _activities(journal))

    def card(key: str) -> CompanyCard:
        return CompanyCard(journal.companies[key], journal.people_at.get(key, ()), tuple(activities().get(key, ())))

    return OnDemand(journal.companies, card)


def _activities(journal: Journal) -> dict[str, list[Activity]]:
    found: dict[str, list[Activity]] = {}
    for activity in journal.activities:
        companies = {journal.contacts[key].company for key in activity.contacts}
        companies.add(activity.company.id if activity.company else None)
        for key in companies:
            if key is not None:
                found.setdefault(key, []).append(activity)
    return found


def by_wish(cards: Mapping[str, CompanyCard]) -> tuple[CompanyCard, ...]:
    """The dream list, the dearest first, then by name."""
    dreams = (card for card in cards.values() if card.company.dream)
    return tuple(sorted(dreams, key=lambda c: (-(c.company.priority or 0), c.company.name.casefold(), c.company.id)))


def outside_wish(cards: Mapping[str, CompanyCard]) -> tuple[CompanyCard, ...]:
    """Companies where I know somebody that are not on the dream list, most people first, then by name."""
    others = (card for card in cards.values() if not card.company.dream and card.people)
    return tuple(sorted(others, key=lambda c: (-len(c.people), c.company.name.casefold(), c.company.id)))
