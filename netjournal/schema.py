"""The keys of the format, declared once: their kinds, their privacy, their help (format.md, sections 2 to 5)."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

CHANNELS = (
    "linkedin", "twitter", "slack", "discord", "github", "email", "call",
    "coffee-chat", "event", "community", "referral", "article", "other",
)  # fmt: skip
OUTCOMES = ("no-reply", "declined", "replied", "accepted", "met", "referred", "interview", "offer")
SMART = ("title", "target", "achievable", "relevant", "due")
LINKS = ("linkedin", "github", "twitter", "website")


class Audience(StrEnum):
    """Who reads: the author's own machine, or anybody (section 8)."""

    OWNER = "owner"
    PUBLIC = "public"


class Publication(StrEnum):
    """How much of a contact the public sees (section 8)."""

    FULL = "full"
    ALIAS = "alias"
    NONE = "none"


class Kind(StrEnum):
    """How a value is read."""

    TEXT = "text"
    TEXTS = "list of text"
    ID = "id"
    IDS = "id, or a list of ids"
    ALIASES = "list of ids"
    NAME = "id or name of a company"
    DATE = "date"
    SPAN = "span"
    WHEN = "date or span"
    NUMBER = "whole number"
    BOOLEAN = "true or false"
    CHOICE = "one of a few words"
    CHANNEL = "channel"
    PRACTICE = "practice"
    ADDRESS = "web address"
    EMAIL = "e-mail address"
    ITEMS = "list of mappings"


class Key(Struct, frozen=True):
    """One key of one kind of mapping."""

    name: str
    kind: Kind
    help: str
    required: bool = False
    private: bool = False  # never published
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None
    shape: Shape | None = None  # of the items
    bare: str | None = None  # the key that an item which is text and no mapping stands for
    same_as: str | None = None  # another word for that key


class Shape(Struct, frozen=True):
    """One kind of mapping, and where format.md describes it."""

    name: str
    section: int
    keys: dict[str, Key]

    def private_keys(self) -> frozenset[str]:
        return frozenset(key.name for key in self.keys.values() if key.private)


def _shape(name: str, section: int, *keys: Key) -> Shape:
    return Shape(name, section, {key.name: key for key in keys})


PLANNED = _shape(
    "planned item", 2,
    Key("do", Kind.TEXT, "What I want to do today.", required=True),
    Key("with", Kind.IDS, "The contact, or a list of them."),
    Key("goal", Kind.IDS, "The goal it works towards, or a list of them."),
    Key("channel", Kind.CHANNEL, "How I want to do it."),
    Key("done", Kind.BOOLEAN, "Whether it is done; default false."),
)  # fmt: skip

ACTIVITY = _shape(
    "activity", 2,
    Key("did", Kind.TEXT, "What I did.", required=True),
    Key("channel", Kind.CHANNEL, "How: one of the journal's channels.", required=True),
    Key("with", Kind.IDS, "The contact, or a list of them."),
    Key("company", Kind.NAME, "The company, when there is no contact yet."),
    Key("goal", Kind.IDS, "The goal it counts for, or a list of them."),
    Key("count", Kind.NUMBER, "What it adds to each of those goals; default 1."),
    Key("minutes", Kind.NUMBER, "How long it took."),
    Key("direction", Kind.CHOICE, "Who reached out: out, I did (default); in, they did.", choices=("out", "in")),
    Key("outcome", Kind.CHOICE, "What came of it.", choices=OUTCOMES),
    Key("follow_up", Kind.WHEN, "When to come back to it: a date, or a span after the day."),
    Key("link", Kind.ADDRESS, "The evidence."),
    Key("practice", Kind.PRACTICE, "One of the journal's practices."),
    Key("note", Kind.TEXT, "For my eyes only.", private=True),
)  # fmt: skip

GOAL = _shape(
    "goal", 3,
    Key("id", Kind.ID, "How activities name it; default: the slug of the title."),
    Key("title", Kind.TEXT, "Specific: what I want to reach."),
    Key("target", Kind.NUMBER, "Measurable: how many.", least=1),
    Key("unit", Kind.TEXT, "Of what."),
    Key("per", Kind.CHOICE, "The target counts anew for each such period.", choices=("day", "week", "month")),
    Key("achievable", Kind.TEXT, "Achievable, or actionable: how I will do it."),
    Key("actionable", Kind.TEXT, "The same as achievable.", same_as="achievable"),
    Key("relevant", Kind.TEXT, "Relevant: why it matters."),
    Key("start", Kind.DATE, "Time-bound: the first day; default: the day of the entry that first declares it."),
    Key("due", Kind.DATE, "Time-bound: the last day."),
    Key("status", Kind.CHOICE, "Given up.", choices=("dropped",)),
    Key("tags", Kind.TEXTS, "Words to find it by."),
)  # fmt: skip

