"""Facts to things: what all places say of a goal, a contact, a company, put together (format.md, sections 1, 3, 4, 5).

Runs for both audiences, on the places that each may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from netjournal.dates import Period
from netjournal.diagnostics import Diagnostic, Source
from netjournal.model import (
    Audience,
    Company,
    CompanyName,
    Contact,
    Declaration,
    Entry,
    Fact,
    Goal,
    Journal,
    Media,
    OrdinaryPage,
    OwnFile,
    Publication,
    Thing,
)
from netjournal.settings import Settings

_FIELDS = {thing: frozenset(f.name for f in fields(kind)) for thing, kind in
           ((Thing.GOAL, Goal), (Thing.CONTACT, Contact), (Thing.COMPANY, Company))}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Merged:
    """One thing from all its places."""

    id: str
    facts: Mapping[str, Fact]
    own: tuple[OwnFile, ...]
    first_day: date | None  # of the entries that declare it

    def values(self, thing: Thing) -> dict[str, Any]:
        """The facts as the fields of the thing, with where they came from."""
        known = {key: fact for key, fact in self.facts.items() if key in _FIELDS[thing]}  # publish and unknown keys are none
        result: dict[str, Any] = {key: fact.value for key, fact in known.items()}
        result |= {"id": self.id, "origins": {key: fact.source for key, fact in self.facts.items()}}
        if self.own:
            prose = "\n\n".join(own.prose for own in self.own if own.prose.strip())
            result |= {"own_file": self.own[0].path, "prose": prose}
        return result


def merge_journal(
    entries: tuple[Entry, ...],
    own_files: tuple[OwnFile, ...],
    pages: tuple[OrdinaryPage, ...],
    media: tuple[Media, ...],
    settings: Settings,
    audience: Audience = Audience.OWNER,
) -> tuple[Journal, tuple[Diagnostic, ...]]:
    """The journal of these places, and what in them contradicts itself.

    A contact without a name and a company that nobody declared by one are not in it, except that a company which is named
    somewhere is a company all the same.
    """
    problems: list[Diagnostic] = []
    goals = [_goal(merged, problems) for merged in _merge(Thing.GOAL, entries, own_files)]
    people = [_contact(merged, settings) for merged in _merge(Thing.CONTACT, entries, own_files) if "name" in merged.facts]
    firms = [_company(merged) for merged in _merge(Thing.COMPANY, entries, own_files) if "name" in merged.facts]
    contacts = _without_circles({c.id: c for c in people}, problems)
    companies = {c.id: c for c in firms}
    for named, source in _named_companies(entries, own_files):
        companies.setdefault(named.id, Company(named.id, {"name": source}, named.typed, dream=False))
    journal = Journal(
        audience=audience,
        entries=entries,
        own_files=own_files,
        pages=pages,
        media=media,
        goals={g.id: g for g in sorted(goals, key=lambda g: (g.start or date.max, g.id))},
        contacts=dict(sorted(contacts.items())),
        companies=dict(sorted(companies.items())),
    )
    return journal, tuple(problems)


def _merge(thing: Thing, entries: Iterable[Entry], own_files: Iterable[OwnFile]) -> list[_Merged]:
    """Facts in the order of the entries, the later one wins; a file of its own wins over all."""
    name_key = "title" if thing is Thing.GOAL else "name"
    facts: dict[str, dict[str, Fact]] = {}
    first_named: dict[str, date] = {}
    first_seen: dict[str, date] = {}
    for entry in entries:
        for declaration in entry.declarations:
            if declaration.thing is thing:
                facts.setdefault(declaration.id, {}).update(declaration.facts)
                first_seen.setdefault(declaration.id, entry.day)
                if name_key in declaration.facts:
                    first_named.setdefault(declaration.id, entry.day)
    own: dict[str, list[OwnFile]] = {}
    for file in own_files:
        if file.thing is thing:
            own.setdefault(file.id, []).append(file)
            facts.setdefault(file.id, {}).update(file.declaration.facts)
    return [
        _Merged(key, found, tuple(own.get(key, ())), first_named.get(key) if name_key in found else first_seen.get(key))
        for key, found in facts.items()
    ]


def _goal(merged: _Merged, problems: list[Diagnostic]) -> Goal:
    values = merged.values(Thing.GOAL)
    if "per" in values:
        values["per"] = Period(values["per"])
    goal = Goal(**values)
    start = goal.start or merged.first_day
    if goal.due and start and goal.due < start:
        message = f"the goal is due on {goal.due}, before it starts on {start}; the due date is left out"
        problems.append(Diagnostic(merged.facts["due"].source, "due-before-start", message, "write a later date"))
        return replace(goal, start=start, due=None)
    return replace(goal, start=start)


def _contact(merged: _Merged, settings: Settings) -> Contact:
    values = merged.values(Thing.CONTACT)
    order = merged.facts.get("publish")
    values["publication"] = Publication(order.value) if order else settings.contacts
    if isinstance(values.get("company"), CompanyName):
        values["company"] = values["company"].id
    return Contact(**values)


def _company(merged: _Merged) -> Company:
    return Company(**merged.values(Thing.COMPANY))


def _without_circles(contacts: dict[str, Contact], problems: list[Diagnostic]) -> dict[str, Contact]:
    """Contacts whose `via` leads back to themselves lose it: the one that was written last."""
    accepted: dict[str, str] = {}
    nowhere = Source("")
    for contact in sorted(contacts.values(), key=lambda c: c.origins.get("via", nowhere)):
        at = contact.via
        while at is not None and at != contact.id:
            at = accepted.get(at)
        if contact.via is None:
            continue
        if at is None:
            accepted[contact.id] = contact.via
            continue
        message = f"'{contact.id}' cannot be introduced by somebody they introduced"
        problems.append(Diagnostic(contact.origins["via"], "via-circle", message, "delete one 'via' of the circle"))
        contacts[contact.id] = replace(contact, via=None)
    return contacts


def _named_companies(entries: Iterable[Entry], own_files: Iterable[OwnFile]) -> Iterable[tuple[CompanyName, Source]]:
    """Every company that a contact or an activity names, in the order in which they were typed."""
    for entry in entries:
        found = [(a.company, a.source) for a in entry.activities if a.company]
        found += [_company_of(d) for d in entry.declarations if _names_company(d)]
        if found:
            yield from sorted(found, key=lambda pair: pair[1])
    for file in own_files:
        if _names_company(file.declaration):
            yield _company_of(file.declaration)


def _names_company(declaration: Declaration) -> bool:
    company = declaration.facts.get("company")
    return declaration.thing is Thing.CONTACT and company is not None and company.value is not None


def _company_of(declaration: Declaration) -> tuple[CompanyName, Source]:
    fact = declaration.facts["company"]
    return fact.value, fact.source
