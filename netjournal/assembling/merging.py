"""Facts to things: what all places say of a goal, a contact, a company, put together (format.md, sections 1, 3, 4, 5).

Runs for both audiences, on the places that each may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from netjournal.assembling.steps import Steps
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

Value = TypeVar("Value")
_FIELDS = {thing: frozenset(kind.__struct_fields__) for thing, kind in
           ((Thing.GOAL, Goal), (Thing.CONTACT, Contact), (Thing.COMPANY, Company))}  # fmt: skip


class _Merged(Struct, frozen=True):
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
    steps: Steps | None = None,
) -> tuple[Journal, tuple[Diagnostic, ...]]:
    """The journal of these places, and what in them contradicts itself.

    A contact without a name and a company that nobody declared by one are not in it, except that a company which is named
    somewhere is a company all the same.
    """
    steps = steps or Steps()
    said = _said(entries, own_files, settings)

    def merged(thing: Thing, make: Callable[[_Merged], Value]) -> dict[str, Value]:
        return steps.keyed(f"{audience} {thing}", said[thing], lambda key, row: make(_merge(thing, key, row)))

    started = merged(Thing.GOAL, _goal)
    goals = steps.one(
        f"{audience} goals in order", tuple(started.values()), lambda: _in_order(goal for goal, _ in started.values())
    )
    people = merged(Thing.CONTACT, lambda one: _contact(one, settings))
    contacts, circles = steps.one(
        f"{audience} contacts in order", tuple(people.values()), lambda: _without_circles(people.values())
    )
    firms = merged(Thing.COMPANY, _company)
    named = _named_companies(f"{audience} named companies", entries, own_files, steps)
    companies = steps.one(
        f"{audience} companies in order", (*firms.values(), *named.values()), lambda: _both(firms.values(), named.values())
    )
    journal = Journal(
        audience=audience,
        entries=entries,
        own_files=own_files,
        pages=pages,
        media=media,
        goals=goals,
        contacts=contacts,
        companies=companies,
    )
    return journal, (*(problem for _, problem in started.values() if problem), *circles)


def _said(entries: Iterable[Entry], own_files: Iterable[OwnFile], settings: Settings) -> dict[Thing, dict[str, list[Any]]]:
    """All that goes into each thing: the settings, then each place with its day, those of files of their own last, without one."""
    found: dict[Thing, dict[str, list[Any]]] = {thing: {} for thing in Thing}
    for entry in entries:
        for declaration in entry.declarations:
            row = found[declaration.thing].get(declaration.id)
            if row is None:
                found[declaration.thing][declaration.id] = [settings, entry.day, declaration]
            else:
                row += (entry.day, declaration)
    for file in own_files:
        found[file.thing].setdefault(file.id, [settings]).extend((None, file))
    return found


def _merge(thing: Thing, key: str, row: Sequence[Any]) -> _Merged:
    """Facts in the order of the entries, the later one wins; a file of its own wins over all."""
    name_key = "title" if thing is Thing.GOAL else "name"
    facts: dict[str, Fact] = {}
    first_seen = first_named = None
    own = []
    for day, place in zip(row[1::2], row[2::2], strict=True):
        if day is None:
            own.append(place)
            facts.update(place.declaration.facts)
            continue
        facts.update(place.facts)
        first_seen = first_seen or day
        if name_key in place.facts:
            first_named = first_named or day
    return _Merged(key, facts, tuple(own), first_named if name_key in facts else first_seen)


def _in_order(goals: Iterable[Goal]) -> dict[str, Goal]:
    return {g.id: g for g in sorted(goals, key=lambda g: (g.start or date.max, g.id))}


def _both(declared: Iterable[Company | None], named: Iterable[Company]) -> dict[str, Company]:
    companies = {company.id: company for company in named} | {company.id: company for company in declared if company}
    return dict(sorted(companies.items()))


def _goal(merged: _Merged) -> tuple[Goal, Diagnostic | None]:
    values = merged.values(Thing.GOAL)
    if "per" in values:
        values["per"] = Period(values["per"])
    goal = Goal(**values)
    start = goal.start or merged.first_day
    if goal.due and start and goal.due < start:
        message = f"the goal is due on {goal.due}, before it starts on {start}; the due date is left out"
        problem = Diagnostic(merged.facts["due"].source, "due-before-start", message, "write a later date")
        return replace(goal, start=start, due=None), problem
    return replace(goal, start=start), None


def _contact(merged: _Merged, settings: Settings) -> Contact | None:
    """None for who has no name."""
    if "name" not in merged.facts:
        return None
    values = merged.values(Thing.CONTACT)
    order = merged.facts.get("publish")
    values["publication"] = Publication(order.value) if order else settings.contacts
    if isinstance(values.get("company"), CompanyName):
        values["company"] = values["company"].id
    return Contact(**values)


def _company(merged: _Merged) -> Company | None:
    return Company(**merged.values(Thing.COMPANY)) if "name" in merged.facts else None


def _without_circles(people: Iterable[Contact | None]) -> tuple[dict[str, Contact], tuple[Diagnostic, ...]]:
    """By id. Contacts whose `via` leads back to themselves lose it: the one that was written last."""
    contacts = {contact.id: contact for contact in people if contact}
    problems = []
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
    return dict(sorted(contacts.items())), tuple(problems)


def _named_companies(step: str, entries: tuple[Entry, ...], own_files: Iterable[OwnFile], steps: Steps) -> dict[str, Company]:
    """Every company that a contact or an activity names, by id: as it was typed first."""
    found: dict[str, tuple[Any, ...]] = {}
    for pairs in steps.each(step, entries, (), _companies_of):
        for pair in pairs:
            found.setdefault(pair[0].id, pair)
    for file in own_files:
        if _names_company(file.declaration):
            pair = _company_of(file.declaration)
            found.setdefault(pair[0].id, pair)
    return steps.keyed(step, found, lambda key, pair: Company(key, {"name": pair[1]}, pair[0].typed, dream=False))


def _companies_of(entry: Entry) -> tuple[tuple[CompanyName, Source], ...]:
    """The companies that an entry names, in the order in which they were typed."""
    found = [(a.company, a.source) for a in entry.activities if a.company]
    if entry.declarations:
        found += [_company_of(d) for d in entry.declarations if _names_company(d)]
    return tuple(sorted(found, key=lambda pair: pair[1])) if found else ()


def _names_company(declaration: Declaration) -> bool:
    company = declaration.facts.get("company")
    return declaration.thing is Thing.CONTACT and company is not None and company.value is not None


def _company_of(declaration: Declaration) -> tuple[CompanyName, Source]:
    fact = declaration.facts["company"]
    return fact.value, fact.source
