"""One person as a search sees them: every id, name, address and number, and where they stand in a text."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from netjournal.audience import PublicPerson, public_people
from netjournal.model import Contact, Declaration, Journal, Thing
from netjournal.names import same, slug
from netjournal.settings import Settings

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # scripts without spaces
MAX_SEARCHED = 20_000_000  # bytes of a file that is searched for names


@dataclass(frozen=True, slots=True)
class Person:
    """Who is meant. `ids` starts with the id, `names` with the current one; earlier ones follow."""

    contact: Contact
    ids: tuple[str, ...]
    names: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    links: tuple[str, ...]
    public: PublicPerson
    longer_names: tuple[str, ...]  # of other people, that hold one of these names

    @property
    def id(self) -> str:
        return self.ids[0]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something of a person in a text, in characters. `what`: name, id, mention, e-mail, phone, address or first name."""

    start: int
    end: int
    what: str


def find_person(journal: Journal, settings: Settings, word: str) -> Person | tuple[str, ...]:
    """Who has the id, alias, public id or name `word`; else the ids of those who may be meant."""
    people, _ = public_people(journal, settings)
    key = word.strip().removeprefix("@").lower()
    found = journal.contact_ids.get(key) or next((k for k, p in people.items() if p.id == key), None)
    if found is None:
        names = {k: _names(journal, c) for k, c in journal.contacts.items()}
        exact = tuple(k for k, all_ in names.items() if same(word) in map(same, all_))
        wanted = _words(word)
        near = exact or tuple(k for k, all_ in names.items() if wanted and any(wanted <= _words(n) for n in all_))
        if len(near) != 1:
            return near
        found = near[0]
    return _person(journal, journal.contacts[found], people[found])


def _words(name: str) -> set[str]:
    """The words of a name without case and accents; those of a script that no slug is made of as they are."""
    return {slug(word) or same(word) for word in name.split()}


def declarations_of(journal: Journal, key: str) -> Iterator[Declaration]:
    """What each place says of the contact `key`, files of their own last."""
    for place in journal.entries:
        yield from (d for d in place.declarations if d.thing is Thing.CONTACT and d.id == key)
    for file in journal.own_files:
        if file.thing is Thing.CONTACT and file.id == key:
            yield file.declaration


def find_occurrences(text: str, person: Person, first_names: bool = False) -> list[Occurrence]:
    """Where `text` holds something of `person`, in order and not overlapping."""
    found = []
    for match in _pattern(person, first_names).finditer(text):
        what = match.lastgroup or ""
        if what != "other":
            found.append(Occurrence(match.start(), match.end(), {"email": "e-mail", "first": "first name"}.get(what, what)))
    return found


def replace_person(text: str, person: Person, word: str) -> str:
    """`text` with `word` for each mention, full name, e-mail address and telephone number; links to the own file become text."""
    ids = "|".join(map(re.escape, person.ids))
    link = re.compile(rf"\[([^\]\n]*)\]\((?:[^()\s]*/)?contacts/(?:{ids})\.md[^()]*\)", re.IGNORECASE)
    text = link.sub(lambda found: found[1], text)
    parts, at = [], 0
    for place in find_occurrences(text, person):
        if place.what in ("mention", "name", "e-mail", "phone"):
            parts += [text[at : place.start], word.capitalize() if _starts_sentence(text[: place.start]) else word]
            at = place.end
    return "".join([*parts, text[at:]])


def _starts_sentence(before: str) -> bool:
    """Whether what follows `before` is the beginning of a sentence."""
    bare = before.rstrip(" \n\"'“‘„*_>(")
    return not bare or bare[-1] in ".!?" or "\n\n" in before[len(bare) :]


def decode_any(data: bytes) -> str:
    """The text of any file, for a search."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")


def files_beside(directory: Path) -> list[str]:
    """The files that stand directly in the folder of mkdocs.yml: lists of contacts that were exported there, say."""
    return sorted(f.name for f in directory.iterdir() if f.is_file() and not f.is_symlink())


def all_files(root: Path) -> list[str]:
    """Every regular file below `root`, with slashes, in order; links are not followed."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f not in (".git", ".cache")]
        for name in names:
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                found.append(path.relative_to(root).as_posix())
    return sorted(found)


