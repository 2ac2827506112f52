"""What must not stand in a public site: the private values of a journal, each with its place (format.md, section 8)."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import chain, product
from pathlib import Path

from msgspec import Struct

from netjournal.audience import public_people
from netjournal.diagnostics import Source
from netjournal.leaks.folding import Words, folded_words, is_unspaced, spellings
from netjournal.leaks.patterns import LEAST_DIGITS, RUN, date_patterns, email_patterns, name_patterns, phone_digits, text_patterns
from netjournal.leaks.unread import unread_values
from netjournal.model import Declaration, Entry, Journal, OrdinaryPage, OwnFile, Publication, Thing
from netjournal.prose import hidden_parts
from netjournal.schema import COMPANY, CONTACT, GOAL, LINKS
from netjournal.settings import Settings

NAME, ID = "the name of a contact", "the id of a contact"  # kinds of secrets
_PLAIN_START = re.compile(r"^https?://(?:www\.)?")
_SECTIONS = frozenset(("goals", "contacts", "companies", "tracker", "insights", "journal", "tags"))  # stand in every address
_ORDINARY = re.compile(r"[^\W\d_]*|\d{1,4}")  # one word of letters, or a year: the site is full of these
LEAST = 4  # characters of a value, letters of a name
LEAST_WORDS = 4  # of a line that is only private because of where it stands
_PRIVATE = {Thing.GOAL: GOAL.private_keys(), Thing.CONTACT: CONTACT.private_keys(), Thing.COMPANY: COMPANY.private_keys()}


@dataclass(frozen=True, slots=True)
class Secret:
    """One private value. It is found where one of `patterns` stands as whole words, or `digits` end a number."""

    kind: str  # what it is, in words for a message
    source: Source
    value: str
    patterns: frozenset[Words] = frozenset()
    digits: str = ""  # of a telephone number: its last ones
    key: str = field(default="", repr=False)  # `alias_key`: without it a short value could be guessed from its fingerprint
    exact: bool = False  # one word that may be an ordinary word too: only as it is written

    @property
    def fingerprint(self) -> str:
        """Eight hex digits that name the value in a list of exceptions without giving it; a name and its id have the same."""
        return hmac.new(self.key.encode(), " ".join(folded_words(self.value)).encode(), hashlib.sha256).hexdigest()[:8]


def find_secrets(journal: Journal, public: Journal, settings: Settings, root: Path | None = None) -> tuple[Secret, ...]:
    """Every private value of the author's `journal`, each once. What is a public field's value too is no secret, but for names.

    With the journal's folder `root` also what stands in front matter that was not understood.
    """
    values = (*_fields(journal), *_addresses(journal, settings), *_unread(root, journal, settings))
    places = (*_prose(journal), *_private_places(journal, public))
    known = _public_values(_words(values + places), public, settings)
    forms = _forms(_words(places), public)
    found: dict[tuple[str, str], Secret] = {}
    for secret in chain(_without(known, values), _without(known | forms, places), _people(journal, public, settings)):
        enough = len("".join(folded_words(secret.value))) >= LEAST or is_unspaced(secret.value)
        if enough and (secret.patterns or secret.digits):
            found.setdefault((secret.kind, secret.value), replace(secret, key=settings.alias_key))
    return tuple(found.values())


def _fields(journal: Journal) -> Iterator[Secret]:
    """The private keys of contacts and companies, the notes of activities, and keys that the format does not know."""
    for declaration in _declarations(journal):
        for key, fact in declaration.facts.items():
            if key in _PRIVATE[declaration.thing] or key.startswith("?"):
                yield from _field(key, str(fact.value), fact.source)
    for entry in journal.entries:
        for activity in entry.activities:
            yield from _text("a note", activity.note, activity.source)
        for fact in entry.unknown:
            yield from _field("?", fact.value, fact.source)


def _field(key: str, value: str, source: Source) -> Iterator[Secret]:
    match key:
        case "email":
            yield Secret("an e-mail address", source, value, email_patterns(value))
        case "phone":
            numbers = re.split(r"[,;\n]|\s/\s", value)
            for number in numbers if all(len(phone_digits(n)) >= LEAST_DIGITS for n in numbers) else (value,):
                digits = phone_digits(number)
                known = digits if len(digits) >= LEAST_DIGITS else ""
                yield Secret("a telephone number", source, number, frozenset() if known else frozenset(spellings(number)), known)
        case "birthday":
            yield Secret("a birthday", source, value, date_patterns(value))
        case "address":
            yield Secret("a postal address", source, value, text_patterns(value, parts=True))
        case "note":
            yield from _text("a note", value, source)
        case _:
            for line in value.splitlines():
                yield from _text("a value of an unknown key", line, source)
                if "@" in line:
                    yield Secret("a value of an unknown key", source, line, email_patterns(line))
                elif len(digits := phone_digits(line)) >= LEAST_DIGITS and not re.search(r"[^\W\d_]", line):
                    yield Secret("a value of an unknown key", source, line, digits=digits)


def _text(kind: str, value: str | None, source: Source) -> Iterator[Secret]:
    if value and not _ORDINARY.fullmatch(value.strip()):
        yield Secret(kind, source, value, text_patterns(value))


def _prose(journal: Journal) -> Iterator[Secret]:
    """The lines of comments and private blocks, of four words or more."""
    files: tuple[Entry | OwnFile | OrdinaryPage, ...] = (*journal.entries, *journal.own_files, *journal.pages)
    for file in files:
        for hidden in hidden_parts(file.prose):
            line = file.prose_line + file.prose.count("\n", 0, hidden.start)
            kind = "a comment" if hidden.kind == "comment" else "a line of a private block"
            yield from _lines(kind, file.prose[hidden.start : hidden.end], file.path, line)


def _lines(kind: str, text: str, path: str, first: int) -> Iterator[Secret]:
    for number, line in enumerate(text.split("\n"), start=first):
        if len(folded_words(line)) >= LEAST_WORDS:
            yield Secret(kind, Source(path, number), line, text_patterns(line))


def _unread(root: Path | None, journal: Journal, settings: Settings) -> Iterator[Secret]:
    if root is None:
        return
    kinds = {"name": NAME, "email": "an e-mail address", "phone": "a telephone number"}
    known = (fact.value for declaration in _declarations(journal) if (fact := declaration.facts.get("name")))
    names = {folded_words(str(name)) for name in (*known, *(contact.name for contact in journal.contacts.values()))}
    for key, source, value, patterns, digits in unread_values(root, settings.journal_path, names):
        yield Secret(kinds[key], source, value, patterns, digits)


def _people(journal: Journal, public: Journal, settings: Settings) -> Iterator[Secret]:
    """Name, id and other ids of every contact who is not published in full; one word that is a company's name too is none."""
    people = public_people(journal, settings)[0]
    shown = {folded_words(c.name) for key, c in journal.contacts.items() if people[key].publication is Publication.FULL}
    shown |= {words for company in public.companies.values() if len(words := folded_words(company.name)) == 1}
    names: dict[str, list[tuple[str, Source]]] = {}
    for declaration in _declarations(journal):
        if declaration.thing is Thing.CONTACT and (fact := declaration.facts.get("name")):
            names.setdefault(declaration.id, []).append((str(fact.value), fact.source))
    for key, contact in journal.contacts.items():
        if people[key].publication is Publication.FULL:
            continue
        if contact.met and len(folded_words(contact.met)) >= RUN:
            yield Secret("how a contact was met", contact.origins["met"], contact.met, text_patterns(contact.met))
        source = contact.origins.get("name", Source(contact.own_file or ""))
        for name, where in names.get(key, [(contact.name, source)]):
            if folded_words(name) not in shown:
                yield Secret(NAME, where, name, name_patterns(name), exact=len(folded_words(name)) == 1)
        for word in (key, *contact.aliases):
            if word not in public.companies and word not in _SECTIONS and folded_words(word) not in shown:
                yield Secret(ID, source, word, frozenset(spellings(word)), exact="-" not in word)


