"""The days on which git first saw each entry, kept by commit: to go through ten years of them takes longer than a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from netjournal.caching.kept_file import KeptFile, cache_folder
from netjournal.caching.version import cache_version
from netjournal.git import Written, read_written

_WORTH_IT = 50  # files
_NONE: Mapping[str, date] = MappingProxyType({})


def load_days_written(root: Path, journal_path: str) -> Mapping[str, date]:
    """What `git.days_written` says of the journal in `root`."""
    return DaysWritten(root, journal_path).now()


class DaysWritten:
    """The same, as often as it is asked: the same mapping as long as there is no other commit."""

    def __init__(self, root: Path, journal_path: str) -> None:
        self.root = root
        self._folder = cache_folder(root, journal_path)
        self._known: Written | None = None

    def now(self) -> Mapping[str, date]:
        if not self.root.is_dir():
            return _NONE
        kept = self._kept if self._known is None else None
        before = self._known or (_read(kept) if kept else None)
        self._known = now = read_written(self.root, before)
        if now is None:
            return _NONE
        if now is not before and len(now.days) > _WORTH_IT and (kept := self._kept):
            kept.write(json.dumps([now.head, {name: str(day) for name, day in now.days.items()}]).encode("ascii"))
        return now.days

    @property
    def _kept(self) -> KeptFile | None:
        version = cache_version(("written",)) if self._folder else None
        return KeptFile(self._folder / "written.cache", version) if self._folder and version else None


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
