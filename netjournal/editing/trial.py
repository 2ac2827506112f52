"""A journal as it would be after a change, read from a copy: what a change must not break is looked at before it is made."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from netjournal.diagnostics import Diagnostic, Diagnostics
from netjournal.editing.files import Change
from netjournal.editing.person import all_files
from netjournal.loading import load_journal
from netjournal.model import Journal
from netjournal.settings import Settings


def load_changed(root: Path, settings: Settings, changes: Iterable[Change]) -> tuple[Journal, Diagnostics]:
    """The journal in `root` and its problems, if `changes` were made. Of files that are no Markdown only the names count."""
    planned = {change.path: change.after for change in changes}
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch)
        for key in all_files(root):
            path = f"{settings.journal_path}/{key}" if settings.journal_path not in ("", ".") else key
            if path in planned and planned[path] is None:
                continue
            (copy / key).parent.mkdir(parents=True, exist_ok=True)
            (copy / key).write_bytes(planned.get(path, b"") or b"" if path in planned else _markdown(root / key))
        return load_journal(copy, settings)


def new_problems(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> Diagnostics:
    """The problems that were not there before; a problem that only moved to another line is no new one."""
    known = Counter((p.source.path, p.code) for p in before)
    found = []
    for problem in after:
        known[problem.source.path, problem.code] -= 1
        if known[problem.source.path, problem.code] < 0:
            found.append(problem)
    return tuple(found)


def _markdown(file: Path) -> bytes:
    try:
        return file.read_bytes() if file.suffix == ".md" else b""
    except OSError:
        return b""
