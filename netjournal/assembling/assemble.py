"""A folder's parsed files to the author's Journal."""

from __future__ import annotations

from netjournal.assembling.identity import identify_all
from netjournal.assembling.linking import Linker
from netjournal.assembling.merging import merge_journal
from netjournal.diagnostics import Diagnostic
from netjournal.model import Journal, OrdinaryPage
from netjournal.reading.folder import Folder
from netjournal.settings import Settings


def assemble_journal(folder: Folder, settings: Settings) -> tuple[Journal, tuple[Diagnostic, ...]]:
    """The journal in `folder` as its author may see it, and the problems of reading and of putting it together."""
    identities = identify_all(folder)
    linker = Linker(identities)
    entries = tuple(linker.entry(file) for file in folder.entries)
    own_files = tuple(linker.own_file(file) for file in identities.own_files)
    pages = tuple(OrdinaryPage(p.path, p.key, p.meta, p.private, p.readable, p.prose, p.prose_line) for p in folder.pages)
    journal, contradictions = merge_journal(entries, own_files, pages, folder.media, settings)
    return journal, (*folder.problems, *identities.problems, *linker.problems, *contradictions)
