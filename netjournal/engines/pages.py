"""Our pages as MkDocs knows pages: nothing to read, nothing to render as Markdown, and content only while it is written."""

from __future__ import annotations

from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from netjournal.site.addresses import place
from netjournal.site.pages import Page, sections_of

_WIDE = {"dashboard", "tracker", "goals", "contacts", "companies", "follow_ups", "insights", "journal", "problems"}


class JournalPage(MkDocsPage):
    """A page that we make and the navigation does not name. Its content comes with `fill`: all at once would fill the memory."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Nothing to read: the journal is read as a whole."""
        self.markdown, self.meta = "", {}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Nothing to render as Markdown."""
        self.content, self.toc = "", get_toc([])


def fill(page: MkDocsPage, html: str) -> None:
    """Take `html`, made by us, for the page's content. Its sections are below the title, where the theme's skip link leads."""
    sections = [{"id": s.id, "name": str(escape(s.title)), "level": s.level, "children": []} for s in sections_of(html)]
    title = {"id": "page.title", "name": str(page.title), "level": 1, "children": sections}
    page.content, page.toc = place(html, page.file.url), get_toc([title])  # type: ignore[list-item]


def empty(page: MkDocsPage) -> None:
    """Forget the content, once it is written."""
    page.content, page.toc = "", get_toc([])


def page_meta(page: Page) -> dict[str, object]:
    """The meta data, from an allow-list and escaped: Material prints it as it is."""
    meta: dict[str, object] = {"title": Markup(escape(page.title)), "hide": ["navigation"], **page.meta}
    if page.kind in _WIDE:
        meta["hide"] = ["navigation", "toc", *meta["hide"]]  # type: ignore[misc]
    meta["search"] = {"exclude": True}  # found through our own part of the index, see site/search.py
    if description := page.description:
        meta["description"] = Markup(escape(description))
    if page.tags:
        meta["tags"] = [Markup(escape(tag)) for tag in page.tags]
    return meta
