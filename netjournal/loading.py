"""From a folder to the author's journal and everything that is wrong in it: the front door."""

from __future__ import annotations

import gc
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from netjournal.assembling.assemble import Links, assemble_journal
from netjournal.assembling.steps import Steps
from netjournal.audience import for_audience, public_people
from netjournal.caching.kept_file import KeptFile, cache_folder
from netjournal.caching.known import Known, abridge
from netjournal.caching.version import cache_version
from netjournal.checks import check_journal
from netjournal.diagnostics import Diagnostics, sort_diagnostics
from netjournal.digest import digest_of
from netjournal.model import Audience, Journal
from netjournal.reading.folder import (
    Listed,
    Listing,
    change_listing,
    find_listed,
    gather,
    list_again,
    list_folder,
    parse_listed,
    unreadable,
)
from netjournal.reading.listing import Stamp
from netjournal.reading.parse import Parsed, take_over
from netjournal.reading.submissions import load_submissions
from netjournal.reading.values import Vocabulary
from netjournal.settings import Settings

if TYPE_CHECKING:
    from netjournal.caching.written import DaysWritten

_FEW, _SHARE, _SHARE_WATCHED, _OPENED = 8, 200, 10, 25  # see Loader._is_worth_keeping


def load_journal(root: Path, settings: Settings) -> tuple[Journal, Diagnostics]:
    """The journal in the folder `root` for its author, and its problems by path and line.

    A folder that is not there or holds nothing is an empty journal. Never raises for what stands in the files.
    """
    return Loader(root, settings).load()


class Loader:
    """Loads one journal as often as it is asked to, and reads again only what changed since the last time.

    What it knows is kept in `.cache/netjournal/` for the next process, once that saves more time than it takes;
    with `keep=False` nothing is, and nothing that is there is looked at. `seen`: the files, where somebody looked just now.
    """

    def __init__(self, root: Path, settings: Settings, keep: bool = True, seen: Mapping[str, Stamp] | None = None) -> None:
        self.root, self.settings = root, settings
        self.vocabulary = Vocabulary(settings.channels, settings.practices)
        self._folder = cache_folder(root, settings.journal_path) if keep else None
        self._seen = seen
        self._known: dict[str, Known] = {}
        self._links = Links()
        self.steps = Steps()
        self._listing: Listing | None = None  # nothing was loaded yet
        self._is_whole = False  # until a load came to its end
        self._fresh: set[str] = set()  # files that were read so soon after they were saved that they are read again each time
        self._anew = self._opened = 0  # files that were parsed, or only opened, since the cache was written

    def load(self, changed: Collection[Path] | None = None) -> tuple[Journal, Diagnostics]:
        """The journal as it is now, and its problems.

        Where somebody watches the folder, only the files `changed` may be other ones than at the last load, and no other is
        looked at.
        """
        with _without_collector():
            was_whole, self._is_whole = self._is_whole, False
            if changed is None or not was_whole or not self._look_at(changed):
                self._look_at_all()
            assert self._listing is not None
            journal, problems = self._assemble(self._listing)
            self._is_whole = True
            if self._is_worth_keeping(_SHARE if changed is None else _SHARE_WATCHED):
                self._keep()
            return journal, problems

    def _look_at_all(self) -> None:
        listing = list_folder(self.root, self.settings.journal_path, self._seen)
        self._seen = None
        if self._listing is None:
            self._take_from_cache(listing)
        self._listing = listing
        self._fresh = set()
        self._known = {file.key: self._look(file) for file in listing.files}

    def _look_at(self, changed: Collection[Path]) -> bool:
        """Look at those files alone, and at what was read too soon after it was saved; False where that is not enough to know."""
        if self._listing is None or not all(path.is_relative_to(self.root) for path in changed):
            return False
        keys = {path.relative_to(self.root).as_posix() for path in changed}
        listing = list_again(self._listing, self.root, self.settings.journal_path, keys)
        if listing is None:
            return False
        self._listing = listing
        for key in keys | self._fresh:
            self._fresh.discard(key)
            if (file := find_listed(listing, key)) is None:
                self._known.pop(key, None)
            else:
                self._known[key] = self._look(file)
        return True

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
            trial.steps = self.steps
            trial._links = replace(self._links, entries=untouched)
            for file in listing.files:
                data = changes.get(file.path)
                trial._known[file.key] = (
                    self._known[file.key] if data is None else trial._parse(file, 0, data, self._known.get(file.key))
                )
            return trial._assemble(listing)

    def load_for(self, audience: Audience, changed: Collection[Path] | None = None) -> tuple[Journal, Journal, Diagnostics]:
        """The same, with the journal as `audience` may see it in the second place."""
        journal, problems = self.load(changed)
        return journal, for_audience(journal, audience, self.settings, self.steps), problems

    @cached_property
    def _written(self) -> DaysWritten:
        from netjournal.caching.written import DaysWritten  # noqa: PLC0415 commands do not need it, and git is slow to import

        return DaysWritten(self.root, self.settings.journal_path)

    def days_written(self) -> Mapping[str, date]:
        """The day on which each file, by name, came into git."""
        return self._written.now()

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
        if known is None or not known.is_sure(file):
            known = self._read(file, known)
            if not known.is_settled:
                self._fresh.add(file.key)
        return known

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
        parsed = self._parse(file, read_at, data, known)
        self._anew += parsed.is_keepable
        return parsed

    def _parse(self, file: Listed, read_at: int, data: bytes, before: Known | None) -> Known:
        parsed = parse_listed(data, file, self.vocabulary)
        if before is not None and isinstance(parsed, Parsed) and isinstance(before.outcome, Parsed):
            parsed = take_over(parsed, before.outcome)
        return Known(file.stamp, read_at, digest_of(data), parsed)

    def _forget(self, file: Listed) -> None:
        """The entry of this file has to be linked anew."""
        self._links.entries.pop(file.path, None)

    def _assemble(self, listing: Listing) -> tuple[Journal, Diagnostics]:
        files = cache(lambda: {file.path: file for file in listing.files})
        while True:
            known = [self._known[file.key] for file in listing.files]
            folder = gather(listing, [one.outcome for one in known])
            assembled = assemble_journal(
                folder, self.settings, self._links, self.steps, lambda path: self._known[files()[path].key].abridged
            )
            if assembled.journal is not None:
                break
            for path in assembled.to_read:
                self._known[files()[path].key] = self._read(files()[path], None)
        self._links = assembled.links
        for file, one in zip(listing.files, known, strict=True):
            if not one.abridged:
                self._known[file.key] = abridge(one)
        journal = assembled.journal
        _, unseen = public_people(journal, self.settings, self.steps)
        submissions, torn = load_submissions(self.root, self.settings.journal_path)
        journal = replace(journal, submissions=submissions)
        problems = (*assembled.problems, *check_journal(journal, self.settings, self.steps), *unseen, *torn)
        return journal, sort_diagnostics(problems)

    def _is_worth_keeping(self, share: int) -> bool:
        """To parse a few files again takes less than to write all of them; to open one takes a small part of that."""
        return self._anew + self._opened / _OPENED > _FEW + len(self._known) / share

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
