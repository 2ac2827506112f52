"""Which pages a site has, in their order, and what each of them is of: known before anything is made for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from netjournal.dates import month_of
from netjournal.model import Journal
from netjournal.site import addresses

_SECTIONS = {
    addresses.DASHBOARD: "dashboard",
    addresses.TRACKER: "tracker",
    addresses.GOALS: "goals",
    addresses.CONTACTS: "contacts",
    addresses.COMPANIES: "companies",
    addresses.FOLLOW_UPS: "follow_ups",
    addresses.INSIGHTS: "insights",
    addresses.JOURNAL: "journal",
    addresses.PROBLEMS: "problems",
}


class Contents(Collection[str]):
    """The uris of the pages of a journal, sections first."""

    def __init__(self, journal: Journal, has_problems: bool) -> None:
        self.journal, self.has_problems = journal, has_problems

    @cached_property
    def entries(self) -> dict[str, int]:
        """The number of each entry in its row, by key."""
        return {entry.key: number for number, entry in enumerate(self.journal.entries)}

    @cached_property
    def contacts(self) -> dict[str, int]:
        """The number of each contact in their row, by id."""
        return {key: number for number, key in enumerate(self.journal.contacts)}

    @cached_property
    def months(self) -> dict[str, int]:
        """The number of each month that has an entry, such as 2026-11."""
        months = sorted({month_of(entry.day) for entry in self.journal.entries})
        return {month: number for number, month in enumerate(months)}

    def find(self, uri: str) -> tuple[str, str] | None:
        """The kind of the page at `uri`, and the key of the month, goal or the like that it is of; None where there is no page."""
        name = uri.removesuffix(".md")
        if name == uri:
            return None
        if name in self.entries:
            return "entry", name
        if uri in _SECTIONS:
            return (_SECTIONS[uri], "") if uri != addresses.PROBLEMS or self.has_problems else None
        folder, _, key = name.partition("/")
        match folder:
            case "contacts" if key in self.journal.contacts:
                return "contact", key
            case "goals" if key in self.journal.goals:
                return "goal", key
            case "companies" if key in self.journal.companies:
                return "company", key
            case "tracker" if key in self.months:
                return "month", key
        return None

    def __contains__(self, uri: object) -> bool:
        return isinstance(uri, str) and self.find(uri) is not None

    def __iter__(self) -> Iterator[str]:
        yield from (uri for uri in _SECTIONS if uri != addresses.PROBLEMS or self.has_problems)
        yield from map(addresses.month_uri, self.months)
        yield from map(addresses.goal_uri, self.journal.goals)
        yield from map(addresses.contact_uri, self.journal.contacts)
        yield from map(addresses.company_uri, self.journal.companies)
        yield from map(addresses.entry_uri, self.journal.entries)

    def __len__(self) -> int:
        journal = self.journal
        things = (self.months, journal.goals, journal.contacts, journal.companies, journal.entries)
        return len(_SECTIONS) - (not self.has_problems) + sum(map(len, things))
