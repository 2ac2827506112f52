"""What a file of the journal holds, for the editor's outline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netjournal.diagnostics import Source
from netjournal.lsp.places import find_declaration
from netjournal.model import Declaration, Entry, Journal, Thing

_KINDS = {Thing.GOAL: "goal", Thing.CONTACT: "contact", Thing.COMPANY: "company"}


@dataclass(frozen=True, slots=True)
class Symbol:
    """One line of the outline. `kind` is planned, activity, goal, contact or company."""

    name: str
    kind: str
    source: Source
    detail: str = ""


def find_symbols(journal: Journal, path: str) -> tuple[Symbol, ...]:
    """The outline of the entry or own file at `path`, in the order of the text; empty for any other file."""
    entry = next((entry for entry in journal.entries if entry.path == path), None)
    found = _of_entry(entry) if entry else []
    found += [_declared(own.declaration) for own in journal.own_files if own.path == path]
    return tuple(sorted(found, key=lambda symbol: symbol.source))


def find_things(journal: Journal, query: str) -> Iterator[Symbol]:
    """The people, goals and companies that somebody declared, whose id or name holds the letters of `query` in their order."""
    named: list[tuple[Thing, str, str]] = [(Thing.CONTACT, c.id, c.name) for c in journal.contacts.values()]
    named += [(Thing.GOAL, goal.id, goal.shown) for goal in journal.goals.values()]
    named += [(Thing.COMPANY, company.id, company.name) for company in journal.companies.values() if company.dream]
    for thing, key, name in named:
        if _holds(f"{key} {name}".lower(), query.lower()) and (source := find_declaration(journal, thing, key)):
            yield Symbol(name, _KINDS[thing], source, key)


def _holds(text: str, letters: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters if letter != " ")


def _of_entry(entry: Entry) -> list[Symbol]:
    planned = [Symbol(item.do, "planned", item.source, "done" if item.done else "") for item in entry.planned]
    activities = [Symbol(a.did, "activity", a.source, ", ".join((*([a.channel] if a.channel else []), *a.contacts)))
                  for a in entry.activities]  # fmt: skip
    return [*planned, *activities, *(_declared(declaration) for declaration in entry.declarations)]


def _declared(declaration: Declaration) -> Symbol:
    fact = declaration.facts.get("title" if declaration.thing is Thing.GOAL else "name")
    return Symbol(str(fact.value) if fact else declaration.id, _KINDS[declaration.thing], declaration.source, declaration.id)
