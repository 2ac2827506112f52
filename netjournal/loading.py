"""From a folder to the author's journal and everything that is wrong in it: the front door."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from netjournal.assembling.assemble import Links, assemble_journal
from netjournal.audience import public_people
from netjournal.caching.kept_file import KeptFile, cache_folder
from netjournal.caching.known import Known, abridge, digest_of
from netjournal.caching.version import cache_version
from netjournal.checks import check_journal
from netjournal.diagnostics import Diagnostics, sort_diagnostics
from netjournal.model import Journal
from netjournal.reading.folder import Folder, Listed, Listing, change_listing, gather, list_folder, parse_listed, unreadable
from netjournal.reading.submissions import load_submissions
from netjournal.reading.values import Vocabulary
from netjournal.settings import Settings

_FEW, _SHARE, _OPENED = 8, 200, 25  # see Loader._is_worth_keeping


def load_journal(root: Path, settings: Settings) -> tuple[Journal, Diagnostics]:
    """The journal in the folder `root` for its author, and its problems by path and line.

    A folder that is not there or holds nothing is an empty journal. Never raises for what stands in the files.
    """
    return Loader(root, settings).load()


class Loader:
    """Loads one journal as often as it is asked to, and reads again only what changed since the last time.

    What it knows is kept in `.cache/netjournal/` for the next process, once that saves more time than it takes;
    with `keep=False` nothing is, and nothing that is there is looked at.
    """

    def __init__(self, root: Path, settings: Settings, keep: bool = True) -> None:
        self.root, self.settings = root, settings
        self.vocabulary = Vocabulary(settings.channels, settings.practices)
        self._folder = cache_folder(root, settings.journal_path) if keep else None
        self._known: dict[str, Known] = {}
        self._links = Links()
        self._listing: Listing | None = None  # nothing was loaded yet
        self._anew = self._opened = 0  # files that were parsed, or only opened, since the cache was written

    def load(self) -> tuple[Journal, Diagnostics]:
        """The journal as it is now, and its problems."""
        with _without_collector():
            listing = list_folder(self.root, self.settings.journal_path)
            if self._listing is None:
                self._take_from_cache(listing)
            self._listing = listing
            self._known = {file.key: self._look(file) for file in listing.files}
            journal, problems = self._assemble(listing)
            if self._is_worth_keeping():
                self._keep()
            return journal, problems

    def load_changed(self, changes: Mapping[str, bytes | None]) -> tuple[Journal, Diagnostics]:
        """The journal as it was loaded last, if the files of these paths held these bytes, or None: were gone.

        Nothing is written, and nothing of it is remembered.
        """
        if self._listing is None:
            self.load()
        assert self._listing is not None
        with _without_collector():
            there = {path: data is not None for path, data in changes.items()}
            listing = change_listing(self._listing, self.settings.journal_path, there)
            trial = Loader(self.root, self.settings, keep=False)
            untouched = {path: linked for path, linked in self._links.entries.items() if path not in there}
            trial._links = replace(self._links, entries=untouched)
            for file in listing.files:
                data = changes.get(file.path)
                trial._known[file.key] = self._known[file.key] if data is None else trial._parse(file, 0, data)
            return trial._assemble(listing)

    @cached_property
    def _file(self) -> KeptFile | None:
        """Where it is kept, if it is."""
        words = (self.settings.journal_path, *self.vocabulary.channels, "", *self.vocabulary.practices)
        version = cache_version(words) if self._folder else None
        return KeptFile(self._folder / "journal.cache", version) if self._folder and version else None

    def _take_from_cache(self, listing: Listing) -> None:
        if self._folder is None or not self._folder.is_dir() or self._file is None:
            return
        if (body := self._file.read()) is not None:
            from netjournal.caching.rows import decode_rows  # noqa: PLC0415 not needed where nothing is kept

            if kept := decode_rows(body, {file.key: file for file in listing.files}):
                self._known, self._links = kept

    def _look(self, file: Listed) -> Known:
        """What is known of a file, which is opened if it may have changed."""
        known = self._known.get(file.key)
        return known if known is not None and known.is_sure(file) else self._read(file, known)

    def _read(self, file: Listed, known: Known | None) -> Known:
        read_at = time.time_ns()
        try:
            data = (self.root / file.key).read_bytes()
        except OSError as error:
            self._forget(file)
            return Known(file.stamp._replace(size=-1), read_at, b"", unreadable(file, error, self.vocabulary))
        if known is not None and known.digest == digest_of(data):
            self._opened += 1
            return replace(known, stamp=file.stamp, read_at=read_at)
        self._forget(file)
        parsed = self._parse(file, read_at, data)
        self._anew += parsed.is_keepable
        return parsed

    def _parse(self, file: Listed, read_at: int, data: bytes) -> Known:
        return Known(file.stamp, read_at, digest_of(data), parse_listed(data, file, self.vocabulary))

    def _forget(self, file: Listed) -> None:
        """The entry of this file has to be linked anew."""
        self._links.entries.pop(file.path, None)

    def _assemble(self, listing: Listing) -> tuple[Journal, Diagnostics]:
        while True:
            folder = self._gather(listing)
            abridged = {file.path: file for file in listing.files if self._known[file.key].abridged}
            assembled = assemble_journal(folder, self.settings, self._links, abridged.keys())
            if assembled.journal is not None:
                break
            for path in assembled.to_read:
                self._known[abridged[path].key] = self._read(abridged[path], None)
        self._links = assembled.links
        self._known = {key: abridge(known) for key, known in self._known.items()}
        journal = assembled.journal
        _, unseen = public_people(journal, self.settings)
        submissions, torn = load_submissions(self.root, self.settings.journal_path)
        journal = replace(journal, submissions=submissions)
        problems = (*assembled.problems, *check_journal(journal, self.settings), *unseen, *torn)
        return journal, sort_diagnostics(problems)

    def _gather(self, listing: Listing) -> Folder:
        return gather(listing, (self._known[file.key].outcome for file in listing.files))

    def _is_worth_keeping(self) -> bool:
        """To parse a few files again takes less than to write all of them; to open one takes a small part of that."""
        return self._anew + self._opened / _OPENED > _FEW + len(self._known) / _SHARE

    def _keep(self) -> None:
        self._anew = self._opened = 0
        if self._file is not None:
            from netjournal.caching.rows import encode_rows  # noqa: PLC0415 see above

            if (body := encode_rows(self._known, self._links)) is not None:
                self._file.write(body)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing here makes circles, and to look for them among so many objects takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
