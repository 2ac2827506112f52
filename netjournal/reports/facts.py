"""The facts of a contact or a company, as its page lists them: where each came from, and whether anybody else may see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from netjournal.audience import ALIAS_SHOWS
from netjournal.model import Company, Contact, Entry, Publication
from netjournal.schema import COMPANY, CONTACT

_NO_FACTS = frozenset(("id", "name", "publish", "alias"))  # the page tells them in its own way


class Seen(StrEnum):
    """Who sees a fact, in the words of the mark beside it."""

    PUBLIC = "public"
    PRIVATE = "private"  # a private field, or said in a private place only
    UNPUBLISHED = "unpublished"  # of a person who is published under an alias, or not at all


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One fact; `entry` is the one it came from, None where that is the thing's own file."""

    key: str
    value: Any
    entry: Entry | None
    seen: Seen


def list_facts(thing: Contact | Company, entry_at: Mapping[str, Entry], private_paths: Collection[str]) -> tuple[ShownFact, ...]:
    """What is known of `thing`, in the order of the format, other ids last.

    `private_paths` are the files that are for the author only.
    """
    shape = CONTACT if isinstance(thing, Contact) else COMPANY
    found = []
    for key in sorted(shape.keys.values(), key=lambda key: key.name == "aliases"):
        value = getattr(thing, key.name, None)
        if key.name in _NO_FACTS or value is None or value == () or key.name not in thing.origins:
            continue
        path = thing.origins[key.name].path
        seen = Seen.PRIVATE if key.private or path in private_paths else _seen(thing, key.name)
        found.append(ShownFact(key.name, value, entry_at.get(path), seen))
    return tuple(found)


def _seen(thing: Contact | Company, key: str) -> Seen:
    if isinstance(thing, Company) or thing.publication is Publication.FULL:
        return Seen.PUBLIC
    if thing.publication is Publication.ALIAS and key in ALIAS_SHOWS:
        return Seen.PUBLIC
    return Seen.UNPUBLISHED
