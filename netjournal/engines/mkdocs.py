"""The plugin for MkDocs and ProperDocs. Wiring only: what a journal means is decided elsewhere.

MkDocs never sees a raw file of the journal: each is taken out of its list, and pages of ours, already redacted for the
audience, are put in.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.commands.build import get_context
from mkdocs.config.base import ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from netjournal.engines import aside, assets, log_lines, navigation, preview
from netjournal.engines.card import add_to_head, card_of
from netjournal.engines.code_cache import CodeCache
from netjournal.engines.frame import Frame
from netjournal.engines.language import adopt_language
from netjournal.engines.last_site import LastSite
from netjournal.engines.media import clean_media, shown_media
from netjournal.engines.observer import replace_observer
from netjournal.engines.ordinary import ordinary_meta
from netjournal.engines.pages import empty, fill, page_meta
from netjournal.engines.rendition import Rendition, make_rendition, open_kept
from netjournal.engines.search import SearchedBuild
from netjournal.engines.shell import ShelledEnvironment, has_own_templates
from netjournal.loading import Loader
from netjournal.model import Audience
from netjournal.options import read_options, to_settings
from netjournal.settings import Settings
from netjournal.site.addresses import place
from netjournal.site.paper import foot_style
from netjournal.site.prose import Answers, JournalExtension, Links, ProseRenderer
from netjournal.site.published import FOLDER
from netjournal.site.search import add_docs

log = logging.getLogger("mkdocs.plugins.netjournal")


class NetjournalPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # MkDocs leaves both untyped
    """Turns the folder of a journal into pages."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}
        self.command, self.is_dirty = "build", False
        self.code_cache = CodeCache()
        self.preview: preview.Preview | None = None
        self.is_live = False
        self.target: Path | None = None  # where the site goes once it is good
        self.last_site: LastSite | None = None  # the one that stands there, where pages of it may be taken over
        self.searched: SearchedBuild | None = None  # of a public build

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> tuple[ConfigErrors, ConfigWarnings]:
        """Read the options of mkdocs.yml; a word that is no option is an error, not a warning."""
        self.options, errors = read_options(options)
        self.config = self.options
        return [(name, ValidationError(problem)) for name, problem in errors], []

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Being there keeps one plugin object across the rebuilds of a preview."""
        self.command, self.is_dirty = command, dirty
        if command != "serve":  # a build makes thousands of things that stay to its end, and few that hold each other
            gc.set_threshold(10_000, 20, 100)

    @event_priority(100)  # before the search plugin asks the theme for its language
    def _adopt_language(self, config: MkDocsConfig) -> MkDocsConfig:
        adopt_language(config, self.options["language"])
        return config

    def _put_in(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put our stylesheet and script before the author's, and our Markdown extension among the others."""
        self.settings = _settings(self.options, config)
        self.root = Path(config.docs_dir) / self.settings.prefix
        self.extension = JournalExtension(Links({}, str, lambda word: None))
        self.prose = ProseRenderer(self.extension.links, list(config.markdown_extensions), config.mdx_configs)
        config.markdown_extensions.append(self.extension)  # type: ignore[arg-type]
        assets.link(config)
        self.mkdocs_config = config
        self.loader = Loader(self.root, self.settings)
        self.is_live = self.command == "serve" and (self.preview is not None or preview.is_possible(config))
        if self.command != "serve":
            self.target = aside.begin(config)
        return config

    on_config = CombinedEvent(_adopt_language, _put_in)

    @property
    def audience(self) -> Audience:
        default = Audience.OWNER if self.command == "serve" else Audience.PUBLIC
        return Audience(self.options["audience"] or default)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take the journal out of MkDocs' hands and put our pages, the ordinary pages and the media in."""
        taken = [file for file in files if self._is_of_journal(file, config)]
        for file in taken:
            files.remove(file)
        self.asked: Answers = {}  # what ordinary pages ask of our links
        self.others = [file.src_uri for file in files.documentation_pages()]
        self.rendition = made = self._make_rendition()
        for uri in made.ours:
            files.append(File.generated(config, uri, content="", inclusion=InclusionLevel.NOT_IN_NAV))
        for uri, page in made.ordinary.items():
            files.append(File.generated(config, uri, content=page.prose))
        kept = {file.src_uri: file for file in taken}
        for uri in sorted(made.media & kept.keys()):
            files.append(kept[uri])
        assets.add_files(files, config)
        if config.nav is None:
            config.nav = navigation.build_nav(made.site, files, made.ours, made.ordinary)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Previous and next within a row of ours: day, month, person."""
        navigation.link_neighbours(self.rendition.ours, nav, files, config, prefix=self.settings.prefix)
        self.nav = nav
        return nav

    @event_priority(100)  # before Material's tags and search plugins look at the meta data
    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """The meta data, from an allow-list and escaped: Material prints it as it is."""
        uri = page.file.src_uri
        if uri in self.rendition.ours:
            page.meta = page_meta(self.rendition.ours[uri])
            if page.is_homepage and config.site_description:
                page.meta.pop("description", None)  # the author's own words for the site
        elif uri in self.rendition.ordinary:
            ordinary = self.rendition.ordinary[uri]
            page.meta = ordinary_meta(ordinary, config)
            self.extension.at(ordinary.key.rpartition("/")[0])
            self.extension.links.asked = {}
        return markdown

    @event_priority(100)
    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Ordinary pages, whose links to ours are put right; our own get their content when the theme wants it."""
        if page.file.src_uri not in self.rendition.ordinary:
            return html
        self.asked |= self.extension.links.asked
        return place(html, page.file.url)

    @event_priority(-100)  # the plugins before us that add filters and templates have to reach the theme's own
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Media that no page shows stay at home, and the theme is asked once for what is the same on many pages."""
        made = self.rendition
        env.bytecode_cache = env.bytecode_cache or self.code_cache
        shelled = ShelledEnvironment(env, [page.url for page in self.nav.pages], has_own_templates(config))
        self.pages = files.documentation_pages()
        if self.is_live:
            self.frame = Frame(config, self.nav, tuple(self.pages), shelled, self.asked)
            for uri in (made.ours.keys() | made.media) & files.src_uris.keys():
                files.remove(files.src_uris[uri])
            return shelled
        shown = shown_media(made, config)
        for line in log_lines.lost_links(made.prose.links, self.settings, self.audience):
            log.info(line)
        for uri in made.media - shown:
            if file := files.get_file_from_path(uri):
                files.remove(file)
        if self.target is not None and not self.is_dirty and preview.knows_plugins(config):
            self._take_over(self.target, shelled, config, files)
        if self.audience is Audience.PUBLIC and self.command != "serve":  # the preview need not wait for it
            clean_media(shown, config, files, self.settings)
            self.searched = SearchedBuild(made, self.root, Path(config.site_dir), len(files.documentation_pages()))
        return shelled

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """Pages that are taken over belong to the site as well."""
        if not self.is_live:
            context["pages"] = self.pages
        return context

    @event_priority(-100)  # after the search plugin, which has nothing to read in our pages, see site/search.py
    def on_page_context(self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation) -> Any:
        """Our HTML, in the place of what Markdown would have made."""
        ours = self.rendition.ours.get(page.file.src_uri)
        if ours is not None:
            fill(page, self._guarded(ours.render))
            if "tags" in page.meta["hide"]:  # Material would write them all the same, out of sight
                context.pop("tags", None)
        context["pages"] = self.pages  # those that are taken over, or made on demand, too
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """The card of the page, the foot of its sheets on paper, and that search engines stay away."""
        if self.searched is not None:
            self.searched.is_writing(page.file.dest_uri)
        ours = self.rendition.ours.get(page.file.src_uri)
        if ours is not None or page.file.src_uri in self.rendition.ordinary:
            head = self._head(page)
            output = add_to_head(output, *head)
            if ours is not None and self.last_site is not None:
                self.last_site.note(page, ours, head)
        if ours is not None:
            empty(page)
        if not self.options["noindex"]:
            return output
        return output.replace("<head>", '<head><meta name="robots" content="noindex">', 1)

    @event_priority(-100)  # after every plugin that writes something
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Export, feed and search; then a public site is searched for what is private, and takes its place if nothing is found."""
        if self.is_live:
            if self.preview is not None:
                self.preview.show(self.frame, self.rendition)
            return
        target = Path(config.site_dir)
        index = target / "search" / "search_index.json"
        if index.is_file():
            theirs = index.read_text(encoding="utf-8")
            with index.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(add_docs(theirs, self.rendition.docs()))
        if self.command != "serve":
            for kept in self.rendition.kept:
                kept.keep()
            self.rendition = replace(self.rendition, ours={}, environment=None)  # what made the pages need not stay in memory
        with (target / "journal.json").open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(self.rendition.export())
        (target / "feed.xml").write_text(self.rendition.feed(), encoding="utf-8", newline="\n")
        if self.command == "serve":
            return
        if self.searched is not None:
            self.searched.search(self.last_site.taken if self.last_site else ())
        if self.target is not None and not aside.will_abort(config):
            aside.end(config, self.target)
            if self.last_site is not None:
                self.last_site.keep()
            log.info(f"The site is in {self.target}" + "; nothing private stands in it" * (self.audience is Audience.PUBLIC))
        elif self.target is not None:
            aside.give_up(config, self.target)

    def on_build_error(self, *, error: Exception) -> None:
        """The site as it was before stays."""
        if self.searched is not None:
            self.searched.stop()
        if self.target is not None:
            aside.give_up(self.mkdocs_config, self.target)

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Callable[..., Any]) -> Any:
        """Watch by the system's events, the overrides too, and answer requests by the live preview where that is possible."""
        if self.is_live:
            self.preview = preview.Preview(self._make_rendition)
            self.preview.show(self.frame, self.rendition)
            self.preview.install(server)
        watched = [config.docs_dir, config.config_file_path, *config.theme.dirs]
        replace_observer(server, watched, *((self.preview.note, self.preview.catch_up) if self.preview else ()))
        if config.theme.custom_dir and Path(config.theme.custom_dir).is_dir():
            server.watch(config.theme.custom_dir)
        return server

    def _take_over(self, target: Path, shelled: ShelledEnvironment, config: MkDocsConfig, files: Files) -> None:
        """Leave to MkDocs the pages that are not in the last site as they would be made now."""
        kept = open_kept(self.loader, f"site-{self.audience}.cache", (str(self.options["noindex"]),))
        if kept is None:
            return
        self.last_site = LastSite(target, kept, shelled.pages)
        for page in (file.page for file in self.pages if file.page is not None):
            ours = self.rendition.ours.get(page.file.src_uri)
            context: Any = partial(get_context, self.nav, self.pages, config, page)
            if ours is not None and self.last_site.take(page, ours, partial(self._head, page), context):
                files.remove(page.file)

    def _head(self, page: MkDocsPage) -> tuple[str, str]:
        """What we write in the head of a page: its card, and the foot of its sheets on paper."""
        ours = self.rendition.ours.get(page.file.src_uri)
        foot = foot_style(ours, self.rendition.site) if ours else ""
        return card_of(page, self.mkdocs_config, FOLDER), foot

    def _is_of_journal(self, file: File, config: MkDocsConfig) -> bool:
        source = file.abs_src_path
        return source is not None and file.src_uri.startswith(self.settings.prefix) and Path(source).is_relative_to(config.docs_dir)

    def _guarded(self, render: Callable[[], str]) -> str:
        """In the preview a fault of ours becomes a page: an exception would leave every request hanging."""
        if self.command != "serve":
            return render()
        return preview.guarded(render)

    def _make_rendition(self, changed: Collection[Path] | None = None) -> Rendition:
        """The journal as it is now, as pages; its problems go to the log. `changed`: see `Loader.load`."""
        config = self.mkdocs_config
        others = {f"../{uri}" if self.settings.prefix else uri: f"/{uri}" for uri in self.others}
        made = make_rendition(
            self.loader,
            self.audience,
            self.prose,
            others=others,
            directory_urls=config.use_directory_urls,
            overrides=[Path(config.theme.custom_dir)] if config.theme.custom_dir else [],
            code_cache=self.code_cache,
            is_build=self.command != "serve",
            changed=changed,
        )
        self.extension.links = made.prose.links
        self.rendition = made
        for level, line in log_lines.problem_lines(made.problems, self.settings, self.audience):
            log.log(logging.INFO if self.command == "serve" else level, line)
        return made


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
