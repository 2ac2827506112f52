"""The dream list against the people: where I know somebody, how well, and where nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from netjournal.model import Company, Stage
from netjournal.reports.companies import CompanyCard, by_wish
from netjournal.reports.contacts import ContactCard

_STAGES = tuple(Stage)


@dataclass(frozen=True, slots=True)
class Coverage:
    """One company of the dream list; `people` who are there now, the furthest first."""

    company: Company
    people: tuple[ContactCard, ...]

    @property
    def stages(self) -> tuple[Stage, ...]:
        return tuple(card.stage for card in self.people)


def build_coverage(companies: Mapping[str, CompanyCard], cards: Mapping[str, ContactCard]) -> tuple[Coverage, ...]:
    """The dream list, the dearest first."""
    return tuple(Coverage(card.company, nearest(card, cards)) for card in by_wish(companies))


def nearest(company: CompanyCard, cards: Mapping[str, ContactCard]) -> tuple[ContactCard, ...]:
    """Who is at a company, the furthest stage first, then the latest contact, then the name: the first is the way in."""

    def key(card: ContactCard) -> tuple[int, int, str]:
        last = card.last_contact
        return (-_STAGES.index(card.stage), -(last.toordinal() if last else 0), card.contact.name.casefold())

    return tuple(sorted((cards[person.id] for person in company.people), key=key))