CONTACT = _shape(
    "contact", 4,
    Key("name", Kind.TEXT, "The name; required where the id is first seen."),
    Key("id", Kind.ID, "How entries name the person; default: the slug of the name."),
    Key("aliases", Kind.ALIASES, "Other ids for mentions."),
    Key("company", Kind.NAME, "Where the person works: a company's id or name."),
    Key("role", Kind.TEXT, "What the person does there."),
    Key("location", Kind.TEXT, "Where the person lives."),
    Key("met", Kind.TEXT, "Where and how we met."),
    Key("via", Kind.ID, "Who introduced us."),
    Key("circle", Kind.CHOICE, "How close.", choices=("core", "inner", "outer")),
    Key("every", Kind.SPAN, "How often to be in touch."),
    Key("linkedin", Kind.ADDRESS, "The profile there."),
    Key("github", Kind.ADDRESS, "The profile there."),
    Key("twitter", Kind.ADDRESS, "The profile there."),
    Key("website", Kind.ADDRESS, "The person's own site."),
    Key("email", Kind.EMAIL, "E-mail address.", private=True),
    Key("phone", Kind.TEXT, "Telephone number.", private=True),
    Key("birthday", Kind.TEXT, "Birthday.", private=True),
    Key("address", Kind.TEXT, "Postal address.", private=True),
    Key("note", Kind.TEXT, "For my eyes only.", private=True),
    Key("tags", Kind.TEXTS, "Words to find the person by."),
    Key("publish", Kind.CHOICE, "How the person is published; default: the journal's.", choices=("full", "alias", "none")),
    Key("alias", Kind.TEXT, "Shown instead of the name; default: the initials."),
)  # fmt: skip

COMPANY = _shape(
    "company", 5,
    Key("name", Kind.TEXT, "The name."),
    Key("id", Kind.ID, "How entries name it; default: the slug of the name."),
    Key("website", Kind.ADDRESS, "Its site."),
    Key("careers", Kind.ADDRESS, "Its page of open positions."),
    Key("industry", Kind.TEXT, "What it does."),
    Key("location", Kind.TEXT, "Where it is."),
    Key("why", Kind.TEXT, "Why I want to work there."),
    Key("priority", Kind.NUMBER, "1 to 5, 5 the dream.", least=1, most=5),
    Key("tags", Kind.TEXTS, "Words to find it by."),
    Key("note", Kind.TEXT, "For my eyes only.", private=True),
)  # fmt: skip

ENTRY = _shape(
    "entry", 2,
    Key("date", Kind.DATE, "Only to be explicit: must equal the date in the file's name."),
    Key("title", Kind.TEXT, "Default: the date written out."),
    Key("tags", Kind.TEXTS, "Words to find the day by."),
    Key("private", Kind.BOOLEAN, "true: the whole entry is for the author only."),
    Key("goals", Kind.ITEMS, "What I work towards: an id (worked on it today) or a new goal.", shape=GOAL, bare="id"),
    Key("planned", Kind.ITEMS, "What I want to do today.", shape=PLANNED, bare="do"),
    Key("activities", Kind.ITEMS, "What I did.", shape=ACTIVITY),
    Key("contacts", Kind.ITEMS, "People I met, or learned something about.", shape=CONTACT),
    Key("companies", Kind.ITEMS, "Companies I would like to work for.", shape=COMPANY),
)  # fmt: skip

PRIVATE = Key("private", Kind.BOOLEAN, "true hides the file.")


def own_file_shape(shape: Shape) -> Shape:
    """The keys of a file of its own: those of `shape` and `private`."""
    return Shape(shape.name, shape.section, {**shape.keys, "private": PRIVATE})


OWN_FILES = {
    "goals": own_file_shape(GOAL),
    "contacts": own_file_shape(CONTACT),
    "companies": own_file_shape(COMPANY),
}
ALL_SHAPES = (ENTRY, PLANNED, ACTIVITY, GOAL, CONTACT, COMPANY)
