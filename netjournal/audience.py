"""The journal that the public may see: redaction, once, and everything derived anew from what is left (format.md, section 8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from netjournal.assembling.merging import merge_journal
from netjournal.assembling.steps import Steps
from netjournal.diagnostics import Diagnostic, Source
from netjournal.model import (
    Activity,
    Audience,
    Contact,
    Declaration,
    Entry,
    Fact,
    Journal,
    OwnFile,
    PlannedItem,
    Publication,
    Thing,
)
from netjournal.names import initials, is_id, public_id, same, slug
from netjournal.prose import replace_mentions, without_hidden
from netjournal.schema import COMPANY, CONTACT, GOAL
from netjournal.settings import Settings

ALIAS_SHOWS = frozenset(("role", "company", "location", "circle", "every"))  # of a contact, beside the alias itself
_PRIVATE = {
    Thing.GOAL: GOAL.private_keys(),
    Thing.CONTACT: CONTACT.private_keys(),
    Thing.COMPANY: COMPANY.private_keys(),
}
_NOWHERE = Source("")
_OWN_LINK = re.compile(r"(?<![\w-])contacts/([A-Za-z0-9-]+)\.md\b", re.IGNORECASE)


class PublicPerson(Struct, frozen=True):
    """How one contact appears to the public: under which id and which name. `id` is None for who does not appear."""

    publication: Publication
    id: str | None = None
    name: str = ""


def for_audience(journal: Journal, audience: Audience, settings: Settings, steps: Steps | None = None) -> Journal:
    """The author's `journal` as `audience` may see it."""
    steps = steps or Steps()
    if audience is Audience.PUBLIC:
        return _Redaction(journal, settings, steps).public_journal()
    people = public_people(journal, settings, steps)[0]
    shown: dict[str, tuple[Any, ...]] = {key: (contact, people[key].publication) for key, contact in journal.contacts.items()}
    return replace(journal, contacts=steps.keyed("owner sees", shown, lambda key, row: _with_publication(*row)))


def _with_publication(contact: Contact, publication: Publication) -> Contact:
    return replace(contact, publication=publication, alias=contact.alias or initials(contact.name))


def public_people(
    journal: Journal, settings: Settings, steps: Steps | None = None
) -> tuple[Mapping[str, PublicPerson], tuple[Diagnostic, ...]]:
    """How each contact of the author's journal appears, and whom the public will miss without anybody having asked for it."""
    inputs = (*_what_declares(journal), journal.contacts, settings)
    return (steps or Steps()).one("public people", inputs, lambda: _public_people(journal, settings))


def _what_declares(journal: Journal) -> Iterator[object]:
    """All that says something of goals, contacts and companies, and whether the public may know."""
    for entry in journal.entries:
        if entry.declarations:
            yield entry.declarations
            yield entry.private
    for file in journal.own_files:
        yield from (file.declaration, file.private, file.readable)


def _public_people(journal: Journal, settings: Settings) -> tuple[Mapping[str, PublicPerson], tuple[Diagnostic, ...]]:
    names = _public_names(journal)
    hidden = {d.id for d in _declarations(journal) if d.thing is Thing.CONTACT and d.hidden}
    hidden |= {f.id for f in journal.own_files if f.thing is Thing.CONTACT and not f.readable}
    people: dict[str, PublicPerson] = {}
    problems: list[Diagnostic] = []
    taken: dict[str, str] = {}
    for key, contact in sorted(journal.contacts.items()):
        name = names.get(key)
        if name is None or key in hidden or contact.publication is Publication.NONE:
            people[key] = PublicPerson(Publication.NONE)
        elif contact.publication is Publication.FULL:
            people[key] = PublicPerson(Publication.FULL, key, name)
        elif contact.alias is None and not is_id(slug(name)):
            people[key] = PublicPerson(Publication.NONE)
            message = f"no alias can be made of the name of '{key}', so this person is not published"
            problems.append(Diagnostic(contact.origins["name"], "alias-needed", message, "write 'alias: …'"))
        else:
            shown = public_id(key, name, settings.alias_key)
            people[key] = PublicPerson(Publication.ALIAS, shown, contact.alias or initials(name))
            owner = taken.setdefault(shown, key) if shown not in journal.contacts else shown
            if owner != key:
                people[key] = PublicPerson(Publication.NONE)
                message = f"'{key}' and '{owner}' have one public id, so '{key}' is not published"
                mend = "change the id, or alias_key in mkdocs.yml"
                problems.append(Diagnostic(contact.origins["name"], "same-public-id", message, mend))
    return people, tuple(problems)


def _public_names(journal: Journal) -> dict[str, str]:
    """The current name of each contact whom a public place declares."""
    names: dict[str, str] = {}
    for declaration in _declarations(journal, public=True):
        if declaration.thing is Thing.CONTACT and "name" in declaration.facts and not declaration.hidden:
            names[declaration.id] = declaration.facts["name"].value
    return names


def _declarations(journal: Journal, public: bool = False) -> Iterator[Declaration]:
    """All declarations in their order, those in files of their own last; `public`: of public places only."""
    for entry in journal.entries:
        if not (public and entry.private):
            yield from entry.declarations
    for file in journal.own_files:
        if not (public and file.private):
            yield file.declaration