def _names(journal: Journal, contact: Contact) -> tuple[str, ...]:
    given = [d.facts["name"].value for d in declarations_of(journal, contact.id) if "name" in d.facts]
    return tuple(dict.fromkeys([contact.name, *reversed(given)]))


def _person(journal: Journal, contact: Contact, public: PublicPerson) -> Person:
    said: dict[str, list[str]] = {}
    ids = [contact.id, *contact.aliases]
    for declaration in declarations_of(journal, contact.id):
        for key, fact in declaration.facts.items():
            if key == "aliases":
                ids += fact.value
            elif isinstance(fact.value, str):
                said.setdefault(key, []).append(fact.value)
    names = _names(journal, contact)
    others = {c.name for c in journal.contacts.values() if c.id != contact.id} | {c.name for c in journal.companies.values()}
    longer = tuple(o for o in others if any(same(n) != same(o) and set(same(n).split()) <= set(same(o).split()) for n in names))
    links = [link for key in ("linkedin", "github", "twitter", "website") for link in said.get(key, [])]
    phones = tuple(dict.fromkeys(said.get("phone", [])))
    emails = tuple(dict.fromkeys(said.get("email", [])))
    return Person(contact, tuple(dict.fromkeys(ids)), names, emails, phones, tuple(dict.fromkeys(links)), public, longer)


def _pattern(person: Person, first_names: bool) -> re.Pattern[str]:
    ids = "|".join(map(re.escape, person.ids))
    turned = [f"{words[-1]}, {' '.join(words[:-1])}" for name in person.names if len(words := name.split()) > 1]
    same_as_name = {name.lower() for name in person.names}
    groups: list[tuple[str, list[str]]] = [
        ("other", [_name(name) for name in person.longer_names]),
        ("address", [_bounded(re.escape(link.split("://", 1)[-1].rstrip("/"))) for link in person.links]),
        ("email", [_bounded(re.escape(email)) for email in person.emails]),
        ("phone", [_bounded(digits) for phone in person.phones if (digits := _digits(phone))]),
        ("mention", [rf"(?<![^\W_]|[@/.+-])@(?:{ids})(?!_?[^\W_]|-?@|-[^\W_])"]),
        ("name", [_name(name) for name in (*person.names, *turned)]),
        ("id", [_bounded(rf"(?<!-){re.escape(i)}(?!-)") for i in person.ids if len(i) > 3 and i not in same_as_name]),
    ]
    if first_names:
        firsts = {name.split()[0] for name in person.names if len(name.split()) > 1}
        groups.append(("first", [_name(first) for first in sorted(firsts) if len(first) > 2]))
    ways = "|".join(f"(?P<{name}>{'|'.join(sorted(forms, key=len, reverse=True))})" for name, forms in groups if forms)
    return re.compile(ways, re.IGNORECASE)


def _bounded(form: str) -> str:
    """`form` as whole words; `_` is no letter, for it stands for emphasis."""
    return rf"(?<![^\W_]){form}(?![^\W_])"


def _name(name: str) -> str:
    """A name with any white space; of a single word in its own case only, for it may be an ordinary word too."""
    words = ["".join(map(_letter, unicodedata.normalize("NFC", word))) for word in name.split()]
    form = r"(?:\s|>|&nbsp;)+".join(words) if len(words) > 1 else f"(?-i:{words[0]})"
    return form if _UNSPACED.search(name) else _bounded(form)


def _letter(letter: str) -> str:
    """A letter with or without its accent, which may be a character of its own."""
    base, *accents = list(unicodedata.normalize("NFD", letter))
    return f"(?:{re.escape(letter)}|{re.escape(base)}[\u0300-\u036f]*)" if accents else re.escape(letter)


def _digits(phone: str) -> str:
    """A telephone number by its last nine digits, with any separators and any country before them."""
    digits = re.sub(r"\D", "", phone)[-9:]
    return r"(?:[+(]{0,2}\d[\d\s()./-]{0,7}?)?\(?" + r"[\s()./-]{0,2}".join(digits) if len(digits) >= 7 else ""
