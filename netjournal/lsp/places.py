"""Where a contact, a goal or a company is declared, and everywhere that it is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netjournal.diagnostics import Source
from netjournal.lsp.meaning import id_of
from netjournal.model import Declaration, Journal, Thing
from netjournal.prose import MENTION
from netjournal.reading.classify import classify
from netjournal.reading.parse import Parsed, parse_file
from netjournal.reading.records import Record, Written
from netjournal.reading.text import place
from netjournal.reading.values import Vocabulary

_NAMES = {Thing.GOAL: "title", Thing.CONTACT: "name", Thing.COMPANY: "name"}


class File(NamedTuple):
    """One file of the journal as the editor has it, or the disk. `key` is its path relative to the journal."""

    path: str
    key: str
    text: str


def find_declaration(journal: Journal, thing: Thing, key: str) -> Source | None:
    """The file of its own, else the first entry that names it; None for a company that nobody declared."""
    for own in journal.own_files:
        if own.thing is thing and own.id == key:
            return Source(own.path)
    declared = [d for entry in journal.entries for d in entry.declarations if d.thing is thing and d.id == key]
    declared.sort(key=lambda d: _NAMES[thing] not in d.facts)  # what only adds something to it comes last
    return _named_at(declared[0]) if declared else None


def _named_at(declaration: Declaration) -> Source:
    fact = declaration.facts.get(_NAMES[declaration.thing])
    return fact.source if fact else declaration.source


def find_uses(
    journal: Journal, vocabulary: Vocabulary, thing: Thing, key: str, files: Iterable[File], declarations: bool
) -> Iterator[Source]:
    """Every place in `files` that names the contact, goal or company `key`, those that declare it only with `declarations`."""
    words = _words(journal, thing, key)
    aliases = {word for word, owner in journal.contact_ids.items() if owner == key} if thing is Thing.CONTACT else set()
    for file in files:
        lower = file.text.lower()
        if not any(word in lower for word in words) and not (declarations and file.key.lower().endswith(f"/{key}.md")):
            continue
        data = file.text.encode("utf-8", "surrogatepass")
        parsed = parse_file(data, file.path, file.key.removesuffix(".md"), classify(file.key), vocabulary)
        found: set[Source] = set()
        if isinstance(parsed, Parsed):
            if declarations and parsed.what.thing is thing and parsed.id == key:
                found.add(Source(file.path))
            found.update(_in_record(journal, parsed.record, thing, key, declarations))
        text = file.text.removeprefix("\ufeff").replace("\r\n", "\n")
        for mention in MENTION.finditer(text) if aliases else ():
            if mention[1].lower() in aliases:
                found.add(place(text, mention.start(), file.path, len(mention[0])))
        yield from sorted(found)


def _words(journal: Journal, thing: Thing, key: str) -> set[str]:
    """One of these stands in every file that names it, in lower case."""
    words = {key}
    match thing:
        case Thing.CONTACT:
            words |= {journal.contacts[key].name.lower(), *(w for w, owner in journal.contact_ids.items() if owner == key)}
        case Thing.GOAL:
            words.add(journal.goals[key].shown.lower())
        case Thing.COMPANY:
            words.add(journal.companies[key].name.lower())
            words |= {a.company.typed.lower() for a in journal.activities if a.company and a.company.id == key}
            facts = (d.facts.get("company") for entry in journal.entries for d in entry.declarations)
            words |= {fact.value.typed.lower() for fact in facts if fact and fact.value.id == key}
    return words


def _in_record(journal: Journal, record: Record, thing: Thing, key: str, declarations: bool) -> Iterator[Source]:
    """The places in the front matter of one file."""
    for name, items in record.items.items():
        for item in items:
            declared = Thing(name) if name in Thing.__members__.values() else None
            if declared is thing and (item.bare or declarations) and (source := _says(journal, item, thing, key)):
                yield source
            yield from _in_mapping(journal, item, thing, key)
    yield from _in_mapping(journal, record, thing, key)


def _in_mapping(journal: Journal, item: Record, thing: Thing, key: str) -> Iterator[Source]:
    match thing:
        case Thing.CONTACT:
            written = [*item.lists.get("with", ()), *_one(item, "via")]
        case Thing.GOAL:
            written = [*item.lists.get("goal", ())]
        case Thing.COMPANY:
            written = _one(item, "company")
    for one in written:
        if id_of(journal, thing, str(one.value)) == key:
            yield one.source


def _one(item: Record, key: str) -> list[Written]:
    written = item.values.get(key)
    return [written] if written else []


def _says(journal: Journal, item: Record, thing: Thing, key: str) -> Source | None:
    """Where a mapping, or an id that stands alone, names what it declares."""
    if identity := item.values.get("id"):
        return identity.source if str(identity.value) == key else None
    name = item.values.get(_NAMES[thing])
    return name.source if name and id_of(journal, thing, str(name.value), by_name=True) == key else None
