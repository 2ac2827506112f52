"""What MkDocs makes around our pages, kept so that a page can be made alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs import utils
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from netjournal.engines.pages import JournalPage
from netjournal.site.pages import Page
from netjournal.site.prose import Answers


@dataclass(frozen=True)
class Frame:
    """One build by MkDocs. `files` are the pages that it knew of, in its order; `environment` has the theme's templates;
    `asked` is where its own pages lead to ours."""

    config: MkDocsConfig
    nav: Navigation
    files: tuple[File, ...]
    environment: Any
    asked: Answers

    def write_page(self, uri: str, ours: Mapping[str, Page], prefix: str) -> None:
        """Write the page of ours at `uri`, as a build of the whole site writes it."""
        page = self._page(uri, ours[uri])
        if before := ours[uri].before:
            page.previous_page = self._page(prefix + before, ours[prefix + before])
        if after := ours[uri].after:
            page.next_page = self._page(prefix + after, ours[prefix + after])
        config = self.config
        page.active = True
        try:
            context = get_context(self.nav, self.files, config, page)
            context = config.plugins.on_page_context(context, page=page, config=config, nav=self.nav)
            output = self.environment.get_template("main.html").render(context)
            output = config.plugins.on_post_page(output, page=page, config=config)
        finally:
            page.active = False
        utils.write_file(output.encode("utf-8", errors="xmlcharrefreplace"), page.file.abs_dest_path)

    def sitemap(self, uris: Iterable[str]) -> bytes:
        """sitemap.xml, where our pages are those at `uris`."""
        config = self.config
        pages: list[File] = []
        known = {file.src_uri: file for file in self.files}
        ours = dict.fromkeys(uris)
        first = next((number for number, file in enumerate(self.files) if file.src_uri in ours), len(self.files))
        pages += list(self.files[:first])
        pages += [known[uri] if uri in self._in_nav else self._page_file(uri) for uri in ours]
        pages += [file for file in self.files[first:] if not isinstance(file.page, JournalPage) and file.src_uri not in ours]
        context = get_context(self.nav, pages, config)
        return bytes(self.environment.get_template("sitemap.xml").render(context).encode("utf-8"))

    @property
    def _in_nav(self) -> dict[str, MkDocsPage]:
        return {page.file.src_uri: page for page in self.nav.pages}

    def _page(self, uri: str, ours: Page) -> MkDocsPage:
        config = self.config
        page = self._in_nav.get(uri) or self._page_file(uri).page
        assert page is not None
        page.meta = {}
        page.markdown = config.plugins.on_page_markdown("", page=page, config=config, files=Files([]))
        page.content = ""
        return page

    def _page_file(self, uri: str) -> File:
        file = File.generated(self.config, uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        JournalPage(None, file, self.config)
        return file
