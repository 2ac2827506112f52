"""A journal as it would be after a change: what a change must not break is looked at before it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from netjournal.diagnostics import Diagnostic, Diagnostics
from netjournal.editing.files import Change
from netjournal.loading import Loader
from netjournal.model import Journal
from netjournal.settings import Settings


def load_changed(root: Path, settings: Settings, changes: Iterable[Change]) -> tuple[Journal, Diagnostics]:
    """The journal in `root` and its problems, if `changes` were made."""
    return Loader(root, settings).load_changed({change.path: change.after for change in changes})


def new_problems(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> Diagnostics:
    """The problems that were not there before; a problem that only moved to another line is no new one."""
    known = Counter((p.source.path, p.code) for p in before)
    found = []
    for problem in after:
        known[problem.source.path, problem.code] -= 1
        if known[problem.source.path, problem.code] < 0:
            found.append(problem)
    return tuple(found)
