"""Taking one person out of every file by minimal edits, with all counts as they were."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from msgspec.structs import replace

from netjournal.diagnostics import Source
from netjournal.editing.documents import Document, Edit, Refusal, find_node, open_document, try_edits
from netjournal.editing.files import Change
from netjournal.editing.lists import delete_item, remove_value
from netjournal.editing.person import (
    MAX_SEARCHED,
    Person,
    all_files,
    declarations_of,
    decode_any,
    files_beside,
    find_occurrences,
    replace_person,
)  # fmt: skip
from netjournal.editing.prose import replace_span
from netjournal.editing.trial import load_changed, new_problems
from netjournal.editing.values import replace_scalars
from netjournal.loading import load_journal
from netjournal.model import Journal, Thing
from netjournal.reading.classify import FileKind, classify
from netjournal.reading.text import place
from netjournal.settings import Settings

WORD = "someone"  # what the public sees of a person who is not published (section 6)
# what names somebody or something else, or is no text: a name in it is shown, not replaced
_KEPT = frozenset(
    (
        "name",
        "id",
        "alias",
        "aliases",
        "company",
        "with",
        "via",
        "goal",
        "link",
        "linkedin",
        "github",
        "twitter",
        "website",
        "careers",
        "email",
    )
)


@dataclass(frozen=True, slots=True)
class Unedited:
    """A file that still names the person, and why; `line` of the place, 0 where the whole file is meant."""

    path: str
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What will be written, and what is left to the author. With `refused` nothing is to be written at all."""

    person: Person
    changes: tuple[Change, ...]
    left: tuple[Unedited, ...]
    refused: tuple[tuple[str, Refusal], ...] = ()


def plan_forgetting(directory: Path, root: Path, settings: Settings, journal: Journal, person: Person) -> Forgetting:
    """The edits that take `person` out of the journal in `root`; the result was read again before it is handed out."""
    changes: list[Change] = []
    left: list[Unedited] = []
    refused: list[tuple[str, Refusal]] = []
    after: dict[str, str] = {}
    own = {f.path for f in journal.own_files if f.thing is Thing.CONTACT and f.id == person.id}
    for key in all_files(root):
        path = _path(settings, key)
        if path in own:
            changes.append(Change(path, (root / key).read_bytes(), None))
            continue
        try:
            if (root / key).stat().st_size > MAX_SEARCHED:
                left.append(Unedited(path, 0, "is too large to be searched"))
                continue
            data = (root / key).read_bytes()
        except OSError as error:
            left.append(Unedited(path, 0, f"cannot be opened ({error.strerror or error})"))
            continue
        new, why = _edit(data, key, path, journal, person)
        if isinstance(new, Refusal):
            refused.append((path, new))
        elif new is not None:
            after[path] = new
            changes.append(Change(path, data, new.encode()))
        shown = new if isinstance(new, str) else decode_any(data)
        left += _left(shown, path, person, why)
    left += _beside(directory, settings, person)
    if not refused:
        refused += _trial(root, settings, journal, person, changes)
    changes = [c for c in changes if c.before != c.after]
    return Forgetting(person, tuple(changes), tuple(left), tuple(refused))


def _beside(directory: Path, settings: Settings, person: Person) -> list[Unedited]:
    if settings.journal_path in ("", "."):
        return []  # they are the journal's own
    found = []
    for name in files_beside(directory):
        file = directory / name
        try:
            text = decode_any(file.read_bytes()) if file.stat().st_size <= MAX_SEARCHED else ""
        except OSError:
            continue
        found += _left(text, name, person, "is no file of the journal")
    return found


def _path(settings: Settings, key: str) -> str:
    return f"{settings.journal_path}/{key}" if settings.journal_path not in ("", ".") else key


def _edit(data: bytes, key: str, path: str, journal: Journal, person: Person) -> tuple[str | Refusal | None, str | None]:
    """The new text of a file, None where it cannot be edited, and why."""
    if not key.endswith(".md"):
        return None, "is no Markdown file"
    try:
        raw = data.decode("utf-8")
    except UnicodeDecodeError:
        return None, "is not UTF-8"
    document = open_document(raw)
    if isinstance(document, Refusal):
        return None, document.reason
    if not find_occurrences(document.text, person) and not _escaped(document, person):
        return raw, None
    what = classify(key)
    entry = what.kind in (FileKind.ENTRY, FileKind.TEMPLATE)
    own = what.kind is FileKind.OWN and what.thing is Thing.CONTACT
    result: str | Refusal = raw
    if entry:
        result = _without_declarations(raw, path, journal, person)
        for name, keys in (("activities", ("with",)), ("planned", ("with",)), ("contacts", ("via",))):
            if not isinstance(result, Refusal):
                result = _without_references(result, name, keys, person)
    if own and isinstance(document.root, yaml.MappingNode):
        result = remove_value(raw, (), "via", frozenset(person.ids))
    if not isinstance(result, Refusal):
        result = replace_scalars(result, lambda text: replace_person(text, person, WORD), _KEPT)
    if not isinstance(result, Refusal):
        result = _without_prose(result, person)
    return result, None