class _Redaction:
    """The places of a journal without what is private in them."""

    def __init__(self, journal: Journal, settings: Settings, steps: Steps) -> None:
        self.journal, self.settings, self.steps = journal, settings, steps
        self.people = public_people(journal, settings, steps)[0]
        self.shared = (*_what_declares(journal), self.people, journal.contacts, journal.companies)
        self.names, self.goals, self.companies, self.ids = steps.one("public names", self.shared, self._names)

    def _names(self) -> tuple[dict[str, str], set[str], set[str], Mapping[str, str]]:
        journal = self.journal
        hidden = {same(c.name) for key, c in journal.contacts.items() if self.people[key].publication is not Publication.FULL}
        named = {c.id for c in journal.companies.values() if not c.dream and same(c.name) not in hidden}  # or who is her own firm
        companies = self._published(Thing.COMPANY) | named
        return _public_names(journal), self._published(Thing.GOAL), companies, journal.contact_ids

    def public_journal(self) -> Journal:
        journal = self.journal
        published = tuple(e for e in journal.entries if not e.private)
        entries = tuple(self.steps.each("public entries", published, self.shared, self.entry))
        own_files = tuple(self.own_file(f) for f in journal.own_files if not f.private and self.keeps(f.declaration))
        pages = tuple(replace(p, prose=self.prose(p.prose)) for p in journal.pages if not p.private)
        media = tuple(m for m in journal.media if not m.private)
        merged, _ = merge_journal(entries, own_files, pages, media, self.settings, Audience.PUBLIC, self.steps)
        return merged

    def entry(self, entry: Entry) -> Entry:
        return replace(
            entry,
            worked_on=self.known(entry.worked_on, self.goals),
            planned=tuple(self.planned(i) for i in entry.planned if not i.hidden),
            activities=tuple(self.activity(a) for a in entry.activities if not a.hidden),
            declarations=tuple(self.declaration(d) for d in entry.declarations if self.keeps(d)),
            unknown=(),
            prose=self.prose(entry.prose),
        )

    def own_file(self, file: OwnFile) -> OwnFile:
        """Of a contact under an alias neither the prose nor the path, which is the id, and so no source that has it."""
        declaration = self.declaration(file.declaration)
        if file.thing is not Thing.CONTACT or self.people[file.id].publication is Publication.FULL:
            return replace(file, declaration=declaration, prose=self.prose(file.prose))
        facts = {key: replace(fact, source=_NOWHERE) for key, fact in declaration.facts.items()}
        declaration = replace(declaration, facts=facts, source=_NOWHERE)
        return replace(file, id=declaration.id, path="", declaration=declaration, prose="")

    def keeps(self, declaration: Declaration) -> bool:
        if declaration.hidden:
            return False
        match declaration.thing:
            case Thing.GOAL:
                return declaration.id in self.goals
            case Thing.COMPANY:
                return declaration.id in self.companies
        return self.people[declaration.id].id is not None if declaration.id in self.people else False

    def planned(self, item: PlannedItem) -> PlannedItem:
        return replace(item, contacts=self.contacts(item.contacts), goals=self.known(item.goals, self.goals))

    def activity(self, activity: Activity) -> Activity:
        company = activity.company if activity.company and activity.company.id in self.companies else None
        contacts, goals = self.contacts(activity.contacts), self.known(activity.goals, self.goals)
        return replace(activity, contacts=contacts, goals=goals, company=company, note=None)

    def declaration(self, declaration: Declaration) -> Declaration:
        """Without private and unknown keys; of a contact under an alias only what an alias shows."""
        facts = {k: f for k, f in declaration.facts.items() if k not in _PRIVATE[declaration.thing] and k[0] != "?"}
        if (company := facts.get("company")) and company.value.id not in self.companies:
            del facts["company"]
        if declaration.thing is not Thing.CONTACT:
            return replace(declaration, facts=facts)
        person = self.people[declaration.id]
        facts.pop("alias", None)
        if "via" in facts:
            via = facts.pop("via")
            if via.value in self.names:  # else only private places know who that is, and nobody was named here
                shown = self.contacts((via.value,))
                facts["via"] = replace(via, value=shown[0] if shown else None)
        where = declaration.source
        facts["publish"] = Fact(person.publication, where)
        if person.publication is Publication.ALIAS:
            named = "name" in facts
            facts = {k: f for k, f in facts.items() if k in ALIAS_SHOWS or k == "publish"}
            if named:
                facts["name"] = Fact(person.name, where)
        assert person.id is not None
        return replace(declaration, id=person.id, facts=facts)

    def contacts(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Public ids, without those who do not appear."""
        shown = (self.people[key].id for key in ids if key in self.people)
        return tuple(key for key in shown if key is not None)

    @staticmethod
    def known(ids: Iterable[str], public: set[str]) -> tuple[str, ...]:
        return tuple(key for key in ids if key in public)

    def prose(self, text: str) -> str:
        """Without comments and private blocks; who is not published in full is named by public id, or `someone`."""
        ids = self.ids

        def mention(word: str) -> str | None:
            if word not in ids:
                return None
            person = self.people[ids[word]]
            if person.id is None:
                return "someone"
            return None if person.publication is Publication.FULL else f"@{person.id}"

        def link(found: re.Match[str]) -> str:
            person = self.people.get(found[1].lower())
            if person is None or person.publication is Publication.FULL:
                return found[0]
            return f"contacts/{person.id or '-'}.md"

        return _OWN_LINK.sub(link, replace_mentions(without_hidden(text), mention))

    def _published(self, thing: Thing) -> set[str]:
        """The goals or companies that a public place declares and no unreadable file of their own takes back."""
        key = "title" if thing is Thing.GOAL else "name"
        found = [d for d in _declarations(self.journal) if d.thing is thing]
        named = {d.id for d in found if key in d.facts}
        public = [d for d in _declarations(self.journal, public=True) if d.thing is thing and not d.hidden]
        ids = {d.id for d in public if key in d.facts or (thing is Thing.GOAL and d.id not in named)}
        return ids - {f.id for f in self.journal.own_files if f.thing is thing and not f.readable}
