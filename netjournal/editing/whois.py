"""All that is held about one person, with places: what somebody may ask to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from netjournal.diagnostics import Source
from netjournal.editing.person import MAX_SEARCHED, Person, all_files, declarations_of, decode_any, files_beside, find_occurrences
from netjournal.model import CompanyName, Journal
from netjournal.prose import hidden_parts
from netjournal.reading.text import place
from netjournal.reports.follow_ups import build_follow_ups
from netjournal.schema import CONTACT


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that is held. `private`: the public never sees it, whatever is published of the person."""

    section: str  # facts, activities, planned, follow-ups, introduced, text
    label: str
    value: str
    source: Source
    private: bool = False


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about `person`. `own_files` and `other_files` are paths; of the latter with how often they name the person."""

    person: Person
    held: tuple[Held, ...]
    own_files: tuple[str, ...]
    other_files: tuple[tuple[str, int], ...]


def build_dossier(journal: Journal, person: Person, directory: Path, root: Path, journal_path: str, today: date) -> Dossier:
    """What the journal in `root`, and the files beside mkdocs.yml in `directory`, hold about `person`."""
    private_paths = {entry.path for entry in journal.entries if entry.private}
    private_paths |= {file.path for file in journal.own_files if file.private} | {
        page.path for page in journal.pages if page.private
    }
    held = [*_facts(journal, person, private_paths), *_uses(journal, person, private_paths, today)]
    own = tuple(f.path for f in journal.own_files if f.thing.value == "contacts" and f.id == person.id)
    texts, others = _texts(person, directory, root, journal_path)
    held += [h if h.source.path not in private_paths else Held(h.section, h.label, h.value, h.source, True) for h in texts]
    return Dossier(person, tuple(held), own, others)


def _facts(journal: Journal, person: Person, private_paths: set[str]) -> list[Held]:
    private_keys = CONTACT.private_keys()
    return [
        Held(
            "facts",
            key.lstrip("?"),
            _shown(fact.value),
            fact.source,
            key[0] == "?" or key in private_keys or fact.source.path in private_paths,
        )
        for declaration in declarations_of(journal, person.id)
        for key, fact in declaration.facts.items()
    ]


def _uses(journal: Journal, person: Person, private_paths: set[str], today: date) -> list[Held]:
    found = []
    for entry in journal.entries:
        for activity in entry.activities:
            if person.id in activity.contacts:
                hidden = entry.private or activity.hidden
                found.append(Held("activities", str(entry.day), activity.did, activity.source, hidden))
                if activity.note:
                    found.append(Held("activities", "note", activity.note, activity.source, True))
    for entry in journal.entries:
        for item in entry.planned:
            if person.id in item.contacts:
                done = "done" if item.done else "open"
                found.append(Held("planned", f"{entry.day} {done}", item.do, item.source, entry.private or item.hidden))
    for row in build_follow_ups(journal, today):
        if row.contact == person.id:
            source = row.activity.source if row.activity else person.contact.origins.get("every", Source(""))
            found.append(Held("follow-ups", str(row.due), str(row.state), source, source.path in private_paths))
    for other in journal.contacts.values():
        for declaration in declarations_of(journal, other.id):
            via = declaration.facts.get("via")
            if via and via.value == person.id:
                found.append(Held("introduced", other.id, other.name, via.source, via.source.path in private_paths))
    return found


def _texts(person: Person, directory: Path, root: Path, journal_path: str) -> tuple[list[Held], tuple[tuple[str, int], ...]]:
    """Where the files say it in text: place by place in Markdown, by number in all others."""
    found, others = [], []
    files = [(f"{journal_path}/{key}" if journal_path not in ("", ".") else key, root / key) for key in all_files(root)]
    known = {path for path, _ in files}
    files += [(name, directory / name) for name in files_beside(directory) if name not in known]
    for path, file in files:
        try:
            data = file.read_bytes() if file.stat().st_size <= MAX_SEARCHED else b""
        except OSError:
            continue
        text = decode_any(data).replace("\r\n", "\n")
        occurrences = find_occurrences(text, person)
        if not path.endswith(".md"):
            if occurrences or find_occurrences(file.name, person):
                others.append((path, len(occurrences)))
            continue
        hidden = hidden_parts(text) if occurrences else ()
        for one in occurrences:
            where = place(text, one.start, path, one.end - one.start)
            line = text.split("\n")[where.line - 1].strip()
            private = any(h.start <= one.start < h.end for h in hidden)
            found.append(Held("text", one.what, line, where, private))
    return found, tuple(others)


def to_json(dossier: Dossier) -> dict[str, Any]:
    """The dossier for other programs."""
    person = dossier.person
    sections: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("facts", "activities", "planned", "follow-ups", "introduced", "text")
    }
    for held in dossier.held:
        path, line, column, _ = held.source
        row = {"label": held.label, "value": held.value, "private": held.private, "path": path, "line": line, "column": column}
        sections[held.section].append(row)
    public = {"publication": str(person.public.publication), "id": person.public.id, "name": person.public.name or None}
    return {
        "id": person.id,
        "names": list(person.names),
        "aliases": list(person.ids[1:]),
        "public": public,
        "via": person.contact.via,
        "own_files": list(dossier.own_files),
        **{name.replace("-", "_"): rows for name, rows in sections.items()},
        "other_files": [{"path": path, "occurrences": number} for path, number in dossier.other_files],
    }


def _shown(value: Any) -> str:
    if isinstance(value, CompanyName):
        return value.typed
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return ", ".join(map(str, value))
    return str(value)
