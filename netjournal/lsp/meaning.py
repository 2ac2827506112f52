"""Which contact, goal or company, or which key, a spot names."""

from __future__ import annotations

from typing import NamedTuple

from netjournal.lsp.spot import At, Spot
from netjournal.model import Journal, Thing
from netjournal.names import same, slug
from netjournal.prose import MENTION
from netjournal.reading.classify import Classified, FileKind
from netjournal.schema import COMPANY, CONTACT, GOAL, Kind

_SHAPES = {GOAL.name: Thing.GOAL, CONTACT.name: Thing.CONTACT, COMPANY.name: Thing.COMPANY}


class Named(NamedTuple):
    """What is named, and the characters that name it."""

    thing: Thing
    id: str
    start: int
    end: int


def find_named(journal: Journal, spot: Spot, text: str, what: Classified) -> Named | None:
    """The contact, goal or company of the journal that `spot` names; None where it is none."""
    start, end = spot.start, spot.end
    if spot.at is At.PROSE:
        key = journal.contact_ids.get(text[start + 1 : end].lower()) if text[start : start + 1] == "@" else None
        return Named(Thing.CONTACT, key, start + 1, end) if key else None
    typed = text[start:end]
    thing = _thing_at(spot)
    if thing is None:
        return _mention(journal, spot, text)
    by_name = spot.at is At.VALUE and spot.key is not None and spot.key.name in ("name", "title")
    key = id_of(journal, thing, typed, by_name)
    if key is None and by_name:  # a name that another place says otherwise: the mapping's id, or the file's
        own = what.stem if what.kind is FileKind.OWN else ""
        key = id_of(journal, thing, spot.present.get("id", own) or slug(typed))
    return Named(thing, key, start, end) if key else None


def _thing_at(spot: Spot) -> Thing | None:
    key, shape = spot.key, spot.shape
    if key is None or shape is None:
        return None
    if spot.at is At.KEY:  # a word at the beginning of an item: an id, where the list takes ids
        return _SHAPES.get(shape.name) if spot.is_item and key.bare == "id" else None
    if key.name in ("with", "via"):
        return Thing.CONTACT
    if key.name == "goal":
        return Thing.GOAL
    if key.kind is Kind.NAME:
        return Thing.COMPANY
    return _SHAPES.get(shape.name) if key.name in ("id", "name", "title") else None


def id_of(journal: Journal, thing: Thing, typed: str, by_name: bool = False) -> str | None:
    """The id of the contact, goal or company that `typed` names; `by_name`: it is a name or a title."""
    key = typed.strip().lower()
    match thing:
        case Thing.CONTACT:
            if by_name:
                return next((c.id for c in journal.contacts.values() if same(c.name) == same(typed)), None)
            return key if key in journal.contacts else None
        case Thing.GOAL:
            if by_name:
                return next((g.id for g in journal.goals.values() if g.title and same(g.title) == same(typed)), None)
            return key if key in journal.goals else None
        case Thing.COMPANY:
            if key in journal.companies:
                return key
            named = (c.id for c in journal.companies.values() if same(c.name) == same(typed))
            return next(named, None) or (slug(typed) if slug(typed) in journal.companies else None)


def _mention(journal: Journal, spot: Spot, text: str) -> Named | None:
    """A mention in a text of the front matter."""
    for found in MENTION.finditer(text, spot.start, spot.end):
        if found.start() <= spot.cursor <= found.end() and (key := journal.contact_ids.get(found[1].lower())):
            return Named(Thing.CONTACT, key, found.start(1), found.end(1))
    return None
