"""Changes of a day's entry: tried on the journal in memory first, and refused if they bring a problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from netjournal.assembling.assemble import assemble_journal
from netjournal.audience import public_people
from netjournal.checks import check_journal
from netjournal.diagnostics import Diagnostic
from netjournal.editing.documents import Document, Refusal, find_node, open_document
from netjournal.editing.files import Change, ChangeSet, read_bytes
from netjournal.editing.fragments import Value
from netjournal.editing.guessing import Newcomer
from netjournal.editing.lists import insert_item
from netjournal.editing.prose import append_prose
from netjournal.editing.values import set_value
from netjournal.model import Journal, PlannedItem
from netjournal.names import slug
from netjournal.reading.classify import classify
from netjournal.reading.folder import Folder, read_folder
from netjournal.reading.parse import Parsed, parse_file
from netjournal.reading.values import Vocabulary
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
_OF_THE_MONTH = frozenset(["few-goals"])  # an entry does not bring it: the month had too few before

Edit = Callable[[str], str | Refusal]


@dataclass(frozen=True, slots=True)
class Desk:
    """The journal as it lies before the writer. `directory` is the folder of mkdocs.yml, `root` the journal's."""

    directory: Path
    root: Path
    settings: Settings
    folder: Folder
    journal: Journal
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """Changes that are good to make, and the journal as it is with them."""

    changes: ChangeSet
    journal: Journal


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing is written, in lines."""

    lines: tuple[str, ...]


def open_desk(directory: Path, root: Path, settings: Settings) -> Desk:
    folder = read_folder(root, settings.journal_path, _vocabulary(settings))
    return Desk(directory, root, settings, folder, *_understand(folder, settings))


def entry_path(desk: Desk, day: date) -> str:
    """The day's entry: its `YYYY-MM-DD.md`, a public one before a private one; else where a new one goes."""
    name = f"{day}.md"
    found = [p for p in desk.folder.entries if p.path.rpartition("/")[2] == name]
    usual = _path(desk, f"{day:%Y}/{day:%m}/{name}")
    found.sort(key=lambda p: (p.what.private or p.private, p.path != usual, p.path))
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
                texts[path] = new_text(desk) if data is None else data.decode("utf-8")
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


def try_changes(desk: Desk, changes: ChangeSet) -> Draft | Refused:
    """The journal with `changes`, unless they bring a problem that was not there before."""
    folder = desk.folder
    for change in changes:
        folder = _with_file(folder, change, desk)
    journal, problems = _understand(folder, desk.settings)
    known = Counter(map(_sameness, desk.problems))
    fresh = []
    for problem in problems:
        known[_sameness(problem)] -= 1
        if known[_sameness(problem)] < 0 and problem.code not in _OF_THE_MONTH:
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


def _understand(folder: Folder, settings: Settings) -> tuple[Journal, tuple[Diagnostic, ...]]:
    journal, problems = assemble_journal(folder, settings)
    _, unseen = public_people(journal, settings)
    return journal, (*problems, *check_journal(journal, settings), *unseen)


def _with_file(folder: Folder, change: Change, desk: Desk) -> Folder:
    prefix = desk.settings.journal_path
    key = change.path.removeprefix(f"{prefix}/") if prefix not in ("", ".") else change.path
    parsed = parse_file(change.after or b"", change.path, key.removesuffix(".md"), classify(key), _vocabulary(desk.settings))
    assert isinstance(parsed, Parsed)  # its name says a day of the calendar
    entries = [p for p in folder.entries if p.path != change.path] + [parsed]
    problems = (*(p for p in folder.problems if p.source.path != change.path), *parsed.problems)
    return replace(folder, entries=tuple(sorted(entries, key=lambda p: (p.day, p.key))), problems=problems)


def _sameness(problem: Diagnostic) -> tuple[str, str, str]:
    """A problem without its line, which moves when something is written above it."""
    return problem.source.path, problem.code, problem.message


def _vocabulary(settings: Settings) -> Vocabulary:
    return Vocabulary(settings.channels, settings.practices)


def _path(desk: Desk, key: str) -> str:
    prefix = desk.settings.journal_path
    return f"{prefix}/{key}" if prefix not in ("", ".") else key
