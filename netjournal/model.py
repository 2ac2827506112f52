"""The journal as the rest of the program sees it. Frozen, no I/O: read this first.

An `Entry` is one day's file with every id resolved. Goals, contacts and companies are put together from all places that
say something of them; each of their facts knows the place it came from. Tuples are in the order of the journal: by date,
then by path. Nothing here knows today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple

from msgspec import Struct, field

from netjournal.dates import Period, Span
from netjournal.diagnostics import Source
from netjournal.schema import SMART
from netjournal.schema import Audience as Audience  # noqa: PLC0414 offered here as well
from netjournal.schema import Publication as Publication  # noqa: PLC0414


class Stage(StrEnum):
    """How far things got with a contact, the furthest reached (section 4)."""

    PROSPECT = "prospect"
    CONTACTED = "contacted"
    CONNECTED = "connected"
    MET = "met"
    ADVOCATE = "advocate"


class Thing(StrEnum):
    """What can be declared in an entry or in a file of its own; the value is the folder's name."""

    GOAL = "goals"
    CONTACT = "contacts"
    COMPANY = "companies"


class CompanyName(NamedTuple):
    """A company where a contact or an activity names it: its id, and the text that was typed."""

    id: str
    typed: str


class Fact(Struct, frozen=True, omit_defaults=True):
    """One value and the place it came from. Lists are tuples; a company is a CompanyName."""

    value: Any
    source: Source


class Declaration(Struct, frozen=True, omit_defaults=True):
    """What one place says of a goal, a contact or a company: facts by the key of the format, private ones included."""

    thing: Thing
    id: str
    facts: Mapping[str, Fact]
    source: Source
    hidden: bool = False  # it carries a misspelt order of privacy: never published
    lost: frozenset[str] = frozenset()  # keys whose value was there and wrong, so each has a problem of its own


class PlannedItem(Struct, frozen=True, omit_defaults=True):
    """Section 1 of the exercise: what I want to do today."""

    do: str
    source: Source
    contacts: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    channel: str | None = None
    done: bool = False
    hidden: bool = False


class Activity(Struct, frozen=True, omit_defaults=True):
    """Section 2 of the exercise: what I did. `count` is what it adds to each of `goals`."""

    did: str
    day: date
    source: Source
    channel: str | None = None
    contacts: tuple[str, ...] = ()
    company: CompanyName | None = None
    goals: tuple[str, ...] = ()
    count: int = 1
    minutes: int | None = None
    direction: str = "out"
    outcome: str | None = None
    follow_up: date | None = None
    link: str | None = None
    practice: str | None = None
    note: str | None = None
    hidden: bool = False
    goals_at: Source | None = None


