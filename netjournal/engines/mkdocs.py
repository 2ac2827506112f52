"""The plugin for MkDocs and ProperDocs. Wiring only: what a journal means is decided elsewhere.

MkDocs never sees a raw file of the journal: each is taken out of its list, and pages of ours, already redacted for the
audience, are put in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from mkdocs.config.base import ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from netjournal.audience import for_audience
from netjournal.clock import read_today
from netjournal.diagnostics import Diagnostics
from netjournal.engines import aside, navigation, preview
from netjournal.engines.ordinary import page_meta
from netjournal.exports.json import export_json
from netjournal.exports.submission import build_standings
from netjournal.git import days_written
from netjournal.leaks.search import leak_lines, mend_line, search_site
from netjournal.loading import load_journal
from netjournal.media import refusal, strip_metadata
from netjournal.model import Audience, OrdinaryPage
from netjournal.options import read_options, to_settings
from netjournal.settings import Settings
from netjournal.site.addresses import place
from netjournal.site.feed import build_feed
from netjournal.site.pages import Page, sections_of
from netjournal.site.prose import JournalExtension, Links, ProseRenderer
from netjournal.site.render import Pages, build_environment
from netjournal.site.site import Site

log = logging.getLogger("mkdocs.plugins.netjournal")

_ASSETS = Path(__file__).parent.parent / "site" / "assets"
_ASSET_FOLDER = "assets/netjournal"
_WIDE = {"dashboard", "tracker", "goals", "contacts", "companies", "follow_ups", "insights", "journal", "problems"}
_FOUND = {"entry", "goal", "contact", "company"}  # by search: what we look for, not every list that it stands in


class NetjournalPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # MkDocs leaves both untyped
    """Turns the folder of a journal into pages."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}
        self.command = "build"
        self.target: Path | None = None  # where the site goes once it is good

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> tuple[ConfigErrors, ConfigWarnings]:
        """Read the options of mkdocs.yml; a word that is no option is an error, not a warning."""
        self.options, errors = read_options(options)
        self.config = self.options
        return [(name, ValidationError(problem)) for name, problem in errors], []

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Being there keeps one plugin object across the rebuilds of a preview."""
        self.command = command

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put our stylesheet and script before the author's, and our Markdown extension among the others."""
        self.settings = _settings(self.options, config)
        self.root = Path(config.docs_dir) / self.settings.prefix
        self.extension = JournalExtension(Links({}, str, lambda word: None))
        self.plain_extensions = list(config.markdown_extensions)
        config.markdown_extensions.append(self.extension)  # type: ignore[arg-type]
        config.extra_css.insert(0, f"{_ASSET_FOLDER}/netjournal.css")
        scripts = [
            f"{_ASSET_FOLDER}/{path.relative_to(_ASSETS).as_posix()}" for path in sorted(_ASSETS.rglob("*.js"), reverse=True)
        ]
        config.extra_javascript[:0] = scripts
        self.mkdocs_config = config
        if self.command != "serve":
            self.target = aside.begin(config)
        return config

    @property
    def audience(self) -> Audience:
        default = Audience.OWNER if self.command == "serve" else Audience.PUBLIC
        return Audience(self.options["audience"] or default)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take the journal out of MkDocs' hands and put our pages, the ordinary pages and the media in."""
        journal, problems = load_journal(self.root, self.settings)
        self._report(problems)
        taken = [file for file in files if self._is_of_journal(file, config)]
        for file in taken:
            files.remove(file)
        public = for_audience(journal, self.audience, self.settings)
        self.journal = journal
        others = {f"../{f.src_uri}" if self.settings.prefix else f.src_uri: f"/{f.src_uri}" for f in files.documentation_pages()}
        self.problems = problems if self.audience is Audience.OWNER else ()
        standings, written = build_standings(journal, self.settings), days_written(self.root)
        self.site = Site(public, self.settings, read_today(), self.problems, config.use_directory_urls, others, standings, written)
        links = self.site.links()
        self.extension.links = links
        self.prose = ProseRenderer(links, self.plain_extensions, config.mdx_configs)
        environment = build_environment(self.site, self.prose, [Path(config.theme.custom_dir)] if config.theme.custom_dir else [])
        ordinary = {f"{p.key}.md": p for p in public.pages}
        introductions: dict[str, Markup] = {}  # read when a page is rendered
        ours = {page.uri: page for page in Pages(self.site, environment, introductions).all()}
        introductions |= {uri: self.prose.render(p.prose, p.key) for uri, p in ordinary.items() if uri in ours}
        prefix = self.settings.prefix
        self.ours: dict[str, Page] = {prefix + uri: page for uri, page in ours.items()}
        self.ordinary: dict[str, OrdinaryPage] = {prefix + uri: p for uri, p in ordinary.items() if uri not in ours}
        for uri in self.ours:
            files.append(File.generated(config, uri, content="", inclusion=InclusionLevel.NOT_IN_NAV))
        for uri, page in self.ordinary.items():
            files.append(File.generated(config, uri, content=page.prose))
        kept = {file.src_uri: file for file in taken}
        self.media = {prefix + m.key for m in public.media}
        for uri in sorted(self.media):
            if uri in kept:
                files.append(kept[uri])
        for asset in sorted(_ASSETS.rglob("*.*")):
            uri = f"{_ASSET_FOLDER}/{asset.relative_to(_ASSETS).as_posix()}"
            if files.get_file_from_path(uri) is None:
                files.append(File.generated(config, uri, abs_src_path=str(asset)))
        if config.nav is None:
            config.nav = navigation.build_nav(self.site, files, self.ours, self.ordinary)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Previous and next within a row of ours: day, month, person."""
        navigation.link_neighbours(self.ours, files, config, prefix=self.settings.prefix)
        return nav

    @event_priority(100)  # before Material's tags and search plugins look at the meta data
    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """The meta data, from an allow-list and escaped: Material prints it as it is."""
        uri = page.file.src_uri
        if uri in self.ours:
            page.meta = _meta(self.ours[uri])
        elif uri in self.ordinary:
            ordinary = self.ordinary[uri]
            page.meta = page_meta(ordinary, config)
            self.extension.at(ordinary.key.rpartition("/")[0])
        return markdown

    @event_priority(100)
    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Our HTML, put in after Markdown."""
        uri = page.file.src_uri
        if uri in self.ours:
            html = self._guarded(self.ours[uri].render)
            page.toc = get_toc(
                [{"id": s.id, "name": str(escape(s.title)), "level": s.level, "children": []} for s in sections_of(html)]
            )
        return place(html, page.file.url) if uri in self.ours or uri in self.ordinary else html

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Every page is read now: media that none of them links to stay at home."""
        for line in preview.lost_links(self.prose.links, self.settings, self.audience):
            log.info(line)
        used = {self.settings.prefix + uri for uri in self.prose.links.used_media}
        used |= {str(config.theme.get(key)) for key in ("logo", "favicon")}
        for uri in self.media - used:
            if file := files.get_file_from_path(uri):
                files.remove(file)
        if self.audience is Audience.PUBLIC and self.command != "serve":  # the preview need not wait for it
            self._clean_media(self.media & used, config, files)
        return env

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Ask search engines to stay away."""
        if not self.options["noindex"]:
            return output
        return output.replace("<head>", '<head><meta name="robots" content="noindex">', 1)

    @event_priority(-100)  # after every plugin that writes something
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """The export and the feed; then a public site is searched for what is private, and takes its place if nothing is found."""
        target = Path(config.site_dir)
        export = export_json(self.site.journal, self.site.problems, self.settings, self.site.today)
        (target / "journal.json").write_text(export, encoding="utf-8", newline="\n")
        (target / "feed.xml").write_text(build_feed(self.site, self.prose), encoding="utf-8", newline="\n")
        if self.command == "serve":
            return
        if self.audience is Audience.PUBLIC:
            self._search(target)
        if self.target is not None and not aside.will_abort(config):
            aside.end(config, self.target)
            log.info(f"The site is in {self.target}" + "; nothing private stands in it" * (self.audience is Audience.PUBLIC))
        elif self.target is not None:
            aside.give_up(config, self.target)

    def on_build_error(self, *, error: Exception) -> None:
        """The site as it was before stays."""
        if self.target is not None:
            aside.give_up(self.mkdocs_config, self.target)

    def _search(self, site: Path) -> None:
        """Fail the build if a private value stands in `site` (format.md, section 8)."""
        search = search_site(site, self.root, self.journal, self.site.journal, self.settings)
        if search.problem:
            log.warning(f"{self.settings.journal_path}/{search.problem}")
        for fingerprint in search.unused:
            log.info(f"the exception {fingerprint} excepts nothing any more")
        if search.leaks:
            for line in leak_lines(search.leaks, self.settings, discreet=True):
                log.error(line)
            mend = mend_line(self.settings.journal_path)
            raise PluginError(f"Private values would be published, so the site was not written. {mend}")

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Callable[..., Any]) -> Any:
        """Watch the overrides too; MkDocs watches the journal."""
        if config.theme.custom_dir and Path(config.theme.custom_dir).is_dir():
            server.watch(config.theme.custom_dir)
        return server

    def _clean_media(self, uris: set[str], config: MkDocsConfig, files: Files) -> None:
        """Publish media without what stands beside the picture, or not at all."""
        for uri in sorted(uris):
            file = files.get_file_from_path(uri)
            if file is None or file.abs_src_path is None:
                continue
            before = Path(file.abs_src_path).read_bytes()
            stripped = strip_metadata(before, uri)
            if line := refusal(f"{self.settings.journal_path}/{uri.removeprefix(self.settings.prefix)}", stripped):
                log.warning(line)
            if stripped.data != before or stripped.problem:
                files.remove(file)
            if stripped.data != before:
                files.append(File.generated(config, uri, content=stripped.data))

    def _is_of_journal(self, file: File, config: MkDocsConfig) -> bool:
        source = file.abs_src_path
        return source is not None and file.src_uri.startswith(self.settings.prefix) and Path(source).is_relative_to(config.docs_dir)

    def _guarded(self, render: Callable[[], str]) -> str:
        """In the preview a fault of ours becomes a page: an exception would leave every request hanging."""
        if self.command != "serve":
            return render()
        return preview.guarded(render)

    def _report(self, problems: Diagnostics) -> None:
        for level, line in preview.report_lines(problems, self.settings, self.audience):
            log.log(logging.INFO if self.command == "serve" else level, line)


def _settings(options: dict[str, Any], config: MkDocsConfig) -> Settings:
    base = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    root = Path(config.docs_dir) / str(options["path"]).strip("/")
    return to_settings(
        options,
        journal_path=navigation.relative_path(root, base),
        site_url=config.site_url,
        site_name=config.site_name,
        theme_language=config.theme.get("language"),
    )


def _meta(page: Page) -> dict[str, Any]:
    meta: dict[str, Any] = {"title": Markup(escape(page.title)), "hide": ["navigation"], **page.meta}
    if page.kind in _WIDE:
        meta["hide"] = ["navigation", "toc", *meta["hide"]]
    if page.kind not in _FOUND:
        meta["search"] = {"exclude": True}
    if page.description:
        meta["description"] = Markup(escape(page.description))
    if page.tags:
        meta["tags"] = [Markup(escape(tag)) for tag in page.tags]
    return meta
