"""From a folder to the author's journal and everything that is wrong in it: the front door."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from netjournal.assembling.assemble import assemble_journal
from netjournal.audience import public_people
from netjournal.checks import check_journal
from netjournal.diagnostics import Diagnostics, sort_diagnostics
from netjournal.model import Journal
from netjournal.reading.folder import read_folder
from netjournal.reading.submissions import load_submissions
from netjournal.reading.values import Vocabulary
from netjournal.settings import Settings


def load_journal(root: Path, settings: Settings) -> tuple[Journal, Diagnostics]:
    """The journal in the folder `root` for its author, and its problems by path and line.

    A folder that is not there or holds nothing is an empty journal. Never raises for what stands in the files.
    """
    folder = read_folder(root, settings.journal_path, Vocabulary(settings.channels, settings.practices))
    journal, problems = assemble_journal(folder, settings)
    _, unseen = public_people(journal, settings)
    submissions, torn = load_submissions(root, settings.journal_path)
    journal = replace(journal, submissions=submissions)
    return journal, sort_diagnostics((*problems, *check_journal(journal, settings), *unseen, *torn))