class Entry(Struct, frozen=True, omit_defaults=True):
    """One file of one day. `private` is the file's, `readable` is False where its front matter is lost."""

    path: str  # relative to the folder of mkdocs.yml
    key: str  # relative to the journal, without the ending: its address on the site
    day: date
    title: str | None = None
    tags: tuple[str, ...] = ()
    private: bool = False
    readable: bool = True
    worked_on: tuple[str, ...] = ()  # the goals it lists, each once
    planned: tuple[PlannedItem, ...] = ()
    activities: tuple[Activity, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    unknown: tuple[Fact, ...] = ()  # the texts of keys that the format does not know here: kept, and private
    prose: str = ""
    prose_line: int = 1

    def ids(self, thing: Thing) -> tuple[str, ...]:
        """The contacts or companies it says something of, each once."""
        return tuple(dict.fromkeys(d.id for d in self.declarations if d.thing is thing))


class OwnFile(Struct, frozen=True):
    """The file of its own of a goal, contact or company."""

    path: str
    thing: Thing
    id: str
    declaration: Declaration
    private: bool = False
    readable: bool = True
    prose: str = ""
    prose_line: int = 1


class OrdinaryPage(Struct, frozen=True):
    """Any other page of the site; `meta` is its front matter, for MkDocs."""

    path: str
    key: str  # relative to the journal, without the ending
    meta: Mapping[str, Any] = field(default_factory=dict)
    private: bool = False
    readable: bool = True
    prose: str = ""
    prose_line: int = 1


class Media(NamedTuple):
    """An image, a PDF or another file that a published page may link to. `key` is relative to the journal."""

    key: str
    private: bool = False


class Goal(Struct, frozen=True):
    """A SMART goal (section 3)."""

    id: str
    origins: Mapping[str, Source]
    title: str | None = None
    target: int | None = None
    unit: str | None = None
    per: Period | None = None
    achievable: str | None = None
    relevant: str | None = None
    start: date | None = None
    due: date | None = None
    status: str | None = None
    tags: tuple[str, ...] = ()
    own_file: str | None = None
    prose: str = ""

    @property
    def shown(self) -> str:
        """The title, or the id of a goal that has none."""
        return self.title or self.id

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of SMART that it lacks, in the order of the letters."""
        return tuple(key for key in SMART if getattr(self, key) is None)

    @property
    def dropped(self) -> bool:
        return self.status == "dropped"

    def spans(self, day: date) -> bool:
        """Whether `day` lies from its start to its due date, both included; an end that is not there is open."""
        return not ((self.start and day < self.start) or (self.due and day > self.due))

    def touches(self, first: date, last: date) -> bool:
        """Whether its span has a day from `first` to `last`, both included."""
        return not ((self.start and last < self.start) or (self.due and first > self.due))


class Contact(Struct, frozen=True):
    """A person (section 4). In a public journal `name` is the alias of who is not published in full."""

    id: str
    origins: Mapping[str, Source]
    name: str
    publication: Publication
    aliases: tuple[str, ...] = ()
    company: str | None = None  # the id of a company
    role: str | None = None
    location: str | None = None
    met: str | None = None
    via: str | None = None
    circle: str | None = None
    every: Span | None = None
    linkedin: str | None = None
    github: str | None = None
    twitter: str | None = None
    website: str | None = None
    email: str | None = None
    phone: str | None = None
    birthday: str | None = None
    address: str | None = None
    note: str | None = None
    tags: tuple[str, ...] = ()
    alias: str | None = None  # what the public sees instead of the name
    own_file: str | None = None
    prose: str = ""

    @property
    def links(self) -> dict[str, str]:
        """The addresses that are there, in the order of the format."""
        found = {"linkedin": self.linkedin, "github": self.github, "twitter": self.twitter, "website": self.website}
        return {key: value for key, value in found.items() if value}


class Company(Struct, frozen=True):
    """A company (section 5). `dream` is False for one that is only named and was never declared."""

    id: str
    origins: Mapping[str, Source]
    name: str
    dream: bool = True
    website: str | None = None
    careers: str | None = None
    industry: str | None = None
    location: str | None = None
    why: str | None = None
    priority: int | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    own_file: str | None = None
    prose: str = ""


class Submission(Struct, frozen=True):
    """One record of submissions.yml: what was handed in. The digests are of what the public could read that day."""

    month: str  # 2026-11
    number: int  # from 1, in its month
    day: date
    digest: str
    entries: Mapping[str, str] = field(default_factory=dict)  # an entry's key -> its digest
    goals: Mapping[str, str] = field(default_factory=dict)  # a goal's id -> its digest
    commit: str | None = None
    address: str | None = None


def _empty() -> Mapping[str, Any]:
    return MappingProxyType({})


class Journal(Struct, frozen=True, dict=True):
    """Everything that was understood, for one audience.

    Goals are ordered by start and id (no start last), contacts and companies by id. A journal for the public holds
    nothing that is private.
    """

    audience: Audience = Audience.OWNER
    entries: tuple[Entry, ...] = ()
    own_files: tuple[OwnFile, ...] = ()
    pages: tuple[OrdinaryPage, ...] = ()
    media: tuple[Media, ...] = ()
    goals: Mapping[str, Goal] = field(default_factory=_empty)
    contacts: Mapping[str, Contact] = field(default_factory=_empty)
    companies: Mapping[str, Company] = field(default_factory=_empty)
    submissions: tuple[Submission, ...] = ()  # the author's journal only

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """All activities, oldest first."""
        return tuple(chain.from_iterable(entry.activities for entry in self.entries))

    @cached_property
    def activities_with(self) -> Mapping[str, tuple[Activity, ...]]:
        """The activities with each contact who has any, oldest first."""
        return _group((a, a.contacts) for a in self.activities)

    @cached_property
    def activities_for(self) -> Mapping[str, tuple[Activity, ...]]:
        """The activities that name each goal, oldest first, those outside its span included."""
        return _group((a, a.goals) for a in self.activities)

    @cached_property
    def people_at(self) -> Mapping[str, tuple[Contact, ...]]:
        """The contacts who are at each company now, by id."""
        found: dict[str, list[Contact]] = {}
        for contact in self.contacts.values():
            if contact.company:
                found.setdefault(contact.company, []).append(contact)
        return {company: tuple(people) for company, people in found.items()}

    @cached_property
    def contact_ids(self) -> Mapping[str, str]:
        """The contact's id for each id and each alias, for mentions."""
        ids = {alias: contact.id for contact in self.contacts.values() for alias in contact.aliases}
        return {**ids, **{key: key for key in self.contacts}}


def _group(pairs: Iterable[tuple[Activity, tuple[str, ...]]]) -> Mapping[str, tuple[Activity, ...]]:
    found: dict[str, list[Activity]] = {}
    for activity, ids in pairs:
        for key in ids:
            found.setdefault(key, []).append(activity)
    return {key: tuple(activities) for key, activities in found.items()}
