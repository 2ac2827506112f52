"""Pages that would be written as they stand in the last site: their files are taken over, and they are not made at all.

A page is known by its key, a digest of everything it is put together from: its own HTML, the theme's shell around it, and what
we write in its head. What the last build wrote counts only while it is as that build left it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any

import msgspec
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as MkDocsPage

from netjournal.caching.kept_file import KeptFile
from netjournal.digest import digest_of
from netjournal.engines.pages import JournalPage
from netjournal.engines.shell import Shape, ShelledTemplate, shape_of
from netjournal.site.pages import Page

Head = tuple[str, str]  # what we write in the head of a page, see `NetjournalPlugin._head`
_WORTH_IT = 50  # pages


class _Row(msgspec.Struct, array_like=True):
    """A page in the last site: its key, its table of contents, the size and the time of its file."""

    key: bytes
    shape: Shape
    size: int
    time: int


@dataclass(frozen=True, slots=True)
class _Made:
    """What a page of the new site was made from."""

    file: File
    key: bytes
    shape: Shape


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(dict[str, dict[str, _Row]])


class LastSite:
    """The site at `target`, as `kept` remembers it among those in other folders.

    `template` makes what stands around the content of a page.
    """

    def __init__(self, target: Path, kept: KeptFile, template: ShelledTemplate) -> None:
        self.target, self.kept, self.template = target, kept, template
        self.taken: set[str] = set()  # files of the new site, with slashes
        self._sites = self._read()  # by their folders
        self._old = self._sites.pop(str(target), {})
        self._new: dict[str, _Made] = {}
        self._folders: set[str] = set()  # that were made

    def take(self, page: MkDocsPage, ours: Page, head: Callable[[], Head], context: Callable[[], dict[str, Any]]) -> bool:
        """Put the file of `page` into the new site, if it stands in the last one as it would be made now."""
        file = page.file
        row = self._old.get(file.src_uri)
        if row is None or not isinstance(page, JournalPage):
            return False
        digest = ours.digest()
        if digest is None or self._key(page, digest, row.shape, head(), context) != row.key or not self._link(file, row):
            return False
        self._new[file.src_uri] = _Made(file, row.key, row.shape)
        self.taken.add(file.dest_uri)
        return True

    def note(self, page: MkDocsPage, ours: Page, head: Head) -> None:
        """Remember `page`, which is rendered and about to be written."""
        digest = ours.digest() if isinstance(page, JournalPage) else None
        shape = shape_of(page.toc)
        if isinstance(page, JournalPage) and digest and (key := self._key(page, digest, shape, head)):
            self._new[page.file.src_uri] = _Made(page.file, key, shape)

    def keep(self) -> None:
        """Remember the new site for the next build; it stands in its place now."""
        rows = {}
        for uri, made in self._new.items():
            with suppress(OSError):
                stat = (self.target / made.file.dest_uri).lstat()
                rows[uri] = _Row(made.key, made.shape, stat.st_size, stat.st_mtime_ns)
        if len(rows) >= _WORTH_IT and rows != self._old:
            others = {folder: pages for folder, pages in self._sites.items() if Path(folder).is_dir()}
            self.kept.write(_encoder.encode({**others, str(self.target): rows}))

    def _key(
        self, page: JournalPage, digest: bytes, shape: Shape, head: Head, context: Callable[[], dict[str, Any]] | None = None
    ) -> bytes | None:
        if page.meta.get("tags") and "tags" not in page.meta["hide"]:  # a plugin of the theme's adds to these
            return None
        around = self.template.digest(page, shape, context)
        return digest_of(page.file.src_uri, digest, around, *head) if around else None

    def _link(self, file: File, row: _Row) -> bool:
        """Give the file of the last site to the new one as well; a copy where the file system has no such thing."""
        before, after = os.path.join(self.target, file.dest_uri), file.abs_dest_path  # noqa: PTH118 thousands of times
        try:
            stat = os.lstat(before)
            if (stat.st_size, stat.st_mtime_ns) != (row.size, row.time) or not S_ISREG(stat.st_mode):
                return False
            folder = os.path.dirname(after)  # noqa: PTH120
            if folder not in self._folders:
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
                self._folders.add(folder)
            try:
                os.link(before, after)
            except OSError:
                shutil.copy2(before, after)
            taken = os.lstat(after)
        except OSError:
            return False
        return (taken.st_size, taken.st_mtime_ns) == (row.size, row.time)  # no other build has put its own there meanwhile

    def _read(self) -> dict[str, dict[str, _Row]]:
        body = self.kept.read()
        try:
            return _decoder.decode(body) if body is not None else {}
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return {}