def _addresses(journal: Journal, settings: Settings) -> Iterator[Secret]:
    """The web addresses of every contact who is not published in full."""
    people = public_people(journal, settings)[0]
    hidden = [c for key, c in journal.contacts.items() if people[key].publication is not Publication.FULL]
    for contact, key in product(hidden, LINKS):
        value = getattr(contact, key)
        words = folded_words(_PLAIN_START.sub("", value or ""))
        if len(words) > 2:  # a bare domain may be anybody's
            yield Secret("an address of a contact", contact.origins[key], value, frozenset((words,)))


def _private_places(journal: Journal, public: Journal) -> Iterator[Secret]:
    """What private entries and files say, line by line; the titles of goals that only they declare."""
    if private := [entry for entry in journal.entries if entry.private]:
        values = {value for entry in public.entries for value in _values(entry)}
        said = " | ".join(["", *(" ".join(folded_words(value)) for value in values), ""])
        for entry in private:
            yield from _private_entry(entry, said)
    files: tuple[OwnFile | OrdinaryPage, ...] = (*journal.own_files, *journal.pages)
    for file in files:
        if file.private:
            yield from _lines("a line of a private file", file.prose, file.path, file.prose_line)
    for key, goal in journal.goals.items():
        if key not in public.goals and goal.title and len(folded_words(goal.title)) >= LEAST_WORDS:
            yield Secret("the title of a private goal", goal.origins["title"], goal.title, text_patterns(goal.title))


