"""The search of a public build for what is private: pages are searched by another process while the next ones are made."""

from __future__ import annotations

import logging
from collections.abc import Collection
from pathlib import Path

from mkdocs.exceptions import PluginError

from netjournal.engines.rendition import Rendition
from netjournal.leaks.along import Along
from netjournal.leaks.folder import is_worth_it
from netjournal.leaks.search import leak_lines, mend_line, search_site

log = logging.getLogger("mkdocs.plugins.netjournal")


class SearchedBuild:
    """The build of `made` into the folder `site`, of which `pages` pages are to be written."""

    def __init__(self, made: Rendition, root: Path, site: Path, pages: int) -> None:
        self.root, self.site, self.kept = root, site, made.searched
        self.settings = made.site.settings
        self.secrets = made.secrets
        self.along = Along(site, self.secrets) if is_worth_it(pages) else None
        self._writing: str | None = None

    def is_writing(self, name: str | None) -> None:
        """The file `name` is about to be written, so the one before it stands in the site."""
        if self.along is not None and self._writing is not None:
            self.along.give(self._writing)
        self._writing = name

    def search(self, same: Collection[str]) -> None:
        """Fail the build if a private value stands in it (format.md, section 8). `same` are files of the last site."""
        self.is_writing(None)
        search = search_site(self.site, self.root, self.secrets, self.kept, same, self.along)
        if search.problem:
            log.warning(f"{self.settings.journal_path}/{search.problem}")
        for fingerprint in search.unused:
            log.info(f"the exception {fingerprint} excepts nothing any more")
        if search.leaks:
            for line in leak_lines(search.leaks, self.settings, discreet=True):
                log.error(line)
            mend = mend_line(self.settings.journal_path)
            raise PluginError(f"Private values would be published, so the site was not written. {mend}")

    def stop(self) -> None:
        """The build failed."""
        if self.along is not None:
            self.along.stop()
