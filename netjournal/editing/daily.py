"""Changes of a day's entry: tried on the journal in memory first, and refused if they bring a problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from netjournal.diagnostics import Diagnostic
from netjournal.editing.documents import Document, Refusal, find_node, open_document
from netjournal.editing.files import Change, ChangeSet, read_bytes
from netjournal.editing.fragments import Value
from netjournal.editing.guessing import Newcomer
from netjournal.editing.lists import insert_item
from netjournal.editing.prose import append_prose
from netjournal.editing.values import set_value
from netjournal.loading import Loader
from netjournal.model import Journal, PlannedItem
from netjournal.names import slug
from netjournal.reading.classify import FileKind, classify
from netjournal.settings import Settings

SKELETON = """\
---
planned:
  # - What I want to do today
activities:
  # - did: What I did
  #   channel: linkedin
  #   with: their-id
---

"""
_REMINDERS = frozenset(["few-goals", "not-smart"])  # of what is still to come; no reason to refuse what is there

Edit = Callable[[str], str | Refusal]


class Desk(Struct, frozen=True):
    """The journal as it lies before the writer. `directory` is the folder of mkdocs.yml, `root` the journal's."""

    directory: Path
    root: Path
    settings: Settings
    loader: Loader
    journal: Journal
    problems: tuple[Diagnostic, ...]


class Draft(Struct, frozen=True):
    """Changes that are good to make, and the journal as it is with them."""

    changes: ChangeSet
    journal: Journal


class Refused(Struct, frozen=True):
    """Why nothing is written, in lines."""

    lines: tuple[str, ...]


def open_desk(directory: Path, root: Path, settings: Settings) -> Desk:
    loader = Loader(root, settings)
    return Desk(directory, root, settings, loader, *loader.load())


def entry_path(desk: Desk, day: date) -> str:
    """The day's entry: its `YYYY-MM-DD.md`, a public one before a private one; else where a new one goes."""
    name = f"{day}.md"
    found = [e for e in desk.journal.entries if e.day == day and e.path.rpartition("/")[2] == name]
    usual = path_of(desk, f"{day:%Y}/{day:%m}/{name}")
    found.sort(key=lambda e: (e.private, e.path != usual, e.path))
    return found[0].path if found else usual


def new_text(desk: Desk, bare: str = "") -> str:
    """What a new entry starts with: the author's template, else `bare`."""
    try:
        return (desk.root / "templates" / "entry.md").read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return bare


def draft(desk: Desk, edits: Sequence[tuple[str, Edit]]) -> Draft | Refused:
    """The edits of files, each by its path, one after the other; refused where one cannot be made or brings a problem."""
    before: dict[str, bytes | None] = {}
    texts: dict[str, str] = {}
    for path, edit in edits:
        if path not in before:
            try:
                data = before[path] = read_bytes(desk.directory / path)
                texts[path] = first_text(desk, path) if data is None else data.decode("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                return Refused((f"{path}: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}",))
        changed = edit(texts[path])
        if isinstance(changed, Refusal):
            by_hand = f"; write by hand: {changed.typed}" if changed.typed else ""
            return Refused((f"{path}:{changed.line}: {changed.reason}{by_hand}",))
        texts[path] = changed
    try:
        changes = tuple(Change(path, before[path], text.encode("utf-8")) for path, text in texts.items())
    except UnicodeEncodeError:
        return Refused(("the text holds characters that cannot be written",))
    return try_changes(desk, changes)


def try_changes(desk: Desk, changes: ChangeSet, reword: Callable[[str], str] = str) -> Draft | Refused:
    """The journal with `changes`, unless they bring a problem that was not there before.

    `reword`: what the changes make of the path and the message of a problem that stays.
    """
    journal, problems = desk.loader.load_changed({change.path: change.after for change in changes})
    known = Counter((reword(path), code, reword(message)) for path, code, message in map(_sameness, desk.problems))
    fresh = []
    for problem in problems:
        path, code, message = _sameness(problem)
        known[reword(path), code, reword(message)] -= 1
        if known[reword(path), code, reword(message)] < 0 and problem.code not in _REMINDERS:
            fresh.append(problem)
    return Refused(tuple(f"{p.severity}[{p.code}]: {p.text}" for p in fresh)) if fresh else Draft(changes, journal)


def add_activity(activity: Mapping[str, Value]) -> Edit:
    return lambda raw: insert_item(raw, "activities", activity)


def add_contact(person: Newcomer) -> Edit:
    said = {"name": person.name} | ({"company": person.company} if person.company else {})
    return lambda raw: insert_item(raw, "contacts", said)


def add_planned(item: Mapping[str, Value]) -> Edit:
    """A planned item; one with nothing but its text is written as that text."""
    return lambda raw: insert_item(raw, "planned", item if len(item) > 1 else item["do"])


def add_note(text: str) -> Edit:
    return lambda raw: append_prose(raw, text)


def tick(item: PlannedItem) -> Edit:
    """`done: true` for the item of the file that stands where `item` was read."""

    def edit(raw: str) -> str | Refusal:
        document = open_document(raw)
        if isinstance(document, Refusal):
            return document
        index = _index_of(document, item)
        if index is None:
            return Refusal("the planned item is not there any more", item.source.line)
        return set_value(raw, ("planned", index), "done", True, bare="do")

    return edit


def id_of(person: str | Newcomer) -> str:
    return slug(person.name) if isinstance(person, Newcomer) else person


def _index_of(document: Document, item: PlannedItem) -> int | None:
    planned = find_node(document, ("planned",))
    nodes = planned.value if planned is not None and isinstance(planned.value, list) else []
    for index, node in enumerate(nodes):
        start = document.start(node)
        if document.line(start) == item.source.line and document.column(start) + 1 == item.source.column:
            return index
    return None


def first_text(desk: Desk, path: str) -> str:
    """What the change of a file that is not there starts from: an entry from the author's template."""
    return new_text(desk) if classify(_key(desk, path)).kind is FileKind.ENTRY else ""


def _key(desk: Desk, path: str) -> str:
    """A path as it is relative to the journal."""
    prefix = desk.settings.journal_path
    return path.removeprefix(f"{prefix}/") if prefix not in ("", ".") else path


def _sameness(problem: Diagnostic) -> tuple[str, str, str]:
    """A problem without its line, which moves when something is written above it."""
    return problem.source.path, problem.code, problem.message


def path_of(desk: Desk, key: str) -> str:
    """A file of the journal as its path is told, relative to the folder of mkdocs.yml."""
    prefix = desk.settings.journal_path
    return f"{prefix}/{key}" if prefix not in ("", ".") else key