def _private_entry(entry: Entry, said: str) -> Iterator[Secret]:
    yield from _lines("a line of a private entry", entry.prose, entry.path, entry.prose_line)
    texts = [(entry.title, Source(entry.path)), *((p.do, p.source) for p in entry.planned)]
    texts += [(text, a.source) for a in entry.activities for text in (a.did, a.link)]
    for text, source in texts:
        words = folded_words(text or "")
        if len(words) >= RUN and f" {' '.join(words)} " not in said:
            yield Secret("a text of a private entry", source, text or "", frozenset((words,)))


def _declarations(journal: Journal) -> Iterator[Declaration]:
    for entry in journal.entries:
        yield from entry.declarations
    for file in journal.own_files:
        yield file.declaration


def _words(secrets: Iterable[Secret]) -> set[Words]:
    """All that could be told of them to be public."""
    return {words for secret in secrets for words in (folded_words(secret.value), *secret.patterns)}


def _without(known: set[Words], secrets: Iterable[Secret]) -> Iterator[Secret]:
    return (replace(s, patterns=s.patterns - known) for s in secrets if folded_words(s.value) not in known)


def _public_values(asked: set[Words], public: Journal, settings: Settings) -> set[Words]:
    """Those that are the words of a whole public field: a town or a date that stands there anyway is no secret."""
    values = {settings.owner or "", settings.site_name, settings.site_url or ""}
    for thing in (*public.goals.values(), *public.contacts.values(), *public.companies.values(), *public.entries):
        values.update(_values(thing))
    known = asked.intersection(map(folded_words, values))
    return known.union(asked.intersection(folded_words(_PLAIN_START.sub("", v)) for v in values if v.startswith("http")))


def _forms(asked: set[Words], public: Journal) -> set[Words]:
    """Those that are a line in two public places: a form that is filled in."""
    forms: set[Words] = set()
    lines: set[Words] = set()
    files: tuple[Entry | OwnFile | OrdinaryPage, ...] = (*public.entries, *public.own_files, *public.pages)
    for file in files:
        here = asked.intersection(map(folded_words, file.prose.split("\n")))
        forms |= here & lines
        lines |= here
    return forms


def _values(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for item in thing:
            yield from _values(item)
    elif isinstance(thing, date):
        yield thing.isoformat()
    else:
        for name in _fields_with_values(type(thing)):  # type: ignore[arg-type] # a class can be hashed
            if (value := getattr(thing, name)) is not None:
                yield from _values(value)


@cache
def _fields_with_values(kind: type) -> tuple[str, ...]:
    """The names of the fields of a part of a journal that hold what its author wrote in public."""
    if not issubclass(kind, Struct) or issubclass(kind, (Declaration, OwnFile)):
        return ()
    return tuple(name for name in kind.__struct_fields__ if name not in ("prose", "path", "source", "origins", "key", "own_file"))