def _escaped(document: Document, person: Person) -> bool:
    """Whether a value names the person once YAML has read it, though the text does not."""
    tree = [document.root]
    while tree:
        node = tree.pop()
        if isinstance(node, yaml.ScalarNode) and (find_occurrences(node.value, person) or node.value.strip().lower() in person.ids):
            return True
        if isinstance(node, yaml.SequenceNode):
            tree += node.value
        if isinstance(node, yaml.MappingNode):
            tree += [value for _, value in node.value]
    return False


def _without_declarations(raw: str, path: str, journal: Journal, person: Person) -> str | Refusal:
    places = {(d.source.line, d.source.column) for d in declarations_of(journal, person.id) if d.source.path == path}
    document = open_document(raw)
    if not places or isinstance(document, Refusal):
        return raw
    node = find_node(document, ("contacts",))
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    doomed = [
        n for n, item in enumerate(items)
        if (document.line(document.start(item)), document.column(document.start(item)) + 1) in places
    ]  # fmt: skip
    if len(doomed) < len(places):
        return Refusal("a mapping of the person could not be found", min(places)[0])
    for index in reversed(doomed):
        changed = delete_item(raw, ("contacts",), index)
        if isinstance(changed, Refusal):
            return replace(changed, reason="the contact could not be taken out", typed="(delete the item)")
        raw = changed
    return raw


def _without_references(raw: str, name: str, keys: tuple[str, ...], person: Person) -> str | Refusal:
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    node = find_node(document, (name,))
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    for index, item in enumerate(items):
        if isinstance(item, yaml.MappingNode):
            for key in keys:
                changed = remove_value(raw, (name, index), key, frozenset(person.ids))
                if isinstance(changed, Refusal):
                    return replace(changed, typed=changed.typed or f"(take '{person.id}' out of '{key}')")
                raw = changed
    return raw


def _without_prose(raw: str, person: Person) -> str | Refusal:
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    prose = document.text[document.prose_start :]
    new = replace_person(prose, person, WORD)
    if new == prose:
        return _without_comments(raw, person)
    changed = replace_span(raw, 0, len(prose), new)
    return changed if isinstance(changed, Refusal) else _without_comments(changed, person)


def _without_comments(raw: str, person: Person) -> str | Refusal:
    """The YAML comments of the front matter, where nothing but a comment is meant."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    for one in reversed(find_occurrences(document.text[document.block_start : document.block_end], person)):
        start, end = document.block_start + one.start, document.block_start + one.end
        if "#" not in document.text[document.line_start(start) : start] or one.what == "address":
            continue
        changed = try_edits(document, [[Edit(start, end, WORD)]], lambda data: data, Refusal(""))
        if isinstance(changed, str):
            again = open_document(changed)
            if isinstance(again, Document):
                document = again
    return document.raw


def _left(text: str, path: str, person: Person, why: str | None) -> list[Unedited]:
    """What of a text still says who it was."""
    text = text.replace("\r\n", "\n")
    found = find_occurrences(text, person, first_names=True)
    rows = (
        [Unedited(path, 0, "the file's name holds it")]
        if find_occurrences(path.rpartition("/")[2].replace(".", " "), person)
        else []
    )
    if why and [f for f in found if f.what != "first name"]:
        return [*rows, Unedited(path, 0, f"names the person {len(found)} times and {why}, so it was not edited")]
    if why:
        return rows
    return [*rows, *(Unedited(path, place(text, f.start, path).line, f.what) for f in found)]


def _trial(root: Path, settings: Settings, before: Journal, person: Person, changes: list[Change]) -> list[tuple[str, Refusal]]:
    """Why `changes` are not good: other counts, a new problem, or the person is still there."""
    after, problems = load_changed(root, settings, changes)
    refused = [
        (p.source.path, Refusal(f"there would be a new problem: {p.message}", p.source.line))
        for p in new_problems(load_journal(root, settings)[1], problems)
    ]
    for (path, was), (_, now) in zip(_counts(before), _counts(after), strict=False):
        if was != now:
            refused.append((path, Refusal("the counts would not be the same")))
    if len(before.entries) != len(after.entries) or set(before.goals) != set(after.goals):
        refused.append((settings.journal_path, Refusal("an entry or a goal would be missing")))
    still = [d.source for e in after.entries for d in e.declarations if d.thing is Thing.CONTACT and d.id == person.id]
    still += [a.source for a in after.activities if person.id in a.contacts]
    refused += [(source.path, Refusal(f"'{person.id}' would still be here", source.line)) for source in still]
    if person.id in after.contacts and not still:
        refused.append((settings.journal_path, Refusal(f"'{person.id}' would still be there")))
    return refused


def _counts(journal: Journal) -> list[tuple[str, Any]]:
    """What counts in each entry."""
    rows: list[tuple[str, Any]] = []
    for entry in journal.entries:
        place_ = Source(entry.path)
        activities = [replace(a, did="", note=None, contacts=(), source=place_, goals_at=None) for a in entry.activities]
        planned = [(i.done, i.goals, i.channel) for i in entry.planned]
        rows.append((entry.path, (activities, planned, entry.worked_on, entry.private, entry.readable)))
    return rows
