"""What can be written at a spot: the journal's ids, the words of the format, keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from netjournal.dates import parse_span
from netjournal.lsp.spot import At, Spot
from netjournal.model import Contact, Journal
from netjournal.reading.values import Vocabulary
from netjournal.schema import COMPANY, CONTACT, GOAL, Key, Kind, Shape

_SPANS = ("1d", "3d", "1w", "2w", "1m")
_RHYTHMS = ("1w", "2w", "1m", "3m")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to write. `kind` is person, goal, company, key or word; `rank` orders: the lowest first."""

    label: str
    insert: str
    kind: str
    detail: str = ""
    help: str = ""
    search: str = ""  # what is compared with what was typed, where that is not the label
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to choose from. `day` is that of the entry that is written, or today."""

    journal: Journal
    vocabulary: Vocabulary
    day: date


def find_choices(known: Known, spot: Spot, text: str) -> tuple[Choice, ...]:
    """All that fits at `spot` of `text`; the editor compares it with what was typed."""
    if spot.at is At.PROSE:
        return tuple(_mentions(known)) if text[spot.start : spot.start + 1] == "@" else ()
    if spot.at is At.VALUE:
        return tuple(_values(known, spot))
    items = tuple(_items(known, spot)) if spot.is_item else ()
    return (*items, *_keys(spot))


def key_help(key: Key) -> str:
    """What a key is for, as completion and hover show it."""
    more = " Required." if key.required else ""
    return f"{key.help}{more}{' Never published.' if key.private else ''}"


def _keys(spot: Spot) -> Iterator[Choice]:
    assert spot.shape is not None
    written = {spot.shape.keys[name].same_as or name for name in spot.present if name in spot.shape.keys}
    for rank, key in enumerate(spot.shape.keys.values(), 100):
        if key.name not in written and key.same_as is None:
            insert = f"{key.name}:" if key.kind is Kind.ITEMS else f"{key.name}: "
            yield Choice(key.name, insert, "key", str(key.kind), key_help(key), rank=rank - 100 * key.required)


def _items(known: Known, spot: Spot) -> Iterator[Choice]:
    """What an item may be that is no mapping, or the id with which one begins."""
    shape = spot.shape
    if spot.key and shape is GOAL:
        yield from _goals(known)
    elif shape is CONTACT:
        yield from _people(known, "id: ")
    elif shape is COMPANY:
        yield from _companies(known, "id: ")


def _values(known: Known, spot: Spot) -> Iterator[Choice]:
    key, shape = spot.key, spot.shape
    assert key is not None
    match key.kind:
        case Kind.CHANNEL:
            yield from _words(known.vocabulary.channels, Counter(a.channel for a in known.journal.activities))
        case Kind.PRACTICE:
            yield from _words(known.vocabulary.practices, Counter(a.practice for a in known.journal.activities))
        case Kind.CHOICE:
            yield from _words(key.choices)
        case Kind.BOOLEAN:
            yield from _words(("true", "false"))
        case Kind.NAME:
            yield from _companies(known)
        case Kind.TEXTS:
            yield from _words(sorted(_tags(known.journal)))
        case Kind.DATE | Kind.WHEN | Kind.SPAN:
            yield from _days(known, key)
        case Kind.ID | Kind.IDS:
            yield from _ids(known, key, shape)
        case Kind.TEXT if key.name == "name" and shape is not None and shape.name == CONTACT.name:
            for n, contact in enumerate(_by_use(known.journal)):
                yield Choice(contact.name, contact.name, "person", contact.id, search=f"{contact.name} {contact.id}", rank=n)


def _ids(known: Known, key: Key, shape: Shape | None) -> Iterator[Choice]:
    if key.name in ("with", "via"):
        yield from _people(known)
    elif key.name == "goal":
        yield from _goals(known)
    elif shape is not None and shape.name in _OWN_IDS:
        yield from _OWN_IDS[shape.name](known)


def _by_use(journal: Journal) -> list[Contact]:
    """Who was last in touch first, then by name."""

    def key(contact: Contact) -> tuple[int, str]:
        activities = journal.activities_with.get(contact.id)
        return (-activities[-1].day.toordinal() if activities else 0, contact.name.casefold())

    return sorted(journal.contacts.values(), key=key)


def _people(known: Known, before: str = "") -> Iterator[Choice]:
    for n, contact in enumerate(_by_use(known.journal)):
        label, detail = before + contact.id, _who(known.journal, contact)
        yield Choice(label, label, "person", detail, search=f"{contact.id} {contact.name}", rank=n + 1000 * bool(before))


def _mentions(known: Known) -> Iterator[Choice]:
    for n, contact in enumerate(_by_use(known.journal)):
        label = f"@{contact.id}"
        yield Choice(label, label, "person", _who(known.journal, contact), search=f"{label} {contact.name}", rank=n)


def _who(journal: Journal, contact: Contact) -> str:
    company = journal.companies.get(contact.company or "")
    return ", ".join(part for part in (contact.name, contact.role, company.name if company else None) if part)


def _goals(known: Known) -> Iterator[Choice]:
    """Those that the day lies in first, given up ones last."""
    goals = known.journal.goals.values()
    for n, goal in enumerate(sorted(goals, key=lambda g: (g.dropped, not g.spans(known.day)))):
        due = f"due {goal.due}" if goal.due else ""
        detail = ", ".join(part for part in (goal.title, due, "dropped" if goal.dropped else "") if part)
        yield Choice(goal.id, goal.id, "goal", detail, search=f"{goal.id} {goal.shown}", rank=n)


def _companies(known: Known, before: str = "") -> Iterator[Choice]:
    """Those of the dream list first."""
    companies = sorted(known.journal.companies.values(), key=lambda c: (not c.dream, c.name.casefold()))
    for n, company in enumerate(companies):
        label = before + company.id
        yield Choice(label, label, "company", company.name, search=f"{company.id} {company.name}", rank=n + 1000 * bool(before))


def _words(words: Iterable[str], used: Counter[str | None] | None = None) -> Iterator[Choice]:
    """The most used first, then as they are listed."""
    ordered = sorted(words, key=lambda word: -used[word]) if used else words
    for n, word in enumerate(ordered):
        yield Choice(word, word, "word", rank=n)


def _days(known: Known, key: Key) -> Iterator[Choice]:
    if key.kind is not Kind.SPAN:
        yield Choice(str(known.day), str(known.day), "word", f"{known.day:%A}")
    if key.kind is not Kind.DATE:
        for n, span in enumerate(_RHYTHMS if key.kind is Kind.SPAN else _SPANS, 1):
            parsed = parse_span(span)
            due = parsed.after(known.day) if parsed else None
            yield Choice(span, span, "word", f"{due:%A}, {due}" if due and key.kind is Kind.WHEN else "", rank=n)


def _tags(journal: Journal) -> set[str]:
    tags = [goal.tags for goal in journal.goals.values()] + [contact.tags for contact in journal.contacts.values()]
    tags += [company.tags for company in journal.companies.values()] + [entry.tags for entry in journal.entries]
    return set(chain.from_iterable(tags))


_OWN_IDS: dict[str, Callable[[Known], Iterator[Choice]]] = {GOAL.name: _goals, CONTACT.name: _people, COMPANY.name: _companies}
