"""The days on which git first saw each entry, kept by commit: to go through ten years of them takes longer than a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from netjournal.caching.kept_file import KeptFile, cache_folder
from netjournal.caching.version import cache_version
from netjournal.git import Written, read_written

_WORTH_IT = 50  # files


def load_days_written(root: Path, journal_path: str) -> Mapping[str, date]:
    """What `git.days_written` says of the journal in `root`."""
    folder = cache_folder(root, journal_path)
    version = cache_version(("written",)) if folder and root.is_dir() else None
    kept = KeptFile(folder / "written.cache", version) if folder and version else None
    before = _read(kept) if kept else None
    now = read_written(root, before) if root.is_dir() else None
    if now is None:
        return {}
    if kept and now is not before and len(now.days) > _WORTH_IT:
        kept.write(json.dumps([now.head, {name: str(day) for name, day in now.days.items()}]).encode("ascii"))
    return now.days


def _read(file: KeptFile) -> Written | None:
    body = file.read()
    if body is None:
        return None
    try:
        head, days = json.loads(bytes(body))
        if not isinstance(head, str) or head.startswith("-"):  # git would take it for an option
            return None
        return Written(head, {name: date.fromisoformat(day) for name, day in days.items()})
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
