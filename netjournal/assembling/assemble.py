"""A folder's parsed files to the author's Journal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from netjournal.assembling.answers import Answers, all_answers, changed_answers
from netjournal.assembling.identity import identify_all
from netjournal.assembling.linking import Linked, Linker
from netjournal.assembling.merging import merge_journal
from netjournal.diagnostics import Diagnostic
from netjournal.model import Entry, Journal, OrdinaryPage
from netjournal.reading.folder import Folder
from netjournal.settings import Settings


@dataclass(frozen=True, slots=True)
class Links:
    """The entries of a journal as they were linked, by path, and the answers that led to it."""

    entries: dict[str, Linked] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    finished: dict[str, Entry] = field(default_factory=dict)  # with what they declare, where nothing was wrong with it


@dataclass(frozen=True, slots=True)
class Assembled:
    """A journal, its problems, and what the next time can be taken over. No journal: files have to be read anew first."""

    journal: Journal | None
    problems: tuple[Diagnostic, ...] = ()
    links: Links = field(default_factory=Links)
    to_read: tuple[str, ...] = ()  # their paths


def assemble_journal(folder: Folder, settings: Settings, before: Links, abridged: Collection[str] = ()) -> Assembled:
    """The journal in `folder` as its author may see it, and the problems of reading and of putting it together.

    Entries are taken over from `before`, which has those alone whose files did not change, as long as they mean the same.
    Of `abridged` files the records hold nothing but what they declare, so they cannot be linked anew.
    """
    identities = identify_all(folder)
    linker = Linker(identities)
    answers = all_answers(identities, linker.aliases)
    changed = changed_answers(before.answers, answers)
    linked: dict[str, Linked] = {}
    to_read = []
    for file in folder.entries:
        known = before.entries.get(file.path)
        if known is not None and linker.still_holds(known, changed):
            linked[file.path] = known
        elif file.path in abridged:
            to_read.append(file.path)
        else:
            linked[file.path] = linker.link(file)
    if to_read:
        return Assembled(None, to_read=tuple(to_read))
    finished: dict[str, Entry] = {}
    for path, one in linked.items():
        same = None if changed or before.entries.get(path) is not one else before.finished.get(path)
        finished[path] = same or linker.entry(one)
    entries = tuple(finished.values())
    own_files = tuple(linker.own_file(file) for file in identities.own_files)
    pages = tuple(OrdinaryPage(p.path, p.key, p.meta, p.private, p.readable, p.prose, p.prose_line) for p in folder.pages)
    journal, contradictions = merge_journal(entries, own_files, pages, folder.media, settings)
    problems = (*folder.problems, *identities.problems, *linker.problems, *contradictions)
    return Assembled(
        journal, problems, Links(linked, answers, {path: entry for path, entry in finished.items() if path not in linker.unsure})
    )
