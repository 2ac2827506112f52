"""A journal as the pages of one build: from the folder to everything that MkDocs has to be given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache
from markupsafe import Markup

from netjournal.audience import for_audience
from netjournal.caching.kept_file import KeptFile, cache_folder
from netjournal.clock import read_today
from netjournal.diagnostics import Diagnostics
from netjournal.exports.json import export_lines
from netjournal.exports.submission import build_standings
from netjournal.leaks.secrets import Secret, find_secrets
from netjournal.loading import Loader
from netjournal.model import Audience, OrdinaryPage
from netjournal.site.feed import build_feed
from netjournal.site.kept_pages import KeptPages
from netjournal.site.kept_prose import KeptProse, markdown_words
from netjournal.site.pages import Page
from netjournal.site.program import program_version
from netjournal.site.prose import ProseRenderer
from netjournal.site.render import TEMPLATES, Pages, build_environment
from netjournal.site.search import Doc, build_docs
from netjournal.site.site import Site


@dataclass(frozen=True)
class Rendition:
    """Pages by their place in the whole site; nothing is rendered before it is asked for."""

    problems: Diagnostics  # all of them; `site` has those that its audience may see
    site: Site
    prose: ProseRenderer
    environment: Any
    ours: Mapping[str, Page]
    ordinary: Mapping[str, OrdinaryPage]
    media: frozenset[str]
    kept: tuple[KeptPages | KeptProse, ...] = ()  # for a build: what it can take from the last one
    secrets: tuple[Secret, ...] = ()  # for a public build: what it must not hold
    searched: KeptFile | None = None  # what was searched for private values before

    def export(self) -> Iterator[str]:
        """The text of `journal.json`, in pieces."""
        return export_lines(self.site.journal, self.site.problems, self.site.settings, self.site.today)

    def feed(self) -> str:
        """The text of `feed.xml`."""
        return build_feed(self.site, self.prose)

    def docs(self) -> Iterator[Doc]:
        """What our pages add to the search index."""
        return build_docs(self.site, self.prose, self.environment.get_template("macros.html").module)

    def render_prose(self) -> None:
        """Render all prose, which tells what media it shows and which of its links lead nowhere."""
        journal = self.site.journal
        for entry in journal.entries:
            self.prose.render(entry.prose, entry.key)
        for folder, things in (("goals", journal.goals), ("contacts", journal.contacts), ("companies", journal.companies)):
            for thing in things.values():
                self.prose.render(thing.prose, f"{folder}/{thing.id}")
        for page in journal.pages:
            self.prose.render(page.prose, page.key)

    def used_media(self) -> frozenset[str]:
        """The media that some prose shows or links to."""
        self.render_prose()
        return frozenset(self.site.settings.prefix + uri for uri in self.prose.links.used_media)


def make_rendition(
    loader: Loader,
    audience: Audience,
    prose: ProseRenderer,
    *,
    others: Mapping[str, str],
    directory_urls: bool,
    overrides: list[Path],
    code_cache: BytecodeCache | None = None,
    is_build: bool = False,
    changed: Collection[Path] | None = None,
) -> Rendition:
    """The journal of `loader` for `audience`; `others` are the pages of the site that are not the journal's: path -> uri.

    `prose` gets the links of this journal, and keeps what it rendered for an earlier one. `changed` are all files that may be
    others than at the last time, where somebody knows. A build takes pages from the last one where these would be the same, and
    a public one is searched.
    """
    settings, steps = loader.settings, loader.steps
    journal, public, problems = loader.load_for(audience, changed)
    seen = problems if audience is Audience.OWNER else ()
    is_public = audience is Audience.PUBLIC
    standings = build_standings(
        journal.submissions, (lambda: public) if is_public else lambda: for_audience(journal, Audience.PUBLIC, settings, steps)
    )
    site = Site(public, settings, read_today(), seen, directory_urls, others, standings, loader.days_written(), steps)
    prose.links = site.links()
    environment = build_environment(site, prose, overrides, code_cache)
    kept = open_pages(loader, site, prose, overrides) if is_build else None
    proses = open_prose(loader, prose, audience) if is_build else None
    secrets = find_secrets(journal, public, settings, loader.root) if is_build and is_public else ()
    watching = cache(lambda: build_environment(site, prose, overrides, code_cache, kept))
    pages = {f"{page.key}.md": page for page in public.pages}
    introductions = _Introductions(pages, prose)
    ours = Pages(site, environment, introductions, kept, watching)
    prefix = settings.prefix
    return Rendition(
        problems,
        site,
        prose,
        environment,
        _Below(prefix, ours) if prefix else ours,
        {prefix + uri: page for uri, page in pages.items() if uri not in ours},
        frozenset(prefix + media.key for media in public.media),
        tuple(one for one in (kept, proses) if one is not None),
        secrets,
        open_kept(loader, "searched.cache") if is_build else None,
    )


def open_kept(loader: Loader, name: str, words: Iterable[str] = (), folders: Iterable[Path] = ()) -> KeptFile | None:
    """The file of the cache called `name`, good for these `words` and what is in `folders`; None where nothing can be kept."""
    folder = cache_folder(loader.root, loader.settings.journal_path)
    version = program_version(words, folders) if folder else None
    return KeptFile(folder / name, version) if folder and version else None


def open_pages(loader: Loader, site: Site, prose: ProseRenderer, overrides: list[Path]) -> KeptPages | None:
    """The pages of the last build for the same audience; None where nothing can be kept."""
    words = (repr(site.settings), str(site.directory_urls), site.journal.audience)
    kept = open_kept(loader, f"pages-{site.journal.audience}.cache", words, [path / TEMPLATES for path in overrides])
    return KeptPages(kept, site, prose) if kept else None


def open_prose(loader: Loader, prose: ProseRenderer, audience: Audience) -> KeptProse | None:
    """The prose of the last build for the same audience, lent to `prose`; None where nothing can be kept."""
    words = markdown_words(prose.extensions, prose.configs)
    kept = open_kept(loader, f"prose-{audience}.cache", words) if words is not None else None
    return KeptProse(kept, prose) if kept else None


class _Below(Mapping[str, Page]):
    """The pages of a journal that is a folder of a larger site, by their place in that."""

    def __init__(self, prefix: str, pages: Mapping[str, Page]) -> None:
        self.prefix, self.pages = prefix, pages

    def __getitem__(self, uri: str) -> Page:
        if not uri.startswith(self.prefix):
            raise KeyError(uri)
        return self.pages[uri.removeprefix(self.prefix)]

    def __contains__(self, uri: object) -> bool:
        return isinstance(uri, str) and uri.startswith(self.prefix) and uri.removeprefix(self.prefix) in self.pages

    def __iter__(self) -> Iterator[str]:
        return (self.prefix + uri for uri in self.pages)

    def __len__(self) -> int:
        return len(self.pages)


class _Introductions(Mapping[str, Markup]):
    """The HTML of ordinary pages that stand above one of ours, by uri."""

    def __init__(self, pages: Mapping[str, OrdinaryPage], prose: ProseRenderer) -> None:
        self.pages, self.prose = pages, prose

    def __getitem__(self, uri: str) -> Markup:
        return self.prose.render(self.pages[uri].prose, self.pages[uri].key)

    def __iter__(self) -> Any:
        return iter(self.pages)

    def __len__(self) -> int:
        return len(self.pages)
