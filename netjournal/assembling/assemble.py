"""A folder's parsed files to the author's Journal."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from netjournal.assembling.answers import Answers, changed_answers
from netjournal.assembling.identity import identify_all
from netjournal.assembling.linking import Finished, Linked, Linker
from netjournal.assembling.merging import merge_journal
from netjournal.assembling.steps import Steps
from netjournal.diagnostics import Diagnostic
from netjournal.model import Entry, Journal, OrdinaryPage, OwnFile
from netjournal.reading.folder import Folder
from netjournal.reading.parse import Parsed
from netjournal.settings import Settings


class Links(Struct, frozen=True):
    """The entries of a journal as they were linked, by path, the answers that led to it, and who gave them."""

    entries: dict[str, Linked] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    linker: Linker | None = None
    finished: dict[str, Entry] = field(default_factory=dict)  # with what they declare


class Assembled(Struct, frozen=True):
    """A journal, its problems, and what the next time can be taken over. No journal: files have to be read anew first."""

    journal: Journal | None
    problems: tuple[Diagnostic, ...] = ()
    links: Links = field(default_factory=Links)
    to_read: tuple[str, ...] = ()  # their paths


def assemble_journal(
    folder: Folder, settings: Settings, before: Links, steps: Steps, is_abridged: Callable[[str], bool] = lambda path: False
) -> Assembled:
    """The journal in `folder` as its author may see it, and the problems of reading and of putting it together.

    Entries are taken over from `before`, which has those alone whose files did not change, as long as they mean the same.
    The records of abridged files, by path, are gone, so they cannot be linked anew.
    """
    linker = steps.one("linker", _what_identifies(folder), lambda: Linker(identify_all(folder)))
    linked = _linked(folder, linker, before)
    lost = [file for file in folder.entries if linked[file.path] is None]
    if to_read := tuple(file.path for file in lost if is_abridged(file.path)):
        return Assembled(None, to_read=to_read)
    links = {path: known for path, known in linked.items() if known is not None}
    if lost:
        anew = {file.path: linker.link(file) for file in lost}
        links = {file.path: anew.get(file.path) or links[file.path] for file in folder.entries}
    answers = before.answers if before.answers == linker.answers else linker.answers
    finished = _finished(tuple(links.values()), linker, answers, before, steps)
    entries = tuple(one.entry for one in finished)
    own_files, wrong_files = _own_files(folder, linker, steps)
    pages = tuple(OrdinaryPage(p.path, p.key, p.meta, p.private, p.readable, p.prose, p.prose_line) for p in folder.pages)
    journal, contradictions = merge_journal(entries, own_files, pages, folder.media, settings, steps=steps)
    wrong_entries = (problem for one in finished if one.problems for problem in one.problems)
    problems = (*folder.problems, *linker.identities.problems, *linker.problems, *wrong_entries, *wrong_files, *contradictions)
    return Assembled(journal, problems, Links(links, answers, linker, dict(zip(links, entries, strict=True))))


def _what_identifies(folder: Folder) -> list[object]:
    """All that `identify_all` looks at, but for paths: a record has its own."""
    found: list[object] = [entry.declares for entry in folder.entries if entry.declares]
    for file in folder.own_files:
        found += (file.record, file.what, file.readable)
    return found


def _linked(folder: Folder, linker: Linker, before: Links) -> dict[str, Linked | None]:
    """The entries as they are linked already, None for those that have to be."""
    paths = [file.path for file in folder.entries]
    linked = dict(zip(paths, map(before.entries.get, paths), strict=True))
    if linker is not before.linker:
        changed = changed_answers(before.answers, linker.answers)
        for path, known in linked.items():
            if known is not None and not linker.still_holds(known, changed):
                linked[path] = None
    return linked


def _finished(linked: tuple[Linked, ...], linker: Linker, answers: Answers, before: Links, steps: Steps) -> list[Finished]:
    def finish(one: Linked) -> Finished:
        made = linker.finish(one)
        known = before.finished.get(made.entry.path)
        return replace(made, entry=_take_over(made.entry, known)) if known else made

    first = not before.finished  # so there is nothing to take over
    finished = steps.each("finished", linked, (answers,), linker.finish if first else finish)
    unsure = [number for number, one in enumerate(finished) if not one.is_sure]
    again = steps.each("unsure", tuple(linked[number] for number in unsure), (linker,), finish)
    if unsure:
        finished = finished.copy()
        for number, one in zip(unsure, again, strict=True):
            finished[number] = one
    return finished


def _take_over(now: Entry, before: Entry) -> Entry:
    """`now` with those parts of `before` that came out the same, as `take_over` does it."""
    declarations = before.declarations if repr(now.declarations) == repr(before.declarations) else now.declarations
    activities = before.activities if repr(now.activities) == repr(before.activities) else now.activities
    return replace(now, declarations=declarations, activities=activities)


def _own_files(folder: Folder, linker: Linker, steps: Steps) -> tuple[tuple[OwnFile, ...], list[Diagnostic]]:
    now: dict[str, Parsed] = {file.path: file for file in folder.own_files}
    files = tuple(now[file.path] for file in linker.identities.own_files)
    made = steps.each("own files", files, (linker,), linker.own_file)
    return tuple(file for file, _ in made), [problem for _, problems in made for problem in problems]
